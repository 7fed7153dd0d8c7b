"""What Arrow reads of a file is what the text says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import lovgraf.readers.seen_lines
from lovgraf.facts.dates import DateForm
from lovgraf.facts.spelling import strip
from lovgraf.readers.pieces import CsvPieces, OddFileError, Typed
from lovgraf.readers.tally import tally
from lovgraf.readers.uneven import Gaps
from tests.examples import examples

NAMES = ("born", "died", "here")
NO_WORDS = Typed(frozenset(), (), (), frozenset({"born", "died"}))


def pieces(path: Path, *rows: tuple[str, ...]) -> CsvPieces:
    """A file of some rows."""
    path.write_text("".join(",".join(row) + "\n" for row in rows), "utf-8")
    return of_file(path)


def of_file(path: Path) -> CsvPieces:
    """A file without headers, as it was seen."""
    columns, counts = {name: name for name in NAMES}, tally(path, ",", len(NAMES) - 1)
    given = path, 0, NAMES, ",", "utf-8", columns
    return CsvPieces(*given, seen=counts.seen, plain=counts.plain)


def read(found: CsvPieces, typed: Typed) -> dict[str, Any]:
    """The columns of the only piece."""
    (piece,) = found.read(NAMES, frozenset({"here"}), typed)
    table = piece()
    return {name: table.column(name).chunk(0) for name in NAMES}


@st.composite
def nearly_days(draw: st.DrawFn) -> str:
    """A day as agencies write it, or as they nearly do."""
    text = draw(st.dates(date(1, 1, 1))).isoformat()
    place = draw(st.integers(0, len(text)))
    change = draw(st.sampled_from(["", "", " ", "0", "-", "/", "T00:00", "Z", "+", "x", "\t", "9"]))
    return text[:place] + change + text[place + draw(st.integers(0, 2)) :]


def _since_1970(day: date) -> int:
    """A day as Arrow counts days: it also has days that Python has not."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


@pytest.mark.slow
@examples(25, whole=80, of=200)
@given(st.lists(nearly_days(), min_size=1, max_size=3))
@example(["0000-01-01"])
@example(["9999-12-31", "0000-12-31"])
def test_a_text_that_comes_as_a_day_says_that_day(tmp_path: Path, texts: list[str]) -> None:
    found = read(pieces(tmp_path / "f.csv", *((text, "", "1") for text in texts)), NO_WORDS)
    born = found["born"]
    if born.type == pa.date32():  # days before the first that is looked up are asked about again
        first = date(1850, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
        said = [day if day >= first else None for day in born.cast(pa.int32()).to_pylist()]
        days = [DateForm().read(strip(text)) for text in texts]
        assert said == [_since_1970(day) if day and day.year >= 1850 else None for day in days]
    else:
        assert born.to_pylist() == [text or None for text in texts]


def test_a_column_that_is_written_otherwise_leaves_the_others_typed(tmp_path: Path) -> None:
    typed = Typed(frozenset({"here"}), ("ja",), ("nej",), NO_WORDS.days)
    rows = (("1990-12-24", "24-12-2013", "ja"), ("1991-01-01", "", "nej"))
    found = read(pieces(tmp_path / "f.csv", *rows), typed)
    assert [str(array.type) for array in found.values()] == ["date32[day]", "string", "bool"]
    assert found["died"].to_pylist() == ["24-12-2013", None]
    assert found["here"].to_pylist() == [True, False]
    found = read(pieces(tmp_path / "f.csv", *rows, ("1990-12-24", "", "2")), typed)
    assert found["born"].type == pa.date32()
    assert found["here"].to_pylist() == ["ja", "nej", "2"]


def test_some_rows_are_found_by_their_numbers(tmp_path: Path) -> None:
    rows = [(f"19{n}-01-01", "", "jå" if n % 2 else "") for n in range(10, 60)]
    found = pieces(tmp_path / "f.csv", *rows)
    numbers = np.array([1, 2, 17, 50])
    some = found.some(numbers)
    assert some is not None
    expected = [tuple(text or None for text in rows[n - 1]) for n in numbers]
    assert list(zip(*some.to_pydict().values(), strict=True)) == expected
    alone = found.some(numbers[2:])
    assert alone is not None
    assert alone.equals(some.slice(2))
    named = found.some(numbers, ["here"])
    assert named is not None
    assert named.equals(some.select(["here"]))
    assert found.some(np.zeros(0, np.int64)) is None


def test_pieces_of_any_size_are_read_into_the_room_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread reads a long piece after a short one, and the other way round."""
    rows = [(f"19{n}-01-01", "x" * (n * 7 % 60), "ja") for n in range(10, 90)]
    found = []
    for size in (90, 300, 10_000):
        monkeypatch.setattr("lovgraf.readers.pieces._PIECE", size)
        read = pieces(tmp_path / "f.csv", *rows).read(NAMES, frozenset(), NO_WORDS)
        found.append([row for each in read for row in each().to_pylist()])
    assert found[0] == found[1] == found[2]
    assert [str(row["born"]) for row in found[0]] == [born for born, _, _ in rows]


@pytest.mark.parametrize("stretch", [1, 60, 200])
def test_only_what_lies_near_the_rows_that_are_wanted_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stretch: int
) -> None:
    monkeypatch.setattr(lovgraf.readers.seen_lines, "_STRETCH", stretch)
    rows = [(f"19{n}-01-01", "", "ja") for n in range(10, 60)]
    found = pieces(tmp_path / "f.csv", *rows)
    size = len(",".join(rows[0])) + 1
    near = [*found.seen.rows_at(found.path, 0, np.array([4, 41]))]
    assert [one.text[one.begins[0] :][:10].decode() for one in near] == ["1913-01-01", "1950-01-01"]
    assert all(len(one.text) <= max(stretch, size) for one in near)
    some = found.some(np.array([4, 41]))
    assert some is not None
    assert some.column("born").to_pylist() == ["1913-01-01", "1950-01-01"]


def test_rows_beyond_the_last_are_left_to_the_data_engine(tmp_path: Path) -> None:
    """A file that was shortened since it was seen."""
    found = pieces(tmp_path / "f.csv", *[("1990-01-01", "", "ja")] * 9)
    found.path.write_bytes(found.path.read_bytes()[:40])
    with pytest.raises(OddFileError):
        found.some(np.array([9]))


def test_some_rows_keep_their_numbers_beside_lines_left_out(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    lines = ["1990-01-01,,a\n", "no record\n", "1991-01-01,,b\n", "1992-01-01,,c"]
    path.write_text("".join(lines))
    begin = len(lines[0])
    found = of_file(path)
    gaps = Gaps(np.array([2]), np.array([begin]), np.array([begin + len(lines[1])]))
    some = replace(found, gaps=gaps).some(np.array([1, 4]))
    assert some is not None
    assert some.column("here").to_pylist() == ["a", "c"]


@pytest.mark.parametrize(
    "text",
    [
        b"1990-01-01,,a\r1991-01-01,,b\n",
        b"1990-01-01,,a\r1991-01-01,,b\n1992-01-01,,c\r\n1993-01-01,,d\n",
        b"1990-01-01,,a\r\n1991-01-01,,b\n",
        b"1990-01-01,,a\n1991-01-01,\0,b\n",
    ],
)
def test_some_rows_of_an_odd_file_are_left_to_the_data_engine(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(text)
    found = of_file(path)
    with pytest.raises(OddFileError):
        found.some(np.array([1]))


@pytest.mark.parametrize("text", [b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xe2\x82", b"\xe5\n"])
def test_what_is_no_utf8_is_left_to_the_data_engine(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"1990-01-01,," + text + b"\n")
    found = of_file(path)
    with pytest.raises(UnicodeDecodeError):
        text.decode()
    with pytest.raises(OddFileError):
        read(found, NO_WORDS)
