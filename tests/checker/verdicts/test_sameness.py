"""Days that are no different to the question which bounds can be met together are the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest

from lovgraf.facts.symbols import ORIGIN
from lovgraf.verdicts.points import Bound, Points
from lovgraf.verdicts.sameness import Frame, Shape
from tests.examples import dice, drawn


def same_days(frames: Sequence[Frame]) -> object:
    """What the days of frames have in common with those of others that are met alike."""
    return Shape.of(frames).same(frames)


def met(bounds: Sequence[Bound]) -> list[bool]:
    """Which of all choices of bounds can be met together."""
    sizes = range(1, len(bounds) + 1)
    chosen = (some for size in sizes for some in combinations(bounds, size))
    return [Points().within(some) is not None for some in chosen]


@pytest.mark.slow
@pytest.mark.drawn
def test_days_that_are_the_same_can_be_met_together_alike() -> None:
    rng, seen = dice(11), dict[object, list[bool]]()
    again = 0
    for _ in range(drawn(150, of=3000, whole=300)):
        steps = [rng.choice([-3, -1, 0, 2]) for _ in range(2)]
        links = [("a", "b"), ("b", "a"), ("b", ORIGIN), (ORIGIN, "a"), ("a", ORIGIN), (ORIGIN, "b")]
        days = [rng.choice([-1, 1]) * rng.randint(1, 15) for _ in range(4)]
        bounds = [(*link, day) for link, day in zip(links, [*steps, *days], strict=True)]
        if rng.random() < 0.5:
            bounds.insert(2, ("b", "c", rng.choice([-2, 1])))
            bounds.insert(2, ("c", rng.choice(["a", "b"]), rng.choice([-4, 3])))
        frames = [Frame.of(bounds[:3]), Frame.of(bounds[3:])]
        kind = (*(frame.links for frame in frames), same_days(frames))
        again += kind in seen
        assert seen.setdefault(kind, met(bounds)) == met(bounds)
        if (some := Points().within(bounds[:3])) is not None:
            assert some.allows(bounds[3:]) is (some.within(bounds[3:]) is not None)
    assert again > 10


@pytest.mark.drawn
def test_bounds_are_allowed_where_they_can_be_added() -> None:
    """Also those of a point with itself, and of points that are not there yet."""
    rng, names, told = dice(5), (ORIGIN, "a", "b", "c", "d"), set[tuple[int, bool]]()
    for _ in range(drawn(200, of=4000, whole=400)):
        points = Points()
        for _ in range(rng.randrange(5)):
            first, second = rng.choices(names[:4], k=2)
            points = points.limit(first, second, rng.randint(-6, 8)) or points
        size = rng.randint(1, 3)
        pairs = [rng.choices(names, k=2) for _ in range(size)]
        bounds: list[Bound] = [(one, other, rng.randint(-6, 8)) for one, other in pairs]
        allowed = points.within(bounds) is not None
        assert points.allows(bounds) is allowed, (points, bounds)
        told.add((size, allowed))
    assert len(told) == 6


def test_days_far_from_each_other_are_the_same_however_far() -> None:
    def kind(later: int) -> object:
        return same_days([Frame.of([(ORIGIN, "a", -later), ("b", ORIGIN, 10), ("a", "b", 30)])])

    assert kind(100) == kind(3000) != kind(35) == kind(-200)
    assert kind(40) != kind(41), "thirty days after the tenth is the fortieth"


def test_only_steps_on_the_way_between_two_days_tell_them_apart() -> None:
    def kind(later: int, step: int = 700) -> object:
        bounds = [("a", ORIGIN, 10), (ORIGIN, "b", -later), ("b", "a", 3), ("c", "a", step)]
        return same_days([Frame.of([*bounds, ("d", "c", step)])])

    assert kind(14) == kind(700) == kind(800) == kind(1500), "no step leads back from c or d to b"
    assert kind(13) != kind(14), "b lies at most three days after a, which is the tenth at most"


def test_a_step_leads_one_way_only() -> None:
    def kind(later: int) -> object:
        return same_days([Frame.of([("a", ORIGIN, 100), (ORIGIN, "b", -later), ("a", "b", 30)])])

    assert kind(1) == kind(99) == kind(101) == kind(200)


def test_a_point_on_a_known_day_tells_on_which_side_of_another_it_lies() -> None:
    def kind(day: int) -> object:
        return same_days([Frame.of([("a", ORIGIN, day), (ORIGIN, "a", -20)])])

    assert kind(20) == kind(90) != kind(19) == kind(3)


def test_too_many_sums_tell_days_apart_as_they_are() -> None:
    names = [f"p{n}" for n in range(12)]
    each = [
        (b, a, float(sign * 3**n))
        for n, (a, b) in enumerate(zip(names, names[1:], strict=False))
        for sign in (1, -1, 0)
    ]
    five, six = (same_days([Frame.of([*each, ("p0", ORIGIN, day)])]) for day in (5, 6))
    assert five != six
