"""The server that the tests of databases share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.checker.databases.postgresql_server import Server, programs, serving


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server, where one is installed."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt install postgresql)")
    with serving(found) as running:
        yield running
