"""Repairs are laid over the law and assessed again: each closes its gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lovgraf.law.view import Law
from lovgraf.proposals.cell_gaps import cell_gaps
from lovgraf.proposals.changes import views_of
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gaps import gap_kinds
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.programs import comparisons
from lovgraf.proposals.proposal import Proposal
from lovgraf.proposals.repairs import with_repairs
from tests.checker.proposals.small import DAY, NORM, law, proposal
from tests.checker.proposals.test_cell_gaps import DATED, NEEDS, POWER, STANDING, WORDS, route

companions, dangling = (gap_kinds()[code].in_graph for code in ("companion", "dangling"))
BASE = law(WORDS, route("core:eligible <class/danish> ;"))
ABROAD = """
<class/anywhere> a owl:Class ; rdfs:label "alle skibe"@da, "all ships"@en ;
  owl:equivalentClass [ owl:unionOf ( <class/masted> [ owl:complementOf <class/masted> ] ) ] .
<place/sea> a core:Place ; core:withinReachOf <class/anywhere> ;
  rdfs:label "til søs"@da, "at sea"@en .
<route/other> a core:AccessRoute ; core:recordType record:Ship ; core:grants <capability/licence> ;
  core:provision <law/2029/1/par/2> ; core:place <place/sea> ;
  core:inForceFrom "2030-01-01"^^xsd:date ; rdfs:label "en anden vej"@da, "another way"@en .
<capability/licence> a core:Capability ; rdfs:label "bevis"@da, "licence"@en .
<capability/seal> a core:Capability ; rdfs:label "segl"@da, "seal"@en .
"""
COMPANIONS = f"""
core:pattern a owl:ObjectProperty . <pattern/inspection> rdfs:label "syn"@da, "inspection"@en .
<{NORM}> core:pattern <pattern/inspection> .
<law/2029/2> a core:Act ; core:inForceFrom "2030-01-01"^^xsd:date ;
  rdfs:label "bådloven"@da, "the Boat Act"@en .
<law/2029/2/par/1> a core:Provision ; eli:is_part_of <law/2029/2> .
<law/2029/2/par/1/norm/inspection> a core:Obligation ; core:pattern <pattern/inspection> ;
  core:bearer core:Subject ; core:provision <law/2029/2/par/1> ; core:recordType record:Ship ;
  core:addressee <class/danish> ; core:duty <duty/inspected> ;
  core:inForceFrom "2030-01-01"^^xsd:date ; rdfs:label "Syn af både"@da, "Inspection of boats"@en .
"""
NEW_DUTY = """a core:Obligation ; core:provision <law/2029/1/par/1> ;
  core:recordType record:Ship ; core:bearer core:Subject ; core:duty <duty/inspected> ;
  rdfs:label "Ny pligt"@da, "New duty"@en ;"""


@dataclass
class Laid:
    """A proposal laid over the law."""

    gaps: Sequence[Gap]

    def like(self, _gap: Gap) -> Sequence[Gap]:
        return self.gaps


def repaired(part: str, base: Law = BASE, head: str = DATED, day: date = DAY) -> dict[str, Gap]:
    def assess(one: Proposal) -> Laid:
        overlay = lay_over(base, [one])
        views = views_of(overlay, max(overlay.starts.values()))
        struck = cell_gaps(views, comparisons(views)).gaps
        return Laid([*struck, *companions(views), *dangling(views)])

    one = proposal(head=head, part=part)
    views = views_of(lay_over(base, [one]), day)
    found = with_repairs(assess(one).gaps, one, views.before, views.after, assess)
    return {gap.code: gap for gap in found}


def said(gap: Gap) -> list[str]:
    return [repair.what.en for repair in gap.repairs]


def test_who_cannot_comply_is_kept_outside() -> None:
    gap = repaired(NEEDS)["unreachable"]
    assert 'Open "the office" to all whom the duty addresses.' in said(gap)
    repair = next(r for r in gap.repairs if "Keep" in r.what.en)
    assert "unreachable" in repair.closes
    assert "unreachable" not in repair.opens
    assert repair.what.en == 'Keep those struck outside "Inspection of old ships".'
    assert "except: " in repair.turtle
    assert "not: Danish ships" in repair.turtle
    assert "complementOf" in repair.turtle


def test_a_new_duty_shares_the_exemptions_of_one_that_asks_the_same() -> None:
    (repair,) = repaired(NEW_DUTY)["no-exemption"].repairs
    assert repair.closes == ("no-exemption",)
    assert "exemptedAs" in repair.turtle
    assert "Inspection of old ships" in repair.what.en


def test_a_route_is_opened_where_it_stops_those_struck() -> None:
    at_harbour = law(WORDS, ABROAD, route("core:place <place/harbour> ;"))
    gap = repaired(NEEDS, at_harbour)["unreachable"]
    assert 'Offer "the office" also here: at sea.' in said(gap)
    needs = law(WORDS, ABROAD, route("core:needs <capability/seal> ;"))
    gap = repaired(NEEDS, needs)["unreachable"]
    assert 'Let "the office" do without: seal.' in said(gap)
    repair = next(r for r in gap.repairs if "do without" in r.what.en)
    assert "unreachable" in repair.closes
    assert "-opened> a core:AccessRoute" in repair.proposal


def test_who_has_the_power_offers_the_route() -> None:
    own = "core:needsPower <law/2029/1/par/2/norm/issue> ; core:provider <authority/navy> ;"
    base = law(WORDS, POWER.replace("DAYS", STANDING), route(own))
    what = 'Let who has the power offer "the office": the harbour authority.'
    assert what in said(repaired(NEEDS, base)["unreachable"])


def test_who_offers_the_route_gets_the_power() -> None:
    own = "core:needsPower <law/2029/1/par/2/norm/issue> ; core:provider <authority/navy> ;"
    base = law(WORDS, POWER.replace("DAYS", STANDING), route(own))
    gap = repaired(NEEDS, base)["unreachable"]
    what = 'Give the power of "issue permits" to who offers the route: the navy.'
    repair = next(r for r in gap.repairs if r.what.en == what)
    assert "unreachable" in repair.closes
    assert "core:competentAuthority <https://w3id.org/lovgraf/authority/navy>" in repair.turtle


def test_a_fee_is_left_out() -> None:
    fee = 'core:fee [ a core:Fee ; core:amount 150 ; core:inForceFrom "2030-01-01"^^xsd:date ] ;'
    (repair,) = repaired(NEEDS, law(WORDS, route(fee)))["burdensome"].repairs
    assert repair.what.en == 'Let "the office" be used without a fee.'
    assert "core:amount" not in repair.turtle


def test_what_opens_least_comes_first() -> None:
    at_harbour = law(WORDS, ABROAD, route("core:place <place/harbour> ;"))
    repairs = repaired(NEEDS, at_harbour)["unreachable"].repairs
    assert len(repairs) > 1
    opened = [len(repair.opens) for repair in repairs if "Offer" not in repair.what.en]
    assert opened == sorted(opened)
    assert "Offer" in repairs[-1].what.en


def test_what_does_not_close_the_gap_is_no_repair() -> None:
    both = law(WORDS, ABROAD, route("core:place <place/harbour> ; core:needs <capability/seal> ;"))
    assert not [what for what in said(repaired(NEEDS, both)["unreachable"]) if "Offer" in what]


def test_the_companion_is_changed_as_well() -> None:
    (repair,) = repaired(NEEDS, law(WORDS, COMPANIONS))["companion"].repairs
    assert "companion" in repair.closes
    assert "norm/inspection-all> core:addressee" in repair.turtle
    assert (
        "core:replaces <https://w3id.org/lovgraf/law/2029/2/par/1/norm/inspection>" in repair.turtle
    )


def test_a_proposal_that_comes_too_early_begins_later() -> None:
    early = 'core:inForceFrom "2029-06-01"^^xsd:date ;'
    gap = repaired(NEEDS, head=early, day=date(2029, 6, 1))["dangling"]
    (repair,) = gap.repairs
    assert "1. januar 2030" in repair.what.da
    assert "dangling" in repair.closes


def test_a_gap_without_a_repair_has_none() -> None:
    for gap in repaired(NEEDS).values():
        if gap.code not in ("unreachable", "no-exemption", "hollow"):
            assert gap.repairs == ()


def test_what_a_repair_prints_is_the_repair() -> None:
    """Of the proposal what is to be taken out, then what is to be added, comes to the proposal that
    was assessed."""
    from rdflib import Graph
    from rdflib.compare import isomorphic

    part = f"core:replaces <{NORM}> ; core:requires <capability/permit> ;"
    tried = taken = 0
    for gap in repaired(part).values():
        for repair in gap.repairs:
            made = Graph()
            for triple in proposal(head=DATED, part=part).graph:
                made.add(triple)
            out = Graph().parse(data=repair.removed, format="turtle")
            for triple in out:
                assert triple in made
                made.remove(triple)
            made.parse(data=repair.turtle, format="turtle")
            assert isomorphic(made, Graph().parse(data=repair.proposal, format="turtle"))
            tried, taken = tried + 1, taken + bool(out)
    assert tried
    assert taken, "one takes something out"
