"""The functions of the operators of derived facts in the reference engine: one file each, found by
itself.

A file is called as the operator's term in `ontology/record.ttl` (`age_at` for `AgeAt`) and holds
its `OPERATOR`. It owes nothing to `checker/facts/operators`, which it is held against: what is
written twice on purpose finds what is written wrong once.
"""

from __future__ import annotations

from functools import cache

from lovgraf.core.errors import InputError
from lovgraf.core.one_a_file import modules_of, term_of
from lovgraf.facts.fact import Derived
from lovgraf.reference.call import Operator


@cache
def functions() -> dict[str, Operator]:
    """The operators by name."""
    return {term_of(name): module.OPERATOR for name, module in modules_of(__name__, __path__)}


def operator_of(fact: Derived) -> Operator:
    """The operator of a fact. Raises `InputError` where there is none of that name."""
    if fact.operator not in functions():
        raise InputError(
            f"{fact.iri} bruger den ukendte operator {fact.operator}.",
            f"{fact.iri} uses the unknown operator {fact.operator}.",
        )
    return functions()[fact.operator]


functions()  # at once: a process that is forked later may open no files
