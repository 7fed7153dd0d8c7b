"""The usual values of a column: those that the data engine reads by itself, without a second look.

A row of usual values is the rule, and its words of items can be looked up. Whatever is not usual (a
rare spelling, a flaw, a value out of range) sends the whole row through the column's `ColumnSql`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NAMED = 120
"""Usual values that get a comparison of their own; only the rows left over reach the later ones."""

DIGITS = {"CprNumber": 10, "CvrNumber": 8}
"""How many digits a usual value of a format has."""


@dataclass(frozen=True)
class Plain:
    """How usual values of a column are told.

    `blank` is an SQL condition that there is none, `blank_value` SQL of what a blank is read as.
    Either `values` lists the usual values, each by an SQL condition with SQL of what it is read as,
    most frequent first (`total`: there are no others); or `parsed` is SQL for the typed value of
    every usual value, NULL for others. `digits` says that usual values have so many digits.
    """

    blank: str
    blank_value: str
    parsed: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    total: bool = False
    digits: int = 0

    def value(self) -> str:
        """SQL for the typed value of listed values."""
        return self.cases([value for _, value in self.values], self.blank_value, "NULL")

    def cases(self, results: Sequence[str], blank: str, otherwise: str) -> str:
        """SQL that gives a result for each listed value, for a blank, and for all else."""
        conditions = [condition for condition, _ in self.values]
        branches = [(self.blank, blank), *zip(conditions, results, strict=True)]
        if self.total:
            otherwise = branches.pop()[1]
        if all(result == otherwise for _, result in branches):
            return otherwise
        shown = " ".join(f"WHEN {condition} THEN {result}" for condition, result in branches)
        return f"CASE {shown} ELSE {otherwise} END"
