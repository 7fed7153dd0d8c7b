"""Choices of a drafter as Turtle: each can be laid over the law, and says what was chosen."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from rdflib import RDF, RDFS, URIRef

from checker.errors import InputError
from checker.law import Law
from checker.proposals.choices import RELATIONS, Criterion, Relation, codes_of, usable
from checker.proposals.editing import CHANGES, Draft, write
from checker.proposals.overlay import lay_over
from checker.proposals.proposal import Proposal, proposal_of
from checker.terms import BASE, CORE, Text
from checker.verdicts.program import compile_programs

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
    return Draft(
        Text("En udvidelse", "A widening"), norm.iri, "widen", (group,), (), True, (), (), None, DAY
    )


def made(draft: Draft, law: Law) -> Proposal:
    """The proposal; that it can be laid over the law was seen when it was written."""
    return proposal_of(write(draft, law), "draft.ttl")


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_of_the_addressee_is_a_proposal(law: Law, draft: Draft, change: str) -> None:
    proposal = made(replace(draft, change=change), law)  # type: ignore[arg-type]
    if change == "end":
        assert proposal.ends == (draft.norm,)
    else:
        assert proposal.replaces == ((proposal.introduces[0], draft.norm),)
    assert proposal.undetermined
    assert proposal.law_as_of == DAY


@pytest.mark.parametrize(("relation", "every"), [*zip(RELATIONS, (True, False) * 2, strict=True)])
def test_conditions_of_each_kind_of_fact(
    law: Law, draft: Draft, relation: Relation, every: bool
) -> None:
    facts = usable(law, "person")
    code = next(fact for fact in facts if codes_of(fact))
    truth, number = (
        next(f for f in facts if f.datatype == kind) for kind in ("boolean", "integer")
    )
    values = [(number, "15"), (truth, "ja"), (code, codes_of(code)[0])]
    fitting = values[:1] if relation in ("at-least", "at-most") else values
    for fact, value in values[len(fitting) :]:
        with pytest.raises(InputError, match=re.escape(fact.label.en)):
            write(replace(draft, criteria=(Criterion(fact.iri, relation, value),)), law)
    chosen = tuple(Criterion(fact.iri, relation, value) for fact, value in fitting)
    proposal = made(replace(draft, criteria=chosen, every=every), law)
    said = " ".join(map(str, proposal.graph.objects(None, RDFS.label)))
    assert all(fact.label.en in said for fact, _ in fitting)


def test_measures_exemption_and_commencement(law: Law, draft: Draft) -> None:
    full = replace(
        draft, exempt=draft.groups, measures=("InformationMeasure", "TransitionMeasure"),
        commencement=DAY,
    )  # fmt: skip
    proposal = made(full, law)
    programs = compile_programs(lay_over(law, [proposal]).law.at(DAY), "person").programs
    assert any(programs[new].conditions for new in proposal.introduces if new in programs)
    assert {measure.kind for measure in proposal.measures} == set(full.measures)
    assert proposal.commencement == DAY
    exemption = next(iri for iri in proposal.introduces if iri.endswith("-exemption"))
    assert (URIRef(exemption), RDF.type, CORE.Exemption) in proposal.graph


@pytest.mark.parametrize(
    "changes",
    [
        {"norm": "https://w3id.org/lovgraf/none"},
        {"groups": ()},
        {"groups": (BASE + "none",)},
        {"title": Text("§", "§")},
        {"commencement": date(1990, 1, 1)},
    ],
)
def test_what_cannot_be_used_is_said(law: Law, draft: Draft, changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        write(replace(draft, **changes), law)  # type: ignore[arg-type]


def test_a_title_cannot_break_out_of_its_string(law: Law, draft: Draft) -> None:
    title = Text('"@da . <urn:a> <urn:b> "\n\\', 'x" ; a <urn:evil> . "')
    proposal = made(replace(draft, title=title), law)
    assert (None, None, URIRef("urn:evil")) not in proposal.graph
