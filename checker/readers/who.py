"""Which columns say who somebody is (`record:WhoSomebodyIs`): name, address, number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from lovgraf.facts.spelling import squeeze
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.described import FixedWidth, Paths, steps
from lovgraf.readers.headers import HeaderBook, book_of

_CONDITION = re.compile(r"\[[^\]]*\]")
"""What chooses one of several elements."""


class Who(Struct, frozen=True, dict=True):
    """Tells the columns that say who a record is about, by the words of the vocabulary."""

    facts: FactVocabulary

    @cached_property
    def names(self) -> frozenset[str]:
        """The canonical columns that say it."""
        columns = self.facts.columns.items()
        return frozenset(name for name, column in columns if column.iri in self.facts.called)

    def places(
        self,
        headers: list[str],
        read: Mapping[str, int],
        left_out: Collection[int],
        described: FixedWidth | Paths | None,
        stated: Collection[int] = (),
    ) -> Iterator[int]:
        """The columns of a file, in order, that say it: those that are `read` as such a column, are
        `stated` to, or are called so, but for what the mapping leaves out, and what is of another
        object within the record."""
        names = {place: name for name, place in read.items()}
        paths = paths_of(described)
        for place, header in enumerate(headers):
            if place in left_out:
                continue
            told = place in stated or names.get(place) in self.names
            if told or self.called(header, paths.get(header)):
                yield place

    def called(self, header: str, path: str | None = None) -> bool:
        """Whether a heading says it, of the record itself where it has a path."""
        if path is not None and not all(map(self._of_record, [*steps(path)][:-1])):
            return False
        return squeeze(header) in self._words or bool(self._book.candidates(header) & self.names)

    def _of_record(self, step: str) -> bool:
        """Whether what is below a step of a path is said of the record: its name or address, or
        itself by the name of its type."""
        word = squeeze(_CONDITION.sub("", step))
        return word in self._words or word in self._types

    @cached_property
    def _book(self) -> HeaderBook:
        return book_of(self.facts)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(map(squeeze, self.facts.called))

    @cached_property
    def _types(self) -> frozenset[str]:
        return frozenset(map(squeeze, self.facts.record_types.values()))


def paths_of(described: FixedWidth | Paths | None) -> dict[str, str]:
    """The path of each column, by its heading; none where columns have none."""
    if not isinstance(described, Paths):
        return {}
    return {column.header: column.path for column in described.columns}
