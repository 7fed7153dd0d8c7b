"""CPR numbers of nine digits, and what the others of a column tell of the digit that is lost."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from lovgraf.readers import assemble, csv_layout, lost_zeros, source
from lovgraf.readers import parquet as parquet_reader
from lovgraf.readers.expressions import text_sql
from lovgraf.readers.reading import Form, Reader
from tests.checker.records.test_agreement import _ODD, CONNECTION, fill
from tests.checker.records.test_date_forms import write
from tests.checker.records.vocabulary import FACTS, Opened

NINE, RESTORED = "101131234", "0101131234"


def column(folder: Path, numbers: list[str]) -> Opened:
    """A file with some CPR numbers."""
    path = folder / "n.csv"
    rows = "".join(f"n{place};{number}\n" for place, number in enumerate(numbers))
    path.write_text(f"id;cpr_number\n{rows}", "utf-8")
    return Opened(path)


@pytest.mark.parametrize(
    ("others", "read"),
    [
        ([], True),
        (["3112801234"], True),
        (["610190-1234", "none"], True),
        (["0000000000", "010113-12"], True),
        (["0201131234"], False),
        (["020113-1234"], False),
        (["020113 1234"], False),
        ([" 0201131234 ", "3112801234"], False),
        (["020113123"], False),
    ],
)
@pytest.mark.parametrize("number", [NINE, "10113-1234"])
def test_the_other_numbers_tell_whether_zeros_are_lost(
    tmp_path: Path, others: list[str], read: bool, number: str
) -> None:
    opened = column(tmp_path, [number, *others])
    assert opened["cpr_number"][0] == (RESTORED if read else None)
    assert (1 in opened.unreadable("cpr_number")) is not read
    assert opened.warned("leading-zero") == ([1] if read else [])


@pytest.mark.parametrize("number", ["0101131234", "010113-1234"])
def test_numbers_that_keep_their_zero_are_read(tmp_path: Path, number: str) -> None:
    opened = column(tmp_path, [number, NINE])
    assert opened["cpr_number"] == [RESTORED, None]


@pytest.mark.parametrize("ending", ["parquet", "arrow", "orc", "json", "jsonl", "xlsx"])
def test_they_tell_it_in_files_of_all_kinds(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"d.{ending}"
    for other, read in (("3112801234", RESTORED), ("0201131234", None)):
        write(path, [{"id": "a", "cpr_number": NINE}, {"id": "b", "cpr_number": other}])
        opened = Opened(path)
        assert opened["cpr_number"] == [read, other]
        assert opened.unreadable("cpr_number") == ([] if read else [1])


@pytest.mark.parametrize("kind", [pa.int64(), pa.uint64(), pa.float64(), pa.decimal128(19, 0)])
def test_numbers_that_are_no_texts_have_lost_their_zeros(tmp_path: Path, kind: pa.DataType) -> None:
    path = tmp_path / "n.parquet"
    numbers = pa.array([int(NINE), 3112801234], pa.int64()).cast(kind)
    parquet.write_table(pa.table({"id": ["a", "b"], "cpr_number": numbers}), path)
    opened = Opened(path)
    assert opened["cpr_number"] == [RESTORED, "3112801234"]
    assert opened.warned("leading-zero") == [1]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
@pytest.mark.parametrize(
    ("first", "last", "read"),
    [
        (NINE, "3112801234", RESTORED),
        (NINE, "0201131234", None),
        ("3112801234", NINE, RESTORED),
        ("6112801234", NINE, None),
        ("none", NINE, None),
    ],
)
def test_the_whole_column_tells_where_its_first_rows_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, first: str, last: str,
    read: str | None,
) -> None:  # fmt: skip
    """Of what no row of the sample tells anything is not guessed."""
    for module in (assemble, source, parquet_reader, csv_layout):
        monkeypatch.setattr(module, "SAMPLE_ROWS", 5)
    rows = [{"id": f"n{n}", "cpr_number": first if n < 400 else last} for n in range(401)]
    path = tmp_path / f"n.{suffix}"
    if suffix == "csv":
        lines = "".join(f"{row['id']};{row['cpr_number']}\n" for row in rows)
        path.write_text(f"id;cpr_number\n{lines}", "utf-8")
    else:
        write(path, rows)
    opened = Opened(path)
    at = rows.index(next(row for row in rows if row["cpr_number"] == NINE))
    assert opened["cpr_number"][at] == read


@pytest.mark.parametrize(
    ("numbers", "asked"),
    [
        (["0201131234", "3112801234"], 0),
        (["6112801234", "none"], 0),
        (["none", ""], 0),
        (["3112801234", NINE], 1),
    ],
)
def test_a_file_is_asked_only_where_zeros_may_be_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, numbers: list[str], asked: int
) -> None:
    sent: list[str] = []
    original = source.run

    def watched(request: object, sql: str) -> object:
        sent.append(sql)
        return original(request, sql)  # type: ignore[arg-type]

    for module in (assemble, source, csv_layout):
        monkeypatch.setattr(module, "SAMPLE_ROWS", 50)
    monkeypatch.setattr(lost_zeros, "run", watched)
    column(tmp_path, numbers * 100)
    assert len([sql for sql in sent if "lovgraf_sample" not in sql]) == asked


@pytest.mark.parametrize("lost", [True, False])
@pytest.mark.parametrize("seen", [[], [NINE, RESTORED], [RESTORED, "none"]])
def test_the_engine_reads_them_as_the_reader_does(lost: bool, seen: list[str]) -> None:
    reader = Reader(FACTS.columns["cpr_number"], Form(zeros_lost=lost))
    texts = [NINE, f" {NINE} ", f"{NINE}.0", "10113-1234", RESTORED, "010113 1234", *_ODD]
    fill([*texts])
    sql = text_sql("t", reader, [(text, 1) for text in seen], CONNECTION)
    found = CONNECTION.execute(
        f"SELECT {sql.value}, {sql.unreadable}, {sql.leading_zero or 'false'} FROM texts"
    ).fetchall()
    told = [reader.read(text) for text in texts]
    assert found == [
        (one.value, one.flaw == "unreadable", one.flaw == "leading-zero") for one in told
    ]
    assert (told[0].value is None) is not lost
