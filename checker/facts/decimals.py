"""Numbers with a decimal comma (Danish) or point; a text that could be both is not read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

_INTEGER = re.compile(r"([+-]?\d{1,18})(?:[.,]0{1,2})?", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_COMMA = re.compile(r"[+-]?\d{1,15},\d+", re.ASCII)
_POINT = re.compile(r"[+-]?\d{1,15}\.\d+", re.ASCII)
_GROUPED_COMMA = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.ASCII)
_GROUPED_POINT = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_THREE_DIGITS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
"""What may be thousands or decimals."""
_SMALL = re.compile(r"[+-]?0\d{0,2}[.,]\d{3}", re.ASCII)
"""The same after a zero, after which nobody writes thousands."""


class NumberStyle(Enum):
    """What parts the decimals of a column: as a mapping or its own values say, or, less surely,
    the other numbers of its file. These tell that `15.000` is thousands, not that a column has
    three decimals where they have two."""

    UNKNOWN = "unknown"
    COMMA = "comma"
    POINT = "point"
    COMMA_ELSEWHERE = "comma elsewhere"
    POINT_ELSEWHERE = "point elsewhere"


_ELSEWHERE = {
    NumberStyle.COMMA: NumberStyle.COMMA_ELSEWHERE,
    NumberStyle.POINT: NumberStyle.POINT_ELSEWHERE,
}


def number_style(
    texts: Iterable[tuple[str, int]], otherwise: Iterable[tuple[str, int]] = ()
) -> NumberStyle:
    """The style of a column from a sample; where that gives no evidence, from what stands
    `otherwise` in the file. UNKNOWN without evidence, or with evidence for both."""
    if found := _styles(texts):
        return found.pop() if len(found) == 1 else NumberStyle.UNKNOWN
    beside = _styles(otherwise)
    return _ELSEWHERE[beside.pop()] if len(beside) == 1 else NumberStyle.UNKNOWN


def _styles(texts: Iterable[tuple[str, int]]) -> set[NumberStyle]:
    """The styles of which some text is evidence."""
    found = set()
    for text, _ in texts:
        text = text.strip()
        if _THREE_DIGITS.fullmatch(text):
            continue
        if _SMALL.fullmatch(text):
            found.add(NumberStyle.COMMA if "," in text else NumberStyle.POINT)
            continue
        if _COMMA.fullmatch(text) or _GROUPED_COMMA.fullmatch(text):
            found.add(NumberStyle.COMMA)
        if _POINT.fullmatch(text) or _GROUPED_POINT.fullmatch(text):
            found.add(NumberStyle.POINT)
    return found


def is_ambiguous(text: str) -> bool:
    """Whether a number may be one of thousands or one with decimals.

    >>> is_ambiguous("15,000"), is_ambiguous("15.000"), is_ambiguous("0,125")
    (True, True, False)
    """
    return _THREE_DIGITS.fullmatch(text.strip()) is not None


def read_integer(text: str) -> int | None:
    """A whole number; decimals that are zero are allowed (`6.0`), groups of thousands are not."""
    match = _INTEGER.fullmatch(text)
    return int(match[1]) if match else None


def read_decimal(text: str, style: NumberStyle = NumberStyle.UNKNOWN) -> float | None:
    """A number; `1.234` is 1234 in a column with decimal commas, 1.234 with decimal points.

    Without evidence neither `1.234` nor `1,234` is read; where only other columns have decimal
    points, `1.234` is not.

    >>> read_decimal("1.234,50"), read_decimal("185,00"), read_decimal("1.234")
    (1234.5, 185.0, None)
    """
    text = text.replace("\u00a0", "").replace(" ", "")
    text = text.removesuffix("kr.").removesuffix("kr").removesuffix("DKK")
    if _PLAIN.fullmatch(text):
        return float(text)
    if _THREE_DIGITS.fullmatch(text):
        return _three_digits(text, style)
    if _SMALL.fullmatch(text):
        return float(text.replace(",", "."))
    if _COMMA.fullmatch(text) or _GROUPED_COMMA.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _POINT.fullmatch(text) or _GROUPED_POINT.fullmatch(text):
        return float(text.replace(",", ""))
    return None


def _three_digits(text: str, style: NumberStyle) -> float | None:
    decimals = "," if style in (NumberStyle.COMMA, NumberStyle.COMMA_ELSEWHERE) else "."
    if style is not NumberStyle.UNKNOWN and decimals not in text:
        return float(text.replace(",", "").replace(".", ""))
    if style in _ELSEWHERE:
        return float(text.replace(",", "."))
    return None
