"""Batches of rows straight from a file that Arrow reads, without the data engine.

Each distinct text of a column of few values is looked up once a piece; dates and numbers are read
from the bytes. What is not usual makes a row doubtful, as in the engine's own reading
(`quick_sql`): it says more often than the engine that a row is doubtful, never less often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checker.cells.array_ops import Number, Operand, Truth
from checker.cells.batch_arrays import Batch
from checker.cells.file_columns import ColumnReader, Found, column_reader
from checker.cells.pieces import Piece
from checker.cells.quick import Quick
from checker.cells.records import Records
from checker.cells.text_numbers import (
    Flags,
    either_flag,
)
from checker.cells.text_ops import Digits, Texts
from checker.records.facts import Column
from checker.records.pieces import OddFileError, Pieces, Read, Words
from checker.records.plain import Plain

_FEW = 20


def file_pieces(
    quick: Quick, columns: Mapping[str, Column], records: Records
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
    words = _words(readers, records.plain)
    reading = _Reading(quick, columns, records, readers, raw, words)
    for read in pieces.read(names, coded, words):
        yield partial(reading.piece, read)


def _words(readers: Mapping[str, ColumnReader], plain: Mapping[str, Plain]) -> Words:
    """The words for yes and no of the columns that have no others."""
    columns, said = set(), {"true": set[str](), "false": set[str]()}
    for name, reader in readers.items():
        if reader.yes_or_no:
            columns.add(reader.name)
            for text, (_, value) in zip(plain[name].spellings, plain[name].values, strict=True):
                if value in said:
                    said[value].add(text)
    if said["true"] & said["false"]:
        columns = set()
    return Words(frozenset(columns), *(tuple(sorted(said[value])) for value in ("true", "false")))


def _never(pieces: Pieces) -> set[str]:
    """Conditions that hold for no row of a file in pieces."""
    return {f"{name} IS NOT NULL" for name in pieces.empty}


@dataclass(frozen=True)
class _Reading:
    """How the columns of a piece become arrays."""

    quick: Quick
    columns: Mapping[str, Column]
    records: Records
    readers: Mapping[str, ColumnReader]
    raw: Mapping[str, str]
    words: Words

    def piece(self, read: Read) -> Piece:
        """The arrays of a piece that is read here."""
        tables = [table.combine_chunks() for table in read()]
        size = sum(table.num_rows for table in tables)
        found: dict[str, Any] = {}
        doubtful: Flags = False
        for name, reader in self.readers.items():
            each = [self._read(reader, table) for table in tables]
            doubtful = either_flag(doubtful, _joined_flags([d for _, d in each], tables))
            if name in self.quick.inputs or name in self.quick.texts:
                found[name] = _joined([values for values, _ in each], tables)
        kept = {
            alias: pa.concat_arrays(
                [_as_text(_only(t.column(self.readers[n].name))) for t in tables]
            )
            for alias, n in self.records.usual.values.items()
        }
        return Piece(
            Batch(
                size,
                {n: self._input(n, found[n]) for n in self.quick.inputs},
                {},
                {n: found[n] for n in self.quick.texts},
            ),
            kept,
            None if doubtful is False or not np.any(doubtful) else doubtful,
            self._as_they_are(tables, doubtful),
        )

    def _read(self, reader: ColumnReader, table: Any) -> Found:
        return reader.read(_only(table.column(reader.name)))

    def _input(self, name: str, found: Any) -> Operand:
        """What is looked up of a column: of digits the first one, as the engine gives it."""
        if isinstance(found, Digits):
            first = found.values // 10 ** (found.count - 1) + ord("0")
            return Number(first, found.valid)
        if isinstance(found, np.ndarray):
            return Number(found, True)
        assert isinstance(found, Number | Truth), name
        return found

    def _as_they_are(self, tables: Sequence[Any], doubtful: Flags) -> dict[str, Any]:
        """The doubtful rows as they stand in the file."""
        if doubtful is False or not np.any(doubtful):
            return {}
        found = []
        start = 0
        for table in tables:
            rows = np.flatnonzero(doubtful[start : start + table.num_rows])  # type: ignore[index]
            start += table.num_rows
            if len(rows):
                arrays = [_taken(table.column(name), rows) for name in self.raw.values()]
                found.append(list(map(self._as_written, arrays, self.raw.values())))
        return {
            sql: pa.chunked_array(each)
            for sql, each in zip(self.raw, zip(*found, strict=True), strict=True)
        }

    def _as_written(self, array: Any, name: str) -> Any:
        """Values as the file has them, or says the same."""
        if name in self.words.columns and array.type == pa.bool_():
            yes, no = ((*said, "")[0] for said in (self.words.yes, self.words.no))
            return pc.if_else(array, yes, no)
        return array


def _only(column: Any) -> Any:
    """The one chunk of a column."""
    if column.num_chunks == 1:
        return column.chunk(0)
    return column.combine_chunks()


def _taken(column: Any, rows: Any) -> Any:
    """Some rows of a column. A few are taken one by one: any function of Arrow takes longer."""
    array = _only(column)
    if len(rows) > _FEW:
        return _as_text(array.take(pa.array(rows)))
    kind = pa.string() if pa.types.is_dictionary(array.type) else array.type
    return pa.array([array[int(row)].as_py() for row in rows], kind)


def _as_text(array: Any) -> Any:
    """An array whose texts are no dictionary."""
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def _joined_flags(flags: Sequence[Flags], tables: Sequence[Any]) -> Flags:
    """The flags of tables, one after the other."""
    if all(isinstance(flag, bool) for flag in flags) and len(set(map(bool, flags))) == 1:
        return flags[0]
    sizes = [table.num_rows for table in tables]
    each = [np.full(n, f) if isinstance(f, bool) else f for n, f in zip(sizes, flags, strict=True)]
    return np.concatenate(each)


def _joined(found: Sequence[Any], tables: Sequence[Any]) -> Any:
    """What arrays see of a column of tables, one after the other."""
    first = found[0]
    if len(found) == 1:
        return first
    if isinstance(first, np.ndarray):
        return np.concatenate(found)
    valid = _joined_flags([one.valid for one in found], tables)
    if isinstance(first, Texts):
        return Texts(pa.concat_arrays([one.array for one in found]), valid)
    values = np.concatenate([one.values for one in found])
    if isinstance(first, Digits):
        return Digits(values, first.count, valid)
    return Number(values, valid)
