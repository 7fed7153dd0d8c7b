"""Which norms, exemptions, limits and routes no scenario shows."""

from checker.lint.coverage.accepted import Accepted, read_accepted
from checker.lint.coverage.measure import Coverage, coverage, measure

__all__ = ["Accepted", "Coverage", "coverage", "measure", "read_accepted"]
