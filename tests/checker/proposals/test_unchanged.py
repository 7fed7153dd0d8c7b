"""What is kept of a law under proposals is what reading the whole law anew gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import URIRef

from lovgraf.conditions.from_owl import ReadClasses
from lovgraf.conditions.tree import FALSE, TRUE
from lovgraf.core.terms import BASE, RECORD
from lovgraf.facts.fact_reader import read_facts
from lovgraf.law import Law, load_law
from lovgraf.law.norms import natural, read_norms
from lovgraf.proposals.changes import law_of_persons
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.proposal import Proposal, proposal_of, read_proposal
from lovgraf.verdicts.program import classes_read, compile_programs
from tests.checker.proposals.small import DAY, law, proposal
from tests.checker.small_law import PREFIXES
from tests.examples import one_in, whole

FOLDER = Path(__file__).parents[3] / "ontology" / "proposal"
HEAD = f"""{PREFIXES} <proposal/new> a core:Proposal ; rdfs:label "Nyt"@da, "New"@en ;
  core:inForceFrom "2031-01-01"^^xsd:date ."""
COLUMN = """record:sealed a record:Column ; record:column "sealed" ; record:datatype xsd:boolean ;
  rdfs:label "forseglet"@da, "sealed"@en ; record:recordType record:Ship ."""
CODES = """record:tint a record:Column ; record:column "tint" ; record:datatype xsd:string ;
  record:codeList record:tintList ; rdfs:label "farve"@da, "tint"@en .
  record:tintList a skos:ConceptScheme ; rdfs:label "farver"@da, "tints"@en .
  record:tintRed a skos:Concept ; skos:inScheme record:tintList ; skos:notation "red" ;
  skos:prefLabel "rød"@da, "red"@en ."""


def same(law: Law, proposals: list[Proposal]) -> Law:
    after = lay_over(law, proposals).law
    facts = read_facts(after.graph)
    assert after.facts == facts
    assert after.norms == read_norms(after.graph, facts.record_types, facts.usual_type)
    return after


@pytest.mark.slow
@whole("checker/proposals/test_overlay.py::test_proposals_are_stacked")
def test_all_proposals_on_the_law() -> None:
    law = load_law()
    after = same(law, [read_proposal(path) for path in sorted(FOLDER.glob("*.ttl"))])
    assert after.facts is not law.facts
    assert list(after.norms) == sorted(after.norms, key=natural)


@pytest.mark.parametrize("more", [COLUMN, CODES])
def test_a_proposal_with_facts_of_its_own(more: str) -> None:
    before = law()
    after = same(before, [proposal_of(HEAD + more, "new.ttl")])
    assert set(after.facts.facts) > set(before.facts.facts)
    assert str(RECORD.sealed if more == COLUMN else RECORD.tint) in after.facts.facts


def test_facts_that_nothing_touches_are_the_same_object() -> None:
    before = law()
    assert same(before, [proposal_of(HEAD, "new.ttl")]).facts is before.facts


NARROWER = "<class/few> a owl:Class ; rdfs:subClassOf <class/granted> ."


@pytest.mark.parametrize(("more", "read"), [("", True), (NARROWER, False)])
def test_classes_that_nothing_touches_are_read_once(more: str, read: bool) -> None:
    """Unless the proposal says of one of them what no class may be said to be."""
    before = law()
    compile_programs(before.at(DAY), "ship")
    after = lay_over(before, [proposal(more)]).law
    known = after.once(classes_read("ship"), ReadClasses).conditions
    assert (URIRef(f"{BASE}class/granted") in known) is read
    assert URIRef(f"{BASE}proposal/all/class/sailing") not in known
    kept, anew = (compile_programs(one.at(DAY), "ship") for one in (after, Law(after.source)))
    assert kept.programs == anew.programs
    assert kept.refused.keys() == anew.refused.keys()
    assert bool(kept.refused) is not read


def test_what_a_changed_law_reads_is_known_to_the_next() -> None:
    base = ReadClasses()
    touched, kept = URIRef("urn:touched"), URIRef("urn:kept")
    after = base.without({touched})
    after.conditions.update({touched: TRUE, kept: FALSE})
    after.looked.update((touched, kept))
    following = base.without(set())
    assert following.conditions == base.conditions == {kept: FALSE}
    assert following.looked == {kept}


@pytest.mark.slow
@pytest.mark.parametrize("name", one_in(2, ["udk-registration-authority", "representations-mitid"]))
def test_laid_over_what_persons_answer_or_asked_of_persons_then(name: str) -> None:
    shipped, one = load_law(), read_proposal(FOLDER / f"{name}.ttl")
    day = one.day(None)
    laid = lay_over(law_of_persons(shipped), [one]).law
    asked = law_of_persons(lay_over(shipped, [one]).law)
    assert laid.source.digest == asked.source.digest
    assert len(laid.graph) == len(asked.graph)
    assert laid.norms == asked.norms
    assert laid.access == asked.access
    for kind in sorted(set(shipped.facts.record_types.values())):
        first, second = (compile_programs(one.at(day), kind) for one in (laid, asked))
        assert first.programs == second.programs
