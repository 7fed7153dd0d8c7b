"""Numbers that are compared with other numbers: which to try, and how much time to tell apart.

A column's number that is compared with a count of time takes part in the chains of days
(`days.py`): from a day one comes to the number that is so counted, and from a number to the day on
which so much is counted. So the counts of all days that are reached are tried as the number, and
for each number that is tried the days on which that much is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.tree import Compare
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import Column, FactVocabulary
from lovgraf.proposals.comparisons import Comparison, Comparisons

_NUMBERS = ("integer", "decimal")
_AMOUNTS = {"less": (1,), "less-or-equal": (0,)}
"""How much more than the first the second is at least, where a relation of whole numbers holds."""
_TURNED = {"less": (0,), "less-or-equal": (1,)}
"""How much more than the second the first is at least, where it does not hold."""


@dataclass(frozen=True)
class Count:
    """A column's number (by IRI) that is compared with a count of time: whether at least `more`
    than the number passes."""

    column: str
    count: Comparison
    more: int

    @property
    def grows(self) -> bool | None:
        """Whether more is counted the later a column's day is; None for days of two columns."""
        start, end = (isinstance(day.base, str) for day in (self.count.start, self.count.end))
        return None if start and end else end

    def numbers(self, days: Mapping[str, set[int]]) -> set[int]:
        """The numbers that days of columns lead to: on the edge of being so much less than what is
        counted. None where no end of the count is known."""
        start, end = self.count.start.base, self.count.end.base
        if isinstance(start, str) and isinstance(end, int):
            found = {self.count.passed(day, end) for day in days[start]}
            return {n - self.more for n in found if n is not None}
        if isinstance(start, int) and isinstance(end, str):
            found = {self.count.passed(start, day) for day in days[end]}
            return {n - self.more + 1 for n in found if n is not None}
        return set()


class ComparedNumbers:
    """Finds the numbers that atoms compare, by key."""

    def __init__(self, facts: FactVocabulary, comparisons: Comparisons) -> None:
        self._facts, self._comparisons = facts, comparisons

    def counts(self, atoms: Iterable[tuple[str, Atom]]) -> list[Count]:
        """The columns that are compared with a count of time."""
        found: dict[Count, None] = {}
        for compare in self._compares(atoms):
            sides = compare.fact, compare.other
            for number, count, amounts in ((*sides, _AMOUNTS), (*sides[::-1], _TURNED)):
                if isinstance(self._facts[number], Column):
                    for more in amounts.get(compare.relation, (0, 1)):
                        for passing in self._comparisons.counted(count):
                            found[Count(number, passing, more)] = None
        return list(found)

    def together(self, atoms: Iterable[tuple[str, Atom]]) -> list[frozenset[str]]:
        """Columns whose numbers are compared with each other, in groups."""
        groups: list[frozenset[str]] = []
        for compare in self._compares(atoms):
            if all(isinstance(self._facts[iri], Column) for iri in (compare.fact, compare.other)):
                both = frozenset({compare.fact, compare.other})
                linked = [group for group in groups if group & both]
                groups = [g for g in groups if g not in linked] + [both.union(*linked)]
        return groups

    def inexact(self, atoms: Sequence[tuple[str, Atom]]) -> int:
        """How many atoms of one component compare numbers in a way of which it is not known whether
        all answers are tried: not one column with counts of time whose one end is known."""
        compares, counts = self._compares(atoms), self.counts(atoms)
        grouped = frozenset().union(*self.together(atoms))
        plain = {count.column for count in counts}
        known = len(plain) <= 1 and not plain & grouped and len({c.grows for c in counts}) <= 1
        known = known and all(count.grows is not None for count in counts)
        known = known and all(self._simple(compare) for compare in compares)
        return 0 if known else sum(not self._of_columns(compare) for compare in compares)

    def _simple(self, compare: Compare) -> bool:
        """Whether two columns are compared, or one with a count of time."""
        counted = [bool(self._comparisons.counted(i)) for i in (compare.fact, compare.other)]
        columns = [isinstance(self._facts[i], Column) for i in (compare.fact, compare.other)]
        return all(columns) or (any(columns) and any(counted))

    def _of_columns(self, compare: Compare) -> bool:
        return all(isinstance(self._facts[i], Column) for i in (compare.fact, compare.other))

    def _compares(self, atoms: Iterable[tuple[str, Atom]]) -> list[Compare]:
        return [
            atom.compare for _, atom in atoms
            if atom.compare is not None and self._facts[atom.compare.fact].datatype in _NUMBERS
        ]  # fmt: skip


def amounts(counts: Iterable[Count], tried: Mapping[str, Sequence[State]]) -> Iterator[Comparison]:
    """What to tell apart of the time that is counted, for the numbers that are tried of columns."""
    for count in counts:
        for number in tried[count.column]:
            if isinstance(number, int):
                yield replace(count.count, amount=number + count.more)
