"""Presumptions: every column that a norm reads is usual in a register, presumed, or left open with
a reason; in exactly one way.

`LOVGRAF_GOLDEN=write pytest tests/ontology/test_presumptions.py` writes the tables of
`docs/presumptions.md` anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.terms import CORE, label, text_of
from lovgraf.facts.fact import AS_OF, Column, Derived, Presumption, Ref, StatedValue
from lovgraf.law import Law, load_law
from lovgraf.law.meeting import meeting
from lovgraf.law.presumptions import asker_presumptions, read_presumptions
from lovgraf.law.provisions import provision_label
from lovgraf.verdicts.program import compile_programs

ROOT = Path(__file__).parents[2]
DAYS = (date(2014, 12, 1), date(2021, 6, 1), date(2025, 6, 1), date(2026, 11, 28))
"""The days of the examples, and one on which all that is encoded has commenced."""
ORDINARY: dict[str, set[str]] = {
    kind: set(names.split())
    for kind, names in yaml.safe_load(
        (Path(__file__).parent / "ordinary-columns.yaml").read_text("utf-8")
    ).items()
}
WORDS = (RDFS.label, SKOS.definition, CORE.rebuttal)


@cache
def law() -> Law:
    return load_law()


@cache
def presumptions() -> tuple[Presumption, ...]:
    return read_presumptions(law().graph, law().facts)


@cache
def read_by_norms(kind: str) -> frozenset[str]:
    """The columns (IRIs) that a norm for a type of record reads on one of the days."""
    found: set[str] = set()
    for day in DAYS:
        programs = compile_programs(law().at(day), kind)
        for program in programs.programs.values():
            for fact in program.facts():
                found |= programs.facts.inputs(fact)
    return frozenset(iri for iri in found if isinstance(law().facts.facts.get(iri), Column))


def column(iri: str) -> Column:
    found = law().facts[iri]
    assert isinstance(found, Column)
    return found


def asked_of(one: Presumption) -> list[tuple[str, tuple[bool | int | str, ...]]]:
    """The columns (IRIs) with the values that a presumption asks for."""
    return [(test.column, test.values) for test in one.tests]


def applies_to(one: Presumption, kind: str) -> bool:
    """Whether a record of a type can be of the class that a presumption is for."""
    asked = [one.presumes, *(test.column for test in one.tests)]
    return all(kind in column(iri).record_types for iri in asked)


@pytest.mark.parametrize("kind", sorted(ORDINARY))
def test_every_column_that_a_norm_reads_is_accounted_for_in_one_way(kind: str) -> None:
    graph = law().graph
    wrong = {}
    for iri in sorted(read_by_norms(kind)):
        ways = []
        if column(iri).name in ORDINARY[kind]:
            ways.append("ordinary")
        if any(one.presumes == iri and applies_to(one, kind) for one in presumptions()):
            ways.append("presumed")
        leaving = graph.subjects(CORE.leavesOpen, URIRef(iri))
        ways += ["left open" for one in leaving if (one, RDF.type, CORE.NoPresumption) in graph]
        if len(ways) != 1:
            wrong[column(iri).name] = ways
    assert not wrong


def test_every_type_of_record_that_a_norm_is_about_is_looked_at() -> None:
    kinds = {norm.record_type for day in DAYS for norm in law().at(day).judged()}
    assert kinds <= ORDINARY.keys()


@pytest.mark.parametrize("kind", sorted(ORDINARY))
def test_an_ordinary_column_is_one_of_its_type_of_record(kind: str) -> None:
    assert ORDINARY[kind] <= {one.name for one in law().facts.columns_of(kind)}


def nodes() -> list[Node]:
    return sorted(law().graph.subjects(RDF.type, CORE.Presumption), key=str)


@pytest.mark.parametrize("node", nodes(), ids=lambda node: str(node).rpartition("/")[2])
def test_a_presumption_has_all_its_parts(node: Node) -> None:
    graph: Graph = law().graph
    for predicate in WORDS:
        words = {str(text.language): str(text) for text in graph.objects(node, predicate)}  # type: ignore[attr-defined]
        assert words.keys() == {"da", "en"}, predicate
        assert all(text.strip() for text in words.values()), predicate
    for predicate in (CORE.basis, CORE.burdenOfProof, CORE.standing, CORE.presumedValue):
        assert graph.value(node, predicate) is not None, predicate
    for basis in graph.objects(node, CORE.basis):
        assert (basis, RDF.type, None) in graph, f"{basis} is not declared"


def test_values_and_classes_are_those_that_the_columns_have() -> None:
    """`read_presumptions` refuses a value that the column cannot have; a class must be possible
    too."""
    for one in presumptions():
        for iri, values in asked_of(one):
            asked = column(iri)
            if asked.code_list:
                assert set(values) <= set(asked.code_list.notations), one.iri
            else:
                kind = {"boolean": bool, "string": str}[asked.datatype]
                assert all(isinstance(value, kind) for value in values), one.iri


def test_no_presumption_is_of_a_class_that_asks_for_what_is_presumed() -> None:
    presumed = {one.presumes for one in presumptions()}
    for one in presumptions():
        assert not presumed & {test.column for test in one.tests}, one.iri


def test_what_follows_from_the_class_does_not_stand_in_the_way() -> None:
    """A column that is none for whoever the presumption is of says something, and would stop it."""
    for one in presumptions():
        asked = dict(asked_of(one))
        for iri in one.unless:
            none = {(fact, value) for fact, value in column(iri).none_when}
            for fact, values in asked.items():
                assert not any((fact, value) in none for value in values), f"{one.iri}: {iri}"


def test_two_presumptions_of_a_column_do_not_meet() -> None:
    """Where two could apply to one record they must presume the same, or an answer rests on both:
    those of registers, of whoever asks, and of the two together."""
    graph, facts = law().graph, law().facts
    every = (*presumptions(), *asker_presumptions(graph, facts))
    met = [(one.iri, other.iri) for day in DAYS for one, other in meeting(every, facts, day)]
    assert not met
    voluntary, mandatory = (
        one for one in every if one.iri.endswith(("abroad-before", "as-resident"))
    )
    loose = replace(mandatory, tests=mandatory.tests[:1])
    assert list(meeting([voluntary, mandatory], facts, DAYS[0])) == []
    assert list(meeting([voluntary, loose], facts, DAYS[0])) == [(voluntary, loose)]


PAGE = ROOT / "docs/presumptions.md"
HEAD = (
    "| column | taken to be | of whom | for | to be rebutted by | rests on |\n"
    "|---|---|---|---|---|---|\n"
)
START, END = "<!-- tables: start -->", "<!-- tables: end -->"


def test_the_page_shows_what_the_graph_presumes() -> None:
    before, rest = PAGE.read_text("utf-8").split(START)
    after = rest.split(END)[1]
    wanted = f"{before}{START}\n\n{''.join(tables())}\n{END}{after}"
    if os.environ.get("LOVGRAF_GOLDEN") == "write":
        PAGE.write_text(wanted, "utf-8")
    assert PAGE.read_text("utf-8") == wanted


def tables() -> Iterator[str]:
    """The tables of the page: what is presumed, and what is not."""
    graph, seen = law().graph, set()
    for kind in sorted(ORDINARY):
        rows = [one for one in presumptions() if applies_to(one, kind) and one.iri not in seen]
        seen |= {one.iri for one in rows}
        if rows:
            yield f"### {kind}\n\n{HEAD}"
            yield from (presumption_row(one) for one in rows)
            yield "\n"
    yield f"### What the words of whoever asks imply\n\n{HEAD}"
    yield from map(presumption_row, asker_presumptions(graph, law().facts))
    yield "\n### Left open\n\n| columns | why |\n|---|---|\n"
    for node in sorted(graph.subjects(RDF.type, CORE.NoPresumption), key=str):
        left = sorted(column(str(iri)).name for iri in graph.objects(node, CORE.leavesOpen))
        why = text_of(graph, node, SKOS.definition)
        yield f"| {', '.join(f'`{name}`' for name in left)} | {why.en if why else ''} |\n"


def presumption_row(one: Presumption) -> str:
    """A row of a table."""
    graph, node = law().graph, URIRef(one.iri)
    whom = " and ".join(map(condition, one.tests))
    if one.unless:
        silent = [f"`{name}`" for name in sorted(column(iri).name for iri in one.unless)]
        whom = f"{whom or 'all'}, where nothing is said of {', '.join(silent)}"
    value = (
        "none" if one.value is None else "the day asked of" if one.value == AS_OF else said_of(one)
    )
    burden = graph.value(node, CORE.burdenOfProof)
    assert burden is not None
    bases = sorted(graph.objects(node, CORE.basis), key=str)
    basis = "; ".join(provision_label(graph, str(one_basis)).en for one_basis in bases)
    standing = f"{one.standing}; **always**" if one.presumes in read_so() else one.standing
    cells = (f"`{column(one.presumes).name}`", value, whom or "all", standing)
    return f"| {' | '.join(cells)} | {label(graph, burden).en} | {basis} |\n"


@cache
def read_so() -> frozenset[str]:
    """The columns (IRIs) whose blanks the rules themselves read as a value."""
    roles = ("first", "second", "third", "fourth")
    return frozenset(
        first.iri
        for fact in law().facts.facts.values()
        if isinstance(fact, Derived) and fact.operator == "FirstKnown"
        for first, *rest in [[o for role in roles for o in fact.roles.get(role, ())]]
        if isinstance(first, Ref) and any(not isinstance(one, Ref) for one in rest)
    )


def said_of(one: Presumption) -> str:
    """A value that is presumed, in words."""
    return said(str(one.value) if isinstance(one.value, Ref | None) else one.value)


def condition(test: StatedValue) -> str:
    """What a presumption asks of a column, in words."""
    name = f"`{column(test.column).name}`"
    if test.values:
        return f"{name} {'not ' if test.others else ''}{' or '.join(map(said, test.values))}"
    if test.years is not None:
        return f"{name} fewer than {test.years} years ago"
    if test.above is not None:
        return f"{name} after {test.above}"
    if test.before_column is not None:
        return f"{name} before `{column(test.before_column).name}`"
    return f"{name} {'a day that has come' if test.before is None else f'before {test.before}'}"


def said(value: bool | int | str) -> str:
    """A value in words."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
