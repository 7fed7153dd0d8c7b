"""How many examples a property is tried on, and which.

`make test` always draws the same ones, so that it gives the same result every time. With
`LOVGRAF_FUZZ=n` they are drawn anew, n times as many: that is what `make fuzz` does. What it finds
becomes a fixed example (`@hypothesis.example`) beside the property.
"""

from __future__ import annotations

import os
from random import Random

from hypothesis import HealthCheck, Phase, settings

FUZZ = int(os.environ.get("LOVGRAF_FUZZ", "0"))
"""How many times as many examples are drawn anew; 0 for the usual ones."""
PROFILE = settings(
    max_examples=100 * max(FUZZ, 1),
    deadline=None,
    database=None,
    derandomize=not FUZZ,
    suppress_health_check=list(HealthCheck),
)
"""What holds for a property that asks for nothing else; the tests' `conftest.py` loads it."""


def drawn(number: int, *, of: int) -> int:
    """So many random records where hypothesis draws none (the test is marked `drawn`), from `dice`;
    `make fuzz` draws its many times the full number (`of`)."""
    return of * FUZZ if FUZZ else number


def dice(seed: int) -> Random:
    """What is drawn from: always the same, and anew in `make fuzz`."""
    return Random(None if FUZZ else seed)


def examples(number: int, *, of: int = 0, shrink: bool = True) -> settings:
    """As many examples of a property.

    Where more than a second or two of them does not pay, `of` is the number that `make fuzz` draws
    its many times from.

    Without `shrink` an example that fails is told as it was drawn: for properties of which one
    example takes a second, and making it smaller half an hour. New examples are
    always made smaller.
    """
    phases = tuple(Phase) if shrink or FUZZ else (Phase.explicit, Phase.generate)
    most = drawn(number, of=max(number, of))
    return settings(PROFILE, max_examples=most, phases=phases)
