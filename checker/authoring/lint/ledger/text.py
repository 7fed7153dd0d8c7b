"""The text of an act as a plain file: its sections, subsections, items and sentences by place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from lovgraf.core.errors import InputError

# Danish legal prose cut into sentences and listed items.

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


class Piece(Struct, frozen=True):
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


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SECTIONS = re.compile(
    r"^»?§§?\s*(\d+)(?:\s([a-zæøå]))?\s*(?:(?:og|–|-|til)\s*(\d+)(?:\s([a-zæøå]))?)?\s*\.(?=\s|$)\s*"
)
_SUBSECTION = re.compile(r"^»?\s*Stk\.\s*(\d+)(?:\s([a-zæøå]))?\.(?=\s|$)\s*")
_ANNEX = re.compile(r"^Bilag(?:\s+(\d+|[IVXL]+))?\b[.:]?\s*", re.IGNORECASE)
_NOTE = re.compile(r"^\[\*?(\d+)\]\s*|^Note\s+(\d+)[.:]\s*")
_HEADING = re.compile(r"^(?:Kapitel|Afsnit|Afdeling|Titel)\b", re.IGNORECASE)
_ACT = re.compile(r"\beli/lta/(\d{4})/(\d+)")
_ISSUED = re.compile(r"\bissued\s+(\d{4}-\d\d-\d\d)")


class Sentence(Struct, frozen=True):
    """A sentence or listed item: its `place` below the act (`par/3/stk/1/nr/2`), and its text.

    `own` are all places by which it may be cited, `holding` those of the pieces up to its
    subsection that hold it, `above` that of its section, where that has several subsections.
    """

    place: str
    text: str
    own: frozenset[str]
    holding: frozenset[str]
    above: frozenset[str]


class ActText(Struct, frozen=True):
    """The text of an act (`law/2012/528`) with the day of the act, in order."""

    act: str
    day: date
    file: Path
    sentences: tuple[Sentence, ...]


class _Section(Struct):
    place: str
    subsections: list[tuple[str, str]]


def read_texts(folder: Path) -> list[ActText]:
    """Each text of a folder, by act. Raises `InputError` where there is none, or for a faulty one.

    A file says in a line with `#` which act it is (`https://.../eli/lta/2012/528`), else its
    name does (`2012_528.txt`), and there on which day the act was issued (`issued 2012-06-11`).
    """
    files = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    if not files:
        raise InputError(
            "Mappen har ingen retsakter; læg hver retsakts tekst i en fil for sig (2012_528.txt).",
            "The folder has no acts; put the text of each act in a file of its own (2012_528.txt).",
            str(folder),
        )
    return [read_act(file) for file in files]


def read_act(file: Path) -> ActText:
    """One text with its sentences. Raises `InputError` where it is no text of an act."""
    try:
        lines = _INVISIBLE.sub("", file.read_text(encoding="utf-8")).splitlines()
    except (OSError, UnicodeDecodeError):
        raise InputError(
            "Filen kan ikke læses som tekst i UTF-8.",
            "The file cannot be read as text in UTF-8.",
            str(file),
        ) from None
    head = "\n".join(line for line in lines if line.startswith("#"))
    named = _ACT.search(head) or re.fullmatch(r"(\d{4})_(\d+)", file.stem)
    sentences = tuple(_sentences(_sections(line for line in lines if not line.startswith("#"))))
    if named is None or not sentences:
        raise InputError(
            "Filen siger ikke, hvilken retsakt den er, eller har ingen paragraffer (»§ 1. …«).",
            'The file does not say which act it is, or has no sections ("§ 1. ...").',
            str(file),
        )
    issued = _ISSUED.search(head)
    day = date.fromisoformat(issued[1]) if issued else date(int(named[1]), 1, 1)
    return ActText(f"law/{named[1]}/{named[2]}", day, file, sentences)


def _sections(lines: Iterator[str]) -> list[_Section]:
    """The sections, annexes and notes; headings belong to none.

    A section number that comes again (of an amending act, printed at the end) is `par/7~2`.
    """
    found: list[_Section] = []
    times: Counter[str] = Counter()
    for line in lines:
        if not line.strip() or _HEADING.match(line):
            continue
        if opened := _opened(line):
            times[opened.place] += 1
            if times[opened.place] > 1:  # of another act, printed below
                opened.place += f"~{times[opened.place]}"
            found.append(opened)
        elif found and (own := _SUBSECTION.match(line.strip())):
            number = own[1] + (own[2] or "")
            found[-1].subsections.append((f"stk/{number}", line.strip()[own.end() :]))
        elif found and not _is_title(line):
            place, text = found[-1].subsections[-1]
            found[-1].subsections[-1] = place, f"{text} {line.strip()}".strip()
    return [section for section in found if any(text for _, text in section.subsections)]


def _is_title(line: str) -> bool:
    """A line that is a title above sections: it starts with a capital and has no full stop."""
    return line[:1].isupper() and not re.search(r"[.:,;«]\s*$", line)


def _opened(line: str) -> _Section | None:
    if own := _SECTIONS.match(line):
        first = own[1] + (own[2] or "")
        last = own[3] + (own[4] or "") if own[3] else ""
        name = f"par/{first}" + (f"-{last}" if last else "")
    elif own := _ANNEX.match(line):
        name = f"annex/{own[1] or 1}"
    elif own := _NOTE.match(line):
        name = f"note/{own[1] or own[2]}"
    else:
        return None
    return _Section(name, [("stk/1", line[own.end() :].strip())])


def _sentences(sections: list[_Section]) -> Iterator[Sentence]:
    for section in sections:
        parts = [(place, text) for place, text in section.subsections if text]
        for place, text in parts:
            full = f"{section.place}/{place}"
            alone = len(parts) == 1 and place == "stk/1"
            whole = _Piece(section.place if alone else full, frozenset((section.place, full)))
            if not alone:
                whole = _Piece(full, frozenset((full,)), above=frozenset((section.place,)))
            yield from whole.sentences(text, pieces(text))


class _Piece(Struct, frozen=True):
    """A subsection, item or sentence in the making: its names, and those of what holds it."""

    place: str
    own: frozenset[str]
    holding: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()

    def sentences(self, text: str, parts: tuple[Piece, ...]) -> Iterator[Sentence]:
        if not parts:
            yield Sentence(self.place, text, self.own, self.holding, self.above)
        for part in parts:
            yield from self._part(part).sentences(part.text, part.parts)

    def _part(self, part: Piece) -> _Piece:
        ends, leads = {part.place}, set()
        if part.within:
            leads = {f"{name}/pkt/{part.within}" for name in self.own}
            ends.add(f"pkt/{part.within}/{part.place}")
        own = frozenset(f"{name}/{end}" for name in self.own for end in ends)
        holding = self.own | self.holding | leads
        return _Piece(f"{self.place}/{part.place}", own, holding, self.above)
