"""Constraints on the set of value nodes (SHACL, sections 4.2, 4.4.5, 4.5 and 4.8) as queries.

Each query gives `(focus, value)`, `value` NULL where the result has none; for `sh:closed` also
`path`.
"""

from __future__ import annotations

from rdflib import SH, URIRef
from rdflib.term import Node

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.readers.triples.store import TripleStore
from lovgraf.validate.literals import comparable, holds
from lovgraf.validate.paths import Path, Predicate, follow
from lovgraf.validate.shapes import Constraint, ShapesReader

# The value nodes of a shape for its candidates, and what is known of them so far.


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


COUNTS = frozenset({SH.minCount, SH.maxCount})
PAIRS = frozenset({SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals})
ON_SETS = COUNTS | PAIRS | {SH.hasValue, SH.uniqueLang, SH.closed}
_NOTHING = "NULL::UBIGINT AS value"


def on_set(
    store: TripleStore, reader: ShapesReader, values: ValueNodes, constraint: Constraint
) -> str | None:
    """The query for a constraint of `ON_SETS`; None where it asks for nothing."""
    parameter = constraint.parameter
    if parameter in COUNTS:
        number = reader.integer(constraint.shape, constraint.value)
        return count_query(values.candidates, values.pairs, parameter == SH.minCount, number)
    if parameter == SH.hasValue:
        having = f"SELECT focus FROM {values.pairs} WHERE value = {store.id(constraint.value)}"
        return f"SELECT id AS focus, {_NOTHING} FROM {values.candidates} WHERE id NOT IN ({having})"
    if parameter in PAIRS:
        return _pair(store, values, constraint)
    if not reader.flag(constraint.shape, parameter):
        return None
    if parameter == SH.closed:
        return _closed(store, reader, values, constraint)
    return (
        f"SELECT p.focus, {_NOTHING} FROM {values.pairs} p JOIN {values.apart()} x "
        "ON p.value = x.id WHERE x.lang IS NOT NULL GROUP BY p.focus, x.lang HAVING count(*) > 1"
    )


def count_query(candidates: str, pairs: str, least: bool, number: int) -> str | None:
    """Candidates with fewer (`least`) or more values than a number."""
    if not least:
        return f"SELECT focus, {_NOTHING} FROM {pairs} GROUP BY focus HAVING count(*) > {number}"
    if number == 0:
        return None
    enough = f"SELECT focus FROM {pairs}"
    if number > 1:
        enough += f" GROUP BY focus HAVING count(*) >= {number}"
    return f"SELECT id AS focus, {_NOTHING} FROM {candidates} WHERE id NOT IN ({enough})"


def _pair(store: TripleStore, values: ValueNodes, constraint: Constraint) -> str:
    parameter, mine = constraint.parameter, values.pairs
    if not isinstance(constraint.value, URIRef):
        raise NotCompilable(
            constraint.shape,
            Text(f"{parameter}, som ikke er en IRI", f"{parameter} that is no IRI"),
        )
    others = follow(store, Predicate(constraint.value), values.candidates)
    if parameter == SH.equals:
        return f"(FROM {mine} EXCEPT FROM {others}) UNION ALL (FROM {others} EXCEPT FROM {mine})"
    if parameter == SH.disjoint:
        return f"FROM {mine} INTERSECT FROM {others}"
    left = values.compared()
    right = store.table(comparable(store.values(f"SELECT value FROM {others}")))
    undoubted(store, constraint.shape, left, right)
    relation = "<" if parameter == SH.lessThan else "<="
    return (
        f"SELECT m.focus, m.value FROM {mine} m JOIN {others} o ON m.focus = o.focus "
        f"JOIN {left} a ON a.id = m.value JOIN {right} b ON b.id = o.value "
        f"WHERE NOT {holds(relation, 'a', 'b')}"
    )


def _closed(
    store: TripleStore, reader: ShapesReader, values: ValueNodes, constraint: Constraint
) -> str:
    shape, graph = constraint.shape, reader.graph
    allowed = {graph.value(p, SH.path) for p in graph.objects(shape, SH.property)}
    ignored = reader.one(shape, SH.ignoredProperties)
    if ignored is not None:
        allowed |= set(reader.members(ignored, shape))
    listed = sorted(store.id(p) for p in allowed if isinstance(p, URIRef))
    outside = f"WHERE t.p NOT IN ({', '.join(listed)})" if listed else ""
    return (
        f"SELECT v.focus, t.o AS value, t.p AS path FROM {values.pairs} v "
        f"JOIN triple t ON t.s = v.value {outside}"
    )
