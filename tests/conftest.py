"""Fixtures that several folders of tests share."""

from __future__ import annotations

import pytest

from checker.law import Law, load_law


@pytest.fixture(scope="session")
def law() -> Law:
    """The shipped law, read once a process."""
    return load_law()
