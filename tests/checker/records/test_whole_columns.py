"""What some row of a column tells of all others, wherever it stands and however large the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from lovgraf.readers import assemble, codes_of_yes, csv_layout, date_orders, evidence, source
from lovgraf.readers import parquet as parquet_reader
from lovgraf.readers.connection import connect
from lovgraf.readers.inputs import InputFile
from lovgraf.readers.preview import preview
from lovgraf.readers.table import InputTable, Reading, open_dataset
from tests.checker.records.test_date_forms import write
from tests.checker.records.vocabulary import FACTS, Opened

ENDINGS = ("csv", "parquet", "jsonl")
PLACES: dict[str, Callable[[int], int]] = {
    "first": lambda rows: 0, "middle": lambda rows: rows // 2, "last": lambda rows: rows - 1
}  # fmt: skip


def both_ways(number: int) -> str:
    """Hundreds of different days, each of which can be read both ways."""
    return f"{number % 11 + 1:02}/{number % 12 + 1:02}/{1940 + number // 11 % 60}"


def filled(folder: Path, ending: str, heading: str, values: list[str]) -> Path:
    path = folder / f"d.{ending}"
    if ending == "csv":
        lines = "".join(f"n{n};{value}\n" for n, value in enumerate(values))
        path.write_text(f"id;{heading}\n{lines}", "utf-8")
    else:
        write(path, [{"id": f"n{n}", heading: value} for n, value in enumerate(values)])
    return path


def table(path: Path) -> InputTable:
    return open_dataset(InputFile(path, path.name), Reading(FACTS), connect())


def ambiguous(path: Path) -> bool:
    return any(one.code == "ambiguous-dates" for one in table(path).quality)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("rows", [50, 1000, 8000, pytest.param(30_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("place", PLACES)
def test_one_date_tells_of_all_that_can_be_read_both_ways(
    tmp_path: Path, ending: str, rows: int, place: str
) -> None:
    days = [both_ways(n) for n in range(rows)]
    assert not ambiguous(filled(tmp_path, ending, "birth_date", days))
    days[PLACES[place](rows)] = "12/24/1990"
    assert ambiguous(filled(tmp_path, ending, "birth_date", days))


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("rows", [50, 1000, 8000, pytest.param(30_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("place", PLACES)
def test_one_number_tells_that_all_are_codes(
    tmp_path: Path, ending: str, rows: int, place: str
) -> None:
    for usual in ("1", "0"):
        answers = [usual] * rows
        assert not table(filled(tmp_path, ending, "passport", answers)).lost
        answers[PLACES[place](rows)] = "2"
        (lost,) = table(filled(tmp_path, ending, "passport", answers)).lost
        assert "other numbers than 0 and 1" in lost.why.en


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("rows", [50, 1000, pytest.param(30_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("word", ["x", "ja", "?"])
def test_a_word_beside_does_not_hide_that_the_numbers_are_codes(
    tmp_path: Path, ending: str, rows: int, word: str
) -> None:
    """Where most are words, the numbers alone are unread."""
    answers = ["1", "0"] * (rows // 2)
    answers[rows // 2], answers[rows // 3] = "9", word
    (lost,) = table(filled(tmp_path, ending, "passport", answers)).lost
    assert "other numbers than 0 and 1" in lost.why.en
    answers = ["ja", "nej"] * (rows // 2)
    answers[rows // 2] = "9"
    assert not table(filled(tmp_path, ending, "passport", answers)).lost


@pytest.mark.parametrize("rows", [50, 30_000])
def test_numbers_that_are_no_texts_are_codes_likewise(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "d.parquet"
    for odd in (2, 0):
        answers = pa.array([1] * (rows - 1) + [odd])
        parquet.write_table(pa.table({"id": range(rows), "passport": answers}), path)
        assert bool(table(path).lost) is bool(odd)


def small_samples(monkeypatch: pytest.MonkeyPatch, rows: int = 400) -> None:
    for module in (assemble, source, parquet_reader, csv_layout):
        monkeypatch.setattr(module, "SAMPLE_ROWS", rows)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("days", "months", "found"), [(0, 1, True), (19, 1, True), (20, 1, False), (40, 2, False)]
)
@pytest.mark.parametrize("late", [True, False])
def test_all_rows_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, days: int, months: int,
    found: bool, late: bool,
) -> None:  # fmt: skip
    """A date with the month first is an error among so many others, and none of them turns it."""
    small_samples(monkeypatch)
    told = ["12/24/1990"] * months + ["24/12/1990"] * days
    others = [both_ways(n) for n in range(2000)]
    values = [*others, *told] if late else [*told[:months], *others, *told[months:]]
    assert ambiguous(filled(tmp_path, ending, "birth_date", values)) is found


@pytest.mark.parametrize("heading", ["left_on", "Ændret"])
def test_a_late_date_of_another_column_tells_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heading: str
) -> None:
    small_samples(monkeypatch)
    others = [both_ways(n + 5) for n in range(1000)]
    for last, found in (("24/12/1990", False), ("12/24/1990", True)):
        lines = "".join(f"n{n};{both_ways(n)};{one}\n" for n, one in enumerate([*others, last]))
        path = tmp_path / "d.csv"
        path.write_text(f"id;birth_date;{heading}\n{lines}", "utf-8")
        said = {one.column for one in table(path).quality if one.code == "ambiguous-dates"}
        assert ("birth_date" in said) is found


@pytest.mark.parametrize("ending", ENDINGS)
def test_dates_with_the_month_first_are_told_where_others_are_read_day_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """A sample that proves the day first may stand before rows of somebody else's."""
    small_samples(monkeypatch)
    values = ["24/12/1990"] * 400 + ["03/04/1990", "12/24/1990", "12/24/90", " 12/24/1990 14:30"]
    opened = Opened(filled(tmp_path, ending, "birth_date", values))
    assert opened.warned("month-first") == [402, 404]
    assert opened.unreadable("birth_date") == [402, 403, 404]


@pytest.mark.parametrize(
    ("heading", "values", "asked"),
    [
        ("birth_date", ["24/12/1990", "03/04/1990"], 0),
        ("birth_date", ["1990-12-24", "1990-04-03"], 0),
        ("birth_date", ["", "24. dec"], 0),
        ("birth_date", ["03/04/1990", ""], 1),
        ("birth_date", ["12/24/1990", "24/12/1990"], 1),
        ("passport", ["ja", "nej"], 0),
        ("passport", ["1", "2"], 0),
        ("passport", ["1", "0"], 1),
    ],
)
def test_a_file_is_asked_only_where_its_sample_does_not_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heading: str, values: list[str], asked: int
) -> None:
    sent: list[str] = []
    original = source.run

    def watched(request: object, sql: str) -> object:
        sent.append(sql)
        return original(request, sql)  # type: ignore[arg-type]

    small_samples(monkeypatch, 50)
    for module in (date_orders, codes_of_yes, evidence):
        monkeypatch.setattr(module, "run", watched)
    table(filled(tmp_path, "csv", heading, values * 100))
    whole = [sql for sql in sent if "lovgraf_sample" not in sql and "LIMIT" not in sql]
    assert len(whole) == asked


@pytest.mark.parametrize(
    "text",
    ["1", "0", "-1", "+1", "01", " 1 ", "1.0", "1,00", "2", "-2", "10", "1234567890", "1.5", "x"],
)
def test_the_engine_tells_numbers_as_the_reader_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    small_samples(monkeypatch, 50)
    late = table(filled(tmp_path, "csv", "passport", [*["1"] * 99, text]))
    early = table(filled(tmp_path, "csv", "passport", [text, *["1"] * 9]))
    assert bool(late.lost) is bool(early.lost)


@pytest.mark.parametrize("last", ["12/24/1990", "24/12/1990", "03/04/1990"])
def test_a_mapping_is_made_by_all_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    small_samples(monkeypatch)
    values = [*(both_ways(n) for n in range(2000)), last]
    found = preview(filled(tmp_path, "csv", "birth_date", values), FACTS)
    assert found.columns[1].dates == ("MM/dd/yyyy" if last[:2] == "12" else None)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("rows", [50, 1000, pytest.param(30_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("no", "read"), [("N", False), ("0", False), ("", True)])
def test_a_cross_is_yes_where_no_is_not_written_out(
    tmp_path: Path, ending: str, rows: int, place: str, no: str, read: bool
) -> None:
    answers = ["ja", no] * (rows // 2)
    answers[PLACES[place](rows)] = "X"
    path, connection = filled(tmp_path, ending, "passport", answers), connect()
    found = open_dataset(InputFile(path, path.name), Reading(FACTS), connection)
    ((yes, unread),) = connection.execute(
        f"SELECT count(*) FILTER ({found.values['passport']}), "
        f"count(*) FILTER ({found.unreadable['passport']}) FROM {found.source}"
    ).fetchall()
    assert unread == (not read)
    assert yes == answers.count("ja") + read


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("rows", [50, 1000, pytest.param(30_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("no", "unread"), [("nej", 0), ("", 1)])
def test_a_dash_is_nothing_where_no_is_written_out_and_else_may_be_no(
    tmp_path: Path, ending: str, rows: int, place: str, no: str, unread: int
) -> None:
    answers = ["x" if no == "" else "ja", no] * (rows // 2)
    answers[PLACES[place](rows)] = "-"
    path, connection = filled(tmp_path, ending, "passport", answers), connect()
    found = open_dataset(InputFile(path, path.name), Reading(FACTS), connection)
    counted = f"SELECT count(*) FILTER ({found.unreadable['passport']}) FROM {found.source}"
    assert connection.execute(counted).fetchall() == [(unread,)]


@pytest.mark.parametrize(
    ("answers", "lost"),
    [
        (["x", "-", "-"], ["'passport'"]),
        (["x", " - ", "–"], ["'passport'"]),
        (["x", "x", "-"], []),
        (["x", "-", "-", "nej"], []),
        (["-", "-", "-"], []),
    ],
)
def test_mostly_dashes_beside_yes_are_asked_about(
    tmp_path: Path, answers: list[str], lost: list[str]
) -> None:
    path = filled(tmp_path, "csv", "passport", answers * 10)
    found = open_dataset(InputFile(path, path.name), Reading(FACTS), connect())
    assert [one.shown.en for one in found.lost] == lost
    assert all("whether a dash is a no" in one.why.en for one in found.lost)
    for more in ({"lovgraf:codes": {"-": "false"}}, {"null": "-"}):
        mapping, own = tmp_path / "m.json", {"titles": "passport", "name": "passport", **more}
        mapping.write_text(json.dumps({"tableSchema": {"columns": [own]}}), "utf-8")
        reading = Reading(FACTS, mapping)
        assert not open_dataset(InputFile(path, path.name), reading, connect()).lost
