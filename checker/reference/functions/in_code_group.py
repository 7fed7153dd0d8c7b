"""Whether a code, or one of several, belongs to a group on a day."""

from __future__ import annotations

from datetime import date

from lovgraf.core.errors import InputError
from lovgraf.facts.fact import Ref
from lovgraf.facts.values import NONE, State
from lovgraf.reference.call import Call, Operator, strict


def _in_code_group(call: Call) -> State:
    when_none = call.fact.roles.get("whenNone")
    if when_none and call.one("of") is NONE:
        return when_none[0] is True
    return _by_code(call)


@strict("of", "at")
def _by_code(call: Call, of: str | tuple[str, ...], at: date) -> State:
    group = call.fact.roles.get("group", ("",))[0]
    iri = group.iri if isinstance(group, Ref) else str(group)
    if iri not in call.record.vocabulary.groups:
        raise InputError(
            f"{call.fact.iri} bruger en ukendt kodegruppe {iri}.",
            f"{call.fact.iri} uses an unknown code group {iri}.",
        )
    codes = of if isinstance(of, tuple) else (of,)
    return not call.record.vocabulary.groups[iri].members(at).isdisjoint(codes)


OPERATOR = Operator(_in_code_group)
