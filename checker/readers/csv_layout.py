"""How a CSV file is laid out, and the SQL that reads it: all of it, a part of it, or a sample."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from msgspec import Struct

from lovgraf.core.terms import Text
from lovgraf.readers.odd_lines import Odd
from lovgraf.readers.pieces import CsvPieces
from lovgraf.readers.prefetch import Prefetch
from lovgraf.readers.seen_lines import SeenLines
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
from lovgraf.readers.uneven import NO_GAPS, Gaps, Numbers, uneven_at, uneven_lines

_SLICE = 1 << 19
_BLOCK = 1 << 20
_PART = "part.csv"
_NO_VALUE = "\x01"
"""What stands for a value that is not there, in a file with uneven rows."""
_MOST_UNEVEN = 10_000_000
"""Uneven rows that are looked at by themselves, at most: 40 bytes each."""
_MANY = 1000
"""Numbers of rows that are written into a statement, at most."""


@dataclass(frozen=True)
class CsvLayout:
    """What is known of a CSV file.

    `header` says that it has a line of headers, after `skip` others. `even` says that every row has
    a value for each header, `pads` that blank values too many at the ends of lines are none: most
    lines have them. Elsewhere a delimiter may stand in a text of such a line. `straight` says that
    no value holds a line end, `tidy` that no quotation mark stands where readers may take it
    differently, `plain` that no other byte does that. `gaps` are passed over in parts: rows that
    are no records (by SQL, those that do not meet `condition` and those that are `named`), while
    the others keep their numbers (`ROW`).
    """

    headers: tuple[str, ...]
    delimiter: str
    encoding: str
    quote: str
    comment: str | None
    header: bool
    skip: int
    even: bool
    pads: bool
    straight: bool
    tidy: bool
    plain: bool
    seen: SeenLines = field(repr=False, compare=False)
    """Where the lines of the file stand."""
    gaps: Gaps = field(default=NO_GAPS, repr=False, compare=False)
    named: tuple[int, ...] = field(default=(), repr=False)
    condition: str = ""

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
        """See `Layout`."""
        copied = place.file(_PART)
        copied.unlink(missing_ok=True)  # that of another part is never read for this one
        read = self._read(file_literal(copied, place), "header = false")
        if not self.gaps.numbers.size:
            return read
        gaps = self.left_out(path, first, last)
        others = "".join(f", {n}" for n in self._named(gaps, first))
        return (
            f"(SELECT * FROM (SELECT *, row_number() OVER () AS {ROW} FROM {read}) "
            f"WHERE {ROW} NOT IN (0{others}){self.condition and f' AND {self.condition}'})"
        )

    def copy(self, path: Path, place: Workplace, first: int, last: int) -> None:
        """Copy the bytes from `first` up to `last`, which are what the SQL of a part reads."""
        with path.open("rb") as stream, place.file(_PART).open("wb") as out:
            stream.seek(first)
            while block := stream.read(min(_BLOCK, last - stream.tell())):
                out.write(block)

    def _named(self, gaps: Gaps, first: int) -> list[int]:
        """The numbers, in a part from byte `first` on, of the rows that are named."""
        if not gaps.numbers.size:
            return []
        place = int(np.searchsorted(self.gaps.line_begins, first))
        moved = int(self.gaps.numbers[place]) - int(gaps.numbers[0])
        numbers = np.array(self.named, np.int64) - moved
        found: list[int] = numbers[np.isin(numbers, gaps.numbers)].tolist()
        return found

    def left_out(self, path: Path, first: int, last: int) -> Gaps:
        """What is passed over from byte `first` up to byte `last`, its lines numbered as there."""
        begins = self.gaps.line_begins
        place = int(np.searchsorted(begins, first))
        if place == len(begins) or begins[place] >= last:
            return self.gaps.within(first, last, 0)
        before = self.seen.lines_before(path, int(begins[place]))
        return self.gaps.within(first, last, before - self.seen.lines_before(path, first))

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
        given = path, start, names, self.delimiter, self.encoding, own, empty
        return CsvPieces(*given, ahead=ahead, seen=self.seen, plain=self.plain)

    def uneven(
        self, path: Path, place: Workplace, odd: Odd | None, ahead: Prefetch | None
    ) -> Uneven | None:
        """The rows that may be no records of a file that is regular but for them (`odd`: see
        `uneven_lines`); None where Arrow might take something differently, or too many rows are
        uneven."""
        pieces = self._pieces(path, ahead)
        if pieces is None:
            return None
        each, found = len(self.headers) - 1, None
        given = path, pieces.start, self.delimiter, each, LAST_ROWS
        if odd is None:
            found = uneven_at(*given, self.seen, self.pads)
        if found is None:
            found = uneven_lines(*given, _NO_VALUE.encode(), odd, self.pads)
        if found is None or len(found.numbers) > _MOST_UNEVEN:
            return None
        target = place.file("uneven.csv")
        found.copy(path, target)
        read = self._read(file_literal(target, place), "header = false")
        numbers = _numbers_sql(found.numbers, place)
        relation = f"(FROM {read} POSITIONAL JOIN {numbers})"

        def others(
            left_out: Numbers, named: tuple[int, ...], condition: str
        ) -> tuple[CsvPieces, CsvLayout]:
            gaps = found.gaps(path, left_out, self.delimiter, each)
            own = replace(self, gaps=gaps, named=named, condition=condition)
            return replace(pieces, gaps=gaps), own

        return Uneven(relation, found.rows, others)

    def pieces_of(self, path: Path, first: int, last: int) -> CsvPieces | None:
        """See `Layout`."""
        if not self.gaps:
            found = self.pieces(path)
            return None if found is None else replace(found, start=first, end=last)
        found = self._pieces(path, None)
        if found is None:
            return None
        return replace(found, start=first, end=last, gaps=self.left_out(path, first, last))

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
        beyond = "nullif(beyond, '') AS beyond" if self.pads else "beyond"
        return f"(SELECT {blanks}, {beyond}, {names[-1]} IS NULL AS cut_short FROM {read})"

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


class CsvLines(Struct, frozen=True):
    """See `Lines`."""

    relation: str
    layout: CsvLayout

    @property
    def key(self) -> str:
        """What tells how a line is read."""
        return repr(self.layout)

    def read(self, path: Path, place: Workplace) -> tuple[str, CsvPieces | None]:
        """See `Lines`."""
        own = replace(self.layout, encoding="utf-8", header=False, skip=0, plain=False)
        return own.whole(path, place), own.pieces(path)


def _numbers_sql(numbers: Numbers, place: Workplace) -> str:
    """SQL of a relation with some numbers of rows."""
    if len(numbers) <= _MANY:
        return f"(SELECT unnest([{', '.join(map(str, numbers.tolist()))}]) AS {ROW})"
    import pyarrow as pa
    from pyarrow import parquet

    target = place.file("uneven.parquet")
    # Of a buffer, not of numbers, for which Arrow would import pandas.
    given = pa.py_buffer(np.ascontiguousarray(numbers, np.int64))
    column = pa.Array.from_buffers(pa.int64(), len(numbers), [None, given])
    parquet.write_table(pa.table([column], [ROW]), target)
    return f"(FROM read_parquet({file_literal(target, place)}))"


def _after_lines(path: Path, count: int) -> int | None:
    """The place in a file after so many lines; None where lines end in more than one way."""
    with path.open("rb") as stream:
        for _ in range(count):
            if b"\r" in stream.readline().removesuffix(b"\r\n"):
                return None
        return stream.tell()
