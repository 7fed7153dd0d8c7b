"""Account for every sentence of the acts in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lovgraf.authoring.lint.ledger.entries import Entry, entries, family, norms_of
from lovgraf.authoring.lint.ledger.stated import Stated
from lovgraf.authoring.lint.ledger.text import ActText, Sentence, read_texts
from lovgraf.law.view import Law


@dataclass
class ActLedger:
    """The sentences of one text, by what accounts for each.

    `by_norm` rest on a norm of their own, `by_whole` on one of a piece up to the subsection that
    holds them, `listed` on an entry; `open` have an entry that says that a norm is lacking.
    `stale` are the places of entries at which there is no sentence (or none that is), `doubled`
    those where a norm states what the entry says needs none.
    """

    text: ActText
    by_norm: list[Sentence] = field(default_factory=list)
    by_whole: list[Sentence] = field(default_factory=list)
    listed: list[tuple[Sentence, Entry]] = field(default_factory=list)
    open: list[tuple[Sentence, Entry]] = field(default_factory=list)
    lacking: list[Sentence] = field(default_factory=list)
    stale: list[tuple[str, Entry]] = field(default_factory=list)
    doubled: list[tuple[str, Entry]] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether every sentence is accounted for once, and no entry is beside the text."""
        return not (self.lacking or self.stale or self.doubled)


@dataclass(frozen=True)
class Ledger:
    """The ledgers of all texts of a folder."""

    acts: tuple[ActLedger, ...]

    @property
    def sound(self) -> bool:
        """Whether each of them is."""
        return all(act.sound for act in self.acts)


def ledger(law: Law, folder: Path) -> Ledger:
    """Read the texts of a folder and account for each sentence by the graph."""
    texts = read_texts(folder)
    return Ledger(tuple(_act(law, text, texts) for text in texts))


def _act(law: Law, text: ActText, texts: list[ActText]) -> ActLedger:
    kin = family(law.graph, text.act)
    own = [other for other in texts if other.act in kin]
    found = ActLedger(text)
    taken = _Taken(found, Stated(text, own, norms_of(law, kin)))
    for entry in entries(law.graph, text.act):
        for place in entry.places:
            taken.take(place, entry)
    for sentence in text.sentences:
        taken.put(sentence)
    return found


@dataclass
class _Taken:
    """Which entry speaks of which sentence, while the ledger of one text is made."""

    found: ActLedger
    stated: Stated
    by: dict[Sentence, Entry] = field(default_factory=dict)

    def take(self, place: str, entry: Entry) -> None:
        """Give the sentences at a place to an entry."""
        meant = list(_meant(place, self.found.text.sentences))
        if not meant or entry.void:
            self.found.stale.append((place, entry))
            return
        if any(s in self.by or self.stated.as_closely(s, place) for s in meant):
            self.found.doubled.append((place, entry))
        for sentence in meant:
            self.by.setdefault(sentence, entry)

    def put(self, sentence: Sentence) -> None:
        """Put a sentence where it belongs."""
        found, entry = self.found, self.by.get(sentence)
        own, holding = self.stated.places(sentence)
        if entry is not None:
            (found.open if entry.open else found.listed).append((sentence, entry))
        elif own:
            found.by_norm.append(sentence)
        elif holding:
            found.by_whole.append(sentence)
        else:
            found.lacking.append(sentence)


def _meant(place: str, sentences: tuple[Sentence, ...]) -> Iterator[Sentence]:
    """The sentences at a place, or from the first at one to the last at another (`a--b`)."""
    first, ranged, last = place.partition("--")
    starts = [number for number, s in enumerate(sentences) if first in _names(s)]
    if not ranged:
        yield from (sentences[number] for number in starts)
        return
    ends = [number for number, s in enumerate(sentences) if last in _names(s)]
    if starts and ends:
        yield from sentences[starts[0] : ends[-1] + 1]


def _names(sentence: Sentence) -> frozenset[str]:
    return sentence.own | sentence.holding | sentence.above
