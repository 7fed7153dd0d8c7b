"""Fixtures that several folders of tests share."""

from __future__ import annotations

import pytest

from checker.law import Law, load_law
from checker.law.graph import shipped_files
from checker.lint.sources import Sources, read_sources


@pytest.fixture(scope="session")
def law() -> Law:
    """The shipped law, read once a process."""
    return load_law()


@pytest.fixture(scope="session")
def shipped_sources() -> Sources:
    """The files of the shipped law as the linter reads them, once a process."""
    return read_sources(shipped_files())
