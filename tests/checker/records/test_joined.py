"""Several columns of a file that give one fact together: two citizenships in two columns."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import csv, parquet

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.errors import InputError
from lovgraf.core.result import CheckResult
from lovgraf.engine.joined_arrays import joined_arrays
from lovgraf.law import Law
from lovgraf.readers.joined import joined, joined_text
from lovgraf.readers.reading import TEXT_NULL_WORDS
from lovgraf.readers.source import SourceColumn
from tests.checker.records.vocabulary import Opened
from tests.examples import examples

TEXTS = st.one_of(
    st.none(), st.sampled_from(["", " ", "DK", " DK ", "SE, NO", 'a"b', "æ\\", *TEXT_NULL_WORDS])
)
FIRST = ["DK", "SE", "US", "Tyskland", "", "QQ"]
SECOND = ["", "", "", "SE", "NO, PL", "Korea, Republikken", "-", "DK"]


@examples(30, whole=200)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=9))
def test_sql_and_arrays_put_columns_together_in_one_way(
    rows: list[tuple[str | None, str | None, str | None]],
) -> None:
    names = ("a", "b", "c")
    columns = [pa.array(one, pa.string()) for one in zip(*rows, strict=True)]
    together = joined([SourceColumn(name, name) for name in names])
    with duckdb.connect() as connection:
        connection.register("given", pa.table(columns, names=[*names]))
        found = connection.execute(f"SELECT {together.sql} FROM given").fetchall()
    expected = [joined_text(row) for row in rows]
    assert [text for (text,) in found] == expected
    assert joined_arrays([one.dictionary_encode() for one in columns]).to_pylist() == expected


def mapping(folder: Path, **columns: Mapping[str, object]) -> Path:
    """A mapping of columns that are all citizenships, each with more that is said of it."""
    described = [
        {"titles": header, "name": "citizenship", **more} for header, more in columns.items()
    ]
    path = folder / "m.json"
    path.write_text(json.dumps({"tableSchema": {"columns": described}}))
    return path


def written(folder: Path, name: str, rows: list[dict[str, str]]) -> Path:
    """Rows as a file."""
    table, path = pa.Table.from_pylist(rows), folder / name
    if path.suffix == ".csv":
        csv.write_csv(table, path)
    else:
        parquet.write_table(table, path)
    return path


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_two_citizenships_in_two_columns_are_those_of_one(tmp_path: Path, suffix: str) -> None:
    pairs = [
        ("DK", "SE"),
        ("", "SE"),
        ("DK", ""),
        ("", ""),
        ("DK", "DK"),
        ("DK, NO", "SE"),
        ("Q", "SE"),
    ]
    rows = [{"id": str(n), "A": one, "B": two} for n, (one, two) in enumerate(pairs)]
    path = written(tmp_path, f"d.{suffix}", rows)
    opened = Opened(path, mapping=mapping(tmp_path, A={}, B={}))
    read = [sorted(one) if one else one for one in opened["citizenship"]]
    assert read == [["DK", "SE"], ["SE"], ["DK"], None, ["DK"], ["DK", "NO", "SE"], None]
    assert opened.unreadable("citizenship") == [7]
    told = {one.header: one.name for one in opened.table.intake.tables[0].columns}
    assert told == {"id": "id", "A": "citizenship", "B": "citizenship"}


def counted(result: CheckResult) -> object:
    """What a check found, without what the file is called."""
    causes = [(one.norm, one.verdict, one.count) for one in result.causes]
    return result.records, causes, [(one.code, one.count) for one in result.quality]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
@pytest.mark.parametrize("size", [40, 3000])
def test_a_check_of_two_columns_is_that_of_one(
    law: Law, tmp_path: Path, suffix: str, size: int
) -> None:
    dice = random.Random(size)
    two, one = [], []
    for n in range(size):
        given = {"id": str(n), "birth_date": f"19{dice.randint(40, 99)}-01-02"}
        given |= {"cpr_status": dice.choice(["01", "80"]), "moved_to_country": "SE"}
        first, second = dice.choice(FIRST), dice.choice(SECOND)
        two.append(given | {"A": first, "B": second})
        parts = [text for text in (first, second) if text not in ("", "-")]
        both = "|".join(parts).replace("Korea, Republikken", "KR")
        one.append(given | {"citizenship": both})
    request = CheckRequest(date(2016, 12, 1), law)
    stated = CheckRequest(date(2016, 12, 1), law, mapping(tmp_path, A={}, B={}))
    found = check_dataset(written(tmp_path, f"two.{suffix}", two), stated)
    assert counted(found) == counted(
        check_dataset(written(tmp_path, f"one.{suffix}", one), request)
    )


def test_words_of_both_descriptions_count(tmp_path: Path) -> None:
    rows = [{"id": "1", "A": "Tysk", "B": "x"}, {"id": "2", "A": "y", "B": "Svensk"}]
    path = written(tmp_path, "d.csv", rows)
    one, two = {"lovgraf:codes": {"Tysk": "DE"}, "null": "x"}, {"lovgraf:codes": {"Svensk": "SE"}}
    with pytest.raises(InputError, match="describe them alike"):
        Opened(path, mapping=mapping(tmp_path, A=one, B={"separator": "+"}))
    with pytest.raises(InputError, match="describe them alike"):
        Opened(path, mapping=mapping(tmp_path, A=one, B={"lovgraf:codes": {"Tysk": "SE"}}))
    opened = Opened(path, mapping=mapping(tmp_path, A=one, B=two | {"null": ["x", "y"]}))
    assert opened["citizenship"] == [["DE"], ["SE"]]


def test_two_headings_of_one_fact_are_asked_about(tmp_path: Path) -> None:
    rows = [{"id": "1", "citizenship": "DK", "Statsborgerskab": "SE"}]
    (lost,) = Opened(written(tmp_path, "d.csv", rows)).table.lost
    assert "say so of both: --column 'citizenship=citizenship' --column 'Stats" in lost.why.en
