"""Constraints on the set of value nodes (SHACL, sections 4.2, 4.4.5, 4.5 and 4.8) as queries.

Each query gives `(focus, value)`, `value` NULL where the result has none; for `sh:closed` also
`path`.
"""

from __future__ import annotations

from rdflib import SH, URIRef

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.readers.triples.store import TripleStore
from lovgraf.validate.datatypes import comparable, holds
from lovgraf.validate.paths import Predicate, follow
from lovgraf.validate.shapes import Constraint, ShapesReader
from lovgraf.validate.value_nodes import ValueNodes, undoubted

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
