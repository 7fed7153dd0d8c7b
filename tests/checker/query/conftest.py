"""An engine over the shipped law, made once a process."""

from __future__ import annotations

import pytest

from lovgraf.law import Law
from lovgraf.query.data import QueryData, proposal_graphs, shipped_proposals
from lovgraf.query.run import Engine


@pytest.fixture(scope="session")
def engine(law: Law) -> Engine:
    """The engine."""
    return Engine(QueryData(law, proposal_graphs(shipped_proposals())))
