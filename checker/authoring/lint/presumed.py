"""How well presumptions fit a dataset: how often it states something else than is presumed.

A presumption is for blanks; where the dataset states the column, its value shows whether the
presumption would have been right. Source: semantics, section 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from lovgraf.core.terms import Lang, Text
from lovgraf.facts.columns import Expression, literal
from lovgraf.facts.fact import Column, Presumption
from lovgraf.facts.states import FactTable
from lovgraf.law.presumptions import read_presumptions
from lovgraf.law.view import Law
from lovgraf.readers.connection import connect
from lovgraf.readers.table import InputTable, Reading, open_dataset


class Fit(Struct, frozen=True):
    """A presumption on a dataset: of how many records it is for, how many state the column, and of
    these how many state something else."""

    presumption: str
    label: Text
    column: str
    standing: str
    records: int
    stated: int
    contradicted: int


def fits(path: Path, law: Law, as_of: date, record_type: str | None = None) -> list[Fit]:
    """How each presumption fits a dataset, in order of their IRIs.

    Raises `InputError` where the file or a presumption cannot be read.
    """
    connection = connect(None)
    reading = Reading(law.at(as_of).facts_of_day, record_type=record_type)
    table = open_dataset(path, reading, connection)
    presumptions = read_presumptions(law.graph, law.facts)
    columns = law.facts.columns
    present = sorted(name for name in table.values if name in columns)
    facts = FactTable(law.facts, present, as_of, table.complete)
    asked = {iri for one in presumptions for iri in one.asks}
    facts.add(sorted(asked))
    found: dict[str, Expression] = {}
    for number, one in enumerate(presumptions):
        applies, stated = facts.concerns(one), facts.state(one.presumes)
        given = stated.value.not_null()
        filled = one.filled(facts.as_of)
        if filled is None:
            other, said = given, stated.known()
        else:
            # Where another column says that there is none, nothing has to be presumed.
            other, said = given & (stated.value != literal(filled)), given
        found |= {f"a{number}": applies, f"b{number}": applies & said,
                  f"c{number}": applies & other}  # fmt: skip
    counts = connection.execute(_counting(table, facts, found, present)).fetchone()
    return [
        Fit(one.iri, one.label, _name(law, one), one.standing, *map(int, three))
        for one, three in zip(presumptions, _in_threes(counts or ()), strict=True)
    ]


def _counting(
    table: InputTable, facts: FactTable, found: dict[str, Expression], present: Sequence[str]
) -> str:
    """SQL that counts the records for which each of some conditions holds."""
    values = ", ".join(f'{table.values[name]} AS "{name}"' for name in present)
    counted = ", ".join(f"count(*) FILTER ({name})" for name in found)
    return (
        f"WITH records AS (SELECT 0 AS records_row, {values} FROM {table.source}) "
        f"SELECT {counted} FROM ({facts.sql(found)})"
    )


def _in_threes(counts: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(counts), 3):
        yield counts[start : start + 3]


def _name(law: Law, one: Presumption) -> str:
    column = law.facts[one.presumes]
    return column.name if isinstance(column, Column) else column.iri


def as_text(found: Sequence[Fit], dataset: str, lang: Lang) -> Iterator[str]:
    """What the dataset says of presumptions, those that it contradicts most often first."""
    known = [fit for fit in found if fit.stated]
    head = Text(
        f"{dataset}: {len(known)} af {len(found)} formodninger kan holdes op mod datasættet.\n",
        f"{dataset}: {len(known)} of {len(found)} presumptions can be held against the dataset.\n",
    )
    yield head[lang]
    line = Text(
        "{share:6.2f} % forkert ({wrong} af {stated}): {label} [{column}]\n",
        "{share:6.2f} % wrong ({wrong} of {stated}): {label} [{column}]\n",
    )[lang]
    for fit in sorted(known, key=lambda f: (-f.contradicted / f.stated, f.presumption)):
        yield line.format(
            share=100 * fit.contradicted / fit.stated, wrong=fit.contradicted, stated=fit.stated,
            label=fit.label[lang], column=fit.column,
        )  # fmt: skip


def as_data(found: Sequence[Fit]) -> dict[str, object]:
    """The same for machines."""
    return {
        "presumptions": [
            {
                "presumption": fit.presumption, "column": fit.column, "standing": fit.standing,
                "records": fit.records, "stated": fit.stated, "contradicted": fit.contradicted,
            }
            for fit in found
        ]
    }  # fmt: skip
