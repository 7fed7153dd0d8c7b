"""A heading that names one code of a list, over yes and no: *MitID*."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.errors import InputError
from lovgraf.law import Law
from tests.checker.records.vocabulary import Opened


def mapping(folder: Path, **columns: object) -> Path:
    """A mapping that says which column each heading is, and its codes."""
    described = [
        {"titles": header, **(said if isinstance(said, dict) else {"name": said})}
        for header, said in columns.items()
    ]
    path = folder / "m.json"
    path.write_text(json.dumps({"tableSchema": {"columns": described}}))
    return path


def test_a_yes_is_the_code_that_the_heading_names(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("id;Død;Handicap\n1;Ja;TRUE\n2;;j\n3;Nej;\n4;dead;2\n5;x;0\n", "utf-8")
    opened = Opened(path, mapping=mapping(tmp_path, Død="status", Handicap="grounds"))
    assert opened["status"] == ["90", None, None, "90", None]
    assert opened.unreadable("status") == [3, 5]
    assert opened["grounds"] == [["1"], ["1"], None, ["2"], ["0"]]


def test_a_mapping_says_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("id;Død\n1;Ja\n2;Nej\n", "utf-8")
    stated = {"name": "status", "lovgraf:codes": {"Nej": "01"}}
    opened = Opened(path, mapping=mapping(tmp_path, Død=stated))
    assert opened["status"] == [None, "01"]


def test_another_heading_names_none(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("id;S\n1;Ja\n2;01\n", "utf-8")
    assert Opened(path, mapping=mapping(tmp_path, S="status"))["status"] == [None, "01"]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_mitid_is_asked_about_and_read(law: Law, tmp_path: Path, suffix: str) -> None:
    def written(name: str, header: str, eid: Sequence[object]) -> Path:
        path = tmp_path / f"{name}.{suffix}"
        given = {"id": [f"P{n}" for n in range(40)], "birth_date": ["1980-01-02"] * 40}
        table = pa.table(given | {"digital_post": ["ja"] * 40, header: eid})
        (csv.write_csv if suffix == "csv" else parquet.write_table)(table, path)
        return path

    yes = [n % 3 > 0 for n in range(40)]
    path = written("d", "MitID", yes)
    day = date(2026, 3, 1)
    with pytest.raises(InputError, match="'MitID' may be eid"):
        check_dataset(path, CheckRequest(day, law))
    found = check_dataset(path, CheckRequest(day, law, mapping(tmp_path, MitID="eid")))
    codes = written("e", "eid", ["mitid" if one else "none" for one in yes])
    plain = check_dataset(codes, CheckRequest(day, law))
    causes = [
        [(one.norm, one.verdict, one.count) for one in each.causes] for each in (found, plain)
    ]
    assert causes[0] == causes[1]
    assert not [one for one in found.quality if one.column == "eid"]
