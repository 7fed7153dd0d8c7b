"""The W3C's SHACL 1.0 test suite, compared result by result; named by LOVGRAF_W3C_SHACL."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from rdflib import RDF, SH, BNode, Graph, Namespace
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.turtle_terms import TermReader, TermWriter
from lovgraf.validate import validate
from lovgraf.validate.run import path_text
from tests.checker.validate.helpers import Row, rows

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
FOLDER = os.environ.get("LOVGRAF_W3C_SHACL", "")
PAGE = Path(__file__).parents[3] / "docs" / "validate.md"
ENGINES = ("both", "columns", "reference")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not FOLDER,
        reason="SKIPPED: the W3C SHACL test suite is absent; fetch w3c/data-shapes and name its "
        "folder of tests in LOVGRAF_W3C_SHACL",
    ),
]


@pytest.mark.parametrize("engine", ENGINES)
def test_score(engine: str) -> None:
    """As the table of the documentation has it; columns and the combination are never wrong."""
    tally = Counter(_outcome(engine, *test) for _, test in _tests())
    row = f"| `{engine}` | {tally['right']} | {tally['refused']} | {tally['wrong']} |"
    assert row in PAGE.read_text(encoding="utf-8")
    if engine != "reference":
        assert not tally["wrong"]


Test = tuple[Graph, Path, Path, Node]


def _tests() -> Iterator[tuple[str, Test]]:
    for file in sorted(Path(FOLDER).rglob("*.ttl")):
        graph = Graph()
        with file.open("rb") as stream:
            import pyoxigraph as ox

            TermReader().fill(graph, ox.parse(stream, ox.RdfFormat.TURTLE, base_iri=file.as_uri()))
        for test in graph.subjects(RDF.type, SHT.Validate):
            action, result = graph.value(test, MF.action), graph.value(test, MF.result)
            assert result is not None
            data = _path(graph.value(action, SHT.dataGraph))
            shapes = _path(graph.value(action, SHT.shapesGraph))
            yield str(file.relative_to(FOLDER)), (graph, data, shapes, result)


def _path(node: Node | None) -> Path:
    return Path(unquote(urlsplit(str(node)).path))


def _outcome(engine: str, graph: Graph, data: Path, shapes: Path, result: Node) -> str:
    try:
        report = validate(data, shapes, engine, show_values=True)
    except NotCompilable:
        return "refused"
    except InputError:
        return "right" if result == SHT.Failure else "refused"
    if result == SHT.Failure:
        return "wrong"
    expected = Counter(_row(graph, one) for one in graph.objects(result, SH.result))
    conforms = str(graph.value(result, SH.conforms)) == "true"
    return "right" if (report.conforms, rows(report)) == (conforms, expected) else "wrong"


def _row(graph: Graph, result: Node) -> Row:
    path = graph.value(result, SH.resultPath)
    value = graph.value(result, SH.value)
    return (
        _text(graph.value(result, SH.focusNode)),
        None if value is None else _text(value),
        None if path is None else path_text(graph, path),
        str(graph.value(result, SH.sourceConstraintComponent)),
        str(graph.value(result, SH.resultSeverity)),
        _text(graph.value(result, SH.sourceShape)),
    )


def _text(node: Node | None) -> str:
    assert node is not None
    if isinstance(node, BNode):
        return "_:"
    return TermWriter().term(node)
