"""A history on a cluster: days that are finished are not checked again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lovgraf.check.parts.work import Work
from lovgraf.check.request import CheckRequest
from lovgraf.check.spark.check import check_in
from lovgraf.check.spark.cluster import Cluster
from lovgraf.cli.main import run
from lovgraf.core.errors import InputError
from lovgraf.readers.inputs import find_inputs
from lovgraf.runs import history_on_spark as on_spark
from lovgraf.runs.history import Laws, check_days, days_of
from lovgraf.runs.history_on_spark import check_days_on_spark
from tests.checker.history.test_history import DAYS, LAW, extracts, history, written
from tests.checker.small_law import AS_OF
from tests.checker.spark.said import report
from tests.examples import whole

pytestmark = pytest.mark.slow
ASKED = CheckRequest(AS_OF, LAW, record_type="ship", engine="spark")
Said = list[dict[str, Any]]


@pytest.fixture
def checked(running: Cluster, monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The days that are checked, as they are, one day at a time in the session of all tests."""
    days: list[date] = []

    @contextmanager
    def session(_master: str) -> Iterator[Cluster]:
        yield running

    def watched(running: Cluster, inputs: Any, own: Sequence[date], options: Any) -> Any:
        days.extend(dict.fromkeys(own))
        return check_in(running, inputs, own, options)

    monkeypatch.setattr(on_spark, "cluster", session)
    monkeypatch.setattr(on_spark, "check_in", watched)
    monkeypatch.setattr(on_spark, "PART", 0)
    return days


def said(source: Path, work: Path) -> Said:
    """What a run that keeps its days says."""
    days = days_of(find_inputs(str(source)), "day", None)
    held = Work.begin(work)
    return [report(r, False) for r in check_days_on_spark(days, ASKED, Laws(LAW), "", held)]


def test_days_that_changed_are_checked_again(checked: list[date], tmp_path: Path) -> None:
    source, work = history(tmp_path / "in"), tmp_path / "work"
    ships = source / "day=2030-06-01" / "ships.csv"
    (source / "day=2030-06-03" / "more.csv").write_text(ships.read_text())
    days = days_of(find_inputs(str(source)), "day", None)
    one = check_days(days, ASKED, Laws(LAW), Work.begin(tmp_path / "one"))
    expected = [report(result, False) for result in one]
    assert said(source, work) == expected
    assert said(source, work) == expected
    assert [day.day for day in checked] == [1, 2, 3]
    files = {finding["file"] for finding in expected[2]["findings"]}
    assert files == {"day=2030-06-03/more.csv", "day=2030-06-03/ships.csv"}
    ships.write_text(ships.read_text().replace("2010", "2000"))
    assert said(source, work) != expected
    assert [day.day for day in checked] == [1, 2, 3, 1]


def test_a_file_that_changes_meanwhile_is_not_kept(
    checked: list[date], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, work = history(tmp_path / "in"), tmp_path / "work"
    monkeypatch.setattr(on_spark, "digests_in", lambda _running, files: ["0" * 64 for _ in files])
    with pytest.raises(InputError, match=r"changed while it was checked") as told:
        said(source, work)
    assert told.value.file == "day=2030-06-01/ships.csv"
    assert [day.day for day in checked] == [1]
    assert not Work.begin(tmp_path / "other").parts()


@pytest.mark.parametrize(
    ("size", "groups"), [(0, [[0], [2], [3]]), (2, [[0, 2], [3]]), (9, [[0, 2, 3]])]
)
def test_days_are_read_together_that_keep_a_cluster_busy(
    tmp_path: Path, size: int, groups: list[list[int]]
) -> None:
    for number in range(4):
        place = tmp_path / f"day=2030-06-0{number + 1}"
        place.mkdir()
        (place / "a.csv").write_text("x")
    days = days_of(find_inputs(str(tmp_path)), "day", None)
    assert list(on_spark._together([0, 2, 3], days, size)) == groups


@whole("checker/history/test_history.py::test_a_history_that_was_broken_off_is_taken_up")
@pytest.mark.usefixtures("only_ships")
def test_a_run_that_was_broken_off_is_taken_up(
    checked: list[date],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source, target = extracts(tmp_path / "in"), tmp_path / "out"
    watched: Callable[..., Any] = vars(on_spark)["check_in"]

    def broken_off(*asked: Any) -> Any:
        if checked:
            raise KeyboardInterrupt
        return watched(*asked)

    command = ["history", str(source), "--engine", "spark", "--master", "spark://some:7077"]
    command += ["--type", "ship", "--fail-on", "breached"]
    with monkeypatch.context() as patch:
        patch.setattr(on_spark, "check_in", broken_off)
        assert run([*command, "--resume", "--output", str(target)]) == 130
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.parts", "in"]
    assert run([*command, "--resume", "--output", str(target)]) == 1
    assert [day.isoformat() for day in checked] == [*DAYS]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]
    resumed = capsys.readouterr().out
    assert run([*command, "--output", str(tmp_path / "fresh")]) == 1
    assert capsys.readouterr().out == resumed
    assert written(tmp_path / "fresh") == written(target)
