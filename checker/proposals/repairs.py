"""Small changes of a proposal that close a gap, each assessed again: what it closes, what it opens.

Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from lovgraf.core.errors import InputError
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.circle_repairs import broken
from lovgraf.proposals.ease_repairs import eased
from lovgraf.proposals.edits import Edit
from lovgraf.proposals.effect_repairs import awaited
from lovgraf.proposals.gap import SEVERITIES, Gap, Repair
from lovgraf.proposals.judgment_repairs import settled
from lovgraf.proposals.measure_repairs import basis_given, measure_added
from lovgraf.proposals.norm_repairs import (
    begun_later,
    commenced,
    companions_changed,
    exemptions_shared,
    limit_raised,
    narrowed,
    not_ended,
    redirected,
)
from lovgraf.proposals.outside_repairs import brought_in
from lovgraf.proposals.passing import begun_when_passed
from lovgraf.proposals.proposal import Proposal
from lovgraf.proposals.route_repairs import kept, opened, powered
from lovgraf.proposals.scope_repairs import covered, parted, unrepeated
from lovgraf.proposals.stale_texts import rewritten
from lovgraf.proposals.term_repairs import meant

Assess = Callable[[Proposal], Sequence[Gap]]
"""Gives the gaps of a proposal."""

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
        edits = _edits(gap, proposal, before, after)
        repairs = sorted(_repairs(gap, gaps, proposal, edits, assess), key=_cost)
        found.append(replace(gap, repairs=tuple(repair for repair, _, _ in repairs)))
    return found


def _cost(tried: tuple[Repair, int, Edit]) -> tuple[bool, int, int, int, int]:
    """Whether a repair opens an error, how far it goes, what else it opens, how much it changes."""
    repair, worst, edit = tried
    size = len(edit.added) + len(edit.removed)
    return worst == 0, edit.stretch, -worst, len(repair.opens), size


def _repairs(
    gap: Gap, gaps: Sequence[Gap], proposal: Proposal, edits: Iterator[Edit], assess: Assess
) -> Iterator[tuple[Repair, int, Edit]]:
    """The changes that close a gap, each with the severity of the worst that it opens (0 the
    worst)."""
    some = False
    for edit in edits:
        if some and edit.otherwise:
            continue
        try:
            changed = edit.applied(proposal)
            repaired = assess(changed)
        except InputError:
            continue
        then, now = _profile(gaps), _profile(repaired)
        if not _closed(gap, repaired, then, now):
            continue
        some = True
        repair = Repair(
            edit.what,
            closes=tuple(sorted({code for code, _ in _fewer(then, now)})),
            opens=tuple(sorted({code for code, _ in _fewer(now, then)})),
            turtle=edit.added.serialize(format="turtle"),
            proposal=changed.text,
        )
        yield repair, min(_fewer(now, then).values(), default=_NONE), edit


def _profile(gaps: Sequence[Gap]) -> _Profile:
    found: _Profile = {}
    for gap in gaps:
        key, worst = (gap.code, gap.norm), SEVERITIES.index(gap.severity)
        before = found.get(key, (0,) * _NONE)
        found[key] = tuple(n + (worst <= place) for place, n in enumerate(before))
    return found


def _closed(gap: Gap, repaired: Sequence[Gap], then: _Profile, now: _Profile) -> bool:
    """Whether a gap is gone or milder, and no other of its kind came in its place."""
    key, worst = (gap.code, gap.norm), SEVERITIES.index(gap.severity)
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


def _edits(gap: Gap, proposal: Proposal, before: LawView, after: LawView) -> Iterator[Edit]:
    """The changes to try, as far as they are changes of this proposal."""
    norm = after.norms.get(gap.norm or "")
    own = norm if norm is not None and norm.iri in proposal.introduces else None
    match gap.code:
        case "companion":
            yield from companions_changed(gap, before, after, proposal)
        case "dangling":
            yield from begun_later(gap, after, proposal)
            yield from redirected(gap, after, proposal)
        case "uncommenced":
            yield from commenced(gap, after, proposal)
        case "no-information" | "no-transition":
            yield from measure_added(gap, proposal, after)
        case "no-legal-basis":
            yield from basis_given(gap, proposal, after)
        case "retroactive":
            yield from begun_when_passed(gap, proposal)
        case "stale-text":
            yield from rewritten(gap, before, after, proposal)
        case "outside-law":
            yield from brought_in(gap, after, proposal)
        case "undefined-term":
            yield from meant(gap, after, proposal)
        case "overlap" if set(gap.about) <= {*proposal.concerns}:
            yield from parted(gap, after, proposal)
        case "circular":
            yield from broken(gap, after, proposal)
        case "discretion" if own is None:
            yield from kept(after, proposal)
        case "unreachable":
            yield from _reached(gap, norm, proposal, after)
        case _ if own is not None:
            yield from _of_duty(gap, own, proposal, before, after)


def _reached(gap: Gap, norm: Norm | None, proposal: Proposal, after: LawView) -> Iterator[Edit]:
    """For a duty out of reach, and for a new route that leads nowhere."""
    for route in after.routes if gap.norm in proposal.introduces else ():
        if route.iri == gap.norm:
            for block in gap.blocking:
                yield from powered(route, block, after, proposal)
    if norm is None:
        return
    if norm.iri in proposal.introduces:
        yield from narrowed(gap, norm)
    else:
        yield from kept(after, proposal)
    yield from opened(gap, norm, after, proposal)


def _of_duty(
    gap: Gap, norm: Norm, proposal: Proposal, before: LawView, after: LawView
) -> Iterator[Edit]:
    """For gaps of a duty of the proposal's own."""
    match gap.code:
        case "no-exemption":
            yield from not_ended(norm, before, proposal)
            yield from exemptions_shared(norm, after)
        case "threshold":
            yield from limit_raised(norm, after)
        case "burdensome":
            yield from eased(gap, after, proposal)
        case "hollow":
            yield from narrowed(gap, norm)
        case "redundant":
            yield from unrepeated(gap, norm, before, proposal)
        case "uncovered":
            yield from covered(gap, norm, after, proposal)
        case "discretion":
            yield from settled(gap, norm, after, proposal)
        case "blind-effect":
            yield from awaited(gap, after, proposal)
            yield from narrowed(gap, norm)
