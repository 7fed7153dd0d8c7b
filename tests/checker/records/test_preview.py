"""A file at a glance, and the metadata that somebody's choices become."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lovgraf.core.errors import InputError
from lovgraf.readers.csvw import read_mapping
from lovgraf.readers.csvw_writing import write_mapping
from lovgraf.readers.preview import preview
from tests.checker.records.vocabulary import FACTS

TABLE = "Løbenummer;Født;Status;Rejst d.;;Status\n7;01-02-1990;01;;x;01\n8;;90;02-02-2012;;\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(TABLE, encoding="windows-1252")
    return path


def test_columns_are_taken_for_facts_and_the_rest_is_named(table: Path) -> None:
    found = preview(table, FACTS)
    assert (found.sampled, found.record_type) == (2, "person")
    assert [(column.header, column.name, column.problem) for column in found.columns] == [
        ("Løbenummer", "id", None),
        ("Født", "birth_date", None),
        ("Status", "status", None),
        ("Rejst d.", None, "unknown"),
        ("", None, "nameless"),
        ("Status", None, "doubled"),
    ]
    assert [column.filled for column in found.columns] == [2, 1, 2, 1, 1, 1]


def test_values_are_shown_only_where_asked_for(table: Path) -> None:
    assert all(column.values == () for column in preview(table, FACTS).columns)
    shown = preview(table, FACTS, values=True).columns
    assert shown[1].values == ("01-02-1990", "")


def test_another_type_of_record_takes_other_columns(table: Path) -> None:
    found = preview(table, FACTS, "payment")
    assert [column.problem for column in found.columns[:3]] == [None, "other-type", "other-type"]
    with pytest.raises(InputError, match="no record type"):
        preview(table, FACTS, "dragon")


def test_a_file_that_is_no_table_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(bytes(range(256)) * 8)
    with pytest.raises(InputError):
        preview(path, FACTS)


def test_choices_become_metadata_that_is_read_back(table: Path) -> None:
    headers = [column.header for column in preview(table, FACTS).columns]
    names = ["id", None, "status", "left_on", None, None]
    text = write_mapping("people.csv", headers, names, FACTS, "person", {"left_on"})
    path = table.with_name("m.json")
    path.write_text(text, encoding="utf-8")
    found = read_mapping(path, FACTS, table)
    assert found.record_type == "person"
    assert found.complete == {"left_on"}
    assert found.positions(headers, "people.csv") == {0: "id", 2: "status", 3: "left_on"}
    assert found.ignored(headers) == {1}
    assert json.loads(text)["@context"][0] == "http://www.w3.org/ns/csvw"
