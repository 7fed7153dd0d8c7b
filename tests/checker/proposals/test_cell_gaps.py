"""Gaps that show only when everyone is asked, on an invented act, group and capability."""

from __future__ import annotations

import pytest

import lovgraf.proposals.described
from lovgraf.conditions.tree import Not, all_of
from lovgraf.proposals.case_space import possible
from lovgraf.proposals.cell_gaps import cell_gaps
from lovgraf.proposals.changed_duty import NOT_SHORT
from lovgraf.proposals.changes import views_of
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.programs import comparisons
from lovgraf.proposals.proposal import proposal_of
from tests.checker.proposals.small import DAY, NEW, NORM, law, proposal

REPLACES = f"core:replaces <{NORM}> ;"
NEEDS = REPLACES + " core:requires <capability/permit> ;"
WORDS = """
core:Capability a owl:Class . core:heldBy a owl:AnnotationProperty . core:grants a owl:Class .
core:requires a owl:Class . core:eligible a owl:Class . core:needs a owl:Class .
core:place a owl:Class . core:fee a owl:Class . core:amount a owl:Class .
core:withinReachOf a owl:AnnotationProperty . core:TargetGroup a owl:Class .
<capability/permit> a core:Capability ; rdfs:label "tilladelse"@da, "permit"@en .
<class/danish> a owl:Class, core:TargetGroup ; rdfs:label "danske skibe"@da, "Danish ships"@en ;
  owl:equivalentClass [ owl:onProperty record:flag ; owl:hasValue "DK" ] .
<class/masted> a owl:Class, core:TargetGroup ; rdfs:label "skibe med mast"@da, "masted ships"@en ;
  owl:equivalentClass [ owl:onProperty record:masts ; owl:someValuesFrom
    [ owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 1 ] ) ] ] .
<place/harbour> a core:Place ; core:withinReachOf <class/masted> ;
  rdfs:label "havnen"@da, "the harbour"@en .
"""
DATED = 'core:inForceFrom "2031-01-01"^^xsd:date ;'


def route(more: str = "") -> str:
    return f"""<route/office> a core:AccessRoute ; core:recordType record:Ship ;
  core:grants <capability/permit> ; core:provision <law/2029/1/par/2> ; {more}
  core:inForceFrom "2030-01-01"^^xsd:date ; rdfs:label "kontoret"@da, "the office"@en ."""


def gaps(part: str = REPLACES, base: str = "", head: str = "") -> dict[str, Gap]:
    views = views_of(lay_over(law(WORDS, base), [proposal(head=DATED + head, part=part)]), DAY)
    return {gap.code: gap for gap in cell_gaps(views, comparisons(views)).gaps}


def test_a_duty_that_some_cannot_meet() -> None:
    gap = gaps(NEEDS, route("core:eligible <class/danish> ;"))["unreachable"]
    assert gap.severity == "error"
    assert gap.who_words is not None
    # Swedish ships are exempt, Danish ones get the permit.
    assert gap.who_words.en == "ships that sail and not: Danish ships (and not exempt)"
    assert gap.witness is not None
    assert gap.witness["flag"] == "NO"
    assert gap.witness["sails"] == "true"
    assert gap.cells is not None
    assert gap.of is not None
    assert 0 < gap.cells < gap.of
    (block,) = gap.blocking
    assert (block.step_label.en, block.kind) == ("Danish ships", "fact")


def test_a_route_that_is_open_to_all() -> None:
    assert "unreachable" not in gaps(NEEDS, route())


def test_nobody_grants_what_the_duty_needs() -> None:
    gap = gaps(NEEDS)["unreachable"]
    assert gap.blocking == ()


def test_a_place_is_out_of_reach_but_for_who_travels() -> None:
    gap = gaps(NEEDS, route("core:place <place/harbour> ;"))["unreachable"]
    (block,) = gap.blocking
    assert (block.kind, block.by_travel) == ("place", True)
    assert block.step_label.en == "the harbour"


def test_who_is_struck_is_told_exactly() -> None:
    base = route("core:eligible <class/danish> ; core:place <place/harbour> ;")
    views = views_of(lay_over(law(WORDS, base), [proposal(head=DATED, part=NEEDS)]), DAY)
    (one,) = comparisons(views)
    (gap,) = [gap for gap in cell_gaps(views, [one]).gaps if gap.code == "unreachable"]
    ((_, old, new),) = one.changes
    assert gap.strikes is not None
    assert old is not None
    assert new is not None
    conditions = [gap.strikes, new.addressed, new.exempt, new.met, new.reach]
    everyone = possible(one.together(), also=conditions)
    expected = all_of(new.addressed, Not(new.exempt), Not(new.met), Not(new.reach))
    assert (everyone.truth(gap.strikes) == everyone.truth(expected)).all()


def test_for_a_fee_only() -> None:
    fee = 'core:fee [ core:amount 185.0 ; core:inForceFrom "2030-01-01"^^xsd:date ] ;'
    gap = gaps(NEEDS, route(fee))["burdensome"]
    assert gap.severity == "info"
    both = route() + route(fee).replace("route/office", "route/shop")
    assert "burdensome" not in gaps(NEEDS, both)


def test_an_exemption_that_can_be_had_for_a_fee_only() -> None:
    fee = 'core:fee [ core:amount 185.0 ; core:inForceFrom "2030-01-01"^^xsd:date ] ;'
    may = "<law/2029/1/par/2/norm/exemption> core:eligible <class/danish> ."
    way = route(fee).replace("<capability/permit>", "<law/2029/1/par/2/norm/exemption>")
    gap = gaps(base=may + way)["burdensome"]
    assert gap.severity == "info"
    assert "may be exempt" in gap.message.en
    assert [block.kind for block in gap.blocking] == ["fee"]
    assert gap.witness is not None
    assert gap.witness["flag"] == "DK"
    free = way + way.replace("route/office", "route/shop").replace(fee, "")
    assert "burdensome" not in gaps(base=may + free)
    assert "burdensome" not in gaps(base=may)


def test_exempt_on_request() -> None:
    may = "<law/2029/1/par/2/norm/exemption> core:eligible <class/danish> ."
    gap = gaps(base=may)["hollow"]
    assert gap.witness is not None
    assert gap.witness["flag"] == "DK"
    assert gap.verdict in ("breached", "fulfilled")
    assert gaps(base=may)["no-exemption"].severity == "info"


def test_an_exemption_that_expires_is_not_for_good() -> None:
    may = f"""<law/2029/1/par/2/norm/lasting> a core:Exemption ; core:recordType record:Ship ;
      core:provision <law/2029/1/par/2> ; core:eligible <class/danish> ;
      core:granted <class/lasting> ; core:exempts <{NORM}> .
    record:expiry a record:DerivedFact ; record:datatype xsd:date ; record:recordType record:Ship ;
      record:operator record:AddPeriod ; record:of record:boughtOn ;
      record:period "P1Y"^^xsd:duration ; rdfs:label "udløb"@da, "expiry"@en .
    record:expired a record:DerivedFact ; record:datatype xsd:boolean ;
      record:recordType record:Ship ; record:operator record:HappenedBy ;
      record:of record:expiry ; rdfs:label "udløbet"@da, "expired"@en .
    <class/lasting> a owl:Class ; owl:equivalentClass
      [ owl:onProperty record:expired ; owl:hasValue false ] ."""
    assert "hollow" not in gaps(base=may)
    unlimited = "<law/2029/1/par/2/norm/lasting> core:unlimited true ."
    assert "hollow" in gaps(base=may + unlimited)


def test_a_new_duty_that_no_exemption_reaches() -> None:
    part = """a core:Obligation ; core:provision <law/2029/1/par/1> ; core:recordType record:Ship ;
      core:bearer core:Subject ; core:duty <duty/inspected> ;
      rdfs:label "Ny pligt"@da, "New duty"@en ;"""
    gap = gaps(part)["no-exemption"]
    assert gap.who_words is not None
    # Old ships have the duty already.
    assert gap.who_words.en == "ships that sail and not: old ships"


def test_a_group_that_is_bound_already() -> None:
    gap = gaps(head="core:concerns <class/old> ;")["redundant"]
    assert "old ships" in gap.message.en
    assert gap.severity == "warning"
    some = gaps(head="core:concerns <class/danish> ;")["redundant"]
    assert some.severity == "info"
    assert some.who_words is not None
    assert some.who_words.en == "Danish ships and old ships"


def test_a_duty_that_some_have_already_and_can_no_longer_meet() -> None:
    part = f"core:requires <capability/permit> ; core:replaces <{NORM}> ;"
    whom = part + " core:addressee <class/old> ;"
    found = gaps_of_old(whom, route("core:eligible <class/danish> ;"))
    assert found["unreachable"].message.en.startswith('Some have the duty "Inspection')
    assert "redundant" not in found
    assert "unreachable" not in gaps_of_old(whom, route())
    same = f"core:replaces <{NORM}> ; core:addressee <class/old> ;"
    assert set(gaps_of_old(same, route("core:eligible <class/danish> ;"))) == {"redundant"}


def gaps_of_old(part: str, base: str) -> dict[str, Gap]:
    """The gaps of a version that is for the same ships as before."""
    text_of = proposal(head=DATED + "core:concerns <class/old> ;", part=part).text
    changed = text_of.replace("core:addressee <proposal/all/class/sailing>", "")
    one = proposal_of(changed, "all.ttl")
    views = views_of(lay_over(law(WORDS, base), [one]), DAY)
    return {gap.code: gap for gap in cell_gaps(views, comparisons(views)).gaps}


def test_a_group_that_is_covered_in_part() -> None:
    gap = gaps(head="core:concerns <class/danish> ;")["uncovered"]
    assert gap.witness is not None
    assert gap.witness["sails"] == "false"


def test_two_groups_that_overlap() -> None:
    gap = gaps(head="core:concerns <class/danish>, <class/masted> ;")["overlap"]
    assert gap.who_words is not None
    assert gap.who_words.en in (
        "Danish ships and masted ships", "masted ships and Danish ships",
    )  # fmt: skip


EFFECT = f"""core:effect a owl:Class . core:strikes a owl:AnnotationProperty .
<{NORM}> core:effect <effect/seizure> .
<effect/seizure> core:strikes <class/masted> ; rdfs:label "beslaglæggelse"@da, "seizure"@en ."""


def test_an_effect_that_strikes_who_cannot_reach_what_it_takes() -> None:
    only_danish = route("core:eligible <class/danish> ;")
    part = f"core:requires <capability/permit> ; core:replaces <{NORM}> ;"
    part += " core:effect <effect/seizure> ;"
    gap = gaps(part, only_danish + EFFECT)["blind-effect"]
    assert "seizure" in gap.message.en
    assert gap.witness is not None
    assert int(gap.witness["masts"]) >= 1
    assert gap.witness["flag"] != "DK"
    assert "blind-effect" not in gaps(part, route() + EFFECT)


def test_all_of_it_in_danish_and_english() -> None:
    for gap in gaps(NEEDS, head="core:concerns <class/danish>, <class/masted> ;").values():
        for text in (gap.message, gap.who_words):
            assert text is not None
            assert text.da
            assert text.en
            assert text.da != text.en


def test_the_norm_is_named() -> None:
    assert gaps(NEEDS)["unreachable"].norm == f"https://w3id.org/lovgraf/{NEW}"


def test_who_is_left_open_where_too_many_facts_tell_them_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("too many facts")

    office = route("core:eligible <class/danish> ;")
    before = gaps(NEEDS, office)["unreachable"]
    monkeypatch.setattr(lovgraf.proposals.described, "describe", refuse)
    after = gaps(NEEDS, office)["unreachable"]
    assert after.who is None
    assert after.who_words == NOT_SHORT
    assert (after.cells, after.of, after.witness) == (before.cells, before.of, before.witness)


POWER = """
core:needsPower a owl:Class . core:competentAuthority a owl:Class . core:provider a owl:Class .
<authority/harbour> rdfs:label "havnen"@da, "the harbour authority"@en .
<authority/navy> rdfs:label "flåden"@da, "the navy"@en .
<law/2029/1/par/2/norm/issue> a core:Power ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Ship ; core:competentAuthority <authority/harbour> ; DAYS
  rdfs:label "udstede tilladelser"@da, "issue permits"@en .
"""
STANDING = 'core:inForceFrom "2030-01-01"^^xsd:date ;'


def powered(provider: str, days: str = STANDING) -> dict[str, Gap]:
    own = f"core:needsPower <law/2029/1/par/2/norm/issue> ; core:provider <authority/{provider}> ;"
    return gaps(NEEDS, POWER.replace("DAYS", days) + route(own))


def test_an_authority_that_lacks_the_power_opens_no_way() -> None:
    assert "unreachable" not in powered("harbour")
    (block,) = powered("navy")["unreachable"].blocking
    assert (block.kind, block.step_label.en) == ("power", "issue permits")
    assert not block.by_travel


def test_a_power_that_is_not_in_force_opens_no_way() -> None:
    gap = powered("harbour", 'core:inForceFrom "2035-01-01"^^xsd:date ;')["unreachable"]
    assert [block.kind for block in gap.blocking] == ["power"]


def test_a_fee_is_told_as_what_is_troublesome() -> None:
    fee = "core:fee [ a core:Fee ; core:amount 150.5 ; core:inForceFrom '2030-01-01'^^xsd:date ] ;"
    gap = gaps(NEEDS, route(fee))["burdensome"]
    (block,) = gap.blocking
    assert (block.kind, block.step_label.en) == ("fee", "a fee of 150.5 DKK")
    assert block.step_label.da == "gebyr 150,5 kr."
