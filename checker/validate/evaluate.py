"""Shapes evaluated on tables: each constraint is a query for the value nodes that break it.

A shape is evaluated on a table of candidate nodes at once. What it finds becomes rows to report;
which candidates do not conform is what `sh:node`, `sh:and`, `sh:not` and the like ask of it. Terms
are compared as RDF terms, absent values are no values (SHACL, sections 3 and 4).
"""

from __future__ import annotations

from msgspec import Struct
from rdflib import RDF, RDFS, SH, URIRef
from rdflib.term import Node

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.readers.triples.store import TripleStore
from lovgraf.validate.forms import form_test
from lovgraf.validate.literals import comparable, holds
from lovgraf.validate.on_sets import ON_SETS, ValueNodes, count_query, on_set, undoubted
from lovgraf.validate.outcome import Outcome, Violations
from lovgraf.validate.paths import Path
from lovgraf.validate.shapes import Constraint, Shape, ShapesReader

# The SHACL instances of classes in the data (SHACL, section 1.1): subclasses are followed.


class Classes:
    """Which nodes are instances of which classes; types are looked up once for all classes."""

    def __init__(self, store: TripleStore) -> None:
        self._store = store
        self._tables: dict[Node, str] = {}
        self._types = ""
        self._held: frozenset[str] = frozenset()
        self._below: dict[str, list[str]] = {}

    def instances(self, kind: Node) -> str:
        """A table of the instances of a class, `id`, each once."""
        if kind not in self._tables:
            self._tables[kind] = self._instances(kind)
        return self._tables[kind]

    def _instances(self, kind: Node) -> str:
        store = self._store
        if not store.has_predicate(RDF.type):
            return store.empty()
        if not self._types:
            self._look_up()
        held = sorted(self._with_subclasses(store.id(kind)) & self._held)
        if not held:
            return store.empty()
        once = "DISTINCT " if len(held) > 1 else ""
        return store.table(
            f"SELECT {once}s AS id FROM {self._types} WHERE o IN ({', '.join(held)})"
        )

    def _look_up(self) -> None:
        store = self._store
        kinds = f"SELECT s, o FROM triple WHERE p = {store.id(RDF.type)}"
        self._types = store.table(kinds)
        held = store.connection.execute(f"SELECT DISTINCT o FROM {self._types}").fetchall()
        self._held = frozenset(f"{number}::UBIGINT" for (number,) in held)
        if store.has_predicate(RDFS.subClassOf):
            pairs = f"SELECT o, s FROM triple WHERE p = {store.id(RDFS.subClassOf)}"
            for above, below in store.connection.execute(pairs).fetchall():
                self._below.setdefault(f"{above}::UBIGINT", []).append(f"{below}::UBIGINT")

    def _with_subclasses(self, kind: str) -> set[str]:
        found, new = {kind}, [kind]
        while new:
            further = [below for below in self._below.get(new.pop(), ()) if below not in found]
            found.update(further)
            new += further
        return found


_DEEPEST = 80
_LEVELS = 30
_FEW = 10_000
"""Nodes of which so many levels are looked at in the hope that a recursion ends."""
_WITHOUT_VALUES = frozenset({
    SH.minCount, SH.hasValue, SH.equals, SH.qualifiedValueShape, SH.property,
})  # fmt: skip
"""Constraints that candidates without value nodes may break, or that say so themselves."""
_ORDERED: dict[Node, str] = {
    SH.minInclusive: ">=", SH.maxInclusive: "<=", SH.minExclusive: ">", SH.maxExclusive: "<",
}  # fmt: skip


class _Work(Struct):
    """A shape under evaluation."""

    shape: Shape
    values: ValueNodes
    outcome: Outcome


class Evaluator:
    """Evaluates the shapes of one graph on one store."""

    def __init__(self, store: TripleStore, reader: ShapesReader) -> None:
        self._store, self._reader = store, reader
        self._open: list[tuple[Node, int]] = []
        self._shapes: dict[Node, Shape] = {}
        self._done: dict[tuple[Node, str], Outcome] = {}
        self.classes = Classes(store)
        self._values: dict[tuple[Path | None, str], ValueNodes] = {}
        self._candidates: dict[str, str] = {}

    def shape(self, node: Node) -> Shape:
        """A shape, read once."""
        if node not in self._shapes:
            self._shapes[node] = self._reader.shape(node)
        return self._shapes[node]

    def evaluate(self, node: Node, candidates: str) -> Outcome:
        """Evaluate a shape on a table of `id`, each once.

        Raises `NotCompilable` for what tables cannot express, or this data leaves in doubt.
        """
        if not self._store.any(candidates):
            return Outcome(self._store)
        count = self._store.count(candidates)
        before = [size for other, size in self._open if other == node]
        if before and (len(before) == _LEVELS or (count > _FEW and count >= before[-1])):
            raise NotCompilable(
                node,
                Text(
                    "en form, som henviser til sig selv uden ende",
                    "a shape that refers to itself without end",
                ),
            )
        if len(self._open) > _DEEPEST:
            raise NotCompilable(
                node, Text("former for dybt inden i hinanden", "shapes nested too deep")
            )
        key = (node, candidates)
        if key not in self._done:
            self._open.append((node, count))
            try:
                self._done[key] = self._evaluate(self.shape(node), candidates)
            finally:
                self._open.pop()
        return self._done[key]

    def _evaluate(self, shape: Shape, candidates: str) -> Outcome:
        outcome = Outcome(self._store)
        if not shape.deactivated:
            work = _Work(shape, self._value_nodes(shape.path, candidates), outcome)
            for constraint in shape.constraints:
                self._constraint(work, constraint)
        return outcome

    def _constraint(self, work: _Work, constraint: Constraint) -> None:
        store, values = self._store, work.values
        if constraint.parameter not in _WITHOUT_VALUES and not values.some():
            return
        if constraint.parameter == SH.property:
            self._property(work, constraint)
        elif constraint.parameter == SH.qualifiedValueShape:
            self._qualified(work, constraint)
        elif constraint.parameter in ON_SETS:
            self._add(work, constraint, on_set(store, self._reader, values, constraint))
        else:
            bad = self._bad(values, constraint)
            if store.any(bad):
                select = f"SELECT focus, value FROM {values.pairs} WHERE value IN (FROM {bad})"
                self._add(work, constraint, select)

    def _add(self, work: _Work, constraint: Constraint, select: str | None) -> None:
        """Report the rows of a query `(focus, value[, path])`."""
        if select is None:
            return
        path = "path" if constraint.parameter == SH.closed else "NULL::UBIGINT AS path"
        table = self._store.table(f"SELECT focus AS root, focus, value, {path} FROM ({select})")
        if self._store.any(table):
            work.outcome.add(Violations(work.shape, constraint, table))

    def _bad(self, values: ValueNodes, constraint: Constraint) -> str:
        """A table of the value nodes that break a constraint on single nodes."""
        store, parameter, value = self._store, constraint.parameter, constraint.value
        if parameter in (SH.node, SH["not"], SH["and"], SH["or"], SH.xone):
            return self._logic(values, constraint)
        if parameter == SH["class"]:
            if not isinstance(value, URIRef):
                raise NotCompilable(
                    constraint.shape,
                    Text("sh:class, som ikke er en IRI", "sh:class that is no IRI"),
                )
            return self._left(values, f"id NOT IN (SELECT id FROM {self.classes.instances(value)})")
        if parameter == SH["in"]:
            members = self._reader.members(value, constraint.shape)
            listed = ", ".join(store.id(member) for member in members)
            return self._left(values, f"id NOT IN ({listed})" if listed else "true")
        if parameter in _ORDERED:
            return self._ordered(values, constraint)
        x = values.apart()
        return store.table(
            f"SELECT x.id FROM {x} x WHERE NOT ({form_test(store, self._reader, x, constraint)})"
        )

    def _left(self, values: ValueNodes, condition: str) -> str:
        return self._store.table(f"SELECT id FROM {values.nodes()} WHERE {condition}")

    def _ordered(self, values: ValueNodes, constraint: Constraint) -> str:
        store, where = self._store, constraint.shape
        bound = store.table(comparable(store.values(f"SELECT {store.id(constraint.value)}")))
        if not store.one(
            f"SELECT coalesce(exact, approximate) IS NOT NULL OR day IS NOT NULL "
            f"OR moment IS NOT NULL OR instant IS NOT NULL FROM {bound}"
        ):
            raise NotCompilable(
                where,
                Text(
                    "en grænse, som hverken er et tal eller en dato",
                    "a bound that is neither a number nor a date",
                ),
            )
        compared = values.compared()
        undoubted(store, where, compared, bound)
        relation = _ORDERED[constraint.parameter]
        return store.table(
            f"SELECT a.id FROM {compared} a, {bound} b WHERE NOT {holds(relation, 'a', 'b')}"
        )

    def _logic(self, values: ValueNodes, constraint: Constraint) -> str:
        store, parameter, value = self._store, constraint.parameter, constraint.value
        nodes = values.nodes()
        if parameter in (SH.node, SH["not"]):
            failing = self.evaluate(value, nodes).failing()
            if parameter == SH.node:
                return failing
            return self._left(values, f"id NOT IN (SELECT id FROM {failing})")
        members = self._reader.members(value, constraint.shape)
        if not members:
            raise NotCompilable(
                constraint.shape, Text("en tom liste af former", "an empty list of shapes")
            )
        tables = [self.evaluate(member, nodes).failing() for member in members]
        if parameter == SH["and"]:
            return store.table(" UNION ".join(f"FROM {table}" for table in tables))
        every = " UNION ALL ".join(f"FROM {table}" for table in tables)
        wrong = f"n = {len(members)}" if parameter == SH["or"] else f"n <> {len(members) - 1}"
        return store.table(
            f"SELECT id FROM (SELECT id, coalesce(n, 0) AS n FROM {nodes} LEFT JOIN "
            f"(SELECT id, count(*) AS n FROM ({every}) GROUP BY id) USING (id)) WHERE {wrong}"
        )

    def _property(self, work: _Work, constraint: Constraint) -> None:
        values = work.values
        if (constraint.value, SH.path, None) not in self._reader.graph:
            raise NotCompilable(
                constraint.shape,
                Text(
                    "sh:property, som ikke er en egenskabsform",
                    "sh:property that is no property shape",
                ),
            )
        outcome = self.evaluate(constraint.value, values.nodes())
        found = outcome.found
        if values.path is not None:
            found = [self._led_to(values.pairs, one) for one in found]
        work.outcome.add_below(values.pairs, outcome, found)

    def _led_to(self, pairs: str, found: Violations) -> Violations:
        """What was found at value nodes, for the focus nodes that led there."""
        table = self._store.table(
            f"SELECT p.focus AS root, f.focus, f.value, f.path FROM {pairs} p "
            f"JOIN {found.table} f ON p.value = f.root"
        )
        return Violations(found.shape, found.constraint, table)

    def _qualified(self, work: _Work, constraint: Constraint) -> None:
        store, reader, shape = self._store, self._reader, constraint.shape
        values = work.values
        if len(list(reader.graph.objects(shape, SH.qualifiedValueShape))) > 1:
            raise NotCompilable(
                shape,
                Text("sh:qualifiedValueShape flere gange", "sh:qualifiedValueShape several times"),
            )
        nodes = values.nodes()
        failing = [self.evaluate(constraint.value, nodes).failing()]
        passing = f"SELECT id FROM {nodes} WHERE id NOT IN (SELECT id FROM {failing[0]})"
        if reader.flag(shape, SH.qualifiedValueShapesDisjoint):
            for sibling in reader.siblings(shape, constraint.value):
                passing += f" AND id IN (SELECT id FROM {self.evaluate(sibling, nodes).failing()})"
        pairs = store.table(f"FROM {values.pairs} WHERE value IN ({passing})")
        for parameter, least in ((SH.qualifiedMinCount, True), (SH.qualifiedMaxCount, False)):
            number = reader.one(shape, parameter)
            if number is not None:
                name = "Min" if least else "Max"
                component = URIRef(f"{SH}Qualified{name}CountConstraintComponent")
                own = Constraint(shape, parameter, number, component)
                most = reader.integer(shape, number)
                self._add(work, own, count_query(values.candidates, pairs, least, most))

    def _value_nodes(self, path: Path | None, candidates: str) -> ValueNodes:
        """The value nodes of a path, followed once for the shapes that share it."""
        key = (path, candidates)
        if key not in self._values:
            self._values[key] = ValueNodes(self._store, path, candidates)
        return self._values[key]

    def candidates(self, select: str) -> str:
        """A table of `id`, each once, for a query; made once for the shapes that share it."""
        if select not in self._candidates:
            self._candidates[select] = self._store.table(f"SELECT DISTINCT id FROM ({select})")
        return self._candidates[select]
