"""What a tried proposal is asked about one gap is part of what all that it leaves says."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from lovgraf.proposals.answer_cache import Answers
from lovgraf.proposals.changes import views_of
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.programs import comparisons
from lovgraf.proposals.repairs import with_repairs
from lovgraf.proposals.trial import Trial
from tests.checker.proposals.small import DAY, law, proposal
from tests.checker.proposals.test_cell_gaps import DATED, NEEDS, WORDS, route

BASE = law(WORDS, route("core:eligible <class/danish> ;"))


def trial() -> Trial:
    views = views_of(lay_over(BASE, [proposal(head=DATED, part=NEEDS)]), DAY)
    return Trial(views, comparisons(views), Answers(describing=False))


def test_what_is_found_of_one_gap_is_among_all() -> None:
    every = trial().gaps
    assert {"unreachable", "no-exemption"} <= {gap.code for gap in every}
    for gap in every:
        tried = trial()
        found = tried.like(gap)
        assert all(one in every for one in found)
        if gap.code in ("unreachable", "no-exemption"):
            assert gap in found
            assert "gaps" not in tried.__dict__
            assert {one.code for one in found} == {gap.code}


def test_a_norm_that_does_not_change_has_none() -> None:
    (gap, *_) = [gap for gap in trial().gaps if gap.code == "unreachable"]
    assert not trial().like(replace(gap, norm="urn:another"))


class Closing:
    """A tried change that leaves nothing."""

    def __init__(self) -> None:
        self.whole = 0

    @property
    def gaps(self) -> Sequence[Gap]:
        self.whole += 1
        return ()

    def like(self, gap: Gap) -> Sequence[Gap]:
        return () if self.whole else (gap,)


def test_what_leaves_its_gap_is_not_looked_at_further() -> None:
    tried, one = Closing(), proposal(head=DATED, part=NEEDS)
    views = views_of(lay_over(BASE, [one]), DAY)
    found = with_repairs(trial().gaps, one, views.before, views.after, lambda _changed: tried)
    assert not tried.whole
    assert not any(gap.repairs for gap in found)
