"""An engine over the shipped law, made once a process."""

from __future__ import annotations

import pytest

from checker.law import Law
from checker.query.data import QueryData
from checker.query.run import Engine


@pytest.fixture(scope="session")
def engine(law: Law) -> Engine:
    """The engine."""
    return Engine(QueryData(law))
