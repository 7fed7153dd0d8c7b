"""The facts of one record, three-valued: columns and every operator of derived facts.

Source: `ontology/record.ttl`, where each operator is defined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from checker.errors import InputError
from checker.law.norms import Period
from checker.records.bankdays import bank_days_between
from checker.records.facts import AS_OF, Column, Derived, FactVocabulary, Judgment, Operand, Ref
from checker.records.values import NONE, State
from checker.reference.dates import add_period, born, full_months, full_years


def evaluate(
    vocabulary: FactVocabulary,
    given: Mapping[str, State],
    as_of: date,
    wanted: Iterable[str] | None = None,
) -> dict[str, State]:
    """The state of all facts (or of those `wanted`) of a record, by IRI.

    Raises `InputError` for a fact that rests on itself or is not declared, an unknown operator,
    or a missing operand.
    """
    record = Record(vocabulary, given, as_of)
    return {iri: record.state(iri) for iri in (vocabulary.facts if wanted is None else wanted)}


class Record:
    """One record whose facts are worked out when asked for.

    `given` are the values of columns. `assumed` stands in for facts that would be unknown, and
    `pinned` overrules everything: both make a completion of an incomplete record.
    """

    def __init__(
        self,
        vocabulary: FactVocabulary,
        given: Mapping[str, State],
        as_of: date,
        assumed: Mapping[str, State] | None = None,
        pinned: Mapping[str, State] | None = None,
    ) -> None:
        self.vocabulary, self.as_of = vocabulary, as_of
        self.given, self._assumed = given, assumed or {}
        self._known: dict[str, State] = dict(pinned or {})
        self._open: list[str] = []

    def state(self, iri: str) -> State:
        """A value, NONE, or None where it is unknown."""
        if iri in self._known:
            return self._known[iri]
        if iri in self._open:
            raise InputError(
                f"Kendsgerningen {iri} afhænger af sig selv.", f"The fact {iri} rests on itself."
            )
        self._open.append(iri)
        try:
            found = self._work_out(iri)
        finally:
            self._open.pop()
        self._known[iri] = found
        return found

    def operand(self, operand: Ref | Operand) -> State:
        """The state of an operand: a fact, the as-of date, or a literal."""
        if isinstance(operand, Ref):
            return self.as_of if operand == AS_OF else self.state(operand.iri)
        return operand

    def _work_out(self, iri: str) -> State:
        fact = self.vocabulary[iri]
        if isinstance(fact, Column):
            found = self._column(fact)
        elif isinstance(fact, Derived):
            if fact.operator not in OPERATORS:
                raise InputError(
                    f"{iri} bruger den ukendte operator {fact.operator}.",
                    f"{iri} uses the unknown operator {fact.operator}.",
                )
            found = OPERATORS[fact.operator](_Call(fact, self))
        else:
            assert isinstance(fact, Judgment)
            found = None
        return self._assumed.get(iri) if found is None else found

    def _column(self, column: Column) -> State:
        """What is given; else what other columns imply; else whether it did not happen."""
        raw = self.given.get(column.iri)
        if raw is not None:
            return _normal(column, raw)
        if any(self._is_given(other) for other in column.implied_false_by):
            return False
        if any(self._is_given(other) for other in column.implied_true_by):
            return True
        for other, wanted in column.none_when:
            if holds(self.state(other), wanted):
                return NONE
        return None

    def _is_given(self, iri: str) -> bool:
        return self.given.get(iri) not in (None, NONE)


def _normal(column: Column, raw: State) -> State:
    """One code of a multi-valued column is a tuple of one; no code at all is NONE."""
    if raw is NONE or (column.absent_value is not None and raw == column.absent_value):
        return NONE
    if not column.multi:
        return raw
    codes = (raw,) if isinstance(raw, str) else raw
    assert isinstance(codes, tuple)
    return tuple(sorted(set(codes) - {column.absent_value})) or NONE


def holds(state: State, wanted: State) -> bool:
    """Whether a fact has a value, among others perhaps; true is not 1."""
    if isinstance(state, tuple):
        return wanted in state
    return state == wanted and isinstance(state, bool) == isinstance(wanted, bool)


class _Call:
    """One application of an operator to a record."""

    def __init__(self, fact: Derived, record: Record) -> None:
        self.fact, self.record = fact, record

    def all(self, role: str) -> list[State]:
        """The states of the operands of a role."""
        return [self.record.operand(operand) for operand in self.fact.roles.get(role, ())]

    def one(self, role: str) -> State:
        """The state of the one operand of a role; `at` and `to` are the as-of date by default."""
        found = self.all(role)
        if found:
            return found[0]
        if role in ("at", "to"):
            return self.record.as_of
        raise InputError(
            f"{self.fact.iri} mangler record:{role}.", f"{self.fact.iri} lacks record:{role}."
        )

    def number(self, role: str, default: int) -> int:
        """A whole number among the parameters."""
        found = self.fact.roles.get(role)
        return int(str(found[0])) if found else default


def _strict(*roles: str) -> Callable[[Callable[..., State]], Callable[[_Call], State]]:
    """An operator that is unknown where an operand is, else none where an operand is."""

    def wrap(function: Callable[..., State]) -> Callable[[_Call], State]:
        def operator(call: _Call) -> State:
            states = [call.one(role) for role in roles]
            if None in states:
                return None
            if NONE in states:
                return NONE
            return function(call, *states)

        return operator

    return wrap


@_strict("of", "at")
def _age_at(_call: _Call, of: date, at: date) -> State:
    return full_years(of, at)


@_strict("from", "to")
def _days_between(_call: _Call, start: date, end: date) -> State:
    return (end - start).days


@_strict("from", "to")
def _months_between(_call: _Call, start: date, end: date) -> State:
    return full_months(start, end)


@_strict("from", "to")
def _bank_days_between(_call: _Call, start: date, end: date) -> State:
    return bank_days_between(start, end)


@_strict("of")
def _add_period(call: _Call, of: date) -> State:
    period = call.fact.roles.get("period")
    if not period:
        raise InputError(
            f"{call.fact.iri} mangler record:period.", f"{call.fact.iri} lacks record:period."
        )
    return add_period(of, Period.parse(str(period[0])))


@_strict("of")
def _calendar_rule(call: _Call, of: date) -> State:
    month, day = call.number("month", of.month), call.number("day", of.day)
    return date(of.year + call.number("years", 0), month, day)


@_strict("of", "at")
def _in_code_group(call: _Call, of: str | tuple[str, ...], at: date) -> State:
    group = call.fact.roles.get("group", ("",))[0]
    iri = group.iri if isinstance(group, Ref) else str(group)
    if iri not in call.record.vocabulary.groups:
        raise InputError(
            f"{call.fact.iri} bruger en ukendt kodegruppe {iri}.",
            f"{call.fact.iri} uses an unknown code group {iri}.",
        )
    codes = of if isinstance(of, tuple) else (of,)
    return not call.record.vocabulary.groups[iri].members(at).isdisjoint(codes)


def _extreme(pick: Callable[..., date]) -> Callable[[_Call], State]:
    def operator(call: _Call) -> State:
        states = call.all("of")
        if None in states:
            return None
        dates = [state for state in states if isinstance(state, date)]
        return pick(dates) if dates else NONE

    return operator


def _happened_by(call: _Call) -> State:
    of, at = call.one("of"), call.one("at")
    if of is None or at is None:
        return None
    if of is NONE:
        return False
    return NONE if at is NONE else of <= at  # type: ignore[operator]


def _first_known(call: _Call) -> State:
    for role in ("first", "second", "third", "fourth"):
        for state in call.all(role):
            if state is not None:
                return state
    return None


def _lookup(call: _Call) -> State:
    of, roles = call.one("of"), call.fact.roles
    if of is None:
        return None
    if of is NONE:
        return call.record.operand(roles["whenNone"][0]) if "whenNone" in roles else NONE
    for key, value in call.fact.entries:
        if holds(of, key):
            return value
    return call.record.operand(roles["otherwise"][0]) if "otherwise" in roles else None


def _birth_date_of_cpr(call: _Call) -> State:
    of = call.one("of")
    return born(of) if isinstance(of, str) else of


OPERATORS: dict[str, Callable[[_Call], State]] = {
    "AgeAt": _age_at,
    "DaysBetween": _days_between,
    "MonthsBetween": _months_between,
    "BankDaysBetween": _bank_days_between,
    "AddPeriod": _add_period,
    "CalendarRule": _calendar_rule,
    "LatestOf": _extreme(max),
    "EarliestOf": _extreme(min),
    "InCodeGroup": _in_code_group,
    "HappenedBy": _happened_by,
    "FirstKnown": _first_known,
    "Lookup": _lookup,
    "BirthDateOfCpr": _birth_date_of_cpr,
}
