"""Dates that can be read both ways, and what other columns of the file tell of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from openpyxl import Workbook
from pyarrow import feather, orc, parquet

from tests.checker.records.vocabulary import Opened


def written(folder: Path, text: str) -> Path:
    path = folder / "d.csv"
    path.write_text(text, "utf-8")
    return path


AMERICAN, DANISH = "12/24/1990", "24/12/1990"


@pytest.mark.parametrize(
    ("others", "ambiguous"),
    [
        ([], False),
        ([DANISH], False),
        (["24.12.1990"], False),
        (["12-24-1990"], False),
        (["12241990"], False),
        ([AMERICAN], True),
        ([f"{AMERICAN} 14:30"], True),
        ([AMERICAN, DANISH], True),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_other_columns_tell_which_of_day_and_month_is_first(
    tmp_path: Path, others: list[str], ambiguous: bool, known: bool
) -> None:
    headings = ["left_on", "moved_on"] if known else ["Ændret", "Rettet"]
    rows = "".join(f"{n};0{n}/04/1990;{';'.join(others)}\n" for n in (3, 4))
    text = ";".join(["id", "birth_date", *headings[: len(others)]]) + "\n" + rows
    opened = Opened(written(tmp_path, text))
    first = None if ambiguous else date(1990, 4, 3)
    assert opened["birth_date"] == [first, date(1990, 4, 4)]
    assert opened.unreadable("birth_date") == ([1] if ambiguous else [])
    said = [one.column for one in opened.table.quality if one.code == "ambiguous-dates"]
    assert ("birth_date" in said) is ambiguous


def test_a_pattern_that_a_mapping_states_tells_of_other_columns(tmp_path: Path) -> None:
    stated = {"name": "left_on", "datatype": {"base": "date", "format": "MM/dd/yyyy"}}
    columns = [{"name": "id"}, {"name": "birth_date"}, stated]
    mapping = tmp_path / "m.json"
    described = {"@context": "http://www.w3.org/ns/csvw", "tableSchema": {"columns": columns}}
    mapping.write_text(json.dumps(described), "utf-8")
    table = written(tmp_path, "id;birth_date;left_on\n1;03/04/1990;03/04/1990\n")
    opened = Opened(table, mapping=mapping)
    assert (opened["birth_date"], opened["left_on"]) == ([None], [date(1990, 3, 4)])
    assert opened.found["ambiguous-dates"] == "birth_date"


@pytest.mark.slow
def test_a_column_that_begins_after_the_sample_is_not_guessed(tmp_path: Path) -> None:
    blank, late = "1;;12/24/1990\n" * 20_000, "2;03/04/1990;12/24/1990\n"
    opened = Opened(written(tmp_path, f"id;birth_date;left_on\n{blank}{late}{blank}"))
    assert opened["birth_date"][20_000] is None
    assert opened.unreadable("birth_date") == [20_001]


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """The rows as a file of the kind that its ending says, all values as texts."""
    match path.suffix:
        case ".parquet":
            parquet.write_table(pa.Table.from_pylist(rows), path)
        case ".arrow":
            feather.write_feather(pa.Table.from_pylist(rows), path)
        case ".orc":
            orc.write_table(pa.Table.from_pylist(rows), path)
        case ".json":
            path.write_text(json.dumps(rows), "utf-8")
        case ".jsonl":
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        case ".xlsx":
            book = Workbook()
            for row in ([*rows[0]], *([*one.values()] for one in rows)):
                book.active.append(row)
            book.save(path)


@pytest.mark.parametrize("ending", ["parquet", "arrow", "orc", "json", "jsonl", "xlsx"])
@pytest.mark.parametrize(("other", "first"), [(DANISH, date(1990, 4, 3)), (AMERICAN, None)])
def test_they_tell_it_in_files_of_all_kinds(
    tmp_path: Path, ending: str, other: str, first: date | None
) -> None:
    path = tmp_path / f"d.{ending}"
    days = ["03/04/1990", "04/04/1990", "05/05/1990"]
    write(
        path, [{"id": f"n{n}", "birth_date": day, "left_on": other} for n, day in enumerate(days)]
    )
    opened = Opened(path)
    assert opened["birth_date"] == [first, date(1990, 4, 4), date(1990, 5, 5)]
    assert opened.unreadable("birth_date") == ([] if first else [1])
