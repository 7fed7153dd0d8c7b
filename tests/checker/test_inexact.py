"""Where an engine gives up exactness, every form of the answer says so, and none says that the law
left it open."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import lovgraf.reference.cases
import lovgraf.verdicts.completions
import lovgraf.verdicts.settling
from lovgraf.check import row_recheck
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.check.stored import store, stored
from lovgraf.core.result import CheckResult
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.explain.person import Explainer
from lovgraf.law.view import Law
from lovgraf.reference import verdicts
from lovgraf.reports import person_json
from lovgraf.reports.formats import FORMATS, ReportOptions
from lovgraf.reports.person_text import write_person
from tests.checker.reports.example import as_text
from tests.checker.small_law import AS_OF, law_of, old_ships, ship
from tests.examples import cells, one_in

SHIPS = "built_on,sails,inspected\n2000-01-01,true,\n2000-01-01,true,true\n2001-01-01,true,\n"
SAID = {"en": "ot worked out", "da": "kke regnet ud"}
LEFT_OPEN = {"en": "cannot be decided without", "da": "kan ikke afgøres uden"}


def small() -> Law:
    return law_of(old_ships().replace("addressee <class/old>", "addressee record:Ship"))


def checked(tmp_path: Path, engine: str = "columns") -> CheckResult:
    path = tmp_path / "ships.csv"
    path.write_text(SHIPS)
    return check_dataset(path, CheckRequest(AS_OF, small(), record_type="ship", engine=engine))


def give_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the bounds of both engines so low that they give up where anything is open."""
    monkeypatch.setattr(lovgraf.verdicts.completions, "MAX_COMPLETIONS", 1)
    monkeypatch.setattr(lovgraf.verdicts.settling, "MAX_COMPLETIONS", 1)
    monkeypatch.setattr(lovgraf.reference.cases, "MAX_ROWS", 1)


@pytest.mark.slow
@pytest.mark.parametrize("engine", one_in(2, ["columns", "reference"]))
def test_every_form_of_a_report_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    exact = checked(tmp_path, engine)
    assert exact.inexact == 0
    assert exact.undecided(frozenset()) == 2
    give_up(monkeypatch)
    result = checked(tmp_path, engine)
    assert (
        result.norms[0].verdicts == exact.norms[0].verdicts == {"fulfilled": 1, "undetermined": 2}
    )
    assert result.inexact == 2
    assert result.undecided(frozenset()) == 0
    assert {c.id for c in result.causes} != {c.id for c in exact.causes}
    found = json.loads(report(result, "json", "en"))
    assert found["inexact"] == 2
    assert [cause["inexact"] for cause in found["causes"]] == [True]
    assert any("2 verdicts were not worked out" in note["en"] for note in found["notes"])
    for form, (lang, said) in cells(FORMATS, [*SAID.items()]):
        assert said in report(result, form, lang), form
        assert said not in report(exact, form, lang), form
        if form in ("text", "html"):
            assert LEFT_OPEN[lang] not in report(result, form, lang)
            assert LEFT_OPEN[lang] in report(exact, form, lang)


def report(result: CheckResult, form: str, lang: str) -> str:
    options = ReportOptions(lang="da" if lang == "da" else "en", width=400)
    return as_text(form, result, options)


def test_a_stored_report_names_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give_up(monkeypatch)
    folder = tmp_path / "kept"
    folder.mkdir()
    store(checked(tmp_path), folder, show_values=False)
    assert stored(folder).inexact == 2
    assert any("not worked out" in note.en for note in stored(folder).all_notes)


def test_one_citizen_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    record = ship(built_on=date(2000, 1, 1), sails=True)
    exact = Explainer(small().at(AS_OF), "ship").explain(record)
    assert all(verdict.exact for verdict in exact.verdicts)
    give_up(monkeypatch)
    found = Explainer(small().at(AS_OF), "ship").explain(record)
    assert [verdict.exact for verdict in found.verdicts] == [False]
    assert json.loads("".join(person_json.write_person(found)))["verdicts"][0]["inexact"] is True
    assert "Not worked out: so much is missing" in "\n".join(write_person(found, "en"))
    assert "Ikke regnet ud" in "\n".join(write_person(found, "da"))
    assert "A missing fact" not in "\n".join(write_person(found, "en"))


@pytest.mark.slow
def test_both_engines_say_so_of_a_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    view, record = small().at(AS_OF), ship(built_on=date(2000, 1, 1), sails=True)
    for engine in (verdicts_for, verdicts):
        (found,) = engine(view, [record], "ship")
        assert [verdict.exact for verdict in found.values()] == [True]
    give_up(monkeypatch)
    for engine in (verdicts_for, verdicts):
        (found,) = engine(view, [record], "ship")
        assert [verdict.exact for verdict in found.values()] == [False]


def test_what_a_large_file_leaves_open_is_inexact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ships.csv"
    path.write_text("built_on,bought_on,sails,inspected\n2000-01-01,,true,false\n")
    deadline = """; core:deadline [ core:trigger record:builtOn , record:boughtOn ;
      core:period "P1M"^^xsd:duration ]"""
    law = law_of(old_ships(deadline).replace("addressee <class/old>", "addressee record:Ship"))
    found = check_dataset(path, CheckRequest(AS_OF, law, record_type="ship"))
    assert found.inexact == 0
    monkeypatch.setattr(row_recheck, "MOST", 0)
    found = check_dataset(path, CheckRequest(AS_OF, law, record_type="ship"))
    assert found.open == 1
    assert found.inexact == 1
    assert (
        check_dataset(path, CheckRequest(AS_OF, law, record_type="ship", exact=True)).inexact == 0
    )
