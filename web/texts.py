"""The texts of the pages in Danish and English, and the choice between the two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from flask import Request

from lovgraf.core.terms import Lang, Text
from lovgraf.facts.dates import DateForm
from lovgraf_web.pages import words
from lovgraf_web.shared_texts import FRAME, JOBS, LOGIN

LANGUAGES: tuple[Lang, ...] = ("da", "en")


def merged(parts: Iterable[Mapping[str, Text]]) -> dict[str, Text]:
    """The texts of all parts. Raises `ValueError` for a key that two parts have: one of the texts
    would be lost without a word."""
    found: dict[str, Text] = {}
    for part in parts:
        if both := found.keys() & part.keys():
            raise ValueError(f"texts of two parts: {', '.join(sorted(both))}")
        found.update(part)
    return found


TEXTS = merged([FRAME, JOBS, LOGIN, *words()])
"""Texts of the pages by key; what the law says comes from the graph's labels."""


def preferred(request: Request) -> Lang:
    """The language of the address, also of one that leads nowhere; where it names none, Danish
    unless the browser says English."""
    first = request.path.split("/", 2)[1]
    for lang in LANGUAGES:
        if first == lang:
            return lang
    return "en" if request.accept_languages.best_match(LANGUAGES, "da") == "en" else "da"


def prefers_json(request: Request) -> bool:
    """Whether the client would rather have JSON than a page."""
    kinds = ["text/html", "application/json"]
    return request.accept_mimetypes.best_match(kinds, "text/html") == "application/json"


_LIKE_A_DAY = re.compile(r"\s*(\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4}-\d{2}-\d{2})\s*")


def wrong_day(text: str | None) -> Text:
    """What is wrong with a date that `parse_day` does not read: its day, or how it is written."""
    return TEXTS["no-such-day" if _LIKE_A_DAY.fullmatch(text or "") else "bad-date"]


def parse_day(text: str | None) -> date | None:
    """A date as a field of type date sends it, or as Danes write it; None where it is none."""
    return DateForm().read(text.strip()) if text else None
