"""Whether a proposal can be used with a law: its names are known, it does not contradict itself.

What cannot be used ends with an error that names the line. What can be used but leaves a gap is
for the assessment, and what is not in force for the overlay to report.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SH
from rdflib.term import Node

from lovgraf.core.terms import CORE, RECORD, Text
from lovgraf.law.known_words import Written, check_words, shown
from lovgraf.law.view import Law
from lovgraf.proposals.proposal import PARTS, Proposal


def check_proposal(proposal: Proposal, law: Law) -> None:
    """Raise `InputError` with the line of the first thing that cannot be used.

    `law` is the one that the proposal is to be laid over, with earlier proposals in it.
    """
    written = Written(proposal.text, proposal.graph, proposal.file)
    check_words(written, law.graph, also=_IN_PROPOSAL)
    _no_words_for_things(proposal)
    _no_contradiction(proposal)
    _parts(proposal, law)
    _no_loop(proposal)


_IN_PROPOSAL = Text("eller i forslaget", "nor in the proposal")
_THINGS = (
    CORE.addressee, CORE.amends, CORE.commences, CORE.concerns, CORE.duty, CORE.eligible,
    CORE.ends, CORE.exemptedAs, CORE.exempts, CORE.granted, CORE.grants, CORE.introduces,
    CORE.legalBasis, CORE.needs, CORE.needsPower, CORE.overrides, CORE.place, CORE.provider,
    CORE.provision, CORE.reaches, CORE.replaces, CORE.requires,
)  # fmt: skip
"""Properties that point at things of the graph."""


def _no_words_for_things(proposal: Proposal) -> None:
    """What points at a thing is not given a text."""
    for predicate in _THINGS:
        for value in sorted(proposal.graph.objects(None, predicate), key=str):
            if isinstance(value, RdfLiteral):
                by = shown(str(predicate))
                raise proposal.error(
                    str(predicate),
                    f"{by} skal pege på noget i grafen, fx <group/1>, ikke på en tekst: {value}",
                    f"{by} must point at something in the graph, such as <group/1>, not at a "
                    f"text: {value}",
                )


def _parts(proposal: Proposal, law: Law) -> None:
    """What is introduced, replaced and ended are norms and routes; nothing replaces a stranger."""
    own, graph = proposal.graph, law.graph
    replaced = dict(proposal.replaces)
    known = {*law.norms, *(route.iri for route in law.access.stated)}
    for old in sorted({*replaced.values(), *(old for _, old in proposal.exempted_as)}):
        if old not in known and old not in proposal.introduces:
            raise proposal.error(
                old,
                f"{shown(old)} er hverken en norm eller en adgangsvej i loven.",
                f"{shown(old)} is neither a norm nor an access route of the law.",
            )
    for iri in proposal.ends:
        if iri not in known and not _is_source(graph, iri):
            raise proposal.error(
                iri,
                f"{shown(iri)} kan ikke bringes til ophør: det er hverken en norm, en adgangsvej "
                "eller en bestemmelse i loven.",
                f"{shown(iri)} cannot be brought to an end: it is neither a norm, an access route "
                "nor a provision of the law.",
            )
    for iri in proposal.commences:
        if iri not in known and not _is_source(graph, iri):
            raise proposal.error(
                iri,
                f"{shown(iri)} kan ikke sættes i kraft: det er hverken en norm, en adgangsvej "
                "eller en bestemmelse i loven.",
                f"{shown(iri)} cannot be brought into force: it is neither a norm, an access "
                "route nor a provision of the law.",
            )
    for iri in proposal.introduces:
        kinds = set(own.objects(URIRef(iri), RDF.type)) & set(PARTS)
        if not kinds and iri not in replaced:
            raise proposal.error(
                iri,
                f"{shown(iri)} indføres, men filen siger ikke, hvilken slags norm eller vej "
                "det er. Angiv fx «a core:Obligation», eller hvad den afløser med core:replaces.",
                f"{shown(iri)} is introduced, but the file does not say what kind of norm or "
                "route it is. Give for instance `a core:Obligation`, or what it takes the place "
                "of with core:replaces.",
            )
        if len(kinds) > 1:
            raise proposal.error(
                iri,
                f"{shown(iri)} er to slags norm på én gang. Behold én.",
                f"{shown(iri)} is two kinds of norm at once. Keep one.",
            )


def _is_source(graph: Graph, iri: str) -> bool:
    types = set(graph.objects(URIRef(iri), RDF.type))
    return bool(types & {CORE.Provision, CORE.Act, CORE.OutsideSource})


def _no_contradiction(proposal: Proposal) -> None:
    if proposal.commencement and proposal.undetermined:
        raise proposal.error(
            str(CORE.commencementUndetermined),
            "Forslaget modsiger sig selv: det har en dato for ikrafttræden og siger, at den er "
            "ubestemt. Behold én af delene.",
            "The proposal contradicts itself: it has a date of commencement and says that it is "
            "undetermined. Keep one of them.",
        )
    both = sorted(set(proposal.introduces) & set(proposal.ends))
    if both:
        raise proposal.error(
            both[0],
            f"Forslaget modsiger sig selv: det både indfører og ophæver {shown(both[0])}.",
            f"The proposal contradicts itself: it both introduces and ends {shown(both[0])}.",
        )
    back = sorted(set(proposal.commences) & {*proposal.ends, *(o for _, o in proposal.replaces)})
    if back:
        raise proposal.error(
            back[0],
            f"Forslaget modsiger sig selv: det både sætter i kraft og ophæver {shown(back[0])}.",
            f"The proposal contradicts itself: it both commences and ends {shown(back[0])}.",
        )
    kept = sorted({old for _, old in proposal.exempted_as} & set(proposal.ends))
    if kept:
        raise proposal.error(
            kept[0],
            f"Forslaget modsiger sig selv: det ophæver {shown(kept[0])}, hvis fritagelser det "
            "samtidig vil bruge.",
            f"The proposal contradicts itself: it ends {shown(kept[0])}, whose exemptions it uses "
            "at the same time.",
        )


def _no_loop(proposal: Proposal) -> None:
    """Nothing takes the place of itself, and no class or fact is defined by itself."""
    for name, edges in _definitions(proposal.graph):
        for start in sorted(edges):
            if _leads_back(start, edges):
                raise proposal.error(
                    start,
                    f"{shown(start)} {name[0]} sig selv.",
                    f"{shown(start)} {name[1]} itself.",
                )


def _definitions(graph: Graph) -> Iterator[tuple[tuple[str, str], dict[str, set[str]]]]:
    replaced: dict[str, set[str]] = {}
    for new, old in graph.subject_objects(CORE.replaces):
        replaced.setdefault(str(new), set()).add(str(old))
    yield ("afløser", "takes the place of"), replaced
    for words, kind in (
        (("er defineret ved", "is defined by"), OWL.Class),
        (("er defineret ved", "is defined by"), SH.NodeShape),
        (("er beregnet af", "is computed from"), RECORD.DerivedFact),
    ):
        names = [s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)]
        yield words, {str(name): _mentioned(graph, name) for name in names}


def _mentioned(graph: Graph, start: URIRef) -> set[str]:
    """The named resources in a description, through its blank nodes."""
    found: set[str] = set()
    stack: list[Node] = [start]
    seen: set[Node] = set()
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        for predicate, value in graph.predicate_objects(node):
            if isinstance(value, BNode):
                stack.append(value)
            elif isinstance(value, URIRef) and predicate not in (RDF.type, RDFS.isDefinedBy):
                found.add(str(value))
    return found


def _leads_back(start: str, edges: dict[str, set[str]]) -> bool:
    todo, seen = list(edges.get(start, ())), set[str]()
    while todo:
        name = todo.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            todo += edges.get(name, ())
    return False
