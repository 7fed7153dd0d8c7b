"""Real amendments as proposals: laid over the law before them, they give the law after them.

The law before is the law without what began on the day and with what ended the day before. Verdicts
are compared on the whole partition: a norm whose conditions are the same in both laws has the same
verdict for everyone, and of one whose conditions differ every cell is compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from msgspec import structs
from rdflib import Literal as RdfLiteral
from rdflib import URIRef
from rdflib.term import Node

from lovgraf.core.terms import BASE, CORE, ELI
from lovgraf.law import load_law
from lovgraf.law.graph import LawGraph
from lovgraf.law.norms import Norm
from lovgraf.law.participants import carry
from lovgraf.law.provisions import act_of
from lovgraf.law.routes import AccessRoute
from lovgraf.law.time import key_provision
from lovgraf.law.view import Law, LawView
from lovgraf.proposals.case_space import CaseSpace, possible
from lovgraf.proposals.changes import acts_of
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.proposal import Proposal, read_proposal
from lovgraf.proposals.statements import copy_of
from lovgraf.verdicts.decide import EXEMPT, UNDETERMINED
from lovgraf.verdicts.program import Program, Programs, compile_programs
from tests.examples import whole

HERE = Path(__file__).parent
FILES = sorted((HERE / "amendments").glob("*.ttl"))


@cache
def law() -> Law:
    return load_law()


def law_before(day: date) -> Law:
    """The law as if nothing had begun or ended with a day."""
    whole = law()
    graph = copy_of(whole.graph)
    things: list[Norm | AccessRoute] = [*whole.norms.values(), *whole.access.routes]
    eve = RdfLiteral(day - timedelta(days=1))
    for thing in things:
        node = URIRef(thing.iri)
        if thing.in_force.start == day:
            for predicate in (CORE.inForceFrom, CORE.commencedBy, CORE.commencesWith):
                graph.remove((node, predicate, None))
            graph.add((node, CORE.uncommenced, RdfLiteral(True)))
        if thing.in_force.end == day - timedelta(days=1):
            step: Node | None = node
            while step is not None:
                for end in list(graph.objects(step, CORE.inForceUntil)):
                    if str(end) == str(eve):
                        graph.remove((step, CORE.inForceUntil, end))
                step = key_provision(graph, step) or graph.value(step, ELI.is_part_of)
    carry(graph)
    return Law(LawGraph(graph, "before", ()))


def enacted(made: Law) -> Law:
    """A law with a proposal, once that is the law: whether a way is open is answered under it."""
    graph = copy_of(made.graph)
    carry(graph)
    return Law(LawGraph(graph, "enacted", ()))


def compiled(view: LawView, record_type: str) -> Programs:
    programs = compile_programs(view, record_type)
    assert not programs.refused
    return programs


def asked(program: Program) -> tuple[object, ...]:
    """All that the verdict of a norm rests on, beside the facts."""
    return program.conditions, program.norm.kind, program.norm.discretionary


def cells(nothing: Programs, *several: Program) -> CaseSpace:
    """CaseSpace, as far as some norms tell people apart."""
    conditions = [c for program in several for c in program.conditions]
    kind = several[0].norm.record_type
    return possible(nothing, also=conditions, record_type=kind).seen_by(conditions)


def unlike(real: LawView, made: LawView) -> Iterator[tuple[str, int]]:
    """The norms (by IRI) of two laws that give somebody another verdict, with how many kinds of
    persons that is; all of those whom a norm of one law alone addresses."""
    assert real.law.facts == made.law.facts
    types = {norm.record_type for view in (real, made) for norm in view.norms.values()}
    for record_type in sorted(types):
        one, other = compiled(real, record_type), compiled(made, record_type)
        facts = replace(one.facts, facts={**one.facts.facts, **other.facts.facts})
        nothing = structs.replace(one, programs={}, facts=facts)
        for iri in sorted(one.programs.keys() | other.programs.keys()):
            pair = [p for p in (one.programs.get(iri), other.programs.get(iri)) if p is not None]
            if len(pair) == 2 and asked(pair[0]) == asked(pair[1]):
                continue
            everyone = cells(nothing, *pair)
            if len(pair) == 2:
                differ = everyone.verdicts(pair[0]) != everyone.verdicts(pair[1])
            else:
                differ = everyone.truth(pair[0].addressed)
            if number := everyone.count(differ):
                yield iri, number


@cache
def amendment(path: Path) -> tuple[Proposal, Law, Law]:
    """The proposal, the law before it, and the law with it."""
    proposal = read_proposal(path)
    assert proposal.commencement
    before = law_before(proposal.commencement)
    found = lay_over(before, [proposal])
    assert [missing.what for missing in found.not_applied] == []
    return proposal, before, enacted(found.law)


def _meant(proposal: Proposal, iri: str) -> bool:
    """Whether a norm gives verdicts, or is of an act that the proposal names: another act may have
    begun on the same day."""
    graph, norm = law().graph, law().norms[iri]
    named = {act_of(graph, i) for i in (*proposal.commences, *proposal.ends, *proposal.amends)}
    return norm.judged or bool(named & acts_of(graph, [norm]))


@pytest.mark.slow
@whole(
    "checker/proposals/test_overlay.py::test_verdicts_follow_the_proposal_and_exemptions_reach_its_norm"
)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_amendment_gives_the_law_after_it(path: Path) -> None:
    proposal, _, laid = amendment(path)
    day = proposal.commencement
    assert day is not None
    real, made = law().at(day), laid.at(day)
    assert not [iri for iri in real.norms.keys() ^ made.norms.keys() if _meant(proposal, iri)]
    assert {r.iri for r in real.routes} == {r.iri for r in made.routes}
    assert list(unlike(real, made)) == []


@pytest.mark.slow
@whole(
    "checker/proposals/test_overlay.py::test_verdicts_follow_the_proposal_and_exemptions_reach_its_norm"
)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_law_before_it_is_another(path: Path) -> None:
    """What is compared tells the law before from the law after: some norm differs for someone."""
    proposal, before, laid = amendment(path)
    assert proposal.commencement is not None
    day = proposal.commencement
    assert next(unlike(before.at(day), laid.at(day)), None) is not None


@pytest.mark.slow
@whole(
    "checker/proposals/test_overlay.py::test_verdicts_follow_the_proposal_and_exemptions_reach_its_norm"
)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_day_before_nothing_has_changed(path: Path) -> None:
    proposal, _, laid = amendment(path)
    assert proposal.commencement is not None
    eve = proposal.commencement - timedelta(days=1)
    assert set(laid.at(eve).norms) == set(law().at(eve).norms)
    assert {r.iri for r in laid.at(eve).routes} == {r.iri for r in law().at(eve).routes}


UNREAD = HERE / "amendments/unread/exemption-expiry-2017.ttl"
CONNECTION = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"


@pytest.mark.slow
@whole(
    "checker/proposals/test_overlay.py::test_verdicts_follow_the_proposal_and_exemptions_reach_its_norm"
)
@pytest.mark.parametrize("day", [date(2018, 11, 2), date(2017, 10, 1), date(2020, 6, 1)])
def test_an_amendment_that_was_not_read_settles_what_the_law_leaves_open_and_nothing_else(
    day: date,
) -> None:
    overlay = lay_over(law(), [read_proposal(UNREAD)])
    assert overlay.not_applied == ()
    real, made = (compiled(one.at(day), "person") for one in (law(), overlay.law))
    pair = real.programs[CONNECTION], made.programs[CONNECTION]
    facts = replace(made.facts, facts={**real.facts.facts, **made.facts.facts})
    everyone = cells(structs.replace(made, programs={}, facts=facts), *pair)
    before, after = (everyone.verdicts(program) for program in pair)
    open_ = before == UNDETERMINED
    assert (before[~open_] == after[~open_]).all()
    assert (after[open_] == EXEMPT).any() or day < date(2017, 11, 1)
