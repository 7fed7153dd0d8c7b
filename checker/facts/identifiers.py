"""Danish identifiers: only their form is read; whether a number is valid is for record quality.

A CPR number is never refused for failing modulus 11: valid numbers without it exist since
1 October 2007.
"""

from __future__ import annotations

import re

_PRESENCE = frozenset({"present", "none"})
"""Where only presence matters, a number may be replaced by these words."""
_CPR = re.compile(r"(\d{6})[ -]?(\d{4})", re.ASCII)
_SHORT_CPR = re.compile(r"(\d{5})[ -]?(\d{4})(?:[.,]0)?", re.ASCII)
_CVR = re.compile(r"(?:DK)?[ -]?(\d{2})[ .]?(\d{2})[ .]?(\d{2})[ .]?(\d{2})", re.ASCII)
_REPLACED = 60
"""Added to the day of a replacement number."""


class ZeroInFront(str):
    """The ten digits of a CPR number that was written with nine: a zero was put in front. It stands
    in a record as any number does, so that what is told of the record can say so."""

    __slots__ = ()


def read_cpr(text: str, zeros_lost: bool = True) -> tuple[str | None, bool]:
    """Ten digits, and whether a leading zero lost by a spreadsheet was restored: where zeros were
    not lost, a number of nine digits lacks another one.

    >>> read_cpr("610190-1234"), read_cpr("101585000"), read_cpr("101585000", zeros_lost=False)
    (('6101901234', False), ('0101585000', True), (None, False))
    """
    text = text.removesuffix(".0")
    if match := _CPR.fullmatch(text):
        return match[1] + match[2], False
    match = _SHORT_CPR.fullmatch(text) if zeros_lost else None
    if match and _has_date("0" + match[1]):
        return "0" + match[1] + match[2], True
    return (text.lower(), False) if text.lower() in _PRESENCE else (None, False)


def read_cvr(text: str) -> str | None:
    """The eight digits of a CVR number, with or without `DK` in front.

    >>> read_cvr("DK 13 58 56 28"), read_cvr("none"), read_cvr("1358")
    ('13585628', 'none', None)
    """
    match = _CVR.fullmatch(text.removesuffix(".0").upper())
    if match:
        return "".join(match.groups())
    return text.lower() if text.lower() in _PRESENCE else None


def _has_date(digits: str) -> bool:
    day, month = int(digits[:2]), int(digits[2:4])
    return 1 <= day % _REPLACED <= 31 and day <= 31 + _REPLACED and 1 <= month <= 12
