"""A number that a format types as one is that number: never thousands, whatever texts stand beside
it; a text of the same letters may be both."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from lovgraf.api.given import day_of, pairs_of
from lovgraf.core.errors import InputError
from lovgraf.readers.databases.address import find_address
from lovgraf.readers.databases.spool import read_database
from lovgraf.readers.single import read_pairs
from tests.checker.records.test_formats import parquet
from tests.checker.records.vocabulary import FACTS, Opened, small_vocabulary

NUMBERS = [1.234, 15.125, -1.5, 100.0, 12.345]
TEXT = "2,5"
"""What a person typed: by it alone a text `1.234` would be 1234."""


def json_lines(folder: Path) -> Path:
    """One object a line, the numbers in several spellings of JSON."""
    path = folder / "t.jsonl"
    written = ["1.234", "15.1250", "-1.5", "1e2", "1.2345E+1", f'"{TEXT}"']
    path.write_text("".join(f'{{"id": {n}, "fee": {w}}}\n' for n, w in enumerate(written)))
    return path


def json_array(folder: Path) -> Path:
    """One array of objects."""
    path = folder / "t.json"
    path.write_text(json.dumps([{"id": n, "fee": v} for n, v in enumerate([*NUMBERS, TEXT])]))
    return path


def turtle(folder: Path) -> Path:
    """Literals with a datatype."""
    path = folder / "t.ttl"
    prefix = "@prefix record: <https://w3id.org/lovgraf/record#> .\n"
    values = ["1.234", "15.125", "-1.5", "1e2", "12.345", "2.5"]
    path.write_text(
        prefix
        + "".join(
            f'<urn:{n}> a record:Person ; record:id "{n}" ; record:fee {value} .\n'
            for n, value in enumerate(values)
        )
    )
    return path


def workbook(folder: Path) -> Path:
    """Cells with numbers, and one with a text."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "fee"])
    for n, value in enumerate([*NUMBERS, TEXT]):
        sheet.append([n, value])
    book.save(path := folder / "t.xlsx")
    return path


def sqlite(folder: Path) -> Path:
    """A table whose column takes any type."""
    with sqlite3.connect(folder / "t.sqlite") as connection:
        connection.execute("CREATE TABLE t (id, fee)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", [*enumerate([*NUMBERS, TEXT])])
    address = find_address(f"sqlite:///{folder / 't.sqlite'}", None, None)
    assert address is not None
    return read_database(address, small_vocabulary(), folder)[0]


@pytest.mark.parametrize("write", [json_lines, json_array, turtle, workbook, sqlite])
def test_a_number_of_a_typed_format_is_that_number(
    write: Callable[[Path], Path], tmp_path: Path
) -> None:
    opened = Opened(write(tmp_path))
    assert opened["fee"] == [*NUMBERS, 2.5]
    assert opened.unreadable("fee") == []


def test_a_json_text_may_be_both(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"id": 1, "fee": "1.234"}\n{"id": 2, "fee": 15.125}\n{"id": 3, "fee": null}\n')
    assert Opened(path)["fee"] == [1.234, 15.125, None]
    path.write_text('{"id": 1, "fee": "1.234"}\n{"id": 2, "fee": 15}\n')
    assert Opened(path)["fee"] == [None, 15.0]


@pytest.mark.parametrize("kind", ["DOUBLE", "DECIMAL(9, 3)"])
def test_a_typed_column_with_a_mapping_is_its_numbers(kind: str, tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "t.parquet",
        f"SELECT row_number() OVER () AS id, v::{kind} AS beloeb FROM (VALUES (1.234), (15.000), "
        "(-1)) AS t(v)",
    )
    mapping = tmp_path / "m.json"
    described = {"titles": "beloeb", "name": "fee", "null": ["-1", "-1.0", "-1.000"]}
    for mark in ({}, {"datatype": {"base": "decimal", "format": {"decimalChar": ","}}}):
        columns = [{"titles": "id", "name": "id"}, described | mark]
        mapping.write_text(json.dumps({"tableSchema": {"columns": columns}}))
        assert Opened(path, mapping=mapping)["fee"] == [1.234, 15.0, None]


def test_a_number_given_in_python_is_that_number() -> None:
    given = pairs_of({"fee": 1.234})
    assert list(read_pairs(given, FACTS, "person").values()) == [1.234]


def test_a_number_is_no_day() -> None:
    with pytest.raises(InputError, match="as_of is a date"):
        day_of(20141201)  # type: ignore[arg-type]
