"""What a scenario means under a law: the norm that it is about, and its facts as a record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from lovgraf.authoring.scenarios.cases import Scenario
from lovgraf.core.errors import InputError
from lovgraf.core.terms import absolute
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import Column
from lovgraf.law import Law, Norm

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
        named = [norm for norm in law.norms.values() if norm.iri.startswith(place)]
    found = [norm for norm in named if norm.judged]
    if not found:
        raise case_fault(case, f"no norm that gives verdicts: {place}{slug or '...'}")
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
