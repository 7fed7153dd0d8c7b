"""Fixtures that several folders of tests share."""

from __future__ import annotations

import gc
import os

import pytest
from hypothesis import settings
from hypothesis.vendor import pretty

from lovgraf.authoring.lint.sources import Sources, read_sources
from lovgraf.law import Law, load_law
from lovgraf.law.graph import shipped_files
from tests.distribution import pytest_collection_modifyitems, pytest_xdist_make_scheduler
from tests.examples import PROFILE, WHOLE

__all__ = ["law", "pytest_collection_modifyitems", "pytest_xdist_make_scheduler", "shipped_sources"]

settings.register_profile("lovgraf", PROFILE)
settings.load_profile("lovgraf")
# An example that is given is written out with all that the test takes, before it is tried: of the
# law that is each fact and norm, and takes seconds.
pretty.for_type_by_name(
    Law.__module__, Law.__name__, lambda _law, printer, _cycle: printer.text("<the law>")
)


@pytest.fixture(scope="session")
def law() -> Law:
    """The shipped law, read once a process."""
    found = load_law()
    _keep()
    return found


@pytest.fixture(scope="session")
def shipped_sources() -> Sources:
    """The files of the shipped law as the linter reads them, once a process."""
    return read_sources(shipped_files())


def _keep() -> None:
    """Have the collector of garbage pass over what lives until the process ends: 14,000 tests and
    the law, which it would go through again and again."""
    gc.collect()
    gc.freeze()


def pytest_report_header() -> str:
    """Which cells of the tables of cases are tried."""
    return f"tables of cases: {'each cell' if WHOLE else 'a choice of their cells (all: WHOLE=1)'}"


def pytest_sessionstart() -> None:
    """Garbage is looked for thirty times as seldom as `lovgraf` does: each search through what
    tests leave behind takes seconds, and most of it is let go of unasked before the next one."""
    gc.set_threshold(9_000_000, *gc.get_threshold()[1:])
    # What tests write need not outlive the machine, and nobody waits for its disk.
    os.fsync = lambda fd: None


def pytest_collectstart() -> None:
    """What is collected so far is there to stay too: libraries that look for garbage as they are
    imported would go through all of it."""
    gc.freeze()


def pytest_collection_finish() -> None:
    """The tests are there to stay."""
    _keep()


def pytest_sessionfinish() -> None:
    """What the tests made ends with the process: pytest would go through all of it twice, for
    garbage that tells of an error as it is cleared away, and each search takes seconds."""
    gc.freeze()
