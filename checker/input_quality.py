"""Values that could not be read, and values that were mended: flags a row, findings a column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checker.cells.layout import WORD_BITS
from checker.cells.population import Coded
from checker.quality import EXAMPLES
from checker.records.expected import expected
from checker.records.facts import Column, FactVocabulary
from checker.records.table import InputTable
from checker.reports.result import QualityFinding
from checker.terms import Text

_REMARKS = frozenset({"null-word"})
"""Warnings of the reader that are only worth knowing."""


def unreadable_findings(
    population: Coded,
    table: InputTable,
    facts: FactVocabulary,
    show_values: bool,
    written: Callable[[str], tuple[str, ...]],
) -> list[QualityFinding]:
    """A finding for each column with values that could not be read, or that were mended.

    `written` gives values of a column that could not be read (`unreadable_values`); those of
    personal columns are shown only with `show_values`.
    """
    columns = facts.columns
    unread = [("unreadable-value", n, _unreadable_text(columns[n])) for n in table.unreadable]
    mended = [(code, name, text) for code, name, _, text in table.warnings]
    found: list[QualityFinding] = []
    for prefix, severity, flags in (("u", "error", unread), ("x", "warning", mended)):
        words = (len(flags) + WORD_BITS - 1) // WORD_BITS
        counts = population.flagged(prefix, words)
        for number, (code, name, text) in enumerate(flags):
            word, bit = divmod(number, WORD_BITS)
            count = counts.get((word, bit), 0)
            if not count:
                continue
            rows = population.first_flagged(f"{prefix}{word}", bit, EXAMPLES)
            weight = "info" if code in _REMARKS else severity
            personal = name not in columns or columns[name].personal
            values: tuple[str, ...] = ()
            if prefix == "u" and name is not None and (show_values or not personal):
                values = written(name)
            found.append(QualityFinding(code, weight, name, text, count, rows, values, personal))
    return found


def unreadable_values(
    connection: Any, table: InputTable, source: str, name: str, show_values: bool
) -> tuple[str, ...]:
    """The first distinct unreadable values of a column, as written, in a relation of its rows.

    Unless asked for, none with digits in a row: a personal number may have slipped into any column.
    """
    hidden = "" if show_values else " AND NOT regexp_matches(v, '[0-9]{5}')"
    if name not in table.raw:
        return ()
    rows = connection.execute(
        f"SELECT DISTINCT left(CAST({table.raw[name]} AS VARCHAR), 40) AS v FROM {source} "
        f"WHERE {table.unreadable[name]}{hidden} ORDER BY v LIMIT {EXAMPLES}"
    ).fetchall()
    return tuple(str(row[0]) for row in rows)


def _unreadable_text(column: Column) -> Text:
    kind = expected(column)
    return Text(
        f"Værdien i {column.name} ({column.label.da}) kan ikke læses som {kind.da}; "
        "den regnes for ukendt.",
        f"The value in {column.name} ({column.label.en}) cannot be read as {kind.en}; "
        "it counts as unknown.",
    )
