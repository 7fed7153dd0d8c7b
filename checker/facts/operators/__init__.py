"""The operators of derived facts: one file each, found by itself.

A file holds the class of one operator, called as its term in `ontology/record.ttl`. To add one, add
its file and its term, and a file of the same name in `checker/reference/functions` and in
`checker/reference/solver/operators`, which this one is held against; CONTRIBUTING shows how.
"""

from __future__ import annotations

from functools import cache

from lovgraf.core.one_a_file import one_of_each
from lovgraf.facts.fact import Derived
from lovgraf.facts.length import Length
from lovgraf.facts.operator import Operator

_UNKNOWN = Operator()


@cache
def registered() -> dict[str, Operator]:
    """The operators by name."""
    return {one.name: one for one in one_of_each(__name__, __path__, Operator)}


def operator_of(fact: Derived) -> Operator:
    """The operator of a fact; one of which nothing is told where it is unknown."""
    return registered().get(fact.operator, _UNKNOWN)


def length(name: str) -> Length:
    """An operator that counts time, by name."""
    found = registered()[name]
    assert isinstance(found, Length)
    return found


registered()  # at once: a process that is forked later may open no files
