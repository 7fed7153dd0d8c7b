"""Rows that an earlier run has read are not read anew, and the report is that of a full run."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.check.dataset import check_dataset
from lovgraf.check.parts import known
from lovgraf.check.parts.run import check_parts
from lovgraf.check.parts.work import Work
from lovgraf.check.request import CheckRequest
from lovgraf.cli import run
from lovgraf.core.result import CheckResult
from lovgraf.engine import population
from lovgraf.readers.inputs import find_inputs
from lovgraf.reports.formats import FORMATS, ReportOptions
from tests.checker.small_law import (
    AS_OF,
    SHIP_HEAD,
    law_of,
    old_ships,
    ship_row,
    ships_command,
    write_ships,
)
from tests.checker.some_persons import write_some
from tests.examples import examples, one_in, whole

LAW = law_of(old_ships())
Edit = Callable[[list[str], random.Random], list[str]]


def cut(rows: list[str], draw: random.Random) -> list[str]:
    at = draw.randrange(len(rows) + 1)
    return rows[:at] + rows[at + 3 :]


def insert(rows: list[str], draw: random.Random) -> list[str]:
    at = draw.randrange(len(rows) + 1)
    return [*rows[:at], ship_row(draw.randrange(10_000)), *rows[at:]]


def edit(rows: list[str], draw: random.Random) -> list[str]:
    return [ship_row(draw.randrange(10_000)) if draw.random() < 0.05 else row for row in rows]


def reorder(rows: list[str], draw: random.Random) -> list[str]:
    return draw.sample(rows, len(rows))


def repeat(rows: list[str], draw: random.Random) -> list[str]:
    return [*rows, *draw.sample(rows, len(rows) // 4)]


EDITS: tuple[Edit, ...] = (cut, insert, edit, reorder, repeat)


@pytest.fixture(scope="module")
def read() -> Iterator[list[int]]:
    """How many rows each reading read."""
    counts: list[int] = []
    original = population.read_rows

    def watched(connection: Any, plan: Any, records: Any, rows: str, *more: Any) -> Any:
        told = original(connection, plan, records, rows, *more)
        counts.append(connection.execute(f"SELECT count(*) FROM {rows}").fetchone()[0])
        return told

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(population, "read_rows", watched)
        patch.setattr(known, "read_rows", watched)
        yield counts


def write_csv(rows: Sequence[str], path: Path) -> None:
    path.write_text("\n".join([SHIP_HEAD, *rows]) + "\n", encoding="utf-8")


def write_broken(rows: Sequence[str], path: Path) -> None:
    """A line ends within the last value, so that rows cannot be taken for lines."""
    write_csv([*rows, 's,2000-01-01,true,true,,"Åse\nÅse"'], path)


def write_latin(rows: Sequence[str], path: Path) -> None:
    path.write_bytes("\r\n".join([SHIP_HEAD, *rows, ""]).replace(",", ";").encode("cp1252"))


def write_parquet(rows: Sequence[str], path: Path) -> None:
    write_csv(rows, path.with_suffix(".txt"))
    pq.write_table(pc.read_csv(path.with_suffix(".txt")), path, row_group_size=50)
    path.with_suffix(".txt").unlink()


FORMS = {
    "a.csv": write_csv, "broken.csv": write_broken, "a.parquet": write_parquet,
    "latin.csv": write_latin,
}  # fmt: skip


def report(path: Path, work: Path, shown: bool) -> str:
    inputs = find_inputs(str(path))
    return written(check_parts(inputs, requested(shown), Work.begin(work), rows=True), shown)


def requested(shown: bool) -> CheckRequest:
    complete = ("inspected_on",)
    return CheckRequest(AS_OF, LAW, record_type="ship", show_values=shown, complete=complete)


def plain(path: Path, shown: bool) -> str:
    """The report of a run that keeps nothing."""
    return written(check_dataset(path, requested(shown)), shown)


def written(result: CheckResult, shown: bool) -> str:
    return "".join(FORMATS["json"].write(result, ReportOptions(show_values=shown)))


@pytest.mark.slow
@pytest.mark.parametrize("name", one_in(2, FORMS))
@examples(1, whole=2, of=4)
@given(
    seed=st.integers(0, 1000),
    edits=st.lists(st.sampled_from(EDITS), min_size=1, max_size=4),
    shown=st.booleans(),
)
def test_the_report_is_that_of_a_full_run(
    name: str, seed: int, edits: list[Edit], shown: bool, read: list[int]
) -> None:
    draw = random.Random(seed)
    with TemporaryDirectory() as folder:
        path, state = Path(folder, name), Path(folder, "state")
        rows = [ship_row(n) for n in range(60)]
        FORMS[name](rows, path)
        report(path, state, shown)
        for change in edits:
            before, rows = set(rows), change(rows, draw)
            FORMS[name](rows, path)
            read.clear()
            found = report(path, state, shown)
            new = sum(row not in before for row in rows)
            if 2 * new <= len(rows):
                assert sum(read) == new
            assert found == plain(path, shown)


@pytest.mark.slow
@pytest.mark.usefixtures("only_ships")
def test_nothing_is_kept_that_the_folder_may_not_hold(tmp_path: Path) -> None:
    path, state = tmp_path / "a.csv", tmp_path / "state"
    write_ships(path, 200)
    with path.open(encoding="utf-8", newline="") as stream:
        told = {row[name] for row in csv.DictReader(stream) for name in ("id", "name")}
    assert len(told) == 400
    assert run(ships_command(path, "--since", state)) == 1
    (kept,) = state.glob("*/*.rows.parquet")
    table = pq.read_table(kept)
    assert table.num_rows == 200
    values = {str(v) for column in table.columns for v in column.to_pylist()}
    assert not values & told
    assert not any(kind == "string" for kind in map(str, table.schema.types))
    assert state.stat().st_mode & 0o77 == 0


@pytest.mark.slow
@whole("test_the_report_is_that_of_a_full_run")
def test_a_sample_of_persons_with_some_rows_changed(
    tmp_path: Path, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many rows are looked up, few are not; either way the words are the same."""
    monkeypatch.setattr(known, "MANY", 20)
    path, other, state = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "state"
    write_some(500, path, seed=1, faults=0.2, different=25)
    write_some(60, other, seed=2, faults=0.2, different=30)
    command = ["check", str(path), "--as-of", "2014-12-01", "-o", str(tmp_path / "r.json")]
    run([*command, "--since", str(state)])
    header, *rows = path.read_text().splitlines()
    new = other.read_text().splitlines()[1:]
    path.write_text("\n".join([header, *new[:30], *rows[:300], *rows[305:], *new[30:]]) + "\n")
    read.clear()
    run([*command, "--since", str(state)])
    found = (tmp_path / "r.json").read_bytes()
    assert read == [60]
    run(command)
    assert found == (tmp_path / "r.json").read_bytes()


@pytest.mark.slow
@pytest.mark.usefixtures("only_ships")
def test_another_day_is_read_anew(tmp_path: Path, read: list[int]) -> None:
    path, state = tmp_path / "a.csv", tmp_path / "state"
    write_ships(path, 50)
    for day in ("2030-06-01", "2030-06-02"):
        read.clear()
        run(ships_command(path, "--as-of", day, "--since", state))
        assert read == [50]
