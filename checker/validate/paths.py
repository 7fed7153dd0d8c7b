"""Property paths (SHACL, section 2.3.1): read from a shapes graph, followed in tables."""

from __future__ import annotations

from msgspec import Struct
from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.readers.triples.store import TripleStore


class Predicate(Struct, frozen=True):
    """A path of one property."""

    iri: URIRef


class Inverse(Struct, frozen=True):
    """`sh:inversePath`."""

    path: Path


class Sequence(Struct, frozen=True):
    """A list of paths, one after the other."""

    paths: tuple[Path, ...]


class Alternative(Struct, frozen=True):
    """`sh:alternativePath`."""

    paths: tuple[Path, ...]


class Repeated(Struct, frozen=True):
    """`sh:zeroOrMorePath`, `sh:oneOrMorePath` (`least` 1) and `sh:zeroOrOnePath` (not `many`)."""

    path: Path
    least: int
    many: bool


Path = Predicate | Inverse | Sequence | Alternative | Repeated
_REPEATED: dict[Node, tuple[int, bool]] = {
    SH.zeroOrMorePath: (0, True), SH.oneOrMorePath: (1, True), SH.zeroOrOnePath: (0, False),
}  # fmt: skip


def read_path(graph: Graph, node: Node, shape: Node, depth: int = 0) -> Path:
    """A path of the shapes graph. Raises `NotCompilable` where it is ill-formed."""
    if isinstance(node, URIRef):
        return Predicate(node)
    triples = list(graph.predicate_objects(node))
    if not isinstance(node, BNode) or depth > 50:
        raise NotCompilable(
            shape, Text("en sti, som er dannet forkert", "a path that is ill-formed")
        )
    if {p for p, _ in triples} == {RDF.first, RDF.rest}:
        members = _members(graph, node, shape, depth)
        return Sequence(members)
    if len(triples) != 1:
        raise NotCompilable(
            shape, Text("en sti, som er dannet forkert", "a path that is ill-formed")
        )
    [(kind, value)] = triples
    if kind == SH.inversePath:
        return Inverse(read_path(graph, value, shape, depth + 1))
    if kind == SH.alternativePath:
        return Alternative(_members(graph, value, shape, depth))
    if kind in _REPEATED:
        return Repeated(read_path(graph, value, shape, depth + 1), *_REPEATED[kind])
    raise NotCompilable(shape, Text(f"en sti med {kind}", f"a path by {kind}"))


def _members(graph: Graph, node: Node, shape: Node, depth: int) -> tuple[Path, ...]:
    members = well_formed_list(graph, node, shape)
    if len(members) < 2:
        raise NotCompilable(
            shape,
            Text(
                "en sti, som er en liste af færre end to stier",
                "a path that is a list of fewer than two paths",
            ),
        )
    return tuple(read_path(graph, member, shape, depth + 1) for member in members)


def well_formed_list(graph: Graph, node: Node, shape: Node) -> list[Node]:
    """The members of an RDF list. Raises `NotCompilable` where it is ill-formed."""
    seen: set[Node] = set()
    at: Node | None = node
    while at != RDF.nil:
        if at is None or at in seen or len(list(graph.objects(at, RDF.first))) != 1:
            raise NotCompilable(
                shape, Text("en liste, som er dannet forkert", "a list that is ill-formed")
            )
        if len(list(graph.objects(at, RDF.rest))) != 1:
            raise NotCompilable(
                shape, Text("en liste, som er dannet forkert", "a list that is ill-formed")
            )
        seen.add(at)
        at = graph.value(at, RDF.rest)
    return list(Collection(graph, node))


def follow(store: TripleStore, path: Path, nodes: str) -> str:
    """A new table `(focus, value)`, each pair once: where a path leads from a table of `id`."""
    match path:
        case Predicate(iri) | Inverse(Predicate(iri)) if not store.has_predicate(iri):
            return store.empty("focus, value")
        case Predicate(iri):
            return store.table(
                f"SELECT s AS focus, o AS value FROM triple "
                f"WHERE p = {store.id(iri)} AND s IN (SELECT id FROM {nodes})"
            )
        case Inverse(Predicate(iri)):
            return store.table(
                f"SELECT o AS focus, s AS value FROM triple "
                f"WHERE p = {store.id(iri)} AND o IN (SELECT id FROM {nodes})"
            )
        case Inverse(inner):
            return follow(store, _turned(inner), nodes)
        case Sequence((first, *rest)):
            pairs = follow(store, first, nodes)
            for step in rest:
                pairs = _joined(store, pairs, step)
            return pairs
        case Alternative(paths):
            parts = [f"FROM {follow(store, part, nodes)}" for part in paths]
            return store.table(" UNION ".join(parts))
        case Repeated(inner, least, many):
            return _repeated(store, inner, least, many, nodes)
    raise AssertionError(path)


def _joined(store: TripleStore, pairs: str, step: Path) -> str:
    if not store.any(pairs):
        return pairs
    reached = store.table(f"SELECT DISTINCT value AS id FROM {pairs}")
    further = follow(store, step, reached)
    return store.table(
        f"SELECT DISTINCT a.focus, b.value FROM {pairs} a JOIN {further} b ON a.value = b.focus"
    )


def _repeated(store: TripleStore, inner: Path, least: int, many: bool, nodes: str) -> str:
    if least:
        found = follow(store, inner, nodes)
    else:
        found = store.table(f"SELECT id AS focus, id AS value FROM {nodes}")
    new = found
    while True:
        further = _joined(store, new, inner)
        new = store.table(f"FROM {further} EXCEPT FROM {found}")
        if not store.any(new):
            return found
        found = store.table(f"FROM {found} UNION ALL FROM {new}")
        if not many:
            return found


def _turned(path: Path) -> Path:
    """The path that leads back."""
    match path:
        case Predicate():
            return Inverse(path)
        case Inverse(inner):
            return inner
        case Sequence(paths):
            return Sequence(tuple(_turned(part) for part in reversed(paths)))
        case Alternative(paths):
            return Alternative(tuple(_turned(part) for part in paths))
        case Repeated(inner, least, many):
            return Repeated(_turned(inner), least, many)
    raise AssertionError(path)
