"""What the records of scenarios may do: is a permission, right, exemption or route open to them?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rdflib import URIRef

from checker.conditions.kleene import Logic
from checker.conditions.tree import Condition
from checker.engine import Memory, Record
from checker.explain.may import opened_to
from checker.law import Law
from checker.law.routes import AccessRoute
from checker.scenarios.cases import MAY, NOT_IN_FORCE, Scenario
from checker.scenarios.records import case_fault, record_of
from checker.terms import absolute
from checker.verdicts.program import Programs, readers
from checker.verdicts.reach import fits, route_condition


def answers(law: Law, scenarios: Iterable[Scenario]) -> dict[str, str]:
    """The answer to each case that asks what its record may do (`yes`, `no`, `unknown`, or `none`
    where that is not in force), by id.

    Raises `InputError` for a case that names nothing of the kind, and for facts that cannot be
    read.
    """
    found: dict[str, str] = {}
    groups: dict[tuple[date, str], list[tuple[Scenario, Record, Condition]]] = {}
    for case in scenarios:
        if not case.asks_may:
            continue
        condition, record = condition_of(law, case), record_of(law, case)
        if condition is None:
            found[case.id] = NOT_IN_FORCE
        else:
            group = groups.setdefault((case.as_of, case.record_type), [])
            group.append((case, record, condition))
    for (as_of, _), own in groups.items():
        memory = Memory.compile(Programs(law.at(as_of), law.facts), [c for _, _, c in own])
        codes = memory.codes([record for _, record, _ in own])
        logic = Logic(memory.plan.atoms, codes)
        for row, (case, _, condition) in enumerate(own):
            true, false = logic.evaluate(condition)
            yes, no = true[row % len(true)], false[row % len(false)]
            found[case.id] = MAY[0] if yes else MAY[1] if no else MAY[2]
    return found


def condition_of(law: Law, case: Scenario) -> Condition | None:
    """The condition under which what a case asks for is open; None where it is not in force."""
    view = law.at(case.as_of)
    owl, _ = readers(view, case.record_type)
    if "route" in case.raw:
        route = _route(law, case)
        if not route.in_force.contains(case.as_of):
            return None
        return route_condition(view, route, case.record_type, owl, route.grants[:1])
    place, slug = absolute(case.provision) + "/norm/", case.raw.get("norm")
    named = [
        norm
        for norm in law.norms.values()
        if norm.iri.startswith(place) and slug in (None, norm.iri.removeprefix(place))
    ]
    open_ = [norm for norm in named if opened_to(norm) and norm.record_type == case.record_type]
    if not open_:
        raise case_fault(case, f"no permission, right or exemption: {place}{slug or '...'}")
    living = [norm for norm in open_ if norm.in_force.contains(case.as_of)]
    if len(living) > 1:
        raise case_fault(case, f"several norms, name one: {[norm.iri for norm in living]}")
    return owl.condition(URIRef(str(opened_to(living[0])))) if living else None


def _route(law: Law, case: Scenario) -> AccessRoute:
    iri = absolute(str(case.raw["route"]))
    for route in law.access.routes:
        if route.iri == iri and fits(route, case.record_type):
            return route
    raise case_fault(case, f"no route of a {case.record_type}: {iri}")
