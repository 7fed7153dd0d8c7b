"""The part of a check that rests on presumptions, and the norms that a dataset cannot be asked
about.

Source: semantics, section 3.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field
from msgspec.structs import replace
from rdflib import URIRef

from lovgraf.conditions.atoms import asks_of
from lovgraf.conditions.tree import (
    TRUE,
    And,
    Compare,
    Condition,
    Constant,
    Named,
    Not,
    Or,
    facts_of,
)
from lovgraf.core.errors import InputError
from lovgraf.core.result import VERDICTS, NormResult, NotAsked, PresumptionUse
from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.core.written import list_text
from lovgraf.facts.fact import Column
from lovgraf.facts.spelling import fold
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.names import citations
from lovgraf.law.view import Law, LawView
from lovgraf.verdicts.evaluate import NormVerdicts, Reason
from lovgraf.verdicts.program import Programs


class Rests(Struct):
    """Counts the verdicts that rest on presumptions: by norm and verdict, and by presumption."""

    _verdicts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _presumptions: Counter[str] = field(default_factory=Counter)

    def count(self, norm: str, found: NormVerdicts, weights: npt.NDArray[np.int64]) -> None:
        """Add the verdicts of a norm on cells of some weights."""
        for cell, reason in found.reasons.items():
            if reason.rests_on:
                self.add(norm, int(found.verdicts[cell]), reason, int(weights[cell]))

    def add(self, norm: str, verdict: int, reason: Reason, weight: int) -> None:
        """Add so many verdicts of a norm for one reason."""
        if reason.rests_on and weight:
            self._verdicts[norm][VERDICTS[verdict]] += weight
            for iri in reason.rests_on:
                self._presumptions[iri] += weight

    def on(self, norms: Iterable[NormResult]) -> tuple[NormResult, ...]:
        """Norms with how many of their verdicts rest on presumptions."""
        return tuple(
            replace(norm, presumed=in_order(self._verdicts[norm.norm], VERDICTS)) for norm in norms
        )

    def uses(self, law: Law) -> tuple[PresumptionUse, ...]:
        """The presumptions that verdicts rest on, the most used first."""
        columns = law.facts.facts
        found = []
        for one in law.profile.presumptions:
            column = columns[one.presumes]
            assert isinstance(column, Column)
            if count := self._presumptions[one.iri]:
                rebuttal = text_of(law.graph, URIRef(one.iri), CORE.rebuttal)
                found.append(
                    PresumptionUse(one.iri, one.label, column.name, one.standing, rebuttal, count)
                )
        return tuple(sorted(found, key=lambda use: (-use.verdicts, use.presumption)))


def in_order(counts: Counter[str], names: Iterable[str]) -> dict[str, int]:
    """Counts that are not zero, in a fixed order."""
    return {name: counts[name] for name in names if counts[name]}


def leave_unasked(view: LawView, programs: Programs, present: Collection[str]) -> list[NotAsked]:
    """Take the norms out of programs that a table with some columns cannot be asked about: of which
    a column is missing without which it can never be told whether the duty is met."""
    found = []
    for iri, program in [*programs.programs.items()]:
        condition = program.in_time if program.duty == TRUE else program.duty
        missing = _missing(condition, programs.facts, present)
        if not missing or any(_can_be(condition, programs.facts, present)):
            continue
        del programs.programs[iri]
        names = tuple(sorted(column.name for column in missing))
        label = citations(view, program.norm.record_type)[iri].text
        found.append(NotAsked(iri, program.norm.label, label, names))
    return found


def _missing(condition: Condition, facts: FactVocabulary, present: Collection[str]) -> list[Column]:
    """The columns that a condition asks for and of which a table does not tell."""
    iris = {iri for fact in facts_of(condition) for iri in asks_of(facts[fact], facts)}
    columns = [c for iri in sorted(iris) if isinstance(c := facts[iri], Column)]
    return [column for column in columns if not _available(column, facts, present)]


def _can_be(
    condition: Condition, facts: FactVocabulary, present: Collection[str]
) -> tuple[bool, bool]:
    """Whether some record of a table can be told to meet a condition, and whether some can be told
    not to: what compares two columns needs both."""
    match condition:
        case Constant(value):
            return value, not value
        case Named(_, part):
            return _can_be(part, facts, present)
        case Not(part):
            met, failed = _can_be(part, facts, present)
            return failed, met
        case And(parts) | Or(parts):
            found = [_can_be(part, facts, present) for part in parts]
            how = (all, any) if isinstance(condition, And) else (any, all)
            return how[0](met for met, _ in found), how[1](failed for _, failed in found)
        case Compare(fact, _, other):
            known = _is_told(fact, facts, present) and _is_told(other, facts, present)
        case _:
            known = _is_told(condition.fact, facts, present)
    return known, known


def _is_told(iri: str, facts: FactVocabulary, present: Collection[str]) -> bool:
    """Whether a table tells of a fact, by some column that it asks for."""
    columns = [c for one in asks_of(facts[iri], facts) if isinstance(c := facts[one], Column)]
    return not columns or any(_available(column, facts, present) for column in columns)


def _available(column: Column, facts: FactVocabulary, present: Collection[str]) -> bool:
    """Whether a table tells of a column: by itself, or by others that imply it. What is presumed of
    it tells of no case."""
    others = (facts[iri] for iri in column.implying)
    return column.name in present or any(
        isinstance(other, Column) and other.name in present for other in others
    )


_LIKELY = 3
_HEADINGS = 6


def nothing_asked(
    norms: Sequence[NotAsked], name: str, facts: FactVocabulary, unread: Sequence[str] = ()
) -> InputError:
    """The error that a dataset can be asked about nothing: first which of its headings (`unread`)
    were not read, those most like what is needed first; then what is likely needed."""
    counts = Counter(need for norm in norms for need in norm.needs)
    columns = [facts.columns[need] for need in counts if need in facts.columns]
    like = {(head, one.name): _likeness(head, one) for head in unread for one in columns}

    def best(word: str) -> float:
        return max((score for pair, score in like.items() if word in pair), default=0.0)

    columns.sort(key=lambda one: (-best(one.name), -counts[one.name], one.name))
    headings = sorted(unread, key=lambda head: -best(head))
    needed = [
        Text(f"»{one.label.da}« ({one.name})", f'"{one.label.en}" ({one.name})')
        for one in columns[:_LIKELY]
    ]
    listed = list_text(needed, Text("eller", "or"))
    heads = ", ".join(map(repr, headings[:_HEADINGS])) + (" ..." if headings[_HEADINGS:] else "")
    not_read = Text(f" Ikke læst er {heads}.", f" Not read: {heads}.") if heads else Text("", "")
    return InputError(
        "Intet er kontrolleret: ingen kolonne, der er læst, viser, om en pligt er opfyldt."
        f"{not_read.da} Er en af filens kolonner fx {listed.da}, så sig det: lovgraf map FIL "
        "foreslår en mapping. --all-norms spørger alligevel.",
        "Nothing was checked: no column that was read shows whether a duty is met."
        f"{not_read.en} If a column of the file is, say, {listed.en}, say so: lovgraf map FILE "
        "proposes a mapping. --all-norms asks all the same.",
        name,
    )


def _likeness(header: str, column: Column) -> float:
    """How like a heading is to one of those of a column."""
    own = (column.name, column.label.da, column.label.en, *column.headers)
    matcher = SequenceMatcher(None, b=fold(header), autojunk=False)
    found = 0.0
    for one in own:
        matcher.set_seq1(fold(one))
        found = max(found, matcher.ratio())
    return found
