"""Scenarios: cases that a lawyer can read, as YAML files beside the law they test.

Values are read as text and typed by their column, so that `01` stays a code and `NO` a country.
`none` says that there is none; an empty value is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from checker.law import Law, Norm
from checker.records.facts import Column
from checker.records.values import NONE, State
from checker.reports.result import VERDICTS
from checker.terms import absolute

FOLDER = Path(__file__).parent
FILE_KEYS = {"provision", "title", "cases"}
CASE_KEYS = {
    "name", "as_of", "type", "facts", "norm", "verdict", "missing", "judgment", "why", "provision",
}  # fmt: skip
NEEDED = {"name", "as_of", "facts", "verdict", "why"}
TRUE, FALSE = {"true", "yes", "ja"}, {"false", "no", "nej"}


@dataclass(frozen=True)
class Scenario:
    """One case as it is written; `error` says why its file cannot be read."""

    file: Path
    provision: str
    raw: dict[str, Any]
    error: str = ""

    @property
    def id(self) -> str:
        """The folder, file and name of the case."""
        return f"{self.file.parent.name}/{self.file.stem}: {self.raw.get('name', '?')}"

    @property
    def as_of(self) -> date:
        """The date as of which it is judged."""
        return date.fromisoformat(self.raw["as_of"])

    @property
    def record_type(self) -> str:
        """The notation of the type of record."""
        return str(self.raw.get("type", "person"))

    @property
    def expected(self) -> str:
        """The verdict, or `none` where the norm is not in force then."""
        return str(self.raw["verdict"])


def scenarios(folder: Path = FOLDER) -> list[Scenario]:
    """Every case of every file, in order of file; an unreadable file is one faulty case."""
    return [case for file in sorted(folder.rglob("*.yaml")) for case in _read(file)]


def _read(file: Path) -> Iterator[Scenario]:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        yield Scenario(file, "", {"name": "unreadable"}, str(error))
        return
    problem = _problem(content)
    if problem:
        yield Scenario(file, "", {"name": "malformed"}, problem)
        return
    for case in content["cases"]:
        yield Scenario(file, str(case.get("provision", content["provision"])), case)


def _problem(content: Any) -> str:
    """What is wrong with a file as a whole, or nothing."""
    if not isinstance(content, dict) or set(content) != FILE_KEYS:
        return f"a file has the keys {sorted(FILE_KEYS)}"
    names = [case.get("name") for case in content["cases"]]
    if len(set(names)) < len(names):
        return f"names are used twice: {sorted({n for n in names if names.count(n) > 1})}"
    for case in content["cases"]:
        strange = set(case) - CASE_KEYS
        if strange or not set(case) >= NEEDED:
            return f"{case.get('name')}: unknown {sorted(strange)}, lacks {NEEDED - set(case)}"
        if case["verdict"] not in {*VERDICTS, "none"}:
            return f"{case['name']}: no verdict {case['verdict']}"
    return ""


def norm_of(law: Law, case: Scenario) -> Norm | None:
    """The norm that a case is about, in the version in force; None where none is in force."""
    place = absolute(case.provision) + "/norm/"
    slug = case.raw.get("norm")
    found = [
        norm
        for norm in law.norms.values()
        if norm.judged and (norm.iri == place + slug if slug else norm.iri.startswith(place))
    ]
    assert found, f"no norm that gives verdicts: {place}{slug or '...'}"
    in_force = [norm for norm in found if norm.in_force.contains(case.as_of)]
    assert len(in_force) < 2, f"several norms, name one: {[norm.iri for norm in in_force]}"
    for norm in in_force:
        assert norm.record_type == case.record_type, f"the norm is about a {norm.record_type}"
    return in_force[0] if in_force else None


def record_of(law: Law, case: Scenario) -> dict[str, State]:
    """The facts of a case, typed, by IRI.

    Fails for a column that does not exist or does not belong to the type of record, and for a
    value that its column cannot hold.
    """
    record: dict[str, State] = {}
    for name, text in case.raw["facts"].items():
        column = law.facts.columns.get(name)
        assert column is not None, f"there is no column {name}"
        assert case.record_type in column.record_types, f"{name} is no column of {case.record_type}"
        record[column.iri] = _state(column, text)
    return record


def _state(column: Column, text: Any) -> State:
    if text in ("", "~", "null"):
        return None
    if text == "none" and not (column.code_list and "none" in column.code_list.notations):
        return NONE
    if column.multi:
        parts = text if isinstance(text, list) else text.split()
        return tuple(sorted({str(_value(column, part)) for part in parts}))
    return _value(column, text)


def _value(column: Column, text: Any) -> bool | int | Decimal | date | str:
    assert isinstance(text, str), f"{column.name} has one value"
    match column.datatype:
        case "boolean":
            assert text.lower() in TRUE | FALSE, f"{column.name}: {text} is not true or false"
            return text.lower() in TRUE
        case "integer":
            return int(text)
        case "decimal":
            return Decimal(text)
        case "date":
            return date.fromisoformat(text)
    if column.code_list:
        assert text in column.code_list.notations, f"{column.name}: no code {text}"
    if column.format == "Country":
        assert len(text) == 2, f"{column.name}: {text} is not alpha-2"
        assert text.isupper(), f"{column.name}: {text} is not alpha-2"
    return text
