"""Bars as SVG: how a whole is shared out, beside the table that gives the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

WIDTH, HEIGHT = 600, 16


def bar(parts: Mapping[str, int], order: Iterable[str], names: Mapping[str, str]) -> Markup:
    """A bar of `parts` in an `order`, each as wide as its share, at least wide enough to be seen.

    A part's key is its class in the style sheet; `names` says what the bar shows to those who do
    not see it.
    """
    shown = [(key, parts[key]) for key in order if parts.get(key)]
    total = sum(count for _, count in shown)
    if not total:
        return Markup("")
    widths = [max(3.0, WIDTH * count / total) for _, count in shown]
    scale = WIDTH / sum(widths)
    said = ", ".join(f"{names[key]} {count}" for key, count in shown)
    pieces, left = [], 0.0
    for (key, _), width in zip(shown, widths, strict=True):
        pieces.append(
            Markup('<rect class="{}" x="{}" y="0" width="{}" height="{}"/>').format(
                f"part-{key}", f"{left:.2f}", f"{width * scale:.2f}", HEIGHT
            )
        )
        left += width * scale
    return Markup(
        '<svg class="bar" role="img" aria-label="{}" viewBox="0 0 {} {}" '
        'preserveAspectRatio="none">{}</svg>'
    ).format(said, WIDTH, HEIGHT, Markup("").join(pieces))
