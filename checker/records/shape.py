"""The shape of a value, which is told where the value itself may not be."""

from __future__ import annotations

_MOST = 24


def shape_of(text: str, most: int = _MOST) -> str:
    """A text with its letters and digits masked, cut short.

    >>> shape_of("Ida Ny 12-05")
    'Xxx Xx 99-99'
    """
    masked = "".join(
        "9" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c
        for c in text[:most]
        if c.isprintable()
    )
    return masked + (" …" if len(text) > most else "")
