"""One engine for all validations of a process."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from lovgraf.readers.connection import connect


class Own:
    """A connection with a database of its own in an engine, which goes with it."""

    def __init__(self, engine: Any, name: str) -> None:
        self._engine, self._name = engine, name
        engine.execute(f"ATTACH ':memory:' AS {name}")
        self._connection = self.cursor()
        weakref.finalize(self, engine.execute, f"DETACH {name}")

    def cursor(self) -> Any:
        """Another connection to the same database."""
        found = self._engine.cursor()
        found.execute(f"USE {self._name}; SET TimeZone = 'UTC'")
        return found

    def __getattr__(self, name: str) -> Any:
        """Whatever else a connection does."""
        return getattr(self._connection, name)


class Shared:
    """In the place of `connect`: an engine takes longer to start than the small graphs of these
    tests take to be validated."""

    def __init__(self) -> None:
        self._engine, self._numbers = connect(None), count()

    def __call__(self, _memory: None = None) -> Own:
        """A connection."""
        return Own(self._engine, f"own_{next(self._numbers)}")


@pytest.fixture(scope="session", autouse=True)
def _one_engine() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lovgraf.validate.run.connect", Shared())
        yield
