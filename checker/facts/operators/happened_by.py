"""Whether something has happened by a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from lovgraf.core.terms import Text
from lovgraf.facts.call import Call, State
from lovgraf.facts.columns import Expression
from lovgraf.facts.completion import Completion, W
from lovgraf.facts.fact import AS_OF, CodeGroup, Column, Derived, Operand, Ref
from lovgraf.facts.operator import Operator, only_one, operand
from lovgraf.facts.symbols import Moment, Symbol, strict
from lovgraf.facts.values import NONE


class HappenedBy(Operator):
    """Whether the day `of` lies on or before the day `at`; no where it never comes."""

    roles = ("of", "at")
    understood = by_order = follows = event = True

    def column(self, use: Call) -> State:
        """A comparison; no where there is no day `of`, none where there is no day `at`."""
        of, at = use.one("of"), use.one("at")
        happened = of.value <= at.value
        none = None if at.none is None else at.none & of.given()
        return State(happened if of.none is None else of.none.if_else(False, happened), none)

    def bare(self, of: Expression, at: date) -> Expression:
        """The comparison."""
        return of <= at

    def can_be_none(self, fact: Derived, operands: Sequence[bool]) -> bool:
        """Only where there may be no day `at`."""
        at = operand(fact, "at")
        return isinstance(at, Ref) and at != AS_OF and operands[-1]

    def known_below(self, fact: Derived) -> list[str]:
        """One operand may be unknown."""
        return only_one(self.operands(fact))

    def states(self, call: Completion[W]) -> Iterator[tuple[Symbol, W]]:
        """Yes and no, with which day then is the earlier."""
        for (of, at), after in call.all(call.operands(*self.roles)):
            if of is NONE:
                yield False, after
            elif isinstance(of, Moment) and isinstance(at, Moment):
                if (then := after.by(of, at)) is not None:
                    yield True, then
                if (later := after.after(of, at)) is not None:
                    yield False, later
            else:
                yield strict(of, at), after

    def pairs(
        self, fact: Derived, groups: Mapping[str, CodeGroup]
    ) -> Iterator[tuple[Ref | Operand, Ref | Operand]]:
        """The two days."""
        yield operand(fact, "of"), operand(fact, "at")


def has_come(column: Column) -> Derived:
    """The fact that the day of a column has come by the as-of date."""
    return Derived(
        column.has_come,
        Text(f"{column.label.da}: er kommet", f"{column.label.en}: has come"),
        Text(
            "Om dagen er kommet senest på opgørelsesdatoen.",
            "Whether the day has come by the as-of date.",
        ),
        "boolean",
        column.record_types,
        operator=HappenedBy.__name__,
        roles={"of": (Ref(column.iri),)},
        asks_for=(column.iri,),
        follows=True,
    )
