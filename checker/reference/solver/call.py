"""One application of an operator of derived facts to a record, as its formula sees it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lovgraf.core.errors import InputError
from lovgraf.facts.fact import Derived
from lovgraf.reference.solver.days import Day, Lemmas, Move, moved
from lovgraf.reference.solver.symbols import Amount, Months, Symbol, constant
from lovgraf.reference.solver.terms import Truth, both, either, not_, whole

if TYPE_CHECKING:
    from lovgraf.reference.solver.world import World


class Call:
    """One application of an operator to a record."""

    def __init__(self, fact: Derived, world: World) -> None:
        self.fact, self.world = fact, world

    def all(self, role: str) -> list[Symbol]:
        """The operands of a role."""
        return [self.world.operand(operand) for operand in self.fact.roles.get(role, ())]

    def one(self, role: str) -> Symbol:
        """The one operand of a role; `at` and `to` are the as-of date where they are not given."""
        found = self.all(role)
        if found:
            return found[0]
        if role in ("at", "to"):
            return constant(self.world.as_of)
        raise InputError(
            f"{self.fact.iri} mangler record:{role}.", f"{self.fact.iri} lacks record:{role}."
        )

    def number(self, role: str) -> int | None:
        """A whole number among the parameters."""
        found = self.fact.roles.get(role)
        return int(str(found[0])) if found else None

    @property
    def lemmas(self) -> list[Lemmas]:
        """What is told of the fact's terms as far as it is needed."""
        return self.world.about(self.fact.iri).lemmas

    def always(self, *parts: Truth) -> None:
        """Say what holds of the fact's terms."""
        self.world.about(self.fact.iri).always += [part for part in parts if part is not True]

    def plainly(self, *parts: Truth) -> None:
        """Say what holds of them in a plain example."""
        self.world.about(self.fact.iri).plainly += parts

    def name(self, part: str = "") -> str:
        """A name for a term that stands for the fact, or for a part of it."""
        return f"{self.fact.iri}#{part}"

    def term(self, part: str = "") -> Any:
        """A whole number that stands for the fact, or for a part of it."""
        return whole(self.name(part))

    def strict(self, value: Any, *operands: Symbol) -> Symbol:
        """A value that is unknown where an operand is, else none where an operand is."""
        blank = either(*(operand.blank for operand in operands))
        none = both(not_(blank), either(*(operand.none for operand in operands)))
        known = all(operand.known for operand in operands)
        return Symbol(None if none is True or blank is True else value, none, blank, known)

    def lacks(self, *operands: Symbol) -> Symbol | None:
        """The fact, where some operand certainly has no value; else None."""
        if all(operand.value is not None for operand in operands):
            return None
        return self.strict(None, *operands)

    def days(self, *roles: str) -> tuple[list[Symbol], list[Day]]:
        """The operands of some roles, and the days that they are."""
        symbols = [self.one(role) for role in roles]
        return symbols, [symbol.value for symbol in symbols]

    def moved(self, move: Move, day: Day, *operands: Symbol) -> Symbol:
        """The day that a move makes of another, made of operands."""
        return self.strict(moved(day, move, self.name("moved"), self.lemmas), *operands)

    def amount(self, total: Any, *operands: Symbol) -> Symbol:
        """A number, made of operands."""
        return self.strict(Amount(total), *operands)

    def months(self, unit: int, days: Sequence[Day], *operands: Symbol) -> Symbol:
        """How often so many months go into the time between two days."""
        start, end = days
        return self.strict(Months(start, end, 32 * unit, self.lemmas), *operands)


# What begins and ends, and may begin again: the later of its last beginning and end decides.


def over(call: Call) -> Symbol:
    """Whether it has ended by the day: begun by its end, and ended by the day."""
    begin, end, at = (call.one(role) for role in ("beginning", "ending", "at"))
    holds = both(_by(begin, end), _by(end, at))
    denied = either(
        _never(begin),
        _never(end),
        _never(at),
        _after(begin, end),
        _after(end, at),
        _after(begin, at),
    )
    return _decided(holds, denied, begin, end, at)


def lasts(call: Call) -> Symbol:
    """Whether it lasts on the day: begun by then, and neither over nor ended on the very day."""
    begin, end, at = (call.one(role) for role in ("beginning", "ending", "at"))
    begun = _by(begin, at)
    ended_before = both(_by(begin, end), _by(end, at))
    on_the_day = both(_by(end, at), _by(at, end))
    holds = both(begun, either(_never(end), both(not_(ended_before), not_(on_the_day))))
    denied = either(_never(begin), _never(at), _after(begin, at), on_the_day, ended_before)
    return _decided(holds, denied, begin, end, at)


def _decided(holds: Truth, denied: Truth, *days: Symbol) -> Symbol:
    """What holds; unknown where a day is left blank and the others do not deny it."""
    blank = both(not_(denied), either(*(day.blank for day in days)))
    known = denied is True and _settles(days) or all(day.known for day in days)
    return Symbol(both(holds, not_(denied)), False, blank, known)


def _settles(days: tuple[Symbol, ...]) -> bool:
    """Whether what is known of some days says no of itself."""
    return any(day.known for day in days)


def _never(day: Symbol) -> Truth:
    return both(not_(day.blank), day.none)


def _by(one: Symbol, other: Symbol) -> Truth:
    if one.value is None or other.value is None:
        return False
    return both(one.given, other.given, one.value.number <= other.value.number)


def _after(one: Symbol, other: Symbol) -> Truth:
    if one.value is None or other.value is None:
        return False
    return both(one.given, other.given, one.value.number > other.value.number)
