"""Registers that share nothing with `lovgraf sample`: what they hold, and how they are measured."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from bench import comparing, least
from bench.foreign.__main__ import HEAD, Measured, line
from bench.foreign.write import BLOCK, REGISTERS, write
from bench.process import Run, Timing
from bench.settling import checked
from lovgraf.check.dataset import Share
from lovgraf.check.parts import larger_than_memory
from lovgraf.check.request import CheckRequest
from lovgraf.engine.prepared import Prepared
from lovgraf.law import Law
from lovgraf.readers.connection import connect
from lovgraf.readers.table import open_dataset
from tests.examples import WHOLE, one_in

ROWS = 3_000 if WHOLE else 600


@pytest.mark.parametrize("name", one_in(4, sorted(REGISTERS)))
def test_a_register_is_read_with_the_dirt_of_its_kind(name: str, law: Law, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.csv"
    write(name, path, ROWS)
    request = CheckRequest(REGISTERS[name].as_of, law)
    table = open_dataset(path, request.reading, connect(None))
    (read,) = table.intake.tables
    assert not table.lost
    assert {"type", "birth_date", "cpr_number"} <= table.values.keys()
    assert sum(column.reason in ("unknown", "who") for column in read.columns) >= 18
    assert bool(read.left_out) == bool(REGISTERS[name].ragged)


@pytest.mark.parametrize("name", sorted(REGISTERS))
def test_parquet_and_csv_are_the_same_rows(name: str, tmp_path: Path) -> None:
    write(name, tmp_path / "a.parquet", 40)
    write(name, tmp_path / "a.csv", 40)
    table = parquet.read_table(tmp_path / "a.parquet")
    register = REGISTERS[name]
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=register.delimiter))
    assert list(rows[0]) == table.column_names
    for row, values in zip(rows, table.to_pylist(), strict=True):
        for header, value in values.items():
            if isinstance(value, str) or value is None:
                assert row[header] == (value or "")


def test_a_seed_gives_the_same_register_again(tmp_path: Path) -> None:
    found = []
    for seed in (1, 1, 2):
        write("population", tmp_path / "a.csv", 50, seed)
        found.append((tmp_path / "a.csv").read_bytes())
    assert found[0] == found[1] != found[2]
    assert BLOCK >= ROWS


def test_the_fixed_cost_is_taken_off_both() -> None:
    runs = [Run(7, 900, 0, "", 9), Run(3, 1, 0, "", 5), Run(1, 1, 0, "", 1), Run(1, 1, 0, "", 2)]
    runs += [Run(4, 1, 0, "", 8), Run(4, 1, 0, "", 5)]
    timings = [Timing((one,)) for one in runs]
    settled = {"kept": 6.0, "cells": 3.0, "unique": 0.5}
    found = Measured.of("tax", Path("tax.csv"), 10, 8.0, timings, settled)
    assert (found.ratio, found.processor_ratio, found.apart) == (3.0, 8 / 3, 7.5 / 3)
    assert (found.megabytes, found.few) == (900, 1.0)
    assert (found.floor, found.floor_ratio) == (6.0, 2.0)
    assert (found.least, found.least_ratio) == (3.0, 1.0)
    assert (found.kept_ratio, found.cells_ratio) == (2.0, 1.0)
    assert len(line(found)) == len(HEAD)
    without = Measured.of("tax", Path("tax.csv"), 10, 8.0, timings, {})
    assert len(line(without)) == len(HEAD)


def test_the_least_reads_days_numbers_and_uneven_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, given = tmp_path / "a.csv", "01.02.2003;A\n2003-02-01;A\n1-1-70;A\n;A;;\n;B\n"
    path.write_text("day;word\n" + given + "01-02-2003;A\n" * 3)
    least.main(str(path), ";", "2026-06-01", ["day", "word"])
    assert capsys.readouterr().out.split() == ["7", "1", "3", "0"]
    number = pa.array(["0102034000", "0102030000", "6113991234", "?", None])
    assert least.role_of(number) == "number"
    dates = least.dates_of(least.personal(number)).tolist()
    expected = [(date(year, 2, 1) - date(1970, 1, 1)).days for year in (2003, 1903)]
    assert dates[:2] == expected
    assert dates[3:] == [least.NEVER, 0]


def test_settling_is_measured_by_what_is_known_the_second_time(law: Law, tmp_path: Path) -> None:
    path, prepared = tmp_path / "a.csv", Prepared()
    write("bank", path, 10)
    assert checked(path, REGISTERS["bank"].as_of, law, prepared) > 0
    known = [len(kept.feasible._relations) for kept in prepared._remembered.values()]
    assert checked(path, REGISTERS["bank"].as_of, law, prepared) > 0
    assert [len(kept.feasible._relations) for kept in prepared._remembered.values()] == known
    with comparing.Comparing() as watched:
        taken = checked(path, REGISTERS["bank"].as_of, law, prepared, Share(leave_open=True))
    assert 0 < watched.seconds < taken
    assert any(known)


def test_comparing_values_is_told_of_parts_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, register = tmp_path / "a.parquet", REGISTERS["bank"]
    write("bank", path, 50)
    seconds = []
    for most in (larger_than_memory._MOST, 0):
        monkeypatch.setattr(larger_than_memory, "_MOST", most)
        monkeypatch.setattr(larger_than_memory, "_SMALL", 0)
        comparing.main(path, register.as_of)
        seconds.append(float(capsys.readouterr().out))
    assert min(seconds) > 0
