"""What the guard accepts, what it refuses, and where it says the fault is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.errors import InputError
from lovgraf.query.guard import DEEPEST, LONGEST, accept, measure
from lovgraf.query.tokens import deepest, first_words, place, tokens


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "rows"),
        ("PREFIX a: <http://a/> ASK { a:b ?p ?o }", "truth"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "graph"),
        ("BASE <http://a/> DESCRIBE <b>", "graph"),
        ("# INSERT\nSELECT ?s { ?s ?p 'SERVICE <x> { }' }", "rows"),
    ],
)
def test_reading_is_accepted(text: str, form: str) -> None:
    assert accept(text).form == form


NEWER = [
    ('VERSION "1.2" SELECT * { ?s ?p ?o }', "rows"),
    ("ASK { << ?a ?b ?c >> ?p ?o }", "truth"),
    ("CONSTRUCT { ?s ?p ?o {| ?a ?b |} } WHERE { ?s ?p <<( ?a ?b ?c )>> }", "graph"),
    ("SELECT ?r { ?s ?p ?o ~ ?r }", "rows"),
    ("ASK { ?s ?p 'FROM <http://x>' {| ?a ?b |} # FROM <http://x>\n}", "truth"),
]


@pytest.mark.parametrize(("text", "form"), NEWER)
def test_reading_in_newer_syntax_is_accepted(text: str, form: str) -> None:
    assert accept(text).form == form


@pytest.mark.parametrize(
    "text",
    [
        "VERSION '1.2' PREFIX l: <http://l/> BASE <http://h/> SELECT * FROM <x> FROM NAMED l:y {}",
        "PREFIX l: <http://l/> BASE <http://h/> # FROM <http://no>\n"
        "CONSTRUCT { ?s ?p ?o {| ?a ?b |} } FROM<x>FROM NAMED l:y WHERE { ?s ?p ?o }",
        "PREFIX l: <http://l/> PREFIX FROM: <http://f/> BASE <http://h/> SELECT (FROM:a AS ?y) "
        "FROM <x>\nFROM\nNAMED l:y { ?s ?p <<( ?a ?b ?c )>> }",
    ],
)
def test_graphs_of_a_newer_query_are_named_in_full(text: str) -> None:
    found = accept(text)
    assert (found.default, found.named) == (("http://h/x",), ("http://l/y",))


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p ?o {| ?a ?b |} SERVICE <http://x/> { ?s ?p ?o } }",
        "ASK { ?s ?p ?o {| ?a ?b |} service<http://x/>{ ?s ?p ?o } }",
        "ASK { ?s ?p ?o {| ?a ?b |} SERVICE?x{ ?s ?p ?o } }",
        "ASK { ?s ?p true {| ?a ?b |} . ?c ?d trueSERVICE SILENT <http://x/> { ?s ?p ?o } }",
        # An address for one reader is a comparison for another, and what follows a string.
        "ASK { ?s ?p ?o {| ?a ?b |} FILTER(?a<'>' && 'x'='x')SERVICE<http://x/>{} FILTER(''='') }",
        "ASK { ?s ?p ?o {| ?a ?b |} FILTER(?a<?b)SERVICE?x#>\n{ ?s ?p ?o } }",
    ],
)
def test_nobody_else_is_asked_in_newer_syntax(text: str) -> None:
    with pytest.raises(InputError) as caught:
        accept(text)
    assert "SERVICE" in caught.value.message.en


@pytest.mark.parametrize("text", ["INSERT DATA { <a:a> <b:b> <c:c> }", "LOAD <http://x>"])
def test_updates_are_refused_in_newer_syntax(text: str) -> None:
    with pytest.raises(InputError, match="only be read"):
        accept(f"VERSION '1.2' {text}")


def test_triple_terms_count_as_brackets() -> None:
    assert deepest("ASK { ?a ?b <<( <<( ?a ?b ?c )>> ?b ?c )>> }") == 5
    deep = "<<( " * DEEPEST + "?a ?b ?c" + " )>>" * DEEPEST
    with pytest.raises(InputError, match="too many brackets"):
        accept(f"ASK {{ ?s ?p {deep} }}")


def test_graphs_of_the_query_are_named_in_full() -> None:
    found = accept("PREFIX l: <http://l/> SELECT * FROM <report> FROM NAMED l:x { ?s ?p ?o }")
    assert found.default == ("https://w3id.org/lovgraf/report",)
    assert found.named == ("http://l/x",)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <b:b> <c:c> }",
        "PREFIX a: <http://a/>\nDELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/x>",
        "# a comment\nclear all",
        "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DROP ALL",
    ],
)
def test_updates_are_refused_clearly(text: str) -> None:
    with pytest.raises(InputError) as caught:
        accept(text)
    assert "only be read" in caught.value.message.en
    assert "kun læses" in caught.value.message.da
    assert caught.value.line == text.count("\n") + 1


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {\n SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * {\n SERVICE SILENT ?x { ?s ?p ?o } }",
        "ASK {\n { SELECT * { OPTIONAL { SERVICE <http://x/> { ?s ?p ?o } } } } }",
        "ASK {\n FILTER NOT EXISTS { SERVICE <http://x/> { ?s ?p ?o } } }",
        "ASK {\n { ?s ?p ?o } UNION { GRAPH ?g { MINUS { SERVICE <x> { ?s ?p ?o } } } } }",
        "ASK { ?s ?p ?o } \nVALUES ?x { 1 } INSERT",
    ],
)
def test_nobody_else_is_asked(text: str) -> None:
    with pytest.raises(InputError) as caught:
        accept(text)
    if "SERVICE" in text:
        assert "SERVICE" in caught.value.message.da
        assert caught.value.line == 2


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("SELECT * WHERE {\n ?s ?p \n FILTER(?x = ) }", 3, 8),
        ("SELEC ?x {}", 1, 1),
        ("ASK {", 1, 6),
        ("", 1, 1),
    ],
)
def test_a_fault_has_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(InputError) as caught:
        accept(text)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_values_are_not_repeated() -> None:
    with pytest.raises(InputError) as caught:
        accept("SELECT * { ?s ?p '610190-1234' '610190-1234 }")
    assert "610190" not in str(caught.value) + caught.value.in_language("da")


def test_too_long_and_too_deep() -> None:
    with pytest.raises(InputError, match="too long"):
        measure("ASK {} #" + "x" * LONGEST)
    with pytest.raises(InputError, match="too many brackets"):
        measure("ASK " + "{" * (DEEPEST + 1) + "}" * (DEEPEST + 1))
    measure("ASK " + "{" * DEEPEST + "}" * DEEPEST)
    assert deepest("'{{{' <a(> # {{{\n{ [ ( } }") == 3


@given(st.text(alphabet="<>{}()'\"#?$ab:1\n\\ ", max_size=60))
def test_tokens_lose_nothing(text: str) -> None:
    found = list(tokens(text))
    assert "".join(token[0] for token in found) == text
    assert all(place(text, token.start())[0] >= 1 for token in found)
    assert all(word == word.upper() for word in first_words(text))


@given(st.text(max_size=80))
def test_no_text_ends_otherwise_than_in_a_refusal(text: str) -> None:
    said = []
    try:
        accept(text)
    except InputError as error:
        said = [error.message.da, error.message.en]
    assert all(said)
