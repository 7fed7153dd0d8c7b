"""Columns of yes and no that sum others up: that somebody is exempt, whatever the ground, the day
and the time limit. Who lacks all of these had best fill in that one."""

from __future__ import annotations

from collections.abc import Collection

from lovgraf.facts.fact import Column
from lovgraf.facts.vocabulary import FactVocabulary

_LEAST = 2
"""So many columns that are missing one has to sum up."""


def summing_up(
    facts: FactVocabulary, there: Collection[str], missing: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """The columns (by canonical name) that sum up several of those that are `missing`, each with
    all that it sums up; none that is `there`, nor one that sums up what is."""
    found = {}
    for name, column in facts.columns.items():
        if column.datatype != "boolean" or name in there or name in missing:
            continue
        others = _summed_up(column, facts)
        if others.isdisjoint(there) and len(others & {*missing}) >= _LEAST:
            found[name] = tuple(sorted(others))
    return found


def _summed_up(column: Column, facts: FactVocabulary) -> frozenset[str]:
    """The columns that one sums up: another of which each value is at odds with its yes or its no,
    and what is nothing, or no more than a detail, where that one says no."""
    own = {(iri, value) for said, iri, value in column.contradicts if said is True}
    denied = {iri for said, iri, _ in column.contradicts if said is False}
    no = {(iri, value) for iri, value in own if iri in denied}
    if not no:
        return frozenset()
    whole = {iri for iri, _ in no}
    none = {*no, (column.iri, False)}
    return frozenset(
        other.name
        for other in facts.columns.values()
        if other.iri in whole
        or not none.isdisjoint(other.none_when)
        or any((iri, value) in no for _, iri, value in other.contradicts)
    ) - {column.name}
