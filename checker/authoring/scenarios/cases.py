"""Scenarios as they are written: YAML files of cases, each beside the provision that it tests.

Values are read as text and typed by their column, so that `01` stays a code and `NO` a country.
`none` says that there is none; an empty value is unknown. A case expects a verdict, or says what
the record may do (`may`): whether a permission, right, exemption or route is open to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lovgraf.core.errors import InputError
from lovgraf.core.result import VERDICTS
from lovgraf.core.yaml_text import YamlError, read_yaml_texts

FILE_KEYS = {"provision", "title", "cases"}
CASE_KEYS = {
    "name", "as_of", "type", "facts", "norm", "verdict", "missing", "judgment", "why", "provision",
    "may", "route",
}  # fmt: skip
NEEDED = {"name", "as_of", "facts", "why"}
MAY = ("yes", "no", "unknown")
"""Whether what a case asks for is open to its record."""
NOT_IN_FORCE = "none"
"""What a case expects where its norm is not in force on its date."""


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
        """The verdict or what is open to the record; `none` where the norm is not in force."""
        return str(self.raw["may"] if self.asks_may else self.raw["verdict"])

    @property
    def asks_may(self) -> bool:
        """Whether the case is about what the record may do."""
        return "may" in self.raw


def read_scenarios(folder: Path) -> list[Scenario]:
    """Every case of every file below a folder, in order of file; a faulty file is one faulty case.

    Raises `InputError` where there is no such folder.
    """
    if not folder.is_dir():
        raise InputError(
            "Der er ingen mappe med scenarier her.",
            "There is no folder of scenarios here.",
            str(folder),
        )
    return [case for file in sorted(folder.rglob("*.yaml")) for case in _read(file)]


def _read(file: Path) -> Iterator[Scenario]:
    try:
        content = read_yaml_texts(file.read_text(encoding="utf-8"))
    except (YamlError, OSError, UnicodeDecodeError) as error:
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
    cases = content["cases"]
    if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
        return "cases is a list of cases"
    names = [str(case.get("name")) for case in cases]
    if len(set(names)) < len(names):
        return f"names are used twice: {sorted({n for n in names if names.count(n) > 1})}"
    return next(filter(None, map(_problem_of, cases)), "")


def _problem_of(case: dict[str, Any]) -> str:
    strange = set(case) - CASE_KEYS
    if strange or not set(case) >= NEEDED:
        return f"{case.get('name')}: unknown {sorted(strange)}, lacks {sorted(NEEDED - set(case))}"
    if ("verdict" in case) == ("may" in case):
        return f"{case['name']}: says either verdict or may"
    if case.get("verdict", NOT_IN_FORCE) not in {*VERDICTS, NOT_IN_FORCE}:
        return f"{case['name']}: no verdict {case['verdict']}"
    if case.get("may", NOT_IN_FORCE) not in {*MAY, NOT_IN_FORCE}:
        return f"{case['name']}: may is one of {[*MAY, NOT_IN_FORCE]}"
    if set(case) & ({"route"} if "verdict" in case else {"missing", "judgment"}):
        return f"{case['name']}: route goes with may, missing and judgment with verdict"
    if not isinstance(case["facts"], dict):
        return f"{case['name']}: facts are columns with values"
    try:
        date.fromisoformat(str(case["as_of"]))
    except ValueError:
        return f"{case['name']}: as_of is no date: {case['as_of']}"
    return ""
