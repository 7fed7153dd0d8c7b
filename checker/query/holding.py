"""The law as a store of named graphs, in the process that holds it and answers from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import pyoxigraph as ox
from msgspec import Struct

from lovgraf.core.as_dict import asdict
from lovgraf.core.terms import BASE, PREFIXES
from lovgraf.query import graphs
from lovgraf.query.contents import Contents
from lovgraf.query.guard import Accepted, Form, accept, by_parser
from lovgraf.query.tokens import first_words

_Name = ox.NamedNode | ox.BlankNode
_Any = _Name | ox.DefaultGraph


class QueryRequest(Struct, frozen=True):
    """A query, and how it is to be answered.

    `accepted` is None where the guard has not read the text; `default` and `named` are the graphs
    that the request gives, None where it gives none; `formats` are media types by kind of answer.
    `related` is whether the relations of its dates are asked for too.
    """

    text: str
    accepted: Accepted | None
    day: date
    days: tuple[date, ...]
    formats: Mapping[Form, str | None]
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    related: bool = False


class Held(Struct):
    """The store, and what the law of any other date is made of."""

    store: ox.Store
    contents: Contents
    names: tuple[str, ...]


def get_ready(_nothing: object) -> None:
    """Import what a child needs, since a child can open no file."""
    accept("SELECT * FROM <x> { ?s ?p ?o }")


def hold(_nothing: object, contents: Contents, proposals: Mapping[str, bytes]) -> Held:
    """A store of all graphs but the law in force; `proposals` are N-Triples by name of graph."""
    store = ox.Store()
    for iri, texts in contents.by_graph():
        store.bulk_extend(_quads(texts, iri))
    store.bulk_extend(_quads(contents.everything(), graphs.EVERYTHING))
    for iri, text in proposals.items():
        store.bulk_extend(_quads([text], iri))
    own = tuple(graph.iri for graph in contents.named)
    return Held(store, contents, (*own, *proposals))


def add_days(held: Held, days: Sequence[date]) -> Held:
    """Put the law in force on some dates into the store as well."""
    for day in days:
        held.store.bulk_extend(_quads(held.contents.in_force(day), graphs.in_force(day)))
    return held


def add_relations(held: Held, found: Mapping[date, bytes]) -> Held:
    """Put the relations of some dates into the store as well. They hold no blank node, so that the
    store may read them itself, which is quicker than making each of them in Python; of so few it is
    quicker one by one than in bulk."""
    for day, text in found.items():
        graph = ox.NamedNode(graphs.relations(day))
        lines = text.replace(b"\n", b" .\n") + b" .\n" if text else b""
        held.store.load(lines, ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)
    return held


def _quads(texts: Iterable[bytes], graph: str) -> Iterator[ox.Quad]:
    """Lines of triples, none with its full stop; parsing them keeps the names of blank nodes.

    They were written from a graph that was read: that their IRIs are such is not asked again.
    """
    end = f" <{graph}> .\n".encode()
    content = b"".join(text.replace(b"\n", end) + end for text in texts if text)
    return ox.parse(content, format=ox.RdfFormat.N_QUADS, lenient=True)


def answer(held: Held, asked: QueryRequest) -> bytes:
    """What the guard says in a line of JSON, with what of it no graph that is held knows
    (`unknown`); then `=` and the answer, or `!` where it cannot be written in the formats. Raises
    `InputError` with line and column."""
    accepted = asked.accepted or accept(asked.text)
    default, named = _graphs(held, asked, accepted)
    try:
        found = held.store.query(
            asked.text, base_iri=BASE, prefixes=PREFIXES, default_graph=default, named_graphs=named
        )
        written = _written(found, asked)
    except SyntaxError as error:
        raise by_parser(asked.text, error.msg or "", grammatical=True) from None
    unknown = [one for one in accepted.names if not _held(held.store, one.iri)]
    head = json.dumps({**asdict(accepted), "unknown": unknown}).encode() + b"\n"
    return head + (b"!" if written is None else b"=" + written)


def _held(store: ox.Store, iri: str) -> bool:
    """Whether a statement of a graph has an IRI in it, or a graph is called so. (What is no IRI
    the engine itself refuses.)"""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return True
    places = (
        (node, None, None, None), (None, node, None, None), (None, None, node, None),
        (None, None, None, node),
    )  # fmt: skip
    return any(next(store.quads_for_pattern(*one), None) is not None for one in places)


def _written(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, asked: QueryRequest
) -> bytes | None:
    if isinstance(found, ox.QueryTriples):
        kind = asked.formats.get("graph")
        rdf = ox.RdfFormat.from_media_type(kind) if kind else None
        # A graph is a set; pyoxigraph constructs no triple twice, but describes by every graph.
        triples = dict.fromkeys(found) if first_words(asked.text)[:1] == ["DESCRIBE"] else found
        try:
            return rdf and ox.serialize(triples, format=rdf, prefixes=PREFIXES)
        except OSError:  # statements about statements (RDF 1.2), which JSON-LD does not have
            return None
    kind = asked.formats.get("rows" if isinstance(found, ox.QuerySolutions) else "truth")
    results = ox.QueryResultsFormat.from_media_type(kind) if kind else None
    return results and found.serialize(format=results)


def _graphs(held: Held, asked: QueryRequest, accepted: Accepted) -> tuple[list[_Any], list[_Name]]:
    """The default graphs and the named ones."""
    default: Sequence[str] | None = accepted.default or None
    named: Sequence[str] | None = accepted.named or None
    if asked.default is not None or asked.named is not None:
        default, named = asked.default, asked.named
    for iri in (*(default or ()), *(named or ())):
        if iri not in held.names and iri != graphs.EVERYTHING and graphs.day_of(iri) is None:
            raise graphs.unknown()
    if default is None and named is None:
        default = [graphs.in_force(asked.day)]
        named = [*held.names]
        named += [graphs.EVERYTHING] if "everything" in asked.text else []
        named += [graphs.in_force(day) for day in asked.days]
        if asked.related:
            default.append(graphs.relations(asked.day))
            named += [graphs.relations(day) for day in asked.days]
    return [*map(ox.NamedNode, default or ())], [*map(ox.NamedNode, dict.fromkeys(named or ()))]
