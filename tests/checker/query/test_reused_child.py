"""A child that answers again: the limits hold for each query, and none leaves anything behind."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
from msgspec.structs import replace

from lovgraf.core.errors import InputError
from lovgraf.core.sandbox import Limits, TimedOut, TooMuch
from lovgraf.core.terms import BASE
from lovgraf.law import Law, load_graph
from lovgraf.query import pool
from lovgraf.query.data import QueryData
from lovgraf.query.run import Dataset, Engine, Formats
from tests.examples import WHOLE
from tests.processes import below, of_queries

DAY = date(2014, 12, 1)
LIMITS = Limits(seconds=120, memory=64 << 20, output=1 << 20)
ACT = f"{BASE}law/1"
LAW = (
    """@prefix core: <https://w3id.org/lovgraf/core#> .
<https://w3id.org/lovgraf/law/1> a core:Act ; core:number '1' .
<https://w3id.org/lovgraf/x> core:number """
    + " , ".join(f"'{n}'" for n in range(300))
    + " ."
)
ASKED: tuple[tuple[str, Dataset | None], ...] = (
    ("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 9", None),
    ("PREFIX own: <https://own.example/> BASE <https://own.example/> ASK { own:s ?p <o> }", None),
    ("ASK { own:s ?p ?o }", None),
    ("ASK { <law/1> ?p ?o }", None),
    (f"SELECT (COUNT(*) AS ?n) FROM <{ACT}> {{ ?s ?p ?o }}", None),
    ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", Dataset((), (ACT,))),
    ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", None),
    ("INSERT DATA { <a:a> <b:b> <c:c> }", None),
    ("CONSTRUCT { <a:new> ?p ?o } { ?s ?p ?o } ORDER BY ?o LIMIT 3", None),
    ("ASK { <a:new> ?p ?o }", None),
    ("SELECT * { ?s ?p ?o FILTER( }", None),
)
"""Queries that would answer otherwise if one before them had left something."""
GREEDY = {
    "time": ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", TimedOut),
    "memory": ("SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i LIMIT 1", TooMuch),
    "output": ("SELECT * { ?a ?b ?c . ?d ?e ?f }", TooMuch),
}


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """An engine over a small law, with processes of its own."""
    file = tmp_path / "law.ttl"
    file.write_text(LAW, encoding="utf-8")
    return Engine(QueryData(Law(load_graph(files=[file]))), LIMITS)


def _said(engine: Engine, text: str, dataset: Dataset | None) -> bytes | str:
    formats = Formats(graph=ox.RdfFormat.N_TRIPLES)
    engine._accepted.clear()  # so that the child parses it, whoever has before
    try:
        return b"".join(sorted(engine.run(text, DAY, formats, dataset).content.splitlines()))
    except InputError as error:
        return f"{error.line}:{error.column} {error.message.en}"


def _leaves(engine: Engine, before: set[int]) -> set[int]:
    """The children of an engine that were made since and have none of their own."""
    return {pid for pid in of_queries(engine) - before if not below(pid)}


@pytest.mark.slow
def test_no_query_leaves_anything_to_the_next(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = of_queries(engine)
    monkeypatch.setattr(pool, "ANSWERS", 1)
    alone = {one: _said(engine, *one) for one in ASKED}
    assert len(set(alone.values())) > 6
    monkeypatch.setattr(pool, "ANSWERS", 10_000)
    _said(engine, *ASKED[0])
    children = _leaves(engine, before)
    random = Random(0)
    for _ in range(5):
        order = random.sample(ASKED, len(ASKED))
        assert {one: _said(engine, *one) for one in order} == alone
    assert _leaves(engine, before) == children
    assert len(children) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", GREEDY)
def test_limits_hold_in_a_child_that_has_answered(engine: Engine, name: str) -> None:
    text, expected = GREEDY[name]
    if name == "time":
        engine = Engine(engine.data, replace(LIMITS, seconds=1.0))
    before = of_queries(engine)
    for _ in range(5 if WHOLE else 2):
        for asked in ASKED:
            _said(engine, *asked)
    (child,) = _leaves(engine, before)
    with pytest.raises(expected):
        engine.run(text, DAY)
    assert child not in of_queries(engine)
    assert b"true" in engine.run("ASK {}", DAY).content
