"""Tests that share what is dear run in one process, whatever else is spread."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests import conftest, distribution
from tests.distribution import unit_of
from tests.examples import one_in, whole
from tests.places import ROOT

TEST = """
import json, os, time
import pytest

@pytest.mark.parametrize("engine", ["columns", "solver"])
@pytest.mark.parametrize("cases", ["cpr/a", "cpr/b", "eid/c"])
def test_scenarios(cases, engine, request):
    time.sleep(0.02)
    with open("ran", "a") as ran:
        ran.write(json.dumps([os.getpid(), request.node.nodeid]) + "\\n")
"""

CONFTEST = """
from tests import distribution
from tests.distribution import pytest_xdist_make_scheduler

def pytest_collection_modifyitems(config, items):
    items += [item for item in items if item.path.name == "test_c.py"]
    distribution.pytest_collection_modifyitems(config, items)
"""
"""Tests of one file have an address twice."""


ENDS = """
import os, time
import pytest

@pytest.mark.parametrize("number", range(6))
def test_some(number):
    with open("ran", "a") as ran:
        ran.write(f"{__name__.rpartition('.')[2]} {number}\\n")
    if number == 2 and __name__.endswith("abort"):
        os.abort()
    if number == 3 and __name__.endswith("hang"):
        time.sleep(600)
"""

ASKED = """
from tests.distribution import pytest_collection_modifyitems, pytest_xdist_make_scheduler
"""


@pytest.mark.parametrize(
    ("nodeid", "unit"),
    [
        ("tests/web/browser/test_pages.py::test_a[x]", "tests/web/browser/"),
        ("tests/checker/spark/test_same.py::test_a", "tests/checker/spark/"),
        ("tests/checker/explain/test_answers.py::test_a", "tests/checker/explain/"),
        ("tests/web/test_citizen.py::test_a", "tests/web/browser/"),
        ("tests/web/test_api.py::test_a[/da/x::y]", "tests/web/test_api.py"),
        (
            "tests/scenarios/test_scenarios.py::test_scenarios[cpr/b-reference]",
            "scenarios by reference",
        ),
        ("tests/scenarios/test_scenarios.py::test_scenarios[cpr/b-solver]", "cpr by solver"),
        (
            "tests/scenarios/test_scenarios.py::test_scenarios[cpr/b-columns]",
            "scenarios by columns",
        ),
        (
            "tests/scenarios/test_scenarios.py::test_the_scenarios_leave_nothing_out",
            "scenarios by columns",
        ),
        ("tests/scenarios/test_scenarios.py::test_ids", "tests/scenarios/test_scenarios.py"),
    ],
)
def test_what_a_test_is_part_of(nodeid: str, unit: str) -> None:
    assert unit_of(nodeid) == unit


def test_processes_are_copied_while_they_are_small() -> None:
    files = ["tests/web/browser/test_a.py", "tests/checker/validate/test_b.py", "tests/test_c.py"]
    assert min(files, key=lambda file: distribution.place_of(file, {"tests/test_c.py"})) == files[1]
    for place in distribution.FORKING:
        assert (ROOT / place).exists()


def test_what_has_at_hand_what_others_made_runs_where_they_do() -> None:
    files = (ROOT / "tests/web").glob("test_*.py")
    sharing = {path for path in files if "at_hand(" in path.read_text("utf-8")}
    assert sharing == {ROOT / name for name in distribution.AT_HAND}


@pytest.mark.parametrize("hook", ["pytest_collection_modifyitems", "pytest_xdist_make_scheduler"])
def test_the_suite_is_shared_so(hook: str) -> None:
    """The tests below ask for these by themselves, without what the suite's own tests need."""
    assert getattr(conftest, hook) is getattr(distribution, hook)


def alone() -> dict[str, str]:
    """The environment in which the tests of a folder run without what was asked of this suite."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    return own | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def by_two(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of a folder in two processes."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider"]
    command += ["--import-mode=importlib", "--rootdir", str(folder), *options]
    command += ["-p", "xdist"]  # of the plugins that are installed nothing else is wanted
    return subprocess.run(
        command, cwd=folder, env=alone(),
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@whole("test_a_test_that_ends_its_process_or_hangs_fails_and_the_others_run")
def test_units_are_heeded(tmp_path: Path) -> None:
    """That xdist asks for the distribution, and what it makes of it."""
    (tmp_path / "conftest.py").write_text(CONFTEST)
    for name in ("browser/test_a.py", "browser/test_b.py", "test_scenarios.py", "test_c.py"):
        path = tmp_path / "tests/web" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEST)
    done = by_two(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    processes: dict[str, set[int]] = defaultdict(set)
    lines = (tmp_path / "ran").read_text().splitlines()
    for pid, nodeid in map(json.loads, lines):
        processes[unit_of(nodeid)].add(pid)
    assert len(lines) == 24 + 6
    assert len(processes) == 5
    assert {len(pids) for pids in processes.values()} == {1}
    assert len({pid for pids in processes.values() for pid in pids}) > 1


LEFT = """
import pytest
from tests.distribution import pytest_collection_modifyitems

@pytest.mark.parametrize("number", range(3))
def test_little(number): pass

@pytest.mark.whole("test_little", tried=%s)
def test_much(): pass
"""


@pytest.mark.parametrize(("tried", "arguments", "passed"), one_in(2, [
    (False, ["conftest.py"], 3), (True, ["conftest.py"], 4), (False, ["conftest.py::test_much"], 1),
]))  # fmt: skip
def test_what_is_proved_over_little_is_left_to_who_asks_for_the_whole(
    tmp_path: Path, tried: bool, arguments: list[str], passed: int
) -> None:
    (tmp_path / "conftest.py").write_text(LEFT % tried)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False,
        env=alone(),
    )  # fmt: skip
    assert f"{passed} passed" in done.stdout, done.stdout + done.stderr


def test_what_a_dear_test_is_left_out_for_is_there() -> None:
    """Each `whole` names a test, of its file or by its address below tests/."""
    for path in (ROOT / "tests").rglob("test_*.py"):
        for beside in re.findall(r"\bwhole\(\s*\"([^\"]+)\"", path.read_text("utf-8")):
            file, _, name = beside.rpartition("::")
            there = (ROOT / "tests" / file if file else path).read_text("utf-8")
            assert re.search(rf"^ *def {name}\(", there, re.MULTILINE), (path, beside)


@pytest.mark.slow
def test_a_test_that_ends_its_process_or_hangs_fails_and_the_others_run(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(ASKED)
    for name in ("abort", "hang", "other"):
        (tmp_path / f"test_{name}.py").write_text(ENDS)
    limit = ["-o", "faulthandler_timeout=1", "-o", "faulthandler_exit_on_timeout=true"]
    done = by_two(tmp_path, *limit)
    assert "2 failed, 16 passed" in done.stdout, done.stdout + done.stderr
    assert "test_abort.py::test_some[2]" in done.stdout
    assert "test_hang.py::test_some[3]" in done.stdout
    ran = sorted((tmp_path / "ran").read_text().splitlines())
    assert ran == [f"test_{name} {n}" for name in ("abort", "hang", "other") for n in range(6)]


def test_no_test_may_hang(pytestconfig: pytest.Config) -> None:
    """The suite's own limit, after which a process ends and the test that it was at has failed."""
    assert 0 < float(pytestconfig.getini("faulthandler_timeout")) <= 600
    assert pytestconfig.getini("faulthandler_exit_on_timeout")
