"""The files under the linter: one graph, and which file states which subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from msgspec import Struct
from rdflib import BNode, Graph
from rdflib.term import Node

from lovgraf.core.turtle import format_turtle, read_text, read_triples
from lovgraf.core.turtle_terms import Triple, change_store, store_of
from lovgraf.law.graph import LawGraph
from lovgraf.law.patterns import derive
from lovgraf.law.store import NumberStore, graph_for_shacl, graph_of
from lovgraf.law.view import Law


class Sources(Struct, frozen=True, dict=True):
    """All files as one `graph`; `texts` by file; `stated_in` the first file of each subject.

    `homes` names for each blank node the resource in whose description it stands.
    """

    graph: Graph
    texts: Mapping[Path, str]
    stated_in: Mapping[Node, Path]
    homes: Mapping[Node, Node]

    @cached_property
    def store(self) -> ox.Store:
        """The graph for pyoxigraph."""
        return store_of(self.graph)

    @cached_property
    def law(self) -> Law:
        """The graph as a law of its own, whose norms and facts are read once; without norms that
        are not clear, which `unclear_norms` finds."""
        store = self.graph.store
        assert isinstance(store, NumberStore)
        return Law(LawGraph(graph_of(store.copy()), "", ()), [])

    def change(self, gone: Iterable[Triple], new: Iterable[Triple]) -> None:
        """Remove and add triples, in the graph and in `store`; none of a blank node's."""
        for triple in gone:
            self.graph.remove(triple)
        for triple in new:
            self.graph.add(triple)
        change_store(self.store, gone, new)

    def stated_elsewhere(
        self, texts: Mapping[Path, str], stated_in: Mapping[Node, Path]
    ) -> Sources:
        """The same graph and store as what other files state."""
        found = Sources(self.graph, texts, stated_in, self.homes)
        found.__dict__["store"] = self.store
        return found

    def home(self, node: Node) -> Node:
        """The named resource in whose description a blank node stands; else the node itself."""
        return self.homes.get(node, node)

    def file(self, node: Node) -> str | None:
        """The file that states a node, else the first that refers to it; None where none does."""
        own = self.stated_in.get(self.home(node))
        if own is not None:
            return shown(own)
        users = {*self.graph.subjects(None, node), *self.graph.subjects(node, None)}
        found = {self.stated_in.get(self.home(user)) for user in users}
        return min((shown(path) for path in found if path is not None), default=None)


def shown(path: Path) -> str:
    """A path as a reader wants it: below the working directory without that directory."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def read_sources(paths: Iterable[Path]) -> Sources:
    """Read Turtle files. Raises `InputError` with the place where one cannot be read."""
    graph = graph_for_shacl()
    texts: dict[Path, str] = {}
    stated: dict[Node, Path] = {}
    parents: dict[Node, Node] = {}
    for path in paths:
        texts[path] = read_text(path)
        for subject, predicate, value in read_triples(texts[path], str(path)):
            graph.add((subject, predicate, value))
            stated.setdefault(subject, path)
            if isinstance(value, BNode):
                parents[value] = subject
    for source, (subject, predicate, value) in derive(graph):
        graph.add((subject, predicate, value))
        stated.setdefault(subject, stated[source])
        if isinstance(value, BNode):
            parents[value] = subject
    return Sources(graph, texts, stated, {node: home_of(node, parents) for node in parents})


def home_of(node: Node, parents: Mapping[Node, Node]) -> Node:
    """The named resource above a blank node, going up from object to subject."""
    seen = {node}
    while node in parents and parents[node] not in seen:
        node = parents[node]
        seen.add(node)
    return node


def unformatted(texts: Mapping[Path, str]) -> list[Path]:
    """The files that are not in the fixed form of `lovgraf.core.turtle`."""
    return [path for path, text in texts.items() if format_turtle(text) != text]
