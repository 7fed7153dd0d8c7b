"""Check the law graph itself: its form, its shapes, its hygiene and its logic."""

from lovgraf.authoring.lint.finding import LintFinding
from lovgraf.authoring.lint.run import lint

__all__ = ["LintFinding", "lint"]
