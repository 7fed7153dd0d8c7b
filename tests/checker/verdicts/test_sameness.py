"""Days that are no different to the question which bounds can be met together are the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest

from lovgraf.facts.symbols import ORIGIN
from lovgraf.verdicts.points import Bound, Points
from lovgraf.verdicts.sameness import Frame, same_days
from tests.examples import dice, drawn


def met(bounds: Sequence[Bound]) -> list[bool]:
    """Which of all choices of bounds can be met together."""
    sizes = range(1, len(bounds) + 1)
    chosen = (some for size in sizes for some in combinations(bounds, size))
    return [Points().within(some) is not None for some in chosen]


@pytest.mark.drawn
def test_days_that_are_the_same_can_be_met_together_alike() -> None:
    rng, seen = dice(11), dict[object, list[bool]]()
    again = 0
    for _ in range(drawn(300, of=3000)):
        steps = [rng.choice([-3, -1, 0, 2]) for _ in range(2)]
        links = [("a", "b"), ("b", "a"), ("b", ORIGIN), (ORIGIN, "a"), ("a", ORIGIN), (ORIGIN, "b")]
        days = [rng.choice([-1, 1]) * rng.randint(1, 15) for _ in range(4)]
        bounds = [(*link, day) for link, day in zip(links, [*steps, *days], strict=True)]
        frames = [Frame.of(bounds[:3]), Frame.of(bounds[3:])]
        kind = (*(frame.links for frame in frames), same_days(frames))
        again += kind in seen
        assert seen.setdefault(kind, met(bounds)) == met(bounds)
    assert again > 10


def test_days_far_from_each_other_are_the_same_however_far() -> None:
    def kind(later: int) -> object:
        return same_days([Frame.of([("a", ORIGIN, later), (ORIGIN, "b", -10), ("b", "a", 30)])])

    assert kind(100) == kind(3000) != kind(35)
    assert kind(40) != kind(41), "thirty days after the tenth is the fortieth"


def test_too_many_sums_tell_days_apart_as_they_are() -> None:
    names = [f"p{n}" for n in range(12)]
    steps = [(a, b, float(3**n)) for n, (a, b) in enumerate(zip(names, names[1:], strict=False))]
    found = same_days([Frame.of([*steps, ("p0", ORIGIN, 5)])])
    assert found == ((0,), (5,))
