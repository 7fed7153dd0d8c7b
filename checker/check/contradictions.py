"""What columns say of each other, as shapes of record quality: a record keeps to it or contradicts
itself (`record:noneWhen`, `record:impliedTrueBy`, `record:impliedFalseBy`, and `--complete`)."""

from __future__ import annotations

from collections.abc import Iterable

from lovgraf.check.quality_shape import QualityShape
from lovgraf.conditions.tree import Condition, Count, Leaf, Named, Not, OneOf, any_of
from lovgraf.core.terms import BASE, Text
from lovgraf.facts.vocabulary import Column
from lovgraf.law.view import Law

_SHAPES = f"{BASE}shape/record/"
_NO, _YES = Text("nej", "no"), Text("ja", "yes")


def contradictions(law: Law, record_type: str) -> dict[str, QualityShape]:
    """A shape for each pair of columns of a type of record that can contradict each other."""
    found: dict[str, QualityShape] = {}
    columns = {column.iri: column for column in law.facts.columns_of(record_type)}
    for dispute in law.facts.disputes:
        if not columns.keys() >= {*dispute.columns}:
            continue
        (given, other), values = map(columns.__getitem__, dispute.columns), dispute.values
        ended = _ended(given, other, values)
        parts = [Not(_says(given)), Not(Leaf(other.iri, OneOf(frozenset(values)))), *ended]
        name = f"{given.name}-against-{other.name}"
        # What has ended may lack the date of its end.
        severity = "warning" if ended else "error"
        shape = _shape(law, name, any_of(*parts), severity, _told(given, other, values))
        found[shape.iri] = shape
    return found


def of_blanks(law: Law, record_type: str, complete: Iterable[str]) -> dict[str, QualityShape]:
    """The same of blanks that mean no, where others say or imply that it is yes."""
    found: dict[str, QualityShape] = {}
    columns = {column.iri: column for column in law.facts.columns_of(record_type)}
    pairs = {(iri, one.iri) for one in columns.values() for iri in one.implied_true_by}
    pairs |= {one.columns for one in law.facts.disputes if one.blank and not one.open}
    names = frozenset(complete)
    for given, other in sorted(pairs):
        if given in columns and other in columns and columns[other].name in names:
            shape = _of_blank(law, columns[given], columns[other])
            found[shape.iri] = shape
    return found


def _of_blank(law: Law, given: Column, column: Column) -> QualityShape:
    """That a blank which means no stands beside nothing that says or implies that it is yes."""
    written = Count(column.iri, 1, None, written=True)
    parts = [written, Not(_says(given)), *_ended(given, column, {False})]
    if given.iri not in column.implied_true_by:  # what implies it is told of itself
        parts += [Count(iri) for iri in column.implied_true_by if iri in law.facts.facts]
    name = f"{given.name}-against-blank-{column.name}"
    return _shape(law, name, any_of(*parts), "error", _blank(given, column))


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
