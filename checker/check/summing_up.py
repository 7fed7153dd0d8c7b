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
    all that it sums up: one that is `there` and blank where they are, or one that sums up nothing
    that is there."""
    return {
        name: tuple(sorted(others))
        for name, others in all_summed_up(facts).items()
        if name not in missing
        and (name in there or others.isdisjoint(there))
        and len(others & {*missing}) >= _LEAST
    }


def all_summed_up(facts: FactVocabulary) -> dict[str, frozenset[str]]:
    """The columns of yes and no that sum up several others (all by canonical name), each with
    these."""
    booleans = {n: one for n, one in facts.columns.items() if one.datatype == "boolean"}
    found = {name: _summed_up(one, facts) for name, one in booleans.items()}
    return {name: others for name, others in found.items() if len(others) >= _LEAST}


def _summed_up(column: Column, facts: FactVocabulary) -> frozenset[str]:
    """The columns that one sums up: another that is nothing where that one says no, and of which a
    value is at odds with its yes; and what is nothing, or no more than a detail, by that value."""
    no = {
        (iri, value)
        for said, iri, value in column.contradicts
        if said is True and _nothing_by(facts.facts.get(iri), column)
    }
    if not no:
        return frozenset()
    whole = {iri for iri, _ in no}
    none = {*no, _no_of(column)}
    return frozenset(
        other.name
        for other in facts.columns.values()
        if other.iri in whole
        or not none.isdisjoint(other.none_when)
        or any((iri, value) in no for _, iri, value in other.contradicts)
    ) - {column.name}


def _nothing_by(other: object, column: Column) -> bool:
    """Whether another column is nothing where one says no."""
    return isinstance(other, Column) and _no_of(column) in other.none_when


def _no_of(column: Column) -> tuple[str, bool]:
    return column.iri, False
