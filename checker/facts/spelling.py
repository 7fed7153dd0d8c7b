"""Spellings that count as the same: letters without case, spaces, hyphens and Danish letters."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "ue"})
_GAPS = re.compile(r"[\s_\-\u2010-\u2014\u00a0]+")
_MARKS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """A text in the form in which spellings are compared.

    >>> fold("Fødselsdato ") == fold("FOEDSELSDATO")
    True
    >>> fold("cpr_nr.") == fold("CPR nr.")
    True
    """
    if text.isascii():
        lowered = text.lower()
    else:
        lowered = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    return _GAPS.sub(" ", lowered).strip()


def squeeze(text: str) -> str:
    """A header's form: as `fold`, without any mark or space.

    >>> squeeze("cpr nr.") == squeeze("CPRNR")
    True
    """
    return unmarked(fold(text))


def unmarked(folded: str) -> str:
    """What `squeeze` makes of a text that was folded."""
    return _MARKS.sub("", folded)


AROUND = "[ \t\r\n\u00a0\ufeff\u200b]*"
"""What is passed over around a text, as a regular expression that the data engine reads alike."""


def strip(text: str) -> str:
    """A text without white space around it, no-break spaces and byte order marks included."""
    return text.strip().strip("\ufeff\u200b \t\r\n\u00a0")
