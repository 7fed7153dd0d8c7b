"""The SHACL instances of classes in the data (SHACL, section 1.1): subclasses are followed."""

from __future__ import annotations

from rdflib import RDF, RDFS
from rdflib.term import Node

from lovgraf.readers.triples.store import TripleStore


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
