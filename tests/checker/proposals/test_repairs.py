"""Repairs are laid over the law and assessed again: each closes its gap."""

from __future__ import annotations

from collections.abc import Sequence

from checker.proposals.cell_gaps import cell_gaps
from checker.proposals.changes import views_of
from checker.proposals.gap import Gap
from checker.proposals.overlay import lay_over
from checker.proposals.programs import comparisons
from checker.proposals.proposal import Proposal
from checker.proposals.repairs import with_repairs
from tests.checker.proposals.small import DAY, law, proposal
from tests.checker.proposals.test_cell_gaps import DATED, NEEDS, WORDS, route

BASE = law(WORDS, route("core:eligible <class/danish> ;"))
NEW_DUTY = """a core:Obligation ; core:provision <law/2029/1/par/1> ;
  core:recordType record:Ship ; core:bearer core:Subject ; core:duty <duty/inspected> ;
  rdfs:label "Ny pligt"@da, "New duty"@en ;"""


def assess(one: Proposal) -> Sequence[Gap]:
    views = views_of(lay_over(BASE, [one]), DAY)
    return cell_gaps(views, comparisons(views)).gaps


def repaired(part: str) -> dict[str, Gap]:
    one = proposal(head=DATED, part=part)
    views = views_of(lay_over(BASE, [one]), DAY)
    return {gap.code: gap for gap in with_repairs(assess(one), one, views.after, assess)}


def test_who_cannot_comply_is_kept_outside() -> None:
    (repair,) = repaired(NEEDS)["unreachable"].repairs
    assert "unreachable" in repair.closes
    assert "unreachable" not in repair.opens
    assert "not: Danish ships" in repair.what.en
    assert "complementOf" in repair.turtle


def test_a_new_duty_shares_the_exemptions_of_one_that_asks_the_same() -> None:
    (repair,) = repaired(NEW_DUTY)["no-exemption"].repairs
    assert repair.closes == ("no-exemption",)
    assert "exemptedAs" in repair.turtle
    assert "Inspection of old ships" in repair.what.en


def test_a_gap_without_a_repair_has_none() -> None:
    for gap in repaired(NEEDS).values():
        if gap.code not in ("unreachable", "no-exemption", "hollow"):
            assert gap.repairs == ()
