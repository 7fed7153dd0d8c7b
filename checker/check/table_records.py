"""The records of an input table, with what is kept of each row beside what the law asks of it."""

from __future__ import annotations

from collections.abc import Sequence

from lovgraf.engine.layout import WORD_BITS
from lovgraf.engine.records import Carried, Records
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.reading import UNREADABLE
from lovgraf.readers.table import InputTable

KEEP = "keep_"
"""Prefix of columns that are kept as they are."""


def records_of(
    table: InputTable, facts: FactVocabulary, source: str, row: str | None = None
) -> Records:
    """The records of a relation over a table's raw columns.

    Kept of each row are identifiers and what must be unique (`keep_...`), words of flags for values
    that cannot be read (`u0` ...) or were mended (`x0` ...), and column `row` where it has one.
    """
    columns = facts.columns
    unique = [n for n, c in columns.items() if n in table.values and (c.unique or n == "id")]
    kept = {KEEP + name: name for name in unique}
    flags = _flag_words("u", list(table.unreadable.values()))
    flags |= _flag_words("x", [condition for _, _, condition, _ in table.warnings])
    number = {row: row} if row is not None else {}
    return Records(
        source=source,
        values=table.values,
        plain=table.plain,
        carried={alias: table.values[n] for alias, n in kept.items()} | flags | number,
        usual=Carried(kept, dict.fromkeys(flags, "0::BIGINT") | number),
        doubts=tuple(sql for _, column, sql, _ in table.warnings if column is None),
        given=table.given | dict.fromkeys(number, "BIGINT"),
        flags=_places(
            [(name, UNREADABLE) for name in table.unreadable],
            [(column or "", code) for code, column, _, _ in table.warnings],
        ),
        pieces=table.pieces if row == table.row and source == table.source else None,
        row=row,
    )


def _places(
    unreadable: Sequence[tuple[str, str]], warned: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, int]]:
    """The word and the bit of each flaw of a column, as `_flag_words` numbers them."""
    return {
        flaw: (f"{prefix}{number // WORD_BITS}", number % WORD_BITS)
        for prefix, flaws in (("u", unreadable), ("x", warned))
        for number, flaw in enumerate(flaws)
    }


def _flag_words(prefix: str, flags: Sequence[str]) -> dict[str, str]:
    """SQL of words that have a bit for each flag (SQL booleans); nearly all rows have none."""
    words: dict[str, str] = {}
    for start in range(0, len(flags), WORD_BITS):
        part = flags[start : start + WORD_BITS]
        bits = [
            f"(CASE WHEN {flag} THEN {1 << bit}::BIGINT ELSE 0 END)"
            for bit, flag in enumerate(part)
        ]
        anything = " OR ".join(f"({flag})" for flag in part)
        words[f"{prefix}{start // WORD_BITS}"] = (
            f"CASE WHEN {anything} THEN {' + '.join(bits)} ELSE 0::BIGINT END"
        )
    return words
