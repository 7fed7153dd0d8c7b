"""Files that Arrow reads a piece at a time, in any thread, exactly as the data engine reads them.

The data engine reads any file; these are those that are so regular that another reader cannot take
them differently. Where a piece turns out not to be regular, `OddFileError` says so, and the engine
reads the whole.
"""

from __future__ import annotations

import os
import re
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import local
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.readers import decoded
from lovgraf.readers.decoded import RowGroups, row_groups
from lovgraf.readers.prefetch import Prefetch, alone
from lovgraf.readers.seen_lines import SeenLines, Stretch
from lovgraf.readers.uneven import NO_GAPS, Gaps, without_padding

if TYPE_CHECKING:
    import pyarrow as pa

_PIECE = 24 << 20
"""Bytes of a CSV that are read at once: some hundred thousand rows."""
_BLOCK = 2 << 20
"""Bytes that are parsed at once: few enough to stay near the processor."""
_COLUMN = re.compile(r"In CSV column #(\d+):")
"""How Arrow begins to say that a value is not of its column's type."""
_TAIL, _BREAK = 1 << 16, 10


class OddFileError(Exception):
    """A file that is not read here; the data engine has the last word on it."""


class OtherTextError(Exception):
    """A text in a column of which it was taken for granted that only others occur."""


Room = npt.NDArray[np.uint8]
Read = Callable[[], "pa.Table"]


class Typed(Struct, frozen=True):
    """Columns of texts that may come as what they say: those that say yes and no, all in the same
    words, and those of `days`, written year first (`2014-12-01`)."""

    truths: frozenset[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    days: frozenset[str]


class Types(Struct, frozen=True):
    """How the types of records are told in a file: by the column that says them, as the file calls
    it, and by the texts of each type there."""

    column: str
    texts: tuple[frozenset[str | None], ...]


NOTHING_TYPED = Typed(frozenset(), (), (), frozenset())
T = TypeVar("T")
_own = local()
"""What a thread keeps between pieces."""


def in_order(calls: Iterable[Callable[[], T]], threads: int = 2) -> Iterator[T]:
    """What calls give, in their order; a few are worked on at a time.

    Raises what the calls raise.
    """
    if threads == 1:
        yield from (call() for call in calls)
        return
    waiting: deque[Future[T]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for call in calls:
                waiting.append(pool.submit(call))
                if len(waiting) > threads + 1:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


NUMBERED = "file_row_number"
"""What the data engine calls the number of a row of a Parquet file, counted from 0."""


class Pieces(ABC):
    """A file in pieces; none of its rows has a flaw of the row itself (too long, too short).

    `columns` are the file's columns by the SQL that names them, `empty` the SQL names of what a
    source of its kind may have beside them, and which here is NULL in every row.
    """

    columns: Mapping[str, str]
    empty: frozenset[str] = frozenset()
    ahead: Prefetch | None = None
    """What was done with the file before."""
    gaps: Gaps = NO_GAPS
    """What is passed over: lines are left out, and the other rows keep their numbers."""
    numbered: str | None = None
    """The rows for the data engine, with `NUMBERED` beside their columns, by which it finds some of
    them without the others."""
    expected: Mapping[str, frozenset[str | None]] = MappingProxyType({})
    """Columns by name of which only some texts are expected: a piece with another raises
    `OtherTextError`."""

    def numbers(self, first: int, size: int) -> npt.NDArray[np.int64]:
        """The numbers in the file, from 1, of rows from the place `first` on, counted from 0."""
        places = np.arange(first, first + size)
        return places + 1 + np.searchsorted(self.gaps.before, places, "right")

    def give_up(self) -> None:
        """Nobody will read the pieces."""
        if self.ahead is not None:
            self.ahead.decoded.drop()

    def first(self, rows: int, columns: Iterable[str]) -> pa.Table | None:
        """Some columns (by the SQL that names them) of the first rows, as texts; None where they
        were not decoded before, or the data engine may read them otherwise."""
        if self.ahead is None:
            return None
        return self.ahead.decoded.first(rows, [self.columns[sql] for sql in columns])

    def some(
        self, numbers: npt.NDArray[np.int64], names: Sequence[str] | None = None
    ) -> pa.Table | None:
        """Some columns (all, where none are named), as texts, of the rows with some numbers in the
        file, which are in order; None where it costs the data engine no more. Raises
        `OddFileError`."""
        return None

    @abstractmethod
    def again(self) -> Self:
        """The same, to be read once before or after."""

    @abstractmethod
    def types(self) -> Mapping[str, pa.DataType]:
        """The types of the columns by name."""

    @abstractmethod
    def read(self, names: Sequence[str], coded: frozenset[str], typed: Typed) -> Iterator[Read]:
        """The pieces in the order of the file: calls that may be made in any thread, each of which
        gives the rows of some columns, in one chunk; texts of the columns `coded` come as
        dictionaries, those that are `typed` as what they say where that is all they say.

        Calls raise `OddFileError`.
        """


@dataclass(frozen=True)
class CsvPieces(Pieces):
    """A CSV without line ends between quotes; `start` is where the first row that is meant begins,
    `end` where the last ends (None: with the file), `seen` where the lines of the file stand.

    In a file that is `plain` no byte is there for which readers may take other lines; of others
    that is looked for in each piece.
    """

    path: Path
    start: int
    names: tuple[str, ...]
    delimiter: str
    encoding: str
    columns: Mapping[str, str]
    empty: frozenset[str] = frozenset()
    end: int | None = None
    ahead: Prefetch | None = field(default=None, compare=False)
    gaps: Gaps = field(default=NO_GAPS, repr=False, compare=False)
    seen: SeenLines = field(default_factory=SeenLines, repr=False, compare=False)
    plain: bool = False
    _otherwise: set[str] = field(default_factory=set, compare=False)
    """The columns that are written otherwise than their type asks; it is not tried again then."""
    expected: dict[str, frozenset[str | None]] = field(default_factory=dict, compare=False)

    def again(self) -> Self:
        """See `Pieces`."""
        return replace(self, ahead=None, expected={})

    def beginning(self, size: int) -> Self:
        """The rows that begin in the first bytes, so many, to be read before the others."""
        _, end = next(self._cuts(min(size, _PIECE)))
        return replace(self.again(), end=end)

    def types(self) -> Mapping[str, pa.DataType]:
        """All are texts."""
        import pyarrow as pa

        return dict.fromkeys(self.names, pa.string())

    def read(self, names: Sequence[str], coded: frozenset[str], typed: Typed) -> Iterator[Read]:
        """See `Pieces`."""
        with alone(self.ahead):
            for start, end in self._cuts(_PIECE):
                yield partial(self._piece, start, end, names, coded, typed)

    def _cuts(self, each: int) -> Iterator[tuple[int, int]]:
        """Where pieces of about so many bytes start and end: after a line end."""
        with self.path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size if self.end is None else self.end
            start = self.start
            while start < size:
                end = min(start + each, size)
                if end < size:
                    end = self._line_end(stream, end, size)
                yield start, end
                start = end

    @staticmethod
    def _line_end(stream: Any, place: int, size: int) -> int:
        while place < size:
            stream.seek(place)
            found = stream.read(_TAIL).find(b"\n")
            if found >= 0:
                return int(place + found + 1)
            place += _TAIL
        return size

    def some(
        self, numbers: npt.NDArray[np.int64], names: Sequence[str] | None = None
    ) -> pa.Table | None:
        """See `Pieces`."""
        if not len(numbers):
            return None
        if not self.plain or not len(self.seen.places):
            raise OddFileError
        try:
            stretches = self.seen.rows_at(self.path, self.start, numbers)
            found = [line for stretch in stretches for line in self._lines(stretch)]
        except EOFError:
            raise OddFileError from None
        text = self._regular(self._unpadded(b"".join(found)))
        asked = self.names if names is None else names
        return self._parsed(text, asked, frozenset(), NOTHING_TYPED)

    def _lines(self, stretch: Stretch) -> Iterator[bytes]:
        """Some lines, without what is passed over in them."""
        begins, stops = stretch.start + stretch.begins, stretch.start + stretch.stops
        first, last = (np.searchsorted(self.gaps.begins, one) for one in (begins, stops))
        own = stretch.begins.tolist(), stretch.stops.tolist(), (first < last).tolist()
        for begin, stop, gap in zip(*own, strict=True):
            line = stretch.text[begin:stop]
            yield self.gaps.without(line, stretch.start + begin) if gap else line

    def _bytes(self, start: int, end: int) -> bytes | Room:
        """The bytes between two places as UTF-8, without those that are passed over, or with line
        ends in their stead. Raises `OddFileError` where readers may take them differently."""
        with self.path.open("rb") as stream:
            stream.seek(start)
            if self.gaps.padded or not self.plain:
                whole = stream.read(end - start)
                return self._regular(self._unpadded(self.gaps.without(whole, start)))
            text = _room(end - start)
            text = text[: stream.readinto(text.data)]
        self.gaps.fill(text, start)
        if len(text) and text[0] == _BREAK and (text == _BREAK).all():
            return b""
        if self.encoding == "utf-8" and _is_utf8(text):
            return text
        return self._regular(text.tobytes())

    def _unpadded(self, text: bytes) -> bytes:
        """Whole lines without blank values that are too many at their ends."""
        if not self.gaps.padded or not text:
            return text
        return without_padding(text, self.delimiter, len(self.names) - 1)

    def _piece(
        self, start: int, end: int, names: Sequence[str], coded: frozenset[str], typed: Typed
    ) -> pa.Table:
        more = [name for name in self.expected if name not in names]
        asked = [*names, *more], coded.union(more)
        found = self._parsed(self._bytes(start, end), *asked, typed)
        for name, texts in self.expected.items():
            if not texts.issuperset(found.column(name).unique().to_pylist()):
                raise OtherTextError
        return found

    def _parsed(
        self, text: bytes | Room, names: Sequence[str], coded: frozenset[str], typed: Typed
    ) -> pa.Table:
        import pyarrow as pa
        import pyarrow.csv as csv

        if not len(text):  # all its lines are left out
            kinds = self._kinds(names, coded, typed, frozenset(self._otherwise))
            return pa.table({name: pa.array([], kinds[name]) for name in names})
        data = pa.py_buffer(text)
        read = csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=list(self.names))
        parse = csv.ParseOptions(
            delimiter=self.delimiter,
            newlines_in_values=False,
            ignore_empty_lines=len(self.gaps.begins) > 0,
        )
        pool = pa.system_memory_pool()
        while True:
            otherwise = frozenset(self._otherwise)
            kinds = self._kinds(names, coded, typed, otherwise)
            convert = csv.ConvertOptions(
                check_utf8=False,
                column_types=kinds,
                true_values=list(typed.yes),
                false_values=list(typed.no),
                null_values=[""],
                strings_can_be_null=True,
                include_columns=list(names),
            )
            try:
                found = csv.read_csv(pa.BufferReader(data), read, parse, convert, pool)
                return found.combine_chunks(memory_pool=pool)
            except pa.ArrowInvalid as error:
                column = _COLUMN.match(str(error))
                odd = {self.names[int(column[1])]} if column else set(names)
                odd &= (typed.truths | typed.days) - otherwise
            if not odd:
                raise OddFileError
            self._otherwise.update(odd)

    @staticmethod
    def _kinds(
        names: Sequence[str], coded: frozenset[str], typed: Typed, otherwise: frozenset[str]
    ) -> dict[str, pa.DataType]:
        import pyarrow as pa

        text, few = pa.string(), pa.dictionary(pa.int32(), pa.string())
        kinds = {name: few if name in coded else text for name in names}
        kinds |= dict.fromkeys(typed.truths - otherwise, pa.bool_())
        return kinds | dict.fromkeys(typed.days - otherwise, pa.date32())

    def _regular(self, data: bytes) -> bytes:
        """The bytes as UTF-8, if there is nothing in them that readers take differently."""
        if not self.plain:
            _check_ends(data)
        if data.isascii() or (self.encoding == "utf-8" and _is_utf8(data)):
            return data
        try:
            return data.decode(self.encoding).encode()
        except UnicodeDecodeError:
            raise OddFileError from None


def _room(size: int) -> Room:
    """Room for some bytes: that of the piece which this thread read before, since new room costs as
    much as reading into it."""
    room: Room | None = vars(_own).get("room")
    if room is None or len(room) < size:
        room = _own.room = np.empty(size + _TAIL, np.uint8)
    return room[:size]


def _check_ends(data: bytes) -> None:
    """Raise `OddFileError` where readers may take other lines than these."""
    if b"\0" in data:
        raise OddFileError
    if b"\r" in data:
        pairs = data.count(b"\r\n")
        if data.count(b"\r") != pairs or data.count(b"\n") != pairs:
            raise OddFileError


def _is_utf8(data: bytes | Room) -> bool:
    """Whether bytes are UTF-8; Arrow takes a seventh of the time of making a text of them."""
    import pyarrow as pa

    ends = pa.py_buffer(np.array([0, len(data)], np.int64))
    try:
        text = pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(data)])
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


@dataclass(frozen=True)
class ParquetPieces(Pieces):
    """A Parquet file by its row groups; `rows` are those that are meant (None: all), from the first
    up to the last, which are whole groups."""

    path: Path
    columns: Mapping[str, str]
    rows: tuple[int, int] | None = None
    ahead: Prefetch | None = field(default=None, compare=False)
    numbered: str | None = None

    def again(self) -> Self:
        """See `Pieces`."""
        return replace(self, ahead=None)

    def types(self) -> Mapping[str, pa.DataType]:
        """The types as Arrow reads them."""
        import pyarrow as pa
        import pyarrow.parquet as parquet

        try:
            schema = parquet.read_schema(self.path)
        except (pa.ArrowException, OSError):
            raise OddFileError from None
        return {field.name: decoded.as_texts(field.type) for field in schema}

    def read(self, names: Sequence[str], coded: frozenset[str], typed: Typed) -> Iterator[Read]:
        """See `Pieces`."""
        import pyarrow as pa
        import pyarrow.parquet as parquet

        # Other pools give memory back and fetch it anew for each piece, which costs a third more.
        pa.set_memory_pool(pa.system_memory_pool())
        metadata = parquet.read_metadata(self.path)
        columns, dictionaries = list(names), sorted(coded)

        def open_file() -> parquet.ParquetFile:
            return parquet.ParquetFile(
                self.path, metadata=metadata, read_dictionary=dictionaries, pre_buffer=False
            )

        def groups(chosen: RowGroups) -> pa.Table:
            if self.ahead is not None:
                found = self.ahead.decoded.take(chosen, columns, coded)
                if found is not None:
                    return found
            try:
                found = open_file().read_row_groups(chosen, columns=columns, use_threads=False)
                return decoded.as_asked(found.combine_chunks(), coded)
            except (pa.ArrowException, OSError):
                raise OddFileError from None

        with alone(self.ahead):
            for chosen, large in row_groups(metadata, self.rows):
                if large:
                    yield from self._in_batches(open_file(), chosen[0], columns, coded)
                else:
                    yield partial(groups, chosen)

    def _in_batches(
        self, file: Any, group: int, columns: list[str], coded: frozenset[str]
    ) -> Iterator[Read]:
        """The rows of a large row group; they are read here, since that goes from page to page."""
        import pyarrow as pa

        batches = file.iter_batches(
            decoded.ROWS, row_groups=[group], columns=columns, use_threads=False
        )
        try:
            for batch in batches:
                yield partial(decoded.as_asked, pa.Table.from_batches([batch]), coded)
        except (pa.ArrowException, OSError):
            raise OddFileError from None
