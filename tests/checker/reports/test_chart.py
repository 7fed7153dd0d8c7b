"""Charts: to scale, on the right side of zero, with a name, and nothing of a label as markup."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from lovgraf.reports.chart import Series, bars, columns

AMOUNTS = st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6)


def rects(drawing: str, kind: str) -> list[tuple[float, float, float, float]]:
    """Left, top, width and height of the bars of a series."""
    found = re.findall(
        rf'class="{kind}" x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"', drawing
    )
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in found]


@given(AMOUNTS)
def test_columns_are_to_scale_and_on_their_side_of_zero(values: list[int]) -> None:
    drawing = str(columns("Name", [str(n) for n in range(len(values))], [Series("A", values)]))
    ((_, axis, _, _),) = rects(drawing, "axis")
    shown = rects(drawing, "series-0")
    assert len(shown) == len(values)
    largest = max(map(abs, values)) or 1
    tallest = max(height for *_, height in shown)
    for value, (_, top, _, height) in zip(values, shown, strict=True):
        assert abs(height - tallest * abs(value) / largest) < 0.05
        assert top + height <= axis + 1 if value >= 0 else top >= axis


@given(AMOUNTS)
def test_bars_are_to_scale_and_inside(values: list[int]) -> None:
    drawing = str(bars("Name", ["x"] * len(values), values))
    for left, _, width, _ in rects(drawing, "series-0"):
        assert left >= 299.9
        assert left + width <= 640.1


def test_a_label_is_text_and_a_long_one_is_cut() -> None:
    drawing = str(bars('<b>"', ["<script>", "x" * 99], [1, 2]))
    assert "<script>" not in drawing
    assert "x" * 45 not in drawing
    assert ElementTree.fromstring(drawing).attrib["aria-label"] == '<b>"'
