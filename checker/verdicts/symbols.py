"""The facts of completions that are not spelled out: every state a fact may have, with the days
that this needs. What is not understood may have any state, so that nothing possible is lost.

Source: `record.ttl`, where each operator is defined; semantics, section 3.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from checker.law.norms import Period
from checker.records.facts import AS_OF, Column, Derived, Fact, FactVocabulary, Operand, Ref
from checker.records.values import NONE
from checker.verdicts.distances import Move, calendar_move, period_move
from checker.verdicts.knowledge import Knowledge
from checker.verdicts.points import ORIGIN, Moment
from checker.verdicts.values import ColumnValues
from checker.verdicts.worlds import Open, Span, Symbol, World

Found = Iterator[tuple[Symbol, World]]
_LENGTHS = {
    "AgeAt": "of",
    "DaysBetween": "from",
    "MonthsBetween": "from",
    "BankDaysBetween": "from",
}


class Symbols:
    """The states of facts in the completions of records of which `knowledge` says what is known."""

    def __init__(
        self,
        facts: FactVocabulary,
        values: ColumnValues,
        as_of: date,
        knowledge: Knowledge,
        asked: frozenset[str],
    ) -> None:
        self._facts, self._values, self._as_of = facts, values, as_of
        self._knowledge, self._asked = knowledge, asked

    def states(self, iri: str, world: World, path: tuple[str, ...] = ()) -> Found:
        """Each state that a fact may have in a world, with what the world then is."""
        if iri in world.states:
            yield world.states[iri], world
            return
        world.spend()
        fact = self._facts.facts.get(iri)
        if isinstance(fact, Column):
            found = self._column(fact, world, path)
        elif isinstance(fact, Derived) and iri not in path:
            found = self._derived(fact, world, (*path, iri))
        else:
            found = iter([(Open.FREE, world)])
        for state, after in found:
            state = Open.FREE if state is Open.BLANK and iri in self._asked else state
            yield state, after.having(iri, state)

    def classes(self, iri: str, state: Symbol) -> frozenset[int] | None:
        """The classes of a column's atom that a state stands for; None where that is not listed."""
        fact = self._facts.facts.get(iri)
        values = self._values.of(fact) if isinstance(fact, Column) else None
        return None if values is None else values.get(state)  # type: ignore[call-overload]

    def _all(
        self, operands: Sequence[object], world: World, path: tuple[str, ...]
    ) -> Iterator[tuple[list[Symbol], World]]:
        """Each combination of states of several operands."""
        if not operands:
            yield [], world
            return
        for state, after in self._operand(operands[0], world, path):
            for rest, last in self._all(operands[1:], after, path):
                yield [state, *rest], last

    def _operand(self, operand: object, world: World, path: tuple[str, ...]) -> Found:
        if operand == AS_OF:
            operand = self._as_of
        if isinstance(operand, Ref):
            yield from self._fact(operand.iri, world, path)
        else:
            yield _literal(operand), world

    def _fact(self, iri: str, world: World, path: tuple[str, ...]) -> Found:
        if iri in path:
            yield Open.FREE, world
        else:
            yield from self.states(iri, world, path)

    # --- columns ------------------------------------------------------------------------------

    def _column(self, column: Column, world: World, path: tuple[str, ...]) -> Found:
        """A value, or none; certainly none where it is blank and another fact says so."""
        if column.iri not in self._knowledge.unknown or column.iri in path:
            yield from self._choose(column, world, True)
            return
        below = [iri for iri, _ in column.none_when]
        says = [Ref(iri) for iri in dict.fromkeys(below)]
        optional = bool(column.none_when) or column.absent_value is not None
        for states, after in self._all(says, world, (*path, column.iri)):
            by_fact = dict(zip(dict.fromkeys(below), states, strict=True))
            if any(_has(by_fact[iri], wanted) for iri, wanted in column.none_when):
                yield NONE, after
            else:
                yield from self._choose(column, after, optional)

    def _choose(self, column: Column, world: World, optional: bool) -> Found:
        states: list[Symbol]
        if column.datatype == "date":
            states = [Moment(column.iri)]
        else:
            values = self._values.of(column)
            states = [Open.SOME] if values is None else list(values)
        for state in [*states, NONE] if optional else states:
            if self._agrees(column, state, world):
                yield state, world

    def _agrees(self, column: Column, state: Symbol, world: World) -> bool:
        """Whether a boolean and the columns whose being given implies it do not contradict."""
        for iri, other in world.states.items():
            fact = self._facts.facts.get(iri)
            if isinstance(fact, Column):
                if not _implied(fact, other, column, state):
                    return False
                if not _implied(column, state, fact, other):
                    return False
        return True

    # --- derived facts ------------------------------------------------------------------------

    def _derived(self, fact: Derived, world: World, path: tuple[str, ...]) -> Found:
        operator = fact.operator
        if operator in _LENGTHS:
            roles = ("of", "at") if operator == "AgeAt" else ("from", "to")
            for (start, end), after in self._all(_of_roles(fact, roles), world, path):
                if isinstance(start, Moment) and isinstance(end, Moment):
                    # Of a deadline in bank days, those before the day in question are counted.
                    last = Moment(end.point, end.shift - 1) if fact.roles.get("before") else end
                    yield Span(operator, start, last), after
                else:
                    yield _strict(start, end), after
        elif operator in _OPERATORS:
            yield from _OPERATORS[operator](self, fact, world, path)
        else:
            yield from self._opaque(fact, world, path)

    def _opaque(self, fact: Derived, world: World, path: tuple[str, ...]) -> Found:
        """A fact of which is only known that it has no value where what it is made of has none."""
        for states, after in self._all(_of_roles(fact, ("of",)), world, path):
            if NONE in states:
                yield NONE, after
            else:
                yield Moment(fact.iri) if fact.datatype == "date" else Open.FREE, after

    def _moved(self, fact: Derived, world: World, path: tuple[str, ...]) -> Found:
        found = _move(fact)
        for (of,), after in self._all(_of_roles(fact, ("of",)), world, path):
            if not isinstance(of, Moment) or found is None:
                yield _strict(of), after
                continue
            move, days = found
            if days[0] == days[1]:
                yield Moment(of.point, of.shift + days[0]), after
            elif of.point == ORIGIN:
                try:
                    yield Moment(ORIGIN, move(date.fromordinal(of.shift)).toordinal()), after
                except (ValueError, OverflowError):
                    yield Open.FREE, after
            elif (made := after.moved(fact.iri, of, move, days)) is not None:
                yield made

    def _extreme(self, fact: Derived, world: World, path: tuple[str, ...]) -> Found:
        latest = fact.operator == "LatestOf"
        for states, after in self._all(fact.roles.get("of", ()), world, path):
            days = [state for state in states if isinstance(state, Moment)]
            if not days or any(isinstance(state, Open) for state in states):
                yield _strict(*states), after
                continue
            for day in dict.fromkeys(days):
                here: World | None = after
                for other in days:
                    if here is not None and other != day:
                        here = here.by(other, day) if latest else here.by(day, other)
                if here is not None:
                    yield day, here

    def _happened(self, fact: Derived, world: World, path: tuple[str, ...]) -> Found:
        for (of, at), after in self._all(_of_roles(fact, ("of", "at")), world, path):
            if of is NONE:
                yield False, after
            elif isinstance(of, Moment) and isinstance(at, Moment):
                if (then := after.by(of, at)) is not None:
                    yield True, then
                if (later := after.after(of, at)) is not None:
                    yield False, later
            else:
                yield Open.BLANK if Open.BLANK in (of, at) else Open.FREE, after

    def _in_group(self, fact: Derived, world: World, path: tuple[str, ...]) -> Found:
        group = fact.roles.get("group", (None,))[0]
        if not isinstance(group, Ref) or group.iri not in self._facts.groups:
            yield Open.FREE, world
            return
        memberships = self._facts.groups[group.iri].memberships
        for (of, at), after in self._all(_of_roles(fact, ("of", "at")), world, path):
            if not isinstance(of, str | tuple) or not isinstance(at, Moment):
                yield _strict(of, at), after
                continue
            codes = of if isinstance(of, tuple) else (of,)
            since = [(start, end) for code, start, end in memberships if code in codes]
            if at.point == ORIGIN:
                day = date.fromordinal(at.shift)
                yield any((a or day) <= day <= (b or day) for a, b in since), after
                continue
            for start, end in since:
                here: World | None = after
                if start is not None:
                    here = after.by(_day(start), at)
                if here is not None and end is not None:
                    here = here.by(at, _day(end))
                if here is not None:
                    yield True, here
            if not any(start is None and end is None for start, end in since):
                yield False, after

    def _lookup(self, fact: Derived, world: World, path: tuple[str, ...]) -> Found:
        otherwise = fact.roles.get("otherwise")
        when_none = fact.roles.get("whenNone")
        for (of,), after in self._all(_of_roles(fact, ("of",)), world, path):
            if of is NONE:
                yield (_literal(when_none[0]) if when_none else NONE), after
            elif isinstance(of, bool | str):
                listed = [value for key, value in fact.entries if _has(of, key)]
                if listed or otherwise:
                    yield _literal(listed[0] if listed else otherwise[0]), after  # type: ignore[index]
                else:
                    yield Open.BLANK, after
            else:
                yield Open.BLANK if of is Open.BLANK else Open.FREE, after

    def _first_known(self, fact: Derived, world: World, path: tuple[str, ...]) -> Found:
        operands = [
            operand
            for role in ("first", "second", "third", "fourth")
            for operand in fact.roles.get(role, ())
        ]
        if fact.iri in self._knowledge.unknown:
            yield from self._first(operands, world, path)
            return
        # It may have been settled by any operand while those before it were blank.
        known, unknown = self._knowledge.known, self._knowledge.unknown
        for operand in operands:
            blank = isinstance(operand, Ref) and operand.iri in unknown
            if blank and fact.iri in known:
                continue
            for state, after in self._operand(operand, world, path):
                if not (state is Open.BLANK and fact.iri in known):
                    yield state, after

    def _first(self, operands: Sequence[object], world: World, path: tuple[str, ...]) -> Found:
        """The first operand that does not stay unknown in a completion."""
        if not operands:
            yield Open.BLANK, world
            return
        for state, after in self._operand(operands[0], world, path):
            if state is Open.BLANK:
                yield from self._first(operands[1:], after, path)
            else:
                yield state, after


def _of_roles(fact: Derived, roles: Iterable[str]) -> list[Ref | Operand]:
    """One operand a role; the as-of date where `at` or `to` is not given."""
    return [fact.roles[role][0] if fact.roles.get(role) else AS_OF for role in roles]


def _strict(*states: Symbol) -> Symbol:
    """Where not all operands have a value that is understood: unknown, free, or none."""
    for state in (Open.BLANK, Open.FREE):
        if state in states:
            return state
    return NONE if NONE in states else Open.FREE


def _day(day: date) -> Moment:
    return Moment(ORIGIN, day.toordinal())


def _literal(value: object) -> Symbol:
    return _day(value) if isinstance(value, date) else value


def _has(state: Symbol, wanted: object) -> bool:
    """Whether a fact certainly has a value, among others perhaps; true is not 1."""
    if isinstance(state, tuple):
        return wanted in state
    return state == wanted and isinstance(state, bool) == isinstance(wanted, bool)


def _implied(column: Column, state: Symbol, other: Column, other_state: Symbol) -> bool:
    """False where a boolean is what the other column, being given, says it is not."""
    if other_state is NONE or other_state in (Open.FREE, Open.BLANK):
        return True
    if state is True:
        return other.iri not in column.implied_false_by
    return not (
        state is False and other.iri in column.implied_true_by and not column.implied_false_by
    )


def _move(fact: Derived) -> tuple[Move, tuple[int, int]] | None:
    """How a fact moves a date; None where that is not known or does not keep the order of days."""
    if fact.operator == "AddPeriod":
        period = fact.roles.get("period")
        return period_move(Period.parse(str(period[0]))) if period else None
    years, month, day = (int(str(fact.roles.get(r, (0,))[0])) for r in ("years", "month", "day"))
    every_year = 1 <= month <= 12 and 1 <= day <= monthrange(2001, month)[1]
    if years < 0 or not every_year:
        return None
    return calendar_move(years, month, day)


_Operator = Callable[[Symbols, Derived, World, tuple[str, ...]], Found]
_OPERATORS: Mapping[str, _Operator] = {
    "AddPeriod": Symbols._moved,
    "CalendarRule": Symbols._moved,
    "LatestOf": Symbols._extreme,
    "EarliestOf": Symbols._extreme,
    "HappenedBy": Symbols._happened,
    "InCodeGroup": Symbols._in_group,
    "FirstKnown": Symbols._first_known,
    "Lookup": Symbols._lookup,
}


def opaque(fact: Fact) -> bool:
    """Whether a derived fact is made in a way that is not looked into."""
    return isinstance(fact, Derived) and fact.operator not in (*_LENGTHS, *_OPERATORS)
