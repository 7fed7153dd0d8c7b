"""Which norms, exemptions, limits and routes no scenario shows."""

from lovgraf.authoring.lint.coverage.accepted import Accepted, read_accepted
from lovgraf.authoring.lint.coverage.measure import Coverage, coverage, measure

__all__ = ["Accepted", "Coverage", "coverage", "measure", "read_accepted"]
