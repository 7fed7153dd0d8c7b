"""Records that say a type which cannot be read: no rule was asked of them."""

from __future__ import annotations

from collections.abc import Iterable

from lovgraf.core.result import QualityFinding
from lovgraf.readers.headers import TYPE

UNREADABLE = "unreadable-value"
"""The code of the flaw that values of a column cannot be read."""


def untyped(code: str, column: str | None) -> bool:
    """Whether a flaw, by its code and column, is that the type of a record cannot be read."""
    return code == UNREADABLE and column == TYPE


def untyped_records(flaws: Iterable[QualityFinding]) -> int:
    """How many records some flaws say that of."""
    return sum(flaw.count for flaw in flaws if untyped(flaw.code, flaw.column))
