"""Account for every sentence of the acts in a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct, field

from lovgraf.authoring.lint.ledger.entries import Entry, NormPlace, entries, family, norms_of
from lovgraf.authoring.lint.ledger.text import ActText, Sentence, read_texts
from lovgraf.law.view import Law

# Which sentences of a text norms state, also norms that were read in another text of the act.

_SAME = 0.6
"""Share of words in common from which two sentences at the same place say the same."""
_MOVED = 0.85
"""The same where a sentence stands at another place of its section."""

Places = tuple[frozenset[str], frozenset[str]]


class Stated:
    """The places of a text that norms of its act, or of one it consolidates, rest on.

    A norm of another text of the family counts for the sentence that has the same words here, at
    the same place or elsewhere in its section; one that began after its act did was read in a
    later text and counts at its place. None counts that was not in force between the text and the
    next one.
    """

    def __init__(self, text: ActText, texts: list[ActText], norms: Iterable[NormPlace]) -> None:
        days = sorted(other.day for other in texts)
        later = next((day for day in days if day > text.day), None)
        last = None if later is None else later - timedelta(days=1)
        start = text.day if text.day > days[0] else date.min
        others = {other.act: other for other in texts if other.act != text.act}
        self.here: set[str] = set()
        self.there: dict[str, set[str]] = {}
        for norm in norms:
            if not norm.in_force(start, last):
                continue
            if norm.act in others and not norm.amended:
                self.there.setdefault(norm.act, set()).add(norm.place)
            else:
                self.here.add(norm.place)
        self.alike = {act: _alike(text, others[act]) for act in self.there}

    def places(self, sentence: Sentence) -> Places:
        """The places of norms on a sentence itself, and on what holds it."""
        own, holding = sentence.own & self.here, sentence.holding & self.here
        for act, alike in self.alike.items():
            if (other := alike.get(sentence.place)) is not None:
                own |= other.own & self.there[act]
                holding |= other.holding & self.there[act]
        return own, holding

    def as_closely(self, sentence: Sentence, place: str) -> bool:
        """Whether a norm states a sentence at least as closely as a place means it."""
        own, holding = self.places(sentence)
        if own or not holding or place in sentence.own:
            return bool(own)
        return place not in sentence.holding or any(_level(p) >= _level(place) for p in holding)


def _level(place: str) -> int:
    """How far down a place lies; a section counts as its only subsection."""
    parts = place.split("/")
    return len(parts) // 2 + ("stk" not in parts)


def _alike(text: ActText, other: ActText) -> dict[str, Sentence]:
    """For the sentences of a text by place, the sentence of another that has the same words."""
    there = {sentence.place: sentence for sentence in other.sentences}
    words = {sentence.place: _words(sentence) for sentence in other.sentences}
    sections: dict[str, list[Sentence]] = {}
    for sentence in other.sentences:
        sections.setdefault(_section(sentence), []).append(sentence)
    found: dict[str, Sentence] = {}
    for sentence in text.sentences:
        own = _words(sentence)
        same = there.get(sentence.place)
        if same is not None and _share(own, words[same.place]) >= _SAME:
            found[sentence.place] = same
            continue
        near = sections.get(_section(sentence), [])
        best = max(near, key=lambda one: _share(own, words[one.place]), default=None)
        if best is not None and _share(own, words[best.place]) >= _MOVED:
            found[sentence.place] = best
    return found


def _section(sentence: Sentence) -> str:
    return "/".join(sentence.place.split("/")[:2])


def _words(sentence: Sentence) -> Counter[str]:
    return Counter(sentence.text.lower().split())


def _share(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two sentences have in common."""
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


class ActLedger(Struct):
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


class Ledger(Struct, frozen=True):
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


class _Taken(Struct):
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
