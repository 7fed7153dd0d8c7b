"""Records that say a type which cannot be read: no rule was asked of them."""

from __future__ import annotations

from collections.abc import Iterable

from lovgraf.core.result import QualityFinding
from lovgraf.core.terms import Text
from lovgraf.core.written import number_text
from lovgraf.readers.headers import TYPE

UNREADABLE = "unreadable-value"
"""The code of the flaw that values of a column cannot be read."""


def untyped(code: str, column: str | None) -> bool:
    """Whether a flaw, by its code and column, is that the type of a record cannot be read."""
    return code == UNREADABLE and column == TYPE


def untyped_records(flaws: Iterable[QualityFinding]) -> int:
    """How many records some flaws say that of."""
    return sum(flaw.count for flaw in flaws if untyped(flaw.code, flaw.column))


def not_judged(count: int) -> Text:
    """That so many records were not judged, without a full stop.

    >>> not_judged(1).en
    '1 record was not judged, since its type cannot be read'
    """
    if count == 1:
        return Text(
            "1 registrering blev ikke bedømt, da dens type ikke kan læses",
            "1 record was not judged, since its type cannot be read",
        )
    written = number_text(count)
    return Text(
        f"{written.da} registreringer blev ikke bedømt, da deres type ikke kan læses",
        f"{written.en} records were not judged, since their type cannot be read",
    )
