"""Workbooks that are not .xlsx, by python-calamine: Excel before 2007 and binary, OpenDocument.

They show what a reader of sheets asks for (`excel.py`). The library holds a sheet as a whole, from
its first cell to its last: how many cells that would be is found out before.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from msgspec import Struct

from lovgraf.core import limits
from lovgraf.core.private import PrivateFolder
from lovgraf.readers import workbook_child
from lovgraf.readers.bombs import FREE_CELLS, MAX_CELLS_A_BYTE, bomb, check_workbook, protected

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
"""Endings of the names of workbooks."""
_OOXML, _BINARY, _CONTENT = "xl/workbook.xml", "xl/workbook.bin", "content.xml"
_BYTES, _BYTES_A_BYTE = 1 << 30, 200
"""The memory that the process which reads a workbook may take, and more for each of its bytes."""
_ROW_HEADER, _CELLS = 0, range(1, 12)
"""The records of a binary sheet that begin a row, and that hold a cell."""


def check_sheets(path: Path, name: str) -> str:
    """The format of a workbook. Raises `InputError` for a bomb, and for a damaged one."""
    with path.open("rb") as stream:
        if stream.read(2) != b"PK":
            return "xls"
    check_workbook(path, name)
    with zipfile.ZipFile(path) as archive:
        members = archive.namelist()
        if _BINARY in members:
            for member in members:
                if member.startswith("xl/worksheets/") and member.endswith(".bin"):
                    _refuse_bomb(_binary_cells(archive.read(member)), path, name)
            return "xlsb"
        if _CONTENT in members and _OOXML not in members:
            with archive.open(_CONTENT) as stream:
                _refuse_bomb(_open_cells(stream), path, name)
            return "ods"
    return "xlsx"


def _refuse_bomb(cells: int, path: Path, name: str) -> None:
    if cells > FREE_CELLS and cells > MAX_CELLS_A_BYTE * path.stat().st_size:
        raise bomb(name)


def _binary_cells(data: bytes) -> int:
    """How many cells a binary sheet spans, by its records: a number, a length, and content."""
    place = row = rows = columns = 0
    while place < len(data):
        kind, place = _varying(data, place, 2)
        length, place = _varying(data, place, 4)
        first = int.from_bytes(data[place : place + 4], "little")
        if kind == _ROW_HEADER:
            row = first + 1
        elif kind in _CELLS:
            rows, columns = max(rows, row), max(columns, first + 1)
        place += length
    return rows * columns


def _varying(data: bytes, place: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, at most so many bytes, and where it ends."""
    found = 0
    for count in range(most):
        byte = data[place] if place < len(data) else 0
        place += 1
        found |= (byte & 0x7F) << (7 * count)
        if not byte & 0x80:
            break
    return found, place


def _open_cells(stream: IO[bytes]) -> int:
    """How many cells the largest sheet of an OpenDocument spans, from the first to the last that is
    not empty."""
    most = rows = columns = width = last = repeated = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal rows, columns, width, last, repeated
        if name == "table:table":
            rows = columns = 0
        elif name == "table:table-row":
            repeated = int(attributes.get("table:number-rows-repeated", 1))
            width = last = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            width += int(attributes.get("table:number-columns-repeated", 1))
            if "office:value-type" in attributes:
                last = width

    def end(name: str) -> None:
        nonlocal most, rows, columns
        if name == "table:table-row":
            rows += repeated
            if last:
                columns = max(columns, last)
                most = max(most, rows * columns)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.ParseFile(stream)
    return most


class OtherSheet(Struct, frozen=True):
    """A sheet, with what it says beside its values: the columns (from 0) of cells that span several
    rows, by the first of these (from 1)."""

    title: str
    _path: Path

    def reset_dimensions(self) -> None:
        """There are no dimensions but those of the cells."""

    def iter_rows(self, values_only: bool = True) -> Iterator[Sequence[Any]]:
        """The values of each row, from the first row and column on."""
        assert values_only
        with self._path.open(encoding="utf-8") as lines:
            rows, columns = json.loads(next(lines))["start"]
            for _ in range(rows):
                yield []
            shift = [None] * columns
            for line in lines:
                yield [*shift, *map(_cell, json.loads(line))]

    @property
    def tall(self) -> dict[int, list[range]]:
        """See the class."""
        found: dict[int, list[range]] = {}
        for top, left, bottom, right in self._merged:
            if top < bottom:
                found.setdefault(top + 1, []).append(range(left, right + 1))
        return found

    @property
    def wide(self) -> dict[int, int]:
        """To which column (from 1) the last cell of a row (from 1) reaches that spans several."""
        found: dict[int, int] = {}
        for top, left, _, right in self._merged:
            if left < right:
                found[top + 1] = max(found.get(top + 1, 0), right + 1)
        return found

    @property
    def _merged(self) -> list[list[int]]:
        with self._path.open(encoding="utf-8") as lines:
            found: list[list[int]] = json.loads(next(lines))["merged"]
            return found


def _cell(written: Any) -> Any:
    """A value of a cell, as `workbook_child` wrote it."""
    if not isinstance(written, dict):
        return written
    ((kind, text),) = written.items()
    if kind == "day":
        return date.fromisoformat(text)
    return datetime.fromisoformat(text) if kind == "moment" else text


class OtherWorkbook(Struct, frozen=True):
    """A workbook that is not .xlsx."""

    _sheets: dict[str, Path]

    @property
    def sheetnames(self) -> list[str]:
        """The names of its sheets, charts left out."""
        return list(self._sheets)

    def __getitem__(self, name: str) -> OtherSheet:
        return OtherSheet(name, self._sheets[name])


@contextmanager
def open_other(path: Path) -> Iterator[OtherWorkbook]:
    """Open such a workbook, in a process of its own. Raises `InputError` for one with a password,
    and `ValueError` for one that cannot be read."""
    most = min(limits.memory(), _BYTES + _BYTES_A_BYTE * path.stat().st_size)
    with PrivateFolder() as folder:
        done = subprocess.run(
            [sys.executable, "-I", workbook_child.__file__, str(path.absolute()), str(folder),
             str(most)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            check=False, timeout=limits.SECONDS,
        )  # fmt: skip
        if done.returncode == workbook_child.PASSWORD:
            raise protected(path.name)
        if done.returncode:
            raise ValueError
        sheets: dict[str, Path] = {}
        for number in range(len(list(folder.iterdir()))):
            file = folder / f"{number}.jsonl"
            with file.open(encoding="utf-8") as lines:
                sheets[str(json.loads(next(lines))["name"])] = file
        yield OtherWorkbook(sheets)
