"""The plainest person of a kind: only the facts that matter, and values as most people have them.

What makes the person hard to believe is changed first, as far as the claim bears it. Then a fact is
dropped where the claim holds without it, and odd ones for a usual one that does as well; what is
left takes the first usual value (`record:usual`) with which the claim still holds. The engine
judges every try.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Logic, question_key
from lovgraf.conditions.tree import Condition, Not, questions
from lovgraf.facts.fact import Column, Ref
from lovgraf.facts.period import Period
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.proposals.case_space import plain
from lovgraf.proposals.judge import Judged
from lovgraf.proposals.partition import Partition
from lovgraf.proposals.simplify import simplified
from lovgraf.proposals.tables import Table
from lovgraf.proposals.validity import to_come
from lovgraf.verdicts.decide import UNCERTAIN, decide
from lovgraf.verdicts.evaluate import evaluate
from lovgraf.verdicts.program import Program

# Values as most people have them (`record:usual`), for a person who is to be believed.
#
# They are data: a column lists its usual values, the most usual first. A period stands for the
# day that long before the day in question, a code group for the codes that belong to it on that
# day.

_TO_COME = 3
"""How odd a day is that has not come yet."""


class Usual(Struct, frozen=True):
    """The usual values of columns on a day."""

    facts: FactVocabulary
    as_of: date

    def states(self, iri: str) -> Sequence[State]:
        """The usual states of a column (by IRI), the most usual first."""
        column = self.facts[iri]
        return list(self._states(column)) if isinstance(column, Column) else []

    def last_first(self, columns: Iterable[str]) -> list[str]:
        """Columns in the order in which to do without them: those with usual values come last."""
        return sorted(columns, key=lambda iri: (bool(self.states(iri)), iri))

    def oddity(self, table: Table) -> npt.NDArray[np.float64]:
        """How odd the record of each kind of a table is: the fewer facts, and the more usual."""
        found = np.zeros(table.size)
        for block, places in zip(table.blocks, table.witnesses, strict=True):
            odd = np.zeros(len(block.rows))
            for iri, states, number in zip(
                block.columns, block.states, block.numbered, strict=True
            ):
                usual = self.states(iri)
                odd += np.array([self._odd(state, usual) for state in states], np.float64)[number]
            found += odd[places]
        return found

    def oddness(self, record: Record) -> float:
        """How odd a record is: the fewer facts, and the more usual."""
        return sum(self._odd(state, self.states(iri)) for iri, state in record.items())

    def _odd(self, state: State, usual: Sequence[State]) -> float:
        if state is None:
            return 0
        if state in usual:
            return 0.1 * usual.index(state)
        if to_come(state, self.as_of):
            return _TO_COME
        return 0.5 if usual else 1

    def _states(self, column: Column) -> Iterator[State]:
        for value in column.usual:
            if isinstance(value, Ref):
                codes = sorted(self.facts.groups[value.iri].members(self.as_of))
                yield from ((code,) if column.multi else code for code in codes)
            elif column.datatype == "date" and isinstance(value, str):
                yield _before(self.as_of, Period.parse(value))
            else:
                yield (str(value),) if column.multi else value


def _before(day: date, period: Period) -> date:
    """A day so many months and days earlier; the 1st where a month is too short for its day."""
    years, month = divmod(day.year * 12 + day.month - 1 - period.months, 12)
    first = date(years, month + 1, min(day.day, 28))
    return date.fromordinal(first.toordinal() - period.days)


Record = Mapping[str, State]
Change = tuple[str, State]
"""A column (by IRI) and the state that it gets; None drops it."""


class Claim(Struct, frozen=True):
    """What is said of a person: conditions that certainly hold, others that do not certainly hold,
    and the norm (where one is meant) whose verdict stays the same."""

    holds: tuple[Condition, ...]
    unless: tuple[Condition, ...] = ()
    program: Program | None = None


def plainest(
    partition: Partition, record: Record, claim: Claim, usual: Usual
) -> tuple[dict[str, State], int | None]:
    """The plainest record of which a claim still holds, and the verdict on it.

    `record` is one of which it holds, by IRI of its columns.
    """
    tried = _Tried(partition, record, claim)
    believed = tried.believed(dict(record), usual)
    found = tried.exchanged(tried.fewest(believed, usual), usual)
    states = {iri: usual.states(iri) for iri in sorted(tried.free & found.keys())}
    return tried.most(found, tried.first(found, states)), tried.verdict


class _Tried:
    """Judges changes of one record. `free` are the columns (by IRI) that may be changed."""

    def __init__(self, partition: Partition, record: Record, claim: Claim) -> None:
        self.partition = partition
        self.program = None if claim.program is None else plain(claim.program)
        judged = partition.judge.judge([record])
        logic = Logic(partition.atoms, judged.codes)
        self.holds = [simplified(condition) for condition in claim.holds]
        # Not known is not enough, unless it is a judgment that leaves it open: then all that it is
        # about stays as it is.
        self.open = list[Condition]()
        for condition in map(simplified, claim.unless):
            if logic.evaluate(condition)[1][0]:
                self.holds.append(Not(condition))
            else:
                self.open.append(condition)
        self.free = set(record) - set(partition.base) - self._behind(self.open)
        self.verdict: int | None = None
        self._doubts = int(partition.doubts.of([record])[0])
        self._certain = False
        if self.program is not None:
            self._certain = int(self._kleene(judged)[0]) != UNCERTAIN
            found = evaluate(self.program, partition.atoms, judged.codes, 1)
            self.verdict = int(found.verdicts[0])
            if not self._certain:
                self.free -= self._behind(self.program.conditions)

    def _behind(self, conditions: Iterable[Condition]) -> frozenset[str]:
        """The columns that conditions rest on."""
        asked = {question_key(q) for c in conditions for q in questions(c)}
        needed = self.partition.needed
        return frozenset().union(*(needed.of_atom(k, self.partition.atoms[k]) for k in asked))

    def believed(self, record: dict[str, State], usual: Usual) -> dict[str, State]:
        """A record of which the claim holds, with as few doubts as one or two changes leave."""
        while self._doubts:
            for tries in (self._changes(record, usual), self._pairs(usual)):
                records = [self._changed(record, changes) for changes in tries]
                doubts = self.partition.doubts.of(records)
                fewer = np.flatnonzero(doubts < self._doubts)
                good = fewer[self.good([records[n] for n in fewer])]
                if len(good):
                    best = int(good[np.argmin(doubts[good])])
                    record, self._doubts = records[best], int(doubts[best])
                    break
            else:
                return record
        return record

    def _changes(self, record: Record, usual: Usual) -> list[tuple[Change, ...]]:
        """Every change of one column, the usual states first."""
        tried: dict[Change, None] = dict.fromkeys(self._simple(usual))
        for table in self.partition.tables:
            for block in table.blocks:
                for place, iri in enumerate(block.columns):
                    if iri in self.free or iri not in record:
                        tried |= {(iri, state): None for state in block.states[place]}
        return [(change,) for change in tried]

    def _pairs(self, usual: Usual) -> list[tuple[Change, ...]]:
        """Every two changes to usual states, or to none."""
        pairs = combinations(self._simple(usual), 2)
        return [pair for pair in pairs if pair[0][0] != pair[1][0]]

    def _simple(self, usual: Usual) -> list[Change]:
        free = sorted(self.free)
        return [(iri, state) for iri in free for state in (*usual.states(iri), None)]

    def fewest(
        self, record: dict[str, State], usual: Usual, among: Record | None = None
    ) -> dict[str, State]:
        """A record without the facts (`among` some) that the claim does not need, the odd ones
        first."""
        facts = record if among is None else among
        free = [iri for iri in usual.last_first(facts) if iri in self.free]
        return self.most(record, [(iri, None) for iri in free])

    def exchanged(self, record: dict[str, State], usual: Usual) -> dict[str, State]:
        """A record with one more usual value, where it makes so many facts needless that the person
        is less odd by it."""
        best, odd = record, usual.oddness(record)
        changes = [
            (column.iri, state)
            for column in self.partition.judge.columns
            if column.iri not in record
            for state in usual.states(column.iri)[:1]
        ]
        records = [self._changed(record, [change]) for change in changes]
        good = self.good(records) if records else np.zeros(0, np.bool_)
        for tried, fits in zip(records, good, strict=True):
            if fits:
                left = self.fewest(tried, usual, record)
                if usual.oddness(left) < odd:
                    best, odd = left, usual.oddness(left)
        return best

    def most(self, record: dict[str, State], changes: Sequence[Change]) -> dict[str, State]:
        """A record with as many of some changes (in their order) as the claim bears; None drops."""
        alone = self.good([self._changed(record, [change]) for change in changes])
        left = [change for change, good in zip(changes, alone, strict=True) if good]
        while left:
            tries = [self._changed(record, left[: n + 1]) for n in range(len(left))]
            good = self.good(tries)
            many = len(tries) if good.all() else int(np.argmin(good))
            record = self._changed(record, left[:many])
            left = left[many + 1 :]
        return record

    def first(
        self, record: dict[str, State], states: Mapping[str, Sequence[State]]
    ) -> list[Change]:
        """The first of some states that each column can have; none where it has it already."""
        changes: list[Change] = []
        for iri, several in states.items():
            many = several.index(record[iri]) if record[iri] in several else len(several)
            changes += [(iri, state) for state in several[:many]]
        good = self.good([self._changed(record, [change]) for change in changes])
        found: dict[str, State] = {}
        for (iri, state), fits in zip(changes, good, strict=True):
            if fits:
                found.setdefault(iri, state)
        return list(found.items())

    def _changed(self, record: Record, changes: Sequence[Change]) -> dict[str, State]:
        """A record with changes, without what those say there is none of; None drops."""
        found = {**record, **dict(changes)}
        for column in self.partition.judge.columns:
            if column.iri in record and not set(changes).isdisjoint(_none(column)):
                found[column.iri] = None
        return {iri: state for iri, state in found.items() if state is not None}

    def good(self, records: Sequence[Record]) -> Bools:
        """Which records are valid, and such that the claim holds of them."""
        judged = self.partition.judge.judge(records)
        logic = Logic(self.partition.atoms, judged.codes)
        found = np.ones(len(records), np.bool_)
        for condition in self.holds:
            found &= logic.evaluate(condition)[0]
        for condition in self.open:
            found &= ~logic.evaluate(condition)[0]
        for flaws in judged.flaws.values():
            found &= ~flaws
        found &= self.partition.doubts.of(records) <= self._doubts
        if self._certain:
            found &= self._kleene(judged) == self.verdict
        return found

    def _kleene(self, judged: Judged) -> Bools:
        assert self.program is not None
        logic = Logic(self.partition.atoms, judged.codes)
        return decide(self.program, [logic.evaluate(c) for c in self.program.conditions])  # type: ignore[return-value]


def _none(column: Column) -> Iterator[Change]:
    """The facts with states by which a column has no value."""
    for other, no in column.none_when:
        yield other, no
        yield other, (str(no),)
