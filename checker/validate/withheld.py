"""What a report keeps to itself: literals, and IRIs that hold more than the name of a node.

Literals are the values of RDF. An IRI is what a result points at, and is told, unless it is an
address of somebody (`mailto:`, `tel:`), carries values (`?name=`), or holds something like a CPR
number.
"""

from __future__ import annotations

import re

from lovgraf.core.terms import Text

_CPR = re.compile(r"(?<!\d)\d{6}(?:-|%2D|_)?\d{4}(?!\d)", re.IGNORECASE)

_NAME = re.compile(r"<(?:https?://[^?@]*|urn:[^?@]*)>|_:.*", re.IGNORECASE)

NOTE = Text(
    "Literaler og IRI'er, der rummer mere end en nodes navn (mailto:, ?, @, CPR-numre), er udeladt;"
    " --show-values viser dem.",
    "Literals, and IRIs that hold more than the name of a node (mailto:, ?, @, CPR numbers), are "
    "left out; --show-values shows them.",
)


def shown(term: str | None, show_values: bool) -> str | None:
    """A term in N-Triples if it may be shown, else None.

    >>> shown('"1212701234"', False) is None
    True
    >>> shown("<urn:example:7>", False)
    '<urn:example:7>'
    >>> shown("<mailto:anna@example.org>", False) is None
    True
    """
    if term is None or show_values:
        return term
    return term if _NAME.fullmatch(term) and not _CPR.search(term) else None
