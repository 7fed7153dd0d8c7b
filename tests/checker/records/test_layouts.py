"""A file read in parts is the file read as a whole, wherever it is cut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.readers.connection import connect
from lovgraf.readers.csvw import NO_MAPPING, Mapping
from lovgraf.readers.delimited import Dialect
from lovgraf.readers.formats import open_source
from lovgraf.readers.headers import HeaderBook
from lovgraf.readers.source import Request, Source
from tests.checker.small_law import law_of
from tests.examples import examples

BOOK = HeaderBook(law_of().facts)
HEAD = "name,masts,flag"
VALUES = st.sampled_from(["", "a", "æ", "7", "Jan  ", '"x,y"', '"q""r"', "NULL"])
ROWS = st.lists(st.lists(VALUES, min_size=1, max_size=4), min_size=1, max_size=25)


def opened(path: Path, mapping: Mapping = NO_MAPPING) -> tuple[Any, Request, Source]:
    """A connection, and the file opened in it."""
    connection = connect(None)
    request = Request(path, path.name, connection)
    return connection, request, open_source(request, BOOK, mapping)


def in_parts(path: Path, size: int) -> tuple[list[Any], list[list[Any]]]:
    """The rows of the whole file, and of each part."""
    connection, request, source = opened(path)
    whole = connection.execute(f"FROM {source.relation}").fetchall()
    assert source.layout is not None
    cuts = source.layout.cuts(path, size)
    parts = []
    for first, last in zip(cuts, cuts[1:], strict=False):
        sql = source.layout.part(path, request.place, first, last)
        source.layout.copy(path, request.place, first, last)
        parts.append(connection.execute(f"FROM {sql}").fetchall())
    return whole, parts


@pytest.mark.slow
@examples(7, of=60, whole=20)
@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans(), st.integers(1, 60))
def test_a_csv_cut_anywhere(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    end: str,
    mark: bool,
    last: bool,
    size: int,
) -> None:
    path = tmp_path_factory.mktemp("parts") / "ships.csv"
    text = end.join([HEAD, *(",".join(["x", *row]) for row in rows)]) + end * last
    path.write_text("\ufeff" * mark + text, encoding="utf-8", newline="")
    whole, parts = in_parts(path, size)
    assert [row for part in parts for row in part] == whole


def test_a_parquet_file_cut_between_its_row_groups(tmp_path: Path) -> None:
    path = tmp_path / "ships.parquet"
    table = pa.table({"name": [f"s{n}" for n in range(1000)], "masts": list(range(1000))})
    pq.write_table(table, path, row_group_size=100)
    for size in (1, 2000, 1 << 20):
        whole, parts = in_parts(path, size)
        assert [row for part in parts for row in part] == whole
        assert len(parts) == {1: 10, 1 << 20: 1}.get(size, len(parts))


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\rx,1,DK\ry,2,SE\r",
        f'{HEAD}\n"x\ny",1,DK\n',
        f'{HEAD}\nx,"1,DK\ny,2,SE\n',
        f'{HEAD}\nx y"z,1,DK\na"b,2,SE\n',
    ],
)
def test_what_is_not_cut(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ships.csv"
    path.write_text(text, newline="")
    assert opened(path)[2].layout is None


def test_comments_and_a_column_of_that_name_keep_a_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "ships.csv"
    path.write_text(f"# made by hand\n{HEAD}\nx,1,DK\n")
    assert opened(path, Mapping(dialect=Dialect(comment="#")))[2].layout is None
    parquet = tmp_path / "ships.parquet"
    pq.write_table(pa.table({"masts": [1], "file_row_number": [7]}), parquet)
    assert opened(parquet)[2].layout is None


def test_a_copy_of_one_part_is_never_read_for_another(tmp_path: Path) -> None:
    path = tmp_path / "ships.csv"
    path.write_text("id;name\n" + "".join(f"{n};x\n" for n in range(9)))
    connection, request, source = opened(path)
    assert source.layout is not None
    cuts = source.layout.cuts(path, 10)
    source.layout.part(path, request.place, *cuts[:2])
    source.layout.copy(path, request.place, *cuts[:2])
    other = source.layout.part(path, request.place, *cuts[1:3])
    with pytest.raises(duckdb.Error):
        connection.execute(f"FROM {other}")
