"""The law's triples as numbers: a store for rdflib that makes a term only when it is asked for.

Most questions touch a small part of the law; making 30,000 terms and three indices of them is what
loading cost. A store can be kept as plain values, and is there again without adding anything: what
it says of a subject is made when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any

from rdflib import RDF, Graph, URIRef
from rdflib.store import Store
from rdflib.term import Node

from lovgraf.law import numbered_terms, triple_index
from lovgraf.law.numbered_terms import NumberedTerms, term_of, text_of
from lovgraf.law.triple_index import Index, Inner, PackedIndex

Triple = tuple[Node, Node, Node]
Numbers = tuple[int, int, int]
Plain = tuple[numbered_terms.Plain, triple_index.Plain, triple_index.Plain, int]
"""What a store holds: its terms, its triples by subject and by predicate, and how many they are."""


class NumberStore(Store):
    """Triples of numbered terms, by subject; the other indices are made when they are needed.

    Triples come in the order in which they were added (by subject, or by predicate).
    """

    def __init__(self) -> None:
        super().__init__()
        self._texts = NumberedTerms()
        self._terms: list[Node | None] = []
        self._by_term: dict[Node, int] = {}
        self._spo = Index()
        self._pos: Index | None = None
        self._osp: Index | None = None
        self._size = 0
        self._prefixes: dict[str, URIRef] = {}

    # --- terms ------------------------------------------------------------------------------

    def number(self, text: str) -> int:
        """The number of a term (see `numbered_terms`), a new one where it is new."""
        found = self._texts.number(text)
        if found is None:
            found = self._texts.add(text)
            self._terms.append(None)
        return found

    def _term(self, number: int) -> Node:
        found = self._terms[number]
        if found is None:
            found = self._terms[number] = term_of(self._texts[number])
        return found

    def _known(self, term: Node) -> int | None:
        """The number of a term, if any triple ever had it."""
        found = self._by_term.get(term)
        if found is None:
            found = self._texts.number(text_of(term))
            if found is not None:
                self._by_term[term] = found
        return found

    # --- triples ----------------------------------------------------------------------------

    def add_numbers(self, subject: int, predicate: int, value: int) -> None:
        """Add a triple of numbers; nothing where it is there already."""
        if self._spo.has(subject, predicate, value):
            return
        self._spo.add(subject, predicate, value)
        self._size += 1
        if self._pos is not None:
            self._pos.add(predicate, value, subject)
        if self._osp is not None:
            self._osp.add(value, subject, predicate)

    def add(self, triple: Triple, context: Any = None, quoted: bool = False) -> None:
        """Add a triple of terms."""
        subject, predicate, value = (self.number(text_of(term)) for term in triple)
        self.add_numbers(subject, predicate, value)

    def remove(self, triple: Any, context: Any = None) -> None:
        """Remove the triples that fit a pattern."""
        for numbers in list(self._fitting(triple)):
            subject, predicate, value = numbers
            self._spo.remove(subject, predicate, value)
            self._size -= 1
            if self._pos is not None:
                self._pos.remove(predicate, value, subject)
            if self._osp is not None:
                self._osp.remove(value, subject, predicate)

    def copy(self) -> NumberStore:
        """The same triples in a store of their own, with the indices that will be needed."""
        self._by_predicate()
        self._by_value()
        copy = NumberStore()
        copy.take(self)
        return copy

    def take(self, other: NumberStore) -> None:
        """Hold the triples of another store instead of its own, with the indices that are there."""
        self._texts, self._terms = other._texts.copy(), list(other._terms)
        self._by_term, self._prefixes = dict(other._by_term), dict(other._prefixes)
        self._spo = other._spo.copy()
        self._pos = None if other._pos is None else other._pos.copy()
        self._osp = None if other._osp is None else other._osp.copy()
        self._size = other._size

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[tuple[Any, Any]]:
        """The triples that fit a pattern, as rdflib wants them."""
        return ((triple, _nowhere()) for triple in self.found(triple_pattern))

    def found(self, pattern: Any) -> Iterator[Triple]:
        """The triples that fit a pattern."""
        term = self._term
        for subject, predicate, value in self._fitting(pattern):
            yield term(subject), term(predicate), term(value)

    def values(self, subject: Node, predicate: Node) -> list[Node]:
        """The values of a property of a subject."""
        found = self._values(subject, predicate)
        return [self._term(value) for value in found] if found else []

    def value(self, subject: Node, predicate: Node) -> Node | None:
        """The first value of a property of a subject."""
        found = self._values(subject, predicate)
        return self._term(found[0]) if found else None

    def _values(self, subject: Node, predicate: Node) -> Sequence[int]:
        numbers = self._by_term
        known = numbers.get(subject)
        if known is None and (known := self._known(subject)) is None:
            return ()
        of = numbers.get(predicate)
        if of is None and (of := self._known(predicate)) is None:
            return ()
        return self._spo.under(known).get(of, ())

    def subjects(self, predicate: Node | None, value: Node | None) -> list[Node]:
        """The subjects of the triples with a predicate and a value, where these are given."""
        term = self._term
        return [term(subject) for subject, _, _ in self._fitting((None, predicate, value))]

    def predicates(self, subject: Node | None, value: Node | None) -> list[Node]:
        """The predicates of the triples with a subject and a value, where these are given."""
        term = self._term
        return [term(predicate) for _, predicate, _ in self._fitting((subject, None, value))]

    def holds(self, pattern: Any) -> bool:
        """Whether any triple fits a pattern."""
        subject, predicate, value = pattern
        if subject is None or predicate is None:
            return next(self._fitting(pattern), None) is not None
        found = self._values(subject, predicate)
        return bool(found) if value is None else self._known(value) in found

    def __len__(self, context: Any = None) -> int:
        return self._size

    def _fitting(self, pattern: Any) -> Iterator[Numbers]:
        numbers = [None if term is None else self._known(term) for term in pattern]
        if any(n is None and t is not None for n, t in zip(numbers, pattern, strict=True)):
            return
        subject, predicate, value = numbers
        if subject is not None:
            found = self._spo.under(subject)
            for p in found if predicate is None else (predicate,):
                for o in found.get(p, ()):
                    if value is None or o == value:
                        yield subject, p, o
        elif value is not None and predicate is None:
            for s, predicates in self._by_value().under(value).items():
                for p in predicates:
                    yield s, p, value
        elif predicate is not None:
            by_value = self._by_predicate().under(predicate)
            for o in by_value if value is None else (value,):
                for s in by_value.get(o, ()):
                    yield s, predicate, o
        else:
            yield from self.numbers()

    def numbers(self) -> Iterator[Numbers]:
        """All triples of numbers."""
        return iter(self._spo)

    def _by_predicate(self) -> Index:
        if self._pos is None:
            self._pos = self._turned()
        return self._pos

    def _turned(self) -> Index:
        """An index by predicate, in the order of the subjects."""
        found = Index()
        for subject, predicate, value in self._spo:
            found.add(predicate, value, subject)
        return found

    def _by_value(self) -> Index:
        if self._osp is None:
            self._osp = Index()
            for subject, predicate, value in self._spo:
                self._osp.add(value, subject, predicate)
        return self._osp

    # --- prefixes ---------------------------------------------------------------------------

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:
        """Bind a prefix; another one for the same namespace goes where `override` says so."""
        if override or (prefix not in self._prefixes and self.prefix(namespace) is None):
            self._prefixes = {p: n for p, n in self._prefixes.items() if n != namespace}
            self._prefixes[prefix] = namespace

    def namespace(self, prefix: str) -> URIRef | None:
        """The namespace of a prefix."""
        return self._prefixes.get(prefix)

    def prefix(self, namespace: URIRef) -> str | None:
        """The prefix of a namespace."""
        return next((p for p, n in self._prefixes.items() if n == namespace), None)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        """All prefixes with their namespaces."""
        yield from list(self._prefixes.items())

    # --- as plain values --------------------------------------------------------------------

    @property
    def plain(self) -> Plain:
        """All terms, and all triples by subject and by predicate."""
        order = self._texts.in_order()
        new = {number: place for place, number in enumerate(order)}

        def numbered(inner: Inner) -> Inner:
            return {new[second]: [new[third] for third in own] for second, own in inner.items()}

        by_subject, by_predicate = (
            triple_index.packed(
                ((new[first], numbered(inner)) for first, inner in index.parts()), len(order)
            )
            for index in (self._spo, self._turned())
        )
        terms = numbered_terms.kept(self._texts[number] for number in order)
        return terms, by_subject, by_predicate, self._size

    @classmethod
    def of_plain(cls, plain: Plain) -> NumberStore:
        """The reverse of `plain`, which the store leaves as it is. Raises `ValueError` or
        `TypeError` where it is none."""
        terms, by_subject, by_predicate, size = plain
        store = cls()
        store._texts = NumberedTerms(terms)
        store._terms = [None] * len(store._texts)
        store._spo, store._pos = Index(PackedIndex(by_subject)), Index(PackedIndex(by_predicate))
        store._size = size
        return store


def numbered(graph: Graph) -> Graph:
    """A graph with the same triples, lexical forms and blank nodes, over a `NumberStore`: cheap to
    copy and to change."""
    store = NumberStore()
    for triple in graph:
        store.add(triple)
    return graph_of(store)


class NumberGraph(Graph):
    """A graph over a `NumberStore`: asks it what most is asked without rdflib's way round."""

    store: NumberStore

    def add(self, triple: Any) -> NumberGraph:
        """Add a triple of terms; rdflib looks at what each of the three is."""
        self.store.add(triple)
        return self

    def triples(self, triple: Any) -> Any:
        """The triples that fit a pattern, or a path."""
        return super().triples(triple) if _by_path(triple[1]) else self.store.found(triple)

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Any:
        """The values of a property, in the order in which they were added."""
        if subject is None or not isinstance(predicate, URIRef) or isinstance(subject, list):
            return super().objects(subject, predicate, unique)
        return iter(self.store.values(subject, predicate))

    def value(
        self,
        subject: Any = None,
        predicate: Any = RDF.value,
        object: Any = None,  # noqa: A002
        default: Any = None,
        any: bool = True,  # noqa: A002
    ) -> Any:
        """The first value of a property, or what rdflib takes otherwise."""
        whole = any and object is None and isinstance(predicate, URIRef)
        if whole and subject is not None and not isinstance(subject, list):
            found = self.store.value(subject, predicate)
            return default if found is None else found
        return super().value(subject, predicate, object, default, any)

    def subjects(self, predicate: Any = None, object: Any = None, unique: bool = False) -> Any:  # noqa: A002
        """The subjects with a property and a value."""
        if unique or isinstance(object, list) or _by_path(predicate):
            return super().subjects(predicate, object, unique)
        return iter(self.store.subjects(predicate, object))

    def predicates(self, subject: Any = None, object: Any = None, unique: bool = False) -> Any:  # noqa: A002
        """The properties that a subject has, or that have a value."""
        if unique:
            return super().predicates(subject, object, unique)
        return iter(self.store.predicates(subject, object))

    def __contains__(self, triple: Any) -> bool:
        """Whether any triple fits a pattern, or a path."""
        return super().__contains__(triple) if _by_path(triple[1]) else self.store.holds(triple)


class _StoreForShacl(NumberStore):
    """One that says of each triple in which context it stands: always the same."""

    context_aware = graph_aware = True

    @cached_property
    def _where(self) -> Graph:
        return graph_of(self)

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[tuple[Any, Any]]:
        """The triples that fit a pattern, as rdflib wants them."""
        return ((triple, iter((self._where,))) for triple in self.found(triple_pattern))


class _GraphForShacl(NumberGraph):
    """One that parses each query once: pySHACL asks the same of every node."""

    def query(
        self,
        query_object: Any,
        processor: Any = "sparql",
        result: Any = "sparql",
        initNs: Any = None,  # noqa: N803
        initBindings: Any = None,  # noqa: N803
        use_store_provided: bool = True,
        **more: Any,
    ) -> Any:
        """What a query finds, as rdflib says it."""
        if isinstance(query_object, str):
            names = dict(initNs or self.namespaces())
            query_object = _parsed(query_object, tuple(sorted(names.items())))
        return super().query(
            query_object, processor, result, initNs, initBindings, use_store_provided, **more
        )


@lru_cache(maxsize=256)
def _parsed(text: str, prefixes: tuple[tuple[str, str], ...]) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(text, initNs=dict(prefixes))


def graph_for_shacl() -> Graph:
    """An empty graph that pySHACL takes, which wants contexts, and that it asks in half the time
    that rdflib's own takes."""
    return _GraphForShacl(store=_StoreForShacl(), bind_namespaces="none")


def for_shacl(store: NumberStore) -> Graph:
    """The triples of a store in a graph that pySHACL takes; the store itself is left as it is."""
    found = _StoreForShacl()
    found.take(store)
    return _GraphForShacl(store=found, bind_namespaces="none")


def _by_path(predicate: Any) -> bool:
    return predicate is not None and not isinstance(predicate, URIRef)


def graph_of(store: NumberStore) -> Graph:
    """A graph over a store, without prefixes."""
    return NumberGraph(store=store, bind_namespaces="none")


def _nowhere() -> Iterator[None]:
    return iter(())
