"""The best order of questions is found, and what is said of one that was not is no more than it
takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bench.best_order import Search
from tests.examples import examples

Answers = Mapping[str, bool]
Rule = Callable[..., bool]


@dataclass(frozen=True)
class Some:
    """Persons who answered alike, of whom a rule is to be decided."""

    rule: Rule
    persons: tuple[Answers, ...]
    said: Answers = field(default_factory=dict)

    @property
    def key(self) -> object:
        return tuple(map(id, self.persons)), frozenset(self.said)

    @property
    def size(self) -> int:
        return len(self.persons)

    def _decided(self, said: Answers) -> set[bool]:
        names = [name for name in self.persons[0] if name not in said]
        ways = product([False, True], repeat=len(names))
        return {self.rule(**said, **dict(zip(names, way, strict=True))) for way in ways}

    @property
    def settled(self) -> bool:
        return len(self._decided(self.said)) == 1

    def asked(self) -> dict[str, list[Some]]:
        found = {}
        for name in self.persons[0].keys() - self.said.keys():
            groups = [
                (value, tuple(one for one in self.persons if one[name] is value))
                for value in (False, True)
            ]
            found[name] = [
                Some(self.rule, some, {**self.said, name: value}) for value, some in groups if some
            ]
        return found

    def tried(self, cost: Mapping[str, float]) -> float:
        """What the best order takes, by trying all."""
        if self.settled:
            return 0
        return min(
            self.size * cost[name] + sum(one.tried(cost) for one in groups)
            for name, groups in self.asked().items()
        )


def persons(names: str, *answers: str) -> tuple[Answers, ...]:
    """Persons by their answers, `1` for yes."""
    return tuple(
        {name: one == "1" for name, one in zip(names, row, strict=True)} for row in answers
    )


def searched(some: Some, ends: int = 10**6) -> tuple[float, bool]:
    return Search(lambda looked: looked >= ends).least(some)


def test_what_settles_most_is_asked_first() -> None:
    """Of two conditions that must both be met the one that three of five do not meet."""
    some = Some(lambda a, b: a and b, persons("ab", "01", "01", "01", "10", "11"))
    assert searched(some) == (3 * 1 + 2 * 2, True)


def test_what_is_asked_next_rests_on_the_answers() -> None:
    """Who says yes to the first is asked one thing, who says no another."""
    some = Some(lambda a, b, c: b if a else c, persons("abc", "110", "101", "001", "010"))
    assert searched(some) == (8, True)


def test_persons_who_are_settled_by_different_facts_are_asked_for_the_same_first() -> None:
    """Each alone would be settled by one answer; nobody can know by which."""
    some = Some(lambda a, b, c: a and b and c, persons("abc", "011", "101", "110"))
    assert all(searched(Some(some.rule, (one,))) == (1, True) for one in some.persons)
    assert searched(some) == (1 + 2 + 3, True)


def test_who_is_settled_is_asked_nothing() -> None:
    assert searched(Some(lambda a: True, persons("a", "1"))) == (0, True)  # noqa: ARG005


def test_a_search_that_ends_at_once_says_what_is_certain() -> None:
    some = Some(lambda a, b: a and b, persons("ab", "01", "11"))
    assert searched(some, 0) == (2, False)
    assert searched(some, 1) == (3, False)


def test_what_costs_little_is_asked_first() -> None:
    """One that costs much settles it alone, and so do two that cost little."""
    some = Some(lambda a, b, c: c or (a and b), persons("abc", "111"))
    assert searched(some) == (1, True)
    for dear, least in ((1.5, 1.5), (5.0, 2.0)):
        cost = {"a": 1.0, "b": 1.0, "c": dear}
        assert Search(lambda _: False, cost.__getitem__).least(some) == (least, True)


@examples(10)
@given(
    table=st.lists(st.booleans(), min_size=16, max_size=16),
    rows=st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=5),
    dear=st.sampled_from([1.0, 1.5, 3.0]),
    ends=st.integers(0, 8),
)
def test_the_search_finds_what_trying_all_finds(
    table: list[bool], rows: list[list[bool]], dear: float, ends: int
) -> None:
    """And what it says when it ended too soon is no more."""

    def rule(a: bool, b: bool, c: bool, d: bool) -> bool:
        return table[a + 2 * b + 4 * c + 8 * d]

    some = Some(rule, tuple(dict(zip("abcd", row, strict=True)) for row in rows))
    cost = {"a": dear, "b": 1.0, "c": 1.0, "d": 2.0}
    best = some.tried(cost)
    assert Search(lambda _: False, cost.__getitem__).least(some) == (best, True)
    least, known = Search(lambda looked: looked >= ends, cost.__getitem__).least(some)
    assert least == best if known else least <= best
