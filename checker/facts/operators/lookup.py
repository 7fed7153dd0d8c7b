"""What a table says of a value."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from lovgraf.facts import symbols
from lovgraf.facts.call import Call, State
from lovgraf.facts.columns import Expression, literal, null, switch
from lovgraf.facts.completion import Completion, W
from lovgraf.facts.operator import Operator
from lovgraf.facts.symbols import Open, Symbol, has
from lovgraf.facts.values import NONE
from lovgraf.facts.vocabulary import CodeGroup, Derived, Operand, Ref


class Lookup(Operator):
    """The value of the entry whose key is `of`, else `otherwise`; `whenNone` where it is none."""

    takes = "string"
    parameters = ("otherwise", "whenNone")
    structures = ("entry",)
    partial = understood = follows = True

    def column(self, use: Call) -> State:
        """A switch over the entries."""
        of = use.one("of")
        otherwise = use.fact.roles.get("otherwise")
        default = _constant(otherwise[0]) if otherwise else null()
        value = switch(of.value, use.fact.entries, default)
        value = of.value.is_null().if_else(null(), value)
        when_none = use.fact.roles.get("whenNone")
        if when_none is None or of.none is None:
            return State(value, of.none)
        return State(of.none.if_else(_constant(when_none[0]), value) if when_none else value)

    def can_be_none(self, fact: Derived, operands: Sequence[bool]) -> bool:
        """Not where it says what follows from none."""
        return "whenNone" not in fact.roles and any(operands)

    def by_first_digit(self, fact: Derived) -> bool:
        """Where no key is made of digits."""
        return not any(str(key).isdigit() for key, _ in fact.entries)

    def unknown_below(self, fact: Derived, known: Collection[str]) -> list[str]:
        """Nothing, where it may be unknown of a known value."""
        settled = "otherwise" in fact.roles and fact.roles.get("whenNone") != ()
        return self.operands(fact) if settled else []

    def states(self, call: Completion[W]) -> Iterator[tuple[Symbol, W]]:
        """The value of the entry; unknown of a value that it does not list."""
        otherwise = call.fact.roles.get("otherwise")
        when_none = call.fact.roles.get("whenNone")
        for (of,), after in call.all(call.operands("of")):
            if of is NONE:
                if when_none is None:
                    yield NONE, after
                else:
                    yield (symbols.literal(when_none[0]) if when_none else Open.BLANK), after
            elif isinstance(of, bool | str):
                listed = [value for key, value in call.fact.entries if has(of, key)]
                if listed or otherwise:
                    found = listed[0] if listed else otherwise[0]  # type: ignore[index]
                    yield symbols.literal(found), after
                else:
                    yield Open.BLANK, after
            else:
                yield Open.BLANK if of is Open.BLANK else Open.FREE, after

    def keys(
        self, fact: Derived, groups: Mapping[str, CodeGroup]
    ) -> Iterable[tuple[object, object]]:
        """The entries."""
        return fact.entries

    def results(self, fact: Derived) -> Iterable[Ref | Operand]:
        """The values of the entries, and `otherwise`."""
        return (*(value for _, value in fact.entries), *fact.roles.get("otherwise", ()))


def _constant(operand: Operand | Ref) -> Expression:
    assert not isinstance(operand, Ref)
    return literal(operand)
