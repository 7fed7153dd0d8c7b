"""Which norms, exemptions, limits and routes no scenario shows."""

from lovgraf.authoring.lint.coverage.measure import (
    Accepted,
    Coverage,
    coverage,
    measure,
    measured,
    prepared,
    read_accepted,
)

__all__ = [
    "Accepted",
    "Coverage",
    "coverage",
    "measure",
    "measured",
    "prepared",
    "read_accepted",
]
