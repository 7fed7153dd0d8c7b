"""Strings of Turtle and the order of names."""

from __future__ import annotations

import re

_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key in which runs of digits count as numbers."""
    return tuple(
        (0, int(part), part) if part.isascii() and part.isdigit() else (1, 0, part)
        for part in re.split(r"([0-9]+)", text)
        if part
    )


def quote(text: str) -> str:
    """A Turtle string: on one line, or in triple quotes where the text has several."""
    escaped = re.sub(
        r"[\x00-\x09\x0b-\x1f\\\x7f]",
        lambda m: _ESCAPES.get(m.group(), f"\\u{ord(m.group()):04X}"),
        text,
    )
    if "\n" not in escaped:
        return '"' + escaped.replace('"', '\\"') + '"'
    return '"""' + re.sub(r'""+|"\Z', lambda m: m.group().replace('"', '\\"'), escaped) + '"""'
