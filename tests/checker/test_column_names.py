"""A file may call its columns what this program calls its own: that makes no difference."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

import lovgraf
from lovgraf.check import dataset as check
from lovgraf.core.errors import InputError
from lovgraf.law import Law

pytestmark = pytest.mark.slow
NAMES = ["place", "Place", "rowid", "row", "_cell", "c0", "k0", "u0", "number", "value", "day", "n"]


def said(folder: Path, law: Law, called: str) -> Any:
    """What is said of some persons, of whom one column is `called` so; arrays do not hold all days
    of theirs."""
    rows = 60
    columns = {
        "birth_date": ["1814-01-05", "1980-01-01", "of old"] * (rows // 3),
        "cpr_status": ["01"] * rows,
        "home_in_denmark": ["yes"] * rows,
        "exempt": ["no"] * rows,
        "digital_post": ["no", "yes"] * (rows // 2),
        called: ["DK", "DK", "SE", "?"] * (rows // 4),
    }
    path, mapping = folder / "persons.parquet", folder / "mapping.json"
    parquet.write_table(pa.table(columns), path)
    own = {"titles": called, "name": "residence_country"}
    mapping.write_text(json.dumps({"tableSchema": {"columns": [own]}}), "utf-8")
    found = lovgraf.check(
        path, as_of=date(2026, 6, 1), record_type="person", mapping=mapping, law=law
    )
    told = found.as_dict()
    flaws = [(one["code"], one["count"]) for one in told["record_quality"]]
    return told["records"], found.verdicts, [one["row"] for one in told["findings"]], flaws


@pytest.mark.parametrize("many", [False, True])
def test_a_column_may_be_called_what_the_program_calls_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, law: Law, many: bool
) -> None:
    if many:
        monkeypatch.setattr(check, "MANY", 1)
    expected = said(tmp_path, law, "abode")
    assert expected[2]
    assert ("unreadable-value", 20) in expected[3]
    for called in NAMES:
        assert said(tmp_path, law, called) == expected, called


@pytest.mark.parametrize("ending", ["parquet", "csv", "json"])
def test_the_name_of_the_numbers_of_rows_is_refused(tmp_path: Path, law: Law, ending: str) -> None:
    path, person = tmp_path / f"persons.{ending}", {"birth_date": "1980-01-01", "Lovgraf_Row": 7}
    if ending == "json":
        path.write_text(json.dumps([person]), "utf-8")
    else:
        write = parquet.write_table if ending == "parquet" else csv.write_csv
        write(pa.Table.from_pylist([person]), path)
    with pytest.raises(InputError, match="'lovgraf_row'.*another name"):
        lovgraf.check(path, as_of=date(2026, 6, 1), record_type="person", law=law)
