"""Ready examples: invented records by which most of what the relations ask is answered at once.

They come with the program (`examples.json`, written by `python -m lovgraf.authoring.examples`) for
some dates. Every one is judged anew by the law and date at hand, so a change of the law makes them
less useful and never wrong.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from lovgraf.facts.fact import Column
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.proposals.witness_search import Examples

FILE = Path(__file__).with_name("examples.json")
"""By type of record and date a list of records, each a value by the name of its column."""


def ready_examples(facts: FactVocabulary, record_type: str) -> list[Examples]:
    """The ready examples of a type of record, by date. What a record says of a column that the law
    does not have is left out."""
    return [
        Examples(
            date.fromisoformat(day),
            tuple(tuple(sorted(_states(facts, one).items())) for one in records),
        )
        for day, records in _content().get(record_type, {}).items()
    ]


@cache
def _content() -> dict[str, dict[str, list[dict[str, Any]]]]:
    content: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(FILE.read_text("utf-8"))
    return content


def _states(facts: FactVocabulary, record: dict[str, Any]) -> dict[str, State]:
    columns = [(facts.columns.get(name), value) for name, value in record.items()]
    return {column.iri: _state(column, value) for column, value in columns if column}


def _state(column: Column, value: Any) -> State:
    match column.datatype, value:
        case _, list():
            return tuple(value)
        case "date", str():
            return date.fromisoformat(value)
        case "decimal", str():
            return Decimal(value)
    return value  # type: ignore[no-any-return]


def plain(value: State) -> object:
    """A value as the file has it."""
    match value:
        case tuple():
            return list(value)
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value
