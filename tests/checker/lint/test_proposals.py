"""What the shipped proposals state is checked with the law, each laid over it by itself: they have
no error, and flaws are found."""

from __future__ import annotations

from pathlib import Path

import pytest

import lovgraf.authoring.lint.run
from lovgraf.authoring.lint.finding import LintFinding
from lovgraf.authoring.lint.run import shipped_proposals
from lovgraf.authoring.lint.sources import Sources, read_sources, shown
from lovgraf.law.graph import proposal_files
from tests.checker.lint.test_lint import VOCABULARY, mini
from tests.examples import WHOLE, whole
from tests.ontology.test_law_graph import lines

IDLE, ALIKE = "self-service-relief-all", "self-service-relief-one-act"
FLAWS = {
    IDLE: """
<proposal/{name}/class/idle> a owl:Class .
""",
    ALIKE: """
<proposal/{name}/class/idle> a owl:Class ; rdfs:label "ens"@da , "alike"@en ;
  owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( record:Person
    [ a owl:Restriction ; owl:onProperty record:digitalPost ; owl:hasValue true ]
    [ a owl:Restriction ; owl:onProperty record:digitalPost ; owl:hasValue false ] ) ] .
<proposal/{name}/class/same> a owl:Class ; rdfs:label "ens"@da , "alike"@en .
<proposal/{name}/class/odd> a core:TargetGroup , owl:Class ;
  owl:equivalentClass [ a owl:Restriction ; owl:onProperty record:eid ; owl:hasSelf true ] .
""",
}


@pytest.fixture(scope="module")
def sources(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """The law: a small one, or the shipped one where the whole is asked for."""
    if WHOLE:
        shipped: Sources = request.getfixturevalue("shipped_sources")
        return shipped
    path = tmp_path_factory.mktemp("law") / "small.ttl"
    path.write_text(mini.law(1), encoding="utf-8")
    return read_sources([*VOCABULARY, path])


@pytest.fixture(scope="module")
def flawed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files of proposals with flaws, by the proposal's own name: of the shipped ones under another
    name where the whole is asked for."""
    folder = tmp_path_factory.mktemp("flawed")
    shipped = {path.stem: path for path in proposal_files()}
    for name, flaw in FLAWS.items():
        text = shipped[name].read_text(encoding="utf-8") if WHOLE else mini.ending(name)
        text += flaw.format(name=name)
        text = text.replace(f"proposal/{name}", f"proposal/{name}-flawed")
        (folder / f"{name}.ttl").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.ttl" for name in FLAWS}


@pytest.fixture(scope="module")
def every(flawed: dict[str, Path], sources: Sources) -> list[LintFinding]:
    """What is found of the shipped proposals, where the whole is asked for, and of those with flaws
    beside them."""
    paths = [*(proposal_files() if WHOLE else ()), *flawed.values()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lovgraf.authoring.lint.run, "proposal_files", lambda: paths)
        return shipped_proposals(sources)


@pytest.fixture(scope="module")
def found(every: list[LintFinding], flawed: dict[str, Path]) -> dict[str, list[LintFinding]]:
    """What is found of the proposals with flaws, by proposal."""
    return {name: [f for f in every if f.file == shown(path)] for name, path in flawed.items()}


@pytest.mark.slow
@whole("test_a_flaw_in_a_proposal_is_found_with_its_file")
def test_the_shipped_ones_have_no_error_and_no_class_of_theirs_or_the_laws_is_empty(
    every: list[LintFinding], flawed: dict[str, Path]
) -> None:
    of_flawed = {shown(path) for path in flawed.values()}
    assert lines([finding for finding in every if finding.file not in of_flawed]) == []


@pytest.mark.slow
def test_a_flaw_in_a_proposal_is_found_with_its_file(found: dict[str, list[LintFinding]]) -> None:
    assert {"missing-label", "unused-class"} <= {finding.code for finding in found[IDLE]}


@pytest.mark.slow
def test_two_of_a_name_empty_classes_and_what_cannot_be_read_are_found_too(
    found: dict[str, list[LintFinding]],
) -> None:
    subjects = {finding.code: finding.subject for finding in found[ALIKE]}
    assert subjects["unsatisfiable"] == f"proposal/{ALIKE}-flawed/class/idle"
    assert subjects["unique-labels"] == f"proposal/{ALIKE}-flawed/class/same"
    assert subjects["unreadable"] == f"proposal/{ALIKE}-flawed/class/odd"
