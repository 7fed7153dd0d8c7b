"""Work that was broken off is taken up, and work on changed files is done where they changed."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lovgraf.check.dataset import check_dataset
from lovgraf.check.parts import blocks
from lovgraf.check.parts.run import check_parts
from lovgraf.check.parts.work import Work
from lovgraf.check.request import CheckRequest
from lovgraf.check.stored import store
from lovgraf.cli import run
from lovgraf.core.errors import InputError
from lovgraf.readers.inputs import InputFile, find_inputs
from lovgraf.reports.formats import FORMATS, ReportOptions
from tests.checker.small_law import AS_OF, PROGRAM, law_of, old_ships, ships_command, write_ships
from tests.examples import WHOLE, examples, one_in, whole
from tests.places import ROOT

Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.usefixtures("only_ships")
LAW = law_of(old_ships())
HEAD = "id,built_on,sails,inspected\n"


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are checked, as they are."""
    names: list[str] = []
    original = check_dataset

    def watched(file: InputFile, request: CheckRequest, **more: Any) -> Any:
        names.append(file.name)
        return original(file, request, **more)

    monkeypatch.setattr("lovgraf.check.parts.file.check_dataset", watched)
    return names


def ships(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for seed, name in enumerate(names):
        write_ships(folder / name, 30, seed)


@whole("test_finished_parts_are_not_checked_again_after_an_error")
@pytest.mark.slow
def test_a_killed_run_is_taken_up_and_says_the_same(tmp_path: Path, checked: list[str]) -> None:
    ships(tmp_path / "in", *(f"p{n}.csv" for n in range(5)))
    report, found, work = (tmp_path / n for n in ("r.json", "f.parquet", ".r.json.parts"))
    arguments = ships_command(tmp_path / "in", "--resume", "-o", report, "--findings", found)
    program = [sys.executable, "-c", PROGRAM, *arguments]
    with subprocess.Popen(program, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        until = time.monotonic() + 120
        while not finished(work) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    kept = finished(work)
    assert 0 < len(kept) < 5
    assert not report.exists()
    assert not found.exists()
    assert run(arguments) == 1
    assert len(checked) == 5 - len(kept)
    resumed = report.read_bytes(), found.read_bytes()
    assert not work.exists()
    fresh = tmp_path / "fresh.json"
    assert run(ships_command(tmp_path / "in", "-o", fresh, "--findings", found)) == 1
    assert resumed == (fresh.read_bytes(), found.read_bytes())


def finished(work: Path) -> list[Path]:
    return [path for path in work.glob("*") if len(path.name) == 40] if work.exists() else []


@pytest.mark.slow
def test_finished_parts_are_not_checked_again_after_an_error(
    tmp_path: Path, checked: list[str], capsys: Capture
) -> None:
    folder, report = tmp_path / "in", tmp_path / "r.json"
    ships(folder, "a.csv", "b.csv", "c.csv")
    good = (folder / "b.csv").read_bytes()
    (folder / "b.csv").write_text("colour\nred\n")
    arguments = ships_command(folder, "--resume", "-o", report)
    assert run(arguments) == 2
    assert checked == ["a.csv", "b.csv"]
    assert not report.exists()
    (folder / "b.csv").write_bytes(good)
    assert run(arguments) == 1
    assert checked == ["a.csv", "b.csv", "b.csv", "c.csv"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "r.json"]
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.slow
def test_a_part_that_was_damaged_is_checked_again(tmp_path: Path, checked: list[str]) -> None:
    ships(tmp_path / "in", "a.csv")
    state, report = tmp_path / "state", tmp_path / "r.json"
    arguments = ships_command(tmp_path / "in", "--since", state, "-o", report)
    assert run(arguments) == 1
    said = report.read_bytes()
    names = sorted(path.name for path in finished(state)[0].iterdir())
    for number, name in enumerate(one_in(3, names)):
        path = finished(state)[0] / name
        if number % 2:
            path.write_bytes(path.read_bytes()[:-20])
        else:
            path.unlink()
        report.unlink()
        assert run(arguments) == 1
        assert report.read_bytes() == said
        assert len(checked) == number + 2
    assert run(arguments) == 1
    assert len(checked) == number + 2


@pytest.mark.slow
@pytest.mark.parametrize("content", ["colour\nred\n", ""])
def test_nothing_is_left_where_nothing_is_finished(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content)
    arguments = ["check", str(path), "--resume", "-o", str(tmp_path / "r.json")]
    assert run(arguments) == 2
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.slow
def test_another_date_law_or_option_is_another_part(tmp_path: Path, checked: list[str]) -> None:
    folder, state = tmp_path / "in", tmp_path / "state"
    ships(folder, "a.csv")
    for more in ((), ("--show-values",), ("--fail-on", "pending"), ("--as-of", "2030-07-01"), ()):
        run(ships_command(folder, "--since", state, "-o", tmp_path / "r.json", *more))
    assert len(checked) == 5
    run(ships_command(folder, "--since", state, "-o", tmp_path / "r.json"))
    assert len(checked) == 5
    assert len(finished(state)) == 1


@pytest.mark.slow
def test_an_interrupted_run_writes_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    ships(tmp_path / "in", "a.csv", "b.csv")
    original = store

    def interrupted(result: Any, *more: Any) -> None:
        original(result, *more)
        if result.dataset == "b.csv":
            raise KeyboardInterrupt

    monkeypatch.setattr("lovgraf.check.parts.file.store", interrupted)
    report = tmp_path / "r.json"
    assert run(ships_command(tmp_path / "in", "--resume", "-o", report)) == 130
    assert not report.exists()
    names = [path.name for path in (tmp_path / ".r.json.parts").iterdir() if path.is_dir()]
    assert [len(name) for name in names] == [40]
    assert "".join(capsys.readouterr()).count("\n") == 1


def test_a_folder_that_is_not_ours_or_in_use_is_left_alone(tmp_path: Path, capsys: Capture) -> None:
    ships(tmp_path / "in", "a.csv")
    mine = tmp_path / "mine"
    (mine / ("a" * 40)).mkdir(parents=True)
    (mine / "letter.txt").write_text("dear")
    for state, why in ((mine, "something else"), (mine / "letter.txt", "cannot be written")):
        assert run(ships_command(tmp_path / "in", "--since", state, "--lang", "en")) == 2
        assert why in capsys.readouterr().err
    assert (mine / ("a" * 40)).exists()
    held = Work.begin(tmp_path / "state")
    assert run(ships_command(tmp_path / "in", "--since", tmp_path / "state", "--lang", "en")) == 2
    assert "Another run" in capsys.readouterr().err
    assert held.folder.exists()
    assert (
        run(ships_command(tmp_path / "in", "--since", tmp_path / "in" / "state", "--lang", "en"))
        == 2
    )
    assert "in the folder that is read" in capsys.readouterr().err
    assert run(ships_command(tmp_path / "in", "--resume", "--lang", "en")) == 2
    assert "--resume needs --output" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    "error",
    [
        duckdb.IOException("IO Error: Could not write file: No space left on device"),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
)
def test_a_full_disk_is_told_and_leaves_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, error: Exception
) -> None:
    ships(tmp_path / "in", "a.csv")

    def full(*_: object) -> None:
        raise error

    monkeypatch.setattr("lovgraf.check.parts.unique.UniqueValues.keep", full)
    state = tmp_path / "state"
    assert run(ships_command(tmp_path / "in", "--since", state, "--lang", "en")) == 2
    assert "There is no room on the disk" in capsys.readouterr().err
    assert [path.name for path in state.iterdir()] == ["lovgraf-parts"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="cannot be written"):
        Work.begin(tmp_path / "state")
    tmp_path.chmod(0o700)


def ship(number: int) -> str:
    draw = random.Random(number)
    built, sails = draw.randint(1980, 2030), draw.choice(["true", "false", ""])
    return f"s{number % 90},{built}-01-01,{sails},{draw.choice(['true', 'false', '?'])}\n"


def report(folder: Path, state: Path) -> str:
    asked = CheckRequest(as_of=AS_OF, law=LAW, record_type="ship")
    result = check_parts(find_inputs(str(folder)), asked, Work.begin(state))
    return "".join(FORMATS["json"].write(result, ReportOptions()))


Edit = tuple[str, float, int]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["change", "insert", "delete", "file"]),
        st.floats(0, 0.999),
        st.integers(0, 500),
    ),
    max_size=4,
)


def edited(files: Sequence[Sequence[int]], edits: Sequence[Edit]) -> list[list[int]]:
    found = [list(rows) for rows in files]
    for what, where, number in edits:
        rows = found[number % len(found)]
        place = int(where * len(rows))
        if what == "change":
            rows[place] = number
        elif what == "insert":
            rows.insert(place, number)
        elif what == "delete" and len(rows) > 1:
            del rows[place]
        elif what == "file":
            found.append([number])
    return found


@pytest.fixture(scope="module")
def _small_blocks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "SIZE", 600)
        patch.setattr(blocks, "_WINDOW", 300)
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("_small_blocks")
@examples(2, of=5, drawing=WHOLE)
@given(nights=st.lists(EDITS, min_size=1, max_size=2))
@example(nights=[[("change", 0.107, 22)]])  # by a row that is as long
def test_a_run_on_what_changed_says_what_a_full_run_says(nights: list[list[Edit]]) -> None:
    files: list[list[int]] = [list(range(70)), list(range(100, 110))]
    with TemporaryDirectory() as place:
        folder = Path(place)
        for night, edits in enumerate([[], *nights]):
            files = edited(files, edits)
            (folder / "in").mkdir(exist_ok=True)
            for number, rows in enumerate(files):
                (folder / "in" / f"{number}.csv").write_text(HEAD + "".join(map(ship, rows)))
            found = report(folder / "in", folder / "state")
            assert not night or found == report(folder / "in", folder / f"full-{night}")
