"""Small changes of a proposal that close a gap, each assessed again: what it closes, what it opens.

Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from msgspec.structs import replace
from rdflib import URIRef

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE
from lovgraf.law.view import LawView
from lovgraf.proposals.changes import Views
from lovgraf.proposals.edits import Edit
from lovgraf.proposals.gap import SEVERITIES, Gap, Repair
from lovgraf.proposals.gap_kind import ToRepair, gap_words, of_the_law
from lovgraf.proposals.gaps import gap_kind
from lovgraf.proposals.proposal import Proposal


class Tried(Protocol):
    """A changed proposal on the law; raises `InputError` where it cannot be used."""

    @property
    def gaps(self) -> Sequence[Gap]:
        """All gaps that it leaves."""

    def like(self, gap: Gap) -> Sequence[Gap]:
        """Gaps of the kind and the norm of one that it leaves for certain, maybe not all."""


Assess = Callable[[Proposal], Tried]
"""Lays a changed proposal over the law."""

_Profile = dict[tuple[str, str | None], tuple[int, ...]]
"""How many gaps of each code and norm are at least an error, at least a warning, and in all."""
_NONE = len(SEVERITIES)


def with_repairs(
    gaps: Sequence[Gap], proposal: Proposal, before: LawView, after: LawView, assess: Assess
) -> list[Gap]:
    """The gaps, each with the repairs that close it; smallest changes first.

    `before` and `after` are the law without and with the proposal. A change that cannot be laid
    over the law, or that does not close the gap, is no repair.
    """
    found = []
    for gap in gaps:
        edits = gap_kind(gap.code).edits(ToRepair(gap, proposal, before, after))
        repairs = sorted(_repairs(gap, gaps, proposal, edits, assess), key=_cost)
        found.append(replace(gap, repairs=tuple(repair for repair, _, _ in repairs)))
    return found


def _cost(tried: tuple[Repair, int, Edit]) -> tuple[bool, int, int, int, int]:
    """Whether a repair opens an error, how far it goes, what else it opens, how much it changes."""
    repair, worst, edit = tried
    size = len(edit.added) + len(edit.removed)
    return worst == 0, edit.stretch, -worst, len(repair.opens), size


def _repairs(
    gap: Gap, gaps: Sequence[Gap], proposal: Proposal, edits: Iterable[Edit], assess: Assess
) -> Iterator[tuple[Repair, int, Edit]]:
    """The changes that close a gap, each with the severity of the worst that it opens (0 the
    worst)."""
    some = False
    for edit in edits:
        if some and edit.otherwise:
            continue
        try:
            changed = edit.applied(proposal)
            tried = assess(changed)
            then = _profile(gaps)
            if not _closed(gap, tried.like(gap), then):
                continue
            repaired = tried.gaps
        except InputError:
            continue
        if not _closed(gap, repaired, then):
            continue
        now = _profile(repaired)
        some = True
        repair = Repair(
            edit.what,
            closes=tuple(sorted({code for code, _ in _fewer(then, now)})),
            opens=tuple(sorted({code for code, _ in _fewer(now, then)})),
            turtle=edit.added.serialize(format="turtle"),
            proposal=changed.text,
            removed=edit.removed.serialize(format="turtle") if edit.removed else "",
        )
        yield repair, min(_fewer(now, then).values(), default=_NONE), edit


def _profile(gaps: Sequence[Gap]) -> _Profile:
    found: _Profile = {}
    for gap in gaps:
        key, worst = (gap.code, gap.norm), SEVERITIES.index(gap.severity)
        before = found.get(key, (0,) * _NONE)
        found[key] = tuple(n + (worst <= place) for place, n in enumerate(before))
    return found


def _closed(gap: Gap, repaired: Sequence[Gap], then: _Profile) -> bool:
    """Whether a gap is gone or milder, and no other of its kind came in its place."""
    key, worst = (gap.code, gap.norm), SEVERITIES.index(gap.severity)
    now = _profile(repaired)
    if now.get(key, (0,) * _NONE)[worst] >= then[key][worst]:
        return False
    return not any(
        (one.code, one.norm, one.message, one.severity)
        == (gap.code, gap.norm, gap.message, gap.severity)
        for one in repaired
    )


def _fewer(before: _Profile, after: _Profile) -> dict[tuple[str, str | None], int]:
    """The codes and norms with fewer gaps after, each with the worst severity of which there are
    fewer (0 an error)."""
    found = {}
    for key, held in before.items():
        left = after.get(key, (0,) * _NONE)
        fewer = [place for place, n in enumerate(held) if left[place] < n]
        if fewer:
            found[key] = fewer[0]
    return found


# Why no small change of a proposal closes a gap, and what its drafter can do.
#
# The sentences are in `ontology/gap.ttl`. Source: semantics, section 6 (repairs).


def explained(gap: Gap, views: Views) -> Gap:
    """A gap that no change closes, with why."""
    if gap.repairs:
        return gap
    lies_in = gap_kind(gap.code).lies_in
    about = gap.about if lies_in == "about" else [gap.norm, *gap.about]
    if lies_in is not None and not any(
        iri is not None and _named(views, URIRef(iri)) for iri in about
    ):
        return replace(gap, no_repair=of_the_law())
    words = gap_words().get(gap.code)
    return replace(gap, no_repair=words.no_repair if words else None)


def _named(views: Views, node: URIRef) -> bool:
    """Whether a proposal says something of a thing, or uses it as a term."""
    return any(
        (node, None, None) in one.graph or (None, CORE.usesTerm, node) in one.graph
        for one in views.overlay.proposals
    )
