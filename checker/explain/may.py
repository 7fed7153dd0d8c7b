"""What a record may do, and the ways to what it takes."""

from __future__ import annotations

from rdflib import URIRef

from lovgraf.conditions.tree import Condition
from lovgraf.core.terms import CORE
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.verdicts.program import readers
from lovgraf.verdicts.reach import fits, route_steps


def entitlements(view: LawView, record_type: str) -> dict[str, Condition]:
    """The condition under which each permission, right or exemption in force is open."""
    owl, _ = readers(view, record_type)
    names = {norm.iri: opened_to(norm) for norm in view.norms.values()}
    return {
        iri: owl.condition(URIRef(name))
        for iri, name in names.items()
        if name is not None and view.norms[iri].record_type == record_type
    }


def opened_to(norm: Norm) -> str | None:
    """The class (by IRI) of those to whom a permission, right or exemption is open; None for other
    norms. A right belongs to the record's subject whoever bears the duty; so does an exemption."""
    if norm.kind == "Exemption":
        return norm.eligible
    if norm.kind == "Right" or (norm.kind == "Permission" and norm.bearer == str(CORE.Subject)):
        return norm.addressee
    return None


def route_conditions(view: LawView, record_type: str) -> list[Condition]:
    """The conditions of the steps of all routes that are open to a type of record."""
    owl, _ = readers(view, record_type)
    return [
        condition
        for route in view.routes
        if fits(route, record_type)
        for _, condition in route_steps(view, route, record_type, owl, route.grants[:1])
    ]
