"""The verdict of a norm on a record that contradicts itself: what all its repairs share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from lovgraf.facts.repairs import Contradiction, Record, TooManyRepairs, about, repairs
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.verdicts.decide import BREACHED, UNATTAINABLE, UNDETERMINED, Reason
from lovgraf.verdicts.outlook import ALL_POSSIBLE

Found = tuple[int, Reason]
"""A verdict, by its place in `VERDICTS`, and why."""


def ways(facts: FactVocabulary, record: Record, as_of: date, reads: frozenset[str]) -> list[Record]:
    """The repairs of a record that a norm tells apart, which `reads` some columns (IRIs); none
    where there are too many."""
    try:
        return repairs(facts, record, as_of, reads)
    except TooManyRepairs:
        return []


def disputed(
    facts: FactVocabulary, disputes: Iterable[Contradiction], reads: frozenset[str]
) -> frozenset[str]:
    """What a record contradicts itself about, of the columns (IRIs) that a norm reads."""
    return frozenset(iri for one in about(facts, disputes, reads) for iri in one.columns) & reads


def shared(found: Sequence[Found], names: frozenset[str]) -> Found:
    """The verdict that all repairs of a record share, else `undetermined`: then what the record
    contradicts itself about (`names`) is missing. Without any repair the engine gave up."""
    if not found:
        return UNDETERMINED, Reason(_sorted([names]), (), True, ALL_POSSIBLE)
    verdicts = {verdict for verdict, _ in found}
    reasons = [reason for _, reason in found]
    missing: list[Iterable[str]] = [reason.missing for reason in reasons]
    inexact = any(reason.inexact for reason in reasons)
    # What it takes is asked last: what is unknown of it leaves a breach one.
    if verdicts != {UNDETERMINED} and (len(verdicts) == 1 or verdicts == {BREACHED, UNATTAINABLE}):
        rests_on = _sorted(reason.rests_on for reason in reasons)
        return min(verdicts), Reason(_sorted(missing), (), inexact, 0, rests_on)
    possible = 0
    for verdict, reason in found:
        possible |= reason.possible if verdict == UNDETERMINED else 1 << verdict
    missing += [names] if len(verdicts) > 1 else []
    judgment = _sorted(reason.judgment for reason in reasons)
    return UNDETERMINED, Reason(_sorted(missing), judgment, inexact, possible)


def _sorted(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({one for part in parts for one in part}))
