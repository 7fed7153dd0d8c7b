"""Batches of rows straight from a file that Arrow reads, without the data engine.

Each distinct text of a column of few values is looked up once a piece; dates and numbers are read
from the bytes. What is not usual makes a row doubtful, as in the engine's own reading
(`quick_sql`): it says more often than the engine that a row is doubtful, never less often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lovgraf.engine.array_ops import Number, Operand, Truth
from lovgraf.engine.array_path import ArrayPath
from lovgraf.engine.batch_arrays import Batch
from lovgraf.engine.file_columns import ColumnReader, column_reader
from lovgraf.engine.pieces import Piece
from lovgraf.engine.records import Records
from lovgraf.engine.text_numbers import Flags, either_flag
from lovgraf.engine.text_ops import Digits
from lovgraf.facts.plain import Plain
from lovgraf.facts.vocabulary import Column
from lovgraf.readers.pieces import OddFileError, Pieces, Read, Typed

_FEW = 20


def file_pieces(
    quick: ArrayPath, columns: Mapping[str, Column], records: Records
) -> Iterator[Callable[[], Piece]]:
    """The pieces of a file, in order; the calls may be made in any thread.

    Raises `OddFileError` (as do the calls) where only the data engine can read the file.
    """
    pieces = records.pieces
    if pieces is None or quick.exports or set(records.doubts) - _never(pieces):
        raise OddFileError
    types = pieces.types()
    asked = {*quick.inputs, *quick.texts, *records.usual.values.values()}
    readers = {
        name: column_reader(pieces, types, how, columns.get(name), name, quick)
        for name, how in records.plain.items()
        if name in asked or not how.total
    }
    raw = {sql: pieces.columns[sql] for sql in records.given if sql not in pieces.empty}
    names = sorted({reader.name for reader in readers.values()} | set(raw.values()))
    coded = frozenset(reader.name for reader in readers.values() if reader.coded)
    typed = _typed(readers, records.plain)
    reading = _Reading(quick, columns, records, readers, raw, typed)
    for read in pieces.read(names, coded, typed):
        yield partial(reading.piece, read)


def _typed(readers: Mapping[str, ColumnReader], plain: Mapping[str, Plain]) -> Typed:
    """The columns that may come typed, and the words for yes and no where there are no others."""
    truths, said = set(), {"true": set[str](), "false": set[str]()}
    for name, reader in readers.items():
        if reader.kind == "truth":
            truths.add(reader.name)
            for text, (_, value) in zip(plain[name].spellings, plain[name].values, strict=True):
                if value in said:
                    said[value].add(text)
    if said["true"] & said["false"]:
        truths = set()
    yes, no = (tuple(sorted(said[value])) for value in ("true", "false"))
    days = frozenset(reader.name for reader in readers.values() if reader.kind == "day")
    return Typed(frozenset(truths), yes, no, days)


def _never(pieces: Pieces) -> set[str]:
    """Conditions that hold for no row of a file in pieces."""
    return {f"{name} IS NOT NULL" for name in pieces.empty}


@dataclass(frozen=True)
class _Reading:
    """How the columns of a piece become arrays."""

    quick: ArrayPath
    columns: Mapping[str, Column]
    records: Records
    readers: Mapping[str, ColumnReader]
    raw: Mapping[str, str]
    typed: Typed

    def piece(self, read: Read) -> Piece:
        """The arrays of a piece that is read here."""
        table = read()
        found: dict[str, Any] = {}
        doubtful: Flags = False
        clean = {}
        for name, reader in self.readers.items():
            clean[name] = reader.clean(_only(table.column(reader.name)))
            values, strange = reader.read(clean[name])
            doubtful = either_flag(doubtful, strange)
            if name in self.quick.inputs or name in self.quick.texts:
                found[name] = values
        kept = {alias: _as_text(clean[n]) for alias, n in self.records.usual.values.items()}
        flags = np.full(table.num_rows, doubtful) if isinstance(doubtful, bool) else doubtful
        odd = bool(flags.any())
        return Piece(
            Batch(
                table.num_rows,
                {n: self._input(n, found[n]) for n in self.quick.inputs},
                {},
                {n: found[n] for n in self.quick.texts},
            ),
            kept,
            flags if odd else None,
            self._as_they_are(table, np.flatnonzero(flags)) if odd else {},
        )

    def _input(self, name: str, found: Any) -> Operand:
        """What is looked up of a column: of digits the first one, as the engine gives it."""
        if isinstance(found, Digits):
            first = found.values // 10 ** (found.count - 1) + ord("0")
            return Number(first, found.valid)
        if isinstance(found, np.ndarray):
            return Number(found, True)
        assert isinstance(found, Number | Truth), name
        return found

    def _as_they_are(self, table: Any, rows: Any) -> dict[str, Any]:
        """Some rows as they stand in the file, or as what says the same."""
        return {
            sql: self._as_written(_taken(table.column(name), rows), name)
            for sql, name in self.raw.items()
        }

    def _as_written(self, array: Any, name: str) -> Any:
        if name in self.typed.truths and array.type == pa.bool_():
            yes, no = ((*said, "")[0] for said in (self.typed.yes, self.typed.no))
            return pc.if_else(array, yes, no)
        if name in self.typed.days and array.type == pa.date32():
            return array.cast(pa.string())
        return array


def _only(column: Any) -> Any:
    """The one chunk of a column."""
    if column.num_chunks == 1:
        return column.chunk(0)
    return column.combine_chunks()


def _taken(column: Any, rows: Any) -> Any:
    """Some rows of a column. A few are taken one by one: any function of Arrow takes longer."""
    array = _only(column)
    if len(rows) > _FEW or pa.types.is_temporal(array.type):  # Python cannot hold every day
        return _as_text(array.take(pa.array(rows)))
    kind = pa.string() if pa.types.is_dictionary(array.type) else array.type
    return pa.array([array[int(row)].as_py() for row in rows], kind)


def _as_text(array: Any) -> Any:
    """An array whose texts are no dictionary."""
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
