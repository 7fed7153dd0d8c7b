"""Lay proposals over the law: a new law comes out, the law itself is never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SH, SKOS
from rdflib.term import Node

from lovgraf.check.quality import share_quality_shapes
from lovgraf.conditions.from_owl import ReadClasses
from lovgraf.conditions.readable_classes import UPWARDS
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, RECORD, Text, relative
from lovgraf.core.written import date_text
from lovgraf.facts.fact_reader import KINDS as FACTS
from lovgraf.facts.fact_reader import facts_among
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.deadline_rules import DeadlineRules
from lovgraf.law.known_words import Written, check_words, shown
from lovgraf.law.norms import KINDS, Norm, natural, norm_of
from lovgraf.law.unclear_norm import UnclearNorm
from lovgraf.law.view import Law
from lovgraf.proposals.not_applied import NotApplied
from lovgraf.proposals.proposal import PARTS, Proposal
from lovgraf.proposals.statements import leading_to
from lovgraf.proposals.step import Step
from lovgraf.verdicts.program import classes_read

# Whether a proposal can be used with a law: its names are known, it does not contradict itself.
#
# What cannot be used ends with an error that names the line. What can be used but leaves a gap is
# for the assessment, and what is not in force for the overlay to report.


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


# What a proposal leaves as it is in a law need not be read again.
#
# A norm or fact is read from its own statements and what these lead to. So only what leads to a
# statement that a proposal adds or removes can be read differently.

_CODES = frozenset(
    {RECORD.CodeGroup, SKOS.Concept, SKOS.ConceptScheme, CORE.Calendar, CORE.DeadlineRule}
)
_FACTS = frozenset(FACTS)


def keep_unchanged(
    old: Law, new: Law, changed: Collection[Node], leading: set[Node] | None = None
) -> None:
    """Let a law keep the facts and norms of an older one, and the classes that were read of it,
    where no statement of the `changed` nodes says otherwise; `leading` are these with all whose
    statements lead to them, where that is known.

    Its facts are the same object only where no fact and no shape of record quality is touched.
    """
    touched = leading_to(new.graph, changed) if leading is None else leading
    graphs = (old.graph, new.graph)
    if any(_of_all_facts(graph, node) for graph in graphs for node in touched):
        return
    same = not any(_of_a_record(graph, node) for graph in graphs for node in touched)
    new.__dict__["facts"] = old.facts if same else _facts(old, new, touched)
    if same:
        share_quality_shapes(old, new)
    gone = set(map(str, touched))
    found = {iri: norm for iri, norm in old.norms.items() if iri not in gone}
    found |= _read(new, touched)
    new.__dict__["norms"] = dict(sorted(found.items(), key=lambda item: natural(item[0])))
    said = {p for node in changed for p in new.graph.predicates(node)}
    if said.isdisjoint(UPWARDS):
        for kind in new.facts.record_types.values():
            known: ReadClasses = old.once(classes_read(kind), ReadClasses)
            new.having(classes_read(kind), known.without(touched))


def _facts(old: Law, new: Law, touched: set[Node]) -> FactVocabulary:
    """The facts of the older law, and those touched as they now are."""
    gone = set(map(str, touched))
    kept = {iri: fact for iri, fact in old.facts.facts.items() if iri not in gone}
    read = facts_among(new.graph, touched, old.facts.record_types)
    return replace(old.facts, facts=dict(sorted((kept | read).items())))


def _read(law: Law, touched: set[Node]) -> dict[str, Norm]:
    graph, facts = law.graph, law.facts
    found: dict[str, Norm] = {}
    types, usual, rules = facts.record_types, facts.usual_type, DeadlineRules(graph)
    for kind in KINDS:
        for node in touched.intersection(graph.subjects(RDF.type, CORE[kind])):
            found[str(node)] = norm_of(graph, node, kind, types, usual, rules)
    return found


def _of_all_facts(graph: Graph, node: Node) -> bool:
    """Whether a node belongs to what many facts and norms rest on: codes with their lists and
    groups, types of record, rules on deadlines, and what a rule may ask of a bearer."""
    if (node, SKOS.notation, None) in graph or (None, RECORD.codeList, node) in graph:
        return True
    return not _CODES.isdisjoint(graph.objects(node, RDF.type))


def _of_a_record(graph: Graph, node: Node) -> bool:
    """Whether a node is a fact, or a shape of record quality."""
    if (node, SH.targetClass, None) in graph:
        return True
    return not _FACTS.isdisjoint(graph.objects(node, RDF.type))


@dataclass(frozen=True)
class Overlay:
    """The law with proposals laid over it; `starts` is the day each begins (by IRI)."""

    before: Law
    law: Law
    proposals: tuple[Proposal, ...]
    starts: dict[str, date]
    not_applied: tuple[NotApplied, ...]

    def successors(self, iri: str) -> tuple[str, ...]:
        """The norms or routes that take the place of one."""
        return tuple(
            new for proposal in self.proposals for new, old in proposal.replaces if old == iri
        )


def lay_over(law: Law, proposals: Sequence[Proposal], as_of: date | None = None) -> Overlay:
    """Lay proposals over a law one after the other, each on the day it begins.

    `as_of` is the day for a proposal that does not determine it. Raises `InputError` where a
    proposal cannot be used at all.
    """
    if len({proposal.iri for proposal in proposals}) < len(proposals):
        twice = next(p for n, p in enumerate(proposals) if p.iri in {q.iri for q in proposals[:n]})
        raise twice.error(
            twice.iri,
            f"To forslag har samme navn: {relative(twice.iri)}.",
            f"Two proposals have the same name: {relative(twice.iri)}.",
        )
    current, starts, missing = law, dict[str, date](), list[NotApplied]()
    touched: dict[str, Proposal] = {}
    for proposal in proposals:
        check_proposal(proposal, current)
        start = proposal.day(as_of)
        starts[proposal.iri] = start
        step = Step(current, proposal, start, touched)
        before, current = current, step.law()
        with _named(proposal):
            keep_unchanged(before, current, step.written, step.leading)
        _readable(current, proposal)
        missing += step.missing
        touched |= dict.fromkeys((*step.changed, *proposal.introduces), proposal)
    return Overlay(law, current, tuple(proposals), starts, tuple(missing))


def overlay_notes(overlay: Overlay, as_of: date) -> tuple[Text, ...]:
    """What a report on a date must say of the proposals under it."""
    notes = []
    for proposal in overlay.proposals:
        start = overlay.starts[proposal.iri]
        if proposal.commencement is None:
            notes.append(
                Text(
                    f"Forslaget »{proposal.title.da}« har ingen dato for ikrafttræden; det er "
                    f"regnet for sat i kraft {date_text(start).da}.",
                    f'The proposal "{proposal.title.en}" has no date of commencement; it was taken '
                    f"to commence on {date_text(start).en}.",
                )
            )
        elif as_of < start:
            notes.append(
                Text(
                    f"Forslaget »{proposal.title.da}« er først i kraft fra "
                    f"{date_text(start).da} og har ingen virkning på datoen.",
                    f'The proposal "{proposal.title.en}" is in force only from '
                    f"{date_text(start).en} and has no effect on the date.",
                )
            )
    for missing in overlay.not_applied:
        name, why = missing.label, missing.reason
        notes.append(
            Text(
                f"Kunne ikke lægges oven på loven: {name.da}. {why.da}",
                f"Could not be laid over the law: {name.en}. {why.en}",
            )
        )
    return tuple(notes)


def _readable(law: Law, proposal: Proposal) -> None:
    """The law can still be read with a proposal, and what that brings in lasts."""
    with _named(proposal):
        _ = law.norms, law.access, law.facts
    _lasting(proposal, law)


def _lasting(proposal: Proposal, law: Law) -> None:
    """What a proposal brings in on a day of its own is in force some day; on a day that was only
    asked of, what would have ended by then has no effect."""
    if proposal.commencement is None:
        return
    own = {route.iri: route.in_force for route in law.access.routes}
    own |= {norm.iri: norm.in_force for norm in law.norms.values()}
    for iri in proposal.introduces:
        if iri not in own:
            continue
        begins, ends = own[iri].start, own[iri].end
        if begins is not None and ends is not None and ends < begins:
            first, last = date_text(begins), date_text(ends)
            raise proposal.error(
                iri,
                f"{shown(iri)} gælder aldrig: den begynder {first.da} og slutter {last.da}. Ret "
                "core:inForceUntil, eller bring den norm, den afløser, til ophør med core:ends.",
                f"{shown(iri)} is never in force: it begins on {first.en} and ends on {last.en}. "
                "Correct core:inForceUntil, or end the norm that it replaces with core:ends.",
            )


@contextmanager
def _named(proposal: Proposal) -> Iterator[None]:
    """Lets errors name the proposal's file, and the line of the norm that they are about."""
    try:
        yield
    except UnclearNorm as error:
        raise proposal.error(error.norm, error.message.da, error.message.en) from None
    except InputError as error:
        raise InputError(error.message.da, error.message.en, proposal.file) from None
