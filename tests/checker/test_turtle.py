"""Turtle has one fixed form, and broken Turtle an error with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE
from lovgraf.core.turtle import format_files, format_turtle, header_of, parse_text, parse_turtle
from lovgraf.core.turtle_terms import same_graph
from lovgraf.core.turtle_writer import natural_key
from tests.examples import examples

PREFIXES = """@base <https://w3id.org/lovgraf/> .
@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
UNTIDY = (
    PREFIXES
    + """
<law/2012/528/par/10> a core:Provision .
<law/2012/528/par/3/stk/1>
   rdfs:label "s. 3(1)"@en , "§ 3, stk. 1"@da ; a core:Provision .
<law/2012/528/par/3/stk/1/norm/x> core:deadline _:d . _:d core:bankDays 05 ; a core:Deadline .
"""
)
TIDY = """@base <https://w3id.org/lovgraf/> .
@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<law/2012/528/par/3/stk/1> a core:Provision ;
  rdfs:label "§ 3, stk. 1"@da , "s. 3(1)"@en .

<law/2012/528/par/3/stk/1/norm/x> core:deadline [ a core:Deadline ; core:bankDays 05 ] .

<law/2012/528/par/10> a core:Provision .
"""


def test_the_form_is_fixed() -> None:
    assert format_turtle(UNTIDY) == TIDY
    assert format_turtle(TIDY) == TIDY


def test_natural_order() -> None:
    names = ["par/10", "par/3", "par/27a", "par/27", "par/3/stk/2", "par/3/stk/10"]
    expected = ["par/3", "par/3/stk/2", "par/3/stk/10", "par/10", "par/27", "par/27a"]
    assert sorted(names, key=natural_key) == expected


def test_lists_and_long_values_break_over_lines() -> None:
    members = " ".join(f"<law/2012/{n}/a-rather-long-name>" for n in range(5))
    text = format_turtle(f"{PREFIXES} <x> core:a ( 1 2 ) ; core:b ( {members} ) ; core:c () .")
    assert "core:a ( 1 2 ) ;" in text
    assert "core:b (\n    <law/2012/0/a-rather-long-name>\n" in text
    assert "core:c () ." in text


def test_only_the_comment_at_the_top_is_kept() -> None:
    text = format_turtle("# Who\n# why\n\n" + PREFIXES + "<a> core:b 1 . # here\n")
    assert text.startswith("# Who\n# why\n\n@base")
    assert "here" not in text
    assert header_of(text) == "# Who\n# why"
    assert format_turtle(text) == text


def test_lexical_forms_are_kept() -> None:
    values = '"P12M"^^xsd:duration , "2013-02-30"^^xsd:date , 007 , 185.0 , true , 1e0 , "true"'
    text = format_turtle(f"{PREFIXES} <a> core:b {values} .")
    for value in values.split(" , "):
        assert value in text


def test_shared_and_circular_blank_nodes_get_names() -> None:
    text = PREFIXES + "<a> core:b _:x . <c> core:b _:x . _:y core:d _:z . _:z core:d _:y ."
    formatted = format_turtle(text)
    assert "_:b1" in formatted
    assert same_graph(parse_text(text), parse_text(formatted))
    assert format_turtle(formatted) == formatted


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("<a> <b> .\n", 1, 9), ("<a> <b> 1 .\n<a> <b> x:y .\n", 2, 9), ('<a> <b> "c', 1, 9)],
)
def test_broken_turtle_says_where(tmp_path: Path, text: str, line: int, column: int) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        parse_turtle(path)
    assert (caught.value.file, caught.value.line, caught.value.column) == (str(path), line, column)
    assert "Turtle" in caught.value.message["da"]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        parse_turtle(tmp_path / "none.ttl")
    path = tmp_path / "latin.ttl"
    path.write_bytes("# a\n# æ".encode("latin-1"))
    with pytest.raises(InputError, match="not UTF-8") as caught:
        parse_turtle(path)
    assert caught.value.line == 2


def test_format_files_checks_or_writes(tmp_path: Path) -> None:
    untidy, tidy = tmp_path / "a.ttl", tmp_path / "b.ttl"
    untidy.write_text(UNTIDY, encoding="utf-8")
    tidy.write_text(TIDY, encoding="utf-8")
    assert format_files([untidy, tidy], check=True) == [untidy]
    assert untidy.read_text(encoding="utf-8") == UNTIDY
    assert format_files([untidy, tidy]) == [untidy]
    assert untidy.read_text(encoding="utf-8") == TIDY
    assert format_files([untidy, tidy]) == []


IRIS = st.sampled_from(
    [
        BASE,
        *(BASE + p for p in ("law/1/par/2", "law/1/par/10", "core#A", "core#b.c", "a:b", "../x")),
    ]
    + ["http://www.w3.org/2001/XMLSchema#date", "https://example.org/a%20b", "urn:x:y"]
).map(URIRef)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"]) | st.sampled_from('"\\\n\r\t'),
    max_size=12,
)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.builds(lambda t, lang: Literal(t, lang=lang), TEXTS, st.sampled_from(["da", "en", "de"])),
    st.builds(
        lambda t, d: Literal(t, datatype=d, normalize=False),
        st.sampled_from(["1", "01", "1.", "true", "x", "1e3", "P12M", ".5", "-2"]),
        st.sampled_from([XSD.integer, XSD.boolean, XSD.decimal, XSD.double, XSD.duration]),
    ),
)
BLANKS = st.integers(0, 4).map(lambda n: BNode(f"n{n}"))
TRIPLES = st.tuples(
    IRIS | BLANKS, IRIS | st.just(RDF.type), st.one_of(IRIS, LITERALS, BLANKS, st.just(RDF.nil))
)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    graph = Graph()
    for triple in draw(st.lists(TRIPLES, max_size=12)):
        graph.add(triple)
    for number, members in enumerate(draw(st.lists(st.lists(LITERALS | BLANKS), max_size=2))):
        head = BNode(f"list{number}")
        if members:
            Collection(graph, head, list(members))
            graph.add((URIRef(BASE + f"list/{number}"), URIRef(BASE + "p"), head))
    return graph


def renamed(graph: Graph, order: int) -> Graph:
    """The same graph with other names of its blank nodes, in another order."""
    result = Graph()
    names: dict[object, BNode] = {}
    for triple in sorted(graph, key=str, reverse=bool(order % 2)):
        s, p, o = (names.setdefault(t, BNode()) if isinstance(t, BNode) else t for t in triple)
        result.add((s, p, o))
    return result


@pytest.mark.slow
@examples(7, whole=20, of=200)
@given(graphs(), st.integers(0, 1))
def test_formatting_keeps_the_graph_and_is_stable(graph: Graph, order: int) -> None:
    text = format_turtle(graph)
    assert same_graph(parse_text(text), graph)
    assert format_turtle(text) == text
    assert format_turtle(renamed(graph, order)) == text
