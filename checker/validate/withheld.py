"""What a report keeps to itself: literals, and IRIs that hold something like a CPR number."""

from __future__ import annotations

import re

from checker.terms import Text

_CPR = re.compile(r"(?<!\d)\d{6}(?:-|%2D|_)?\d{4}(?!\d)", re.IGNORECASE)

NOTE = Text(
    "Literaler og id'er, der ligner CPR-numre, er udeladt; --show-values viser dem.",
    "Literals and ids that look like CPR numbers are left out; --show-values shows them.",
)


def shown(term: str | None, show_values: bool) -> str | None:
    """A term in N-Triples if it may be shown, else None.

    >>> shown('"1212701234"', False) is None
    True
    >>> shown("<urn:example:7>", False)
    '<urn:example:7>'
    """
    if term is None or show_values:
        return term
    return None if term.startswith('"') or _CPR.search(term) else term
