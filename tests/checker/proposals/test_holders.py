"""What a proposal takes from those who have a duty already: time, what is asked, an easy way."""

from __future__ import annotations

import pytest

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, Text
from lovgraf.law import load_law
from lovgraf.proposals import find
from lovgraf.proposals.cell_gaps import Struck, cell_gaps
from lovgraf.proposals.changes import views_of
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gaps import gap_kind
from lovgraf.proposals.gaps.stricter import Stricter, shorter
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.programs import comparisons
from lovgraf.proposals.proposal import Proposal, proposal_of
from tests.checker.proposals.small import DAY, EXEMPTION, NEW, NORM, VOCABULARY
from tests.checker.proposals.test_cell_gaps import WORDS, route
from tests.checker.small_law import PREFIXES, law_of, old_ships

pytestmark = pytest.mark.slow
TERMS = """
core:deadline a owl:ObjectProperty . core:period a owl:DatatypeProperty .
core:trigger a owl:ObjectProperty . core:performedOn a owl:ObjectProperty .
core:Deadline a owl:Class . core:TransitionMeasure a owl:Class . core:Fee a owl:Class .
core:BestEffortObligation a owl:Class . core:byPost a owl:DatatypeProperty .
<authority/harbour> rdfs:label "havnen"@da, "the harbour"@en .
"""
PERMIT = f"<{NORM}> core:requires <capability/permit> ."
FEE = 'core:fee [ a core:Fee ; core:amount {} ; core:inForceFrom "2030-01-01"^^xsd:date ] ;'


def deadline(period: str, trigger: str = "record:boughtOn") -> str:
    return f"""core:deadline [ a core:Deadline ; core:trigger {trigger} ;
      core:performedOn record:inspectedOn ; core:period "{period}"^^xsd:duration ] ;"""


def proposed(own: str, *more: str, head: str = "") -> Proposal:
    """A proposal whose norm takes the place of the duty to have old ships inspected."""
    text = f"""{PREFIXES}
<proposal/all> a core:Proposal ; core:inForceFrom "2031-01-01"^^xsd:date ; {head}
  rdfs:label "Hurtigere syn"@da, "Faster inspection"@en ; core:introduces <{NEW}> .
<{NEW}> core:replaces <{NORM}> ; {own}
  rdfs:label "Syn"@da, "Inspection"@en .
"""
    return proposal_of(text + "\n".join(more), "all.ttl")


def struck(proposal: Proposal, *base: str, duty: str = "") -> Struck:
    """What is found on the small law with more; `duty` stands in for that of old ships."""
    ships = law_of(VOCABULARY, duty or old_ships(), EXEMPTION, WORDS, TERMS, *base)
    views = views_of(lay_over(ships, [proposal]), DAY)
    return cell_gaps(views, comparisons(views))


def gaps(code: str, proposal: Proposal, *base: str, duty: str = "") -> list[Gap]:
    return [gap for gap in struck(proposal, *base, duty=duty).gaps if gap.code == code]


def old(period: str) -> str:
    return f"<{NORM}> {deadline(period)} rdfs:comment '' ."


def test_a_shorter_deadline_takes_time_from_all_who_have_the_duty() -> None:
    less, running = gaps("stricter", proposed(deadline("P10D")), old("P30D"))
    assert less.severity == running.severity == "warning"
    assert 'Until now: at the latest 30 days after "bought on".' in less.message.en
    assert 'From 1 January 2031: at the latest 10 days after "bought on".' in less.message.en
    assert "Målgrupper, der rammes: alle." in less.message.da
    assert less.who_words is not None
    assert less.who_words.en.startswith("old ships")
    assert less.verdict == running.verdict == "breached"
    assert less.witness is not None
    assert "inspected_on" in less.witness
    assert "before 1 January 2031" in running.message.en
    assert running.witness is not None
    assert "inspected_on" not in running.witness


def test_as_much_time_or_more_takes_none() -> None:
    for period in ("P30D", "P31D", "P2M"):
        assert gaps("stricter", proposed(deadline(period)), old("P30D")) == []


def test_a_deadline_where_there_was_none_is_shorter() -> None:
    less, *_ = gaps("stricter", proposed(deadline("P10D")))
    assert "Until now: no deadline." in less.message.en


def test_time_that_begins_with_something_else_strikes_whom_it_strikes() -> None:
    less, *_ = gaps("stricter", proposed(deadline("P30D", "record:builtOn")), old("P30D"))
    assert less.cells is not None
    everyone, *_ = gaps("stricter", proposed(deadline("P10D")), old("P30D"))
    assert less.who_words != everyone.who_words


def test_an_authority_has_less_time_too() -> None:
    duty = old_ships().replace("core:bearer core:Subject", "core:bearer <authority/harbour>")
    found = gaps("stricter", proposed(deadline("P10D")), old("P30D"), duty=duty)
    assert found[0].message.en.startswith('The time for "Inspection" becomes shorter.')


def test_a_transition_makes_running_time_a_note() -> None:
    head = "core:measure [ a core:TransitionMeasure ] ;"
    _, running = gaps("stricter", proposed(deadline("P10D"), head=head), old("P30D"))
    assert running.severity == "info"
    assert "transition" in running.message.en


def test_the_duty_that_ends_while_the_same_begins_is_held_against_it() -> None:
    text = proposed(deadline("P10D")).text.replace(
        f"core:replaces <{NORM}> ;",
        """
      a core:Obligation ; core:provision <law/2029/1/par/1> ; core:recordType record:Ship ;
      core:bearer core:Subject ; core:addressee <class/old> ; core:duty <duty/inspected> ;""",
    )
    ending = text.replace("core:introduces", f"core:ends <{NORM}> ; core:introduces")
    assert gaps("stricter", proposal_of(ending, "all.ttl"), old("P30D"))


def test_who_met_the_duty_and_no_longer_does_is_told() -> None:
    more = """<duty/inspected-twice> a sh:NodeShape ; rdfs:label "synet og mastet"@da ,
      "inspected and masted"@en ; sh:property [ sh:path record:inspected ; sh:hasValue true ] ,
      [ sh:path record:masts ; sh:minInclusive 1 ; sh:minCount 1 ] ."""
    (gap,) = gaps("stricter", proposed("core:duty <duty/inspected-twice> ;", more))
    assert gap.message.en.startswith('Some who meet "Inspection" today no longer do')
    assert gap.verdict == "breached"


def test_what_had_to_be_done_as_far_as_possible_and_now_must() -> None:
    duty = old_ships().replace("a core:Obligation", "a core:BestEffortObligation")
    (gap,) = gaps("stricter", proposed("a core:Obligation ;"), duty=duty)
    assert "had until now to be met only as far as possible" in gap.message.en
    assert gap.verdict == "breached"


def test_it_burdens_though_nobody_is_newly_obliged() -> None:
    found = struck(proposed(deadline("P10D")), old("P30D"))
    assert found.obliging == set()
    assert {norm.rsplit("/", 1)[-1] for norm in found.burdening} == {"inspection-all"}


def paying(amount: str, more: str = "") -> Proposal:
    text = f"""{PREFIXES}
<proposal/all> a core:Proposal ; core:inForceFrom "2031-01-01"^^xsd:date ;
  rdfs:label "Gebyr"@da, "Fee"@en ; core:introduces <route/paid> .
<route/paid> a core:AccessRoute ; core:replaces <route/office> ; {FEE.format(amount)} {more}
  rdfs:label "kontoret mod gebyr"@da, "the office for a fee"@en .
"""
    return proposal_of(text, "all.ttl")


def test_a_fee_for_what_a_duty_needs_is_told_to_those_who_have_it() -> None:
    (gap,) = gaps("burdensome", paying("250.0"), PERMIT, route())
    assert gap.severity == "warning"
    assert '"the office for a fee": a fee of 250 DKK (until now no trouble)' in gap.message.en
    assert "gebyr 250 kr." in gap.message.da
    assert "Groups struck: all." in gap.message.en
    assert gap.who_words is not None
    assert gap.who_words.en.startswith("old ships")
    assert gap.cells
    assert [block.step_label.en for block in gap.blocking] == ["a fee of 250 DKK"]


def test_a_higher_fee_is_told_and_a_lower_or_equal_one_is_not() -> None:
    base = route(FEE.format("100.0"))
    (gap,) = gaps("burdensome", paying("250.0"), PERMIT, base)
    assert "a fee of 250 DKK (until now a fee of 100 DKK)" in gap.message.en
    assert gaps("burdensome", paying("100.0"), PERMIT, base) == []
    assert gaps("burdensome", paying("50.0"), PERMIT, base) == []


def test_the_post_is_more_trouble_than_a_fee_alone() -> None:
    base = route(FEE.format("100.0"))
    (gap,) = gaps("burdensome", paying("100.0", "core:byPost true ;"), PERMIT, base)
    assert "by post" in gap.message.en


def test_the_groups_struck_are_named() -> None:
    norwegian = """<class/norwegian> a owl:Class, core:TargetGroup ;
      rdfs:label "norske skibe"@da, "Norwegian ships"@en ;
      owl:equivalentClass [ owl:onProperty record:flag ; owl:hasValue "NO" ] ."""
    only = route("core:eligible <class/danish> ;")
    (gap,) = gaps("burdensome", paying("250.0"), PERMIT, only, norwegian)
    assert 'Groups struck: "Danish ships", "masted ships".' in gap.message.en


def test_another_easy_way_leaves_no_trouble() -> None:
    both = route() + route().replace("route/office", "route/shop")
    assert gaps("burdensome", paying("250.0"), PERMIT, both) == []


def test_an_easy_way_that_ends_leaves_the_troublesome_ones() -> None:
    base = route(FEE.format("100.0")).replace("route/office", "route/shop") + route()
    text = f"""{PREFIXES}
<proposal/all> a core:Proposal ; core:inForceFrom "2031-01-01"^^xsd:date ;
  rdfs:label "Lukning"@da, "Closing"@en ; core:ends <route/office> ."""
    (gap,) = gaps("burdensome", proposal_of(text, "all.ttl"), PERMIT, base)
    assert "a fee of 100 DKK" in gap.message.en


def test_where_there_are_too_many_kinds_a_shorter_deadline_is_told_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise InputError("for mange", "too many")

    monkeypatch.setattr(Stricter, "_less_time", refuse)
    gap, running = gaps("stricter", proposed(deadline("P10D")), old("P30D"))
    assert running.message.en.startswith("Time that began to run before 1 January 2031")
    assert "at the latest 10 days" in gap.message.en
    assert "not found: there are too many kinds" in gap.message.en
    found = struck(proposed(deadline("P2M")), old("P30D"))
    assert (found.missed, found.gaps) == (set(), [])
    found = struck(proposed(deadline("P30D")), old("P1M"))
    assert "stricter" in found.missed


def ahead(period: str) -> str:
    return deadline(period).replace("core:trigger", "core:beforeEvent")


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (deadline("P0D"), ahead("P7D")),
        (ahead("P0D"), ahead("P7D")),
        (deadline("P5D"), ahead("P0D")),
        (ahead("P1M"), ahead("P32D")),
        (deadline("P1M"), deadline("P14D")),
    ],
)
def test_a_deadline_of_another_kind_that_ends_sooner_takes_time_from_all(
    was: str, now: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms, before = "core:beforeEvent a owl:ObjectProperty .", f"<{NORM}> {was} rdfs:comment '' ."
    less, *_ = gaps("stricter", proposed(now), terms, before)
    assert less.verdict == "breached"
    assert less.cells

    def refuse(*_: object) -> None:
        raise InputError("for mange", "too many")

    monkeypatch.setattr(Stricter, "_less_time", refuse)
    told, _ = gaps("stricter", proposed(now), terms, before)
    assert "not found: there are too many kinds" in told.message.en


def test_who_tells_of_it_is_asked_where_it_could_not_be_looked_for_whom_it_burdens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise InputError("for mange", "too many")

    monkeypatch.setattr(Stricter, "_less_time", refuse)
    untold = Gap("no-information", "warning", Text("x", "x"))
    monkeypatch.setattr(find, "graph_gaps", lambda *_: [untold])
    ships = law_of(VOCABULARY, old_ships(), EXEMPTION, WORDS, TERMS, old("P1M"))
    for period, expected in (("P30D", {"no-information"}), ("P2M", set[str]())):
        views = views_of(lay_over(ships, [proposed(deadline(period))]), DAY)
        found = find.gaps_of(views, cell_gaps(views, comparisons(views)))
        assert {gap.code for gap in found} == expected


def test_a_sanction_that_did_not_follow_before_is_told() -> None:
    more = """<norm/fine> a core:ConstitutiveRule ; rdfs:label "bøde"@da, "a fine"@en ;
      core:recordType record:Ship ; core:provision <law/2029/1/par/2> ."""
    terms = "core:sanction a owl:ObjectProperty . core:ConstitutiveRule a owl:Class ."
    (gap,) = gaps("stricter", proposed("core:sanction <norm/fine> ;"), terms, more)
    assert 'can be met with "a fine"' in gap.message.en
    assert gap.severity == "info"


def test_a_norm_that_clashes_with_another_is_an_error_until_it_goes_first() -> None:
    own = """<law/2029/1/par/2/norm/no> a core:Prohibition ; core:provision <law/2029/1/par/2> ;
      core:recordType record:Ship ; core:bearer core:Subject ; core:addressee <class/old> ;
      rdfs:label "intet syn"@da, "no inspection"@en ; core:duty <duty/uninspected> MORE .
    <duty/uninspected> a sh:NodeShape ; rdfs:label "usynet"@da , "not inspected"@en ;
      sh:property [ sh:path record:inspected ; sh:hasValue false ] ."""
    head = f"""{PREFIXES}
<proposal/all> a core:Proposal ; core:inForceFrom "2031-01-01"^^xsd:date ;
  rdfs:label "Forbud"@da, "Ban"@en ; core:introduces <law/2029/1/par/2/norm/no> .
"""
    terms = "core:Prohibition a owl:Class ."
    (gap,) = gaps("overlap", proposal_of(head + own.replace("MORE", ""), "all.ttl"), terms)
    assert gap.severity == "error"
    assert '"no inspection" and by "Inspection of old ships"' in gap.message.en
    first = own.replace("MORE", f"; core:overrides <{NORM}>")
    more = terms + "core:overrides a owl:ObjectProperty ."
    assert gaps("overlap", proposal_of(head + first, "all.ttl"), more) == []


@pytest.mark.parametrize(
    ("limit", "twice"), [("minInclusive 30", True), ("maxExclusive 20", False)]
)
def test_two_norms_in_the_place_of_one_bind_nobody_twice(limit: str, twice: bool) -> None:
    own = f"""{PREFIXES}
<proposal/all> a core:Proposal ; core:inForceFrom "2031-01-01"^^xsd:date ;
  rdfs:label "To"@da, "Two"@en .
<law/2029/1/par/1/norm/one> core:replaces <{NORM}> ; rdfs:label "den ene"@da, "the one"@en .
<law/2029/1/par/1/norm/two> core:replaces <{NORM}> ; rdfs:label "den anden"@da, "the other"@en ;
  core:addressee <class/others> .
<class/others> a owl:Class ; rdfs:label "andre"@da, "others"@en ; owl:equivalentClass
  [ owl:onProperty record:shipAge ; owl:someValuesFrom [ owl:onDatatype xsd:integer ;
    owl:withRestrictions ( [ xsd:{limit} ] ) ] ] ."""
    found = gaps("overlap", proposal_of(own, "all.ttl"))
    assert [gap.severity for gap in found] == ["warning"] * twice
    for gap in found:
        assert 'bound twice to the same: by "the one" and by "the other"' in gap.message.en
        assert gap.witness


def test_who_was_exempt_from_a_duty_that_comes_back_without_its_exemptions_gets_it() -> None:
    own = """a core:Obligation ; core:provision <law/2029/1/par/1> ; core:recordType record:Ship ;
      core:bearer core:Subject ; core:addressee <class/old> ; core:duty <duty/inspected> ;"""
    text = proposed(own).text.replace(f"core:replaces <{NORM}> ;", "")
    again = text.replace("core:introduces", f"core:ends <{NORM}> ; core:introduces")
    (gap,) = gaps("no-exemption", proposal_of(again, "all.ttl"))
    assert gap.message.en.startswith('There is no exemption from the duty "Inspection"')
    assert gap.witness is not None
    assert gap.witness["flag"] == "SE"


def test_what_an_authority_keeps_where_a_task_is_taken_from_it() -> None:
    duty = old_ships().replace("core:bearer core:Subject", "core:bearer <authority/harbour>")
    other = f"""<law/2029/1/par/2/norm/list> a core:Obligation ; core:duty <duty/inspected> ;
      core:provision <law/2029/1/par/2> ; core:recordType record:Ship ;
      core:addressee <class/old> ; core:bearer <authority/harbour> ;
      rdfs:label "liste"@da, "list"@en .
      <authority/navy> rdfs:label "flåden"@da, "the navy"@en .
      <{NORM}> rdfs:comment "" ."""
    ships = law_of(VOCABULARY, duty, EXEMPTION, WORDS, TERMS, other)
    one = proposed("core:bearer <authority/navy> ;")
    views = views_of(lay_over(ships, [one]), DAY)
    (gap,) = gap_kind("companion").in_graph(views)
    assert gap.message.en.startswith(
        '"Inspection" moves from the harbour to the navy, but these rules of the same acts'
    )
    assert "list" in gap.message.en


@pytest.mark.parametrize("code", ["no-information", "no-transition"])
def test_who_is_exempt_no_longer_is_to_be_told_and_given_time(code: str) -> None:
    kind = {"no-information": "InformationMeasure", "no-transition": "TransitionMeasure"}[code]
    text = f"""{PREFIXES}
<proposal/all> a core:Proposal ; core:inForceFrom "2031-01-01"^^xsd:date ; MORE
  rdfs:label "Ingen fritagelse"@da, "No exemption"@en ;
  core:ends <law/2029/1/par/2/norm/exemption> ."""
    (gap,) = gaps(code, proposal_of(text.replace("MORE", ""), "all.ttl"))
    assert gap.severity == "warning"
    measure = f"core:measure [ a core:{kind} ] ;"
    assert gaps(code, proposal_of(text.replace("MORE", measure), "all.ttl")) == []


def test_on_the_day_itself_is_less_time_than_days_that_a_closed_day_prolongs() -> None:
    """General law counts the two by rules of their own; that of the day itself moves no end."""
    norm = "law/2013/5/par/16/stk/2/norm/notify-arrival"
    text = f"""{PREFIXES} <proposal/now> a core:Proposal ; rdfs:label "Nu"@da, "Now"@en ;
      core:lawAsOf "2014-12-01"^^xsd:date ; core:commencementUndetermined true .
    <{norm}-now> core:replaces <{norm}> ; core:deadline [ a core:Deadline ;
      core:performedOn record:immigrationNotifiedOn ; core:period "P%dD"^^xsd:duration ;
      core:trigger <law/2013/5/fact/document-condition-since> ,
        <law/2013/5/fact/home-condition-since> ] ."""
    old = load_law().norms[f"{BASE}{norm}"]
    for days, less in ((0, True), (2, True), (5, False), (9, False)):
        found = lay_over(load_law(), [proposal_of(text % days, "now.ttl")]).law
        assert shorter(old, found.norms[f"{BASE}{norm}-now"]) is less, days
