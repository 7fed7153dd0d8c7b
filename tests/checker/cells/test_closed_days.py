"""Deadlines over closed days in a table of thousands of rows, against a count by hand."""

from __future__ import annotations

import csv
import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from lovgraf.cli import run
from lovgraf.facts.closed_days import easter
from tests.examples import WHOLE

HOLIDAYS = {-3, -2, 0, 1, 39, 49, 50}
CLOSED = {(1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31)}


def end(day: date) -> date:
    """When a deadline ends that has a day as its last."""
    while True:
        since = (day - date(day.year, 3, 22)).days - easter(day.year)
        prayer = since == 26 and day.year <= 2023
        holiday = since in HOLIDAYS or prayer or (day.month, day.day) in CLOSED
        if day.weekday() < 5 and not holiday:
            return day
        day += timedelta(days=1)


@pytest.mark.slow
def test_a_table_of_moves_is_counted_as_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(5)
    expected = {"fulfilled": 0, "breached": 0}
    with (tmp_path / "moves.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["cpr_status", "move_notified_by_household", "moved_on", "move_notified_on"])
        for _ in range(6000 if WHOLE else 1500):
            moved = date(2013, 2, 1) + timedelta(days=dice.randrange(4200))
            notified = moved + timedelta(days=dice.randrange(13))
            rows.writerow(["01", "false", moved, notified])
            in_time = notified <= end(moved + timedelta(days=5))
            expected["fulfilled" if in_time else "breached"] += 1
    report = tmp_path / "report.json"
    words = ["check", "moves.csv", "--as-of", "2025-06-01", "--format", "json", "--output", report]
    words += [] if WHOLE else ["--about", "law/2013/5/par/12/stk/1/pkt/1"]
    monkeypatch.chdir(tmp_path)
    assert run(list(map(str, words))) == 1
    norms = json.loads(report.read_text())["norms"]
    (found,) = (norm["verdicts"] for norm in norms if norm["norm"].endswith("norm/notify-move"))
    assert found == expected
