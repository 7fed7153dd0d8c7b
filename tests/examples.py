"""How many examples a property is tried on, and which.

`make test` always draws the same ones, so that it gives the same result every time. With
`LOVGRAF_FUZZ=n` they are drawn anew, n times as many: that is what `make fuzz` does. What it finds
becomes a fixed example (`@hypothesis.example`) beside the property.
"""

from __future__ import annotations

import os

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


def examples(number: int, *, shrink: bool = True) -> settings:
    """As many examples of a property.

    Without `shrink` an example that fails is told as it was drawn: for properties of which one
    example takes a second, and making it smaller half an hour. New examples are
    always made smaller.
    """
    phases = tuple(Phase) if shrink or FUZZ else (Phase.explicit, Phase.generate)
    return settings(PROFILE, max_examples=number * max(FUZZ, 1), phases=phases)
