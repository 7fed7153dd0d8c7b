"""Words of headings that say more than what they name: a direction, an end, somebody else.

Which words these are stands in the graph (`record:HeadingWords`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from lovgraf.facts.spelling import fold


class WordKind(Struct, frozen=True):
    """Words of one kind, folded: beginnings of words, or whole ones."""

    words: frozenset[str] = frozenset()
    whole: bool = True

    @classmethod
    def of(cls, words: Iterable[str], whole: bool) -> WordKind:
        """Words as they are written."""
        return cls(frozenset(map(fold, words)), whole)

    def has(self, word: str) -> bool:
        """Whether a folded word is one of them."""
        return word in self.words if self.whole else word.startswith(tuple(self.words))

    def among(self, words: Iterable[str]) -> bool:
        """Whether one of some folded words is one of them."""
        return any(map(self.has, words))


_NONE = WordKind()
_DENYING = ("denying", "disconnecting", "refused")
"""Kinds of words that deny the rest of a heading."""


class HeadingWords(Struct, frozen=True):
    """All kinds by what they are called in the graph, and the pairs of which one says the opposite
    of the other."""

    kinds: Mapping[str, WordKind] = field(default_factory=dict)
    opposites: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, kind: str) -> WordKind:
        """The words of a kind; none where the graph has no such kind."""
        return self.kinds.get(kind, _NONE)

    def opposed(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether some folded words say the opposite of others."""
        some, others = tuple(some), tuple(others)
        return any(
            self._only(one, two, some) and self._only(two, one, others)
            or self._only(two, one, some) and self._only(one, two, others)
            for one, two in self.opposites
        )  # fmt: skip

    def denied(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether one of two headings (of folded words) denies what the other says."""
        some, others = tuple(some), tuple(others)
        return any(self[kind].among(some) != self[kind].among(others) for kind in _DENYING)

    def _only(self, one: str, two: str, words: tuple[str, ...]) -> bool:
        return self[one].among(words) and not self[two].among(words)

    def directs(self, word: str) -> bool:
        """Whether a word alone, a *til* or a *fra*, only gives a direction, a beginning or an end,
        so that it points at no column."""
        kinds = {self[kind] for pair in self.opposites for kind in pair}
        return any(kind.whole and kind.has(word) for kind in kinds)
