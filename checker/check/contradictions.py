"""What columns say of each other, as shapes of record quality: a record keeps to it or contradicts
itself (`record:noneWhen`, `record:contradictsWhile`, `record:hasComeWhen`, `record:impliedTrueBy`,
`record:impliedFalseBy`, and `--complete`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from lovgraf.check.quality_shape import QualityShape
from lovgraf.conditions.tree import (
    Compare,
    Condition,
    Constant,
    Count,
    Leaf,
    Named,
    Not,
    OneOf,
    all_of,
    any_of,
)  # fmt: skip
from lovgraf.core.result import QualityFinding
from lovgraf.core.terms import BASE, Text
from lovgraf.core.written import filled, list_text, quoted
from lovgraf.facts.dispute import Dispute
from lovgraf.facts.episode import OfEpisode
from lovgraf.facts.fact import Column, Derived, Fact, Ref
from lovgraf.facts.operators import operator_of
from lovgraf.facts.repairs import Record, denials_in
from lovgraf.law.view import Law

_SHAPES = f"{BASE}shape/record/"
_NO, _YES = Text("nej", "no"), Text("ja", "yes")
_OR = Text("eller", "or")
_NEVER = Text("det ikke er sket", "it did not happen")
_NONE = Text("der ingen er", "there is none")
_ONE_IS_WRONG = Text("{beside}. Ret en af dem.", "{beside}. Correct one of them.")
_LASTING = Text(
    "{beside}. Efter {days} kan begge ikke passe. Ret en af dem.",
    "{beside}. By {days} both cannot be right. Correct one of them.",
)
_UNCLEAR = Text(
    "{beside}. Begge kan passe, men det mangler at ses af {days}. Angiv den.",
    "{beside}. Both can be right, but {days}, which would show it, is missing. Give it.",
)


def contradictions(law: Law, record_type: str) -> dict[str, QualityShape]:
    """A shape for each pair of columns of a type of record that can contradict each other."""
    found: dict[str, QualityShape] = {}
    columns = {column.iri: column for column in law.facts.columns_of(record_type)}
    for dispute in law.facts.disputes:
        if not columns.keys() >= {*dispute.pair}:
            continue
        (given, other), values = map(columns.__getitem__, dispute.pair), dispute.values
        if dispute.come is not None:
            shape = (_of_day_past if dispute.past else _of_day_to_come)(law, dispute, given, other)
            found[shape.iri] = shape
            continue
        if dispute.own not in (frozenset(), given.codes_but_none) or given is other:
            shape = _of_values(law, dispute, given, other)
            found[shape.iri] = shape
            continue
        if dispute.lasting:
            found |= {one.iri: one for one in _of_lasting(law, dispute, given, other)}
            continue
        ended = _ended(given, other, values)
        says = _says(given, dispute.own)
        parts = [Not(says), Not(Leaf(other.iri, OneOf(frozenset(values)))), *ended]
        name = f"{given.name}-against-{other.name}"
        # What has ended may lack the date of its end.
        severity = "warning" if ended else "error"
        message = filled(_ONE_IS_WRONG, beside=_beside(given, other, values))
        shape = _shape(law, name, any_of(*parts), severity, message)
        found[shape.iri] = shape
    return found


def denied(law: Law, record: Record) -> list[QualityFinding]:
    """That a record states that something did not happen, or is not there, although another of its
    columns says so: of single records, since no file can state that."""
    found = []
    for one in denials_in(law.facts, record):
        given, other = law.facts[one.given], law.facts[one.other]
        assert isinstance(given, Column)
        assert isinstance(other, Column)
        state = record[one.other]
        values = [v for v in (state if isinstance(state, tuple) else (state,)) if v in one.values]
        said = _said(other, [v for v in values if isinstance(v, bool | str)])
        no = _NEVER if given.datatype == "date" else _NONE
        beside = Text(
            f"»{other.label.da}« er {said.da}, men »{given.label.da}« siger, at {no.da}",
            f'"{other.label.en}" is {said.en}, but "{given.label.en}" says that {no.en}',
        )
        name = f"{given.name}-denied-against-{other.name}".replace("_", "-")
        message = filled(_ONE_IS_WRONG, beside=beside)
        columns = tuple(sorted((given.name, other.name)))
        iri = f"{_SHAPES}{name}"
        found.append(QualityFinding(iri, "error", None, message, 1, columns=columns))
    return found


def of_blanks(law: Law, record_type: str, complete: Iterable[str]) -> dict[str, QualityShape]:
    """The same of blanks that mean no, where others say or imply that it is yes."""
    found: dict[str, QualityShape] = {}
    columns = {column.iri: column for column in law.facts.columns_of(record_type)}
    pairs: dict[tuple[str, str], frozenset[bool | str]] = {
        (iri, one.iri): frozenset() for one in columns.values() for iri in one.implied_true_by
    }
    pairs |= _unless_over(columns)
    pairs |= {one.pair: one.own for one in law.facts.disputes if one.blank and not one.open}
    names = frozenset(complete)
    for (given, other), own in sorted(pairs.items(), key=lambda pair: pair[0]):
        if given in columns and other in columns and columns[other].name in names:
            shape = _of_blank(law, columns[given], columns[other], own)
            found[shape.iri] = shape
    return found


def _unless_over(
    columns: Mapping[str, Column],
) -> dict[tuple[str, str], frozenset[bool | str]]:
    """The columns beside which another may state that there is none, since it may be over: a blank
    that means none states no such thing."""
    return {
        (iri, other): frozenset()
        for iri, column in columns.items()
        for other, value, lasting in column.contradicted_while
        if not lasting and other in columns and value in (False, columns[other].denied)
    }


def _of_blank(law: Law, given: Column, column: Column, own: Collection[bool | str]) -> QualityShape:
    """That a blank which means no stands beside nothing that says or implies that it is yes: any
    value of the other, or one of its `own`."""
    written = Count(column.iri, 1, None, written=True)
    parts = [written, Not(_says(given, own)), *_ended(given, column, {False})]
    if given.iri not in column.implied_true_by:  # what implies it is told of itself
        parts += [Count(iri) for iri in column.implied_true_by if iri in law.facts.facts]
    name = f"{given.name}-against-blank-{column.name}"
    return _shape(law, name, any_of(*parts), "error", _blank(given, column))


def _of_lasting(law: Law, dispute: Dispute, given: Column, other: Column) -> Iterator[QualityShape]:
    """That a value stands beside nothing that certainly lasts, or has ended; and that it is stated
    whether that is so."""
    name = f"{given.name}-against-{other.name}"
    both = [_says(given), Leaf(other.iri, OneOf(frozenset(dispute.values)))]
    days = [law.facts[iri] for iri in sorted(_other_days(law, dispute))]
    certain = [Leaf(iri, OneOf(frozenset({True}))) for iri in dispute.lasting]
    beside, named = _beside(given, other, dispute.values), _named(days)
    message = filled(_LASTING, beside=beside, days=named)
    found = _shape(law, f"{name}-lasting", Not(all_of(*both, *certain)), "error", message)
    by_order = [_by_order(law, iri) for iri in dispute.lasting]
    yield replace(found, timeless=Not(all_of(*both, *by_order)))
    denied = [Leaf(iri, OneOf(frozenset({False}))) for iri in dispute.lasting]
    known = all_of(*(any_of(*pair) for pair in zip(certain, denied, strict=True)))
    message = filled(_UNCLEAR, beside=beside, days=named)
    open_ = any_of(*map(Not, both), known, *denied)
    yield _shape(law, f"{name}-unclear", open_, "warning", message)


def _of_day_to_come(law: Law, dispute: Dispute, given: Column, other: Column) -> QualityShape:
    """That a state of today stands beside no day still to come by which it began. Without the day
    that is asked of nothing can be said of it."""
    assert dispute.come is not None
    both: list[Condition] = [
        Count(given.iri),
        Leaf(dispute.come, OneOf(frozenset({False}))),
        Leaf(other.iri, OneOf(frozenset(dispute.values))),
    ]
    said = _said_or_not(other, dispute.values)
    message = Text(
        f"»{other.label.da}« er {said.da} i dag, men dagen i »{given.label.da}« er endnu ikke "
        "kommet. Ret en af dem.",
        f'"{other.label.en}" is {said.en} today, but the day in "{given.label.en}" has not come '
        "yet. Correct one of them.",
    )
    name = f"{given.name}-against-{other.name}-to-come"
    return replace(_shape(law, name, Not(all_of(*both)), "error", message), timeless=Constant(True))


def _of_day_past(law: Law, dispute: Dispute, given: Column, other: Column) -> QualityShape:
    """That a day by which something ended has not come beside what says that it lasts."""
    assert dispute.come is not None
    both: list[Condition] = [
        Leaf(dispute.come, OneOf(frozenset({True}))),
        Leaf(other.iri, OneOf(frozenset(dispute.values))),
    ]
    said = _said_or_not(other, dispute.values)
    message = Text(
        f"Dagen i »{given.label.da}« er kommet, men »{other.label.da}« er {said.da}. Ret en af "
        "dem.",
        f'The day in "{given.label.en}" has come, but "{other.label.en}" is {said.en}. Correct '
        "one of them.",
    )
    name = f"{given.name}-against-{other.name}-past"
    return _shape(law, name, Not(all_of(*both)), "error", message)


def _of_values(law: Law, dispute: Dispute, given: Column, other: Column) -> QualityShape:
    """That two columns do not both have values that exclude each other, and that a column of
    several values does not have none among them."""
    said = Leaf(other.iri, OneOf(frozenset(dispute.values)))
    if given is other:
        none = _said(other, dispute.values)
        message = Text(
            f"»{given.label.da}« er {none.da} og noget andet på én gang. Fjern {none.da} eller "
            "resten.",
            f'"{given.label.en}" is {none.en} and something else at once. Remove {none.en} or the '
            "rest.",
        )
        both = all_of(said, Count(given.iri, 2))
        return _shape(law, f"{given.name}-none-and-more", Not(both), "error", message)
    own, theirs = _said(given, dispute.own), _said_or_not(other, dispute.values)
    beside = Text(
        f"»{given.label.da}« er {own.da}, men »{other.label.da}« er {theirs.da}",
        f'"{given.label.en}" is {own.en}, but "{other.label.en}" is {theirs.en}',
    )
    both = all_of(Leaf(given.iri, OneOf(frozenset(dispute.own))), said)
    name = f"{given.name}-beside-{other.name}"
    return _shape(law, name, Not(both), "error", filled(_ONE_IS_WRONG, beside=beside))


def _by_order(law: Law, iri: str) -> Condition:
    """What the order of two days alone says of whether something lasts, or has ended: of what
    lasts nothing, as it may only be to come."""
    fact = law.facts[iri]
    assert isinstance(fact, Derived)
    operator = operator_of(fact)
    assert isinstance(operator, OfEpisode)
    if operator.lasting:
        return Constant(False)
    (begun,), (ended,) = (fact.roles[role] for role in ("beginning", "ending"))
    assert isinstance(begun, Ref)
    assert isinstance(ended, Ref)
    return all_of(
        Count(begun.iri), Count(ended.iri), Compare(begun.iri, "less-or-equal", ended.iri)
    )


def _other_days(law: Law, dispute: Dispute) -> set[str]:
    """The days, beside the one that is given, by which it is seen what lasts."""
    found: set[str] = set()
    for iri in dispute.lasting:
        fact = law.facts[iri]
        found |= {*fact.operand_facts} if isinstance(fact, Derived) else set()
    return found - {dispute.given}


def _says(given: Column, own: Collection[bool | str] = ()) -> Condition:
    """That a column says that there is something: a yes, or any value, or one of its `own`."""
    if own:
        return Leaf(given.iri, OneOf(frozenset(own)))
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


def _beside(given: Column, other: Column, values: Iterable[bool | str]) -> Text:
    said = _said(other, values)
    has = Text("er ja", "is yes") if given.datatype == "boolean" else Text("er udfyldt", "is given")
    return Text(
        f"»{given.label.da}« {has.da}, men »{other.label.da}« er {said.da}",
        f'"{given.label.en}" {has.en}, but "{other.label.en}" is {said.en}',
    )


def _said(other: Column, values: Iterable[bool | str]) -> Text:
    return list_text([_value(other, value) for value in sorted(values, key=str)], _OR)


def _said_or_not(other: Column, values: Iterable[bool | str]) -> Text:
    """The same, by the codes that are none of the values where these are more."""
    codes = other.code_list.notations if other.code_list else ()
    said = frozenset(values)
    others = frozenset(codes) - said
    if not others or len(others) >= len(said):
        return _said(other, said)
    left = _said(other, others)
    return Text(f"andet end {left.da}", f"other than {left.en}")


def _named(days: Sequence[Fact]) -> Text:
    return list_text([quoted(day.label) for day in days], _OR)


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
