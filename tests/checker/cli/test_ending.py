"""What ends a command before its time: interruptions and closed pipes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from lovgraf.cli import run
from lovgraf.core import stopping
from lovgraf.core.errors import InputError
from lovgraf.core.result import CheckResult, Findings
from tests.checker.cli.said import HEEDING, PROGRAM, Capture, one_line
from tests.checker.reports.example import EXAMPLE, FINDINGS
from tests.examples import cells


def test_ctrl_c_gives_130_in_one_line(checked: Any, capsys: Capture) -> None:
    checked(KeyboardInterrupt())
    assert run(["check", "d.csv", "--lang", "da"]) == 130
    assert one_line(capsys) == "lovgraf: Afbrudt.\n"


def test_ctrl_c_half_way_through_the_report_leaves_nothing(
    checked: Any, capsys: Capture, tmp_path: Path
) -> None:
    class Stopped(Findings):
        def __len__(self) -> int:
            return 2

        def __iter__(self) -> Any:
            yield FINDINGS[0]
            raise KeyboardInterrupt

    checked(replace(EXAMPLE, findings=Stopped()))
    assert run(["check", "d.csv", "--output", str(tmp_path / "r.json")]) == 130
    one_line(capsys)
    assert os.listdir(tmp_path) == []


def test_a_closed_pipe_is_quiet() -> None:
    with subprocess.Popen(
        [*PROGRAM, "check", "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.slow
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_of_the_data_engine_is_no_fault(
    number: signal.Signals, status: int, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def check_dataset(*_: object, **__: object) -> CheckResult:
        with suppress(SystemExit):
            if number == signal.SIGTERM:
                stopping.stop(number, None)
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(stopping, "_statuses", [])
    monkeypatch.setattr("lovgraf.runs.dataset.check_dataset", check_dataset)
    assert run(["check", "d.csv", "--as-of", "2014-12-01"]) == status
    assert capsys.readouterr().err.count("\n") == (number == signal.SIGINT)


@pytest.mark.slow
@pytest.mark.parametrize("swallowed", [False, True])
def test_an_interruption_that_a_library_told_as_another_error_is_an_interruption(
    swallowed: bool, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Arrow turns the exception that is raised within a batch into an error of reading a file."""

    def check_dataset(*_: object, **__: object) -> CheckResult:
        with suppress(KeyboardInterrupt):
            stopping.stop(signal.SIGINT, None)
        if swallowed:
            return EXAMPLE
        raise InputError("Filen er beskadiget.", "The file is damaged.")

    monkeypatch.setattr(stopping, "_statuses", [])
    monkeypatch.setattr("lovgraf.runs.dataset.check_dataset", check_dataset)
    assert run(["check", "d.csv", "--as-of", "2014-12-01", "--lang", "en"]) == 130
    assert capsys.readouterr().err == "lovgraf: Interrupted.\n"


def test_a_warning_in_debugging_says_where_and_not_which_cell(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def check_dataset(*_: object, **__: object) -> CheckResult:
        warnings.warn("Cell B2 holds Anna Hansen", UserWarning, stacklevel=1)
        return EXAMPLE

    monkeypatch.setenv("LOVGRAF_DEBUG", "1")
    monkeypatch.setattr("lovgraf.runs.dataset.check_dataset", check_dataset)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        run(["check", "d.csv", "--as-of", "2014-12-01"])
    error = capsys.readouterr().err
    assert "UserWarning: " in error
    assert "Anna" not in error


DROPPING = {
    "a library that drops it": """
def dropped():
    try:
        os.kill(os.getpid(), signal.{name}); time.sleep(5)
    except BaseException:
        pass
""",
    "an object that is cleared away": """
class Gone:
    def __del__(self):
        os.kill(os.getpid(), signal.{name}); time.sleep(0.01)
def dropped():
    Gone()
""",
    "a fallback after an error": """
def dropped():
    try:
        os.kill(os.getpid(), signal.{name}); time.sleep(5)
    except BaseException:
        pass
    try:
        raise ValueError
    except ValueError:
        go_on()
""",
}
GOING_ON = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
from lovgraf.core import stopping
stopping._AGAIN = 0.05  # five times as often, so that nobody waits long
import importlib; main = importlib.import_module("lovgraf.cli.main")
from lovgraf.core.output import write_output
def go_on():
    for _ in range(2000):
        time.sleep(0.01)
    print("went on", file=sys.stderr)
{dropped}
def command(arguments, lang):
    try:
        dropped()
        {then}
        write_output(["a report"], None)
    finally:
        for _ in range(60):
            time.sleep(0.01)
        print("tidied up", file=sys.stderr)
main._run = command
main.main()
"""


Case = tuple[str, str, str]
"""What drops a signal, its name, and what the run does then."""
CASES: list[Case] = [(*cell, "go_on()") for cell in cells(DROPPING, ("SIGINT", "SIGTERM"))]
NO_REPORT: Case = ("a library that drops it", "SIGINT", "pass")


@pytest.fixture(scope="module")
def ended() -> dict[Case, tuple[int, str, str, float]]:
    """The status, output, errors and seconds of the run of each case: all at once, since they
    mostly wait."""
    begun, runs = time.monotonic(), {}
    for case in (*CASES, NO_REPORT):
        kind, name, then = case
        code = GOING_ON.format(dropped=DROPPING[kind].format(name=name), then=then)
        runs[case] = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "LOVGRAF_LANG": "en"},
        )  # fmt: skip
    found = {}
    try:
        for case, run_ in runs.items():
            out, error = run_.communicate(timeout=60)
            found[case] = run_.returncode, out, error, time.monotonic() - begun
    finally:
        for run_ in runs.values():
            run_.kill()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_a_signal_that_something_drops_ends_the_run_all_the_same(
    case: Case, ended: dict[Case, tuple[int, str, str, float]]
) -> None:
    _ends_soon(case, ended)


@pytest.mark.slow
def test_no_report_is_written_once_a_signal_came(
    ended: dict[Case, tuple[int, str, str, float]],
) -> None:
    _ends_soon(NO_REPORT, ended)


def _ends_soon(case: Case, ended: dict[Case, tuple[int, str, str, float]]) -> None:
    """The run ends soon, is not stopped while it tidies up, and writes no report."""
    *said, took = ended[case]
    interrupted = case[1] == "SIGINT"
    told = "lovgraf: Interrupted.\n" if interrupted else ""
    assert said == [130 if interrupted else 143, "", f"tidied up\n{told}"]
    assert took < 15


@pytest.mark.slow
def test_an_import_is_not_broken_off(tmp_path: Path) -> None:
    """A module that is half there stays locked for all other threads, which then wait for ever."""
    (tmp_path / "slow.py").write_text(
        "import time\nprint('half', flush=True)\ntime.sleep(0.7)\nprint('whole', flush=True)\n"
    )
    program = """
from lovgraf.core import stopping
stopping.listen()
try:
    import slow
    for _ in range(200):
        slow.time.sleep(0.05)
    print("went on")
except KeyboardInterrupt:
    print("stopped")
"""
    with subprocess.Popen(
        [sys.executable, "-c", HEEDING + program], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "whole\nstopped\n"


@pytest.mark.parametrize("own", [None, "jemalloc"])
def test_a_run_says_how_libraries_take_memory_unless_somebody_did(own: str | None) -> None:
    """What they ask is the environment, before they are loaded; another program keeps its own."""
    names = ("ARROW_DEFAULT_MEMORY_POOL", "NUMPY_MADVISE_HUGEPAGE", "OPENBLAS_NUM_THREADS")
    text = (
        "import os, sys, lovgraf\nfrom lovgraf.core import own_process\n"
        f"before = [os.environ.get(name) for name in {names}]\nown_process.begin()\n"
        "assert not {'numpy', 'pyarrow', 'duckdb'} & set(sys.modules)\n"
        f"print(before, [os.environ.get(name) for name in {names}])"
    )
    given = {name: value for name, value in os.environ.items() if name not in names}
    given |= {} if own is None else {names[0]: own}
    run_ = subprocess.run(
        [sys.executable, "-c", text], env=given, capture_output=True, text=True, check=True
    )
    assert run_.stdout == f"{[own, None, None]} {[own or 'system', '0', '1']}\n"
