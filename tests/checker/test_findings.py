"""Findings come out the same whichever way they are read."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from msgspec.structs import replace

from lovgraf.check import findings
from lovgraf.check.findings import StoredFindings
from lovgraf.check.parts.findings import FindingsOfParts
from lovgraf.reports.formats import ReportOptions
from tests.checker.reports.example import EXAMPLE, as_text

_ROWS = (("rows", "rowid + 1", "id"),)


@pytest.mark.parametrize("number", [3, 40])
def test_batches_say_what_the_findings_say(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(findings, "BATCH", 7)
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE findings AS SELECT (range * 7919) % 31 + 1 AS row, (range % 3)::INTEGER AS "
        f"cause FROM range({number})"
    )
    connection.execute("CREATE TABLE rows AS SELECT 'P' || range AS id FROM range(40)")
    causes = ("first", "second", "third")
    found = StoredFindings(connection, "findings", causes, _ROWS)
    each = [(finding.row, finding.cause) for finding in found]
    assert len(each) == len(found) == number
    for ids in (False, True):
        batches = list(found.batches(ids))
        assert [pair for b in batches for pair in zip(b.rows, b.causes, strict=True)] == each
        assert all(type(row) is int for b in batches for row in b.rows)
        assert all(0 < len(b.rows) <= 7 for b in batches)
    for some in (causes, causes[1:], ()):
        rows = {finding.row for finding in found if finding.cause in some}
        assert found.records(some) == len(rows)
    assert [i for b in found.batches(ids=True) for i in b.ids or ()] == [f.id for f in found]
    assert all(b.ids is None for b in found.batches(ids=False))


@pytest.mark.parametrize("file", [None, 'a "b".csv'])
def test_json_says_the_same_of_findings_by_columns(
    monkeypatch: pytest.MonkeyPatch, file: str | None
) -> None:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE findings AS SELECT range * 7919 % 31 + 1 AS row, (range % 3)::INTEGER AS "
        "cause FROM range(40)"
    )
    connection.execute("CREATE TABLE rows AS SELECT 'P' || range AS id FROM range(40)")
    ids = tuple(cause.id for cause in EXAMPLE.causes[:3])
    found = FindingsOfParts(((file, StoredFindings(connection, "findings", ids, _ROWS)),))
    result = replace(EXAMPLE, findings=found)
    one_by_one = as_text("json", result, ReportOptions())
    monkeypatch.setattr(findings, "BATCH", 7)
    assert as_text("json", result, ReportOptions()) == one_by_one
    told = json.loads(one_by_one)["findings"]
    rows = [(one["row"], one["cause"], one.get("file")) for one in told]
    assert rows == [(one.row, one.cause, file) for one in found]


def test_a_connection_tells_what_it_left_on_the_disk(tmp_path: Path) -> None:
    connection = duckdb.connect(config={"temp_directory": str(tmp_path / "spill")})
    found = StoredFindings(connection, "findings", (), ())
    said = [found.on_disk]
    connection.execute("SET memory_limit = '20MB'; SET threads = 1")
    connection.execute("CREATE TABLE large AS SELECT random() AS x FROM range(4_000_000)")
    said.append(found.on_disk)
    assert said == [False, True]
    connection.close()
    assert not (tmp_path / "spill").exists()
