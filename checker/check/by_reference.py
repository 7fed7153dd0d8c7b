"""Judge the rows of a table by the reference engine: HermiT for classes, pySHACL for shapes.

For `--engine reference`, and for the norms that columns cannot express.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any

from lovgraf.core.result import VERDICTS
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE, State
from lovgraf.law.view import LawView
from lovgraf.readers.connection import beside
from lovgraf.readers.table import InputTable
from lovgraf.verdicts.evaluate import Reason

BATCH = 500
Judged = tuple[int, str, int, Reason]
"""Row number, norm, index of the verdict, reason."""


def judge_rows(
    view: LawView,
    connection: Any,
    table: InputTable,
    source: str,
    row: str | None,
    record_type: str,
    norms: Sequence[str],
    tell: Callable[[int], None],
) -> Iterator[Judged]:
    """The verdict of each norm on each row of a relation, in the order of the rows.

    Raises `InputError` where the reference engine cannot read a norm either.
    """
    from lovgraf.reference.filled import judge_filled
    from lovgraf.reference.oracles import Oracles

    columns = view.law.facts.columns
    names = [name for name in table.values if name in columns]
    iri_of = {column.name: column.iri for column in columns.values()}
    oracles = Oracles(view.law)
    done = 0
    for first, records in _records(connection, table, source, row, [columns[n] for n in names]):
        for place, found in enumerate(judge_filled(view, records, record_type, norms, oracles)):
            for norm, (verdict, rests_on) in found.items():
                missing = tuple(sorted(iri_of.get(name, name) for name in verdict.missing))
                reason = Reason(
                    missing, verdict.judgment, not verdict.exact, verdict.possible, rests_on
                )
                yield first[place], norm, VERDICTS.index(verdict.verdict), reason
        done += len(records)
        tell(done)


def _records(
    connection: Any,
    table: InputTable,
    source: str,
    row: str | None,
    columns: Sequence[Column],
) -> Iterator[tuple[list[int], list[dict[str, State]]]]:
    number = row or "row_number() OVER ()"
    selected = "".join(f", {table.values[column.name]}" for column in columns)
    cursor = beside(connection).execute(f"SELECT {number}{selected} FROM {source}")
    while batch := cursor.fetchmany(BATCH):
        yield (
            [int(values[0]) for values in batch],
            [record_of(values[1:], columns, table.complete) for values in batch],
        )


def record_of(
    values: Sequence[Any], columns: Sequence[Column], complete: Collection[str]
) -> dict[str, State]:
    """The values of a row of a table as a record, without further ones; a blank means no in columns
    (by name) that are `complete`, unless another column says yes."""
    found = {column.iri: _state_of(value) for column, value in zip(columns, values, strict=False)}
    given = {iri for iri, state in found.items() if state is not None}
    for column in columns:
        if column.name in complete and found[column.iri] is None:
            if column.datatype != "boolean":
                found[column.iri] = NONE
            elif given.isdisjoint(column.implied_true_by):
                found[column.iri] = False
    return found


def _state_of(value: Any) -> State:
    """A value as it comes from a table."""
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, float):
        return Decimal(str(value))
    state: State = value
    return state
