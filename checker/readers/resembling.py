"""Which columns a heading resembles that no column has: misspelt, garbled, a word too many.

A heading is compared as it stands and in each form that its bytes may be meant in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from msgspec import Struct

from lovgraf.facts.fact import Column
from lovgraf.facts.heading_words import HeadingWords
from lovgraf.facts.spelling import fold, unmarked
from lovgraf.readers.heading import heading_of
from lovgraf.readers.letters import Letters

_ALIKE = 0.82
"""How alike two spellings are that may be meant the same."""
_SHORTEST = 4
_HALF = 0.5
_CODES = ("cp1252", "latin-1", "cp850", "mac-roman", "utf-8")
_HOLE = re.compile("[?\ufffd]")


def headings_of(column: Column) -> set[str]:
    """What a header of a column may say, in any language."""
    names = {column.name.replace("_", " "), *column.headers}
    return names | {column.label.da, column.label.en}


class _Spelt(Struct, frozen=True):
    """A heading as it is compared: squeezed, and its words."""

    key: str
    words: frozenset[str]
    parts: frozenset[str]
    """Its words, where a slash parts words too."""

    @classmethod
    def of(cls, text: str) -> _Spelt:
        folded = fold(text)
        words = frozenset(folded.split())
        parts = frozenset(folded.replace("/", " ").split()) if "/" in folded else words
        return cls(unmarked(folded), words, parts)


_spelt = lru_cache(4096)(_Spelt.of)
"""Of headings of the vocabulary, which are compared with every header that is not known."""


class ComparedHeadings:
    """The headings of some columns, to be compared with one header after another.

    Of thousands of headings few resemble a header at all: those that share a word, or have about
    its length and most of its letters.
    """

    def __init__(self, columns: Sequence[Column], kinds: HeadingWords) -> None:
        self._columns, self._kinds = columns, kinds

    @cached_property
    def _headings(self) -> list[tuple[str, str, _Spelt]]:
        """Every heading: the name of its column, the heading, and as it is compared."""
        return [(c.name, text, _spelt(text)) for c in self._columns for text in headings_of(c)]

    @cached_property
    def _with_word(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, (_, _, spelt) in enumerate(self._headings):
            for word in spelt.parts:
                found.setdefault(word, []).append(place)
        return found

    @cached_property
    def _letters(self) -> Letters:
        return Letters([spelt.key for _, _, spelt in self._headings])

    def resembling(self, header: str) -> tuple[str, ...]:
        """The columns whose names, labels or other headers a header resembles, the nearest
        first; one that tells of somebody else resembles only what does so too."""
        forms, of_others = _forms(header), self._of_others(header)
        scores: dict[str, float] = {}
        for place in self._near(header, forms):
            name, heading, spelt = self._headings[place]
            if of_others and not self._of_others(heading):
                continue
            score = max(_score(one, spelt, header, heading) for one in forms)
            if score > scores.get(name, 0.0):
                scores[name] = score
        return tuple(name for _, name in sorted((-score, name) for name, score in scores.items()))

    def _of_others(self, text: str) -> bool:
        return heading_of(text, self._kinds).elsewhere

    def _near(self, header: str, forms: Sequence[_Spelt]) -> Iterable[int]:
        """Where the headings stand that a header may resemble: no other scores above 0."""
        if _HOLE.search(header):
            return range(len(self._headings))
        found: set[int] = set()
        for one in forms:
            for word in one.words:
                found.update(self._with_word.get(word, ()))
            # Spellings of no letters are equal.
            found.update(self._letters.may_be(one.key, _ALIKE))
        return found


def _forms(header: str) -> list[_Spelt]:
    """A header in each form that its bytes may be meant in."""
    return [*{one.key: one for one in map(_Spelt.of, (header, *_decoded(header)))}.values()]


def nearness(header: str, heading: str) -> float:
    """How alike a header, in whatever form, and a heading are; 0 where they are not."""
    return _nearest(_forms(header), header, heading)


def _nearest(forms: Iterable[_Spelt], header: str, heading: str) -> float:
    other = _spelt(heading)
    return max(_score(one, other, header, heading) for one in forms)


def _score(one: _Spelt, other: _Spelt, header: str, heading: str) -> float:
    """How alike a header in some form and a heading are; 0 where they are not."""
    if one.key == other.key:
        return 1.0
    if _HOLE.search(header) and _fits(header, heading):
        return 1.0
    shorter, longer = sorted((len(one.key), len(other.key)))
    if shorter < _SHORTEST or shorter < longer * _HALF:
        return 0.0
    if ratio := _alike(one, other, shorter, longer):
        return ratio
    if shorter <= _SHORTEST + 1:
        return 0.0
    parts = other.parts
    if parts and one.words and (one.words <= parts or parts <= one.words):
        return _ALIKE * shorter / longer
    return 0.0


def _alike(one: _Spelt, other: _Spelt, shorter: int, longer: int) -> float:
    """How alike two spellings are by their longest common parts; 0 where that is not much."""
    if 2 * shorter < _ALIKE * (shorter + longer):
        return 0.0
    ratio = SequenceMatcher(None, one.key, other.key, autojunk=False).ratio()
    return ratio if ratio >= _ALIKE else 0.0


def _fits(header: str, heading: str) -> bool:
    """Whether a header with holes for lost letters is a heading."""
    pattern = ".{0,2}".join(re.escape(piece) for piece in _HOLE.split(header.strip()))
    return re.fullmatch(pattern, heading, re.IGNORECASE) is not None


def _decoded(header: str) -> Iterator[str]:
    """A header as it would be had its bytes been read in another encoding."""
    if header.isascii():
        return
    for wrong in _CODES:
        for right in _CODES:
            if wrong != right:
                try:
                    yield header.encode(wrong).decode(right)
                except UnicodeError:
                    continue
