"""The value that a table has for another."""

from __future__ import annotations

from lovgraf.facts.fact import Derived
from lovgraf.facts.values import NONE, State
from lovgraf.reference.call import Call, Operator, holds


def _lookup(call: Call) -> State:
    of, roles = call.one("of"), call.fact.roles
    if of is None:
        return None
    if of is NONE:
        if "whenNone" not in roles:
            return NONE
        return call.record.operand(roles["whenNone"][0]) if roles["whenNone"] else None
    for key, value in call.fact.entries:
        if holds(of, key):
            return value
    return call.record.operand(roles["otherwise"][0]) if "otherwise" in roles else None


def _unlisted(fact: Derived) -> bool:
    return "otherwise" not in fact.roles or fact.roles.get("whenNone") == ()


OPERATOR = Operator(_lookup, blank=_unlisted)
