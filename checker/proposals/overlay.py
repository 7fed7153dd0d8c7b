"""Lay proposals over the law: a new law comes out, the law itself is never changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text, relative
from lovgraf.core.written import date_text
from lovgraf.law.known_words import shown
from lovgraf.law.unclear_norm import UnclearNorm
from lovgraf.law.view import Law
from lovgraf.proposals.not_applied import NotApplied
from lovgraf.proposals.proposal import Proposal
from lovgraf.proposals.step import Step
from lovgraf.proposals.unchanged import keep_unchanged
from lovgraf.proposals.usable import check_proposal


class Overlay(Struct, frozen=True):
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
