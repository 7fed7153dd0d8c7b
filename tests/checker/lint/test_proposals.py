"""What the shipped proposals state is checked with the law, each laid over it by itself."""

from __future__ import annotations

import pytest

import lovgraf.authoring.lint.rules
import lovgraf.authoring.lint.run
from lovgraf.authoring.lint.finding import LintFinding
from lovgraf.authoring.lint.run import shipped_proposals
from lovgraf.authoring.lint.sources import Sources, shown
from lovgraf.law.graph import proposal_files

IDLE, ALIKE = "self-service-relief-all", "self-service-relief-one-act"
FLAWS = {
    IDLE: """
<proposal/{name}/class/idle> a owl:Class .
""",
    ALIKE: """
<proposal/{name}/class/idle> a owl:Class ; rdfs:label "ens"@da , "alike"@en ;
  owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( record:Filing
    [ a owl:Restriction ; owl:onProperty record:filerHasEid ; owl:hasValue true ]
    [ a owl:Restriction ; owl:onProperty record:filerHasEid ; owl:hasValue false ] ) ] .
<proposal/{name}/class/same> a owl:Class ; rdfs:label "ens"@da , "alike"@en .
<proposal/{name}/class/odd> a core:TargetGroup , owl:Class ;
  owl:equivalentClass [ a owl:Restriction ; owl:onProperty record:eid ; owl:hasSelf true ] .
""",
}


@pytest.fixture(scope="module")
def found(
    tmp_path_factory: pytest.TempPathFactory, shipped_sources: Sources
) -> dict[str, list[LintFinding]]:
    """What is found of two proposals with flaws, by proposal."""
    folder = tmp_path_factory.mktemp("flawed")
    paths = [folder / f"{name}.ttl" for name in FLAWS]
    shipped = {path.stem: path for path in proposal_files()}
    for path in paths:
        text = shipped[path.stem].read_text(encoding="utf-8")
        path.write_text(text + FLAWS[path.stem].format(name=path.stem), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lovgraf.authoring.lint.run, "proposal_files", lambda: paths)
        # Asked of the shipped law, in ten seconds, by tests/ontology/test_law_graph.py.
        patch.setattr(lovgraf.authoring.lint.rules, "contradictory", lambda graph: False)
        every = shipped_proposals(shipped_sources)
    assert {finding.file for finding in every} == {shown(path) for path in paths}
    return {path.stem: [f for f in every if f.file == shown(path)] for path in paths}


@pytest.mark.slow
def test_a_flaw_in_a_proposal_is_found_with_its_file(found: dict[str, list[LintFinding]]) -> None:
    assert {"missing-label", "unused-class"} <= {finding.code for finding in found[IDLE]}


@pytest.mark.slow
def test_two_of_a_name_empty_classes_and_what_cannot_be_read_are_found_too(
    found: dict[str, list[LintFinding]],
) -> None:
    subjects = {finding.code: finding.subject for finding in found[ALIKE]}
    assert subjects["unsatisfiable"] == f"proposal/{ALIKE}/class/idle"
    assert subjects["unique-labels"] == f"proposal/{ALIKE}/class/same"
    assert subjects["unreadable"] == f"proposal/{ALIKE}/class/odd"
