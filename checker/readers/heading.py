"""What a heading says by its words, and the words above it where it stands in nested data.

Headings are compared word by word, not by letters alone: *tilsluttet* and *tilflyttet* have most
letters in common. Which words only join, give a direction or tell of somebody else stands in the
graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from msgspec import Struct

from lovgraf.facts.fact import Column
from lovgraf.facts.heading_words import HeadingWords
from lovgraf.facts.spelling import fold

_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")
_JOINT = re.compile(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])|[/_]")
"""Where words are joined: `FritagetDen`, `har_nemkonto`, the steps of a path."""
_ENDINGS = frozenset({"", "s", "e", "t", "et", "n", "en", "r", "te", "de", "d", "ed", "des"})
"""How forms of one word may differ at their ends."""
_STEM, _TYPO, _SAME = 4, 8, 0.87
"""Letters that forms of one word share, letters of a word in which one may be wrong, and how much
alike such words are."""
_SHORTEST = 3


class Heading(Struct, frozen=True):
    """A heading: the words that tell it from others, all its words, and those of its path."""

    words: tuple[str, ...]
    every: frozenset[str]
    above: tuple[str, ...] = ()
    elsewhere: bool = False
    """Whether a word says that it is about somebody else."""

    @property
    def squeezed(self) -> str:
        """Its telling words in one."""
        return "".join(self.words)

    @property
    def with_path(self) -> Heading:
        """The same with the words of its path before its own."""
        return Heading((*self.above, *self.words), self.every | {*self.above}, (), self.elsewhere)


def heading_of(text: str, kinds: HeadingWords, above: Sequence[str] = ()) -> Heading:
    """A heading by its words; `above` are the names of what it stands in, from the outside."""
    every = _words(text)
    over = [_words(name) for name in above if not kinds["neutral"].has("".join(_words(name)))]
    told = tuple(word for words in over for word in _telling(words, kinds))
    elsewhere = kinds["elsewhere"].among((*every, *told))
    return Heading(_telling(every, kinds), frozenset(every), told, elsewhere)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(_JOINT.sub(" ", _BRACKETS.sub("", text))))


def _telling(words: Iterable[str], kinds: HeadingWords) -> tuple[str, ...]:
    """Words that tell a heading: none that only join, or say that a value is a day."""
    found = (_without_day(word, kinds) for word in words if not kinds["joining"].has(word))
    return tuple(word for word in found if word)


def _without_day(word: str, kinds: HeadingWords) -> str:
    """A word without what says that it is a day: `udrejsedato` as `udrejse`."""
    if kinds["date"].has(word):
        return ""
    for day in kinds["date"].words:
        if word.endswith(day) and len(word) - len(day) >= _SHORTEST + 1:
            return word.removesuffix(day)
    return word


@lru_cache(1 << 16)
def alike(one: str, other: str) -> bool:
    """Whether two words are forms of one, or one is the other with a letter wrong.

    >>> alike("ansoeger", "ansoegers"), alike("tilsluttet", "tilflyttet")
    (True, False)
    """
    if one == other:
        return True
    shared = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    ends = {one[shared:], other[shared:]}
    near = shared > _STEM or max(map(len, ends)) <= 1
    if shared >= _STEM and near and ends <= _ENDINGS:
        return True
    if min(len(one), len(other)) < _TYPO:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SAME


class HeadingIndex:
    """The headings of some columns, to be compared with those of a file."""

    def __init__(self, columns: Iterable[Column], kinds: HeadingWords) -> None:
        self.columns, self.kinds = tuple(columns), kinds

    @cached_property
    def _own(self) -> dict[str, list[Heading]]:
        """The headings of each column."""
        return {
            column.name: [
                heading_of(text, self.kinds)
                for text in dict.fromkeys((column.name, *column.headers))
            ]
            for column in self.columns
        }

    @cached_property
    def _loose(self) -> dict[str, set[str]]:
        return {
            column.name: {heading_of(text, self.kinds).squeezed for text in column.loose_headers}
            for column in self.columns
        }

    def loosely(self, heading: Heading, column: Column) -> bool:
        """Whether a heading may mean a column, or something else that it says as well."""
        return not heading.above and heading.squeezed in self._loose[column.name]

    @cached_property
    def _owners(self) -> dict[str, set[str]]:
        """The columns that have each word in a heading."""
        found: dict[str, set[str]] = {}
        for name, headings in self._own.items():
            for heading in headings:
                for word in heading.words:
                    found.setdefault(word, set()).add(name)
        return found

    @cached_property
    def _said(self) -> dict[str, set[str]]:
        """The words of the definition of each column."""
        return {
            c.name: {*_words(f"{c.definition.da} {c.definition.en}")} if c.definition else set()
            for c in self.columns
        }

    @cached_property
    def _pointing(self) -> dict[str, frozenset[str]]:
        return {}

    def pointed_at(self, word: str) -> frozenset[str]:
        """The columns that a word points at, by their headings."""
        if word not in self._pointing:
            few = len(word) < _SHORTEST or self.kinds.directs(word)
            self._pointing[word] = frozenset() if few else frozenset(
                name for own, names in self._owners.items() if alike(word, own) for name in names
            )  # fmt: skip
        return self._pointing[word]

    def speaks_of(self, word: str, column: Column) -> bool:
        """Whether a word is in a heading or in the definition of a column."""
        return column.name in self.pointed_at(word) or any(
            alike(word, said) for said in self._said[column.name]
        )

    def fits_under(self, heading: Heading, column: Column) -> bool:
        """Whether all that stands above a heading speaks of a column."""
        return not heading.elsewhere and all(self.speaks_of(word, column) for word in heading.above)

    def forbidden(self, heading: Heading, column: Column) -> bool:
        """Whether some word, of the heading or above it, points at other columns only, or tells of
        somebody else."""
        if heading.elsewhere and not any(one.elsewhere for one in self._own[column.name]):
            return True
        return any(
            self.pointed_at(word) and not self.speaks_of(word, column)
            for word in (*heading.above, *heading.words)
        )

    def likeness(self, heading: Heading, column: Column) -> tuple[float, bool]:
        """How like a heading is to one that a column has, from 0 to 1, and whether in all words.

        What stands above it may be words of the heading; the heading of an end is not like that of
        a beginning, nor that of a way out like that of a way in."""
        forms = [(heading, self.fits_under(heading, column))]
        if heading.above:
            forms.append((heading.with_path, True))
        best = (0.0, False)
        for form, fits in forms:
            for own in self._own[column.name]:
                score, exact = self._alike(form, own, column)
                best = max(best, (score, exact and fits))
        return best

    def _alike(self, one: Heading, other: Heading, column: Column) -> tuple[float, bool]:
        kinds = self.kinds
        if kinds.opposed(one.every, other.every) or kinds.denied(one.every, other.every):
            return 0.0, False
        words, others = list(one.words), list(other.words)
        if column.datatype == "date":
            if kinds["ending"].among(one.every) != kinds["ending"].among(other.every):
                return 0.0, False
            since = kinds["beginning"]
            words = [word for word in words if not since.has(word)]
            others = [word for word in others if not since.has(word)]
        if not words or not others:
            return 0.0, False
        if "".join(words) == "".join(others):
            return 1.0, True
        exact, left = sorted(words) == sorted(others), list(others)
        for word in words:
            near = next((own for own in left if alike(word, own)), None)
            if near is not None:
                left.remove(near)
        shared = 2 * (len(others) - len(left)) / (len(words) + len(others))
        if not shared and min(len(one.squeezed), len(other.squeezed)) >= _TYPO:
            ratio = SequenceMatcher(None, one.squeezed, other.squeezed, autojunk=False).ratio()
            shared = ratio if ratio >= _SAME else 0.0
        return shared, exact
