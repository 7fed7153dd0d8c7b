"""Lay proposals over the law: a new law comes out, the law itself is never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text, relative
from lovgraf.core.written import date_text
from lovgraf.law.view import Law
from lovgraf.proposals.not_applied import NotApplied
from lovgraf.proposals.proposal import Proposal
from lovgraf.proposals.sound import check_proposal
from lovgraf.proposals.step import Step
from lovgraf.proposals.unchanged import keep_unchanged


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
        keep_unchanged(before, current, step.written)
        missing += step.missing
        _readable(current, proposal)
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
    """Norms, routes and facts can still be read; an error names the proposal's file."""
    try:
        _ = law.norms, law.access, law.facts
    except InputError as error:
        raise InputError(error.message.da, error.message.en, proposal.file) from None
