"""The law of each day of a history, with proposals laid over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lovgraf.core.terms import Text
from lovgraf.law.view import Law
from lovgraf.proposals import Overlay, Proposal, lay_over, overlay_notes


class Laws:
    """The law under some proposals, day by day: as `lovgraf check --with` has it on that day."""

    def __init__(self, law: Law, proposals: Sequence[Proposal] = ()) -> None:
        self._law, self._proposals = law, list(proposals)
        self._laid: dict[date | None, Overlay] = {}

    def of(self, day: date) -> tuple[Law, tuple[Text, ...]]:
        """The law of a day, and what a report must say of the proposals.

        Raises `InputError` where a proposal cannot be used.
        """
        if not self._proposals:
            return self._law, ()
        laid = None if self.one else day
        if laid not in self._laid:
            self._laid = {laid: lay_over(self._law, self._proposals, laid)}
        found = self._laid[laid]
        return replace(found.law, profile=self._law.profile), overlay_notes(found, day)

    @property
    def one(self) -> bool:
        """Whether one law says it for all days: each proposal tells when it commences. Another is
        taken to commence on the day itself."""
        return all(proposal.commencement is not None for proposal in self._proposals)
