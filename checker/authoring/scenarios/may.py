"""Permissions, rights, exemptions and routes: whether each is open to the record of a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct
from rdflib import URIRef

from lovgraf.authoring.scenarios.cases import MAY, NOT_IN_FORCE, Scenario, case_fault, record_of
from lovgraf.conditions.kleene import Logic
from lovgraf.conditions.tree import Condition
from lovgraf.core.terms import absolute
from lovgraf.engine.in_memory import Memory, Record
from lovgraf.explain.may import opened_to
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law import Law
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.verdicts.program import Programs, readers
from lovgraf.verdicts.reach import fits, route_condition


class MayCase(Struct, frozen=True):
    """A case, its record, and the condition under which what it asks for is open."""

    case: Scenario
    record: Record
    condition: Condition


def answers(law: Law, scenarios: Iterable[Scenario]) -> dict[str, str]:
    """The answer to each case that asks what its record may do (`yes`, `no`, `unknown`, or `none`
    where that is not in force), by id.

    Raises `InputError` for a case that names nothing of the kind, and for facts that cannot be
    read.
    """
    found: dict[str, str] = {}
    asked: list[MayCase] = []
    for case in scenarios:
        if not case.asks_may:
            continue
        condition, record = condition_of(law.at(case.as_of), case), record_of(law, case)
        if condition is None:
            found[case.id] = NOT_IN_FORCE
        else:
            asked.append(MayCase(case, record, condition))
    for answered in grouped_answers(law, law.facts, asked):
        found |= answered
    return found


def grouped_answers(
    law: Law, facts: FactVocabulary, asked: Iterable[MayCase]
) -> Iterator[dict[str, str]]:
    """The answers (`yes`, `no`, `unknown`) by id of the case, for a date and type of record at a
    time."""
    groups: dict[tuple[date, str], list[MayCase]] = {}
    for one in asked:
        groups.setdefault((one.case.as_of, one.case.record_type), []).append(one)
    for (as_of, _), own in groups.items():
        memory = Memory.compile(Programs(law.at(as_of), facts), [one.condition for one in own])
        codes = memory.codes([one.record for one in own])
        logic = Logic(memory.plan.atoms, codes)
        found: dict[str, str] = {}
        for row, one in enumerate(own):
            true, false = logic.evaluate(one.condition)
            yes, no = true[row % len(true)], false[row % len(false)]
            found[one.case.id] = MAY[0] if yes else MAY[1] if no else MAY[2]
        yield found


def condition_of(view: LawView, case: Scenario) -> Condition | None:
    """The condition under which what a case asks for is open in the law of its date; None where
    that is not in force."""
    owl, _ = readers(view, case.record_type)
    if "route" in case.raw:
        route = _route(view, case)
        if route is None:
            return None
        return route_condition(view, route, case.record_type, owl, route.grants[:1])
    place, slug = absolute(case.provision) + "/norm/", case.raw.get("norm")
    named = [
        norm
        for norm in view.law.norms.values()
        if norm.iri.startswith(place) and slug in (None, norm.iri.removeprefix(place))
    ]
    open_ = [norm for norm in named if _open(norm) and norm.record_type == case.record_type]
    if not open_:
        raise case_fault(case, f"no permission, right or exemption: {place}{slug or '...'}")
    living = [norm for norm in open_ if norm.in_force.contains(case.as_of)]
    if len(living) > 1:
        raise case_fault(case, f"several norms, name one: {[norm.iri for norm in living]}")
    return owl.condition(URIRef(str(_open(living[0])))) if living else None


def _open(norm: Norm) -> str | None:
    """The class (by IRI) of the records about which a case may ask: also those about which somebody
    else, an authority or a business, is permitted something, which no record may do itself."""
    return norm.addressee if norm.kind == "Permission" else opened_to(norm)


def _route(view: LawView, case: Scenario) -> AccessRoute | None:
    iri = absolute(str(case.raw["route"]))
    for route in view.routes:
        if route.iri == iri and fits(route, case.record_type):
            return route
    for route in view.law.access.routes:
        if route.iri == iri and fits(route, case.record_type):
            return None
    raise case_fault(case, f"no route of a {case.record_type}: {iri}")
