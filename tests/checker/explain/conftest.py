"""Who answers is let go with the last test that asks: a process that holds much is slow to make
others, and to look for garbage."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import ModuleType

import pytest

from tests.checker.explain import asked

_CACHED = type(cache(len))


def _forget(module: ModuleType) -> None:
    """Let go of what the functions of a module, not those that it imports, keep."""
    for kept in list(vars(module).values()):
        if isinstance(kept, _CACHED) and kept.__module__ == module.__name__:
            kept.cache_clear()


@pytest.fixture(scope="module", autouse=True)
def _own_kept(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    _forget(request.module)


@pytest.fixture(scope="package", autouse=True)
def _kept() -> Iterator[None]:
    yield
    _forget(asked)
