"""A norm as what decides its verdict, read anew from the law: conditions, deadlines, routes.

Source: semantics, sections 2 and 4. It owes nothing to the programs of the columns engine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from msgspec import Struct
from rdflib import URIRef

from lovgraf.conditions.from_owl import OwlReader
from lovgraf.conditions.from_shacl import ShaclReader
from lovgraf.conditions.readable import Unreadable
from lovgraf.conditions.tree import (
    FALSE,
    TRUE,
    Condition,
    Excludes,
    Leaf,
    Not,
    OneOf,
    Test,
    all_of,
    any_of,
    facts_of,
    questions,
)
from lovgraf.core.terms import CORE
from lovgraf.facts.closed_days import Calendar
from lovgraf.facts.fact import Column, Derived
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.deadlines import Deadline
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.reference.solver.days import Day, Lemmas, Move, moved
from lovgraf.reference.solver.operators import formula_of
from lovgraf.reference.solver.symbols import extreme, open_days
from lovgraf.reference.solver.terms import Number, Truth, both, either, not_, pick
from lovgraf.reference.solver.world import World

# The deadlines of a norm on one record: done in time, too late, or still open.
#
# The period runs from the latest trigger that happened. What is done after the as-of date has not
# been done yet, but for the earliest day of a shortest time, which may be agreed ahead.

Past = Callable[[Number], Truth]
"""Whether the last day of a deadline lies before a day, by its number."""


class Kept(NamedTuple):
    """Whether all deadlines were kept, whether one was missed, and whether one is still open."""

    in_time: Truth
    late: Truth
    open: Truth


def kept(norm: Norm, world: World) -> Kept:
    """What all deadlines of a norm say; what holds of their terms is noted under the norm."""
    found = [
        _Deadline(f"{norm.iri}#deadline{number}", deadline, norm, world).kept()
        for number, deadline in enumerate(norm.deadlines)
    ]
    return Kept(
        both(*(one.in_time for one in found)),
        either(*(one.late for one in found)),
        either(*(one.open for one in found)),
    )


def _never(_number: Number) -> Truth:
    return False


class _Deadline:
    """One deadline on one record."""

    def __init__(self, name: str, deadline: Deadline, norm: Norm, world: World) -> None:
        self._name, self._deadline, self._world = name, deadline, world
        self._lemmas: list[Lemmas] = world.about(norm.iri).lemmas
        triggers = [world.asked(iri) for iri in deadline.triggers]
        self._trigger = extreme(triggers, f"{name}#trigger", latest=True)

    def kept(self) -> Kept:
        """What it says."""
        now, deadline = self._world.as_of.toordinal(), self._deadline
        begun, day = not_(self._trigger.none), self._trigger.value
        if day is None:  # nothing starts it
            past: Past = _never
            waiting: Truth = True
        else:
            past = self._past(day)
            to_come = False if deadline.before_event else day.number > now
            waiting = either(not_(begun), to_come, not_(past(now)))
        if deadline.performed_on is None:
            return Kept(True, False, waiting)
        done = self._world.asked(deadline.performed_on)
        if done.value is None:
            return Kept(False, False, True if deadline.at_least else waiting)
        number, there = done.value.number, not_(done.none)
        if deadline.at_least:
            # On the last day or later: so the day before it lies before the day after.
            enough = both(there, begun, past(number + 1))
            return Kept(enough, both(there, begun, not_(past(number + 1))), done.none)
        by_now = both(there, number <= now)
        late = both(by_now, begun, past(number))
        return Kept(both(by_now, not_(late)), late, waiting)

    def _past(self, trigger: Day) -> Past:
        """Whether the last day of the deadline lies before a day, by the reading that holds."""
        deadline, period = self._deadline, self._deadline.period
        if period.bank_days:
            assert deadline.calendar is not None
            return self._bank_days_past(trigger, deadline.calendar)
        own = period.backwards if deadline.before_event else period
        closing = deadline.closing
        earlier = closing.earlier.days if closing else 0

        def end(name: str, calendar: Calendar | None) -> Number:
            move = Move(own.months, own.days - earlier, calendar=calendar)
            return moved(trigger, move, f"{self._name}#{name}", self._lemmas).number

        last = end("possible", closing.possible if closing else None)
        if closing is not None and closing.open_point is not None:
            widest = self._world.asked(closing.open_point).value
            last = pick(widest, last, end("certain", closing.certain))
        return lambda number: last < number

    def _bank_days_past(self, trigger: Day, calendar: Calendar) -> Past:
        """So many bank days lie wholly between the trigger and a day."""
        start = open_days(trigger.number, calendar, f"{self._name}#from", self._lemmas)
        wanted = self._deadline.period.bank_days

        def past(number: Number) -> Truth:
            name = f"{self._name}#to{'' if isinstance(number, int) else number}"
            return open_days(number - 1, calendar, name, self._lemmas) - start >= wanted

        return past


class Parts(Struct, frozen=True):
    """What decides a norm's verdict; `reach` is that what it takes can be had.

    `below` are the facts that it rests on (IRIs), sorted.
    """

    norm: Norm
    addressed: Condition
    exempt: Condition
    duty: Condition
    reach: Condition
    below: tuple[str, ...]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All of them."""
        return self.addressed, self.exempt, self.duty, self.reach


class Reading:
    """Reads norms of the law of a day, for one type of record."""

    def __init__(self, view: LawView, record_type: str) -> None:
        graph, types = view.law.graph, view.law.facts.record_types
        self._view, self._type = view, record_type
        self._owl = OwlReader(graph, types, record_type)
        self._shacl = ShaclReader(graph, types, record_type)

    def parts(self, norm: Norm) -> Parts:
        """A norm's parts. Raises `InputError` for what cannot be read, or has no formula."""
        try:
            return self._parts(norm)
        except Unreadable as error:
            raise error.of(norm.label) from None

    def _parts(self, norm: Norm) -> Parts:
        if norm.duty:
            self._shacl.readable.check_duty(URIRef(norm.duty))
        needs = norm.requires if norm.bearer == str(CORE.Subject) else ()
        conditions = (
            self._class(norm.addressee),
            self._lifted(norm, frozenset({norm.iri})),
            self._shacl.condition(URIRef(norm.duty)) if norm.duty else TRUE,
            all_of(*(self._had(need, frozenset()) for need in needs)),
        )
        asked = {fact for condition in conditions for fact in facts_of(condition)}
        for deadline in norm.deadlines:
            others = (deadline.performed_on, deadline.open_point)
            asked |= {*deadline.triggers, *(iri for iri in others if iri)}
        found = below(self._view.law.facts, asked)
        return Parts(norm, *conditions, tuple(sorted(found)))

    def _class(self, name: str | None) -> Condition:
        return self._owl.condition(URIRef(name)) if name else TRUE

    def _lifted(self, norm: Norm, seen: frozenset[str]) -> Condition:
        """That an exemption or an overriding norm lifts it, which is not lifted itself."""
        ways = []
        for other in self._view.lifting(norm.iri):
            if other.iri in seen:
                continue
            names = [other.addressee] if norm.iri in other.overrides else []
            if norm.iri in other.exempts:
                names.append(other.granted or other.addressee)
            holds = any_of(*(self._class(name) for name in names if name))
            ways.append(all_of(holds, Not(self._lifted(other, seen | {other.iri}))))
        return any_of(*ways)

    def _had(self, thing: str, above: frozenset[str]) -> Condition:
        """That a capability or a piece of evidence can be had: held, or by a route of which no need
        leads back to it."""
        access = self._view.law.access
        if thing in above:
            return FALSE
        holder = access.holder(thing, self._type)
        ways = [self._class(holder)] if holder else []
        for route in self._view.routes:
            fits = not route.record_types or self._type in route.record_types
            offered = all(self._view.has_power(route, power) for power in route.powers)
            if thing not in route.grants or not fits or not offered:
                continue
            steps = [self._class(route.eligible), self._class(access.nearby(route))]
            ways.append(all_of(*steps, *(self._had(n, above | {thing}) for n in route.needs)))
        if not ways and holder is None and thing not in access.capabilities:
            return TRUE  # evidence of which nobody says who has it
        return any_of(*ways)


def below(facts: FactVocabulary, asked: Iterable[str]) -> set[str]:
    """Facts with all that they rest on. Raises `InputError` where one has no formula."""
    found, todo = set[str](), list(asked)
    while todo:
        iri = todo.pop()
        if iri in found:
            continue
        found.add(iri)
        fact = facts[iri]
        if isinstance(fact, Derived):
            formula_of(fact)
            todo += fact.operand_facts
        elif isinstance(fact, Column):
            todo += [other for other, _ in fact.none_when]
    return found


def mentioned(
    facts: FactVocabulary, conditions: Iterable[Condition], rest_on: Collection[str]
) -> dict[str, frozenset[str]]:
    """The texts that conditions hold each fact against, themselves or by what is derived from it;
    `rest_on` are the facts that they rest on (IRIs)."""
    found: dict[str, set[str]] = {}
    for condition in conditions:
        for question in questions(condition):
            if isinstance(question, Leaf):
                found.setdefault(question.fact, set()).update(_texts(question.test))
    derived = [fact for iri in sorted(rest_on) if isinstance(fact := facts[iri], Derived)]
    for column in (facts[iri] for iri in rest_on):
        for other, wanted in getattr(column, "none_when", ()):
            found.setdefault(other, set()).add(str(wanted))
    for _ in derived:  # as deep as one may rest on another
        before = sum(map(len, found.values()))
        for fact in derived:
            own = found.get(fact.iri, set()) | {str(key) for key, _ in fact.entries}
            for group in fact.roles.get("group", ()):
                own |= {code for code, _, _ in facts.groups[getattr(group, "iri", "")].memberships}
            for iri in fact.operand_facts:
                found.setdefault(iri, set()).update(own)
        if before == sum(map(len, found.values())):
            break
    return {iri: frozenset(texts) for iri, texts in found.items()}


def _texts(test: Test) -> frozenset[str]:
    while isinstance(test, Excludes):
        test = test.test
    values = test.values if isinstance(test, OneOf) else ()
    return frozenset(value for value in values if isinstance(value, str))
