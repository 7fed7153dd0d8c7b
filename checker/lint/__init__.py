"""Check the law graph itself: its form, its shapes, its hygiene and its logic."""

from checker.lint.finding import LintFinding
from checker.lint.run import lint

__all__ = ["LintFinding", "lint"]
