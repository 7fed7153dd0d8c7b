"""Representatives of what an unknown fact may be: one or more of each class a norm tells apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from msgspec import Struct

from lovgraf.facts.fact import Column, Derived, Fact, Ref
from lovgraf.facts.values import NONE, State, Value
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.deadlines import Deadline
from lovgraf.reference.dates import Shift, by_deadline
from lovgraf.reference.functions import operator_of


class NoRepresentatives(Exception):
    """A fact whose values cannot be represented: text that a pattern is matched with, or sets of
    very many codes."""


OTHER = "~"
"""A code that no law mentions, and that comes after nearly all."""
FIRST = "!"
"""Another, that comes before nearly all, and right after a text that it is added to."""
MOST_CODES = 10
"""Codes of which every set is tried as the values of a fact."""


class Tells(Struct, frozen=True, dict=True):
    """What a norm can tell apart.

    `facts` are all facts it rests on; `literals` what each fact it reads is held against;
    `pairs` the facts it compares with each other, `patterned` those it matches with a pattern.
    """

    vocabulary: FactVocabulary
    facts: frozenset[str]
    literals: Mapping[str, frozenset[Value]]
    pairs: frozenset[tuple[str, str]]
    deadlines: tuple[Deadline, ...]
    patterned: frozenset[str] = frozenset()

    @cached_property
    def paired(self) -> frozenset[str]:
        """The facts that are compared with another."""
        return frozenset(iri for pair in self.pairs for iri in pair)

    @cached_property
    def derived(self) -> list[Derived]:
        """The derived facts among them."""
        declared = (self.vocabulary[iri] for iri in sorted(self.facts))
        return [fact for fact in declared if isinstance(fact, Derived)]

    def passed_on(self, iri: str) -> list[str]:
        """The facts that have a fact's value where it is the first known."""
        return [
            fact.iri
            for fact in self.derived
            if operator_of(fact).passes_on and iri in fact.operand_facts
        ]

    @cached_property
    def _held(self) -> dict[str, frozenset[Value]]:
        return {}

    def held_against(self, iri: str) -> frozenset[Value]:
        """The values that a fact is held against, by the norm or in a lookup or noneWhen."""
        if iri not in self._held:
            self._held[iri] = frozenset(self._found_held_against(iri))
        return self._held[iri]

    def told_apart(self, iri: str, known: Mapping[str, State]) -> frozenset[Value]:
        """The same with the known values that it is compared with."""
        partners = partners_of(self, iri, known)
        single = (value for value in partners if not isinstance(value, tuple))
        return self.held_against(iri).union(single)  # type: ignore[arg-type]

    def _found_held_against(self, iri: str) -> set[Value]:
        found = set(self.literals.get(iri, frozenset()))
        for fact in self.derived:
            if Ref(iri) in fact.roles.get("of", ()):
                found |= {key for key, _ in fact.entries}
        for passed in self.passed_on(iri):
            found |= self.held_against(passed)
        for other in self.facts:
            declared = self.vocabulary[other]
            if isinstance(declared, Column):
                found |= {wanted for fact, wanted in declared.none_when if fact == iri}
        return found


def candidates(
    tells: Tells, iri: str, known: Mapping[str, State], as_of: date, near: Sequence[date] = ()
) -> tuple[State, ...]:
    """The representatives of an unknown fact.

    `known` are the states of the other facts; `near` further dates that a date may lie close to.
    """
    fact = tells.vocabulary[iri]
    partners = partners_of(tells, iri, known)
    if fact.datatype == "boolean":
        return (False, True)
    if fact.datatype == "date":
        return tuple(_dates(tells, known, as_of, [*near, *_only(date, partners)]))
    if fact.datatype == "string":
        found = _strings(tells, fact, partners)
        absent = fact.absent_value if isinstance(fact, Column) else None
        return found if absent is None else (*found, NONE)
    return tuple(_numbers(fact, [*tells.held_against(iri), *partners]))


def partners_of(tells: Tells, iri: str, known: Mapping[str, State]) -> list[State]:
    """The known values that a fact is compared with."""
    pairs = [(a, b) for pair in tells.pairs for a, b in (pair, pair[::-1])]
    return [known[b] for a, b in pairs if a == iri and known.get(b) not in (None, NONE)]


def _only(kind: type[date], values: Iterable[State]) -> list[date]:
    return [value for value in values if isinstance(value, kind)]


def _numbers(fact: Fact, values: Iterable[State]) -> Sequence[State]:
    numbers = {
        Decimal(str(value))
        for value in values
        if isinstance(value, int | Decimal | float) and not isinstance(value, bool)
    } | {Decimal(0)}
    if fact.datatype == "integer":
        return sorted({int(number) + step for number in numbers for step in (-1, 0, 1)})
    steps = (Decimal("-0.5"), Decimal(0), Decimal("0.5"))
    return sorted({number + step for number in numbers for step in steps})


def _strings(tells: Tells, fact: Fact, partners: Sequence[State]) -> tuple[State, ...]:
    listed = getattr(fact, "code_list", None)
    patterned, paired = (fact.iri in some for some in (tells.patterned, tells.paired))
    if listed is None and patterned:
        raise NoRepresentatives(fact.iri)
    against = tells.held_against(fact.iri)
    beside = {one for given in partners for one in _each(given) if isinstance(one, str)}
    mentioned = {value for value in against if isinstance(value, str)} | beside
    lengths = {n for n in against if isinstance(n, int) and 0 < n < 100}
    groups = _groups(tells, fact.iri)
    if listed is not None:
        pool = set(listed.notations)
    else:
        if paired:
            mentioned |= {OTHER, FIRST, *(one + FIRST for one in beside)}
        pool = mentioned | {"x" * (n + d) for n in lengths for d in (-1, 0, 1)} | {OTHER}
        pool |= {code for group in groups for code, _, _ in group}
    pool -= {"", fact.absent_value or ""} if isinstance(fact, Column) else {""}
    kinds: dict[object, list[str]] = {}
    for code in sorted(pool):
        belongs = tuple(
            tuple((start, end) for member, start, end in group if member == code)
            for group in groups
        )
        known = patterned or code in mentioned
        kinds.setdefault((code if known else len(code) if lengths else None, belongs), []).append(
            code
        )
    # Two of each kind where another fact is compared: it may have the same one, or come between.
    ends = ((kind[0], kind[-1]) if paired else kind[:1] for kind in kinds.values())
    codes = sorted({code for end in ends for code in end})
    return _sets(fact.iri, codes) if fact.multi else tuple(codes)


def _sets(iri: str, codes: Sequence[str]) -> tuple[State, ...]:
    """All sets of codes but the empty one."""
    if len(codes) > MOST_CODES:
        raise NoRepresentatives(iri)
    sizes = range(1, len(codes) + 1)
    return tuple(sorted(chosen for size in sizes for chosen in combinations(codes, size)))


def _each(state: State) -> Sequence[object]:
    return state if isinstance(state, tuple) else (state,)


def _groups(tells: Tells, iri: str) -> list[tuple[tuple[str, date | None, date | None], ...]]:
    found = []
    for fact in tells.derived:
        if "group" in fact.roles and Ref(iri) in fact.roles.get("of", ()):
            group = fact.roles["group"][0]
            assert isinstance(group, Ref)
            found.append(tells.vocabulary.groups[group.iri].memberships)
    for passed in tells.passed_on(iri):
        found += _groups(tells, passed)
    return found


def _dates(
    tells: Tells, known: Mapping[str, State], as_of: date, near: Sequence[date]
) -> list[date]:
    """Around the as-of date, the known dates and the dated groups, at every distance that counts.

    One or two distances are combined, and the day before and after each is taken too.
    """
    anchors = {as_of, *near, *_only(date, known.values())}
    for iri in tells.facts:
        anchors |= set(_only(date, tells.literals.get(iri, ())))
    for fact in tells.derived:
        if "group" in fact.roles and "at" in fact.roles:
            group = fact.roles["group"][0]
            assert isinstance(group, Ref)
            for _, start, end in tells.vocabulary.groups[group.iri].memberships:
                anchors |= {day for day in (start, end) if day is not None}
        for found in fact.roles.values():
            anchors |= {operand for operand in found if isinstance(operand, date)}
    moves = _shifts(tells, known)
    reached, fringe = set(anchors), set(anchors)
    for _ in range(2 if len(moves) * len(anchors) < 60 else 1):
        fringe = {later for day in fringe for move in moves for later in _safe(move, day)}
        reached |= fringe
    steps = (timedelta(days=-1), timedelta(0), timedelta(days=1))
    far = {date(1900, 1, 1), date(2200, 1, 1)}
    within = (day for day in reached if date.min < day < date.max)
    ends = {day for day in reached if day in (date.min, date.max)}
    return sorted({day + step for day in within for step in steps} | ends | far)


def _shifts(tells: Tells, known: Mapping[str, State]) -> list[Shift]:
    """The distances that count, forward and back."""
    found: list[Shift] = []
    for fact in tells.derived:
        numbers = {
            n + more
            for n in tells.told_apart(fact.iri, known)
            if isinstance(n, int) and not isinstance(n, bool)
            for more in (0, 1)
        }
        found += operator_of(fact).shifts(fact, sorted(numbers))
    for deadline in tells.deadlines:
        found += by_deadline(deadline)
    return found


def _safe(move: Shift, day: date) -> list[date]:
    try:
        return [later for later in move(day) if date(1800, 1, 1) < later < date(2300, 1, 1)]
    except (ValueError, OverflowError):
        return []
