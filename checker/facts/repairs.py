"""A record that contradicts itself, and the records that it may have been meant to be.

One of the columns that contradict each other is wrong, and nobody can say which. A *repair* is the
record without as little as makes it consistent; what is true of it is what all its repairs share
(consistent query answering: Arenas, Bertossi, Chomicki, PODS 1999). What may contradict is said by
`FactVocabulary.disputes`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.facts.dispute import Dispute
from lovgraf.facts.episode import OfEpisode
from lovgraf.facts.fact import Column, Derived, Ref
from lovgraf.facts.operators import operator_of
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import FactVocabulary

Record = Mapping[str, State]
Numbers = npt.NDArray[np.int64]
Removal = frozenset[tuple[str, tuple[str, ...]]]
"""Columns (IRIs) that a record is without, or of whose several values it keeps some."""
_GIVEN = object()
"""A value of a column of which all that counts is that it has one."""
FIRST_APART = 3
"""The number of the first of some values that are told apart; 0 is a blank, 1 that there is none,
2 any other value."""
MOST = 16
"""Repairs of one record that are looked at."""


def told_apart(values: Collection[object]) -> list[object]:
    """Values in the order of their numbers."""
    return sorted(values, key=lambda one: (type(one).__name__, str(one)))


class TooManyRepairs(Exception):
    """A record contradicts itself about more than can be tried."""


class Contradiction(Struct, frozen=True):
    """What a record contradicts itself about, and the smallest ways to end that."""

    dispute: Dispute
    ways: tuple[Removal, ...]

    @property
    def columns(self) -> frozenset[str]:
        """All that may be wrong, by IRI."""
        return frozenset(iri for way in self.ways for iri, _ in way)


def disputes_in(
    facts: FactVocabulary, record: Record, as_of: date, among: Iterable[Dispute] | None = None
) -> tuple[Contradiction, ...]:
    """What a record contradicts itself about on a date; at most about those `among` disputes."""
    stated = _Stated(facts, record, as_of)
    return tuple(
        Contradiction(one, stated.ways(one))
        for one in _asked_of(record, facts.disputes if among is None else among)
        if stated.contradicts(one)
    )


def _asked_of(record: Record, among: Iterable[Dispute]) -> list[Dispute]:
    """Those of some disputes of which a record says both columns."""
    given = record.get
    return [
        one
        for one in among
        if given(one.given) is not None and given(one.other) is not None and not one.open
    ]


def denials_in(facts: FactVocabulary, record: Record) -> tuple[Dispute, ...]:
    """What a record states not to be there although another column says that it is."""
    return tuple(
        one
        for one in facts.denials
        if _is_denied(facts, record, one.given) and _is_one(record.get(one.other), one.values)
    )


def _is_denied(facts: FactVocabulary, record: Record, iri: str) -> bool:
    """Whether it is stated of a column that there is none; a blank states nothing."""
    column, state = facts.facts.get(iri), record.get(iri)
    absent = isinstance(column, Column) and column.absent_value
    return state is NONE or (bool(absent) and state == absent)


def about(
    facts: FactVocabulary, found: Iterable[Contradiction], columns: frozenset[str]
) -> tuple[Contradiction, ...]:
    """Those contradictions that some columns (IRIs) have a part in, or in what ending them may
    raise."""
    wide = facts.with_endings(columns)
    return tuple(one for one in found if one.columns & wide)


def repairs(
    facts: FactVocabulary, record: Record, as_of: date, reads: frozenset[str]
) -> list[Record]:
    """A record without each of its `removals`."""
    return [without(record, way) for way in removals(facts, record, as_of, reads)]


def removals(
    facts: FactVocabulary, record: Record, as_of: date, reads: frozenset[str]
) -> list[Removal]:
    """What a record is to be without so that all is settled that it contradicts itself about, as
    far as some columns (IRIs) have a part in it: every smallest way; nothing where there is nothing
    to settle. To do without a column may let others contradict each other. Raises
    `TooManyRepairs`."""
    among = _asked_of(record, facts.disputes_about(reads))  # what is left says no more
    found: list[Removal] = []
    queue: list[Removal] = [frozenset()]
    for way in queue:
        if any(other <= way for other in found):
            continue
        left = without(record, way)
        wrong = about(facts, disputes_in(facts, left, as_of, among), reads)
        if not wrong:
            found.append(way)
        else:
            queue += [new for one in wrong[0].ways if (new := way | one) not in queue]
        if len(found) > MOST or len(queue) > MOST * MOST:
            raise TooManyRepairs
    least = (way for way in found if not any(_takes_less(other, way) for other in found))
    return sorted(least, key=sorted)


def _takes_less(one: Removal, other: Removal) -> bool:
    """Whether a removal leaves all that another leaves, and more."""
    return one != other and all(part in other or (part[0], ()) in other for part in one)


def without(record: Record, way: Removal) -> Record:
    """A record without some columns, or some values of them."""
    if not way:
        return record
    kept = kept_by(way)
    left = {iri: state for iri, state in record.items() if iri not in kept}
    return left | {iri: some for iri, some in kept.items() if some}


def _are_some(numbers: Numbers, some: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Which numbers, none of them large, are some of these."""
    wanted = np.zeros(1 + max(int(numbers.max(initial=0)), *some), np.bool_)
    wanted[[*some]] = True
    found: npt.NDArray[np.bool_] = wanted[numbers]
    return found


def kept_by(way: Removal) -> dict[str, tuple[str, ...]]:
    """For each column (IRI) that loses something, the values that it keeps."""
    kept: dict[str, tuple[str, ...]] = {}
    for iri, some in way:
        kept[iri] = tuple(one for one in some if one in kept.get(iri, some))
    return kept


@dataclass(frozen=True)
class Disputes:
    """What records contradict themselves about on a date, and their removals.

    Records that are alike are looked at once: of a column it matters whether it is given and
    whether it has one of the values that disputes are about, of what begins and ends which day is
    the later, and whether it has come.
    """

    facts: FactVocabulary
    as_of: date
    most: int = 20_000
    """Kinds of records to remember."""
    _found: dict[object, tuple[Contradiction, ...]] = field(default_factory=dict, repr=False)
    _ways: dict[object, list[Removal]] = field(default_factory=dict, repr=False)
    _sides: dict[object, frozenset[str]] = field(default_factory=dict, repr=False)
    """The columns (IRIs) of the disputes of which a kind of record has both sides."""

    def within(self, record: Record, kind: object = None) -> tuple[Contradiction, ...]:
        """What a record contradicts itself about; its `kind` where that is at hand."""
        kind = kind or self.kind(record)
        if kind not in self._found:
            if len(self._found) >= self.most:
                self._found.clear()
            self._found[kind] = disputes_in(self.facts, record, self.as_of)
        return self._found[kind]

    def kinds(
        self,
        numbers: Callable[[str, Collection[object]], Numbers],
        days: Callable[[str], Numbers],
    ) -> tuple[list[Numbers], npt.NDArray[np.bool_]]:
        """Columns of numbers that are the same for records that are alike, one for each of those
        that may contradict themselves at all; and which records these are. What a record says
        counts only for disputes of which it has the one column and may have one of the values of
        the other: to do without some of it adds none to these.

        `numbers` gives for a column (IRI) a number for each state, of values only for some, in the
        order of `told_apart`; `days` the day that each record says of it, as an ordinal, or 0.
        """
        told = {iri: numbers(iri, own) for iri, own in self.apart.items()}
        may = {
            one: self._may_have(one, told[one.given]) & self._may_say(one, told[one.other])
            for one in self._asking
        }
        size = max((len(one) for one in told.values()), default=0)
        suspect = np.zeros(size, np.bool_)
        for where in may.values():
            suspect |= where
        some = np.flatnonzero(suspect)
        asked = self._asked({one: where[some] for one, where in may.items()})
        found = [np.where(asked[iri], own[some], 0) for iri, own in told.items() if iri in asked]
        never, now = np.zeros(1, np.int64), self.as_of.toordinal()
        for fact, (beginning, ending) in self._episodes.items():
            if fact not in asked:
                continue
            begun = never if beginning is None else days(beginning)[some]
            ended = never if ending is None else days(ending)[some]
            over = (begun > 0) & (ended >= begun) & (ended <= now)
            found += [(asked[fact] & one).astype(np.int64) for one in (begun > now, over)]
        for iri in self._awaited:
            if iri in asked:
                found.append((asked[iri] & (days(iri)[some] > now)).astype(np.int64))
        return found, suspect

    def _asked(
        self, may: Mapping[Dispute, npt.NDArray[np.bool_]]
    ) -> dict[str, npt.NDArray[np.bool_]]:
        """For each column, and what begins and ends (IRI), of which records it counts, by which
        records may contradict themselves about what; but for those of which it counts nowhere."""
        asked: dict[str, npt.NDArray[np.bool_]] = {}
        for one, where in may.items():
            if where.any():
                for iri in self._asking[one]:
                    asked[iri] = asked[iri] | where if iri in asked else where
        return asked

    def _may_have(self, one: Dispute, told: Numbers) -> npt.NDArray[np.bool_]:
        """Which records may have a value that counts of a dispute's first column, by its numbers;
        of several values any may."""
        column = self.facts[one.given]
        if not isinstance(column, Column) or column.multi or column.datatype != "boolean":
            return told > 1
        order = told_apart(self.apart[one.given])
        return _are_some(told, [FIRST_APART + order.index(value) for value in one.own or {True}])

    def _may_say(self, one: Dispute, told: Numbers) -> npt.NDArray[np.bool_]:
        """Which records may have one of the values by which a dispute's first column has none, by
        the numbers of the other column; one of several values is not looked for."""
        column = self.facts[one.other]
        if isinstance(column, Column) and column.multi:
            return told > 0
        order = told_apart(self.apart[one.other])
        wanted = [FIRST_APART + order.index(value) for value in one.values if value in order]
        return _are_some(told, [*wanted, 1])

    @cached_property
    def _asking(self) -> dict[Dispute, frozenset[str]]:
        """For each dispute all that counts for it and for its removals: columns, and what begins
        and ends (IRIs)."""
        return {
            one: frozenset([fact.iri for fact in self.facts.lineage({*one.asks, *one.columns})])
            for one in self.facts.disputes
            if not one.open
        }

    def ways(self, record: Record, reads: frozenset[str], kind: object = None) -> list[Removal]:
        """The `removals` of a record; none where there are too many."""
        kind = kind or self.kind(record)
        if kind not in self._sides:
            if len(self._sides) >= self.most:
                self._sides.clear()
            asked = _asked_of(record, self.facts.disputes)
            self._sides[kind] = frozenset().union(*(one.columns for one in asked))
        entry = kind, self.facts.with_endings(reads) & self._sides[kind]
        if entry not in self._ways:
            if len(self._ways) >= self.most:
                self._ways.clear()
            try:
                self._ways[entry] = removals(self.facts, record, self.as_of, reads)
            except TooManyRepairs:
                self._ways[entry] = []
        return self._ways[entry]

    def part(self, reads: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
        """What tells some columns (IRIs) from others that have another part in disputes: those that
        may be wrong, of them and of what ending a dispute may raise."""
        return reads & self._disputed, self.facts.with_endings(reads) & self._disputed

    @cached_property
    def _disputed(self) -> frozenset[str]:
        """The columns (IRIs) that may be wrong."""
        return frozenset().union(*(one.columns for one in self.facts.disputes))

    @cached_property
    def _columns(self) -> tuple[tuple[Column, frozenset[bool | str]], ...]:
        """The columns by which disputes are told, each with the values that are told apart."""
        disputes = [one for one in self.facts.disputes if not one.open]
        asked = {iri for one in disputes for iri in (*one.asks, *one.columns)}
        columns = [fact for fact in self.facts.lineage(asked) if isinstance(fact, Column)]
        values: dict[str, set[bool | str]] = {column.iri: set() for column in columns}
        for one in disputes:
            values[one.other] |= one.values
            values[one.given] |= one.own
        for column in columns:
            for iri, wanted in column.none_when:
                values.setdefault(iri, set()).add(wanted)
        return tuple((column, frozenset(values[column.iri])) for column in columns)

    @cached_property
    def apart(self) -> dict[str, frozenset[object]]:
        """For each of these columns (IRIs) all values that a number of its own tells apart."""
        return {
            column.iri: frozenset({True, False})
            if column.datatype == "boolean"
            else frozenset[object](
                one for one in (*values, column.absent_value) if isinstance(one, str)
            )
            for column, values in self._columns
        }

    @cached_property
    def _episodes(self) -> dict[str, tuple[str | None, str | None]]:
        """The days (IRIs) on which something begins and ends, by the fact that it lasts."""
        found = {iri for one in self.facts.disputes for iri in one.lasting}
        facts = (self.facts[iri] for iri in sorted(found))
        return {
            fact.iri: (_day_of(fact, "beginning"), _day_of(fact, "ending"))
            for fact in facts
            if isinstance(fact, Derived)
        }

    def kind(self, record: Record) -> object:
        """What is the same for records that are alike."""
        stated = record.get
        columns: list[object] = []
        for iri, values, absent in self._distinguished:
            state = stated(iri)
            if state is None or state is NONE or isinstance(state, bool):
                columns.append(state)
            elif not values and absent is None:
                columns.append(_GIVEN)
            else:
                each = state if isinstance(state, tuple) else (state,)
                among = frozenset([one for one in each if one in values])
                # Of one of them beside others it matters which: the repairs keep some.
                columns.append((state if among and len(each) > 1 else among, state == absent))
        to_come = tuple([_is_after(stated(iri), self.as_of) for iri in self._awaited])
        return (
            tuple(columns),
            tuple([self._order(record, *e) for e in self._episodes.values()]),
            to_come,
        )

    @cached_property
    def _distinguished(self) -> tuple[tuple[str, frozenset[bool | str], str | None], ...]:
        return tuple((column.iri, values, column.absent_value) for column, values in self._columns)

    @cached_property
    def _awaited(self) -> list[str]:
        """The days (IRIs) that contradict something while they are still to come."""
        return sorted({one.given for one in self.facts.disputes if one.come is not None})

    def _order(
        self, record: Record, beginning: str | None, ending: str | None
    ) -> tuple[bool, bool]:
        """Whether what begins and ends is still to come, and whether it is over."""
        begun = None if beginning is None else record.get(beginning)
        if not isinstance(begun, date):
            return False, False
        ended = None if ending is None else record.get(ending)
        return begun > self.as_of, isinstance(ended, date) and begun <= ended <= self.as_of


class _Stated(Struct, frozen=True):
    """A record as it is stated, as far as disputes ask for it."""

    facts: FactVocabulary
    record: Record
    as_of: date

    def contradicts(self, one: Dispute) -> bool:
        """Whether the record contradicts itself about that."""
        given, said = self.record.get(one.given), _is_one(self.record.get(one.other), one.values)
        if one.given == one.other:
            return said and isinstance(given, tuple) and len(given) > 1
        if one.come is not None:
            return said and isinstance(given, date) and (given > self.as_of) is not one.past
        if one.own:
            return self._denies(one) and _is_one(given, one.own)
        if one.lasting:
            return said and self._has(one.given) and all(map(self._certain, one.lasting))
        return self._denies(one) and self._has(one.given)

    def ways(self, one: Dispute) -> tuple[Removal, ...]:
        """The smallest ways to end a contradiction."""
        if one.given == one.other:
            stated = self.record[one.given]
            assert isinstance(stated, tuple)
            none = tuple(value for value in stated if value in one.values)
            others = tuple(value for value in stated if value not in one.values)
            return frozenset({(one.given, none)}), frozenset({(one.given, others)})
        if not one.lasting:
            return frozenset({(one.given, ())}), frozenset({(one.other, ())})
        found: list[Removal] = []
        given = [(iri, ()) for iri in sorted(one.columns) if self.record.get(iri) is not None]
        for size in range(1, len(given) + 1):
            for some in map(frozenset, combinations(given, size)):
                left = _Stated(self.facts, without(self.record, some), self.as_of)
                if not any(way <= some for way in found) and not left.contradicts(one):
                    found.append(some)
        return tuple(found)

    def _denies(self, one: Dispute) -> bool:
        """Whether the other column says that the first can have no value: by one of the values, or
        by a blank that means no, unless something that is given implies that it is yes."""
        state = self.record.get(one.other)
        if state is not NONE:
            return _is_one(state, one.values)
        return one.blank and not self._is_implied(one.other, True)

    def _has(self, iri: str) -> bool:
        """Whether a column says that there is something: a yes, or any value."""
        column, state = self.facts.facts.get(iri), self.record.get(iri)
        if state is None or state is NONE or not isinstance(column, Column):
            return False
        return state is True if column.datatype == "boolean" else state != column.absent_value

    def _is_implied(self, iri: str, value: bool) -> bool:
        """Whether something that is given implies a yes, or a no, of a column."""
        column = self.facts[iri]
        assert isinstance(column, Column)
        return any(map(self._has, column.implied_true_by if value else column.implied_false_by))

    def _certain(self, iri: str) -> bool:
        """Whether something certainly lasts, or has certainly ended, by its two days."""
        fact = self.facts[iri]
        assert isinstance(fact, Derived)
        begun, ended = (self._day(fact, role) for role in ("beginning", "ending"))
        if not isinstance(begun, date) or begun > self.as_of:
            return False
        over = isinstance(ended, date) and begun <= ended <= self.as_of
        operator = operator_of(fact)
        assert isinstance(operator, OfEpisode)
        return ended is not None and not over if operator.lasting else over

    def _day(self, fact: Derived, role: str) -> State:
        """A day of what begins and ends; NONE where something says that there is none."""
        (operand,) = fact.roles[role]
        assert isinstance(operand, Ref)
        state = self.record.get(operand.iri)
        column = self.facts[operand.iri]
        assert isinstance(column, Column)
        if state is None and any(self._said(*pair) for pair in column.none_when):
            return NONE
        return state

    def _said(self, iri: str, wanted: bool | str) -> bool:
        """Whether a column has a value, of its own or by what others imply."""
        state = self.record.get(iri)
        if state is None and isinstance(wanted, bool):
            return self._is_implied(iri, wanted) and not (wanted and self._is_implied(iri, False))
        return _is_one(state, frozenset({wanted}))


def _day_of(fact: Derived, role: str) -> str | None:
    (operand,) = fact.roles[role]
    return operand.iri if isinstance(operand, Ref) else None


def _is_after(state: State, as_of: date) -> bool:
    return isinstance(state, date) and state > as_of


def _is_one(state: State, values: frozenset[bool | str]) -> bool:
    if isinstance(state, tuple):
        return any(_is_one(one, values) for one in state)
    # True equals 1.
    return state in values and any(type(state) is type(one) and state == one for one in values)
