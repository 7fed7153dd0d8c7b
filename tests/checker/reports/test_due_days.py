"""By when something had to be done stands in JSON and in the file of findings as in the tables."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from pyarrow import BufferReader, parquet

from lovgraf.check import findings_table
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.law import Law
from lovgraf.reports import as_csv, as_json
from lovgraf.reports.formats import ReportOptions

PERSONS = Path(__file__).parents[3] / "examples" / "persons.csv"
DAYS = ("due", "done", "late")


@pytest.mark.slow
@pytest.mark.parametrize("shown", [True, False])
def test_the_days_of_a_finding_are_the_same_everywhere(law: Law, shown: bool) -> None:
    result = check_dataset(PERSONS, CheckRequest(date(2014, 12, 1), law, show_values=shown))
    options = ReportOptions("en", show_values=shown)
    told = json.loads("".join(as_json.write(result, options)))
    content = b"".join(findings_table.write(result, shown))
    rows = parquet.read_table(BufferReader(content)).to_pylist()
    both = [*told["findings"], *told["open_findings"]]
    assert [(r["row"], r["cause"]) for r in rows] == [(r["row"], r["cause"]) for r in both]
    if not shown:
        assert not any(set(DAYS) & set(one) for one in both)
        assert {row[name] for row in rows for name in DAYS} == {None}
        return
    as_told = [
        {name: day.isoformat() if isinstance(day := row[name], date) else day for name in DAYS}
        for row in rows
    ]
    assert as_told == [{name: one[name] for name in DAYS} for one in both]
    assert {"due": "2014-10-08", "done": "2014-10-20", "late": 12} in as_told
    assert any(one["done"] == "none" for one in as_told)
    table = csv.DictReader(io.StringIO("".join(as_csv.write(result, options))[1:]), delimiter=";")
    days = {(int(row["Row"]), row["Cause"]): row["Due on"] for row in table}
    assert days
    for one in both:
        if (one["row"], one["cause"]) in days:
            assert days[one["row"], one["cause"]] == (one["due"] or "")
