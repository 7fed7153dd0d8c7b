"""The value that a table has for another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from lovgraf.facts import symbols
from lovgraf.facts.call import Call, State
from lovgraf.facts.columns import Expression, literal, null, switch
from lovgraf.facts.completion import Completion, W
from lovgraf.facts.entailed import Among, Besides, Entailment, Has, Scalar, Who, absence, plain
from lovgraf.facts.fact import CodeGroup, Derived, Fact, Operand, Ref
from lovgraf.facts.operator import Operator
from lovgraf.facts.symbols import Open, Symbol, has
from lovgraf.facts.values import NONE


class Lookup(Operator):
    """The value of the entry whose key is `of`, else `otherwise`; `whenNone` where it is none."""

    takes = "string"
    parameters = ("otherwise", "whenNone")
    structures = ("entry",)
    partial = understood = by_order = follows = True

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
            elif of is Open.FREE and _of_both(call.fact):
                for _, value in call.fact.entries:
                    yield symbols.literal(value), after
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

    def entails(self, fact: Derived, use: Entailment) -> Iterator[tuple[Who, Scalar]]:
        """Each value of whoever has one of its keys, and another of all else that is known."""
        of = use.operand(fact, "of")
        if of is None:
            return
        keys: dict[Scalar, list[Scalar]] = {}
        for key, value in fact.entries:
            if plain(key) and plain(value) and key != absence(of):
                keys.setdefault(value, []).append(key)  # type: ignore[arg-type]
        for value, some in keys.items():
            yield Among(of.iri, tuple(some)), value
        nothing = absence(of)
        none = None if nothing is None else Has(of.iri, nothing)
        for role, who in (("otherwise", _others(fact, of)), ("whenNone", none)):
            for given in fact.roles.get(role, ()):
                if who is not None and plain(given):
                    yield who, given  # type: ignore[misc]

    def silent(self, fact: Derived, use: Entailment) -> Who | None:
        """Whoever has a value that is not listed, where nothing is said of all others."""
        of = use.operand(fact, "of")
        return None if of is None or fact.roles.get("otherwise") else _others(fact, of)

    def values(self, fact: Derived, use: Entailment) -> frozenset[Scalar] | None:
        """Those of the entries, of all others, and where there is none."""
        found = [*self.results(fact), *fact.roles.get("whenNone", ())]
        return frozenset(found) if all(map(plain, found)) else None  # type: ignore[arg-type]


def _of_both(fact: Derived) -> bool:
    """Whether it has a value for yes and one for no, and so for all that a yes or no can be."""
    keys = [key for key, _ in fact.entries]
    return {*keys} == {True, False} and all(isinstance(key, bool) for key in keys)


def _constant(operand: Operand | Ref) -> Expression:
    assert not isinstance(operand, Ref)
    return literal(operand)


def _others(fact: Derived, of: Fact) -> Who | None:
    """Whoever has a value of a fact that is not listed; None where that cannot be said."""
    keys = [key for key, _ in fact.entries]
    keys += [nothing] if (nothing := absence(of)) else []
    if not all(map(plain, keys)):
        return None
    if of.datatype == "boolean":
        rest = tuple(value for value in (True, False) if value not in keys)
        return Among(of.iri, rest) if rest else None
    return Besides(of.iri, tuple(dict.fromkeys(keys)))  # type: ignore[arg-type]
