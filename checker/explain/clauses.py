"""The clauses of what was said: which of them ask something, and which tell something beside it.

A clause asks that begins with an asking word (`core:AskingWording`). What is put in between commas
(`core:InsertedWording`: "who has lived there") tells; where a clause that asks says nothing of what
is asked before something is put in, the end of the sentence says it: "must my father, who lives in
Spain, have Digital Post".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from lovgraf.explain.wordings import Wordings, words_of

CLAUSE = re.compile(r"(?:(?<!\d)\.|(?<=\d{4})\.|[,;:?!])+(?:\s|$)")
"""What parts clauses; a point within a number does not."""
_WITHIN = re.compile(r",(?:\s|$)")
"""What parts clauses of one sentence."""


class Clause(Struct, frozen=True):
    """What stands between two marks, and whether it asks something."""

    text: str
    asks: bool


def clauses_of(words: str, wordings: Wordings, enough: Callable[[str], bool]) -> list[Clause]:
    """The clauses of some words in their order; `enough` says whether a clause says by itself what
    it asks."""
    found: list[Clause] = []
    for sentence in _sentences(words):
        asks = [_asks(part, at, sentence, wordings) for at, part in enumerate(sentence)]
        if True in asks:
            first = asks.index(True)
            end = len(sentence) - 1
            if first < end - 1 and not enough(sentence[first]) and not _inserted(
                sentence[end], wordings
            ):  # fmt: skip
                sentence[first] += f" {sentence.pop(end)}"
        found += [Clause(part, asks[at]) for at, part in enumerate(sentence)]
    return found


def _sentences(words: str) -> Iterator[list[str]]:
    """The sentences of some words, each as its clauses."""
    own, at = list[str](), 0
    for mark in CLAUSE.finditer(words):
        own += _worded(words[at : mark.start()])
        at = mark.end()
        if not _WITHIN.fullmatch(mark[0]) and own:
            yield own
            own = []
    own += _worded(words[at:])
    if own:
        yield own


def _worded(text: str) -> list[str]:
    return [text] if words_of(text) else []


def _asks(part: str, at: int, sentence: list[str], wordings: Wordings) -> bool:
    """Whether a clause of a sentence asks: not where it is put in after one that does."""
    put_in = at > 0 and _inserted(part, wordings) and _begins(sentence[0], wordings)
    return _begins(part, wordings) and not put_in


def _begins(part: str, wordings: Wordings) -> bool:
    return words_of(part)[0] in wordings.asking


def _inserted(part: str, wordings: Wordings) -> bool:
    return words_of(part)[0] in wordings.inserted
