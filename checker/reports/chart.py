"""Charts as SVG made on the server: no script, fit for print, beside the table with the numbers.

A chart has a name for those who do not see it; the numbers themselves are in the table.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

_WIDTH, _HEIGHT, _FOOT, _TOP = 640.0, 220.0, 24.0, 18.0
_ROW, _LABEL, _LETTERS = 26.0, 300.0, 44


class Series(Struct, frozen=True):
    """One series of a chart: its name, and a value for each heading."""

    name: str
    values: Sequence[float]


def columns(name: str, heads: Sequence[str], series: Sequence[Series]) -> Markup:
    """Columns side by side for each heading, above and below a line at zero.

    The place of a series is its class in the style sheet (`series-0` ...), so that a legend in
    HTML names it.
    """
    values = [0.0, *(value for one in series for value in one.values)]
    low, high = min(values), max(values)
    room = _HEIGHT - _TOP - _FOOT
    scale = room / ((high - low) or 1)
    zero = _TOP + high * scale
    slot = _WIDTH / max(1, len(heads))
    each = slot * 0.8 / max(1, len(series))
    pieces = []
    for place, head in enumerate(heads):
        left = place * slot + slot * 0.1
        for number, one in enumerate(series):
            size = abs(one.values[place]) * scale
            top = zero - size if one.values[place] >= 0 else zero
            pieces.append(_rect(f"series-{number}", left + number * each, top, each * 0.9, size))
        pieces.append(_text(place * slot + slot / 2, _HEIGHT - 6, head, "middle"))
    pieces.append(_rect("axis", 0, zero - 0.5, _WIDTH, 1))
    return _drawn(name, _HEIGHT, pieces)


def bars(name: str, labels: Sequence[str], values: Sequence[float]) -> Markup:
    """One bar a line, with its label before it; a bar of a negative number goes to the left."""
    low, high = min(0.0, *values), max(0.0, *values)
    scale = (_WIDTH - _LABEL) / ((high - low) or 1)
    zero = _LABEL - low * scale
    pieces = []
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        size = abs(value) * scale
        left = zero if value >= 0 else zero - size
        pieces.append(_text(_LABEL - 8, place * _ROW + 18, _cut(label), "end"))
        pieces.append(_rect("series-0", left, place * _ROW + 5, size, _ROW - 8))
    pieces.append(_rect("axis", zero - 0.5, 0, 1, len(values) * _ROW))
    return _drawn(name, len(values) * _ROW, pieces)


def _cut(label: str) -> str:
    return label if len(label) <= _LETTERS else label[: _LETTERS - 1] + "…"


def _drawn(name: str, height: float, pieces: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg class="chart" role="img" aria-label="{}" viewBox="0 0 {:.0f} {:.0f}">{}</svg>'
    ).format(name, _WIDTH, height, Markup("").join(pieces))


def _rect(kind: str, left: float, top: float, width: float, height: float) -> Markup:
    return Markup('<rect class="{}" x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"/>').format(
        kind, left, top, width, height
    )


def _text(left: float, top: float, text: str, anchor: str) -> Markup:
    return Markup('<text x="{:.2f}" y="{:.2f}" text-anchor="{}">{}</text>').format(
        left, top, anchor, text
    )
