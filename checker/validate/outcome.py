"""The outcome of a shape: rows to report, and the candidates that do not conform."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from lovgraf.readers.triples.store import TripleStore
from lovgraf.validate.shapes import Constraint, Shape


class Violations(Struct, frozen=True):
    """Rows `(root, focus, value, path)` that break a constraint; `value` and `path` may be NULL.

    `root` is the candidate whose validation led there: the focus node itself, or for what nested
    property shapes find the node that the outer shape was evaluated on, once for each way.
    """

    shape: Shape
    constraint: Constraint
    table: str


class Outcome:
    """What evaluating a shape on candidates gave: rows to report, and which candidates fail."""

    def __init__(self, store: TripleStore) -> None:
        self.found: list[Violations] = []
        self._store = store
        self._own: list[str] = []
        self._below: list[tuple[str, Outcome]] = []
        self._failing: str | None = None

    def add(self, found: Violations) -> None:
        """Add rows of the shape itself."""
        self.found.append(found)
        self._own.append(found.table)

    def add_below(self, pairs: str, outcome: Outcome, found: Iterable[Violations]) -> None:
        """Add what a property shape gave at the values of `pairs`, and the rows to report of it."""
        self.found += found
        self._below.append((pairs, outcome))

    def failing(self) -> str:
        """A table `id` of the candidates that fail, each once; made when it is asked for."""
        if self._failing is None:
            store = self._store
            parts = [f"SELECT focus AS id FROM {table}" for table in self._own]
            for pairs, outcome in self._below:
                if store.any(failing := outcome.failing()):
                    parts.append(f"SELECT focus AS id FROM {pairs} WHERE value IN (FROM {failing})")
            union = " UNION ALL ".join(parts)
            self._failing = (
                store.table(f"SELECT DISTINCT id FROM ({union})") if parts else store.empty()
            )
        return self._failing
