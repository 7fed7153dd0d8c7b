"""Whether a code belongs to a group on a day."""

from __future__ import annotations

from datetime import date

from lovgraf.core.errors import InputError
from lovgraf.facts.fact import CodeGroup, Ref
from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.days import Day
from lovgraf.reference.solver.symbols import Code, Symbol
from lovgraf.reference.solver.terms import Truth, both, either, pick


def formula(call: Call) -> Symbol:
    """As the codes tell, else what is said of none."""
    of, when_none = call.one("of"), call.fact.roles.get("whenNone")
    found = _by_code(call)
    if not when_none or of.none is False:
        return found
    said = when_none[0] is True
    value = said if found.value is None else pick(of.none, said, found.value)
    none, blank = (pick(of.none, False, one) for one in (found.none, found.blank))
    return Symbol(value, none, blank, found.known)


def _by_code(call: Call) -> Symbol:
    """For each time of membership: the day lies in it, and one of its codes is there."""
    symbols = [call.one("of"), call.one("at")]
    group = _group(call)
    if (lacking := call.lacks(*symbols)) is not None:
        return lacking
    codes, day = symbols[0].value, symbols[1].value
    since: dict[tuple[date | None, date | None], list[str]] = {}
    for code, start, end in group.memberships:
        since.setdefault((start, end), []).append(code)
    inside = either(
        *(both(_within(day, *span), _one_of(codes, own)) for span, own in since.items())
    )
    return call.strict(inside, *symbols)


def _group(call: Call) -> CodeGroup:
    named = call.fact.roles.get("group", ("",))[0]
    iri = named.iri if isinstance(named, Ref) else str(named)
    if iri not in call.world.vocabulary.groups:
        raise InputError(
            f"{call.fact.iri} bruger en ukendt kodegruppe {iri}.",
            f"{call.fact.iri} uses an unknown code group {iri}.",
        )
    return call.world.vocabulary.groups[iri]


def _within(day: Day, start: date | None, end: date | None) -> Truth:
    return both(
        True if start is None else day.number >= start.toordinal(),
        True if end is None else day.number <= end.toordinal(),
    )


def _one_of(codes: object, wanted: list[str]) -> Truth:
    if isinstance(codes, Code):
        return codes.is_in(wanted)
    return either(*(codes.contains(code) for code in wanted))  # type: ignore[attr-defined]
