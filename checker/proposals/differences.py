"""The differences of a changed norm or route from the one in whose place it comes, statement by
statement.

Nothing is left to a check of its own: whatever property the two do not share is told, by the name
that the vocabulary gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS
from rdflib.term import BNode, Node

from lovgraf.core.terms import CORE, Text, label
from lovgraf.core.written import list_text
from lovgraf.law.deadline_words import deadlines_said
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.proposals.changes import Change, Views
from lovgraf.proposals.programs import Comparison
from lovgraf.proposals.reach import amount_said
from lovgraf.proposals.step import OWN
from lovgraf.verdicts.program import Program

_UNTOLD = (OWN - {RDF.type}) | {RDFS.label, SKOS.definition, CORE.reportPassage, CORE.secondReadOn}
"""What is no part of the rule: when it was read, what it is called, and how it is described."""
_NOTHING = Text("intet", "nothing")
_BOTH = Text("og", "and")
_WORDS = {True: Text("ja", "yes"), False: Text("nej", "no")}
_KIND = Text("slags", "kind")


class Difference(Struct, frozen=True):
    """A property (IRI) by name, with what was said of it before and is said after."""

    property: str
    label: Text
    before: Text
    after: Text

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "property": self.property,
            "title": self.label.as_dict(),
            "before": self.before.as_dict(),
            "after": self.after.as_dict(),
        }


def of_norm(views: Views, old: Norm, new: Norm) -> tuple[Difference, ...]:
    """What differs between a norm and the one in whose place it comes."""
    deadlines = [deadlines_said(norm, views.graph) for norm in (old, new)]
    return tuple(_differences(views, old.iri, new.iri, {CORE.deadline: deadlines}))


def of_route(views: Views, old: AccessRoute, new: AccessRoute) -> tuple[Difference, ...]:
    """What differs between a route and the one in whose place it comes."""
    fees = [
        [amount_said(fee.amount) for fee in route.fees if fee.in_force.contains(views.day)]
        for route in (old, new)
    ]
    return tuple(_differences(views, old.iri, new.iri, {CORE.fee: fees}))


def acts(views: Views, comparisons: Iterable[Comparison]) -> bool:
    """Whether a rule in force on the day is another with the proposals, or works differently: not
    where what comes in place of a norm or a route says the same."""
    compared = [one for comparison in comparisons for one in comparison.changes]
    routes = _routes_differ(views)
    return any(_differs(views, change) for change in views.changes) or any(
        not _alike(old, new) or routes and change.kind == "affected"
        for change, old, new in compared
    )


def _differs(views: Views, change: Change) -> bool:
    """Whether a norm begins, ends, or says otherwise than the one in whose place it comes."""
    if change.kind != "replaced":
        return True
    old, new = change.before, change.after
    return old is not None and new is not None and bool(of_norm(views, old, new))


def _alike(old: Program | None, new: Program | None) -> bool:
    """Whether two norms decide alike: their deadlines' own facts have the names of the norms."""
    if old is None or new is None:
        return False
    parts = [
        (one.norm.deadlines, one.addressed, one.exempt, one.duty, one.reach, one.norm.kind)
        for one in (old, new)
    ]
    return parts[0] == parts[1]


def _routes_differ(views: Views) -> bool:
    """Whether a route begins, ends, or says otherwise than the one in whose place it comes."""
    pairs = replaced_routes(views)
    same = {
        new
        for new, old in pairs.items()
        for r in views.routes
        if r.iri == new and not of_route(views, old, r)
    }
    same |= {pairs[new].iri for new in same}
    return any(route.iri not in same for route in views.routes)


def replaced_routes(views: Views) -> dict[str, AccessRoute]:
    """The routes in whose place others come, by the IRI of the other."""
    known = {route.iri: route for route in views.before.routes}
    pairs = (pair for proposal in views.overlay.proposals for pair in proposal.replaces)
    return {new: known[old] for new, old in pairs if old in known}


def _differences(
    views: Views, old: str, new: str, read: dict[URIRef, list[list[Text]]]
) -> Iterator[Difference]:
    """By the order of the properties' names; `read` has the values of those that are no names."""
    graphs = views.before.law.graph, views.graph
    nodes = URIRef(old), URIRef(new)
    said = {p for graph, node in zip(graphs, nodes, strict=True) for p in graph.predicates(node)}
    for predicate in sorted(said - _UNTOLD, key=str):
        assert isinstance(predicate, URIRef)
        if predicate in read:
            before, after = read[predicate]
        else:
            before, after = (
                [_said(graph, value) for value in sorted(graph.objects(node, predicate), key=str)]
                for graph, node in zip(graphs, nodes, strict=True)
            )
        if before != after:
            name = _KIND if predicate == RDF.type else label(views.graph, predicate)
            yield Difference(str(predicate), name, _listed(before), _listed(after))


def _listed(values: list[Text]) -> Text:
    return list_text(list(dict.fromkeys(values)), _BOTH) if values else _NOTHING


def _said(graph: Graph, value: Node) -> Text:
    """A value in words; what is described on the spot by what it consists of."""
    if isinstance(value, RdfLiteral):
        found = value.value
        return _WORDS[found] if isinstance(found, bool) else Text(str(value), str(value))
    if isinstance(value, BNode):
        inner = [_said(graph, one) for one in sorted(graph.objects(value), key=str)]
        return list_text(inner, _BOTH)
    return label(graph, value)
