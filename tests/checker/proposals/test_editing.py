"""Choices of a drafter as Turtle: each can be laid over the law, and says what was chosen."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace
from rdflib import OWL, RDF, RDFS, URIRef

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, CORE, Text
from lovgraf.law import Law
from lovgraf.proposals.choices import (
    RELATIONS,
    Criterion,
    Relation,
    codes_of,
    relations_of,
    usable,
)
from lovgraf.proposals.editing import CHANGES, Change, Draft, NewRoute, providers, write
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.proposal import Proposal, proposal_of
from lovgraf.verdicts.program import compile_programs

DAY = date(2014, 12, 1)


@pytest.fixture(scope="module")
def draft(law: Law) -> Draft:
    """A draft that widens a duty of persons to one of the target groups."""
    view = law.at(DAY)
    norm = next(
        n for n in view.norms.values()
        if n.kind == "Obligation" and n.record_type == "person" and n.addressee and n.duty
        and "/norm/connection" in n.iri
    )  # fmt: skip
    group = min(map(str, law.graph.subjects(RDF.type, CORE.TargetGroup)))
    who = ((Criterion(group, "is"),),)
    return Draft(
        Text("En udvidelse", "A widening"), norm.iri, "widen", who, (), None, (), None, DAY
    )


def made(draft: Draft, law: Law) -> Proposal:
    """The proposal; that it can be laid over the law was seen when it was written."""
    return proposal_of(write(draft, law), "draft.ttl")


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_each_change_of_the_addressee_is_a_proposal(law: Law, draft: Draft, change: Change) -> None:
    if change == "keep":
        with pytest.raises(InputError, match="changes nothing yet"):
            made(replace(draft, change=change), law)
        draft = replace(draft, exempt=draft.who)
    proposal = made(replace(draft, change=change), law)
    if change == "end":
        assert proposal.ends == (draft.norm,)
    elif change == "keep":
        assert not proposal.replaces
        assert (None, CORE.exempts, URIRef(draft.norm)) in proposal.graph
    else:
        assert proposal.replaces == ((proposal.introduces[0], draft.norm),)
    assert proposal.undetermined
    assert proposal.law_as_of == DAY


@pytest.mark.slow
@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("apart", [True, False])
def test_conditions_of_each_kind_of_fact(
    law: Law, draft: Draft, relation: Relation, apart: bool
) -> None:
    facts = usable(law, "person")
    code = next(fact for fact in facts if codes_of(fact))
    truth, number = (
        next(f for f in facts if f.datatype == kind) for kind in ("boolean", "integer")
    )
    values = [(number, "15"), (truth, "ja"), (code, codes_of(code)[0])]
    fitting = [(fact, value) for fact, value in values if relation in relations_of(fact)]
    assert len(fitting) == (1 if relation in ("at-least", "at-most") else 3)
    for fact, value in values:
        if (fact, value) not in fitting:
            with pytest.raises(InputError, match=re.escape(fact.label.en)):
                write(replace(draft, who=((Criterion(fact.iri, relation, value),),)), law)
    rows = tuple(Criterion(fact.iri, relation, value) for fact, value in fitting)
    blocks = tuple((row,) for row in rows) if apart else (rows,)
    proposal = made(replace(draft, who=blocks), law)
    said = " ".join(map(str, proposal.graph.objects(None, RDFS.label)))
    assert all(fact.label.en in said for fact, _ in fitting)
    joined = OWL.unionOf if apart and len(rows) > 1 else OWL.intersectionOf
    assert len(rows) == 1 or any(proposal.graph.subjects(joined, None))


def test_a_class_is_denied_and_the_groups_are_those_named(law: Law, draft: Draft) -> None:
    groups = sorted(map(str, law.graph.subjects(RDF.type, CORE.TargetGroup)))[:2]
    who = ((Criterion(groups[0], "is"), Criterion(groups[1], "is-not")), ())
    proposal = made(replace(draft, who=who), law)
    assert proposal.concerns == (groups[0],)
    assert (None, OWL.complementOf, URIRef(groups[1])) in proposal.graph
    with pytest.raises(InputError):
        write(replace(draft, who=((Criterion(groups[0], "at-least"),),)), law)


def test_a_route_is_one_of_the_law_then(law: Law, draft: Draft) -> None:
    goal = law.norms[draft.norm].requires[0]
    need = min(map(str, law.graph.subjects(RDF.type, CORE.EvidenceType)))
    place = min(map(str, law.graph.subjects(RDF.type, CORE.Place)))
    route = NewRoute(goal, draft.who, (need,), place, Decimal("187.5"))
    proposal = made(replace(draft, change="keep", route=route, commencement=DAY), law)
    after = lay_over(law, [proposal]).law.at(DAY)
    (new,) = (one for one in after.routes if one.iri.endswith("/route/new"))
    assert (new.grants, new.needs, new.place) == ((goal,), (need,), place)
    assert [fee.amount for fee in new.fees] == [Decimal("187.5")]
    assert new.eligible
    free = replace(draft, change="keep", route=NewRoute(goal))
    assert (None, CORE.eligible, None) not in made(free, law).graph
    for odd in (
        NewRoute(BASE + "none"),
        replace(route, place=goal),
        replace(route, needs=(place,)),
    ):
        with pytest.raises(InputError):
            write(replace(draft, route=odd), law)


def test_measures_exemption_and_commencement(law: Law, draft: Draft) -> None:
    full = replace(
        draft, exempt=draft.who, measures=("InformationMeasure", "TransitionMeasure"),
        commencement=DAY,
    )  # fmt: skip
    proposal = made(full, law)
    programs = compile_programs(lay_over(law, [proposal]).law.at(DAY), "person").programs
    assert any(programs[new].conditions for new in proposal.introduces if new in programs)
    assert {measure.kind for measure in proposal.measures} == set(full.measures)
    assert proposal.commencement == DAY
    exemption = next(iri for iri in proposal.introduces if "/norm/exemption-" in iri)
    assert (URIRef(exemption), RDF.type, CORE.Exemption) in proposal.graph


@pytest.mark.parametrize(
    "changes",
    [
        {"norm": "https://w3id.org/lovgraf/none"},
        {"who": ()},
        {"who": ((),)},
        {"who": ((Criterion(BASE + "none", "is"),),)},
        {"title": Text("§", "§")},
        {"commencement": date(1990, 1, 1)},
    ],
)
def test_what_cannot_be_used_is_said(law: Law, draft: Draft, changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        write(replace(draft, **changes), law)


def test_what_is_written_has_no_fault_of_the_law_graph(law: Law, draft: Draft) -> None:
    goal = law.norms[draft.norm].requires[0]
    full = replace(draft, exempt=draft.who, route=NewRoute(goal, draft.who, fee=Decimal(100)))
    graph = made(full, law).graph
    exemption = next(graph.subjects(RDF.type, CORE.Exemption))
    provision = next(graph.objects(exemption, CORE.provision))
    assert str(exemption).startswith(f"{provision}/norm/")
    (fee,) = graph.subjects(RDF.type, CORE.Fee)
    assert (fee, CORE.provision, provision) in graph


def test_a_title_cannot_break_out_of_its_string(law: Law, draft: Draft) -> None:
    title = Text('"@da . <urn:a> <urn:b> "\n\\', 'x" ; a <urn:evil> . "')
    proposal = made(replace(draft, title=title), law)
    assert (None, None, URIRef("urn:evil")) not in proposal.graph


def test_measures_and_routes_name_who_and_on_what_they_rest(law: Law, draft: Draft) -> None:
    who, *_ = providers(law)
    basis = min(map(str, law.graph.subjects(RDF.type, CORE.Provision)))
    kinds = ("DataTransferMeasure", "InformationMeasure")
    goal = min(map(str, law.graph.subjects(RDF.type, CORE.Capability)))
    full = replace(
        draft, measures=kinds, provider=who, basis=basis, route=NewRoute(goal, provider=who)
    )
    graph = made(full, law).graph
    measures = {kind: graph.value(None, RDF.type, CORE[kind]) for kind in kinds}
    assert all((one, CORE.provider, URIRef(who)) in graph for one in measures.values())
    # Only a transfer of data needs a basis.
    assert set(graph.subjects(CORE.legalBasis)) == {measures["DataTransferMeasure"]}
    route = graph.value(None, RDF.type, CORE.AccessRoute)
    assert (route, CORE.provider, URIRef(who)) in graph
    with pytest.raises(InputError, match="no legal basis"):
        made(replace(full, basis=f"{BASE}law/none"), law)
    with pytest.raises(InputError, match="Choose a provider"):
        made(replace(full, provider=f"{BASE}law/none"), law)
