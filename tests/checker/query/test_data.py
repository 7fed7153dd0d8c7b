"""Named graphs, the law in force on a date, and the hierarchy of classes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from msgspec.structs import replace
from rdflib import OWL, RDFS, Graph, URIRef

from lovgraf.core.errors import InputError
from lovgraf.core.sandbox import Limits, TimedOut, TooMuch
from lovgraf.core.terms import BASE
from lovgraf.core.turtle import parse_text
from lovgraf.law import Law
from lovgraf.law.participants import stated
from lovgraf.law.time import Days, Interval
from lovgraf.query import graphs
from lovgraf.query.data import QueryData, contents_from
from lovgraf.query.hierarchy import Hierarchy
from lovgraf.query.run import MOST_DAYS, Dataset, Engine, Formats, Unwritable
from tests.checker.query.test_consolidations import MORE
from tests.checker.small_law import AS_OF, law_of, old_ships
from tests.examples import WHOLE, one_in

DAY = date(2014, 12, 1)
BOTH = "" if WHOLE else "# in-force/2014-10-31 in-force/2014-11-01\n"
"""Days that are named have their law held by one process, which is made once for all who name
them."""


def rows(engine: Engine, text: str, day: date = DAY, **how: object) -> list[dict[str, str]]:
    """The rows of an answer, values as text."""
    answer = engine.run(text, day, **how)  # type: ignore[arg-type]
    found = json.loads(answer.content)["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]


@pytest.mark.slow
def test_the_default_graph_is_the_law_in_force(engine: Engine, law: Law) -> None:
    text = "SELECT DISTINCT ?n { ?n a core:Obligation }"
    for day in one_in(2, (DAY, date(2013, 12, 31), date(2025, 8, 1))):
        expected = {i for i, n in law.at(day).norms.items() if n.kind == "Obligation"}
        assert {row["n"] for row in rows(engine, text, day)} == expected, day


@pytest.mark.slow
def test_days_hold_their_first_and_last_day(engine: Engine) -> None:
    """Section 3(1) of act 528/2012 is in force from 1 November 2014 (order 1535/2013)."""
    text = f"{BOTH}ASK {{ <law/2012/528/par/3/stk/1/norm/connection> a core:Obligation }}"
    for day, expected in ((date(2014, 10, 31), b"false"), (date(2014, 11, 1), b"true")):
        assert expected in engine.run(text, day).content


@pytest.mark.slow
def test_intervals_follow_commencement(engine: Engine) -> None:
    text = """SELECT ?from ?act ?cited {
      GRAPH <graph/everything> {
        <law/2012/528/par/3/stk/1/norm/connection> core:holdsFrom ?from ; core:ofAct ?act .
        <law/2012/528/par/3/stk/1> core:citation ?cited FILTER(LANG(?cited) = "en") } }"""
    (row,) = rows(engine, text)
    assert row["from"] == "2014-11-01"
    assert row["act"] == BASE + "law/2012/528"
    assert row["cited"].endswith(", s. 3(1)")


def test_an_act_is_a_graph(engine: Engine) -> None:
    text = "SELECT DISTINCT ?s { GRAPH <law/2012/528> { ?s a core:Provision } }"
    found = {row["s"] for row in rows(engine, text)}
    assert BASE + "law/2012/528/par/3/stk/1" in found
    assert all(s.startswith(BASE + "law/2012/528/") for s in found)


def test_every_named_graph_is_listed_and_holds_something(engine: Engine) -> None:
    found = {row["g"] for row in rows(engine, "SELECT DISTINCT ?g { GRAPH ?g { ?s a ?t } }")}
    own = {graph.iri for graph in engine.data.named}
    assert own <= found
    assert found - own == {graphs.in_force(DAY)}
    kinds = {graph.kind for graph in engine.data.named}
    assert {"act", "report", "vocabulary"} <= kinds
    claims = "SELECT DISTINCT ?g { GRAPH ?g { ?s a core:Claim } }"
    assert {row["g"] for row in rows(engine, claims)} - {graphs.in_force(DAY)} == {graphs.REPORT}


def test_nothing_of_the_law_is_in_no_graph(engine: Engine, law: Law) -> None:
    text = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    own = {graph.iri for graph in engine.data.named if graph.kind != "proposal"}
    counted = [int(row["n"]) for row in rows(engine, text) if row["g"] in own]
    assert sum(counted) == len(list(stated(law.graph)))


@pytest.mark.slow
def test_two_dates_in_one_query(engine: Engine) -> None:
    text = """SELECT ?n { GRAPH <graph/in-force/2014-11-01> { ?n a core:Obligation }
      FILTER NOT EXISTS { GRAPH <graph/in-force/2014-10-31> { ?n a core:Obligation } } }"""
    found = {row["n"] for row in rows(engine, text, date(2014, 11, 1))}
    assert BASE + "law/2012/528/par/3/stk/1/norm/connection" in found
    many = " ".join(f"<graph/in-force/20{n}-01-01>" for n in range(10, 12 + MOST_DAYS))
    with pytest.raises(InputError, match="too many dates"):
        engine.run(f"ASK {{ VALUES ?g {{ {many} }} }}", DAY)


def test_from_and_datasets_reach_own_graphs_only(engine: Engine) -> None:
    count = "SELECT (COUNT(*) AS ?n) {} WHERE {{ ?s ?p ?o }}"
    (act,) = rows(engine, count.format("FROM <law/2012/528>"))
    (asked,) = rows(
        engine, count.format(""), dataset=Dataset(default=(BASE + "law/2012/528",), named=())
    )
    assert int(act["n"]) == int(asked["n"]) > 100
    (none,) = rows(engine, count.format(""), dataset=Dataset(default=(), named=()))
    assert none["n"] == "0"
    for iri in ("http://127.0.0.1:9/x", "file:///etc/passwd", "law/1700/1"):
        with pytest.raises(InputError, match="no such graph"):
            engine.run(count.format(f"FROM <{iri}>"), DAY)
        with pytest.raises(InputError, match="no such graph"):
            engine.run(count.format(""), DAY, dataset=Dataset(default=(iri,)))


@pytest.mark.parametrize(
    "form", ["DESCRIBE <law/2012/528>", "CONSTRUCT { ?s ?p ?o }", "CONSTRUCT { ?o ?p ?s }"]
)
def test_no_triple_is_given_twice(engine: Engine, form: str) -> None:
    """Both graphs hold all that the act's says."""
    graphs = "FROM <law/2012/528> FROM <graph/everything>"
    where = "{ { ?s ?p ?o } UNION { ?s ?p ?o } VALUES ?s { <law/2012/528> } FILTER(isIRI(?o)) }"
    text = form + graphs + ("" if "DESCRIBE" in form else f" WHERE {where}")
    formats = Formats(graph=ox.RdfFormat.N_TRIPLES)
    lines = engine.run(text, DAY, formats).content.splitlines()
    assert len(lines) == len(set(lines)) > 5


def test_a_date_that_does_not_exist_is_refused(engine: Engine) -> None:
    with pytest.raises(InputError, match="no such graph"):
        engine.run("ASK { GRAPH <graph/in-force/2014-02-30> { ?s ?p ?o } }", DAY)


def test_a_proposal_is_a_graph_of_its_own() -> None:
    text = "<proposal/x> a core:Proposal ; rdfs:label 'x'@da ."
    prefixes = f"@prefix core: <{BASE}core#> . @prefix rdfs: <{RDFS}> . "
    own = Engine(QueryData(law_of(old_ships()), {BASE + "proposal/x": parse_text(prefixes + text)}))
    asked = "SELECT ?g { GRAPH ?g { ?s a core:Proposal } }"
    assert [row["g"] for row in rows(own, asked)] == [BASE + "proposal/x"]
    assert rows(own, "SELECT ?s { ?s a core:Proposal }") == []


def test_an_undeclared_prefix_has_its_place(engine: Engine) -> None:
    with pytest.raises(InputError, match="prefix foo: is not declared") as caught:
        engine.run("SELECT * {\n  ?s foo:bar ?o }", DAY)
    assert (caught.value.line, caught.value.column) == (2, 6)
    assert rows(engine, "SELECT ?x { ?x a core:Minister } LIMIT 1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT (COUNT(?x) AS ?n) ?z { ?s ?p ?x ; ?q ?z }", "neither in GROUP BY"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", r"SELECT \* cannot be used with GROUP BY"),
        ("SELECT (1 AS ?x) (2 AS ?x) {}", "same name twice"),
        ("SELECT ?x { ?s ?p ?x BIND(1 AS ?x) }", "used twice"),
    ],
)
def test_what_is_wrong_beyond_the_grammar_is_said(engine: Engine, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        engine.run(text, DAY)
    assert caught.value.line == 1
    assert (caught.value.column or 0) > 1


def test_an_answer_of_the_wrong_kind_is_said(engine: Engine) -> None:
    for text, formats in (
        ("SELECT * { ?s a core:Act }", Formats(rows=None)),
        ("ASK {}", Formats(truth=None)),
        ("DESCRIBE <report>", Formats(graph=None)),
    ):
        with pytest.raises(Unwritable):
            engine.run(text, DAY, formats)


@pytest.mark.slow
def test_limits_of_time_and_output(engine: Engine) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(TimedOut):
        Engine(engine.data, Limits(seconds=0.2)).run(endless, DAY)
    with pytest.raises(TooMuch):
        Engine(engine.data, Limits(output=10_000)).run("SELECT * { ?a ?b ?c }", DAY)


PREFIXES = f"""@prefix : <{BASE}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def _over(text: str, name: str) -> set[str]:
    graph: Graph = parse_text(PREFIXES + text)
    found = Hierarchy(graph).superclasses()[URIRef(BASE + name)]
    return {str(over).removeprefix(BASE) for over in found}


def _age(facet: str, limit: int) -> str:
    return (
        "[ a owl:Restriction ; owl:onProperty :age ; owl:someValuesFrom [ a rdfs:Datatype ; "
        f"owl:onDatatype xsd:integer ; owl:withRestrictions ([ xsd:{facet} {limit} ]) ] ]"
    )


def _both(name: str, *parts: str) -> str:
    return (
        f":{name} a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf "
        f"({' '.join(parts)}) ] .\n"
    )


def test_hierarchy_by_ranges_conjunctions_and_unions() -> None:
    text = ":P a owl:Class . :Q a owl:Class .\n"
    text += _both("A15", ":P", _age("minInclusive", 15))
    text += _both("A18", ":P", _age("minInclusive", 18))
    text += _both("Over17", ":P", _age("minExclusive", 17))
    text += _both("Q18", ":Q", ":A18")
    text += ":U a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:unionOf (:A18 :Q18) ] .\n"
    assert _over(text, "A18") == {"P", "A15", "Over17", "U"}
    assert _over(text, "A15") == {"P"}
    assert _over(text, "Q18") == {"P", "Q", "A15", "A18", "Over17", "U"}
    assert {"P", "A15"} <= _over(text, "U")


def test_hierarchy_by_values() -> None:
    def value(name: str) -> str:
        return f"[ a owl:Restriction ; owl:onProperty :code ; owl:hasValue '{name}' ]"

    some = (
        "[ a owl:Restriction ; owl:onProperty :code ; owl:someValuesFrom "
        "[ a rdfs:Datatype ; owl:oneOf ('a' 'b') ] ]"
    )
    text = ":P a owl:Class .\n" + _both("A", ":P", value("a")) + _both("C", ":P", value("c"))
    text += _both("AB", ":P", some)
    assert _over(text, "A") == {"P", "AB"}
    assert _over(text, "C") == {"P"}
    assert _over(text, "AB") == {"P"}


def test_the_groups_of_the_report(engine: Engine) -> None:
    text = "SELECT ?over { <group/1> rdfs:subClassOf ?over }"
    over = {row["over"].removeprefix(BASE) for row in rows(engine, text)}
    assert {"group/abroad", "group/danish-cpr-number", "record#Person"} <= over
    assert "group/2" not in over


def test_what_a_norm_builds_on_goes_through_classes_shapes_and_derived_facts(
    engine: Engine,
) -> None:
    """Section 3(1): age (through the birth date), home, and being connected; never a passport."""
    text = """SELECT ?f { <law/2012/528/par/3/stk/1/norm/connection> core:buildsOn ?f }"""
    facts = {row["f"].removeprefix(BASE + "record#") for row in rows(engine, text)}
    assert {"age", "birthDate", "home", "homeInDenmark", "digitalPost"} <= facts
    assert "danishPassport" not in facts
    assert all("/norm/" not in fact for fact in facts)


def test_classes_apart() -> None:
    def value(name: str, kind: str) -> str:
        return _both(
            name, f":{kind}", "[ a owl:Restriction ; owl:onProperty :code ; owl:hasValue 'x' ]"
        ).replace("'x'", f"'{name}'")

    text = ":P a owl:Class . :code a owl:FunctionalProperty . :age a owl:FunctionalProperty .\n"
    text += value("a", "P") + value("b", "P") + value("c", "a")
    text += _both("Young", ":P", _age("maxExclusive", 15))
    text += _both("Old", ":P", _age("minInclusive", 15))
    text += _both("Teen", ":P", _age("minInclusive", 14))
    graph = parse_text(PREFIXES + text)

    def found(*names: str) -> set[tuple[str, str]]:
        nodes = [URIRef(BASE + name) for name in names]
        pairs = Hierarchy(graph).apart(nodes, nodes)
        return {(str(a).removeprefix(BASE), str(b).removeprefix(BASE)) for a, b in pairs}

    assert found("a", "b") == {("a", "b"), ("b", "a")}
    assert ("c", "c") in found("c")
    assert found("Young", "Old", "Teen") == {("Young", "Old"), ("Old", "Young")}
    many = parse_text(PREFIXES + text.replace(":code a owl:FunctionalProperty .", ""))
    assert not list(Hierarchy(many).apart([URIRef(BASE + "a")], [URIRef(BASE + "b")]))


def test_the_passport_bars_group_2(engine: Engine) -> None:
    text = "SELECT ?g { ?g owl:disjointWith <source/nemid-2013/class/passport-holder> }"
    found = {row["g"].removeprefix(BASE) for row in rows(engine, text)}
    assert "group/2" in found
    assert "group/1" not in found


@pytest.mark.slow
@pytest.mark.parametrize("real", [False, True][: 1 + WHOLE])
def test_what_the_cache_gives_back_is_what_was_made(
    law: Law, real: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a small law that has each kind of day; of the shipped one where all is tried."""
    if not real:
        law = Law(replace(law_of(old_ships(), MORE).source, kept=True))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("LOVGRAF_CACHE", raising=False)
    made = contents_from(law)
    assert any(path.name.startswith("queries") for path in (tmp_path / "lovgraf").iterdir())
    kept = contents_from(law)
    assert {Interval, Days} == {type(life) for life in made.lives}
    for day in (None, DAY if real else AS_OF):
        lines = [
            sorted(b"\n".join(one.in_force(day) if day else one.everything()).split(b"\n"))
            for one in (kept, made)
        ]
        assert lines[0] == lines[1]
    assert (kept.named, set(kept.lives)) == (made.named, set(made.lives)) != ((), set())


def test_blank_nodes_are_the_same_ones_in_every_graph(engine: Engine) -> None:
    """A deadline, an anonymous class: what one graph says of it can be joined with another."""
    text = """SELECT ?b {
      GRAPH <graph/everything> { ?s core:addressee|rdfs:subClassOf|owl:equivalentClass ?b }
      GRAPH <graph/in-force/2014-12-01> { ?b a owl:Class } FILTER(isBlank(?b)) } LIMIT 3"""
    assert len(rows(engine, text)) == 3
