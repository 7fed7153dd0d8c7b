"""Scenarios as they are written: YAML files of cases, each beside the provision that it tests.

Values are read as text and typed by their column, so that `01` stays a code and `NO` a country.
`none` says that there is none; an empty value is unknown. A case expects a verdict, or says what
the record may do (`may`): whether a permission, right, exemption or route is open to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import absolute
from lovgraf.core.yaml_text import YamlError, read_yaml_texts
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE, State
from lovgraf.law import Law, Norm

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


class Scenario(Struct, frozen=True):
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


# What a scenario means under a law: the norm that it is about, and its facts as a record.

_BOOLEANS = {"true": True, "yes": True, "ja": True, "false": False, "no": False, "nej": False}
_READERS: dict[str, Callable[[str], bool | int | Decimal | date]] = {
    "boolean": lambda text: _BOOLEANS[text.lower()],
    "integer": int,
    "decimal": Decimal,
    "date": date.fromisoformat,
}


def norms_named(law: Law, case: Scenario) -> list[Norm]:
    """The norms that a case may be about, of all times, in order of IRI.

    Raises `InputError` where there is none that gives verdicts.
    """
    place, slug = absolute(case.provision) + "/norm/", case.raw.get("norm")
    if slug:
        named = [law.norms[place + slug]] if place + slug in law.norms else []
    else:
        named = law.once(("norms by place",), lambda: _by_place(law)).get(place, [])
    found = [norm for norm in named if norm.judged]
    if not found:
        raise case_fault(case, f"no norm that gives verdicts: {place}{slug or '...'}")
    return found


def _by_place(law: Law) -> dict[str, list[Norm]]:
    """The norms by the part of their IRI that they share with others of their provision."""
    found: dict[str, list[Norm]] = {}
    for norm in law.norms.values():
        place, mark, _ = norm.iri.partition("/norm/")
        found.setdefault(place + mark, []).append(norm)
    return found


def norm_of(law: Law, case: Scenario) -> Norm | None:
    """The norm that a case is about, in the version in force; None where none is in force.

    Raises `InputError` where there is no such norm, where several fit, and where the norm is about
    another type of record.
    """
    in_force = [norm for norm in norms_named(law, case) if norm.in_force.contains(case.as_of)]
    if len(in_force) > 1:
        raise case_fault(case, f"several norms, name one: {[norm.iri for norm in in_force]}")
    for norm in in_force:
        if norm.record_type != case.record_type:
            raise case_fault(case, f"the norm is about a {norm.record_type}")
    return in_force[0] if in_force else None


def record_of(law: Law, case: Scenario) -> dict[str, State]:
    """The facts of a case, typed, by IRI.

    Raises `InputError` for a column that does not exist or does not belong to the type of record,
    and for a value that its column cannot hold.
    """
    record: dict[str, State] = {}
    for name, text in case.raw["facts"].items():
        column = law.facts.columns.get(name)
        if column is None:
            raise case_fault(case, f"there is no column {name}")
        kinds = {case.record_type, *law.facts.players(case.record_type)}
        carried = (case.record_type, column.iri) in law.facts.carried
        if carried or kinds.isdisjoint(column.record_types):
            raise case_fault(case, f"{name} is no column of {case.record_type}")
        try:
            record[column.iri] = _state(column, text)
        except (ValueError, ArithmeticError, KeyError):
            raise case_fault(case, f"{name} cannot hold {text}") from None
    return record


def case_fault(case: Scenario, problem: str) -> InputError:
    """The fault of a case; what is wrong with it is said in English, as scenarios are written."""
    return InputError(
        f"Scenariet »{case.id}« kan ikke bruges: {problem}.",
        f'The scenario "{case.id}" cannot be used: {problem}.',
        str(case.file),
    )


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
    if not isinstance(text, str):
        raise ValueError(column.name)
    if column.datatype in _READERS:
        return _READERS[column.datatype](text)
    unlisted = column.code_list is not None and text not in column.code_list.notations
    country = column.format != "Country" or (len(text) == 2 and text.isupper())
    if unlisted or not country:
        raise ValueError(column.name)
    return text
