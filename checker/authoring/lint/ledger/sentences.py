"""Danish legal prose cut into sentences and listed items."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_END = re.compile(r"[.:;!?][)»\"”']?\s+(?=[»\"“(]?[A-ZÆØÅÉ§])")
"""What may end a sentence; a colon or semicolon is looked at only where a list starts."""
_NEVER = frozenset(
    {"jf", "nr", "stk", "art", "artikel", "kap", "kapitel", "pr", "ca", "f.eks", "fx", "bl.a"}
    | {"dvs", "evt", "hhv", "inkl", "ekskl", "lbk", "bek", "eks", "mio", "mia", "kgl", "vedr"}
)
"""Abbreviations that no sentence ends with."""
_NUMBER = re.compile(r"(?:(?<=\s)|^)(\d{1,2})\)\s")
_LETTER = re.compile(r"(?:(?<=\s)|^)([a-zæøå])\)\s")
_POINTING = re.compile(r"(?:\bnr|\bstk|\blitra|\bjf)\.?\s*$")
_ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"


@dataclass(frozen=True)
class Piece:
    """A sentence or an item of a list: its place in what holds it (`pkt/2`, `nr/3`, `litra/a`).

    `parts` are the pieces of a listed item of its own, empty where it is one sentence. `within` is
    the number of the sentence that has the list, in the numbering of what holds it.
    """

    place: str
    text: str
    parts: tuple[Piece, ...] = ()
    within: int = 0


def sentences(text: str) -> list[str]:
    """A text cut where a sentence ends; abbreviations and numbers within references do not."""
    found, start = [], 0
    for match in _END.finditer(text):
        if text[match.start()] in ":;" or _abbreviated(text[start : match.start()]):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    return [sentence for sentence in (*found, text[start:].strip()) if sentence]


def _abbreviated(before: str) -> bool:
    word = re.split(r"[\s(»]", before)[-1].lower()
    return word in _NEVER


def pieces(text: str) -> tuple[Piece, ...]:
    """The sentences and listed items of a subsection or an item; empty where it is one sentence.

    A list belongs to the sentence that leads to it. Where the items before the last one end
    without a full stop, what follows the last one's is a sentence of its own.
    """
    lead, items, rest = _list(text)
    if not items:
        whole = sentences(text)
        return _numbered(whole, 1) if len(whole) > 1 else ()
    before = sentences(lead)
    within = max(len(before), 1)
    found = list(_numbered(before[:-1], 1))
    for place, item in items:
        found.append(Piece(place, item, pieces(item), within))
    return (*found, *_after(rest, within + 1))


def _after(rest: str, first: int) -> tuple[Piece, ...]:
    """The sentences after a list, which may have lists of their own."""
    if not rest:
        return ()
    more = pieces(rest) or (Piece("pkt/1", rest),)
    moved = []
    for piece in more:
        if piece.place.startswith("pkt/"):
            number = int(piece.place.removeprefix("pkt/")) + first - 1
            moved.append(Piece(f"pkt/{number}", piece.text, piece.parts))
        else:
            within = piece.within + first - 1
            moved.append(Piece(piece.place, piece.text, piece.parts, within))
    return tuple(moved)


def _numbered(texts: list[str], first: int) -> tuple[Piece, ...]:
    return tuple(Piece(f"pkt/{number}", text) for number, text in enumerate(texts, first))


def _list(text: str) -> tuple[str, list[tuple[str, str]], str]:
    """What leads to the first list of a text, its items with their places, and what follows it."""
    numbers, letters = _marks(text, _NUMBER, _count), _marks(text, _LETTER, _alphabet)
    kind, marks = ("nr", numbers) if numbers else ("litra", letters)
    if letters and numbers and letters[0].start() < numbers[0].start():
        kind, marks = "litra", letters
    if len(marks) < 2:
        return text, [], ""
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    items = [
        (f"{kind}/{mark[1]}", text[mark.end() : end].strip())
        for mark, end in zip(marks, ends, strict=True)
    ]
    rest = ""
    if not any(re.search(r"[.!?]$", item) for _, item in items[:-1]):
        place, last = items[-1]
        inner, *_ = sentences(last)
        if "litra/" not in str(pieces(last)) and len(inner) < len(last):
            items[-1], rest = (place, inner), last[len(inner) :].strip()
    return text[: marks[0].start()].strip(), items, rest


def _count(position: int) -> str:
    return str(position + 1)


def _alphabet(position: int) -> str:
    return _ALPHABET[position] if position < len(_ALPHABET) else ""


def _marks(text: str, mark: re.Pattern[str], name: Callable[[int], str]) -> list[re.Match[str]]:
    """The marks of a list in their order, from the first on; what points to an item is none."""
    found: list[re.Match[str]] = []
    for match in mark.finditer(text):
        between = text[found[-1].end() if found else 0 : match.start()]
        pointing = _POINTING.search(between) or between.count("(") > between.count(")")
        if match[1] == name(len(found)) and not pointing:
            found.append(match)
    return found
