"""A moment with a time zone is its day in Denmark, in whatever unit and form a file has it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import fastavro
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq
import pytest
from pyarrow import orc

import lovgraf
from lovgraf.readers.databases.address import find_address
from lovgraf.readers.databases.spool import read_database
from tests.checker.records.vocabulary import FACTS, Opened
from tests.examples import one_in

HERE = ZoneInfo("Europe/Copenhagen")
MOMENTS = [
    datetime(2001, 12, 2, tzinfo=HERE),
    datetime(1999, 7, 1, tzinfo=HERE),
    datetime(1990, 2, 1, 12, tzinfo=UTC),
    datetime(1950, 5, 5, tzinfo=HERE),
]
DAYS = [date(2001, 12, 2), date(1999, 7, 1), date(1990, 2, 1), date(1950, 5, 5)]
UNITS = ("s", "ms", "us", "ns")


def table(unit: str, zone: str = "Europe/Copenhagen") -> pa.Table:
    moments = pa.array(MOMENTS, pa.timestamp("us", zone)).cast(pa.timestamp(unit, zone))
    return pa.table({"id": ["a", "b", "c", "d"], "birth_date": moments})


def as_avro(found: pa.Table, path: Path) -> None:
    """Nanoseconds as a number, which is what a file holds that the library has no name for."""
    unit = {"ms": "millis", "us": "micros", "ns": "nanos"}[found.schema[1].type.unit]
    kind = {"type": "long", "logicalType": f"timestamp-{unit}"}
    fields = [{"name": "id", "type": "string"}, {"name": "birth_date", "type": kind}]
    numbers = found["birth_date"].cast(pa.int64()).to_pylist()
    moments = numbers if unit == "nanos" else found["birth_date"].to_pylist()
    rows = [{"id": "x", "birth_date": one} for one in moments]
    with path.open("wb") as stream:
        schema = {"type": "record", "name": "r", "fields": fields}
        fastavro.writer(stream, fastavro.parse_schema(schema), rows)


WRITERS: dict[str, Callable[[pa.Table, Path], object]] = {
    "t.parquet": lambda found, path: pq.write_table(found, path),
    "t.feather": lambda found, path: feather.write_feather(found, str(path)),
    "t.orc": lambda found, path: orc.write_table(found, path),
    "t.avro": as_avro,
}
CASES = [(name, unit) for name in WRITERS for unit in UNITS if (name, unit) != ("t.avro", "s")]


@pytest.mark.parametrize(("name", "unit"), one_in(2, CASES))
def test_it_is_in_every_form_and_unit(name: str, unit: str, tmp_path: Path) -> None:
    WRITERS[name](table(unit), tmp_path / name)
    found = Opened(tmp_path / name)
    assert found["birth_date"] == DAYS
    assert not found.table.lost


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("zone", one_in(2, ["UTC", "America/New_York"]))
@pytest.mark.parametrize(
    "said",
    [
        {"datatype": "dateTime"},
        {"datatype": "date"},
        {"null": ["1900-01-01"]},
        {"datatype": {"base": "date", "format": "yyyy-MM-dd"}, "null": ["1900-01-01"]},
    ],
)
def test_it_is_whatever_a_mapping_says(
    said: dict[str, Any], zone: str, unit: str, tmp_path: Path
) -> None:
    path, mapping = tmp_path / "t.parquet", tmp_path / "m.json"
    pq.write_table(table(unit, zone), path)
    columns = [{"name": "id"}, {"name": "birth_date", **said}]
    mapping.write_text(json.dumps({"tableSchema": {"columns": columns}}))
    found = Opened(path, mapping=mapping)
    assert found["birth_date"] == DAYS
    assert not found.table.lost


@pytest.mark.parametrize("blank", ["2001-12-01 23:00:00+00", "2001-12-02"])
def test_a_mapping_may_say_that_one_stands_for_a_blank(blank: str, tmp_path: Path) -> None:
    """As the moment is shown, or by its day."""
    path, mapping = tmp_path / "t.parquet", tmp_path / "m.json"
    pq.write_table(table("ns"), path)
    columns = [{"name": "id"}, {"name": "birth_date", "null": [blank]}]
    mapping.write_text(json.dumps({"tableSchema": {"columns": columns}}))
    assert Opened(path, mapping=mapping)["birth_date"] == [None, *DAYS[1:]]


@pytest.mark.parametrize("kind", ["TIMESTAMPTZ", "TIMESTAMPTZ_NS"])
def test_it_is_in_a_table_of_duckdb(kind: str, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "t.duckdb")) as connection:
        connection.register("found", table("us"))
        connection.execute(
            f"CREATE TABLE t AS SELECT id, birth_date::{kind} AS birth_date FROM found"
        )
    address = find_address(f"duckdb:///{tmp_path / 't.duckdb'}", None, None)
    assert address is not None
    (tmp_path / "read").mkdir()
    assert Opened(read_database(address, FACTS, tmp_path / "read")[0])["birth_date"] == DAYS


PLAIN = {
    "home_in_denmark": [True] * 4, "digital_post": [False] * 4, "id": ["a", "b", "c", "d"]
}  # fmt: skip
TABLES: dict[str, Callable[[], object]] = {
    "pandas": lambda: pd.DataFrame({**PLAIN, "birth_date": MOMENTS}).astype(
        {"birth_date": "datetime64[ns, Europe/Copenhagen]"}
    ),
    "polars": lambda: pl.DataFrame({**PLAIN, "birth_date": MOMENTS}).with_columns(
        pl.col("birth_date").dt.cast_time_unit("ns")
    ),
    "values": lambda: {**PLAIN, "birth_date": MOMENTS},
    "texts beside": lambda: {
        **PLAIN,
        "birth_date": [m.astimezone(UTC) for m in MOMENTS[:3]] + ["1950-05-05"],
    },
    "days first": lambda: {
        **PLAIN,
        "birth_date": [*reversed(DAYS[1:]), MOMENTS[0].astimezone(UTC)],
    },
    "times first": lambda: {
        **PLAIN,
        "birth_date": [datetime(1950, 5, 5), *(m.astimezone(UTC) for m in MOMENTS[:3])],
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", TABLES)
def test_it_is_in_a_table_in_memory(kind: str) -> None:
    """Who is fifteen on the day of its birthday, and not the day before."""
    for day, breached in (("2016-12-01", 3), ("2016-12-02", 4)):
        found = lovgraf.check(
            TABLES[kind](), as_of=day, presume="case", about="law/2012/528", record_type="person"
        )
        rows = found.findings.filter(pa.compute.field("verdict") == "breached")["row"]
        assert len(set(rows.to_pylist())) == breached


def test_days_and_times_of_a_day_side_by_side_are_not_taken_for_each_other() -> None:
    """A time of a day without a zone is none that can be read, whatever stands before it."""
    days = [date(1950, 5, 5), datetime(2001, 12, 1, 22), date(1999, 7, 1), None]
    found = lovgraf.check(
        {**PLAIN, "birth_date": days}, as_of="2016-12-01", about="law/2012/528",
        record_type="person",
    )  # fmt: skip
    told = [(one["column"], one["count"]) for one in found.as_dict()["record_quality"]]
    assert ("birth_date", 1) in told


def test_moments_written_as_text_are_not_said_to_lack_a_zone(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,birth_date\n" + "".join(f"a,{m.isoformat(' ')}\n" for m in MOMENTS[2:] * 2))
    path.write_text(path.read_text().replace(" 00:00:00", " 23:00:00"))
    (lost,) = Opened(path).table.lost
    assert "has times of a day with a time zone, written as text" in lost.why.en
    path.write_text("id;birth_date\n" + "a;2001-12-01 23:00\n" * 4)
    (lost,) = Opened(path).table.lost
    assert "without a time zone" in lost.why.en
