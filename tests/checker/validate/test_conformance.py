"""The report on SHACL clause by clause and the table in docs/validate.md are what engines do."""

from __future__ import annotations

from collections import Counter

import pytest
from rdflib import BNode, Graph

from tests.checker.validate.conformance import (
    END,
    ENGINES,
    PAGE,
    REPORT,
    START,
    cases,
    earl,
    outcomes,
    reported,
    table,
)
from tests.examples import WHOLE, cells, one_in, whole


def spelled(graph: Graph) -> Counter[object]:
    """The triples of a graph whose blank nodes are no circle, each of these by what it says."""

    def said(node: object) -> object:
        if not isinstance(node, BNode):
            return node
        return frozenset(Counter((p, said(o)) for p, o in graph.predicate_objects(node)).items())

    return Counter((said(s), p, said(o)) for s, p, o in graph)


@pytest.mark.slow
def test_each_case_comes_out_as_reported_by_one_engine() -> None:
    """One in twelve by each engine in turn (in four, and each by all, where the whole is asked)."""
    report = Graph().parse(REPORT)
    tried = cells(
        one_in(4 if WHOLE else 12, range(len(cases())), whole=False), ENGINES, whole=False
    )
    for engine in ENGINES:
        numbers = [number for number, by in tried if by == engine]
        assert outcomes(engine, numbers) == [reported(report, engine, n) for n in numbers], engine


@whole("test_each_case_comes_out_as_reported_by_one_engine")
@pytest.mark.slow
def test_the_report_and_the_table_are_up_to_date() -> None:
    """Else: `python -m tests.checker.validate.conformance`."""
    outcomes = earl()
    assert spelled(Graph().parse(REPORT)) == spelled(outcomes)
    page = PAGE.read_text(encoding="utf-8")
    assert page.split(START)[1].split(END)[0] == table(outcomes)


def test_the_table_is_that_of_the_report() -> None:
    """Whatever the engines do."""
    page = PAGE.read_text(encoding="utf-8")
    assert page.split(START)[1].split(END)[0] == table(Graph().parse(REPORT))


def test_no_engine_is_silently_wrong() -> None:
    """What is implemented comes out right by the default engine, the rest is refused."""
    lines = table(Graph().parse(REPORT)).splitlines()[2:]
    for case, line in zip(cases(), lines, strict=True):
        expected = "refused" if case.broken == "refused" else "right"
        assert line.endswith(f"| {expected} |"), line
