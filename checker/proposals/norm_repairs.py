"""Changes of norms that close a gap: whom a duty addresses, whom an exemption reaches, what else
has to change with it, and when it begins.

What takes another's place comes from the graph. Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral

from lovgraf.conditions.tree import TRUE, Condition, Leaf, Named, Not, Range, all_of, any_of
from lovgraf.core.terms import CORE, Text, label
from lovgraf.core.written import date_text
from lovgraf.law.norms import Norm, provision_label
from lovgraf.law.view import LawView
from lovgraf.proposals.age_limits import too_low
from lovgraf.proposals.edits import Edit, define, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.proposal import Proposal


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


def limit_raised(norm: Norm, after: LawView) -> Iterator[Edit]:
    """Let a duty begin at the age at which what it needs can be had."""
    for limit in too_low(after, norm):
        if norm.addressee is None:
            return
        fact = after.law.facts[limit.fact].label
        old = label(after.law.graph, URIRef(norm.addressee))
        of_age = Leaf(limit.fact, Range(low=limit.needed))
        yield addressed(
            norm,
            norm.addressee,
            f"from-{limit.needed}",
            all_of(Named(norm.addressee, TRUE), of_age),
            Text(
                f"{old.da}, {fact.da} mindst {limit.needed}",
                f"{old.en}, {fact.en} at least {limit.needed}",
            ),
            Text(
                f"Lad »{norm.label.da}« gælde fra {limit.needed} ({fact.da}).",
                f'Let "{norm.label.en}" apply from {limit.needed} ({fact.en}).',
            ),
        )


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


def exemptions_shared(norm: Norm, after: LawView) -> Iterator[Edit]:
    """Let those be exempt who are exempt from a norm that asks the same, or needs the same."""
    tried: set[frozenset[str]] = set()
    alike = [
        other
        for other in after.norms.values()
        if other.iri != norm.iri
        and (other.bearer, other.record_type) == (norm.bearer, norm.record_type)
        and (other.duty == norm.duty or set(other.requires) & set(norm.requires))
    ]
    for other in sorted(alike, key=lambda one: (one.duty != norm.duty, one.iri)):
        grounds = frozenset(n.iri for n in after.lifting(other.iri) if n.kind == "Exemption")
        if not grounds or grounds in tried:
            continue
        tried.add(grounds)
        added = new_graph()
        added.add((URIRef(norm.iri), CORE.exemptedAs, URIRef(other.iri)))
        yield Edit(
            Text(
                f"Lad fritagelserne fra »{other.label.da}« også gælde »{norm.label.da}«.",
                f'Let the exemptions from "{other.label.en}" also apply to "{norm.label.en}".',
            ),
            added,
            new_graph(),
            stretch=int(other.duty != norm.duty),
        )


def companions_changed(
    gap: Gap, before: LawView, after: LawView, proposal: Proposal
) -> Iterator[Edit]:
    """Do the same to the norms that state the same duties and stay as they are."""
    added, meant = new_graph(), set[str]()
    for iri in (gap.norm or "", *gap.about):
        changed = before.norms.get(iri)
        if changed is None:
            return
        others = _companions_of(changed, before, after, proposal, added)
        if others is None:
            return
        meant |= {other.provision for other in others}
    if not len(added):
        return
    yield Edit(
        Text(
            f"Ændr også de andre bestemmelser med samme pligt ({len(meant)}).",
            f"Change the other provisions with the same duty too ({len(meant)}).",
        ),
        added,
        new_graph(),
    )


def _companions_of(
    changed: Norm, before: LawView, after: LawView, proposal: Proposal, added: Graph
) -> list[Norm] | None:
    """The companions of one norm, to which is added what the proposal does to it; None where it is
    not known what."""
    graph = after.law.graph
    patterns = set(graph.objects(URIRef(changed.iri), CORE.pattern))
    others = [
        other
        for iri, other in after.norms.items()
        if iri in before.norms
        and (other.kind, other.duty) == (changed.kind, changed.duty)
        and patterns & set(graph.objects(URIRef(iri), CORE.pattern))
    ]
    lifting = [n for n in after.lifting(changed.iri) if n.iri in proposal.introduces]
    free = [other for other in others if not {n.iri for n in lifting} & _lifting(after, other)]
    successors = [new for new, old in proposal.replaces if old == changed.iri]
    meant = free if lifting else others
    for other in meant:
        if not _alike(other, changed, lifting, successors, after, proposal, added):
            return None
    return meant


def _lifting(after: LawView, norm: Norm) -> set[str]:
    return {one.iri for one in after.lifting(norm.iri)}


def _alike(
    other: Norm,
    changed: Norm,
    lifting: list[Norm],
    successors: list[str],
    after: LawView,
    proposal: Proposal,
    added: Graph,
) -> bool:
    """Add what does to another norm what the proposal does to one; whether it is known what."""
    node = URIRef(proposal.iri)
    if lifting:
        for one in lifting:
            how = CORE.exempts if changed.iri in one.exempts else CORE.overrides
            added.add((URIRef(one.iri), how, URIRef(other.iri)))
        return True
    if changed.iri in proposal.ends:
        added.add((node, CORE.ends, URIRef(other.iri)))
        return True
    for new in successors:
        addressee = after.norms[new].addressee if new in after.norms else None
        if addressee is None:
            return False
        version = URIRef(f"{other.iri}-{proposal.iri.rsplit('/', 1)[-1]}")
        added.add((node, CORE.introduces, version))
        added.add((version, CORE.replaces, URIRef(other.iri)))
        added.add((version, CORE.addressee, URIRef(addressee)))
    return bool(successors)


def not_ended(norm: Norm, before: LawView, proposal: Proposal) -> Iterator[Edit]:
    """Let an exemption from a duty, or from the one in whose place it comes, stay that the proposal
    ends."""
    mine = {norm.iri, *(old for new, old in proposal.replaces if new == norm.iri)}
    for iri in proposal.ends:
        ended = before.norms.get(iri)
        if ended is not None and mine & {*ended.exempts, *ended.overrides}:
            edit = Edit(
                Text(f"Behold »{ended.label.da}«.", f'Keep "{ended.label.en}".'),
                new_graph(),
                new_graph(),
            )
            edit.removed.add((URIRef(proposal.iri), CORE.ends, URIRef(iri)))
            yield edit


def redirected(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """End what took the place of a norm that is gone already; or do not end it."""
    graph, node = after.law.graph, URIRef(proposal.iri)
    said = node, CORE.ends, URIRef(gap.norm or "")
    if said not in proposal.graph:
        return
    for iri in sorted(map(str, graph.subjects(CORE.replaces, said[2]))):
        if iri in after.norms and iri not in proposal.introduces:
            name = after.norms[iri].label
            what = Text(
                f"Ophæv »{name.da}«, som er trådt i stedet.",
                f'End "{name.en}", which took its place.',
            )
            edit = Edit(what, new_graph(), new_graph(), stretch=1)
            edit.removed.add(said)
            edit.added.add((node, CORE.ends, URIRef(iri)))
            yield edit
    name = label(graph, said[2])
    edit = Edit(
        Text(f"Udelad ophævelsen af »{name.da}«.", f'Leave out the end of "{name.en}".'),
        new_graph(),
        new_graph(),
    )
    edit.removed.add(said)
    yield edit


def begun_later(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """Begin once what is changed is in force."""
    norm = after.law.norms.get(gap.norm or "")
    start = norm.in_force.start if norm is not None else None
    if norm is None or start is None or start <= after.as_of:
        return
    node, added, removed = URIRef(proposal.iri), new_graph(), new_graph()
    for said in (CORE.inForceFrom, CORE.commencementUndetermined):
        for triple in proposal.graph.triples((node, said, None)):
            removed.add(triple)
    added.add((node, CORE.inForceFrom, RdfLiteral(start.isoformat(), datatype=XSD.date)))
    yield Edit(
        Text(
            f"Lad forslaget træde i kraft {date_text(start).da}, når »{norm.label.da}« gælder.",
            f"Let the proposal commence on {date_text(start).en}, when "
            f'"{norm.label.en}" is in force.',
        ),
        added,
        removed,
    )


def commenced(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """Bring into force what a norm depends on."""
    for iri in gap.about:
        name, added = provision_label(after.law.graph, iri), new_graph()
        if iri in after.law.norms:
            name = after.law.norms[iri].label
        added.add((URIRef(proposal.iri), CORE.commences, URIRef(iri)))
        what = Text(f"Sæt »{name.da}« i kraft.", f'Bring "{name.en}" into force.')
        yield Edit(what, added, new_graph())
