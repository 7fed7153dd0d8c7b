"""The engine's expressions give what the reader says, whatever the sample showed."""

from __future__ import annotations

import csv
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lovgraf.readers.connection import connect
from lovgraf.readers.expressions import text_sql
from lovgraf.readers.reading import Form, Reader
from tests.checker.records.vocabulary import FACTS, Opened
from tests.examples import examples

CONNECTION = connect()
CONNECTION.execute("CREATE TABLE texts (t VARCHAR)")
_ODD = [
    "01-02-1990", "1-2-1990", "1990-02-01", "01-02-90", "01.02.1990", "12/31/1990", "31-12-9999",
    " 01-02-199 ", "01-02-1990 ", "90-02-01", "1990-2-1", "1990-02-01T00:00:00", "ja", "Nej ", "J",
    "1", "0", "2", "01", "3", "90", "1 2", "DK", "dk", "Danmark", "DK SE", "NULL", "-", " ", "",
    "6101901234", "101585000", "610190-1234", "1.000", "1.5", "185,00", "12345678", "a\0b", "\t",
    "0001-01-01", "1677-01-01", "2262-12-31", "+1", "1e3", "1_0", "00001", "æ", "'", '"', "x'y",
    "19900201", "1990021", "199002011", "1990-02-01 00:00:00.000", "1990-2-1 00:00:00.000",
    "1990-02-01 00:00:00.0", "01-02-1990 00:00", "1-2-1990 00:00", "1990-02-01T00:00:00+01:00",
    "1990-02-01T01:00:00", "610190 1234", "61019-01234", "6101901-234", "610190-12345",
    "1990-02-01+02:00", "1990-02-01Z", "01-02-1990Z", "1990-02-01+2",
    "6101901234\u00a0", "610190-1234\u00a0", "12345678\u200b",
    "infinity", "-Infinity", " INFINITY", "epoch", "Epoch ", "now",
]  # fmt: skip
TEXTS = st.lists(
    st.one_of(st.sampled_from(_ODD), st.text(max_size=12), st.dates().map(str)),
    min_size=1, max_size=40,
)  # fmt: skip


@pytest.mark.slow
@examples(3, whole=8, of=20)
@pytest.mark.parametrize("name", sorted(FACTS.columns))
@given(seen=TEXTS, texts=TEXTS)
def test_fast_and_slow_agree(name: str, seen: list[str], texts: list[str]) -> None:
    column = FACTS.columns[name]
    reader = Reader(column)
    seen = [text for text in seen if _storable(text)]
    rows: list[str | None] = [*[text for text in texts if _storable(text)], *seen, None]
    fill(rows)
    sql = text_sql("t", reader, [(text, 1) for text in dict.fromkeys(seen)], CONNECTION)
    found = CONNECTION.execute(
        f"SELECT {sql.value}, {sql.unreadable}, {sql.leading_zero or 'false'} FROM texts"
    ).fetchall()
    for text, (value, unreadable, restored) in zip(rows, found, strict=True):
        expected = reader.read(text or "")
        wanted = list(expected.value) if isinstance(expected.value, tuple) else expected.value
        assert (value, unreadable) == (wanted, expected.flaw == "unreadable"), repr(text)
        if not column.multi:
            assert restored == (expected.flaw == "leading-zero"), repr(text)


def fill(rows: list[str | None]) -> None:
    """Replace the rows of the table of texts."""
    CONNECTION.execute("DELETE FROM texts")
    CONNECTION.execute("INSERT INTO texts SELECT unnest(?::VARCHAR[])", [rows])


def _storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


_COUNTRIES = st.sampled_from(["DK", "SE", "DE", "NA", "US"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "birth_date": st.none() | st.dates(date(1800, 1, 1), date(2199, 12, 31)),
            "passport": st.none() | st.booleans(),
            "months": st.none() | st.integers(-(10**9), 10**9),
            "fee": st.none() | st.integers(0, 10**8).map(lambda cents: cents / 100),
            "status": st.sampled_from([None, "01", "03", "90"]),
            "citizenship": st.none() | st.lists(_COUNTRIES, min_size=1, max_size=3, unique=True),
            "name": st.none()
            | st.text(
                st.characters(codec="cp1252", exclude_categories=["Cc", "Zs", "Cf"]), min_size=1
            ).filter(lambda text: Reader(FACTS.columns["name"]).read(text).value == text),
        }
    ),
    min_size=1,
    max_size=20,
)
DIALECTS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from([";", ",", "\t"]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
        "date": st.sampled_from(
            [
                "%d-%m-%Y",
                "%d.%m.%Y",
                "%d/%m/%Y",
                "%Y-%m-%d",
                "%Y%m%d",
                "%Y-%m-%dT00:00:00",
                "%d-%m-%Y 00:00:00.000",
            ]  # fmt: skip
        ),
        "words": st.sampled_from([("ja", "nej"), ("J", "N"), ("1", "0"), ("TRUE", "FALSE")]),
        "comma": st.booleans(),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        "end": st.sampled_from(["\n", "\r\n"]),
    }
)


@pytest.mark.slow
@examples(2, whole=5, of=30)
@given(rows=ROWS, dialect=DIALECTS)
def test_what_is_written_is_read(rows: list[dict[str, Any]], dialect: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        with path.open("w", encoding=dialect["encoding"], newline="") as out:
            writer = csv.writer(
                out,
                delimiter=dialect["delimiter"],
                quoting=dialect["quoting"],
                lineterminator=dialect["end"],
            )
            writer.writerow(["id", *rows[0]])
            for number, row in enumerate(rows):
                writer.writerow(
                    [number, *(_written(value, dialect) for value in (row[n] for n in rows[0]))]
                )
        # Bytes that are UTF-8 are read as UTF-8, whatever they were written as.
        assume(dialect["encoding"] != "cp1252" or not _means_more_in_utf8(path.read_bytes()))
        opened = Opened(path)
        for name in rows[0]:
            assert opened[name] == [row[name] for row in rows], name
            assert opened.unreadable(name) == []
        assert opened.left_out("too-long") == opened.left_out("too-short") == []


def _means_more_in_utf8(data: bytes) -> bool:
    """Whether bytes beyond ASCII are valid UTF-8."""
    try:
        return not data.isascii() and bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def test_bytes_that_are_valid_utf8_are_read_as_utf8(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("id;name\n1;Â¡\n".encode("cp1252"))
    assert Opened(path)["name"] == ["¡"]


def _written(value: Any, dialect: dict[str, Any]) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(dialect["words"][not value])
        case date():
            return value.strftime(dialect["date"])
        case float():
            text = f"{value:.2f}"
            return text.replace(".", ",") if dialect["comma"] else text
        case list():
            return " ".join(value)
    return str(value)


def test_forms_of_a_mapping_agree() -> None:
    form = Form(nulls=frozenset({"9"}), codes={"A": "01"}, default="90")
    reader = Reader(FACTS.columns["status"], form)
    CONNECTION.execute("DELETE FROM texts")
    rows: list[str | None] = ["A", "9", "", None, "03", "B"]
    CONNECTION.executemany("INSERT INTO texts VALUES (?)", [[text] for text in rows])
    for sample in ([], [("A", 3), ("B", 1), ("9", 1)]):
        sql = text_sql("t", reader, sample, CONNECTION)
        found = CONNECTION.execute(f"SELECT {sql.value} FROM texts").fetchall()
        assert [row[0] for row in found] == ["01", "90", "90", "90", "03", None]
