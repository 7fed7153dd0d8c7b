"""Small changes of a proposal that close a gap, each assessed again: what it closes, what it opens.

Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib import Literal as RdfLiteral

from checker.conditions.tree import Named, Not, all_of
from checker.errors import InputError
from checker.law.norms import Norm
from checker.law.view import LawView
from checker.proposals.gap import SEVERITIES, Gap, Repair
from checker.proposals.owl_text import write_class
from checker.proposals.proposal import Proposal, proposal_of
from checker.terms import CORE, Text
from checker.turtle import PREFIXES

Assess = Callable[[Proposal], Sequence[Gap]]
"""Gives the gaps of a proposal."""

_Severities = dict[tuple[str, str | None], int]
_NONE = len(SEVERITIES)
_NARROWED = frozenset({"unreachable", "hollow"})


@dataclass(frozen=True)
class _Change:
    what: Text
    added: Graph
    removed: Graph


def with_repairs(
    gaps: Sequence[Gap], proposal: Proposal, after: LawView, assess: Assess
) -> list[Gap]:
    """The gaps, each with the repairs that close it; smallest changes first.

    `after` is the law with the proposal. A change that cannot be laid over the law, or that does
    not close the gap, is no repair.
    """
    return [
        replace(gap, repairs=tuple(_repairs(gap, gaps, proposal, after, assess))) for gap in gaps
    ]


def _repairs(
    gap: Gap, gaps: Sequence[Gap], proposal: Proposal, after: LawView, assess: Assess
) -> Iterator[Repair]:
    norm = after.norms.get(gap.norm or "")
    if norm is None or norm.iri not in proposal.introduces:
        return
    for change in _changes(gap, norm, after):
        changed = _changed(proposal, change)
        try:
            repaired = assess(changed)
        except InputError:
            continue
        now, then = _worst(repaired), _worst(gaps)
        if now.get((gap.code, gap.norm), _NONE) <= SEVERITIES.index(gap.severity):
            continue
        yield Repair(
            change.what,
            closes=_milder(then, now),
            opens=_milder(now, then),
            turtle=change.added.serialize(format="turtle"),
            proposal=changed.text,
        )


def _worst(gaps: Sequence[Gap]) -> _Severities:
    """The severity of the worst gap of each code and norm, 0 the worst."""
    found: _Severities = {}
    for gap in gaps:
        key = gap.code, gap.norm
        found[key] = min(SEVERITIES.index(gap.severity), found.get(key, _NONE))
    return found


def _milder(before: _Severities, after: _Severities) -> tuple[str, ...]:
    """The codes of gaps that are gone or milder after."""
    milder = {key[0] for key, worst in before.items() if after.get(key, _NONE) > worst}
    return tuple(sorted(milder))


def _changes(gap: Gap, norm: Norm, after: LawView) -> Iterator[_Change]:
    if gap.code == "no-exemption":
        yield from _share_exemptions(norm, after)
    if gap.code in _NARROWED and gap.who is not None and norm.addressee:
        try:
            yield _narrow(gap, norm)
        except ValueError:
            return


def _share_exemptions(norm: Norm, after: LawView) -> Iterator[_Change]:
    """Let those be exempt who are exempt from a norm that asks the same."""
    for other in after.norms.values():
        if other.iri == norm.iri or other.duty != norm.duty or other.bearer != norm.bearer:
            continue
        if any(n.kind == "Exemption" for n in after.lifting(other.iri)):
            added = _graph()
            added.add((URIRef(norm.iri), CORE.exemptedAs, URIRef(other.iri)))
            yield _Change(
                Text(
                    f"Lad fritagelserne fra »{other.label.da}« også gælde »{norm.label.da}«.",
                    f'Let the exemptions from "{other.label.en}" also apply to "{norm.label.en}".',
                ),
                added,
                _graph(),
            )


def _narrow(gap: Gap, norm: Norm) -> _Change:
    """Keep those whom a gap strikes outside the duty."""
    assert gap.who is not None
    assert gap.who_words is not None
    assert norm.addressee is not None
    added, removed = _graph(), _graph()
    narrowed = URIRef(f"{norm.addressee}-narrowed")
    # Whom the duty addresses is a class already: its name alone is written.
    own = Named(norm.addressee, gap.who)
    body = write_class(added, all_of(own, Not(gap.who)))
    added.add((narrowed, RDF.type, OWL.Class))
    added.add((narrowed, OWL.equivalentClass, body))
    for text, lang in ((gap.who_words.da, "da"), (gap.who_words.en, "en")):
        says = "undtagen" if lang == "da" else "except"
        added.add((narrowed, RDFS.label, RdfLiteral(f"{says}: {text}", lang=lang)))
    added.add((URIRef(norm.iri), CORE.addressee, narrowed))
    removed.add((URIRef(norm.iri), CORE.addressee, URIRef(norm.addressee)))
    return _Change(
        Text(
            f"Hold dem uden for »{norm.label.da}«, som den ellers rammer: {gap.who_words.da}.",
            f'Keep those outside "{norm.label.en}" whom it would strike: {gap.who_words.en}.',
        ),
        added,
        removed,
    )


def _graph() -> Graph:
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def _changed(proposal: Proposal, change: _Change) -> Proposal:
    graph = _graph()
    for triple in proposal.graph:
        if triple not in change.removed:
            graph.add(triple)
    for triple in change.added:
        graph.add(triple)
    return proposal_of(graph.serialize(format="turtle"), proposal.file)
