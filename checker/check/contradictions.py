"""What columns say of each other, as shapes of record quality: a record keeps to it or contradicts
itself (`record:noneWhen`, `record:impliedTrueBy`, `record:impliedFalseBy`, and `--complete`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lovgraf.check.quality_shape import QualityShape
from lovgraf.conditions.tree import Condition, Count, Leaf, Named, Not, OneOf, any_of
from lovgraf.core.terms import BASE, Text
from lovgraf.facts.vocabulary import Column, Derived, FactVocabulary, Ref
from lovgraf.law.view import Law

_SHAPES = f"{BASE}shape/record/"
_NO, _YES = Text("nej", "no"), Text("ja", "yes")
Conflict = tuple[Column, Column, frozenset[bool | str]]
"""A column that is given, and another with values that say that the first can have none."""


def contradictions(law: Law, record_type: str) -> dict[str, QualityShape]:
    """A shape for each pair of columns of a type of record that can contradict each other."""
    found: dict[str, QualityShape] = {}
    for given, other, values in _conflicts(law.facts, record_type):
        ended = _ended(given, other, values)
        parts = [Not(_says(given)), Not(Leaf(other.iri, OneOf(frozenset(values)))), *ended]
        name = f"{given.name}-against-{other.name}"
        # What has ended may lack the date of its end.
        severity = "warning" if ended else "error"
        shape = _shape(law, name, any_of(*parts), severity, _told(given, other, values))
        found[shape.iri] = shape
    return found


def of_blanks(law: Law, record_type: str, complete: Iterable[str]) -> dict[str, QualityShape]:
    """The same of blanks that mean no, in columns of which others imply that it is yes."""
    found: dict[str, QualityShape] = {}
    columns = {column.iri: column for column in law.facts.columns_of(record_type)}
    names = frozenset(complete)
    for column in columns.values():
        for iri in column.implied_true_by if column.name in names else ():
            if iri not in columns:
                continue
            given = columns[iri]
            written = Count(column.iri, 1, None, written=True)
            condition = any_of(written, Count(iri, 0, 0), *_ended(given, column, {False}))
            name = f"{given.name}-against-blank-{column.name}"
            shape = _shape(law, name, condition, "error", _blank(given, column))
            found[shape.iri] = shape
    return found


def _conflicts(facts: FactVocabulary, record_type: str) -> Iterator[Conflict]:
    columns = {column.iri: column for column in facts.columns_of(record_type)}
    found: dict[tuple[str, str], set[bool | str]] = {}
    passing = _passing(facts)
    for iri, column in columns.items():
        for other, wanted in column.none_when:
            if iri not in passing or _happened(columns.get(other), iri):
                found.setdefault((iri, other), set()).add(wanted)
        for other in set(column.implied_true_by) - _dates(column):
            found.setdefault((other, iri), set()).add(False)
        for other in set(column.implied_false_by) - _dates(column):
            found.setdefault((other, iri), set()).add(True)
    for (given, other), values in sorted(found.items()):
        if given in columns and other in columns:
            yield columns[given], columns[other], frozenset(values)


def _dates(column: Column) -> set[str]:
    """The dates of what begins and ends again: either alone contradicts nothing, for the later
    decides. Which pairs of them do is said by shapes (`shapes/record.ttl`)."""
    return {column.episode.beginning, column.episode.ending} if column.episode else set()


def _passing(facts: FactVocabulary) -> frozenset[str]:
    """The columns with the day of the last beginning or end of what may begin again: what lasted
    once and is over contradicts no state of today."""
    episodes = [fact.episode for fact in facts.facts.values() if isinstance(fact, Column)]
    dates = {date for one in episodes if one for date in (one.beginning, one.ending)}
    for fact in facts.facts.values():
        if isinstance(fact, Derived):
            for operand in (*fact.roles.get("beginning", ()), *fact.roles.get("ending", ())):
                dates |= {operand.iri} if isinstance(operand, Ref) else set()
    columns = {column for date in dates for column in facts.inputs(date)}
    return frozenset(iri for iri in columns if facts[iri].datatype == "date")


def _happened(other: Column | None, date: str) -> bool:
    """Whether a column says that something has ever happened, as its date does."""
    return other is not None and date in set(other.implied_true_by) - _dates(other)


def _says(given: Column) -> Condition:
    """That a column says that there is something: a yes, or any value."""
    yes = given.datatype == "boolean"
    return Leaf(given.iri, OneOf(frozenset({True}))) if yes else Count(given.iri)


def _ended(given: Column, other: Column, values: Iterable[bool | str]) -> list[Condition]:
    """What makes it no contradiction that what once was so is not: it has ended."""
    if set(values) != {False} or given.iri not in other.implied_true_by:
        return []
    return [Count(iri) for iri in other.implied_false_by]


def _shape(law: Law, name: str, condition: Condition, severity: str, message: Text) -> QualityShape:
    iri = _SHAPES + name.replace("_", "-")
    return QualityShape.of(law.facts, iri, Named(iri, condition), severity, message)


def _told(given: Column, other: Column, values: Iterable[bool | str]) -> Text:
    said = [_value(other, value) for value in sorted(values, key=str)]
    danish, english = _listed([t.da for t in said], "eller"), _listed([t.en for t in said], "or")
    has = Text("er ja", "is yes") if given.datatype == "boolean" else Text("er udfyldt", "is given")
    return Text(
        f"»{given.label.da}« {has.da}, men »{other.label.da}« er {danish}. Ret en af dem.",
        f'"{given.label.en}" {has.en}, but "{other.label.en}" is {english}. Correct one of them.',
    )


def _blank(given: Column, column: Column) -> Text:
    return Text(
        f"»{given.label.da}« er udfyldt, men »{column.label.da}« er tom, og det betyder nej i "
        "denne fil. Ret en af dem.",
        f'"{given.label.en}" is given, but "{column.label.en}" is blank, which means no in this '
        "file. Correct one of them.",
    )


def _value(column: Column, value: bool | str) -> Text:
    if isinstance(value, bool):
        return _YES if value else _NO
    for concept in column.code_list.concepts if column.code_list else ():
        if concept.notation == value:
            return Text(f"{value} ({concept.label.da})", f"{value} ({concept.label.en})")
    return Text(value, value)


def _listed(words: list[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
