"""Check the law graph itself: its form, its shapes, its hygiene and its logic."""

from lovgraf.lint.finding import LintFinding
from lovgraf.lint.run import lint

__all__ = ["LintFinding", "lint"]
