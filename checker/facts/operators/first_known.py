"""The first of several facts that is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from lovgraf.facts.call import Call, State
from lovgraf.facts.columns import Expression, coalesce, literal, null
from lovgraf.facts.completion import Completion, W
from lovgraf.facts.entailed import (
    EVERYONE,
    Each,
    Either,
    Entailment,
    Has,
    Scalar,
    Who,
    plain,
)
from lovgraf.facts.fact import Derived, Operand, Ref
from lovgraf.facts.operator import Operator
from lovgraf.facts.symbols import Open, Symbol


class FirstKnown(Operator):
    """The value (or none) of the first operand that is known."""

    roles = ("first", "second", "third", "fourth")
    understood = by_order = passes_on = True

    def column(self, use: Call) -> State:
        """The first value before which nothing is certainly none."""
        states = [use.operands[role][0] for role in self.roles if role in use.operands]
        value = null()
        none: Expression | None = None
        for state in reversed(states):
            if state.none is None:
                value = coalesce(state.value, value)
                none = None if none is None else state.value.is_null() & none
            else:
                value = state.none.if_else(null(), coalesce(state.value, value))
                rest = literal(False) if none is None else none
                none = state.none | (state.value.is_null() & rest)
        return State(value, none)

    def known_below(self, fact: Derived) -> list[str]:
        """Any operand may be the known one."""
        return []

    def unknown_below(self, fact: Derived, known: Collection[str]) -> list[str]:
        """All of them are."""
        return self.operands(fact)

    def states(self, call: Completion[W]) -> Iterator[tuple[Symbol, W]]:
        """Those of each operand that may be the first known one."""
        operands = [operand for role in self.roles for operand in call.fact.roles.get(role, ())]
        known, unknown = call.states.knowledge.known, call.states.knowledge.unknown
        if call.fact.iri in unknown:
            yield from _first(call, operands, call.world)
            return
        # It may have been settled by any operand while those before it were blank.
        for operand in operands:
            blank = isinstance(operand, Ref) and operand.iri in unknown
            if blank and call.fact.iri in known:
                continue
            for state, after in call.one(operand, call.world):
                if not (state is Open.BLANK and call.fact.iri in known):
                    yield state, after
            if not isinstance(operand, Ref) or operand.iri in known:
                return

    def entails(self, fact: Derived, use: Entailment) -> Iterator[tuple[Who, Scalar]]:
        """The value of an operand, where those before it say the same or are certainly unknown."""
        before: list[Ref] = []
        for operand in self._in_order(fact):
            if not isinstance(operand, Ref):
                return  # a value that holds where nothing is known
            all_ = (True, False) if fact.datatype == "boolean" else use.values(operand) or ()
            for value in all_ if fact.datatype == "boolean" else sorted(all_, key=repr):
                parts = [_gives_way(one, value, use) for one in before]
                yield Each((Has(operand.iri, value), *parts)), value
            before.append(operand)

    def values(self, fact: Derived, use: Entailment) -> frozenset[Scalar] | None:
        """Those of its operands."""
        found: set[Scalar] = set()
        for operand in self._in_order(fact):
            own = use.values(operand) if isinstance(operand, Ref) else None
            if own is None and not plain(operand):
                return None
            found |= own if own is not None else {operand}  # type: ignore[arg-type]
        return frozenset(found)

    def _in_order(self, fact: Derived) -> list[Ref | Operand]:
        return [operand for role in self.roles for operand in fact.roles.get(role, ())]


def _gives_way(operand: Ref, value: Scalar, use: Entailment) -> Who:
    """Where an operand says a value, or certainly nothing."""
    if (
        (all_ := use.values(operand)) is not None
        and all_ <= {value}
        and not use.can_be_none(operand)
    ):
        return EVERYONE
    same, silent = Has(operand.iri, value), use.silent(operand)
    return same if silent is None else Either((same, silent))


def _first(call: Completion[W], operands: Sequence[object], world: W) -> Iterator[tuple[Symbol, W]]:
    """The first operand that does not stay unknown in a completion."""
    if not operands:
        yield Open.BLANK, world
        return
    for state, after in call.one(operands[0], world):
        if state is Open.BLANK:
            yield from _first(call, operands[1:], after)
        else:
            yield state, after
