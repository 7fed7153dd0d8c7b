"""Of which columns at least one must be given for an expression to have a value.

An absence is a set of columns without any of which (all null) something is so. Absences are known
as far as they are cheap to know: nothing follows from a set that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable

Absences = frozenset[frozenset[str]]
NEVER: Absences = frozenset()
ALWAYS: Absences = frozenset({frozenset()})
_SETS, _COLUMNS = 6, 6
"""How many sets are remembered, and how many columns a set may have."""


def any_of(parts: Iterable[Absences]) -> Absences:
    """The absences under which at least one of several things is so."""
    return _least(frozenset().union(*parts))


def all_of(parts: Iterable[Absences]) -> Absences:
    """The absences under which several things are so at once."""
    found = ALWAYS
    for part in parts:
        found = _least({one | other for one in found for other in part})
    return found


def _least(sets: Iterable[frozenset[str]]) -> Absences:
    """The smallest sets, without those that have another in them."""
    kept: list[frozenset[str]] = []
    for columns in sorted(sets, key=lambda c: (len(c), sorted(c))):
        if len(columns) <= _COLUMNS and not any(other <= columns for other in kept):
            kept.append(columns)
    return frozenset(kept[:_SETS])
