"""Batches of rows straight from a file that Arrow reads, without the data engine.

What is not usual makes a row doubtful (see `column_readers`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from lovgraf.engine.array_ops import Number, Operand, Truth
from lovgraf.engine.array_path import ArrayPath
from lovgraf.engine.batch_arrays import Batch
from lovgraf.engine.column_readers import ColumnReader, column_reader, of_dictionary
from lovgraf.engine.pieces import Parted, Piece
from lovgraf.engine.records import Records
from lovgraf.engine.second_look import FLAWS, SecondLook, as_text
from lovgraf.engine.text_numbers import Flags, either_flag
from lovgraf.engine.text_ops import Digits
from lovgraf.facts.fact import Column
from lovgraf.facts.plain import Plain
from lovgraf.readers.decoded import as_texts
from lovgraf.readers.pieces import OddFileError, Pieces, Read, Typed, Types
from lovgraf.readers.reading import UNREAD, UNREADABLE
from lovgraf.readers.source import ROW

_FEW = 20


class Sought(Struct, frozen=True):
    """What arrays are to be made of rows: those that `array_path` asks for, of a plan's
    `columns`."""

    array_path: ArrayPath
    columns: Mapping[str, Column]
    records: Records


def file_pieces(sought: Sought) -> Iterator[Callable[[], Piece]]:
    """The pieces of a file, in order; the calls may be made in any thread.

    Raises `OddFileError` (as do the calls) where only the data engine can read the file.
    """
    pieces = sought.records.pieces
    if pieces is None:
        raise OddFileError
    asked = _Asked.of(pieces, [sought])
    (reading,) = asked.readings
    for read in pieces.read(asked.names, asked.coded, asked.typed):
        yield partial(_piece, reading, read)


def parted_pieces(
    pieces: Pieces, sought: Sequence[Sought], types: Types
) -> Iterator[Callable[[], Parted]]:
    """The pieces of a file with several types of record, of each of which something else is
    `sought`; see `file_pieces`."""
    asked = _Asked.of(pieces, sought)
    names = sorted({*asked.names, types.column})
    for read in pieces.read(names, asked.coded | {types.column}, asked.typed):
        yield partial(_parted, asked.readings, types, read)


def _piece(reading: _Reading, read: Read) -> Piece:
    return reading.piece(read())


def _parted(readings: Sequence[_Reading], types: Types, read: Read) -> Parted:
    table = read()
    kinds = _only(table.column(types.column))
    found: list[tuple[Any, Piece] | None] = []
    for reading, texts in zip(readings, types.texts, strict=True):
        rows = _rows_of(kinds, texts)
        if len(rows):
            own = _rows_taken(table.select(reading.names), rows)
            found.append((rows, reading.piece(own)))
        else:
            found.append(None)
    return Parted(table.num_rows, tuple(found))


def _rows_of(kinds: Any, texts: frozenset[str | None]) -> Any:
    """The places of the rows that have one of some texts."""
    each = [text in texts for text in kinds.dictionary.to_pylist()]
    return np.flatnonzero(of_dictionary(kinds, np.array([*each, None in texts], np.bool_)))


def _rows_taken(table: pa.Table, rows: Any) -> pa.Table:
    """Some rows of a table, whose dictionaries have the texts of these rows alone."""
    if len(rows) == table.num_rows:
        return table
    found = table.take(pa.array(rows))
    columns = [_own_texts(_only(column)) for column in found.itercolumns()]
    return pa.table(columns, names=found.column_names)


def _own_texts(array: Any) -> Any:
    if not pa.types.is_dictionary(array.type):
        return array
    given = array.indices.drop_null().to_numpy()
    used = np.bincount(given, minlength=len(array.dictionary)) > 0
    if used.all():
        return array
    places = pa.array((np.cumsum(used) - 1).astype(np.int32)).take(array.indices)
    return pa.DictionaryArray.from_arrays(places, array.dictionary.filter(pa.array(used)))


class _Asked(Struct, frozen=True):
    """What is asked of a file: columns, which of them as dictionaries, which as what they say."""

    readings: tuple[_Reading, ...]
    names: list[str]
    coded: frozenset[str]
    typed: Typed

    @classmethod
    def of(cls, pieces: Pieces, sought: Sequence[Sought]) -> _Asked:
        """What is asked by all that is sought. Raises `OddFileError`."""
        types = pieces.types()
        readers = [_readers(pieces, types, one) for one in sought]
        every = {name: reader for own in readers for name, reader in own.items()}
        # However a column is read, it comes in the same form: that rests on how it is written.
        coded = frozenset(n for reader in every.values() if reader.coded for n in reader.names)
        plain = {name: how for one in sought for name, how in one.records.plain.items()}
        typed = _typed(every, plain)
        readings = tuple(
            _Reading.of(pieces, one, own, typed) for one, own in zip(sought, readers, strict=True)
        )
        names = sorted({name for reading in readings for name in reading.names})
        return cls(readings, names, coded, typed)


def _readers(pieces: Pieces, types: Mapping[str, Any], sought: Sought) -> dict[str, ColumnReader]:
    """How the columns are read that are sought, or whose values may have flaws."""
    array_path, columns, records = sought.array_path, sought.columns, sought.records
    if array_path.exports or set(records.doubts) - _never(pieces):
        raise OddFileError
    asked = {*array_path.inputs, *array_path.texts, *records.usual.values.values()}
    return {
        name: column_reader(
            pieces, types, how, columns.get(name), name, array_path, _unread(records, name)
        )
        for name, how in records.plain.items()
        if name in asked or not how.total
    }


def _unread(records: Records, name: str) -> Callable[[str], None]:
    """Is told of the texts of a column that cannot be read."""
    if records.unread is None:
        return lambda _text: None
    return partial(records.unread.add, name)


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


class _Flaws:
    """The flaws of the rows of a piece, as words of bits."""

    def __init__(self, size: int, places: Mapping[tuple[str, str], tuple[str, int]]) -> None:
        self._size, self._places = size, places
        self._words: dict[str, Any] = {}

    def add(self, name: str, rows: Any, numbers: Any) -> None:
        """Some rows have flaws of a column, by their numbers in `FLAWS`."""
        for number, flaw in enumerate(FLAWS):
            if flaw is None or not (chosen := rows[numbers == number]).size:
                continue
            for one in {flaw, UNREADABLE} if flaw in UNREAD else {flaw}:
                self._set(self._places.get((name, one)), chosen)

    def _set(self, place: tuple[str, int] | None, rows: Any) -> None:
        """Some rows have a flaw, which has its place."""
        if place is None:
            return
        word, bit = place
        if word not in self._words:
            self._words[word] = np.zeros(self._size, np.int64)
        self._words[word][rows] |= 1 << bit

    def words(self) -> dict[str, Any]:
        """The words that have a bit, by name; each is as a rule one of few."""
        return {name: pa.array(word).dictionary_encode() for name, word in self._words.items()}


class _Reading(Struct, frozen=True):
    """How the columns of a piece become arrays."""

    array_path: ArrayPath
    records: Records
    readers: Mapping[str, ColumnReader]
    raw: Mapping[str, str]
    typed: Typed
    again: Mapping[str, SecondLook]

    @classmethod
    def of(
        cls, pieces: Pieces, sought: Sought, readers: Mapping[str, ColumnReader], typed: Typed
    ) -> _Reading:
        """What is sought, by some readers of columns that come typed."""
        records = sought.records
        told_apart = pieces.empty | {records.row, ROW}
        raw = {sql: pieces.columns[sql] for sql in records.given if sql not in told_apart}
        kept = frozenset(records.usual.values.values())
        again = {
            name: SecondLook.of(
                records.plain[name], sought.columns[name], _unread(records, name), name in kept
            )
            for name in readers
        }
        return cls(sought.array_path, records, readers, raw, typed, again)

    @property
    def names(self) -> list[str]:
        """The columns of the file that are read."""
        read = {name for reader in self.readers.values() for name in reader.names}
        return sorted(read | set(self.raw.values()))

    def piece(self, table: pa.Table) -> Piece:
        """The arrays of a piece."""
        found: dict[str, Any] = {}
        doubtful: Flags = False
        clean = {}
        flaws = _Flaws(table.num_rows, self.records.flags)
        for name, reader in self.readers.items():
            written = reader.written([_only(table.column(one)) for one in reader.names])
            clean[name] = reader.clean(written)
            values, strange = reader.read(clean[name])
            if (numbers := reader.flaws(clean[name])) is not None:
                flaws.add(name, np.flatnonzero(numbers), numbers[np.flatnonzero(numbers)])
            if strange is True or (strange is not False and strange.any()):
                source = written if as_texts(written.type) == pa.string() else clean[name]
                again = self.again[name](source, clean[name], values, strange)
                values, strange, clean[name] = again.values, again.strange, again.texts
                flaws.add(name, again.rows, again.flaws)
            doubtful = either_flag(doubtful, strange)
            if name in self.array_path.inputs or name in self.array_path.texts:
                found[name] = values
        kept = {alias: as_text(clean[n]) for alias, n in self.records.usual.values.items()}
        flags = np.full(table.num_rows, doubtful) if isinstance(doubtful, bool) else doubtful
        odd = bool(flags.any())
        return Piece(
            Batch(
                table.num_rows,
                {n: self._input(n, found[n]) for n in self.array_path.inputs},
                {},
                {n: found[n] for n in self.array_path.texts},
            ),
            kept | flaws.words(),
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
        return as_text(array.take(pa.array(rows)))
    kind = pa.string() if pa.types.is_dictionary(array.type) else array.type
    return pa.array([array[int(row)].as_py() for row in rows], kind)
