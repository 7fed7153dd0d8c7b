"""Regular files are read apart from the data engine, all others by it; the rows are the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

import lovgraf.engine.array_rows
import lovgraf.readers.decoded
import lovgraf.readers.pieces
from lovgraf.engine.prepared import kept_for
from lovgraf.law import Law
from tests.checker.cells.test_array_path import both, rows
from tests.checker.some_persons import write_some
from tests.examples import one_in, whole

DAY = date(2014, 12, 1)
Change = Callable[[str], str]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A CSV of persons."""
    path = tmp_path_factory.mktemp("sample") / "persons.csv"
    write_some(520, path, seed=3)
    return path.read_text("utf-8")


def without_engine(patch: pytest.MonkeyPatch) -> None:
    """Let the data engine read no file."""

    def no(*_: object) -> None:
        raise AssertionError("the data engine was asked")

    patch.setattr(lovgraf.engine.array_rows, "engine_pieces", no)


def read_apart(path: Path, law: Law) -> None:
    """A file is read without the engine as it is read by it."""
    with kept_for(law, DAY) as prepared:
        with pytest.MonkeyPatch.context() as patch:
            without_engine(patch)
            found = rows(path, law, DAY, prepared, quick=True)
        assert found == rows(path, law, DAY, prepared, quick=True, engine=True)


def changed(text: str, number: int, change: Change) -> str:
    """A text with one of its lines changed."""
    lines = text.splitlines(keepends=True)
    lines[number] = change(lines[number])
    return "".join(lines)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", one_in(2, ["parquet", "csv"]))
def test_a_sample(tmp_path: Path, law: Law, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lovgraf.readers.pieces, "_PIECE", 1 << 16)
    monkeypatch.setattr(lovgraf.readers.pieces, "_BLOCK", 1 << 14)
    monkeypatch.setattr(lovgraf.readers.decoded, "ROWS", 500)
    path = tmp_path / f"persons.{suffix}"
    write_some(1200, path, seed=11)
    read_apart(path, law)


def tax_agency(text: str) -> str:
    """As Excel in Denmark writes it."""
    text = text.replace("P000000001", "Pærø").replace(",true,", ",ja,").replace(",false,", ",nej,")
    return "sep=;\n" + text.replace(",", ";").replace('"', "")


def odd(text: str) -> str:
    """Some values as nobody else writes them."""
    text = text.replace(",true,", ",ja,", 40).replace("2013-", "2013/").replace("/0", "-0")
    text = text.replace("P000000002", "NULL").replace("P000000003", " P3 ")
    return text.replace("P000000004", 'P ""2"", 3').removesuffix("\n")


def of_a_database(text: str) -> str:
    """Days with a time, and hyphens in CPR numbers."""
    text = re.sub(r"(\d{4}-\d\d-\d\d)(?=[,\n])", r"\1 00:00:00.000", text)
    return hyphened(text.replace("2013-11-01 00:00:00", "2013-11-01 01:00:00"))


def hyphened(text: str) -> str:
    """With a hyphen in most CPR numbers, and a wrong one in some."""
    text = re.sub(r"\b(\d{6})(\d{4})\b", r"\1-\2", text)
    return re.sub(r"\b(\d{5})1-(\d{4})\b", r"\g<1>1 \2", text).replace("21-", "2-1", 3)


def of_a_mainframe(text: str) -> str:
    """Days without marks."""
    return re.sub(r"(\d{4})-(\d\d)-(\d\d)(?=[,\n])", r"\1\2\3", text).replace("20130", "2013", 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("encoding", "change"),
    one_in(
        3,
        [
            ("utf-8-sig", odd),
            ("utf-8", of_a_database),
            ("utf-8", of_a_mainframe),
            ("latin-1", lambda text: tax_agency(text).replace("\n", "\r\n")),
            ("utf-8", tax_agency),
        ],
    ),
)
def test_regular_files(
    tmp_path: Path, law: Law, sample: str, encoding: str, change: Change
) -> None:
    path = tmp_path / "persons.csv"
    path.write_bytes(change(sample).encode(encoding))
    read_apart(path, law)


def uneven(text: str) -> str:
    """One row too long and one too short by as much."""
    text = changed(text, 400, lambda line: line.rstrip("\n") + ",\n")
    return changed(text, 500, lambda line: line[: line.rindex(",")] + "\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    one_in(
        3,
        [
            uneven,
            lambda text: changed(text, 400, lambda line: line.replace('"P', '"P\0')),
            lambda text: changed(text, 400, lambda line: line.replace('"P', '"\n')),
        ],
    ),
)
def test_other_files(tmp_path: Path, law: Law, sample: str, change: Change) -> None:
    path = tmp_path / "persons.csv"
    path.write_bytes(change(sample).encode("utf-8"))
    both(path, law, DAY)


@pytest.mark.slow
def test_parquet_of_other_types(tmp_path: Path, law: Law) -> None:
    """Types that arrays have no reader for are read value by value, and cost no other column."""
    path, other = tmp_path / "persons.parquet", tmp_path / "other.parquet"
    write_some(700, path, seed=4)
    table = pq.read_table(path)
    statuses = [None if one is None else float(one) for one in table["cpr_status"].to_pylist()]
    statuses[5:7] = [1.5, 99.0]
    countries = [one and one.split() for one in table["citizenship"].to_pylist()]
    for name, column in (
        ("birth_date", table["birth_date"].cast(pa.timestamp("us"))),
        ("death_date", table["death_date"].cast(pa.timestamp("ns", "UTC"))),
        ("eid_since", table["eid_since"].cast(pa.timestamp("ms", "Europe/Copenhagen"))),
        ("expected_stay_months", table["expected_stay_months"].cast(pa.decimal128(21, 1))),
        ("eid", table["eid"].cast(pa.dictionary(pa.int32(), pa.string()))),
        ("cpr_status", pa.chunked_array([pa.array(statuses)])),
        ("citizenship", pa.chunked_array([pa.array(countries)])),
    ):
        table = table.set_column(table.schema.get_field_index(name), name, column)
    pq.write_table(table, other, row_group_size=100)
    with kept_for(law, DAY) as prepared:
        computed = rows(other, law, DAY, prepared, quick=False)
        with pytest.MonkeyPatch.context() as patch:
            without_engine(patch)
            assert rows(other, law, DAY, prepared, quick=True) == computed


@whole("test_parquet_of_other_types")
@pytest.mark.slow
def test_parquet_of_times(tmp_path: Path, law: Law) -> None:
    path, other = tmp_path / "persons.parquet", tmp_path / "other.parquet"
    write_some(700, path, seed=5)
    table = pq.read_table(path)
    for name, unit in (("birth_date", "ms"), ("eid_since", "ns"), ("death_date", "us")):
        place = table.schema.get_field_index(name)
        days = pc.cast(table.column(name), pa.timestamp(unit)).to_pylist()
        days[100:103] = [datetime(1990, 1, 1, 12), datetime(1690, 1, 1), datetime(2201, 2, 3)]
        table = table.set_column(place, name, pa.array(days, pa.timestamp(unit)))
    pq.write_table(table, other, row_group_size=100)
    read_apart(other, law)
