"""Each kind of gap is closed by a change that the graph gives, or says why none closes it."""

from __future__ import annotations

import pytest

from lovgraf.proposals.assess import assess
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import gap_words
from lovgraf.proposals.proposal import proposal_of
from tests.checker.proposals.small import NEW, NORM, law, proposal
from tests.checker.proposals.test_graph_gaps import (
    DATED,
    REQUIRES,
    RING,
    assessed,
    route,
)
from tests.checker.small_law import PREFIXES

_WHY = {code: words.no_repair for code, words in gap_words().items() if words.no_repair}
GROUPS = """
core:TargetGroup a owl:Class . core:discretionary a owl:Class . core:place a owl:Class .
core:byPost a owl:Class . core:burden a owl:Class . core:competentAuthority a owl:Class .
core:effect a owl:Class . core:strikes a owl:Class . core:LegalEffect a owl:Class .
<class/danish> a owl:Class, core:TargetGroup ; rdfs:label "danske skibe"@da, "Danish ships"@en ;
  owl:equivalentClass [ owl:onProperty record:flag ; owl:hasValue "DK" ] .
<class/masted> a owl:Class, core:TargetGroup ; rdfs:label "skibe med mast"@da, "masted ships"@en ;
  owl:equivalentClass [ owl:onProperty record:masts ; owl:someValuesFrom
    [ owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 1 ] ) ] ] .
"""
DUTY = """a core:Obligation ; core:provision <law/2029/1/par/1> ; core:recordType record:Ship ;
  core:bearer core:Subject ; core:duty <duty/inspected> ; rdfs:label "Pligt"@da, "Duty"@en ;"""
PAGE = """<source/page> a core:OutsideSource ; core:inForceFrom "2030-01-01"^^xsd:date ;
  rdfs:label "en hjemmeside"@da, "a web page"@en ."""
JUDGED = f"""
record:JudgmentFact a owl:Class . record:hard a record:JudgmentFact ;
  record:datatype xsd:boolean ; record:recordType record:Ship ;
  rdfs:label "hårdt ramt"@da, "struck hard"@en .
<proposal/all/norm/relief> a core:Exemption ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Ship ; core:exempts <{NEW}> ; core:granted <proposal/all/class/relieved> ;
  ELIGIBLE rdfs:label "Lempelse"@da, "Relief"@en .
<proposal/all/class/relieved> a owl:Class ; rdfs:label "lempet"@da, "relieved"@en ;
  owl:equivalentClass [ owl:intersectionOf ( [ owl:onProperty record:hard ; owl:hasValue true ]
    [ owl:onProperty record:flag ; owl:hasValue "DK" ] ) ] .
"""
EFFECT = """<law/2029/1/par/2/norm/arrival> a core:ConstitutiveRule ;
  core:provision <law/2029/1/par/2> ; core:recordType record:Ship ;
  core:effect [ a core:LegalEffect ; core:strikes <class/masted> ;
    rdfs:label "beslaglæggelse"@da, "seizure"@en ] ;
  core:inForceFrom "2030-01-01"^^xsd:date ; rdfs:label "Beslag"@da, "Seizing"@en .
core:ConstitutiveRule a owl:Class ."""
TERMS = """
<term/vessel> a core:Term ; rdfs:label "fartøj (forslaget)"@da .
<term/vessel-1> a core:Term ; rdfs:label "fartøj (skibsloven)"@da ; skos:definition "skrog"@da .
<term/boat> a core:Term ; rdfs:label "båd"@da .
"""


def repaired(
    code: str,
    *more: str,
    part: str,
    head: str = "",
    base: str = "",
    addressee: str = "proposal/all/class/sailing",
) -> Gap:
    """The one gap of a kind."""
    found = assessed(
        *more, head=DATED + head, part=part, base=GROUPS + base, repairs=True, addressee=addressee
    )
    (gap,) = (gap for gap in found.gaps if gap.code == code)
    return gap


def said(gap: Gap) -> list[str]:
    assert all(gap.code in repair.closes for repair in gap.repairs)
    assert (gap.no_repair is None) is bool(gap.repairs)
    return [repair.what.en for repair in gap.repairs]


def test_a_route_of_the_law_gets_a_basis_in_the_act() -> None:
    out = PAGE + route("a", source="source/page")
    gap = repaired("outside-law", part=REQUIRES, base=out)
    assert said(gap) == ['Give a basis in the Ship Act to "a".']
    (repair,) = gap.repairs
    assert "core:replaces <https://w3id.org/lovgraf/route/a>" in repair.turtle
    assert "eli:is_part_of <https://w3id.org/lovgraf/law/2029/1>" in repair.turtle


def test_a_duty_of_the_proposals_own_gets_a_basis_in_an_act_that_it_amends() -> None:
    part = DUTY.replace("law/2029/1/par/1", "source/page")
    gap = repaired("outside-law", part=part, head="core:amends <law/2029/1/par/2> ;", base=PAGE)
    assert said(gap) == ['Give a basis in the Ship Act to "Duty".']
    gap = repaired("outside-law", part=part, base=PAGE)
    assert said(gap) == []
    assert gap.no_repair is not None
    assert "core:amends" in gap.no_repair.da


@pytest.mark.slow
def test_a_judgment_gives_way_to_facts() -> None:
    ask = JUDGED.replace("ELIGIBLE", "core:eligible <class/danish> ;")
    assert said(repaired("discretion", ask, part=REPLACES)) == [
        'Let the conditions of "Relief" settle it alone, without a judgment: flag is Danish.',
        'Let "Relief" hold for all who may ask: Danish ships.',
        'Leave out "Relief".',
    ]
    assert len(said(repaired("discretion", JUDGED.replace("ELIGIBLE", ""), part=REPLACES))) == 2


def test_a_duty_left_to_a_judgment_is_settled_by_its_conditions() -> None:
    gap = repaired("discretion", part=f"{DUTY} core:discretionary true ;")
    assert said(gap) == [
        'Let the conditions of "Duty" settle it alone, without a judgment.',
    ]


def test_a_judgment_of_the_law_is_not_the_proposals_to_settle() -> None:
    base = JUDGED.replace("ELIGIBLE", "").replace("proposal/all", "law/2029/1").replace(NEW, NORM)
    gap = repaired("discretion", part=REPLACES, base=base)
    assert said(gap) == []
    assert gap.no_repair is not None
    assert "law in force" in gap.no_repair.en


def test_an_effect_waits_for_those_who_cannot_reach_what_it_takes() -> None:
    gap = repaired("blind-effect", part=REQUIRES, base=EFFECT + route("a", age=50))
    first, second = said(gap)
    waits = next(r for r in gap.repairs if 'Let "Seizing" not strike them' in r.what.en)
    assert {first, second} == {waits.what.en, next(w for w in (first, second) if "Keep" in w)}
    assert "law/2029/1/par/2/norm/arrival-all> core:effect" in waits.turtle
    assert "unreachable" not in waits.closes


def test_who_is_bound_already_is_left_out() -> None:
    gap = repaired("redundant", part=DUTY, head="core:concerns <class/masted> ;")
    assert any(text.startswith('Keep those struck outside "Duty"') for text in said(gap))


def test_a_duty_that_binds_nobody_anew_is_left_out() -> None:
    gap = repaired(
        "redundant", part=DUTY, head="core:concerns <class/old> ;", addressee="class/old"
    )
    assert said(gap)[-1] == 'Leave out "Duty": the duty applies already.'


def test_the_rest_of_a_group_is_covered_or_not_spoken_of() -> None:
    gap = repaired("uncovered", part=REPLACES, head="core:concerns <class/danish> ;")
    assert set(said(gap)) == {
        'Let the proposal speak only of those in "Danish ships" who get the duty.',
        'Let "Inspection of old ships" apply to all of "Danish ships".',
    }


def test_of_two_groups_that_overlap_one_leaves_out_the_other() -> None:
    gap = repaired("overlap", part=REPLACES, head="core:concerns <class/danish>, <class/masted> ;")
    assert set(said(gap)) == {
        'Count who belongs to both under "Danish ships" alone.',
        'Count who belongs to both under "masted ships" alone.',
    }


def test_each_pair_of_three_groups_has_repairs_of_its_own() -> None:
    head = "core:concerns <class/danish>, <class/masted>, <proposal/all/class/sailing> ;"
    found = assessed(head=DATED + head, base=GROUPS, repairs=True)
    pairs = [gap for gap in found.gaps if gap.code == "overlap"]
    assert len(pairs) == 3
    assert all(said(gap) for gap in pairs)


def test_a_ring_is_broken_at_the_need_that_leads_back() -> None:
    assert said(repaired("circular", part=REQUIRES, base=RING)) == [
        'Let "a" do without: deed.',
        'Let "Inspection of old ships" not need: permit.',
    ]


def test_a_route_of_the_proposals_own_drops_what_leads_back() -> None:
    own = route("own", "core:needs <capability/permit> ;")
    found = assessed(own, part=REQUIRES, base=GROUPS + route("b"), repairs=True)
    (ring,) = [gap for gap in found.gaps if gap.code == "circular"]
    assert said(ring)[0] == 'Let "own" do without: permit.'


def test_a_route_that_the_proposal_ends_may_stay() -> None:
    base = route("a", 'core:inForceFrom "2030-01-01"^^xsd:date ;')
    base += f"<{NORM}> core:requires <capability/permit> ."
    head = "core:ends <route/a> ;"
    permission = "a core:Permission ; core:provision <law/2029/1/par/1> ;"
    permission += ' core:recordType record:Ship ; rdfs:label "Lov"@da, "Leave"@en ;'
    assert said(repaired("unreachable", part=permission, head=head, base=base)) == [
        'Keep the route "a".',
    ]


def test_a_term_without_a_meaning_gets_that_of_its_namesake() -> None:
    uses = f"core:replaces <{NORM}> ; core:usesTerm <term/%s> ;"
    gap = repaired("undefined-term", part=uses % "vessel", base=TERMS)
    assert said(gap) == [
        'Use "fartøj (skibsloven)" in place of "fartøj (forslaget)" in the proposal.'
    ]
    gap = repaired("undefined-term", part=uses % "boat", base=TERMS)
    assert said(gap) == []
    assert gap.no_repair is not None
    assert "skos:definition" in gap.no_repair.en


@pytest.mark.slow
def test_a_term_of_the_proposal_means_what_the_group_of_that_name_is() -> None:
    own = '<term/old> a core:Term ; rdfs:label "gamle skibe"@da, "old ships"@en .'
    known = '<class/old> skos:definition "Skibe på 20 år."@da, "Ships of 20 years."@en .'
    uses = f"core:replaces <{NORM}> ; core:usesTerm <term/old> ;"
    gap = repaired("undefined-term", own, part=uses, base=known)
    assert said(gap) == ['Let "old ships" mean the same as the group of that name.']


def test_what_a_norm_waits_for_is_brought_into_force() -> None:
    base = """<law/2029/1/par/2/norm/later> a core:Obligation ; core:uncommenced true ;
  core:provision <law/2029/1/par/2> ; core:recordType record:Ship ; core:bearer core:Subject ;
  core:addressee <class/old> ; core:duty <duty/inspected> ; rdfs:label "Senere"@da, "Later"@en .
core:commences a owl:Class ."""
    exemption = """<law/2029/1/par/2/norm/new-exemption> a core:Exemption ;
  core:provision <law/2029/1/par/2> ; core:recordType record:Ship ; core:granted <class/granted> ;
  core:exempts <law/2029/1/par/2/norm/later> ; rdfs:label "Ny"@da, "New"@en ."""
    gap = repaired("uncommenced", exemption, part=REPLACES, base=base)
    assert said(gap) == ['Bring "Later" into force.']


def test_a_day_is_the_drafters_to_choose() -> None:
    found = assessed(head="core:commencementUndetermined true ;", repairs=True)
    (gap,) = (gap for gap in found.gaps if gap.code == "uncommenced")
    assert gap.repairs == ()
    assert gap.no_repair is not None
    assert "core:inForceFrom" in gap.no_repair.da


def test_the_post_and_the_fee_are_taken_from_a_route() -> None:
    paid = "core:byPost true ; core:fee [ a core:Fee ; core:amount 150 ;"
    paid += ' core:inForceFrom "2030-01-01"^^xsd:date ] ;'
    words = "core:fee a owl:Class . core:Fee a owl:Class . core:amount a owl:Class ."
    gap = repaired("burdensome", part=REQUIRES, base=words + route("a", paid))
    assert said(gap) == ['Let "a" be used without a fee, without the post.']
    assert {block.kind for block in gap.blocking} == {"fee", "post"}


def test_an_exemption_that_the_proposal_ends_may_stay() -> None:
    head = "core:ends <law/2029/1/par/2/norm/exemption> ;"
    part = f"core:replaces <{NORM}> ; core:addressee <proposal/all/class/sailing> ;"
    gap = repaired("no-exemption", part=part, head=head)
    assert 'Keep "Exemption".' in said(gap)


def test_of_two_proposals_the_second_ends_what_the_first_put_in_place() -> None:
    first = proposal(head=DATED)
    turtle = f"""{PREFIXES}<proposal/end> a core:Proposal ; {DATED}
  rdfs:label "Slut"@da, "End"@en ; core:ends <{NORM}> ."""
    found = assess(law(GROUPS), [first, proposal_of(turtle, "end.ttl")], repairs=True)
    (gap,) = (gap for gap in found.gaps if gap.code == "dangling")
    assert said(gap) == [
        'Leave out the end of "Inspection of old ships".',
        'End "Inspection of old ships", which took its place.',
    ]


@pytest.mark.parametrize("code", _WHY)
def test_why_there_is_no_repair_is_one_sentence_in_both_languages(code: str) -> None:
    for text in (_WHY[code].da, _WHY[code].en):
        assert text.endswith(".")
        assert ". " not in text
    assert _WHY[code].da != _WHY[code].en


REPLACES = f"core:replaces <{NORM}> ;"
