"""A proposal put together from choices: a norm, for whom it is to be, and what goes with it.

The choices become the Turtle of a proposal; nothing about a particular law stands here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS

from checker.conditions.tree import TRUE, Condition, Named, Not, all_of, any_of
from checker.conditions.words import Words
from checker.errors import InputError
from checker.law.norms import Norm
from checker.law.view import Law
from checker.proposals.choices import Criterion, condition_of, words_of
from checker.proposals.overlay import lay_over
from checker.proposals.owl_text import write_class
from checker.proposals.proposal import proposal_of
from checker.proposals.skeleton import slug
from checker.terms import BASE, CORE, Text, label
from checker.turtle import PREFIXES, format_turtle

Change = Literal["widen", "narrow", "except", "only", "end"]
"""What becomes of whom a norm addresses: those too, only those among them, without those, only
those; or the norm ends."""
CHANGES: tuple[Change, ...] = get_args(Change)


@dataclass(frozen=True)
class Draft:
    """The choices of a drafter.

    `groups` are classes (IRIs); a person is meant who is in one of them and meets every criterion
    (`every`), or else any of all these. `exempt` are classes that a new exemption lets go on
    request; `measures` are local names of kinds of `core:Measure`. `commencement` is None where it
    is undetermined, and then `law_as_of` is the day whose law it is measured on.
    """

    title: Text
    norm: str
    change: Change
    groups: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    every: bool
    exempt: tuple[str, ...]
    measures: tuple[str, ...]
    commencement: date | None
    law_as_of: date


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
    _head(graph, proposal, draft)
    if draft.change == "end":
        graph.add((proposal, CORE.ends, URIRef(norm.iri)))
    else:
        _version(graph, proposal, draft, norm, law, name)
    text = format_turtle(graph.serialize(format="turtle"))
    found = lay_over(law, [proposal_of(text, f"{name}.ttl")])
    for missing in found.not_applied:
        raise InputError(
            f"{missing.label.da}: {missing.reason.da}", f"{missing.label.en}: {missing.reason.en}"
        )
    return text


def _head(graph: Graph, proposal: URIRef, draft: Draft) -> None:
    graph.add((proposal, RDF.type, CORE.Proposal))
    _say(graph, proposal, draft.title)
    if draft.commencement is not None:
        graph.add((proposal, CORE.inForceFrom, _day(draft.commencement)))
    else:
        graph.add((proposal, CORE.commencementUndetermined, RdfLiteral(True)))
        graph.add((proposal, CORE.lawAsOf, _day(draft.law_as_of)))
    for group in draft.groups:
        graph.add((proposal, CORE.concerns, URIRef(group)))
    for kind in draft.measures:
        measure = BNode()
        graph.add((proposal, CORE.measure, measure))
        graph.add((measure, RDF.type, CORE[kind]))
        for group in draft.groups:
            graph.add((measure, CORE.reaches, URIRef(group)))


def _version(graph: Graph, proposal: URIRef, draft: Draft, norm: Norm, law: Law, name: str) -> None:
    """The norm as it is to be, its addressee, and an exemption from it."""
    new = URIRef(f"{norm.iri}-{name}")
    graph.add((proposal, CORE.amends, URIRef(norm.provision)))
    graph.add((proposal, CORE.introduces, new))
    graph.add((new, RDF.type, CORE[norm.kind]))
    graph.add((new, CORE.replaces, URIRef(norm.iri)))
    who = URIRef(f"{proposal}/class/addressee")
    meant = _meant(draft, law)
    _define(graph, who, _addressed(draft, norm, meant), _words(draft, norm, law))
    graph.add((new, CORE.addressee, who))
    if draft.exempt:
        _exemption(graph, proposal, draft, norm, new, law)


def _meant(draft: Draft, law: Law) -> Condition:
    """Those whom the choices are about."""
    groups: list[Condition] = [Named(group, TRUE) for group in draft.groups]
    for group in draft.groups:
        if (URIRef(group), RDF.type, OWL.Class) not in law.graph:
            raise InputError(
                "En af de valgte grupper findes ikke i loven.",
                "One of the chosen groups is not in the law.",
            )
    criteria = [condition_of(criterion, law) for criterion in draft.criteria]
    if not groups and not criteria:
        raise InputError(
            "Vælg mindst én gruppe eller én betingelse.",
            "Choose at least one group or one condition.",
        )
    if draft.every:
        return all_of(*([any_of(*groups)] if groups else []), *criteria)
    return any_of(*groups, *criteria)


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


def _words(draft: Draft, norm: Norm, law: Law) -> Text:
    """The new addressees in words."""
    words = Words(law.graph, law.facts)
    parts = [words.name(group) for group in draft.groups]
    parts += [words_of(criterion, law) for criterion in draft.criteria]
    da, en = (" og ", " and ") if draft.every else (" eller ", " or ")
    meant = Text(da.join(p.da for p in parts), en.join(p.en for p in parts))
    if norm.addressee is None or draft.change == "only":
        return meant
    own = words.name(norm.addressee)
    between = {
        "widen": Text("eller", "or"), "narrow": Text("og", "and"),
        "except": Text("undtagen", "except"),
    }[draft.change]  # fmt: skip
    return Text(f"{own.da} {between.da} {meant.da}", f"{own.en} {between.en} {meant.en}")


def _exemption(
    graph: Graph, proposal: URIRef, draft: Draft, norm: Norm, new: URIRef, law: Law
) -> None:
    """An exemption by law from the new norm for some classes."""
    names = [label(law.graph, URIRef(group)) for group in draft.exempt]
    said = Text(" eller ".join(n.da for n in names), " or ".join(n.en for n in names))
    eligible = URIRef(f"{proposal}/class/exempt")
    _define(graph, eligible, any_of(*(Named(g, TRUE) for g in draft.exempt)), said)
    exemption = URIRef(f"{new}-exemption")
    graph.add((proposal, CORE.introduces, exemption))
    graph.add((exemption, RDF.type, CORE.Exemption))
    _say(graph, exemption, Text(f"Fritaget: {said.da}", f"Exempt: {said.en}"))
    graph.add((exemption, CORE.provision, URIRef(norm.provision)))
    graph.add((exemption, CORE.bearer, URIRef(norm.bearer)))
    graph.add((exemption, CORE.recordType, _type(norm, law)))
    graph.add((exemption, CORE.exempts, new))
    graph.add((exemption, CORE.eligible, eligible))
    graph.add((exemption, CORE.granted, eligible))


def _type(norm: Norm, law: Law) -> URIRef:
    return URIRef(next(i for i, n in law.facts.record_types.items() if n == norm.record_type))


def _define(graph: Graph, name: URIRef, condition: Condition, said: Text) -> None:
    graph.add((name, RDF.type, OWL.Class))
    graph.add((name, OWL.equivalentClass, write_class(graph, condition)))
    _say(graph, name, said)


def _say(graph: Graph, subject: URIRef, text: Text) -> None:
    for lang, value in text.as_dict().items():
        clean = re.sub(r"[\x00-\x1f\x7f]+", " ", value).strip()
        graph.add((subject, RDFS.label, RdfLiteral(clean, lang=lang)))
        graph.add((subject, SKOS.definition, RdfLiteral(clean, lang=lang)))


def _day(day: date) -> RdfLiteral:
    return RdfLiteral(day.isoformat(), datatype=XSD.date)
