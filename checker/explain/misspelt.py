"""Words that may name a country or one of somebody's family and are not read, such as "in spian" or
"my fathr": told with the nearest name, and never taken for it.

What stands before such a name is read from the graph: before a country what a wording has before
`{land}`, before one of the family the first word of its names (`core:KinAddress`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from msgspec import Struct

from lovgraf.core.terms import Text
from lovgraf.explain.kin import kin_of
from lovgraf.explain.self_reports import reports_of
from lovgraf.explain.wordings import COUNTRY, words_of
from lovgraf.facts.countries import country_names
from lovgraf.law.view import Law

_SHORTEST, _LONG = 3, 8
"""How long a word is that may be misspelt, and from when on two letters of it may be wrong."""


class Misspelt(Struct, frozen=True):
    """A word that was not read, the name that is nearest to it, as written and as it is told."""

    word: str
    near: str
    meant: Text


class _Names(Struct, frozen=True):
    """The names of one kind, each with what it is told as, and the words that stand before them."""

    before: frozenset[str]
    told: Mapping[str, Text]


def misspelt_in(words: str, law: Law, known: Callable[[str], bool]) -> tuple[Misspelt, ...]:
    """The names in some words that are not read, but near one that would be; `known` says whether
    a word says something else."""
    kinds: tuple[_Names, ...] = law.once(("names",), lambda: (_countries(law), _family(law)))
    return tuple(dict.fromkeys(_found(words, kinds, known)))


def _found(
    words: str, kinds: tuple[_Names, ...], known: Callable[[str], bool]
) -> Iterator[Misspelt]:
    for first, word in pairwise(words_of(words)):
        for kind in kinds:
            if first in kind.before and not known(word):
                near = nearest(word, kind.told)
                if near is not None:
                    yield Misspelt(word, near, kind.told[near])


def nearest(word: str, names: Mapping[str, Text]) -> str | None:
    """The name that a word is likely to be misspelt for; None where it is itself one, or none is
    near."""
    if len(word) < _SHORTEST or not word.isalpha() or word in names:
        return None
    most = 2 if len(word) >= _LONG else 1
    near = [one for one in names if abs(len(one) - len(word)) <= most and one[0] == word[0]]
    found = sorted((wrong, one) for one in near if (wrong := _wrong(word, one)) <= most)
    return found[0][1] if found else None


def _wrong(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many, or changed places with the next."""
    rows = [list(range(len(other) + 1))]
    for at, letter in enumerate(one, 1):
        row = [at]
        for to, wanted in enumerate(other, 1):
            least = min(rows[-1][to] + 1, row[-1] + 1, rows[-1][to - 1] + (letter != wanted))
            turned = at > 1 and to > 1 and one[at - 2 : at] == other[to - 2 : to][::-1]
            row.append(min(least, rows[-2][to - 2] + 1) if turned else least)
        rows.append(row)
    return rows[-1][-1]


def _countries(law: Law) -> _Names:
    reports, names = reports_of(law), country_names()
    told = {said[0]: names[code] for said, code in reports.countries if len(said) == 1}
    return _Names(reports.before(COUNTRY), told)


def _family(law: Law) -> _Names:
    said = [(one, kin.label) for kin in kin_of(law).values() for one in kin.wordings]
    two = [(one, label) for one, label in said if len(one) == 2]
    return _Names(frozenset(one[0] for one, _ in two), {one[1]: label for one, label in two})


def spelt(words: str, found: tuple[Misspelt, ...]) -> str:
    """Some words with the names that may be meant in place of those that are not read."""
    for one in found:
        words = re.sub(rf"\b{one.word}\b", one.near, words, flags=re.IGNORECASE)
    return words


def misspelt_said(found: tuple[Misspelt, ...]) -> Text:
    """That some words were not read, each with the name that may be meant."""
    da = " ".join(f"»{one.word}« er ikke læst: mente du {one.meant.da}?" for one in found)
    en = " ".join(f'"{one.word}" was not read: did you mean {one.meant.en}?' for one in found)
    return Text(da, en)
