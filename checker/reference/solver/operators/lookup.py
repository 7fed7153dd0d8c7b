"""The value that a table has for another."""

from __future__ import annotations

from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.symbols import UNKNOWN, Symbol, constant, is_one, joined
from lovgraf.reference.solver.terms import pick


def formula(call: Call) -> Symbol:
    """The entry whose key it is, else `otherwise`; `whenNone` where it is none."""
    of, roles = call.one("of"), call.fact.roles
    found = call.world.operand(roles["otherwise"][0]) if "otherwise" in roles else UNKNOWN
    for number, (key, value) in reversed(list(enumerate(call.fact.entries))):
        found = _either(call, is_one(of, key), constant(value), found, number)
    if "whenNone" in roles:
        none = call.world.operand(roles["whenNone"][0]) if roles["whenNone"] else UNKNOWN
    else:
        none = Symbol(None, none=True)
    found = _either(call, of.none, none, found, len(call.fact.entries))
    found = _either(call, of.blank, UNKNOWN, found, len(call.fact.entries) + 1)
    # Of a known value that is not listed nothing is known.
    return Symbol(found.value, found.none, found.blank, of.known and found.blank is False)


def _either(call: Call, which: object, one: Symbol, other: Symbol, number: int) -> Symbol:
    return Symbol(
        joined(which, one.value, other.value, call.name(f"entry{number}")),
        pick(which, one.none, other.none),
        pick(which, one.blank, other.blank),
    )
