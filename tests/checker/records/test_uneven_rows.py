"""Rows with more or fewer values than headers are left out and told: nothing of them is judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import lovgraf.readers.delimited
import lovgraf.readers.pieces
from lovgraf.cli.main import run
from lovgraf.readers.csv_layout import CsvLayout
from tests.checker.cells.test_file_batches import without_engine
from tests.checker.small_law import ships_command
from tests.examples import one_in

pytestmark = pytest.mark.usefixtures("only_ships")
HEAD = "id;name;built_on;sails;inspected"
GOOD = "1;Ann;1980-01-01;true;true"
LONG = "2;Hansen; Bo;1980-01-01;true;false"
SHORT = "3;1980-01-01;true;false"


def checked(folder: Path, text: str, *more: str) -> dict[str, Any]:
    """The JSON report of a file."""
    path, report = folder / "d.csv", folder / "r.json"
    path.write_text(text, encoding="utf-8")
    status = run(ships_command(path, "-o", report, *more))
    assert status in (0, 1)
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def left_out(report: dict[str, Any]) -> dict[str, tuple[int, list[int]]]:
    """Why rows were left out, how many, and which."""
    (table,) = report["intake"]["tables"]
    return {one["reason"]["code"]: (one["count"], one["rows"]) for one in table["rows_left_out"]}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([GOOD, LONG], {"too-long": (1, [2])}),
        ([GOOD, SHORT], {"too-short": (1, [2])}),
        ([LONG, SHORT, GOOD], {"too-long": (1, [1]), "too-short": (1, [2])}),
        (
            [GOOD, ";;;;", SHORT, "I alt;1"],
            {"empty": (1, [2]), "too-short": (1, [3]), "total": (1, [4])},
        ),
        ([GOOD, GOOD + ";"], {"too-long": (1, [2])}),
        ([GOOD + ";", GOOD + ";"], {}),
        ([GOOD, "2;Hansen; Bo;1980-01-01;true;", GOOD], {"too-long": (1, [2])}),
        ([GOOD, "2;Hansen; Bo;1980-01-01;true;;x", GOOD], {"too-long": (1, [2])}),
        ([GOOD, ";;;;;;", GOOD], {"empty": (1, [2])}),
        ([GOOD, '4;"Hansen; Bo";1980-01-01;true;true'], {}),
    ],
    ids=[
        "long", "short", "both cancel out", "among others", "a delimiter at the end",
        "one at the end of each", "displaced before a blank", "a blank and more", "blanks alone",
        "quoted",
    ],
)  # fmt: skip
def test_uneven_rows_are_left_out_and_told(
    tmp_path: Path, rows: list[str], told: dict[str, tuple[int, list[int]]]
) -> None:
    report = checked(tmp_path, "\n".join([HEAD, *rows]) + "\n")
    assert left_out(report) == told
    uneven = sum(count for count, _ in told.values())
    assert report["records"] == len(rows) - uneven
    assert report["findings"] == []


def test_long_and_short_rows_do_not_cancel_out_in_a_large_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lovgraf.readers.delimited, "_SMALL", 0)
    report = checked(tmp_path, "\n".join([HEAD, GOOD, LONG, SHORT, GOOD.replace("1", "9", 1)]))
    assert left_out(report) == {"too-long": (1, [2]), "too-short": (1, [3])}
    assert report["records"] == 2


@pytest.mark.parametrize("delimiter", [",", "\t", "|", ";"])
def test_a_row_is_told_as_too_long_whose_last_value_is_blank(
    tmp_path: Path, delimiter: str
) -> None:
    """A delimiter in its text displaces its values; that the last one is blank does not tell."""
    displaced = "2;Hansen; Bo;1980-01-01;true;"
    text = "\n".join([HEAD, GOOD, displaced, GOOD]).replace(";", delimiter)
    assert left_out(checked(tmp_path, text)) == {"too-long": (1, [2])}


@pytest.mark.parametrize("delimiter", [",", "\t", "|", ";"])
def test_each_delimiter(tmp_path: Path, delimiter: str) -> None:
    text = "\n".join([HEAD, GOOD, LONG, SHORT]).replace(";", delimiter)
    assert set(left_out(checked(tmp_path, text))) == {"too-long", "too-short"}


def test_a_file_of_uneven_rows_alone_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "d.csv"
    path.write_text("\n".join([HEAD, LONG, SHORT]), encoding="utf-8")
    assert run(ships_command(path, "--lang", "en")) == 2
    assert "Traceback" not in capsys.readouterr().err


BODY = [GOOD.replace("1", str(n), 1) for n in range(10, 16)]
NOTE = "Drawn from the register of ships"


@pytest.mark.slow
@pytest.mark.parametrize(
    "rows",
    one_in(3, [
        [LONG, *BODY, SHORT],
        [SHORT, *BODY, LONG + ";;;7"],
        [*BODY[:3], GOOD + ";", *BODY[3:], SHORT],
        [*BODY, LONG, NOTE],
        [*BODY[:3], '4;"Hansen; Bo";1980-01-01;true;true', '5;"Hansen; Bo";true', *BODY[3:]],
        [*BODY[:3], "6;Ann;1980-01-01;true;\x01", *BODY[3:], SHORT],
        [*BODY[:3], '7;Ann;1980-01-01;true;true;""', *BODY[3:], SHORT],
        [*BODY[:3], "8;Ann;1.1.1690;true;true", SHORT, "8;Ann;1.1.1690;true;false"],
        [row + ";" for row in BODY],
        [*BODY[:3], GOOD + ";;", "", *(row + ";" for row in BODY[3:]), "", "I alt;3;;;", ""],
        [*BODY, *["I alt;3;;;"] * 3],
    ]),
    ids=one_in(3, [
        "both", "first", "kept", "note", "quoted", "no value", "empty", "read in full",
        "a delimiter at each end", "blank lines", "sums",
    ]),
)  # fmt: skip
def test_uneven_rows_looked_at_by_themselves_make_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[str]
) -> None:
    monkeypatch.setattr(lovgraf.readers.delimited, "_SMALL", 0)
    monkeypatch.setattr("lovgraf.check.dataset.MANY", 0)
    monkeypatch.setattr(lovgraf.readers.pieces, "_PIECE", 20)
    text = ("\r\n" if rows[0] == LONG else "\n").join([HEAD, *rows])
    with pytest.MonkeyPatch.context() as patch:
        if not any("1690" in row or "\x01" in row for row in rows):
            without_engine(patch)
        apart = checked(tmp_path, text)
    monkeypatch.setattr(CsvLayout, "uneven", lambda *_: None)
    assert apart == checked(tmp_path, text)
    assert apart["records"]


@pytest.mark.parametrize(
    ("texts", "strays"),
    [
        ({3: '"Lejl. 3', 4: '"Lejl. 4'}, [3, 4]),
        (dict.fromkeys(range(1, 9), '"Lejl. 3'), [*range(1, 9)]),
        ({2: '"Ole', 5: 'Ole"'}, [2, 5]),
        ({2: '"Ole', 5: '"Ole'}, [2, 5]),
        ({2: '"in haste" call', 4: '"Lejl. 3', 7: '"st. tv'}, [4, 7]),
        ({2: '"Lejl. 3', 4: '"two\nlines; of text"'}, [2]),
        ({2: '"two\nlines; and; more"', 5: '"and\r\nothers"'}, []),
    ],
)
@pytest.mark.parametrize("last", [False, True])
def test_marks_that_are_not_closed_swallow_no_rows(
    tmp_path: Path, texts: dict[int, str], strays: list[int], last: bool
) -> None:
    """However many there are; of those before the last column as of those in it."""
    names = [texts.get(n, "Ann") for n in range(1, 10)]
    rows = [f"{n};1980-01-01;true;true" for n in range(1, 10)]
    head, *own = (
        f"{row};{name}" if last else row.replace(";", f";{name};", 1)
        for row, name in zip(["id;built_on;sails;inspected", *rows], ["name", *names], strict=True)
    )
    report = checked(tmp_path, "\n".join([head, *own, ""]))
    assert report["records"] == 9
    told = [one["rows"] for one in report["record_quality"] if one["code"] == "stray-quote"]
    assert told == ([strays] if strays else [])
