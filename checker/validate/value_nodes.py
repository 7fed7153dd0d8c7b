"""The value nodes of a shape for its candidates, and what is known of them so far."""

from __future__ import annotations

from rdflib.term import Node

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.readers.triples.store import TripleStore
from lovgraf.validate.datatypes import comparable
from lovgraf.validate.paths import Path, follow


class ValueNodes:
    """Relations for one path (None: the nodes themselves): `candidates (id)` and `pairs (focus,
    value)`, each row once."""

    def __init__(self, store: TripleStore, path: Path | None, candidates: str) -> None:
        self._store, self.path, self.candidates = store, path, candidates
        if path is None:
            self.pairs = f"(SELECT id AS focus, id AS value FROM {candidates})"
        else:
            self.pairs = follow(store, path, candidates)
        self._nodes: str | None = candidates if path is None else None
        self._apart: str | None = None
        self._compared: str | None = None

    def some(self) -> bool:
        """Whether there is a value node at all; candidates there are."""
        return self.path is None or self._store.any(self.pairs)

    def nodes(self) -> str:
        """A table `id` of the value nodes, each once."""
        if self._nodes is None:
            self._nodes = self._store.table(f"SELECT DISTINCT value AS id FROM {self.pairs}")
        return self._nodes

    def apart(self) -> str:
        """The same taken apart, as `TripleStore.values` does."""
        if self._apart is None:
            self._apart = self._store.values(f"SELECT id FROM {self.nodes()}")
        return self._apart

    def compared(self) -> str:
        """The same with what they are compared by, as `comparable` gives it."""
        if self._compared is None:
            self._compared = self._store.table(comparable(self.apart()))
        return self._compared


def undoubted(store: TripleStore, where: Node, *compared: str) -> None:
    """Raise `NotCompilable` where a table of `comparable` has a term that is in doubt."""
    for table in compared:
        if store.one(f"SELECT coalesce(bool_or(doubt), false) FROM {table}"):
            raise NotCompilable(
                where,
                Text(
                    "værdier, som sammenlignes forskelligt",
                    "values that engines compare differently",
                ),
            )
