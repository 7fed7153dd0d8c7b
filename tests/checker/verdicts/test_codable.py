"""A norm that columns cannot express goes through the reference engine alone; all others do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from lovgraf.authoring.lint import run
from lovgraf.authoring.lint.rules import compiler_findings
from lovgraf.authoring.lint.run import lint_sources
from lovgraf.authoring.lint.sources import Sources, read_sources
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.errors import InputError
from lovgraf.core.refusal import NotCompilable
from lovgraf.verdicts.program import compile_programs
from tests.checker.small_law import AS_OF, FACTS, NORM, PREFIXES, law_of, old_ships
from tests.examples import one_in

OTHER = NORM.replace("inspection", "cargo")
SHIPS = """id,built_on,sails,inspected,cargo,flag,name
A,1990-01-01,yes,no,"[""grain"",""oil""]",DK,Ida
B,1990-01-01,yes,yes,grain,SE,Bo
"""
BEYOND_COLUMNS = {
    "at most one of several values": ("record:cargo ; sh:maxCount 1", 1),
    "at least two of several values": ("record:cargo ; sh:minCount 2", 1),
    "a pattern on each of several values": ('record:cargo ; sh:pattern "^g"', 1),
    "a length of each of several values": ("record:cargo ; sh:minLength 4", 1),
    "several values compared": ("record:cargo ; sh:disjoint record:name", 0),
    "a fact compared with several values": ("record:name ; sh:equals record:cargo", 2),
}


def duty(body: str) -> str:
    return f"""
<duty/cargo> a sh:NodeShape ; sh:message "Ret lasten."@da, "Mend the cargo."@en ;
  rdfs:label "last"@da, "cargo"@en ; sh:property [ sh:path {body} ] .
<{OTHER}> a core:Obligation ; core:provision <law/2029/1/par/1> ; core:recordType record:Ship ;
  core:bearer core:Subject ; core:addressee record:Ship ; core:duty <duty/cargo> ;
  rdfs:label "Lastens regel"@da, "The rule of the cargo"@en .
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", one_in(6, BEYOND_COLUMNS))
def test_one_norm_beyond_columns_leaves_the_others_alone(tmp_path: Path, kind: str) -> None:
    body, breached = BEYOND_COLUMNS[kind]
    law = law_of(old_ships(), duty(body))
    programs = compile_programs(law.at(AS_OF), "ship")
    assert [iri.rsplit("/", 1)[-1] for iri in programs.programs] == ["inspection"]
    (error,) = programs.refused.values()
    assert isinstance(error, NotCompilable)
    path = tmp_path / "t.csv"
    path.write_text(SHIPS)
    result = check_dataset(path, CheckRequest(AS_OF, law, record_type="ship"))
    counts = {norm.norm.rsplit("/", 1)[-1]: norm.verdicts for norm in result.norms}
    assert counts["inspection"] == {"breached": 1, "fulfilled": 1}
    assert counts["cargo"].get("breached", 0) == breached
    assert sum(counts["cargo"].values()) == 2
    assert any("The rule of the cargo was checked row by row" in n.en for n in result.notes)


def test_what_no_plan_can_code_together_is_refused_of_the_last_norm_alone() -> None:
    """More groups of codes than can be told apart, of several norms together."""
    codes = [f'"c{number}"' for number in range(24)]
    parts = [
        duty(f"record:cargo ; sh:hasValue {code}").replace("cargo>", f"cargo-{number}>")
        for number, code in enumerate(codes)
    ]
    programs = compile_programs(law_of(old_ships(), *parts).at(AS_OF), "ship")
    assert len(programs.refused) == 8
    assert len(programs.programs) == 17


def _sources(folder: Path, text: str) -> Sources:
    path = folder / "law.ttl"
    path.write_text(PREFIXES + text)
    return read_sources([path])


@pytest.mark.parametrize("kind", BEYOND_COLUMNS)
def test_lint_names_the_shape_that_columns_cannot_express(tmp_path: Path, kind: str) -> None:
    text = FACTS + old_ships() + duty(BEYOND_COLUMNS[kind][0])
    found = compiler_findings(_sources(tmp_path, text))
    assert ("not-compilable", "duty/cargo") in {(f.code, f.subject) for f in found}


def test_lint_goes_on_where_a_rule_cannot_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise InputError("Noget er galt.", "Something is wrong.", "x.ttl")

    monkeypatch.setattr(run, "idle_findings", stop)
    found = lint_sources(_sources(tmp_path, old_ships()), reasoner=False)
    codes = {finding.code for finding in found}
    assert {"not-looked-at", "format"} <= codes


def test_a_demand_on_records_that_columns_cannot_express_is_told(tmp_path: Path) -> None:
    shape = """<shape/q> a sh:NodeShape ; sh:targetClass record:Ship ; sh:message "Q"@da, "Q"@en ;
  rdfs:label "q"@da, "q"@en ; sh:property [ sh:path record:cargo ; sh:disjoint record:name ] ."""
    path = tmp_path / "t.csv"
    path.write_text(SHIPS)
    law = law_of(old_ships(), shape)
    result = check_dataset(path, CheckRequest(AS_OF, law, record_type="ship"))
    assert [norm.verdicts for norm in result.norms] == [{"breached": 1, "fulfilled": 1}]
    assert any('was not checked for "Q"' in note.en for note in result.notes)
