"""What persons can have and get, carried to the filings and payments in which they take part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from rdflib import OWL, RDF, BNode, URIRef

from lovgraf.conditions.tree import facts_of
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, CORE, RECORD, short
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.facts.values import NONE, State
from lovgraf.law import Law, load_law
from lovgraf.law.participants import carry
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.proposal import proposal_of
from lovgraf.proposals.statements import copy_of
from lovgraf.readers.single import read_pairs
from lovgraf.reference import judge
from lovgraf.reference.cases import Case
from lovgraf.reference.oracles import Oracles
from lovgraf.reference.plan import make_plan
from lovgraf.verdicts.program import readers
from lovgraf.verdicts.reach import reachable
from tests.examples import WHOLE, one_in

DAY = date(2014, 12, 1)
EID = f"{BASE}capability/eid"
NORM = f"{BASE}law/2013/622/par/43a/stk/1/pkt/1/norm/file-digitally-day-care-free-place"
HEAD = """@base <https://w3id.org/lovgraf/> .
@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix record: <https://w3id.org/lovgraf/record#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
<proposal/x> a core:Proposal ; rdfs:label "x"@da , "x"@en ;
  core:inForceFrom "2014-12-01"^^xsd:date ;
"""
WAYS = (
    "nemid-citizen-centre", "nemid-danish-address", "nemid-bank-by-post", "nemid-bank-in-denmark",
    "nemid-representation",
)  # fmt: skip
ENDED = "core:ends " + " , ".join(f"<route/{way}>" for way in WAYS) + " ."
CENTRE_ENDED = "core:ends " + " , ".join(f"<route/{way}>" for way in WAYS[:-1]) + " ."
WALLET = """core:introduces <route/wallet> .
<law/2014/9999> a core:Act ; rdfs:label "loven"@da , "the Act"@en .
<law/2014/9999/par/1> a core:Provision ; eli:is_part_of <law/2014/9999> ;
  rdfs:label "§ 1"@da , "s. 1"@en .
<route/wallet> a core:AccessRoute ; rdfs:label "tegnebog"@da , "wallet"@en ;
  core:grants <capability/eid> ; core:eligible <proposal/x/class/from-13> ;
  core:provision <law/2014/9999/par/1> ; core:recordType record:Person .
<proposal/x/class/from-13> a owl:Class ; rdfs:label "fra 13"@da , "from 13"@en ;
  owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( record:Person
    [ a owl:Restriction ; owl:onProperty record:age ; owl:someValuesFrom [ a rdfs:Datatype ;
      owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 13 ] ) ] ] ) ] .
"""


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


def under(law: Law, text: str) -> Law:
    return lay_over(law, [proposal_of(HEAD + text, "x.ttl")]).law


def filing(**facts: State) -> dict[str, State]:
    """A paper filing by somebody of forty without an eID."""
    base: dict[str, State] = {
        "area": "day-care-free-place", "filedOn": date(2014, 2, 3), "channel": "paper",
        "specialCircumstances": False, "alternativeOffered": False, "rejected": True,
        "acceptedForAdvantages": False, "filerHasEid": False, "filerType": "person",
        "filerBirthDate": date(1974, 2, 3),
    }  # fmt: skip
    return {str(RECORD[name]): state for name, state in (base | facts).items()}


def verdicts_on(law: Law, records: Sequence[dict[str, State]]) -> list[str]:
    """What both engines find; the reference engine may give up on many blank facts. HermiT is asked
    of all records at once."""
    found = [own[NORM] for own in verdicts_for(law.at(DAY), records, "filing", [NORM])]
    oracles = Oracles(law)
    plan = make_plan(law.at(DAY), law.norms[NORM], oracles)
    others = judge([Case(plan, record, DAY) for record in records], oracles)
    for one, other in zip(found, others, strict=True):
        assert not isinstance(other, Exception)
        assert other.verdict in (one.verdict, "undetermined")
    return [one.verdict for one in found]


def test_a_capability_is_stated_once_and_nobody_else_states_it_again(law: Law) -> None:
    holding = [s for s in law.graph.subjects(RDF.type, CORE.Capability) if "eid" in str(s)]
    assert holding == [URIRef(EID)]
    stated = [route for route in law.access.stated if EID in route.grants]
    assert {kind for route in stated for kind in route.record_types} == {"person"}


def test_the_law_as_it_is_asks_a_filing_for_its_own_answers_and_age_only(law: Law) -> None:
    owl, _ = readers(law.at(DAY), "filing")
    found = facts_of(reachable(law.at(DAY), EID, "filing", owl))
    assert {short(fact) for fact in found} == {"filerHasEid", "filerCanGetEid", "filerAge"}


FILERS: dict[str, list[tuple[dict[str, State], str]]] = {
    "": [({"filerCanGetEid": True}, "breached"), ({"filerCanGetEid": False}, "unattainable")],
    ENDED: [
        # The answer was given under the law as it is; no route of persons is left.
        ({"filerCanGetEid": True}, "unattainable"),
        # An entity has other ways, which the proposal does not touch.
        (
            {"filerCanGetEid": True, "filerType": "legal-entity", "filerBirthDate": NONE},
            "breached",
        ),
    ],
    CENTRE_ENDED: [
        # Whether the one route left is open depends on what the record does not tell ...
        ({"filerCanGetEid": True}, "breached"),
        # ... and is known where it tells that.
        ({"filerCanGetEid": True, "danishPassport": False}, "unattainable"),
        ({"filerCanGetEid": False}, "unattainable"),
    ],
    WALLET: [
        # A new route is open to who had none.
        ({"filerCanGetEid": False}, "breached"),
        ({"filerCanGetEid": False, "filerBirthDate": date(2004, 2, 3)}, "unattainable"),
    ],
}
"""Filers under a proposal, each with what the law then says."""


@pytest.mark.slow
@pytest.mark.parametrize("proposal", one_in(2, FILERS)[0 if WHOLE else 1 :])
def test_what_a_proposal_does_to_a_route_of_persons_reaches_the_filer(
    law: Law, proposal: str
) -> None:
    changed = under(law, proposal) if proposal else law
    filers = FILERS[proposal]
    found = verdicts_on(changed, [filing(**facts) for facts, _ in filers])
    assert found == [expected for _, expected in filers]


@pytest.mark.slow
def test_a_payment_has_the_facts_of_its_recipient(law: Law) -> None:
    graph = copy_of(law.graph)
    norm = URIRef(f"{BASE}law/2014/9999/norm/paid")
    graph.add((norm, CORE.recordType, RECORD.Payment))
    graph.add((norm, CORE.requires, URIRef(EID)))
    carry(graph)
    changed = Law(type(law.source)(graph, "x", ("x.ttl",)))
    owl, _ = readers(changed.at(DAY), "payment")
    asked = {short(f) for f in facts_of(reachable(changed.at(DAY), EID, "payment", owl))}
    assert {"recipientAge", "recipientCprBasis", "eid", "danishPassport"} <= asked
    assert not {"age", "cprBasis"} & asked


def test_to_carry_again_changes_nothing(law: Law) -> None:
    graph = copy_of(law.graph)
    assert not carry(graph)
    assert len(graph) == len(law.graph)
    # There and back again.
    assert carry(graph, answered=False)
    assert not carry(graph, answered=False)
    assert carry(graph)
    assert len(graph) == len(law.graph)
    assert not carry(graph)


def test_a_filing_takes_the_facts_of_its_filer_by_their_names_only(law: Law) -> None:
    facts = law.facts.on(DAY)
    assert list(read_pairs(["danish_passport=no"], facts, "filing").values()) == [False]
    for name in ("birth_date", "home_in_denmark"):  # the filing has them under other names
        with pytest.raises(InputError):
            read_pairs([f"{name}=2000-01-01"], facts, "filing")


def test_what_a_record_tells_of_its_person_is_asked_of_the_record_alone(law: Law) -> None:
    """A fact of persons that rests on one which the record has under a name of its own is carried
    as well; else it would be asked of a column that no record of that type can have."""
    graph = copy_of(law.graph)
    written, asked = carry(graph, answered=False), set[str]()
    for participant in graph.subjects(RDF.type, RECORD.Participant):
        carries = list(graph.objects(participant, RECORD.carries))
        own = {str(fact) for pair in carries for fact in graph.objects(pair, RECORD.fact)}
        todo = [node for node in written if f"/{short(str(participant))}-" in str(node)]
        seen = set(todo)
        while todo:
            for _, predicate, value in graph.triples((todo.pop(), None, None)):
                if predicate == OWL.onProperty:
                    asked.add(str(value))
                    assert not own & law.facts.inputs(str(value)), (participant, value)
                elif isinstance(value, BNode) and value not in seen:
                    seen.add(value)
                    todo.append(value)
    assert str(RECORD.filerHomeInDenmark) in asked
