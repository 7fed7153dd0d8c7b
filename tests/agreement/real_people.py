"""Random persons for the real law, made without the partition: whatever a file could hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from lovgraf.engine.in_memory import Record
from lovgraf.facts.countries import country_codes
from lovgraf.facts.fact import Column
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import FactsOfDay

_COUNTRIES = sorted(set(country_codes().values()))
_LIKELY = ["DK", "SE", "DE", "US", "GB", "NO", "PL"]


def person(columns: Iterable[Column], as_of: date, random: Random) -> Record:
    """A record with a value in every column, but for those of which other facts may say that there
    is none, or what they hold; nothing says yet that it is complete or valid.
    """
    days = [as_of - timedelta(days=random.choice((0, 1, 5, 30, 90, 200, 400, 800))) for _ in "abc"]
    record: dict[str, State] = {}
    for column in sorted(columns, key=lambda column: bool(column.none_when)):
        implied = column.implied_true_by or column.implied_false_by
        left_out = _none(column, record) if column.none_when else 0.1 if implied else 0
        if random.random() >= left_out:
            record[column.iri] = _value(column, as_of, days, random)
    return record


def of_day(columns: Iterable[Column], facts: FactsOfDay) -> list[Column]:
    """Columns with no code that the law of a day does not know."""
    return [facts.columns[column.name] for column in columns]


def _none(column: Column, record: Record) -> float:
    """How likely a column is left blank: mostly where the record says so far that there is none."""
    said = [(record.get(other), wanted) for other, wanted in column.none_when]
    if any(
        wanted in state if isinstance(state, tuple) else state == wanted for state, wanted in said
    ):
        return 0.9
    return 0.5 if all(state is None for state, _ in said) else 0.1


def _value(column: Column, as_of: date, days: list[date], random: Random) -> State:
    if column.datatype == "boolean":
        return random.random() < 0.5
    if column.datatype in ("integer", "decimal"):
        return random.choice((0, 1, 2, 3, 4, 6, 12, 24))
    if column.datatype == "date":
        if "birth" in column.name:
            return as_of - timedelta(days=random.randint(0, 40_000))
        return random.choice(days) + timedelta(days=random.choice((0, 0, 1, -1, 40, -400)))
    if column.code_list:
        codes: list[str] = list(column.code_list.notations)
    elif column.format == "Country":
        codes = [random.choice(_COUNTRIES), *_LIKELY]
    else:
        codes = [w for w in (column.present_value, column.absent_value) if w] or ["x"]
    if column.multi:
        return tuple(sorted(set(random.choices(codes, k=random.choice((1, 1, 2))))))
    return random.choice(codes)
