"""Facts that a blank record decides: what is derived of nothing has to say why.

A blank is unknown (semantics, section 3). A fact that has a value although nothing is stated may
have it of a presumption, which says the same aloud, or of a reason in the graph
(`record:blankReason`); else it turns silence into an answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date

from msgspec import structs
from rdflib import URIRef

from lovgraf.authoring.lint.finding import LintFinding
from lovgraf.authoring.lint.sources import Sources
from lovgraf.core.errors import InputError
from lovgraf.core.terms import RECORD, Text, relative
from lovgraf.engine.scalar_program import ScalarProgram
from lovgraf.facts.columns import literal
from lovgraf.facts.fact import Column, Derived, Fact, Ref
from lovgraf.facts.operators import operator_of
from lovgraf.facts.states import FactTable
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.presumptions import read_presumptions
from lovgraf.law.view import Law

DECIDED = Text(
    "Faktummet har en værdi, hvor intet er oplyst. Lad det stå åbent, formod det, eller skriv "
    "grunden (record:blankReason).",
    "The fact has a value where nothing is stated. Leave it open, presume it, or state the reason "
    "(record:blankReason).",
)


def silence_findings(sources: Sources, files: Collection[str] | None = None) -> list[LintFinding]:
    """The facts (or those that some files state) that turn blanks into a value without a reason."""
    try:
        law = sources.law
        found = set[str]().union(*(_without_presumption(law, day) for day in days_told_apart(law)))
    except InputError:
        return []  # another rule says what is wrong
    return [
        LintFinding("blank-decides", "error", DECIDED, sources.file(URIRef(iri)), relative(iri))
        for iri in sorted(found)
        if (URIRef(iri), RECORD.blankReason, None) not in sources.graph
        and (files is None or sources.file(URIRef(iri)) in files)
    ]


def days_told_apart(law: Law) -> list[date]:
    """Of today and the days on which the law changes, one of each of those on which derived facts
    come to the same on a record that states nothing."""
    found: dict[tuple[str, ...], date] = {}
    derived = [iri for iri, fact in law.facts.facts.items() if isinstance(fact, Derived)]
    for day in (date.today(), *law.days_of_change):
        table = FactTable(law.facts, (), day)
        with suppress(InputError, KeyError):  # else what is sound is added one by one
            table.add(derived)
        found.setdefault(tuple(_sql(table, iri) for iri in derived), day)
    return list(found.values())


def _sql(table: FactTable, iri: str) -> str:
    """What is computed of a fact of a table."""
    try:
        table.add([iri])
        state = table.state(iri)
    except (InputError, KeyError):
        return ""
    return f"{state.value.sql} {'' if state.none is None else state.none.sql}"


def _without_presumption(law: Law, day: date) -> set[str]:
    found = decided_by_silence(law.facts, day)
    return found.keys() - presumed_alike(found, law, day)


def decided_by_silence(facts: FactVocabulary, day: date) -> dict[str, State]:
    """The derived facts (IRIs) that have a value of their own on a record that states nothing, as
    of a day, with the value: those that rest on columns, and on no other such fact."""
    derived = [iri for iri, fact in facts.facts.items() if isinstance(fact, Derived)]
    said = {iri: _blank(facts, iri, day) for iri in derived}
    found = {
        iri: state
        for iri, state in said.items()
        if state is not None
        and any(isinstance(facts.facts.get(below), Column) for below in facts.below(iri))
    }
    return {
        iri: state for iri, state in found.items() if not (facts.below(iri) - {iri}) & found.keys()
    }


def presumed_alike(found: Mapping[str, State], law: Law, day: date) -> set[str]:
    """Those facts that have the same value where it is not given outright, but what is presumed of
    every record is."""
    everybody = [p for p in read_presumptions(law.graph, law.facts) if not p.tests]
    bare = {iri: _without_constants(law.facts[iri]) for iri in found}
    facts = replace(law.facts, facts={**law.facts.facts, **bare}).presuming(everybody)
    return {iri for iri, state in found.items() if _blank(facts, iri, day) == state}


def _without_constants(fact: Fact) -> Fact:
    """A fact without the values that stand in for facts that are not known."""
    if not isinstance(fact, Derived) or not operator_of(fact).passes_on:
        return fact
    roles = {r: tuple(o for o in found if isinstance(o, Ref)) for r, found in fact.roles.items()}
    return structs.replace(fact, roles={role: found for role, found in roles.items() if found})


def _blank(facts: FactVocabulary, iri: str, day: date) -> State:
    """What a fact is, as of a day, on a record that states nothing; None where it is unknown, or
    where another rule says what is wrong with it."""
    table = FactTable(facts, (), day)
    try:
        table.add([iri])
        state = table.state(iri)
        none = literal(False) if state.none is None else state.none
        program = ScalarProgram.of({"value": state.value, "none": none})
    except (InputError, KeyError):
        return None
    values = program.compute({}, ("value", "none"))
    return NONE if values[program.outputs["none"]] else values[program.outputs["value"]]
