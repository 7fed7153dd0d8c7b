"""What each engine makes of SHACL, clause by clause, as EARL and as the table of docs/validate.md.

`python -m tests.checker.validate.conformance` writes both anew.
"""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import NamedTuple

from rdflib import DCTERMS, RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.turtle import format_turtle
from tests.checker.validate.helpers import report_of, rows
from tests.places import ROOT

PAGE, REPORT = ROOT / "docs" / "validate.md", ROOT / "docs" / "validate-earl.ttl"
START, END = "<!-- by clause -->\n", "<!-- end -->\n"
EARL = Namespace("http://www.w3.org/ns/earl#")
ENGINES = ("columns", "reference", "both")
DATA = """
ex:anna a ex:P ; ex:age 12 ; ex:name "Anna"@da , "Ann"@en ; ex:born "2002-05-01"^^xsd:date ;
  ex:seen "2001-01-01"^^xsd:date ; ex:knows ex:bo , ex:carl ; ex:code "DK1" .
ex:bo a ex:Worker ; ex:age "old"^^xsd:integer ; ex:name "Bo" , "B" ; ex:knows ex:anna ; ex:code 7 .
ex:carl a ex:P ; ex:age 40.5 , 3 ; ex:name "Carl"@da , "Karl"@da ; ex:extra true .
ex:Worker rdfs:subClassOf ex:P .
ex:dora ex:knows _:x . _:x ex:name "Anonymous" ; ex:age 1 .
"""
_OUTCOMES = {"right": EARL.passed, "refused": EARL.untested, "wrong": EARL.failed}
_WORDS = {outcome: word for word, outcome in _OUTCOMES.items()}
_BASE = "urn:lovgraf:shacl-test:"


class Case(NamedTuple):
    """One case; `broken` has the focus nodes of the results, or is `refused`."""

    clause: str
    shows: str
    shape: str
    broken: str


@functools.cache
def cases() -> tuple[Case, ...]:
    """The cases, in the order of the clauses."""
    text = (Path(__file__).parent / "clauses.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(Case(*(part.strip() for part in line.split(" | "))) for line in lines)


def outcome(case: Case, engine: str) -> str:
    """`right`, `refused` or `wrong`."""
    subject = "ex:P" if case.shape.startswith("a rdfs:Class") else "ex:S"
    target = "" if "sh:target" in case.shape or subject == "ex:P" else "sh:targetClass ex:P ; "
    shape = case.shape.replace("@ ", "sh:property [ sh:path ")
    with tempfile.TemporaryDirectory() as folder:
        try:
            report = report_of(Path(folder), DATA, f"{subject} {target}{shape} .", engine)
        except InputError:
            return "refused"
    found = sorted(_name(row[0]) for row in rows(report).elements())
    return "right" if found == sorted(case.broken.replace("-", "").split()) else "wrong"


def _name(focus: str) -> str:
    """The local name of an IRI, the text of a literal."""
    return focus.split('"')[1] if focus[0] == '"' else focus.rsplit("/", 1)[-1].rstrip(">")


def earl() -> Graph:
    """An assertion for each case and engine (Evaluation and Report Language 1.0)."""
    graph = Graph(bind_namespaces="none")
    graph.bind("earl", EARL)
    graph.bind("dct", DCTERMS)
    for number, case in enumerate(cases()):
        test = URIRef(f"{_BASE}{number + 1}")
        graph.add((test, RDF.type, EARL.TestCase))
        graph.add((test, DCTERMS.identifier, Literal(case.clause)))
        graph.add((test, DCTERMS.title, Literal(case.shows)))
        for engine in ENGINES:
            one, result = BNode(), BNode()
            graph.add((one, RDF.type, EARL.Assertion))
            graph.add((one, EARL.subject, URIRef(f"urn:lovgraf:engine:{engine}")))
            graph.add((one, EARL.test, test))
            graph.add((one, EARL.mode, EARL.automatic))
            graph.add((one, EARL.result, result))
            graph.add((result, RDF.type, EARL.TestResult))
            graph.add((result, EARL.outcome, _OUTCOMES[outcome(case, engine)]))
    return graph


def table(graph: Graph) -> str:
    """A row for each clause and what it shows, with the word for each engine."""
    lines = ["| clause | | columns | reference | both |", "|---|---|---|---|---|"]
    for number in range(len(cases())):
        test = URIRef(f"{_BASE}{number + 1}")
        clause, shows = graph.value(test, DCTERMS.identifier), graph.value(test, DCTERMS.title)
        words = {
            str(graph.value(one, EARL.subject)).rsplit(":", 1)[-1]: _word(graph, one)
            for one in graph.subjects(EARL.test, test)
        }
        lines.append(f"| {clause} | {shows} | {' | '.join(words[e] for e in ENGINES)} |")
    return "\n".join(lines) + "\n"


def _word(graph: Graph, assertion: Node) -> str:
    outcome = graph.value(graph.value(assertion, EARL.result), EARL.outcome)
    return _WORDS[URIRef(str(outcome))]


def written(page: str, rows_: str) -> str:
    """The page with the table in its place."""
    before, rest = page.split(START)
    return f"{before}{START}{rows_}{END}{rest.split(END)[1]}"


def main() -> None:
    """Write the report and the table anew."""
    graph = earl()
    REPORT.write_text(format_turtle(graph), encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(written(page, table(graph)), encoding="utf-8")


if __name__ == "__main__":
    main()
