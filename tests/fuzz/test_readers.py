"""Whatever is handed in is read or refused in one line: no traceback, no hang.

Two changed files of each format in `make test` (eight with `WHOLE=1`); two thousand in `make fuzz`
(`LOVGRAF_FUZZ_FILES` says how many, `LOVGRAF_FUZZ_FROM` from which seed on).
"""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import NoReturn

import pyarrow as pa
import pytest
from openpyxl import Workbook
from pyarrow import parquet

from lovgraf.core.errors import InputError
from lovgraf.readers.connection import connect
from lovgraf.readers.kinds import record_types
from lovgraf.readers.pieces import OddFileError, Typed
from lovgraf.readers.source import UNREADABLE, translated
from lovgraf.readers.table import InputTable, Reading, open_dataset
from tests.checker.records.other_formats import WRITERS
from tests.checker.records.vocabulary import FACTS
from tests.examples import WHOLE
from tests.fuzz.mutations import mutated, mutated_archive

MANY = int(os.environ.get("LOVGRAF_FUZZ_FILES", "8" if WHOLE else "2"))
FIRST = int(os.environ.get("LOVGRAF_FUZZ_FROM", "0"))
_AT_ONCE = 50
"""Changed files of one test, so that a failure tells about which."""
SECONDS = 60
HEADS = ("id", "birth_date", "passport", "months", "fee", "cpr_number", "status", "grounds", "name")
ROWS = [
    (f"P{n}", f"19{50 + n}-05-{10 + n}", n % 2 == 0, n, n / 2, f"{70 + n}0580-0836", "01", "1 2",
     f"Prøve {n}")
    for n in range(12)
]  # fmt: skip
Mutate = Callable[[bytes, int], bytes]


def _csv(delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    lines = [HEADS, *ROWS]
    return "".join(delimiter.join(map(str, line)) + "\r\n" for line in lines).encode(encoding)


def _xlsx() -> bytes:
    book, found = Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append(["Udtræk"])
    for row in (HEADS, *ROWS, ("I alt", None, None, "=SUM(D3:D14)")):
        sheet.append(row)
    book.create_sheet("Noter").append(["tekst"])
    book.save(found)
    return found.getvalue()


def _parquet(**options: object) -> bytes:
    found = io.BytesIO()
    columns = {name: [row[n] for row in ROWS] for n, name in enumerate(HEADS)}
    table = pa.table(columns)
    born = pa.array([f"19{50 + n}-05-{10 + n}" for n in range(12)]).cast(pa.date32())
    parquet.write_table(table.set_column(1, "birth_date", born), found, **options)
    return found.getvalue()


def _objects() -> list[dict[str, object]]:
    return [dict(zip(HEADS, row, strict=True)) for row in ROWS]


_SPACE = "https://w3id.org/lovgraf/record#"


def _triples() -> bytes:
    by_name = {column.name: column.iri for column in FACTS.columns.values()}
    lines = []
    for n, row in enumerate(ROWS):
        for name in ("id", "birth_date", "months", "name"):
            value = json.dumps(str(row[HEADS.index(name)]), ensure_ascii=False)
            lines.append(f"<urn:p{n}> <{by_name[name]}> {value} .\n")
    return "".join(lines).encode()


def _rdf_xml() -> bytes:
    people = "".join(
        f'<rdf:Description rdf:about="urn:p{n}"><r:id>P{n}</r:id><r:months>{n}</r:months>'
        "</rdf:Description>"
        for n in range(5)
    )
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns:r="{_SPACE}">{people}</rdf:RDF>'
    ).encode()


def _written(name: str) -> Callable[[], bytes]:
    """The ships of the tests of other formats, in a file of some name."""

    def make() -> bytes:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            WRITERS[name](path)
            return path.read_bytes()

    return make


FORMATS: dict[str, tuple[str, Callable[[], bytes], Mutate]] = {
    "csv": ("t.csv", _csv, mutated),
    "csv in Windows-1252": ("t.csv", lambda: _csv(",", "cp1252"), mutated),
    "csv in UTF-16": ("t.txt", lambda: _csv("\t", "utf-16"), mutated),
    "gzip": ("t.csv.gz", lambda: gzip.compress(_csv(), mtime=0), mutated),
    "xlsx": ("t.xlsx", _xlsx, mutated_archive),
    "parquet": ("t.parquet", _parquet, mutated),
    "plain parquet": (
        "t.parquet",
        lambda: _parquet(compression="none", use_dictionary=False),
        mutated,
    ),
    "json lines": (
        "t.jsonl",
        lambda: "".join(json.dumps(one) + "\n" for one in _objects()).encode(),
        mutated,
    ),
    "json array": ("t.json", lambda: json.dumps(_objects()).encode(), mutated),
    "turtle": ("t.ttl", _triples, mutated),
    "n-triples": ("t.nt", _triples, mutated),
    "rdf/xml": ("t.rdf", _rdf_xml, mutated),
    **{
        name: (f"t.{name.partition('.')[2]}", _written(name), mutated)
        for name in WRITERS
        if name.partition(".")[2] not in ("", "csv", "parquet", "zip", "tar", "tar.gz")
    },
    "ods in its parts": ("t.ods", _written("ships.ods"), mutated_archive),
    "xlsb in its parts": ("t.xlsb", _written("ships.xlsb"), mutated_archive),
}


def seeds() -> Iterator[tuple[int, int]]:
    for start in range(FIRST, FIRST + MANY, _AT_ONCE):
        yield start, min(start + _AT_ONCE, FIRST + MANY)


@pytest.mark.parametrize("part", list(seeds()), ids=lambda part: f"{part[0]}-{part[1]}")
@pytest.mark.parametrize("name", FORMATS)
def test_a_changed_file_is_read_or_refused(
    tmp_path: Path, name: str, part: tuple[int, int]
) -> None:
    file, make, change = FORMATS[name]
    content, path = make(), tmp_path / file
    for seed in range(*part):
        path.write_bytes(change(content, seed))
        try:
            with in_time():
                read_all(path)
        except InputError:
            continue
        except Exception as error:
            error.add_note(f"{name}, seed {seed}")
            raise


def read_all(path: Path) -> None:
    """Read every value of a file, in both ways that files are read."""
    with connect(None) as connection:
        table = open_dataset(path, Reading(FACTS), connection)
        try:
            for _, source, _ in record_types(connection, table, FACTS):
                asked = [*table.values.values(), *table.unreadable.values()]
                connection.sql(f"SELECT {', '.join(asked)} FROM {source}").to_arrow_table()
        except UNREADABLE as error:
            raise translated(error, table.name) from None
        _read_pieces(table)


def _read_pieces(table: InputTable) -> None:
    if table.pieces is None:
        return
    try:
        names = list(table.pieces.types())
        typed = Typed(frozenset(), ("true",), ("false",), frozenset({"birth_date"} & {*names}))
        for read in table.pieces.read(names, frozenset(), typed):
            read()
    except OddFileError:
        pass


@contextmanager
def in_time() -> Iterator[None]:
    """Fail where something takes longer than any honest reading of a small file."""
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _too_long(_number: int, _frame: FrameType | None) -> NoReturn:
    raise TimeoutError
