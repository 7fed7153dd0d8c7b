"""How a CSV file is laid out, and the SQL that reads it: all of it, a part of it, or a sample."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from lovgraf.core.terms import Text
from lovgraf.readers.encodings import Line, uneven_lines
from lovgraf.readers.pieces import CsvPieces
from lovgraf.readers.prefetch import Prefetch
from lovgraf.readers.source import (
    LAST_ROWS,
    ROW,
    SAMPLE_ROWS,
    SourceColumn,
    Uneven,
    Warned,
    file_literal,
    quoted,
)
from lovgraf.readers.temporary import Workplace

_SLICE = 1 << 19
_BLOCK = 1 << 20
_PART = "part.csv"
_NO_VALUE = "\x01"
"""What stands for a value that is not there, in a file with uneven rows."""
_MOST_UNEVEN = 200_000
"""Uneven rows that are looked at by themselves, at most."""


@dataclass(frozen=True)
class CsvLayout:
    """What is known of a CSV file.

    `header` says that it has a line of headers, after `skip` others. `even` says that every row has
    a value for each header; `straight` that no value holds a line end, `tidy` that no quotation
    mark stands where readers may take it differently. `without` are lines that are no records: they
    are left out of parts, whose other rows keep their numbers (`ROW`).
    """

    headers: tuple[str, ...]
    delimiter: str
    encoding: str
    quote: str
    comment: str | None
    header: bool
    skip: int
    even: bool
    straight: bool
    tidy: bool
    without: tuple[Line, ...] = field(default=(), repr=False)

    @property
    def columns(self) -> tuple[SourceColumn, ...]:
        """The columns of the relations."""
        return tuple(
            SourceColumn(header, f'"{name}"')
            for header, name in zip(self.headers, self._names, strict=True)
        )

    @property
    def marks(self) -> dict[str, str]:
        """What the warnings read beside the columns, with types."""
        return {"beyond": "VARCHAR"} | ({} if self.even else {"cut_short": "BOOLEAN"})

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """The warning of rows that are too long, where a large file was taken to have none."""
        long = Text(
            "Rækken har flere værdier end overskrifter; et skilletegn står nok i en tekst uden "
            "citationstegn, så værdierne kan være forskudt.",
            "The row has more values than there are headers; a delimiter probably stands in a text "
            "without quotation marks, so that values may be displaced.",
        )
        return (("row-too-long", None, "beyond IS NOT NULL", long),) if self.even else ()

    @property
    def divisible(self) -> bool:
        """Whether the file may be cut at any line end."""
        return self.straight and self.tidy

    def whole(self, path: Path, place: Workplace) -> str:
        """SQL of every row of a file of this layout."""
        return self._read(
            file_literal(path, place), f"header = {str(self.header).lower()}, skip = {self.skip}"
        )

    def sample(self, path: Path, place: Workplace) -> str:
        """SQL of some rows: the first, or of a large file some from its start, middle and end."""
        sliced = self._slices(path, place)
        if sliced is None:
            return f"(FROM {self.whole(path, place)} LIMIT {SAMPLE_ROWS})"
        return self._read(file_literal(sliced, place), "header = false")

    def cuts(self, path: Path, size: int) -> tuple[int, ...]:
        """Bytes at which rows begin, about `size` apart, from the first row to the file's end."""
        found = []
        end = path.stat().st_size
        with path.open("rb") as stream:
            stream.seek(self.first_row(path))
            while stream.tell() < end:
                found.append(stream.tell())
                stream.seek(found[-1] + size)
                stream.readline()
        return (*found, end)

    def first_row(self, path: Path) -> int:
        """The byte at which the first row begins."""
        with path.open("rb") as stream:
            for _ in range(self.skip + self.header):
                stream.readline()
            return stream.tell()

    def part(self, path: Path, place: Workplace, first: int, last: int) -> str:
        """SQL of the rows from byte `first` up to byte `last`, which are copied."""
        target = place.file(_PART)
        with path.open("rb") as stream, target.open("wb") as out:
            stream.seek(first)
            while block := stream.read(min(_BLOCK, last - stream.tell())):
                out.write(block)
        read = self._read(file_literal(target, place), "header = false")
        if not self.without:
            return read
        others = "".join(f", {number}" for number, _, _ in self.left_out(path, first, last))
        return (
            f"(SELECT * FROM (SELECT *, row_number() OVER () AS {ROW} FROM {read}) "
            f"WHERE {ROW} NOT IN (0{others}))"
        )

    def left_out(self, path: Path, first: int, last: int) -> tuple[Line, ...]:
        """The lines from byte `first` up to byte `last` that are no records, each with its number
        among the lines there, from 1."""
        found, place, number = list[Line](), first, 1
        begins = [begin for _, begin, _ in self.without]
        with path.open("rb") as stream:
            stream.seek(first)
            for _, begin, end in self.without[
                bisect_left(begins, first) : bisect_left(begins, last)
            ]:
                while place < begin:
                    block = stream.read(min(_BLOCK, begin - place))
                    number += block.count(b"\n")
                    place += len(block)
                found.append((number, begin, end))
        return tuple(found)

    def pieces(self, path: Path, ahead: Prefetch | None = None) -> CsvPieces | None:
        """The rows as Arrow reads them; None where it might take something differently."""
        return self._pieces(path, ahead) if self.even else None

    def _pieces(self, path: Path, ahead: Prefetch | None) -> CsvPieces | None:
        """The same, uneven rows among them."""
        start = _after_lines(path, self.skip + self.header)
        regular = self.divisible and self.quote == '"' and not self.comment
        if not regular or start is None or len(self.headers) == 1:
            return None
        own = {f'"{name}"': name for name in self._names}
        names, empty = self._names, frozenset(self.marks)
        return CsvPieces(path, start, names, self.delimiter, self.encoding, own, empty, ahead=ahead)

    def uneven(self, path: Path, place: Workplace, ahead: Prefetch | None) -> Uneven | None:
        """The rows that may be no records of a file that is regular but for them; None where Arrow
        might take something differently, or too many rows are uneven."""
        pieces = self._pieces(path, ahead)
        if pieces is None:
            return None
        each = len(self.headers) - 1
        most, last, no_value = _MOST_UNEVEN, LAST_ROWS, _NO_VALUE.encode()
        found = uneven_lines(path, pieces.start, self.delimiter, each, most, last, no_value)
        if found is None:
            return None
        lines, rows = found
        target = place.file("uneven.csv")
        with path.open("rb") as stream, target.open("wb") as out:
            for _, begin, end in lines:
                stream.seek(begin)
                out.write(stream.read(end - begin))
        read = self._read(file_literal(target, place), "header = false")
        numbers = ", ".join(str(number) for number, _, _ in lines)
        relation = f"(FROM {read} POSITIONAL JOIN (SELECT unnest([{numbers}]) AS {ROW}))"

        def others(left_out: Collection[int]) -> tuple[CsvPieces, CsvLayout]:
            without = tuple(line for line in lines if line[0] in left_out)
            return replace(pieces, without=without), replace(self, without=without)

        return Uneven(relation, rows, others)

    def pieces_of(self, path: Path, first: int, last: int) -> CsvPieces | None:
        """See `Layout`."""
        if not self.without:
            found = self.pieces(path)
            return None if found is None else replace(found, start=first, end=last)
        found, without = self._pieces(path, None), self.left_out(path, first, last)
        return None if found is None else replace(found, start=first, end=last, without=without)

    def lines(self, path: Path, place: Workplace) -> CsvLines | None:
        """The rows as lines; None where some may be no line, or more than one."""
        if self.pieces(path) is None:
            return None
        return self._lines(file_literal(path, place), self.skip + self.header)

    def lines_of(self, path: Path, place: Workplace) -> CsvLines | None:
        """See `Layout`."""
        if self.pieces(path) is None:
            return None
        return self._lines(file_literal(place.file(_PART), place), 0)

    def _lines(self, file: str, skip: int) -> CsvLines:
        options = (
            "auto_detect = false, columns = {'line': 'VARCHAR'}, delim = '\\0', quote = '', "
            f"escape = '', header = false, skip = {skip}, strict_mode = false, "
            f"encoding = '{self.encoding}', hive_partitioning = false, compression = 'none'"
        )
        return CsvLines(f"read_csv({file}, {options})", self)

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(f"c{n}" for n in range(len(self.headers)))

    def _read(self, file: str, more: str) -> str:
        """Every row; where rows may be uneven, a value that is not there is told from a blank."""
        read = f"read_csv({file}, {self._options()}, {more})"
        if self.even:
            return read
        names = self._names
        blanks = ", ".join(f"nullif({name}, '') AS {name}" for name in names)
        return (
            f"(SELECT {blanks}, nullif(beyond, '') AS beyond, {names[-1]} IS NULL AS cut_short "
            f"FROM {read})"
        )

    def _options(self) -> str:
        spec = ", ".join(f"'{name}': 'VARCHAR'" for name in (*self._names, "beyond"))
        quote = quoted(self.quote)
        options = (
            f"auto_detect = false, columns = {{{spec}}}, delim = {quoted(self.delimiter)}, "
            f"quote = {quote}, escape = {quote}, encoding = '{self.encoding}', "
            "null_padding = true, strict_mode = false, hive_partitioning = false, "
            "compression = 'none'"
        )
        options += "" if self.straight else ", parallel = false"
        options += f", comment = {quoted(self.comment)}" if self.comment else ""
        return options if self.even else options + f", nullstr = '{_NO_VALUE}'"

    def _slices(self, path: Path, place: Workplace) -> Path | None:
        """Lines from the start, the middle and the end of a large file, as a file of its own."""
        size = path.stat().st_size
        if size <= 8 * _SLICE or not self.divisible:
            return None
        target = place.file("sample.csv")
        with path.open("rb") as stream, target.open("wb") as out:
            for start in (0, size // 2, size - _SLICE):
                stream.seek(start)
                block = stream.read(_SLICE)
                first, last = block.find(b"\n") + 1, block.rfind(b"\n") + 1
                out.write(block[first:last])
            sampled = out.tell()
        return target if sampled else None


@dataclass(frozen=True)
class CsvLines:
    """See `Lines`."""

    relation: str
    layout: CsvLayout

    @property
    def key(self) -> str:
        """What tells how a line is read."""
        return repr(self.layout)

    def read(self, path: Path, place: Workplace) -> tuple[str, CsvPieces | None]:
        """See `Lines`."""
        own = replace(self.layout, encoding="utf-8", header=False, skip=0)
        return own.whole(path, place), own.pieces(path)


def _after_lines(path: Path, count: int) -> int | None:
    """The place in a file after so many lines; None where lines end in more than one way."""
    with path.open("rb") as stream:
        for _ in range(count):
            if b"\r" in stream.readline().removesuffix(b"\r\n"):
                return None
        return stream.tell()
