"""Fixtures that the tests of the checker share."""

from __future__ import annotations

import pytest

from lovgraf.law import Law
from tests.checker import small_law


@pytest.fixture(scope="session")
def ship_law() -> Law:
    """A law of one norm about ships, with all that was made of it."""
    return small_law.ship_law()


@pytest.fixture
def only_ships(ship_law: Law, monkeypatch: pytest.MonkeyPatch) -> Law:
    """The commands find the law about ships where the shipped one is: for what a command does with
    any law, of which the shipped one takes ten times as long."""
    monkeypatch.setattr("lovgraf.law.load_law", lambda _extra=(): ship_law)
    return ship_law
