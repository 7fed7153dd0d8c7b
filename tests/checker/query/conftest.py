"""An engine over the shipped law, made once a process."""

from __future__ import annotations

import pytest

from checker.law import Law
from checker.query.data import QueryData, proposal_graphs, shipped_proposals
from checker.query.run import Engine


@pytest.fixture(scope="session")
def engine(law: Law) -> Engine:
    """The engine."""
    return Engine(QueryData(law, proposal_graphs(shipped_proposals())))
