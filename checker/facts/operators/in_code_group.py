"""Whether a code belongs to a group on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import reduce

from lovgraf.facts.call import Call, State, is_literal, none_if_any
from lovgraf.facts.columns import Expression, literal, null
from lovgraf.facts.completion import Completion, W
from lovgraf.facts.entailed import Among, Entailment, Has, Scalar, Who, absence
from lovgraf.facts.fact import AS_OF, CodeGroup, Derived, Operand, Ref
from lovgraf.facts.operator import Operator, only_one, operand
from lovgraf.facts.symbols import ORIGIN, Moment, Open, Symbol, day_of, strict
from lovgraf.facts.values import NONE

Since = Sequence[tuple[date | None, date | None]]


class InCodeGroup(Operator):
    """Whether the code `of`, or one of the codes, is in the `group` on the day `at`; `whenNone`
    where there certainly is no code."""

    takes = "string"
    roles = ("of", "at")
    parameters = ("group", "whenNone")
    understood = by_order = follows = True

    def column(self, use: Call) -> State:
        """As the codes tell, or that there are none."""
        found, of = self._by_code(use), use.one("of")
        when_none = use.fact.roles.get("whenNone")
        if not when_none or of.none is None:
            return found
        value = of.none.if_else(literal(when_none[0] is True), found.value)
        return State(value, None if found.none is None else found.none & ~of.none)

    def can_be_none(self, fact: Derived, operands: Sequence[bool]) -> bool:
        """Where the day may be none, or the code and nothing is said of that."""
        return any(operands[1:] if "whenNone" in fact.roles else operands)

    def _by_code(self, use: Call) -> State:
        """On a known day one list of codes; else one for each time of membership."""
        of = use.one("of")
        group = use.groups[use.text("group") or ""]
        at = use.operands.get("at")
        if not at or is_literal(at[0]):
            on = use.as_of if not at else _literal_date(use)
            return State(_any_of(of.value, group.members(on)), of.none)
        together: dict[tuple[date | None, date | None], set[str]] = {}
        for code, start, end in group.memberships:
            together.setdefault((start, end), set()).add(code)
        inside = [
            (literal(True) if start is None else at[0].value >= literal(start))
            & (literal(True) if end is None else at[0].value <= literal(end))
            & _any_of(of.value, frozenset(codes))
            for (start, end), codes in together.items()
        ]
        value = reduce(lambda a, b: a | b, inside, literal(False))
        known = of.given() & at[0].given()
        return State(known.if_else(value, null("BOOLEAN")), none_if_any(of, at[0]))

    def known_below(self, fact: Derived) -> list[str]:
        """One operand may be unknown."""
        return only_one(self.operands(fact)) if "whenNone" not in fact.roles else []

    def states(self, call: Completion[W]) -> Iterator[tuple[Symbol, W]]:
        """Yes and no, with where the day then lies."""
        group = _group(call.fact, call.states.groups)
        if group is None:
            yield Open.FREE, call.world
            return
        for (of, at), after in call.all(call.operands(*self.roles)):
            when_none = call.fact.roles.get("whenNone")
            if of is NONE and when_none:
                yield when_none[0] is True, after
                continue
            if not isinstance(of, str | tuple) or not isinstance(at, Moment):
                yield strict(of, at), after
                continue
            codes = of if isinstance(of, tuple) else (of,)
            since = [(start, end) for code, start, end in group.memberships if code in codes]
            if at.point == ORIGIN:
                day = date.fromordinal(at.shift)
                yield any((a or day) <= day <= (b or day) for a, b in since), after
            else:
                yield from _member(since, at, after)

    def keys(
        self, fact: Derived, groups: Mapping[str, CodeGroup]
    ) -> Iterable[tuple[object, object]]:
        """The codes, each with when it belongs to the group."""
        group = _group(fact, groups)
        return [(code, (a, b)) for code, a, b in group.memberships] if group else []

    def pairs(
        self, fact: Derived, groups: Mapping[str, CodeGroup]
    ) -> Iterator[tuple[Ref | Operand, Ref | Operand]]:
        """The days on which a code comes or goes, with `at`."""
        group = _group(fact, groups)
        changes: set[date] = set()
        for _, start, end in group.memberships if group else ():
            changes |= {day for day in (start,) if day}
            changes |= {day + timedelta(days=1) for day in (end,) if day and day < date.max}
        return ((day, operand(fact, "at")) for day in sorted(changes))

    def entails(self, fact: Derived, use: Entailment) -> Iterator[tuple[Who, Scalar]]:
        """That whoever has a code of the group on the date is in it."""
        of, group = use.operand(fact, "of"), fact.roles.get("group", (None,))[0]
        if of is None or operand(fact, "at") != AS_OF or not isinstance(group, Ref):
            return
        if members := tuple(sorted(use.group(group.iri).members(use.as_of))):
            yield Among(of.iri, members), True
        nothing = absence(of)
        for given in fact.roles.get("whenNone", ()):
            if nothing is not None and isinstance(given, bool):
                yield Has(of.iri, nothing), given


def _group(fact: Derived, groups: Mapping[str, CodeGroup]) -> CodeGroup | None:
    found = fact.roles.get("group", (None,))[0]
    return groups.get(found.iri) if isinstance(found, Ref) else None


def _literal_date(use: Call) -> date:
    found = use.fact.roles["at"][0]
    return found if isinstance(found, date) else use.as_of


def _any_of(value: Expression, codes: frozenset[str]) -> Expression:
    if value.several:
        if not codes:
            return value.length() < 0
        among = reduce(lambda a, b: a | b, (value.contains(c) for c in sorted(codes)))
        return (value.length() == 1).if_else(value.first().is_in(sorted(codes)), among)
    if not codes:
        return value.is_null().if_else(null("BOOLEAN"), False)
    return value.is_in(sorted(codes))


def _member(since: Since, at: Moment, world: W) -> Iterator[tuple[Symbol, W]]:
    """Whether a day lies in one of some periods."""
    outside: list[W] = [world]
    for start, end in since:
        here: W | None = world
        left: list[W | None] = []
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
