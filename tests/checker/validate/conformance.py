"""What each engine makes of SHACL, clause by clause, as EARL and as the table of docs/validate.md.

`python -m tests.checker.validate.conformance` writes both anew.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Sequence
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
_SPACE = "http://example.org/case/"


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


def outcomes(engine: str, numbers: Sequence[int]) -> list[str]:
    """`right`, `refused` or `wrong` of some cases, in their order.

    Those of SHACL Core that look at a class are validated at once, each with names of its own;
    those with another target, with a query, and those that are to be refused are by themselves.
    """
    together = [n for n in numbers if _beside_others(cases()[n])]
    found = _of_many(together, engine)
    return [found.get(n) or outcome(cases()[n], engine) for n in numbers]


def _beside_others(case: Case) -> bool:
    """Whether all that a case finds has a name of the case's own."""
    core = case.clause[0] in "234"
    return core and case.broken != "refused" and "sh:target" not in case.shape


def _of_many(numbers: Sequence[int], engine: str) -> dict[int, str]:
    """The outcomes of some cases, by number: all at once, and where any is refused half of them."""
    if len(numbers) < 2:
        return {n: outcome(cases()[n], engine) for n in numbers}
    try:
        return _together(numbers, engine)
    except InputError:
        half = len(numbers) // 2
        return _of_many(numbers[:half], engine) | _of_many(numbers[half:], engine)


def _together(numbers: Sequence[int], engine: str) -> dict[int, str]:
    """`right` or `wrong` of some cases, by number. Raises `InputError`."""
    spaces = {n: f"@prefix ex: <{_SPACE}{n}/> .\n" for n in numbers}
    data = "".join(space + DATA for space in spaces.values())
    shapes = "".join(f"{space}{shape_of(cases()[n])}\n" for n, space in spaces.items())
    with tempfile.TemporaryDirectory() as folder:
        report = report_of(Path(folder), data, shapes, engine)
    found: dict[int, list[str]] = {n: [] for n in numbers}
    for row in rows(report).elements():
        number, _, name = row[0].strip("<>").removeprefix(_SPACE).partition("/")
        found[int(number)].append(name)
    return {n: _judged(cases()[n], names) for n, names in found.items()}


def outcome(case: Case, engine: str) -> str:
    """`right`, `refused` or `wrong` of a case by itself."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            report = report_of(Path(folder), DATA, shape_of(case), engine)
        except InputError:
            return "refused"
    return _judged(case, [_name(row[0]) for row in rows(report).elements()])


def shape_of(case: Case) -> str:
    """The shape of a case, with its target."""
    subject = "ex:P" if case.shape.startswith("a rdfs:Class") else "ex:S"
    target = "" if "sh:target" in case.shape or subject == "ex:P" else "sh:targetClass ex:P ; "
    shape = case.shape.replace("@ ", "sh:property [ sh:path ")
    return f"{subject} {target}{shape} ."


def _judged(case: Case, found: list[str]) -> str:
    return "right" if sorted(found) == sorted(case.broken.replace("-", "").split()) else "wrong"


def _name(focus: str) -> str:
    """The local name of an IRI, the text of a literal."""
    return focus.split('"')[1] if focus[0] == '"' else focus.rsplit("/", 1)[-1].rstrip(">")


def name_of(number: int) -> URIRef:
    """The name of a case in the report."""
    return URIRef(f"{_BASE}{number + 1}")


def reported(graph: Graph, engine: str, number: int) -> str:
    """`right`, `refused` or `wrong` of a case, as a report says."""
    subject = URIRef(f"urn:lovgraf:engine:{engine}")
    (one,) = (
        one
        for one in graph.subjects(EARL.test, name_of(number))
        if graph.value(one, EARL.subject) == subject
    )
    return _word(graph, one)


def earl() -> Graph:
    """An assertion for each case and engine (Evaluation and Report Language 1.0)."""
    graph = Graph(bind_namespaces="none")
    graph.bind("earl", EARL)
    graph.bind("dct", DCTERMS)
    numbers = range(len(cases()))
    found = {engine: outcomes(engine, numbers) for engine in ENGINES}
    for number, case in enumerate(cases()):
        test = name_of(number)
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
            graph.add((result, EARL.outcome, _OUTCOMES[found[engine][number]]))
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
