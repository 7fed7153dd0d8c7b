"""A CPR number that lost its last digit is unknown, whatever reads it: it made a child of 13 a
person born in 1951."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import lovgraf
import lovgraf.readers.pieces
from lovgraf.check import dataset
from lovgraf.check.dataset import check_dataset
from lovgraf.check.parts import blocks, groups, known
from lovgraf.check.parts.run import check_parts
from lovgraf.check.parts.work import Work
from lovgraf.check.request import CheckRequest
from lovgraf.cli import run
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import BASE
from lovgraf.engine.prepared import kept_for
from lovgraf.law import Law
from lovgraf.readers.inputs import find_inputs
from lovgraf.reports.formats import FORMATS, ReportOptions
from tests.checker.cells.test_array_path import rows as words
from tests.checker.cells.test_file_batches import read_apart

DAY = date(2026, 6, 1)
CONNECTION = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"
POST = (CONNECTION,)
HEADINGS = ("id", "cpr_number", "cpr_status", "digital_post", "exempt")
KEPT = ["0101134234", "110513423", "3112801234", "0505801234"]
"""The second, of a child born on 11 May 2013, lost its last digit: with a zero in front it is of
someone born on 1 October 1951."""
LOST = ["110513423", "3112801234", "505801234"]


def table(numbers: list[Any], times: int = 1) -> pa.Table:
    """Persons with a home who are not connected, and of whom only their number tells the age."""
    numbers = numbers * times
    rest = [(f"p{n}", number, "01", "nej", "nej") for n, number in enumerate(numbers)]
    columns = map(list, zip(*rest, strict=True))
    return pa.table(dict(zip(HEADINGS, columns, strict=True)))


def written(found: pa.Table, path: Path, group: int = 1 << 20) -> Path:
    """A table as the file that its ending says."""
    if path.suffix == ".parquet":
        parquet.write_table(found, path, row_group_size=group)
    else:
        lines = (";".join(map(str, row.values())) for row in found.to_pylist())
        path.write_text("\n".join([";".join(found.column_names), *lines]) + "\n", "utf-8")
    return path


def said(result: CheckResult) -> tuple[dict[str, int], list[tuple[int, int]], int]:
    """The verdicts that there are, how often and where a number is unknown, and how many zeros were
    put in front."""
    (norm,) = [one for one in result.norms if one.norm == CONNECTION]
    unread = [(q.count, q.examples[0]) for q in result.quality if q.code == "unreadable-value"]
    zeros = sum(q.count for q in result.quality if q.code == "leading-zero")
    return {verdict: n for verdict, n in norm.verdicts.items() if n}, unread, zeros


KEPT_SAID = ({"breached": 2, "not-addressed": 1, "undetermined": 1}, [(1, 2)], 0)
LOST_SAID: tuple[dict[str, int], list[tuple[int, int]], int] = ({"breached": 3}, [], 2)


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("engine", ["columns", "reference"])
@pytest.mark.parametrize(("numbers", "wanted"), [(KEPT, KEPT_SAID), (LOST, LOST_SAID)])
def test_each_engine_says_it_of_a_file(
    tmp_path: Path, law: Law, form: str, engine: str, numbers: list[str], wanted: object
) -> None:
    path = written(table(numbers), tmp_path / f"p.{form}")
    asked = CheckRequest(DAY, law, about=POST, engine=engine)
    assert said(check_dataset(path, asked)) == wanted


def test_numbers_that_are_no_texts_have_lost_their_zeros(tmp_path: Path, law: Law) -> None:
    path = written(table([*map(int, LOST)]), tmp_path / "p.parquet")
    assert said(check_dataset(path, CheckRequest(DAY, law, about=POST))) == LOST_SAID


def test_a_table_in_memory_tells_it_too() -> None:
    for numbers, wanted in ((KEPT, KEPT_SAID), (LOST, LOST_SAID), ([*map(int, LOST)], LOST_SAID)):
        frame: pd.DataFrame = table(numbers).to_pandas()
        assert said(lovgraf.check(frame, as_of=DAY, about=POST).result) == wanted


@pytest.mark.parametrize(("lang", "remedy"), [("en", "Write all ten"), ("da", "Skriv alle ti")])
def test_the_command_names_the_number_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, remedy: str
) -> None:
    path = written(table(KEPT), tmp_path / "p.csv")
    command = ["check", str(path), "--as-of", str(DAY), "--format", "json", "--lang", lang]
    assert run([*command, "--about", CONNECTION]) == 1
    quality = json.loads(capsys.readouterr().out)["record_quality"]
    (flaw,) = (one for one in quality if one["code"] == "unreadable-value")
    assert (flaw["column"], flaw["severity"], flaw["count"]) == ("cpr_number", "error", 1)
    assert flaw["rows"] == [2]
    assert remedy in json.dumps(flaw)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_file_without_the_data_engine_says_what_it_says(
    tmp_path: Path, law: Law, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Arrays see the number of nine digits twice: by themselves, and in a second look."""
    monkeypatch.setattr(lovgraf.readers.pieces, "_PIECE", 1 << 12)
    monkeypatch.setattr(dataset, "MANY", 100)
    for numbers, unread, zeros in ((KEPT, [(300, 2)], 0), (LOST, [], 600)):
        path = written(table(numbers, 300), tmp_path / f"p.{form}")
        assert said(check_dataset(path, CheckRequest(DAY, law, about=POST)))[1:] == (unread, zeros)
        read_apart(path, law)
        with kept_for(law, DAY) as prepared:
            quick = words(path, law, DAY, prepared, quick=True)
            assert quick == words(path, law, DAY, prepared, quick=False)


def report(result: CheckResult) -> str:
    return "".join(FORMATS["json"].write(result, ReportOptions()))


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("last", ["0101134234", "3112801234"])
def test_a_part_is_read_as_its_file_is(
    tmp_path: Path, law: Law, form: str, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number that tells it of all stands in the last part."""
    for module, name, size in (
        (blocks, "SIZE", 2500), (blocks, "_WINDOW", 500), (groups, "SIZE", 400),
        (groups, "LARGER", 400),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, size)
    numbers = [*LOST * 100, last]
    path = written(table(numbers), tmp_path / f"p.{form}", group=60)
    asked = CheckRequest(DAY, law, about=POST)
    work = Work.begin(tmp_path / "work")
    found = check_parts(find_inputs(str(path)), asked, work)
    assert len(list(work.parts())) > 1
    assert report(found) == report(check_dataset(path, asked))
    assert bool(said(found)[2]) is (last[0] != "0")


@pytest.mark.slow
def test_rows_that_are_known_are_read_anew_where_zeros_turn_up(
    tmp_path: Path, law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "MANY", 20)
    path, asked = tmp_path / "p.csv", CheckRequest(DAY, law, about=POST)
    for numbers in (LOST * 20, [*LOST * 20, "0101134234"], LOST * 20):
        written(table(numbers), path)
        found = check_parts(find_inputs(str(path)), asked, Work.begin(tmp_path / "w"), rows=True)
        assert report(found) == report(check_dataset(path, asked))
        assert bool(said(found)[2]) is (len(numbers) == 60)


def test_each_file_of_a_folder_tells_of_itself(tmp_path: Path, law: Law) -> None:
    for name, numbers in (("a", KEPT), ("b", LOST)):
        written(table(numbers), tmp_path / f"{name}.csv")
    asked = CheckRequest(DAY, law, about=POST)
    with_work = Work.begin(tmp_path / "w")
    verdicts, unread, zeros = said(check_parts(find_inputs(str(tmp_path)), asked, with_work))
    assert (unread, zeros) == ([(1, 2)], 2)
    assert verdicts == {"breached": 5, "not-addressed": 1, "undetermined": 1}
