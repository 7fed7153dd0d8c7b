"""The names of acts and provisions on a date: as the consolidation that then shows their wording
has them."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from rdflib import Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import CORE, ELI, Text, label
from lovgraf.law.norms import Norm
from lovgraf.law.provisions import act_of, official_link, provision_label
from lovgraf.law.time import day_of, interval
from lovgraf.law.view import LawView

NUMBER_UNKNOWN = Text(
    "i den gældende lovbekendtgørelse kan den have et andet nummer",
    "in the consolidation in use it may have another number",
)
"""What is said of a provision whose place in the consolidation in use is not known."""


class Citation(Struct, frozen=True):
    """How a provision is cited on a day: in words with its act, by itself, and the official text in
    use; `act` is the text it is cited by, `place` its place in that where it is a consolidation of
    the provision's own act (IRIs)."""

    text: Text
    short: Text
    link: str | None
    act: str
    place: str | None = None


def act_on(graph: Graph, act: str, day: date) -> str:
    """The act itself, or the newest consolidation of it that is in use on a day (IRIs)."""
    found: tuple[date, str] | None = None
    for other in graph.objects(URIRef(act), CORE.consolidatedBy):
        start = in_use_from(graph, other)
        if start is not None and start <= day:
            found = max(found or (start, str(other)), (start, str(other)))
    return found[1] if found else act


def in_use_from(graph: Graph, act: Node) -> date | None:
    """The first day of a consolidation: stated, or else its date; the first of the year after its
    own, where no more is known."""
    if (start := interval(graph, act).start) is not None:
        return start
    if (dated := day_of(graph, act, ELI.date_document)) is not None:
        return dated
    year = graph.value(act, CORE.year)
    return date(int(str(year)) + 1, 1, 1) if year is not None else None


def name_on(graph: Graph, act: str, day: date) -> Text:
    """The name of an act on a day."""
    return label(graph, URIRef(act_on(graph, act, day)))


def cited_on(graph: Graph, provision: str, day: date, norm: str | None = None) -> Citation:
    """How a provision is cited on a day, for a norm that rests on it (IRIs)."""
    act = act_of(graph, provision)
    whole = act_on(graph, act, day)
    if provision == act:
        name = label(graph, URIRef(whole))
        return Citation(name, name, official_link(graph, whole), whole)
    if place := stated_on(graph, norm, provision, day):
        return _cited(graph, place, provision_label(graph, place), place)
    said = provision_label(graph, provision)
    if whole == act:
        return _cited(graph, provision, said)
    if _compared(graph, whole, act, provision):
        name, own = label(graph, URIRef(whole)), label(graph, URIRef(provision))
        said = Text(f"{name.da}, {own.da}", f"{name.en}, {own.en}")
        place = whole + provision.removeprefix(act)
        return Citation(said, own, official_link(graph, whole), whole, place)
    return _cited(
        graph,
        provision,
        Text(f"{said.da} ({NUMBER_UNKNOWN.da})", f"{said.en} ({NUMBER_UNKNOWN.en})"),
    )


def _cited(graph: Graph, there: str, said: Text, place: str | None = None) -> Citation:
    """A citation by a provision of the graph."""
    own, link = label(graph, URIRef(there)), official_link(graph, there)
    return Citation(said, own, link, act_of(graph, there), place)


def norm_cited_on(graph: Graph, norm: Norm, day: date) -> Citation:
    """How the provision of a norm is cited on a day."""
    return cited_on(graph, norm.provision, day, norm.iri)


def citations(view: LawView, record_type: str) -> dict[str, Citation]:
    """How the provision of each norm that is in force for records of a type is cited, by the norm's
    IRI; kept as long as the law is."""
    law, parts = view.law, ("citations", view.as_of.isoformat(), record_type)

    def make() -> dict[str, Citation]:
        norms = view.judged(record_type)
        return {norm.iri: norm_cited_on(law.graph, norm, view.as_of) for norm in norms}

    return law.once(parts, lambda: law.kept(parts[0], parts[1:], make))


def stated_on(graph: Graph, thing: str | None, provision: str, day: date) -> str | None:
    """Where a thing that rests on a provision, or else the provision, says that it stands in the
    consolidation in use on a day (IRIs); None where neither says so."""
    return _stated(graph, thing, day) or _stated(graph, provision, day)


def _stated(graph: Graph, thing: str | None, day: date) -> str | None:
    """Where a provision or norm stands in the consolidation that is in use, as it says itself."""
    if thing is None:
        return None
    for place in sorted(graph.objects(URIRef(thing), CORE.restatedAs), key=str):
        act = act_of(graph, str(place))
        start = in_use_from(graph, URIRef(act))
        restated = graph.subjects(CORE.consolidatedBy, URIRef(act))
        newest = all(act_on(graph, str(one), day) == act for one in restated)
        if start is not None and start <= day and newest:
            return str(place)
    return None


def _compared(graph: Graph, whole: str, act: str, provision: str) -> bool:
    """Whether the numbers of a consolidation were compared with those of an act, and that of a
    provision is the same where nothing else is said."""
    for one in graph.objects(URIRef(whole), CORE.concordance):
        if (one, CORE.restates, URIRef(act)) in graph:
            return (one, CORE.notLocated, URIRef(provision)) not in graph
    return False
