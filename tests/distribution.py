"""Which tests run in one process after another when several processes share the suite.

A file is not torn apart, since its tests share what is dear to make, nor are the folders that share
a browser, a cluster, or what answers questions; the scenarios are torn by engine, and for the
solver by act. xdist's own groups (a marker, with
`--dist loadgroup`) are passed over in silence from pytest 9.2 on, whose tests no longer take the
address that xdist 3.8 writes them into.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

FOLDERS = (
    "tests/web/browser/", "tests/checker/spark/", "tests/checker/explain/", "tests/checker/query/",
)  # fmt: skip
"""Folders whose files share a process: they share a browser, a cluster, or what answers."""
AT_HAND = (
    "tests/web/test_api_examples.py", "tests/web/test_ask_api.py", "tests/web/test_builder.py",
    "tests/web/test_citizen.py", "tests/web/test_every_page.py", "tests/web/test_person_page.py",
    "tests/web/test_query_page.py", "tests/web/test_rest.py", "tests/web/test_rest_document.py",
)  # fmt: skip
"""Files whose tests share what pages made ready with one another and with the browser's."""
FORKING = ("tests/checker/validate/", "tests/checker/test_sandbox.py")
"""Tests by which the process that they run in is copied once and again: what it holds of the law
and of other tests' answers makes each copy dearer, three times as dear in the end."""
COLUMNS = "scenarios by columns"
"""The unit of the scenarios by the columns engine, and of what they leave out."""
REFERENCE = "scenarios by reference"
"""That of the scenarios by the reference engine."""
_OF_COLUMNS = re.compile(
    r"test_scenarios\.py::(test_scenarios\[.*-columns\]|test_the_scenarios_leave_nothing_out)$"
)
_OF_REFERENCE = re.compile(r"test_scenarios\.py::test_scenarios\[.*-reference\]$")
_OF_SOLVER = re.compile(r"test_scenarios\.py::test_scenarios\[([^/]+)/.*-solver\]$")


def unit_of(nodeid: str) -> str:
    """What a test is part of that runs in one process, by the test's address."""
    if _OF_COLUMNS.search(nodeid):
        return COLUMNS
    if _OF_REFERENCE.search(nodeid):
        return REFERENCE
    if scenario := _OF_SOLVER.search(nodeid):
        return f"{scenario[1]} by solver"
    file = nodeid.partition("::")[0]
    if file in AT_HAND:
        return FOLDERS[0]
    return next((folder for folder in FOLDERS if file.startswith(folder)), file)


def long_ones_first(items: list[pytest.Item]) -> None:
    """Sort tests so that no long unit begins when the others are done: folders and what HermiT is
    asked, then files with slow tests. Before all come those that want a process that is small."""
    slow = {unit_of(item.nodeid) for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: place_of(unit_of(item.nodeid), slow))


def place_of(unit: str, slow: set[str]) -> int:
    """How late a unit begins, where some units have slow tests."""
    if unit.startswith(FORKING):
        return -1
    if unit in FOLDERS:
        return FOLDERS.index(unit)
    if unit in (COLUMNS, REFERENCE) or unit.startswith("tests/agreement/"):
        return len(FOLDERS)
    return len(FOLDERS) + (1 if unit in slow else 2)


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take away what is tried only where the whole is asked for (`examples.whole`), or by name."""
    marks = [(item, item.get_closest_marker("whole")) for item in items]
    left = [item for item, mark in marks if mark and not mark.kwargs["tried"]]
    if left and not any("::" in asked for asked in config.args):
        items[:] = [item for item in items if item not in set(left)]
        config.hook.pytest_deselected(items=left)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Distribution:
    """Several processes share the tests by units, whatever `--dist` says."""
    return Distribution(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Dear tests of what others prove are left to `WHOLE=1`; in one of several processes, long
    tests come first."""
    leave_out(config, items)
    if hasattr(config, "workerinput"):
        long_ones_first(items)


class Distribution(LoadScopeScheduling):  # type: ignore[misc]  # xdist tells no types
    """Hands out whole units, in the order of the tests."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)

    def remove_node(self, node: Any) -> str | None:
        """Take a process that has ended off the list; the test at which it was, if it was at one.

        That test is not tried again, as xdist would (a test that hangs would end one process after
        another); the rest of its unit is handed out anew.
        """
        units: dict[str, dict[str, bool]] = self.assigned_work.pop(node)
        left = [(tests, test) for tests in units.values() for test in tests if not tests[test]]
        if not left:
            return None
        tests, at = left[0]
        tests[at] = True
        self.workqueue.update({unit: own for unit, own in units.items() if not all(own.values())})
        for other in self.assigned_work:
            self._reschedule(other)
        return at

    def _assign_work_unit(self, node: Any) -> None:
        """Hand out a unit with every test of it, also of those that share an address (as those that
        schemathesis makes do), of which xdist hands out one."""
        unit, tests = self.workqueue.popitem(last=False)
        self.assigned_work.setdefault(node, {})[unit] = tests
        collected = enumerate(self.registered_collections[node])
        node.send_runtest_some([place for place, test in collected if tests.get(test) is False])
