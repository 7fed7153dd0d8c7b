"""The operators of derived facts on states that are not spelled out, with the days they need.

What is not understood may have any state, so that nothing possible is lost. Source: `record.ttl`,
where each operator is defined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from lovgraf.records.facts import AS_OF, CodeGroup, Derived, Operand, Ref
from lovgraf.records.values import NONE
from lovgraf.verdicts.distances import move_of
from lovgraf.verdicts.knowledge import Knowledge
from lovgraf.verdicts.points import ORIGIN, Moment
from lovgraf.verdicts.states import Open, Span, Symbol, day_of, has, literal, strict
from lovgraf.verdicts.worlds import World

Found = Iterator[tuple[Symbol, World]]
_LENGTHS = {
    "AgeAt": ("of", "at"),
    "DaysBetween": ("from", "to"),
    "MonthsBetween": ("from", "to"),
    "BankDaysBetween": ("from", "to"),
}


class States(Protocol):
    """Gives the states of operands."""

    knowledge: Knowledge

    @property
    def groups(self) -> Mapping[str, CodeGroup]:
        """The code groups by IRI."""

    def operand(self, operand: object, world: World, path: tuple[str, ...]) -> Found:
        """Each state that an operand may have in a world, with what the world then is."""


def derived(fact: Derived, states: States, world: World, path: tuple[str, ...]) -> Found:
    """Each state that a derived fact may have in a world, with what the world then is."""
    operator = _OPERATORS.get(fact.operator, _opaque)
    return operator(_Call(fact, states, world, path))


class _Call:
    """One application of an operator."""

    def __init__(self, fact: Derived, states: States, world: World, path: tuple[str, ...]) -> None:
        self.fact, self.states, self.world, self.path = fact, states, world, path

    def operands(self, *roles: str) -> list[Ref | Operand]:
        """One operand a role; the as-of date where `at` or `to` is not given."""
        named = self.fact.roles
        return [named[role][0] if named.get(role) else AS_OF for role in roles]

    def all(self, operands: Sequence[object]) -> Iterator[tuple[list[Symbol], World]]:
        """Each combination of states of several operands."""
        return self._all(operands, self.world)

    def _all(
        self, operands: Sequence[object], world: World
    ) -> Iterator[tuple[list[Symbol], World]]:
        if not operands:
            yield [], world
            return
        for state, after in self.one(operands[0], world):
            for rest, last in self._all(operands[1:], after):
                yield [state, *rest], last

    def one(self, operand: object, world: World) -> Found:
        """Each state of one operand."""
        return self.states.operand(operand, world, self.path)


def _length(call: _Call) -> Found:
    operator = call.fact.operator
    for (start, end), after in call.all(call.operands(*_LENGTHS[operator])):
        if isinstance(start, Moment) and isinstance(end, Moment):
            # Of a deadline in bank days, those before the day in question are counted.
            last = Moment(end.point, end.shift - 1) if call.fact.roles.get("before") else end
            yield Span(operator, start, last, call.fact.calendar), after
        else:
            yield strict(start, end), after


def _opaque(call: _Call) -> Found:
    """A fact of which is only known that it has no value where what it is made of has none."""
    for states, after in call.all(call.operands("of")):
        if NONE in states:
            yield NONE, after
        else:
            yield Moment(call.fact.iri) if call.fact.datatype == "date" else Open.FREE, after


def _moved(call: _Call) -> Found:
    found = move_of(call.fact)
    for (of,), after in call.all(call.operands("of")):
        if not isinstance(of, Moment) or found is None:
            yield strict(of), after
            continue
        move, days = found
        if days[0] == days[1]:
            yield Moment(of.point, of.shift + days[0]), after
        elif of.point == ORIGIN:
            try:
                yield Moment(ORIGIN, move(date.fromordinal(of.shift)).toordinal()), after
            except (ValueError, OverflowError):
                yield Open.FREE, after
        elif (made := after.moved(call.fact.iri, of, move, days)) is not None:
            yield made


def _extreme(call: _Call) -> Found:
    latest = call.fact.operator == "LatestOf"
    for states, after in call.all(call.fact.roles.get("of", ())):
        days = [state for state in states if isinstance(state, Moment)]
        if not days or any(isinstance(state, Open) for state in states):
            yield strict(*states), after
            continue
        for day in dict.fromkeys(days):
            here: World | None = after
            for other in days:
                if here is not None and other != day:
                    here = here.by(other, day) if latest else here.by(day, other)
            if here is not None:
                yield day, here


def _happened(call: _Call) -> Found:
    for (of, at), after in call.all(call.operands("of", "at")):
        if of is NONE:
            yield False, after
        elif isinstance(of, Moment) and isinstance(at, Moment):
            if (then := after.by(of, at)) is not None:
                yield True, then
            if (later := after.after(of, at)) is not None:
                yield False, later
        else:
            yield Open.BLANK if Open.BLANK in (of, at) else Open.FREE, after


def _episode(call: _Call) -> Found:
    """Whether an episode lasts, or has ended: over where beginning <= ending <= day."""
    lasts = call.fact.operator == "Lasts"
    for (begin, end, at), after in call.all(call.operands("beginning", "ending", "at")):
        if NONE in (begin, at) or (end is NONE and not lasts):
            yield False, after
        elif not isinstance(begin, Moment) or not isinstance(at, Moment):
            yield strict(begin, at), after
        else:
            if (later := after.after(begin, at)) is not None:
                yield False, later
            if (begun := after.by(begin, at)) is not None:
                yield from _of_begun(begin, end, at, begun, lasts)


def _of_begun(begin: Moment, end: Symbol, at: Moment, begun: World, lasts: bool) -> Found:
    """The same of one that has begun, with its last end."""
    if end is NONE:
        yield lasts, begun
    elif not isinstance(end, Moment):
        yield strict(end), begun
    else:
        if (to_come := begun.after(end, at)) is not None:
            yield lasts, to_come
        if (here := begun.by(end, at)) is None:
            return
        if (again := here.after(begin, end)) is not None:
            yield lasts, again
        if (over := here.by(begin, end)) is not None:
            yield not lasts, over


def _in_group(call: _Call) -> Found:
    group = call.fact.roles.get("group", (None,))[0]
    if not isinstance(group, Ref) or group.iri not in call.states.groups:
        yield Open.FREE, call.world
        return
    memberships = call.states.groups[group.iri].memberships
    for (of, at), after in call.all(call.operands("of", "at")):
        if not isinstance(of, str | tuple) or not isinstance(at, Moment):
            yield strict(of, at), after
            continue
        codes = of if isinstance(of, tuple) else (of,)
        since = [(start, end) for code, start, end in memberships if code in codes]
        if at.point == ORIGIN:
            day = date.fromordinal(at.shift)
            yield any((a or day) <= day <= (b or day) for a, b in since), after
        else:
            yield from _member(since, at, after)


def _member(since: Sequence[tuple[date | None, date | None]], at: Moment, world: World) -> Found:
    """Whether a day lies in one of some periods."""
    outside: list[World] = [world]
    for start, end in since:
        here: World | None = world
        left: list[World | None] = []
        if start is not None:
            here = world.by(day_of(start), at)
            left += [other.after(day_of(start), at) for other in outside]
        if here is not None and end is not None:
            here = here.by(at, day_of(end))
        if end is not None:
            left += [other.after(at, day_of(end)) for other in outside]
        outside = [other for other in left if other is not None]
        if here is not None:
            yield True, here
    for other in outside:
        yield False, other


def _lookup(call: _Call) -> Found:
    otherwise = call.fact.roles.get("otherwise")
    when_none = call.fact.roles.get("whenNone")
    for (of,), after in call.all(call.operands("of")):
        if of is NONE:
            if when_none is None:
                yield NONE, after
            else:
                yield (literal(when_none[0]) if when_none else Open.BLANK), after
        elif isinstance(of, bool | str):
            listed = [value for key, value in call.fact.entries if has(of, key)]
            if listed or otherwise:
                yield literal(listed[0] if listed else otherwise[0]), after  # type: ignore[index]
            else:
                yield Open.BLANK, after
        else:
            yield Open.BLANK if of is Open.BLANK else Open.FREE, after


def _first_known(call: _Call) -> Found:
    operands = [
        operand
        for role in ("first", "second", "third", "fourth")
        for operand in call.fact.roles.get(role, ())
    ]
    known, unknown = call.states.knowledge.known, call.states.knowledge.unknown
    if call.fact.iri in unknown:
        yield from _first(call, operands, call.world)
        return
    # It may have been settled by any operand while those before it were blank.
    for operand in operands:
        blank = isinstance(operand, Ref) and operand.iri in unknown
        if blank and call.fact.iri in known:
            continue
        for state, after in call.one(operand, call.world):
            if not (state is Open.BLANK and call.fact.iri in known):
                yield state, after
        if not isinstance(operand, Ref) or operand.iri in known:
            return


def _first(call: _Call, operands: Sequence[object], world: World) -> Found:
    """The first operand that does not stay unknown in a completion."""
    if not operands:
        yield Open.BLANK, world
        return
    for state, after in call.one(operands[0], world):
        if state is Open.BLANK:
            yield from _first(call, operands[1:], after)
        else:
            yield state, after


_OPERATORS: Mapping[str, Callable[[_Call], Found]] = {
    **dict.fromkeys(_LENGTHS, _length),
    "AddPeriod": _moved,
    "NextOpenDay": _moved,
    "CalendarRule": _moved,
    "LatestOf": _extreme,
    "EarliestOf": _extreme,
    "HappenedBy": _happened,
    "HasEnded": _episode,
    "Lasts": _episode,
    "InCodeGroup": _in_group,
    "FirstKnown": _first_known,
    "Lookup": _lookup,
}
