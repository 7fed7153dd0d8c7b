"""How many examples a property is tried on, and which; which cells of a table of cases are tried.

`make test` always draws the same ones, so that it gives the same result every time. With
`LOVGRAF_FUZZ=n` they are drawn anew, n times as many: that is what `make fuzz` does. What it finds
becomes a fixed example (`@hypothesis.example`) beside the property.

Of a table of cases, such as all pages in both languages, `make test` tries a choice in which each
row and each column is met. All of it is tried with `LOVGRAF_WHOLE=1`, which CI sets (`make test
WHOLE=1`). So are tests that `whole` marks: they prove over the real law, a server or a cluster what
a test beside them proves over little.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings

FUZZ = int(os.environ.get("LOVGRAF_FUZZ", "0"))
"""How many times as many examples are drawn anew; 0 for the usual ones."""
WHOLE = bool(FUZZ or os.environ.get("LOVGRAF_WHOLE"))
"""Whether all cells of each table of cases are tried."""
Row = TypeVar("Row")
Column = TypeVar("Column")
PROFILE = settings(
    max_examples=100 * max(FUZZ, 1),
    deadline=None,
    database=None,
    derandomize=not FUZZ,
    suppress_health_check=list(HealthCheck),
)
"""What holds for a property that asks for nothing else; the tests' `conftest.py` loads it."""


def drawn(number: int, *, of: int, whole: int = 0) -> int:
    """So many random records where hypothesis draws none (the test is marked `drawn`), from `dice`;
    or `whole`, where the whole is asked for and it is given; `make fuzz` draws its many times the
    full number (`of`)."""
    return of * FUZZ if FUZZ else whole if WHOLE and whole else number


def dice(seed: int) -> Random:
    """What is drawn from: always the same, and anew in `make fuzz`."""
    return Random(None if FUZZ else seed)


def examples(
    number: int, *, of: int = 0, whole: int = 0, shrink: bool = True, drawing: bool = True
) -> settings:
    """As many examples of a property; `whole` of them, where the whole is asked for and it is
    given.

    Where more than a second or two of them does not pay, `of` is the number that `make fuzz` draws
    its many times from.

    Without `shrink` an example that fails is told as it was drawn: for properties of which one
    example takes a second, and making it smaller half an hour. New examples are
    always made smaller. Without `drawing` those that are given are tried alone, but in `make fuzz`.
    """
    phases = tuple(Phase) if shrink or FUZZ else (Phase.explicit, Phase.generate)
    phases = phases if drawing or FUZZ else (Phase.explicit,)
    most = drawn(number, of=max(number, of, whole), whole=whole)
    return settings(PROFILE, max_examples=most, phases=phases)


def cells(
    rows: Iterable[Row], columns: Sequence[Column], *, whole: bool = WHOLE
) -> list[tuple[Row, Column]]:
    """The cells of a table of cases that are tried: each row with one column in turn, so that both
    are all met where there are as many rows as columns; all where the whole is asked for."""
    return [
        (row, column)
        for place, row in enumerate(rows)
        for column in (columns if whole else [columns[place % len(columns)]])
    ]


def one_in(number: int, rows: Iterable[Row], *, whole: bool = WHOLE) -> list[Row]:
    """One in so many of cases that are much alike, the first among them; all where the whole is
    asked for."""
    return list(rows)[:: 1 if whole else number]


def one_of_each(
    key: Callable[[Row], object], rows: Iterable[Row], *, whole: bool = WHOLE
) -> list[Row]:
    """Of cases that have something in common (`key`) one of each such group: of the first group the
    first, of the second the second, and so on in turn; all where the whole is asked for."""
    groups: dict[object, list[Row]] = {}
    for row in (every := list(rows)):
        groups.setdefault(key(row), []).append(row)
    return every if whole else [own[n % len(own)] for n, own in enumerate(groups.values())]


def whole(beside: str) -> pytest.MarkDecorator:
    """Mark a dear test of what another one proves over little (`beside`: its address below
    `tests/`, or its name in the same file): tried where the whole is asked for, or it by name."""
    return pytest.mark.whole(beside, tried=WHOLE)
