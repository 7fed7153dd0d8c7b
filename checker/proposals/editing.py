"""A proposal put together from choices: a norm, for whom it is to be, and what goes with it.

The choices become the Turtle of a proposal; nothing about a particular law stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from msgspec import Struct
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS

from lovgraf.conditions.tree import TRUE, Condition, Named, Not, all_of, any_of
from lovgraf.conditions.words import Words
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, CORE, PREFIXES, Text, label, relative
from lovgraf.core.turtle import format_turtle
from lovgraf.law.norms import Norm
from lovgraf.law.view import Law
from lovgraf.proposals.choices import Blocks, condition_of, named_in
from lovgraf.proposals.class_expression import write_class
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.phrase import in_words
from lovgraf.proposals.proposal import proposal_of
from lovgraf.proposals.skeleton import slug

# What a proposal that is put together writes: labels, and classes with their words.


def define(graph: Graph, name: URIRef, condition: Condition, law: Law) -> Text:
    """A class of those for whom a condition holds, called what it says; gives the words."""
    phrase = in_words(condition, Words(law.graph, law.facts))
    graph.add((name, RDF.type, OWL.Class))
    graph.add((name, OWL.equivalentClass, write_class(graph, condition)))
    say(graph, name, phrase)
    return phrase


def say(graph: Graph, subject: URIRef, text: Text) -> None:
    """A label and a definition in both languages; control characters become spaces."""
    for lang, value in text.as_dict().items():
        clean = re.sub(r"[\x00-\x1f\x7f]+", " ", value).strip()
        graph.add((subject, RDFS.label, RdfLiteral(clean, lang=lang)))
        graph.add((subject, SKOS.definition, RdfLiteral(clean, lang=lang)))


def record_type(norm: Norm, law: Law) -> URIRef:
    """The type of record of a norm, as the graph names it."""
    return URIRef(next(i for i, n in law.facts.record_types.items() if n == norm.record_type))


Change = Literal["widen", "narrow", "except", "only", "keep", "end"]
"""What becomes of whom a norm addresses: those too, only those among them, without those, only
those, nothing; or the norm ends."""
CHANGES: tuple[Change, ...] = get_args(Change)


class NewRoute(Struct, frozen=True):
    """A new way to something: the capability it grants (an IRI), who may take it (all without a
    block), what it needs first (IRIs), where (an IRI), and its fee in kroner."""

    grants: str
    eligible: Blocks = ()
    needs: tuple[str, ...] = ()
    place: str | None = None
    fee: Decimal | None = None
    provider: str | None = None


class Draft(Struct, frozen=True):
    """The choices of a drafter.

    `who` are those whom the change is about, `exempt` those whom a new exemption lets go;
    `measures` are local names of kinds of `core:Measure`, `provider` who takes them, `basis` the
    provision of those that need one. `commencement` is None where it is undetermined, and then
    `law_as_of` is the day whose law it is measured on.
    """

    title: Text
    norm: str
    change: Change
    who: Blocks
    exempt: Blocks
    route: NewRoute | None
    measures: tuple[str, ...]
    commencement: date | None
    law_as_of: date
    provider: str | None = None
    basis: str | None = None


def write(draft: Draft, law: Law) -> str:
    """The Turtle of the proposal, in the fixed form.

    Raises `InputError` where a choice cannot be used, or the proposal cannot be laid over the law.
    """
    norm = law.norms.get(draft.norm)
    if norm is None:
        raise InputError("Vælg den norm, der skal ændres.", "Choose the norm to change.")
    name = slug(draft.title.en)
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    proposal = URIRef(f"{BASE}proposal/{name}")
    groups = _groups(draft, law)
    _head(graph, proposal, draft, groups, law)
    target = URIRef(norm.iri)
    if draft.change == "end":
        graph.add((proposal, CORE.ends, target))
    else:
        graph.add((proposal, CORE.amends, URIRef(norm.provision)))
        if draft.change != "keep":
            target = _version(graph, proposal, draft, norm, law, name)
        elif not any(draft.exempt) and draft.route is None:
            raise InputError(
                "Forslaget ændrer intet endnu: vælg, hvem reglen skal gælde for, en fritagelse "
                "eller en vej.",
                "The proposal changes nothing yet: choose whom the rule is to be about, an "
                "exemption or a route.",
            )
        if any(draft.exempt):
            _exemption(graph, proposal, draft, norm, target, law)
    if draft.route is not None:
        _route(graph, proposal, draft.route, norm, law)
    text = format_turtle(graph.serialize(format="turtle"))
    found = lay_over(law, [proposal_of(text, f"{name}.ttl")])
    for missing in found.not_applied:
        raise InputError(
            f"{missing.label.da}: {missing.reason.da}", f"{missing.label.en}: {missing.reason.en}"
        )
    return text


def _groups(draft: Draft, law: Law) -> list[URIRef]:
    """The target groups that the proposal speaks of."""
    named = map(URIRef, named_in(draft.who, law))
    return [group for group in named if (group, RDF.type, CORE.TargetGroup) in law.graph]


def _head(graph: Graph, proposal: URIRef, draft: Draft, groups: Iterable[URIRef], law: Law) -> None:
    graph.add((proposal, RDF.type, CORE.Proposal))
    say(graph, proposal, draft.title)
    if draft.commencement is not None:
        graph.add((proposal, CORE.inForceFrom, _day(draft.commencement)))
    else:
        graph.add((proposal, CORE.commencementUndetermined, RdfLiteral(True)))
        graph.add((proposal, CORE.lawAsOf, _day(draft.law_as_of)))
    for group in groups:
        graph.add((proposal, CORE.concerns, group))
    for kind in draft.measures:
        measure = BNode()
        graph.add((proposal, CORE.measure, measure))
        graph.add((measure, RDF.type, CORE[kind]))
        for group in groups:
            graph.add((measure, CORE.reaches, group))
        if draft.provider is not None:
            graph.add((measure, CORE.provider, _provider(draft.provider, law)))
        if draft.basis is not None and (CORE.legalBasis, RDFS.domain, CORE[kind]) in law.graph:
            graph.add((measure, CORE.legalBasis, _basis(draft.basis, law)))


def providers(law: Law) -> list[str]:
    """Whoever can offer a route or take a measure: whom the law knows as doing so, by IRI."""
    return sorted({str(who) for who in law.graph.objects(None, CORE.provider)})


def _provider(iri: str, law: Law) -> URIRef:
    if (None, CORE.provider, URIRef(iri)) not in law.graph:
        raise InputError("Vælg en udbyder fra listen.", "Choose a provider from the list.")
    return URIRef(iri)


def _basis(iri: str, law: Law) -> URIRef:
    if (URIRef(iri), RDF.type, CORE.Provision) not in law.graph:
        raise InputError(
            f"Hjemlen {relative(iri)!r} findes ikke; skriv den som i siden om bestemmelsen, "
            "fx law/2007/798/par/4/stk/3.",
            f"There is no legal basis {relative(iri)!r}; write it as the provision's page does, "
            "such as law/2007/798/par/4/stk/3.",
        )
    return URIRef(iri)


def _version(
    graph: Graph, proposal: URIRef, draft: Draft, norm: Norm, law: Law, name: str
) -> URIRef:
    """The norm as it is to be, and its addressee."""
    new = URIRef(f"{norm.iri}-{name}")
    graph.add((proposal, CORE.introduces, new))
    graph.add((new, RDF.type, CORE[norm.kind]))
    graph.add((new, CORE.replaces, URIRef(norm.iri)))
    who = URIRef(f"{proposal}/class/addressee")
    define(graph, who, _addressed(draft, norm, condition_of(draft.who, law)), law)
    graph.add((new, CORE.addressee, who))
    return new


def _addressed(draft: Draft, norm: Norm, meant: Condition) -> Condition:
    """Whom the norm addresses from now on."""
    if draft.change == "only":
        return meant
    if norm.addressee is None:
        raise InputError(
            f"»{norm.label.da}« gælder for alle; vælg, at den kun skal gælde for nogle.",
            f'"{norm.label.en}" is for everyone; choose that it is to be only for some.',
        )
    own = Named(norm.addressee, TRUE)
    if draft.change == "widen":
        return any_of(own, meant)
    return all_of(own, meant if draft.change == "narrow" else Not(meant))


def _exemption(
    graph: Graph, proposal: URIRef, draft: Draft, norm: Norm, target: URIRef, law: Law
) -> None:
    """An exemption by law from a norm."""
    eligible = URIRef(f"{proposal}/class/exempt")
    phrase = define(graph, eligible, condition_of(draft.exempt, law), law)
    name = str(proposal).rpartition("/")[2]
    exemption = URIRef(f"{norm.provision}/norm/exemption-{name}")
    graph.add((proposal, CORE.introduces, exemption))
    graph.add((exemption, RDF.type, CORE.Exemption))
    say(graph, exemption, Text(f"Fritaget: {phrase.da}", f"Exempt: {phrase.en}"))
    graph.add((exemption, CORE.provision, URIRef(norm.provision)))
    graph.add((exemption, CORE.bearer, URIRef(norm.bearer)))
    graph.add((exemption, CORE.recordType, record_type(norm, law)))
    graph.add((exemption, CORE.exempts, target))
    graph.add((exemption, CORE.eligible, eligible))
    graph.add((exemption, CORE.granted, eligible))


def _route(graph: Graph, proposal: URIRef, route: NewRoute, norm: Norm, law: Law) -> None:
    """A way to a capability. Raises `InputError` for what is not in the law."""
    for iri, kinds in (
        (route.grants, (CORE.Capability,)),
        (route.place, (CORE.Place,)),
        *((need, (CORE.Capability, CORE.EvidenceType)) for need in route.needs),
    ):
        known = iri is None or any((URIRef(iri), RDF.type, kind) in law.graph for kind in kinds)
        if not known:
            raise InputError(
                "Noget, som vejen fører til eller kræver, findes ikke i loven.",
                "Something that the route leads to or needs is not in the law.",
            )
    new = URIRef(f"{proposal}/route/new")
    goal = label(law.graph, URIRef(route.grants))
    graph.add((proposal, CORE.introduces, new))
    graph.add((new, RDF.type, CORE.AccessRoute))
    say(graph, new, Text(f"Ny vej: {goal.da}", f"New route: {goal.en}"))
    graph.add((new, CORE.grants, URIRef(route.grants)))
    graph.add((new, CORE.provision, URIRef(norm.provision)))
    graph.add((new, CORE.recordType, record_type(norm, law)))
    if any(route.eligible):
        eligible = URIRef(f"{proposal}/class/eligible")
        define(graph, eligible, condition_of(route.eligible, law), law)
        graph.add((new, CORE.eligible, eligible))
    for need in route.needs:
        graph.add((new, CORE.needs, URIRef(need)))
    if route.place is not None:
        graph.add((new, CORE.place, URIRef(route.place)))
    if route.provider is not None:
        graph.add((new, CORE.provider, _provider(route.provider, law)))
    if route.fee:
        fee = BNode()
        graph.add((new, CORE.fee, fee))
        graph.add((fee, RDF.type, CORE.Fee))
        graph.add((fee, CORE.amount, RdfLiteral(route.fee)))
        graph.add((fee, CORE.provision, URIRef(norm.provision)))


def _day(day: date) -> RdfLiteral:
    return RdfLiteral(day.isoformat(), datatype=XSD.date)
