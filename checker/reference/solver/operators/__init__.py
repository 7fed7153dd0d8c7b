"""The formulas of the operators of derived facts: one file each, found by itself.

A file is called as the operator's term in `ontology/record.ttl` (`age_at` for `AgeAt`) and holds
its `formula`. It owes nothing to `checker/facts/operators` and to the functions of the reference
engine, which it is held against. What has no file is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from lovgraf.core.one_a_file import modules_of, term_of
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.facts.fact import Derived
from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.symbols import Symbol

Formula = Callable[[Call], Symbol]


@cache
def formulas() -> dict[str, Formula]:
    """The formulas by the names of their operators."""
    return {term_of(name): module.formula for name, module in modules_of(__name__, __path__)}


def formula_of(fact: Derived) -> Formula:
    """The formula of a fact's operator. Raises `NotCompilable` where there is none."""
    found = formulas().get(fact.operator)
    if found is None:
        raise NotCompilable(
            fact.iri,
            Text(
                f"operatoren {fact.operator} uden en formel",
                f"the operator {fact.operator} without a formula",
            ),
        )
    return found
