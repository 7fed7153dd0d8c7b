"""Small changes of a proposal that close a gap, each assessed again: what it closes, what it opens.

Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from checker.errors import InputError
from checker.law.view import LawView
from checker.proposals.edits import Edit
from checker.proposals.gap import SEVERITIES, Gap, Repair
from checker.proposals.measure_repairs import basis_given, measure_added
from checker.proposals.norm_repairs import (
    begun_later,
    companions_changed,
    exemptions_shared,
    limit_raised,
    narrowed,
)
from checker.proposals.proposal import Proposal
from checker.proposals.route_repairs import eased, opened, powered

Assess = Callable[[Proposal], Sequence[Gap]]
"""Gives the gaps of a proposal."""

_Severities = dict[tuple[str, str | None], int]
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
    for edit in edits:
        try:
            changed = edit.applied(proposal)
            repaired = assess(changed)
        except InputError:
            continue
        now, then = _worst(repaired), _worst(gaps)
        if now.get((gap.code, gap.norm), _NONE) <= SEVERITIES.index(gap.severity):
            continue
        repair = Repair(
            edit.what,
            closes=_milder(then, now),
            opens=_milder(now, then),
            turtle=edit.added.serialize(format="turtle"),
            proposal=changed.text,
        )
        opened = [worst for key, worst in now.items() if then.get(key, _NONE) > worst]
        yield repair, min(opened, default=_NONE), edit


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


def _edits(gap: Gap, proposal: Proposal, before: LawView, after: LawView) -> Iterator[Edit]:
    """The changes to try, as far as they are changes of this proposal."""
    if gap.code == "companion":
        yield from companions_changed(gap, before, after, proposal)
    if gap.code == "dangling":
        yield from begun_later(gap, after, proposal)
    if gap.code in ("no-information", "no-transition"):
        yield from measure_added(gap, proposal, after)
    if gap.code == "no-legal-basis":
        yield from basis_given(gap, proposal, after)
    own = [r for r in after.routes if r.iri == gap.norm and r.iri in proposal.introduces]
    for block in gap.blocking if own and gap.code == "unreachable" else ():
        yield from powered(own[0], block, after, proposal)
    norm = after.norms.get(gap.norm or "")
    if norm is None or norm.iri not in proposal.introduces:
        return
    if gap.code == "no-exemption":
        yield from exemptions_shared(norm, after)
    if gap.code == "threshold":
        yield from limit_raised(norm, after)
    if gap.code == "burdensome":
        yield from eased(gap, after, proposal)
    if gap.code in ("unreachable", "hollow"):
        yield from narrowed(gap, norm)
    if gap.code == "unreachable":
        yield from opened(gap, norm, after, proposal)
