"""Validate data against shapes: by columns where they can, else by the reference engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.core.written import continued
from lovgraf.readers.connection import connect
from lovgraf.readers.source import translated
from lovgraf.readers.triples.read import read_rdf
from lovgraf.readers.triples.store import TripleStore
from lovgraf.validate.evaluate import Evaluator
from lovgraf.validate.outcome import Violations
from lovgraf.validate.reference import Result, validate_by_reference
from lovgraf.validate.report import Group, Refused, ValidationReport
from lovgraf.validate.request import Request, read_request
from lovgraf.validate.shapes import COMPONENTS, ShapesReader, targeted_shapes
from lovgraf.validate.survey.notes import notes_on_data, notes_on_targets

# The focus nodes of a shape (SHACL, section 2.1.3) as a table.


def focus_nodes(store: TripleStore, reader: ShapesReader, evaluator: Evaluator, shape: Node) -> str:
    """A table of `id`, each once. Raises `NotCompilable` for a target that is ill-formed."""
    graph = reader.graph
    parts: list[str] = []
    tables: list[str] = []
    if (shape, SH.target, None) in graph:
        raise NotCompilable(shape, "sh:target")
    for node in graph.objects(shape, SH.targetNode):
        if not isinstance(node, URIRef | Literal):
            raise NotCompilable(shape, Text("en blank knude som mål", "a blank node as target"))
        parts.append(f"SELECT {store.id(node)} AS id")
    for predicate, column in ((SH.targetSubjectsOf, "s"), (SH.targetObjectsOf, "o")):
        for node in graph.objects(shape, predicate):
            if not isinstance(node, URIRef):
                raise NotCompilable(
                    shape, Text("et mål, som ikke er en IRI", "a target that is no IRI")
                )
            parts.append(f"SELECT {column} AS id FROM triple WHERE p = {store.id(node)}")
    classes = set(graph.objects(shape, SH.targetClass))
    if shape in reader.implicit:
        classes.add(shape)
    for kind in sorted(classes, key=str):
        if not isinstance(kind, URIRef):
            raise NotCompilable(
                shape, Text("et mål, som ikke er en IRI", "a target that is no IRI")
            )
        instances = evaluator.classes.instances(kind)
        if store.any(instances):
            tables.append(instances)
    if len(tables) == 1 and not parts:
        return tables[0]
    parts += [f"SELECT id FROM {table}" for table in tables]
    return evaluator.candidates(" UNION ".join(sorted(parts))) if parts else store.empty()


def absent_targets(
    store: TripleStore, evaluator: Evaluator, graph: Graph, shape: Node
) -> list[Node]:
    """The classes and properties by which a shape names its targets and that the data lacks."""
    classes = {
        kind for kind in graph.objects(shape, SH.targetClass)
        if isinstance(kind, URIRef) and not store.any(evaluator.classes.instances(kind))
    }  # fmt: skip
    properties = {
        node
        for predicate in (SH.targetSubjectsOf, SH.targetObjectsOf)
        for node in graph.objects(shape, predicate)
        if isinstance(node, URIRef) and not store.has_predicate(node)
    }
    return sorted(classes | properties, key=str)


# A property path as a term of Turtle.

_DEEPEST = 60


def path_text(graph: Graph, node: Node, depth: int = 0) -> str:
    """The path that a node of the shapes graph describes; `[]` where it is ill-formed."""
    if isinstance(node, URIRef):
        return f"<{node}>"
    if depth > _DEEPEST:
        return "[]"
    if (node, RDF.first, None) in graph:
        members = [path_text(graph, member, depth + 1) for member in Collection(graph, node)]
        return f"( {' '.join(members)} )"
    parts = [
        f"<{predicate}> {path_text(graph, value, depth + 1)}"
        for predicate, value in sorted(graph.predicate_objects(node))
    ]
    return f"[ {' ; '.join(parts)} ]" if parts else "[]"


# What is said where a shape has no `sh:message`: the constraint in words, without any value.

_OPENING: dict[str, tuple[str, str]] = {
    "minCount": ("har for få værdier; mindst {0}", "has too few values; at least {0}"),
    "maxCount": ("har for mange værdier; højst {0}", "has too many values; at most {0}"),
    "datatype": ("er ikke en gyldig {0}", "is not a valid {0}"),
    "nodeKind": ("er ikke af arten {0}", "is not of the kind {0}"),
    "class": ("hører ikke til klassen {0}", "is not an instance of the class {0}"),
    "minInclusive": ("er ikke mindst {0}", "is not at least {0}"),
    "maxInclusive": ("er ikke højst {0}", "is not at most {0}"),
    "minExclusive": ("er ikke større end {0}", "is not more than {0}"),
    "maxExclusive": ("er ikke mindre end {0}", "is not less than {0}"),
    "minLength": ("er for kort; mindst {0} tegn", "is too short; at least {0} characters"),
    "maxLength": ("er for lang; højst {0} tegn", "is too long; at most {0} characters"),
    "pattern": ("passer ikke til mønsteret {0}", "does not match the pattern {0}"),
    "languageIn": ("er ikke på et af de tilladte sprog", "is in none of the languages allowed"),
    "uniqueLang": ("har flere værdier på samme sprog", "has several values in one language"),
    "equals": ("har ikke de samme værdier som {0}", "has not the same values as {0}"),
    "disjoint": ("har en værdi fælles med {0}", "shares a value with {0}"),
    "lessThan": ("er ikke mindre end {0}", "is not less than {0}"),
    "lessThanOrEquals": ("er større end {0}", "is more than {0}"),
    "hasValue": ("har ikke den værdi, der kræves", "lacks the value that is required"),
    "in": ("er ikke en af de tilladte værdier", "is none of the values allowed"),
    "closed": ("har en egenskab, som ikke er tilladt", "has a property that is not allowed"),
    "node": ("opfylder ikke formen {0}", "does not conform to the shape {0}"),
    "not": ("opfylder en form, som den ikke må", "conforms to a shape that it must not meet"),
    "and": ("opfylder ikke alle formerne", "does not conform to all of the shapes"),
    "or": ("opfylder ingen af formerne", "conforms to none of the shapes"),
    "xone": ("opfylder ikke netop én af formerne", "does not conform to exactly one of the shapes"),
    "qualifiedMinCount": (
        "har for få værdier, der opfylder formen; mindst {0}",
        "has too few values that conform to the shape; at least {0}",
    ),
    "qualifiedMaxCount": (
        "har for mange værdier, der opfylder formen; højst {0}",
        "has too many values that conform to the shape; at most {0}",
    ),
    "sparql": ("bryder en regel, der er skrevet i SPARQL", "breaks a rule written in SPARQL"),
}
_OTHER = ("bryder en regel", "breaks a rule")


def default_message(component: Node, value: Node | None, path: str | None) -> Text:
    """The sentence for a component, the value of its parameter and the path of the shape."""
    name = str(component).removeprefix(str(SH)).removesuffix("ConstraintComponent")
    name = continued(name)
    danish, english = _OPENING.get("sparql" if name == "sPARQL" else name, _OTHER)
    shown = _short(value) if value is not None else "?"
    subject = (f"Værdien af {path}", f"The value of {path}") if path else ("Noden", "The node")
    if name in _ABOUT_ALL and path:
        subject = (path, path)
    return Text(f"{subject[0]} {danish.format(shown)}.", f"{subject[1]} {english.format(shown)}.")


_ABOUT_ALL = frozenset({
    "minCount", "maxCount", "uniqueLang", "equals", "hasValue", "qualifiedMinCount",
    "qualifiedMaxCount",
})  # fmt: skip


def _short(node: Node) -> str:
    """A parameter's value for a sentence: the last part of an IRI, the text of a literal."""
    if isinstance(node, Literal):
        return str(node)
    text = str(node)
    return text.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1] or text


ENGINES = ("both", "columns", "reference")
_ROWS = 10_000
_PARAMETERS = {component: parameter for parameter, component in COMPONENTS.items()} | {
    SH.QualifiedMinCountConstraintComponent: SH.qualifiedMinCount,
    SH.QualifiedMaxCountConstraintComponent: SH.qualifiedMaxCount,
}


def validate(
    data: Path,
    shapes: Path | Sequence[Path],
    engine: str = "both",
    *,
    show_values: bool = False,
    ignore_unknown: bool = False,
) -> ValidationReport:
    """The report on a file of RDF against files of shapes, taken together (SHACL, section 3).

    `engine`: `columns` refuses the shapes that it cannot express, `reference` is pySHACL, `both`
    takes each shape by columns where it can and by reference where not. Raises `InputError` for
    files that cannot be used, a shapes graph without shapes, for what no engine checks (unless
    `ignore_unknown` leaves it out), and `NotCompilable` (an `InputError`) for what `columns` alone
    refuses. Values stand in messages written in SPARQL only with `show_values`.
    """
    request = read_request([shapes] if isinstance(shapes, Path) else shapes, ignore_unknown)
    connection = connect(None)
    try:
        store = read_rdf(data, connection)
        return _Run(store, request, show_values).report(engine)
    except duckdb.Error as error:
        raise translated(error, data.name) from None


class _Run:
    """One validation."""

    def __init__(self, store: TripleStore, request: Request, show_values: bool) -> None:
        graph = request.outline.graph
        self._request = request
        self._store, self._graph, self._show = store, graph, show_values
        self._reader = ShapesReader(graph)
        self._groups: dict[Group, int] = {}
        self._tables: list[str] = []
        self._nodes: list[str] = []
        """Tables of focus nodes."""
        self._without: list[Node] = []
        """Shapes whose targets the data does not have."""
        self._absent: list[tuple[Node, Node]] = []
        """Of the others the targets that it does not have."""
        self._said = frozenset(graph.objects(None, SH.message))
        store.connection.execute(
            "CREATE TABLE found (part INTEGER, focus VARCHAR, value VARCHAR, path VARCHAR)"
        )

    def report(self, engine: str) -> ValidationReport:
        """Validate by an engine of `ENGINES`."""
        evaluator = Evaluator(self._store, self._reader)
        targeted = targeted_shapes(self._graph)
        self._store.learn(
            {node for triple in self._graph for node in triple if not isinstance(node, BNode)}
        )
        refused = [one for shape in targeted if (one := self._by_columns(evaluator, shape, engine))]
        names = [(self._named(one.shape), one.construct) for one in refused]
        hint = Text(
            "; ".join(f"{name}: {construct.da}" for name, construct in names),
            "; ".join(f"{name}: {construct.en}" for name, construct in names),
        )
        slow = frozenset(targeted if engine == "reference" else (r.shape for r in refused))
        if slow:
            self._nodes += self._by_reference(slow, hint)
        return self._finished(targeted, refused if engine == "both" else [])

    def _by_columns(self, evaluator: Evaluator, shape: Node, engine: str) -> Refused | None:
        """Add what a shape finds by columns; or why it does not."""
        try:
            focus = focus_nodes(self._store, self._reader, evaluator, shape)
            self._nodes.append(focus)
            if not self._store.any(focus):
                self._without.append(shape)
                return None
            absent = absent_targets(self._store, evaluator, self._graph, shape)
            self._absent += [(shape, node) for node in absent]
            if engine != "reference":
                for found in evaluator.evaluate(shape, focus).found:
                    self._add_found(found)
        except NotCompilable as error:
            if engine == "columns":
                raise NotCompilable(self._named(shape, error.where), error.what) from None
            return Refused(shape, error.what)
        return None

    def _named(self, shape: Node, place: str = "") -> str:
        """A target shape for messages, with the path of an anonymous shape that it leads to."""
        within = str(shape) if isinstance(shape, URIRef) else "[]"
        node = BNode(place) if place else shape
        if not any(self._graph.predicates(node)):
            return place
        path = self._graph.value(node, SH.path)
        return within if path is None else f"{within} ({path_text(self._graph, path)})"

    def _finished(self, targeted: list[Node], refused: list[Refused]) -> ValidationReport:
        if self._tables:
            self._store.connection.execute(
                "INSERT INTO found SELECT t.part, f.text, v.text, p.text "
                f"FROM ({' UNION ALL '.join(self._tables)}) t JOIN term f ON t.focus = f.id "
                "LEFT JOIN term v ON t.value = v.id LEFT JOIN term p ON t.path = p.id"
            )
        union = (
            " UNION ".join(f"FROM {table}" for table in sorted(set(self._nodes)))
            or "SELECT 0 LIMIT 0"
        )
        counts = dict(
            self._store.connection.execute("SELECT part, count(*) FROM found GROUP BY 1").fetchall()
        )
        order = sorted(
            (group for group, part in self._groups.items() if part in counts), key=_group_order
        )
        return ValidationReport(
            tuple((group, counts[self._groups[group]]) for group in order),
            len(targeted),
            self._store.one(f"SELECT count(*) FROM ({union})"),
            tuple(refused),
            self._notes(),
            self._store.connection,
            tuple(self._groups[group] for group in order),
            self._store.place,
            self._request.not_checked,
            len(set(targeted) - set(self._without) - self._request.idle),
        )

    def _notes(self) -> tuple[Text, ...]:
        without = self._without
        idle = sorted(self._request.idle - set(without), key=str)
        return (
            *self._request.notes,
            *notes_on_targets(without, idle, self._absent),
            *notes_on_data(self._store),
        )

    def _add_found(self, found: Violations) -> None:
        shape, constraint = found.shape, found.constraint
        path = None if shape.path_node is None else path_text(self._graph, shape.path_node)
        group = Group(
            shape.node,
            path,
            constraint.component,
            shape.severity,
            shape.messages,
            default_message(constraint.component, constraint.value, path),
        )
        part = self._groups.setdefault(group, len(self._groups))
        self._tables.append(f"SELECT {part} AS part, focus, value, path FROM {found.table}")

    def _by_reference(self, chosen: frozenset[Node], hint: Text) -> list[str]:
        """Add what pySHACL finds; tables of focus nodes that columns did not know."""
        rows = []
        answer = validate_by_reference(self._store, self._graph, chosen, hint)
        for result in answer.results:
            own = self._graph.value(result.shape, SH.path)
            path = None if own is None else path_text(self._graph, own)
            other = None if result.path in (None, own) else self._store.text(result.path)
            parameter = _PARAMETERS.get(result.component)
            values = list(self._graph.objects(result.shape, parameter)) if parameter else []
            group = Group(
                result.shape,
                path,
                result.component,
                result.severity,
                self._messages(result),
                default_message(result.component, values[0] if len(values) == 1 else None, path),
                result.source,
                "reference",
            )
            part = self._groups.setdefault(group, len(self._groups))
            rows.append((part, result.focus, result.value, other))
        for start in range(0, len(rows), _ROWS):
            some = zip(*rows[start : start + _ROWS], strict=True)
            self._store.connection.execute(
                "INSERT INTO found SELECT unnest(?::INTEGER[]), unnest(?::VARCHAR[]), "
                "unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
                [list(column) for column in some],
            )
        if not answer.targeted:
            return []
        ids = "SELECT id FROM term WHERE text IN (SELECT unnest($1::VARCHAR[]))"
        return [self._store.table(ids, [list(answer.targeted)])]

    def _messages(self, result: Result) -> tuple[Literal, ...]:
        """The messages of the shapes graph; pySHACL's own, which tell values, are left out."""
        if all(message in self._said for message in result.messages):
            return result.messages
        if result.component in _PARAMETERS:
            return ()
        templates = (
            [m for m in self._graph.objects(result.source, SH.message) if isinstance(m, Literal)]
            if result.source is not None
            else []
        )
        if self._show and (not templates or any("{" in str(m) for m in templates)):
            return result.messages
        return tuple(sorted(templates, key=lambda m: m.n3()))


def _group_order(group: Group) -> tuple[str, ...]:
    named = str(group.shape) if isinstance(group.shape, URIRef) else "~"
    return (
        named,
        group.path or "",
        str(group.component),
        str(group.severity),
        group.words.en,
        str(group.messages),
        str(group.shape),
    )
