"""A norm that stays as it is strikes others when what lets off from it ends, or a way to it."""

from __future__ import annotations

from lovgraf.core.terms import BASE
from lovgraf.proposals.cell_gaps import Struck, cell_gaps
from lovgraf.proposals.changes import views_of
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.programs import comparisons
from lovgraf.proposals.proposal import proposal_of
from tests.checker.proposals.small import DAY, NORM, law
from tests.checker.proposals.test_cell_gaps import WORDS, route
from tests.checker.small_law import PREFIXES

EXEMPTION = "law/2029/1/par/2/norm/exemption"
NEEDED = f"<{NORM}> core:requires <capability/permit> ."


def struck(ends: str, *base: str) -> Struck:
    turtle = f"""{PREFIXES} <proposal/end> a core:Proposal ; core:ends <{ends}> ;
      rdfs:label "Ophør"@da, "End"@en ; core:inForceFrom "2031-01-01"^^xsd:date ."""
    views = views_of(lay_over(law(WORDS, *base), [proposal_of(turtle, "end.ttl")]), DAY)
    return cell_gaps(views, comparisons(views))


def test_who_was_exempt_becomes_obliged_and_cannot_comply() -> None:
    found = struck(EXEMPTION, NEEDED, route("core:eligible <class/danish> ;"))
    assert found.obliging == {BASE + NORM}
    gap = next(gap for gap in found.gaps if gap.code == "unreachable")
    # Of those without a permit only the Swedish were exempt; the Norwegian were stuck before.
    assert gap.witness is not None
    assert gap.witness["flag"] == "SE"
    assert gap.verdict == "unattainable"
    assert "no-exemption" in {gap.code for gap in found.gaps}


def test_who_was_exempt_and_can_comply_is_no_error() -> None:
    found = struck(EXEMPTION, NEEDED, route())
    assert found.obliging == {BASE + NORM}
    assert "unreachable" not in {gap.code for gap in found.gaps}


def test_a_way_that_ends_leaves_those_bound_before_without_one() -> None:
    other = route("core:eligible <class/danish> ;").replace("route/office", "route/post")
    found = struck("route/office", NEEDED, route(), other)
    assert not found.obliging
    (gap,) = found.gaps
    assert (gap.code, gap.severity, gap.verdict) == ("unreachable", "error", "unattainable")
    assert gap.witness is not None
    assert gap.witness["flag"] == "NO"


def test_a_way_that_ends_beside_one_as_good_strikes_nobody() -> None:
    other = route().replace("route/office", "route/post")
    assert struck("route/office", NEEDED, route(), other).gaps == []
