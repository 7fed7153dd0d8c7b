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
_THREE_DIGITS = re.compile(r"[+-]?\d{1,3}[.,]\d{3}", re.ASCII)


class NumberStyle(Enum):
    """What parts the decimals of a column."""

    UNKNOWN = "unknown"
    COMMA = "comma"
    POINT = "point"


def number_style(texts: Iterable[tuple[str, int]]) -> NumberStyle:
    """The style of a column from a sample; UNKNOWN without evidence, or with evidence for both."""
    comma = point = False
    for text, _ in texts:
        text = text.strip()
        if _THREE_DIGITS.fullmatch(text):
            continue
        comma = comma or bool(_COMMA.fullmatch(text) or _GROUPED_COMMA.fullmatch(text))
        point = point or bool(_POINT.fullmatch(text) or _GROUPED_POINT.fullmatch(text))
    if comma == point:
        return NumberStyle.UNKNOWN
    return NumberStyle.COMMA if comma else NumberStyle.POINT


def read_integer(text: str) -> int | None:
    """A whole number; decimals that are zero are allowed (`6.0`), groups of thousands are not."""
    match = _INTEGER.fullmatch(text)
    return int(match[1]) if match else None


def read_decimal(text: str, style: NumberStyle = NumberStyle.UNKNOWN) -> float | None:
    """A number; `1.234` is 1234 in a column with decimal commas, 1.234 with decimal points.

    Without evidence a comma is the decimal comma, and `1.234` is not read.

    >>> read_decimal("1.234,50"), read_decimal("185,00"), read_decimal("1.234")
    (1234.5, 185.0, None)
    """
    text = text.replace("\u00a0", "").replace(" ", "")
    text = text.removesuffix("kr.").removesuffix("kr").removesuffix("DKK")
    if _PLAIN.fullmatch(text):
        return float(text)
    if _THREE_DIGITS.fullmatch(text):
        return _three_digits(text, style)
    if _COMMA.fullmatch(text) or _GROUPED_COMMA.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _POINT.fullmatch(text) or _GROUPED_POINT.fullmatch(text):
        return float(text.replace(",", ""))
    return None


def _three_digits(text: str, style: NumberStyle) -> float | None:
    comma = "," in text
    if style is NumberStyle.UNKNOWN and not comma:
        return None
    if comma == (style is not NumberStyle.POINT):
        return float(text.replace(",", "."))
    return float(text.replace(",", "").replace(".", ""))
