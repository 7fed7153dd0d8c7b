"""What the shipped proposals state is checked with the law, each laid over it by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

import checker.lint.run
from checker.law.graph import proposal_files
from checker.lint.run import shipped_proposals
from checker.lint.sources import Sources, shown

NAME = "self-service-relief-one-act"


def test_a_flaw_in_a_proposal_is_found_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped_sources: Sources
) -> None:
    (source,) = (path for path in proposal_files() if path.stem == NAME)
    path = tmp_path / source.name
    flaw = f"\n<proposal/{NAME}/class/idle> a owl:Class .\n"
    path.write_text(source.read_text(encoding="utf-8") + flaw, encoding="utf-8")
    monkeypatch.setattr(checker.lint.run, "proposal_files", lambda: [path])
    found = shipped_proposals(shipped_sources, reasoner=False)
    assert {finding.file for finding in found} == {shown(path)}
    assert {"missing-label", "unused-class"} <= {finding.code for finding in found}


ALIKE = """
<proposal/{name}/class/idle> a owl:Class ; rdfs:label "ens"@da , "alike"@en ;
  owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( record:Filing
    [ a owl:Restriction ; owl:onProperty record:filerHasEid ; owl:hasValue true ]
    [ a owl:Restriction ; owl:onProperty record:filerHasEid ; owl:hasValue false ] ) ] .
<proposal/{name}/class/same> a owl:Class ; rdfs:label "ens"@da , "alike"@en .
<proposal/{name}/class/odd> a core:TargetGroup , owl:Class ;
  owl:equivalentClass [ a owl:Restriction ; owl:onProperty record:eid ; owl:hasSelf true ] .
"""


def test_two_of_a_name_empty_classes_and_what_cannot_be_read_are_found_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped_sources: Sources
) -> None:
    (source,) = (path for path in proposal_files() if path.stem == NAME)
    path = tmp_path / source.name
    path.write_text(source.read_text(encoding="utf-8") + ALIKE.format(name=NAME), encoding="utf-8")
    monkeypatch.setattr(checker.lint.run, "proposal_files", lambda: [path])
    found = shipped_proposals(shipped_sources)
    subjects = {f.code: f.subject for f in found if f.file == shown(path)}
    assert subjects["unsatisfiable"] == f"proposal/{NAME}/class/idle"
    assert subjects["unique-labels"] == f"proposal/{NAME}/class/same"
    assert subjects["not-compilable"] == f"proposal/{NAME}/class/odd"
