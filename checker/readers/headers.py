"""Which column of a file is which fact: by canonical name, label or another header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property, lru_cache

from msgspec import Struct, field

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.facts.fact import Column
from lovgraf.facts.spelling import squeeze
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.letters import Letters

ID, TYPE = "id", "type"
"""The columns that every record has."""
_PLAIN_LETTERS = str.maketrans("øåØÅ", "oaOA")
_squeezed = lru_cache(maxsize=20_000)(squeeze)
"""For names and labels of the vocabulary, which every file is compared with."""

_YES_OR_NO = re.compile(r"(?<=\w)[\s(\[,:-]+(j/n|ja/nej|y/n|yes/no)[)\]?\s]*$", re.IGNORECASE)
"""How a heading ends that says that yes or no stands under it."""
_MOST_BOOKS = 8
"""Vocabularies of which the headers are kept: a law has one, and one for each day with codes of
its own."""
_NEAR = 0.6
"""How near a word is that may have been meant."""
_letters_of = lru_cache(maxsize=8)(Letters)
"""Of words that one misspelt word after another is compared with."""
_books: dict[int, HeaderBook] = {}
"""The headers of vocabularies, by their `id`; each holds its own, so that no other gets it."""


class Matched(Struct):
    """The result for a file: canonical name to position; the other columns by what is wrong."""

    columns: dict[str, int] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)
    ambiguous: list[int] = field(default_factory=list)
    doubled: list[tuple[int, str]] = field(default_factory=list)
    differing: set[int] = field(default_factory=set)
    """Where those of the doubled ones stand that have other values than the first in some row."""
    joined: dict[str, list[int]] = field(default_factory=dict)
    """Where further columns stand that a mapping says give the same, of which one may have several:
    two citizenships in two columns."""
    other_type: list[tuple[int, str]] = field(default_factory=list)
    nameless: list[int] = field(default_factory=list)
    told_by: dict[int, str] = field(default_factory=dict)
    """By what (`TOLD_BY`) those are told whose headings alone do not tell it."""
    record_type: str | None = None
    inferred: bool = False
    meant: dict[int, frozenset[str]] = field(default_factory=dict)
    """All that the ambiguous ones may mean."""
    labels: dict[int, str] = field(default_factory=dict)
    """The ambiguous ones that are the label of one column."""
    deciding: tuple[str, ...] = ()
    """The columns by which the type was told, where it is not the usual one."""

    @property
    def known(self) -> list[int]:
        """The places of the headings that name some column."""
        others = [place for place, _ in (*self.doubled, *self.other_type)]
        return [*self.read, *self.ambiguous, *others]

    @property
    def read(self) -> dict[int, str]:
        """What is read in which place."""
        joined = ((place, name) for name, places in self.joined.items() for place in places)
        return {place: name for name, place in self.columns.items()} | dict(joined)


def book_of(facts: FactVocabulary) -> HeaderBook:
    """The headers of a vocabulary, which one file after another, and fact after fact, asks."""
    book = _books.get(id(facts))
    if book is None or book.facts is not facts:
        if len(_books) >= _MOST_BOOKS:
            _books.clear()
        book = _books[id(facts)] = HeaderBook(facts)
    return book


class HeaderBook:
    """Every header of the vocabulary in squeezed form: names first, then labels."""

    def __init__(self, facts: FactVocabulary) -> None:
        self.facts = facts
        self.columns: Mapping[str, Column] = facts.columns
        self.types = tuple(facts.record_types.values())
        self.record_types = facts.record_types
        self.usual_type = facts.usual_type

    @cached_property
    def _names(self) -> dict[str, str]:
        return {_squeezed(name): name for name in self.columns}

    @cached_property
    def _labels(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, column in self.columns.items():
            for header in (column.label.da, column.label.en, *column.headers):
                for written in (header, header.translate(_PLAIN_LETTERS)):
                    found.setdefault(_squeezed(written), set()).add(name)
        return found

    @cached_property
    def headings(self) -> frozenset[str]:
        """Everything that a heading may say, as it is written, in lower case."""
        found = {*self.facts.called, *self.columns}
        for column in self.columns.values():
            for written in (column.label.da, column.label.en, *column.headers):
                found |= {written, written.translate(_PLAIN_LETTERS)}
        return frozenset(text.lower() for text in found)

    @cached_property
    def _called(self) -> frozenset[str]:
        return frozenset(map(_squeezed, self.facts.called))

    @cached_property
    def _loose(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, column in self.columns.items():
            for header in column.loose_headers:
                found.setdefault(_squeezed(header), set()).add(name)
        return found

    def loosely(self, header: str) -> frozenset[str]:
        """The columns that a header may mean beside other things: somebody has to say it."""
        return frozenset(self._loose.get(squeeze(header), ()))

    def is_heading(self, text: str) -> bool:
        """Whether a text is one that headings say."""
        return bool(self.candidates(text)) or squeeze(text) in self._called

    def candidates(self, header: str) -> frozenset[str]:
        """The columns that a header may mean."""
        if header in self.columns:
            return frozenset({header})
        key = squeeze(header)
        if key in self._names:
            return frozenset({self._names[key]})
        found = frozenset(self._labels.get(key, ()))
        asked = None if found else _YES_OR_NO.search(header)
        if asked is None:
            return found
        meant = self.candidates(header[: asked.start()])
        return frozenset(name for name in meant if self.columns[name].datatype == "boolean")

    def lacking(self, matched: Matched) -> list[Column]:
        """The columns of a file's type that no heading of it names."""
        kind = matched.record_type
        return [
            column
            for name, column in self.columns.items()
            if name not in matched.columns and (kind is None or kind in column.record_types)
        ]

    def compared(self, header: str, label: str | None) -> str:
        """What is compared of a column: its label where its header says nothing and that does."""
        own = bool(self.candidates(header))
        return label if label and not own and self.candidates(label) else header

    def match(
        self,
        headers: Sequence[str],
        record_type: str | None,
        given: Mapping[int, str],
        ignored: Collection[int] = (),
    ) -> Matched:
        """Match a file's headers; a mapping has named the `given` and left out the `ignored`."""
        found = Matched(record_type=record_type)
        candidates = {
            position: frozenset({given[position]}) if position in given else self.candidates(header)
            for position, header in enumerate(headers)
            if position not in ignored
        }
        if record_type is None and frozenset({TYPE}) not in candidates.values():
            found.record_type, found.deciding = self._infer(candidates.values())
            found.inferred = bool(found.deciding)
        for position in sorted(candidates, key=lambda p: (p not in given, p)):
            self._place(found, position, headers[position], candidates[position], position in given)
        for position, name in found.labels.items():
            # What it may be as well is another column: then it is the one whose own name it is.
            others = found.meant[position] - {name}
            if name not in found.columns and others <= found.columns.keys():
                found.ambiguous.remove(position)
                found.columns[name] = position
        return found

    def _is_label(self, header: str, column: Column) -> bool:
        """Whether a header is the name or the label of a column, and no other heading of it."""
        own = (column.name, column.label.da, column.label.en)
        return squeeze(header) in map(_squeezed, own)

    def _place(
        self,
        found: Matched,
        position: int,
        header: str,
        candidates: frozenset[str],
        stated: bool,
    ) -> None:
        fitting = {name for name in candidates if self._fits(name, found.record_type)}
        if len(fitting) == 1:
            name = fitting.pop()
            if name in found.columns and stated and self.columns[name].multi:
                found.joined.setdefault(name, []).append(position)
            elif name in found.columns:
                found.doubled.append((position, name))
            else:
                found.columns[name] = position
        elif fitting:
            found.ambiguous.append(position)
            found.meant[position] = frozenset(fitting)
            named = [name for name in fitting if self._is_label(header, self.columns[name])]
            if len(named) == 1:
                found.labels[position] = named[0]
        elif candidates:
            found.other_type.append((position, min(candidates)))
        elif header.strip():
            found.unknown.append(position)
        else:
            found.nameless.append(position)

    def _fits(self, name: str, record_type: str | None) -> bool:
        types = self.columns[name].record_types
        return record_type is None or not types or record_type in types

    def _infer(self, candidates: Iterable[frozenset[str]]) -> tuple[str, tuple[str, ...]]:
        """The type of record that most headers belong to, and the columns that the usual one does
        not have; none where it is the usual one."""
        every = len(self.types)
        votes: Counter[str] = Counter()
        deciding: dict[str, list[str]] = {}
        for names in candidates:
            types = set().union(*(self.columns[name].record_types for name in names))
            if len(types) >= every:
                continue
            votes.update(types)
            if self.usual_type not in types:
                for kind in types:
                    deciding.setdefault(kind, []).append(min(names))
        best = max(votes.values(), default=0)
        winners = sorted(kind for kind, count in votes.items() if count == best)
        if not winners or self.usual_type in winners:
            return self.usual_type, ()
        return winners[0], tuple(deciding[winners[0]])


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """The nearest known word; None where nothing is near."""
    sought, words = word.lower().replace("-", "_"), tuple(sorted(known))
    likely = [words[place] for place in _letters_of(words).may_be(sought, _NEAR)]
    near = get_close_matches(sought, likely, n=1, cutoff=_NEAR)
    return near[0] if near else None


def did_you_mean(near: str | None) -> Text:
    """The question, after a sentence, whether a near word was meant; nothing where none is near."""
    return Text(f" Mente du {near}?", f" Did you mean {near}?") if near else Text("", "")


def check_record_type(record_type: str | None, facts: FactVocabulary) -> None:
    """Raise `InputError` for a type of record that the graph does not declare."""
    known = sorted(facts.record_types.values())
    if record_type is None or record_type in known:
        return
    raise InputError(
        f"Registreringstypen {record_type} findes ikke; vælg en af {', '.join(known)}.",
        f"There is no record type {record_type}; choose one of {', '.join(known)}.",
    )
