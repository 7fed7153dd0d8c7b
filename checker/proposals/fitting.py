"""Whether the values that a condition asks for are values that its facts can have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lovgraf.conditions.tree import Condition, Excludes, Leaf, OneOf, Range, Test, questions
from lovgraf.core.terms import Text
from lovgraf.core.written import date_text, number_text
from lovgraf.facts.vocabulary import Column, Fact, FactVocabulary

_TYPES: dict[str, tuple[type, ...]] = {
    "boolean": (bool,), "integer": (int, Decimal), "decimal": (int, Decimal), "date": (date,),
    "string": (str,),
}  # fmt: skip
_NAMES = {
    "boolean": Text("ja eller nej (true, false)", "yes or no (true, false)"),
    "integer": Text("et helt tal", "a whole number"),
    "decimal": Text("et tal", "a number"),
    "date": Text("en dato", "a date"),
    "string": Text("en tekst", "a text"),
}


def misfits(condition: Condition, facts: FactVocabulary) -> Iterator[Text]:
    """What a condition asks for in vain, each with what the fact can have instead."""
    for question in questions(condition):
        fact = facts.facts.get(question.fact)
        if not isinstance(question, Leaf) or fact is None:
            continue
        for value in _values(question.test):
            if not _fits(value, fact):
                can = _can_have(fact)
                said = _asked_for(value)
                yield Text(
                    f"»{fact.label.da}« kan ikke være {said.da}; det er {can.da}.",
                    f'"{fact.label.en}" cannot be {said.en}; it is {can.en}.',
                )


def _asked_for(value: object) -> Text:
    """A value as a condition asks for it, as a drafter reads and writes it."""
    if isinstance(value, bool):
        return Text("ja (true)", "yes (true)") if value else Text("nej (false)", "no (false)")
    if isinstance(value, date):
        return date_text(value)
    return number_text(value) if isinstance(value, int | Decimal) else Text(*[str(value)] * 2)


def _values(test: Test) -> Iterator[object]:
    match test:
        case OneOf(values):
            yield from sorted(values, key=str)
        case Range(low, high):
            yield from (bound for bound in (low, high) if bound is not None)
        case Excludes(inner):
            yield from _values(inner)


def _fits(value: object, fact: Fact) -> bool:
    if isinstance(value, bool) is not (fact.datatype == "boolean"):
        return False
    if not isinstance(value, _TYPES[fact.datatype]):
        return False
    codes = _codes(fact)
    return not codes or value in codes


def _codes(fact: Fact) -> tuple[str, ...]:
    if not isinstance(fact, Column) or fact.code_list is None:
        return ()
    words = (fact.present_value, fact.absent_value)
    return (*fact.code_list.notations, *(word for word in words if word is not None))


def _can_have(fact: Fact) -> Text:
    if codes := _codes(fact):
        listed = ", ".join(codes)
        return Text(f"en af koderne {listed}", f"one of the codes {listed}")
    return _NAMES[fact.datatype]
