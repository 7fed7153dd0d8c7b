"""A small change of a proposal: statements that it gets and loses, said in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.conditions.tree import Condition, Named, Not, all_of, any_of
from lovgraf.core.terms import CORE, ELI, PREFIXES, Text, label
from lovgraf.law.norms import Norm
from lovgraf.law.provisions import act_of
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.proposals.class_expression import write_class
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.proposal import Proposal, proposal_of
from lovgraf.proposals.statements import with_descriptions


class Edit(Struct, frozen=True):
    """What is done, and the statements that a proposal gets and loses.

    `stretch` tells how far it goes beyond what is done already; of two, take that of the smaller.
    One that is for `otherwise` is tried only where none before it closes the gap.
    """

    what: Text
    added: Graph
    removed: Graph
    stretch: int = 0
    otherwise: bool = False

    def applied(self, proposal: Proposal) -> Proposal:
        """The proposal with the change. Raises `InputError` where it is none any more."""
        graph = new_graph()
        for triple in proposal.graph:
            if triple not in self.removed:
                graph.add(triple)
        for triple in self.added:
            graph.add(triple)
        return proposal_of(graph.serialize(format="turtle"), proposal.file)


def new_graph() -> Graph:
    """An empty graph with the project's prefixes."""
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def name(graph: Graph, subject: URIRef, text: Text) -> None:
    """Give something a label in both languages."""
    graph.add((subject, RDFS.label, RdfLiteral(text.da, lang="da")))
    graph.add((subject, RDFS.label, RdfLiteral(text.en, lang="en")))


def define(graph: Graph, subject: URIRef, who: Condition, named: Text) -> None:
    """Define a class with a label; raises `ValueError` where no class can say `who`."""
    body = write_class(graph, who)
    graph.add((subject, RDF.type, OWL.Class))
    graph.add((subject, OWL.equivalentClass, body))
    name(graph, subject, named)


def left_out(proposal: Proposal, iri: str, what: Text, stretch: int = 0) -> Edit:
    """A proposal without a norm or route that it introduces."""
    own, removed = proposal.graph, new_graph()
    gone: set[Node] = with_descriptions(own, [URIRef(iri)])
    for triple in own:
        if triple[0] in gone:
            removed.add(triple)
    removed.add((URIRef(proposal.iri), CORE.introduces, URIRef(iri)))
    return Edit(what, new_graph(), removed, stretch)


# Changes of whom a norm addresses. Source: semantics, section 6 (repairs).


def narrowed(gap: Gap, norm: Norm, kept: Sequence[str] = ()) -> Iterator[Edit]:
    """Keep those whom a gap strikes outside the duty, but for some classes (IRIs)."""
    if gap.who is None or gap.who_words is None or norm.addressee is None:
        return
    # Whom the duty addresses is a class already: its name alone is written.
    who = all_of(Named(norm.addressee, gap.who), Not(gap.who))
    if kept:
        who = any_of(*(Named(one, gap.who) for one in kept), who)
    named = Text(f"undtagen: {gap.who_words.da}", f"except: {gap.who_words.en}")
    words = Text(
        f"Hold dem, der rammes, uden for »{norm.label.da}«.",
        f'Keep those struck outside "{norm.label.en}".',
    )
    try:
        edit = addressed(norm, norm.addressee, "narrowed", who, named, words)
    except ValueError:
        return
    yield edit


def addressed(norm: Norm, old: str, ending: str, who: Condition, named: Text, words: Text) -> Edit:
    """Let a norm address a new class in place of `old`.

    Raises `ValueError` where no class can say `who`.
    """
    added, removed = new_graph(), new_graph()
    node = URIRef(f"{old}-{ending}")
    define(added, node, who, named)
    added.add((URIRef(norm.iri), CORE.addressee, node))
    removed.add((URIRef(norm.iri), CORE.addressee, URIRef(old)))
    return Edit(words, added, removed)


# Changes of the routes of a proposal: one beside another, or one that stays.
#
# What takes a step's place comes from the graph. Source: semantics, section 6 (repairs).

_OWN = frozenset(
    {CORE.inForceFrom, CORE.inForceUntil, CORE.commencedBy, CORE.commencesWith, CORE.replaces,
     CORE.readOn, CORE.seenOn, CORE.verification, CORE.note, CORE.reportPassage, RDFS.label,
     SKOS.definition}
)  # fmt: skip
"""What the new route does not share with the old one."""


def kept(after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """Let a route stay that the proposal ends."""
    routes = {route.iri for route in after.law.access.stated}
    for iri in proposal.ends:
        if iri in routes:
            name, edit = label(after.law.graph, URIRef(iri)), new_graph()
            edit.add((URIRef(proposal.iri), CORE.ends, URIRef(iri)))
            what = Text(f"Behold adgangsvejen »{name.da}«.", f'Keep the route "{name.en}".')
            yield Edit(what, new_graph(), edit)


def beside(
    route: AccessRoute,
    proposal: Proposal,
    after: LawView,
    what: Text,
    predicate: URIRef,
    old: str,
    new: str | None,
) -> Edit:
    """A route as another one, with one statement less and another in its place."""
    graph, added = after.law.graph, new_graph()
    node = URIRef(f"{proposal.iri}/route/{route.iri.rsplit('/', 1)[-1]}-opened")
    added.add((URIRef(proposal.iri), CORE.introduces, node))
    added.add((node, RDF.type, CORE.AccessRoute))
    for p, value in graph.predicate_objects(URIRef(route.iri)):
        if p in _OWN or (p, value) == (predicate, URIRef(old)):
            continue
        added.add((node, p, value))
        if isinstance(value, BNode):
            _copy(graph, value, added)
    if new is not None:
        added.add((node, predicate, URIRef(new)))
    name(added, node, Text(f"{route.label.da} (åbnet)", f"{route.label.en} (opened)"))
    return Edit(what, added, new_graph())


def _copy(graph: Graph, node: BNode, added: Graph) -> None:
    for triple in graph.triples((node, None, None)):
        added.add(triple)


# Measures that a proposal lacks, and whom they are for.
#
# What a measure is called and when it ends is for the drafter to write.


def own_duties(proposal: Proposal, after: LawView) -> list[Norm]:
    """The duties of subjects of records that a proposal introduces."""
    new = [after.norms[iri] for iri in proposal.introduces if iri in after.norms]
    return [norm for norm in new if norm.judged and norm.bearer == str(CORE.Subject)]


def norms_about(gap: Gap, after: LawView) -> list[Norm]:
    """The norms that a gap is about."""
    return [after.norms[iri] for iri in gap.about if iri in after.norms]


def who_is_reached(proposal: Proposal, duties: Sequence[Norm]) -> tuple[str, ...]:
    """The groups (IRIs) that a proposal speaks of; else those who have its duties, or whose data it
    moves."""
    moved = [g for m in proposal.measures if m.kind == "DataTransferMeasure" for g in m.reaches]
    reached = proposal.concerns or tuple(n.addressee for n in duties if n.addressee)
    return reached or tuple(dict.fromkeys(moved))


def with_measure(
    proposal: Proposal, kind: URIRef, who: Iterable[str], reached: Iterable[str], what: Text
) -> Edit:
    """A proposal with a measure of a kind, by `who` and for those `reached` (IRIs)."""
    added, node = new_graph(), BNode()
    added.add((URIRef(proposal.iri), CORE.measure, node))
    added.add((node, RDF.type, kind))
    for one in who:
        added.add((node, CORE.provider, URIRef(one)))
    for group in reached:
        added.add((node, CORE.reaches, URIRef(group)))
    return Edit(what, added, new_graph())


# A provision of a proposal's own.
#
# What it says is for the drafter to write.


def own_provision(
    graph: Graph, proposal: Proposal, sources: Iterable[str], ending: str, named: Text
) -> tuple[Graph, URIRef, str | None]:
    """A new provision in the first act that some sources belong to: its statements, its IRI, and
    the act (None where no source belongs to one)."""
    added, node = new_graph(), URIRef(f"{proposal.iri}/provision/{ending}")
    added.add((node, RDF.type, CORE.Provision))
    name(added, node, named)
    acts = dict.fromkeys(act_of(graph, source) for source in sources if source)
    act = next((one for one in acts if (URIRef(one), RDF.type, CORE.Act) in graph), None)
    if act is not None:
        added.add((node, ELI.is_part_of, URIRef(act)))
    return added, node, act


# The groups that a proposal speaks of, and claims its outcomes for.


def concerns_instead(
    proposal: Proposal, old: str, ending: str, who: Condition, named: Text, what: Text
) -> Edit:
    """Let a proposal speak, and claim its outcomes, of a new class in place of `old`."""
    own, node = proposal.graph, URIRef(f"{proposal.iri}/class/{ending}")
    added, removed = new_graph(), new_graph()
    define(added, node, who, named)
    for subject, predicate in (
        (URIRef(proposal.iri), CORE.concerns),
        *((outcome, CORE.group) for outcome in own.objects(URIRef(proposal.iri), CORE.outcome)),
    ):
        if (subject, predicate, URIRef(old)) in own:
            removed.add((subject, predicate, URIRef(old)))
            added.add((subject, predicate, node))
    return Edit(what, added, removed)
