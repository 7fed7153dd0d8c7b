"""An operator of derived facts, as it tells of itself; the defaults fit an ordinary one.

An ordinary operator has one operand a role, is unknown where an operand is unknown, and none where
an operand is none. It gives its name (the class's: that of its term in `record.ttl`), its roles and
`value`, the column expression that serves SQL, arrays and single records. All else is for
operators that are not ordinary, or of which more can be told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import ClassVar

from lovgraf.core.terms import Text
from lovgraf.facts.call import Call, Stage, State, none_if_any
from lovgraf.facts.columns import Expression
from lovgraf.facts.completion import Completion, Move, W
from lovgraf.facts.entailed import Entailment, Scalar, Who
from lovgraf.facts.fact import AS_OF, CodeGroup, Datatype, Derived, Operand, Ref
from lovgraf.facts.period import Period
from lovgraf.facts.symbols import Moment, Open, Symbol
from lovgraf.facts.values import NONE
from lovgraf.facts.values import State as Given


class Operator:
    """One operator of derived facts."""

    name: ClassVar[str]
    """The local name of its IRI."""
    roles: ClassVar[tuple[str, ...]] = ("of",)
    """The roles of its operands: facts, or literals in place of facts."""
    takes: ClassVar[Datatype] = "date"
    """The datatype of the operand `of`; others are dates."""
    parameters: ClassVar[tuple[str, ...]] = ()
    """Its further roles, which hold what is the same for every record."""
    structures: ClassVar[tuple[str, ...]] = ()
    """Those that hold more than a value, each a field of `Derived`: a calendar, entries."""
    stages: ClassVar[tuple[Stage, ...]] = ()
    """Named columns that `value` uses many times (`use.prepared`), each computed once."""

    partial: ClassVar[bool] = False
    """Whether it may give no value although its operands have one."""
    understood: ClassVar[bool] = False
    """Whether `states` says more than that the fact has some value."""
    follows: ClassVar[bool] = False
    """Whether its state follows from those of columns, and from how days lie."""
    by_order: ClassVar[bool] = False
    """Whether of days it matters to its state only which is the later, also of those it names."""
    one_of: ClassVar[bool] = False
    """Whether it gives one of its operands: none only where all are none."""
    passes_on: ClassVar[bool] = False
    """Whether it gives the first of its operands that is known."""
    event: ClassVar[bool] = False
    """Whether it says if the day `of` has come by the day `at`; no where it never comes."""
    counts_age: ClassVar[bool] = False
    """Whether it counts how old somebody is."""
    expires: ClassVar[bool] = False
    """Whether the day it gives may be the one on which something ends."""

    def __init_subclass__(cls) -> None:
        cls.name = cls.__name__

    # Columns

    def value(self, use: Call, *operands: Expression) -> Expression:
        """The value, of the value of each role; null where an operand's is null."""
        raise NotImplementedError(type(self).__name__)

    def column(self, use: Call) -> State:
        """The value, and where there is certainly none."""
        states = [use.one(role) for role in self.roles]
        value = self.value(use, *(state.value for state in states))
        return State(value, none_if_any(*states) if len(states) > 1 else states[0].none)

    def can_be_none(self, fact: Derived, operands: Sequence[bool]) -> bool:
        """Whether a complete record can be without a value, if it can be without these operands."""
        return all(operands) if self.one_of else any(operands)

    def bare(self, of: Expression, at: date) -> Expression:
        """Of an event: whether it has come by a known day; null where there is no day."""
        raise NotImplementedError(type(self).__name__)

    def by_first_digit(self, fact: Derived) -> bool:
        """Whether all texts of digits that begin alike give the same."""
        return False

    # What follows from what is known

    def operands(self, fact: Derived) -> list[str]:
        """The facts among its operands, by IRI."""
        return [
            operand.iri
            for role in self.roles
            for operand in fact.roles.get(role, ())
            if isinstance(operand, Ref) and operand != AS_OF
        ]

    def known_below(self, fact: Derived) -> list[str]:
        """The operands (by IRI) that are certainly known where the fact is."""
        return self.operands(fact)

    def unknown_below(self, fact: Derived, known: Collection[str]) -> list[str]:
        """The operands (by IRI) that are certainly unknown where the fact is, and some are known:
        the only one that may be; nothing where the fact may be unknown of known operands."""
        if self.partial:
            return []
        below = [iri for iri in self.operands(fact) if iri not in known]
        return below if len(below) == 1 else []

    def states(self, call: Completion[W]) -> Iterator[tuple[Symbol, W]]:
        """Each state that the fact may have in a completion, with what the world then is."""
        for states, after in call.all(call.operands(*self.roles)):
            if Open.BLANK in states:
                yield Open.BLANK, after
            elif NONE in states:
                yield NONE, after
            else:
                day = call.fact.datatype == "date"
                yield Moment(call.fact.iri) if day else Open.FREE, after

    # Days and values that it tells apart

    def move(self, fact: Derived) -> tuple[Move, tuple[int, int]] | None:
        """How it moves a day, with the fewest and most days; None where it does not, or where that
        is not known, or does not keep the order of days."""
        return None

    def pairs(
        self, fact: Derived, groups: Mapping[str, CodeGroup]
    ) -> Iterator[tuple[Ref | Operand, Ref | Operand]]:
        """The days that it holds against each other: whether the second comes before the first."""
        return iter(())

    def keys(
        self, fact: Derived, groups: Mapping[str, CodeGroup]
    ) -> Iterable[tuple[object, object]]:
        """The values of an operand that it looks for, and what it makes of each."""
        return ()

    def results(self, fact: Derived) -> Iterable[Ref | Operand]:
        """The values that it gives of its own."""
        return ()

    def period(self, number: int) -> Period:
        """The time that a number of it stands for."""
        return Period(days=number)

    def periods(self, fact: Derived) -> list[Period]:
        """The times by which it moves a day, as far as it is worth trying them."""
        return []

    def can_be(self, fact: Derived, day: date) -> bool:
        """Whether it can give a day, as far as its parameters tell."""
        return True

    # What OWL 2 can say of it

    def entails(self, fact: Derived, use: Entailment) -> Iterable[tuple[Who, Scalar]]:
        """Whom it certainly gives which value; nobody where OWL 2 cannot say that, as it cannot
        count days."""
        return ()

    def silent(self, fact: Derived, use: Entailment) -> Who | None:
        """Whoever it gives nothing although its operand is known; None where OWL 2 cannot say."""
        return None

    def values(self, fact: Derived, use: Entailment) -> frozenset[Scalar] | None:
        """All values that it can give; None where they cannot be told one by one."""
        return frozenset({True, False}) if fact.datatype == "boolean" else None

    # Words

    def in_words(self, fact: Derived, value: Given, operands: Sequence[Given]) -> Text | None:
        """The value in words of its own, given those of `of`; None for the usual ones."""
        return None


def operand(fact: Derived, role: str) -> Ref | Operand:
    """The first operand of a role; the as-of date where it is not given."""
    found = fact.roles.get(role)
    return found[0] if found else AS_OF


def only_one(operands: list[str]) -> list[str]:
    """The operand, where there is just one."""
    return operands if len(operands) == 1 else []
