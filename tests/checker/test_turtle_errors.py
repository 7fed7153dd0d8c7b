"""What is wrong with a Turtle text is said in both languages, with its place."""

from __future__ import annotations

import pytest

from lovgraf.core.errors import InputError
from lovgraf.core.turtle import parse_text
from lovgraf.law.numbered_terms import literal


@pytest.mark.parametrize(
    ("text", "column", "danish", "english"),
    [
        ("<s> <p> <o>", 12, "filen slutter", "the file ends"),
        ('<s> <p> "abc .', 9, "filen slutter", "the file ends"),
        ("<s> <p> [ <q> 1 .", 17, "mangler en ]", "a ] is missing"),
        ("<s> <p> ( 1 2 .", 15, ". kan ikke være en værdi", ". is not a valid RDF object"),
        ("<s> <p> 1 2 .", 11, "2 kan ikke begynde en sætning", "2 is not a valid subject"),
        ("<s> b:p 1 .", 5, "præfikset b: er ikke angivet", "the prefix b: has not been"),
        ('<s> <p> "x"^^ .', 15, "efter ^^ skal der stå en datatype", "a datatype is expected"),
        ('<s> <p> "x"@ .', 13, "efter @ skal der stå et sprog", "a language is expected"),
        ("<s> 5 1 .", 5, "5 kan ikke være en egenskab", "5 is not a valid predicate"),
        ("@prefix .", 9, "efter @prefix skal der stå", "a prefix such as core:"),
        ("<s> <p> <a b> .", 9, "kan ikke stå i en IRI", "cannot stand in an IRI"),
        ('<s> <p> "\\q" .', 10, "omvendt skråstreg", "with a backslash"),
        ("<s> <p> <http://[> .", 9, "her står noget andet", ""),
    ],
)
def test_the_reason_is_in_both_languages(text: str, column: int, danish: str, english: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_text("\n" + text, "file.ttl")
    error = caught.value
    assert (error.line, error.column) == (2, column)
    assert danish in error.message.da
    assert english in error.message.en


@pytest.mark.parametrize(
    "said",
    [
        '"P5"^^xsd:duration', '"2031-02-30"^^xsd:date', '"x9"^^xsd:integer', '"ja"^^xsd:boolean',
        '"1.x"^^xsd:decimal', '"noon"^^xsd:dateTime', '"<a"^^rdf:XMLLiteral',
    ],
)  # fmt: skip
def test_nothing_is_said_of_a_literal_that_cannot_be_read(
    said: str, caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    """Who asks what it means says so by name; rdflib would print a traceback meanwhile."""
    xsd, rdf = "http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    spaces = f"@prefix xsd: <{xsd}> . @prefix rdf: <{rdf}> . "
    (found,) = parse_text(f"{spaces} <s> <p> {said} .", "file.ttl").objects()
    assert literal(str(found), None, str(getattr(found, "datatype", "")))
    assert caplog.records == []
    assert list(recwarn) == []
