"""Scenario files: what is read, and what is said of a faulty one."""

from __future__ import annotations

from pathlib import Path

import pytest

from lovgraf.authoring.scenarios import Scenario, norm_of, read_scenarios, record_of
from lovgraf.core.errors import InputError
from lovgraf.facts.values import NONE
from tests.checker.small_law import NORM, fact, law_of, old_ships

GOOD = """
provision: law/2029/1/par/1
title: Inspection
cases:
  - name: a ship
    as_of: 2030-06-01
    type: ship
    facts: {built_on: 2000-01-01, sails: ja, flag: NO, cargo: grain oil, inspected_on: none, name:}
    verdict: breached
    why: it is old
"""


def _read(folder: Path, text: str) -> Scenario:
    (folder / "ships").mkdir(exist_ok=True)
    (folder / "ships" / "some.yaml").write_text(text, encoding="utf-8")
    (found,) = read_scenarios(folder)
    return found


def test_values_are_typed_by_their_column(tmp_path: Path) -> None:
    case = _read(tmp_path, GOOD)
    law = law_of(old_ships())
    assert case.error == ""
    assert case.id == "ships/some: a ship"
    norm = norm_of(law, case)
    assert norm is not None
    assert norm.iri.endswith(NORM)
    record = record_of(law, case)
    assert record[fact("sails")] is True
    assert record[fact("flag")] == "NO"
    assert record[fact("cargo")] == ("grain", "oil")
    assert record[fact("inspected_on")] is NONE
    assert record[fact("name")] is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: Inspection\n", "", "a file has the keys"),
        ("    why: it is old\n", "", "lacks ['why']"),
        ("verdict: breached", "verdict: guilty", "no verdict guilty"),
        ("as_of: 2030-06-01", "as_of: soon", "as_of is no date"),
        ("cases:", "cases: [", ""),
        ("sails: ja", "sails: ja, sails: nej", "keys twice: ['sails']"),
        ("title: Inspection", "title: A\ntitle: B", "keys twice: ['title']"),
    ],
)
def test_a_faulty_file_is_one_faulty_case(tmp_path: Path, old: str, new: str, said: str) -> None:
    case = _read(tmp_path, GOOD.replace(old, new))
    assert case.error
    assert said in case.error


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("par/1", "par/7", "no norm that gives verdicts"),
        ("type: ship", "type: boat", "the norm is about a ship"),
    ],
)
def test_a_case_without_its_norm_says_so(tmp_path: Path, old: str, new: str, said: str) -> None:
    case = _read(tmp_path, GOOD.replace(old, new))
    with pytest.raises(InputError, match=said):
        norm_of(law_of(old_ships()), case)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sails: ja", "sails: perhaps", "sails cannot hold perhaps"),
        ("2000-01-01", "2000-13-01", "built_on cannot hold"),
        ("flag: NO", "flag: XX", "flag cannot hold XX"),
        ("flag: NO", "wings: 2", "there is no column wings"),
    ],
)
def test_a_fact_that_cannot_be_says_so(tmp_path: Path, old: str, new: str, said: str) -> None:
    case = _read(tmp_path, GOOD.replace(old, new))
    with pytest.raises(InputError, match=said) as raised:
        record_of(law_of(old_ships()), case)
    assert raised.value.file


def test_a_norm_that_is_not_in_force_is_none(tmp_path: Path) -> None:
    case = _read(tmp_path, GOOD.replace("2030-06-01", "2029-12-31"))
    assert norm_of(law_of(old_ships()), case) is None


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        read_scenarios(tmp_path / "nowhere")
