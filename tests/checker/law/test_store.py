"""The store of numbers answers as rdflib's own store does."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import OWL, RDF, SH, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from lovgraf.law import graph as law_graph
from lovgraf.law.numbered_terms import literal
from lovgraf.law.store import NumberStore, for_shacl, graph_for_shacl, graph_of
from tests.checker.small_law import FACTS, PREFIXES
from tests.examples import examples

NAMES = [URIRef(f"https://example.org/{n}") for n in "abcd"]
VALUES = [
    *NAMES, BNode("x"), BNode("y"), Literal("a", lang="da"), Literal("a", lang="en"), Literal("a"),
    Literal("a", datatype=XSD.string), Literal(1), Literal("1", datatype=XSD.decimal),
    Literal(True), Literal("2014-12-01", datatype=XSD.date), Literal("_:x"),
    Literal("https://example.org/a"), Literal('"@da"a'), Literal("a\0\n", lang="da"),
]  # fmt: skip
SUBJECTS = [*NAMES, BNode("x"), BNode("y")]
TRIPLES = st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(NAMES[:2]), st.sampled_from(VALUES))


Triple = tuple[Node, Node, Node]
Pattern = tuple[Node | None, Node | None, Node | None]


def _patterns() -> list[Pattern]:
    return list(itertools.product([None, *SUBJECTS], [None, *NAMES[:2]], [None, *VALUES]))


def _same(one: Graph, other: Graph) -> None:
    assert len(one) == len(other)
    for pattern in _patterns():
        found = list(one.triples(pattern))
        assert len(found) == len(set(found)), "no triple twice"
        assert set(found) == set(other.triples(pattern)), pattern
        subject, predicate, value = pattern
        assert (pattern in one) is bool(found)
        if subject is None:
            assert list(one.subjects(predicate, value)) == [s for s, _, _ in found]
        if predicate is None:
            assert list(one.predicates(subject, value)) == [p for _, p, _ in found]


@pytest.mark.slow
@examples(30, of=100)
@given(
    added=st.lists(TRIPLES, max_size=12), removed=st.lists(TRIPLES, max_size=4), asked=st.booleans()
)
def test_the_store_answers_as_rdflibs(
    added: list[tuple[URIRef, URIRef, URIRef]],
    removed: list[tuple[URIRef, URIRef, URIRef]],
    asked: bool,
) -> None:
    ours, theirs = graph_of(NumberStore()), Graph(store="SimpleMemory")
    for number, triple in enumerate(added):
        if asked and number == 3:
            _same(ours, theirs)  # indices that exist are kept up
        ours.add(triple)
        theirs.add(triple)
    _same(ours, theirs)
    for s, p, _ in removed:
        ours.remove((s, p, None))
        theirs.remove((s, p, None))
    _same(ours, theirs)
    store = ours.store
    assert isinstance(store, NumberStore)
    _same(graph_of(NumberStore.of_plain(store.plain)), theirs)


def test_terms_are_the_same_after_a_round_trip() -> None:
    store = NumberStore()
    graph = graph_of(store)
    for value in VALUES:
        graph.add((NAMES[0], NAMES[1], value))
    back = graph_of(NumberStore.of_plain(store.plain))
    found = {(type(o), o.n3()) for o in back.objects()}
    assert found == {(type(v), v.n3()) for v in VALUES}


def test_order_is_that_of_adding() -> None:
    graph = graph_of(NumberStore())
    for value in reversed(VALUES):
        graph.add((NAMES[0], NAMES[1], value))
    assert list(graph.objects(NAMES[0], NAMES[1])) == list(reversed(VALUES))


@pytest.mark.parametrize(
    ("text", "language", "datatype", "expected"),
    [
        ("01", None, str(XSD.integer), Literal(1)),
        ("1", None, str(XSD.boolean), Literal(True)),
        ("no number", None, str(XSD.integer), Literal("no number", datatype=XSD.integer)),
        ("01", None, str(XSD.string), Literal("01", datatype=XSD.string)),
        ("x", "DA", str(XSD.string), Literal("x", lang="da")),
    ],
)
def test_literals_are_found_by_what_they_mean(
    text: str, language: str | None, datatype: str, expected: Literal
) -> None:
    store = NumberStore()
    store.add_numbers(
        store.number("s"), store.number("p"), store.number(literal(text, language, datatype))
    )
    assert list(graph_of(store).subjects(None, expected)) == [URIRef("s")]
    assert list(graph_of(store).objects()) == [expected]


def test_prefixes() -> None:
    graph = graph_of(NumberStore())
    graph.bind("ex", "https://example.org/")
    graph.bind("other", "https://example.org/", override=False)
    assert dict(graph.namespaces()) == {"ex": URIRef("https://example.org/")}
    assert (NAMES[0] in graph.all_nodes()) is False


def test_what_is_read_back_changes_on_its_own() -> None:
    store = NumberStore()
    for number in range(3):
        store.add_numbers(0, 1, store.number(f"o{number}"))
    plain = store.plain
    before = repr(plain)
    back = graph_of(NumberStore.of_plain(plain))
    assert len(back) == 3
    back.add((NAMES[0], NAMES[1], VALUES[0]))
    back.remove((URIRef("o0"), URIRef("o1"), None))
    assert len(back) == 1
    assert repr(plain) == before


@pytest.mark.slow
@examples(30, of=100)
@given(
    added=st.lists(TRIPLES, max_size=8),
    ours=st.lists(st.tuples(st.booleans(), TRIPLES), max_size=6),
    theirs=st.lists(st.tuples(st.booleans(), TRIPLES), max_size=6),
)
def test_a_copy_and_what_it_is_of_change_apart(
    added: list[tuple[Node, Node, Node]],
    ours: list[tuple[bool, tuple[Node, Node, Node]]],
    theirs: list[tuple[bool, tuple[Node, Node, Node]]],
) -> None:
    store, plain = NumberStore(), Graph(store="SimpleMemory")
    for triple in added:
        store.add(triple)
        plain.add(triple)
    one, other, expected = graph_of(store), graph_of(store.copy()), Graph(store="SimpleMemory")
    for triple in added:
        expected.add(triple)
    taken = for_shacl(store)
    assert set(taken) == set(expected)
    for graph, changes in ((one, ours), (plain, ours), (other, theirs), (expected, theirs)):
        for adds, triple in changes:
            (graph.add if adds else graph.remove)(triple)
    _same(one, plain)
    _same(other, expected)
    assert {triple for s in added for triple in taken.triples((None, s[1], s[2]))} == set(added)


@pytest.mark.slow
@examples(30, of=100)
@given(
    added=st.lists(TRIPLES, max_size=12),
    changes=st.lists(st.tuples(st.booleans(), TRIPLES), max_size=8),
    copied=st.integers(0, 8),
)
def test_a_store_that_was_kept_changes_as_rdflibs(
    added: list[tuple[Node, Node, Node]],
    changes: list[tuple[bool, tuple[Node, Node, Node]]],
    copied: int,
) -> None:
    """Also once it was copied, which leaves both as they were."""
    store, theirs = NumberStore(), Graph(store="SimpleMemory")
    for triple in added:
        store.add(triple)
        theirs.add(triple)
    ours = NumberStore.of_plain(store.plain)
    _same(graph_of(ours), theirs)
    before: tuple[NumberStore, set[Triple]] | None = None
    for number, (adds, triple) in enumerate(changes):
        if number == copied:
            before, ours = (ours, {*theirs}), ours.copy()
        for graph in (graph_of(ours), theirs):
            (graph.add if adds else graph.remove)(triple)
    _same(graph_of(ours), theirs)
    if before is not None:
        assert {*graph_of(before[0])} == before[1]
    _same(graph_of(NumberStore.of_plain(ours.plain)), theirs)


def test_a_query_that_is_asked_again_answers_for_what_is_asked_then() -> None:
    graph = graph_for_shacl()
    one, other, _, _ = NAMES
    graph.add((one, other, Literal(1)))
    asked = "SELECT ?value { ?this <https://example.org/b> ?value }"
    named = "SELECT ?value { ?this e:b ?value }"
    assert [list(graph.query(asked, initBindings={"this": one})) for _ in "ab"] == [
        [(Literal(1),)]
    ] * 2
    assert list(graph.query(asked, initBindings={"this": other})) == []
    graph.add((other, other, Literal(2)))
    assert list(graph.query(asked, initBindings={"this": other})) == [(Literal(2),)]
    for space, found in (("https://example.org/", [(Literal(2),)]), ("https://example.com/", [])):
        names = {"e": Namespace(space)}
        assert list(graph.query(named, initNs=names, initBindings={"this": other})) == found


def test_what_the_law_states_is_read_once_for_all_files_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And anew where somebody wrote something else into the cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("LOVGRAF_CACHE", raising=False)
    law, *further = (tmp_path / f"{name}.ttl" for name in ("law", "a", "b"))
    law.write_text(PREFIXES + FACTS, encoding="utf-8")
    for number, path in enumerate(further):
        more = f"record:masts rdfs:comment [ rdfs:label {number} ] ."
        path.write_text(PREFIXES + more, encoding="utf-8")
    plainly, read = law_graph._parse, list[str]()

    def noted(content: bytes, path: Path, store: NumberStore, file: int) -> None:
        read.append(path.stem)
        plainly(content, path, store, file)

    def as_a_whole(path: Path) -> bool:
        paths = [law, path]
        contents = [one.read_bytes() for one in paths]
        found = [*law_graph._beside(contents, paths, [path])]
        read.append("whole:")
        return found == [*law_graph._parsed(contents, paths)]

    monkeypatch.setattr(law_graph, "_parse", noted)
    assert all(map(as_a_whole, further))
    assert read == ["law", "a", "whole:", "law", "a", "b", "whole:", "law", "b"]
    monkeypatch.setattr(law_graph, "cached_value", lambda *_: (["x"], None))
    assert as_a_whole(law)


def test_rdflibs_namespaces_hold_their_terms() -> None:
    """As texts, and only those that they have."""
    for space in (OWL, RDF, SH, XSD):
        held = {name: term for name, term in vars(space).items() if isinstance(term, URIRef)}
        assert held == {name: URIRef(f"{space}{name}") for name in held}
        assert len(held) == len(dir(space))
    with pytest.raises(AttributeError):
        _ = RDF.nothing
