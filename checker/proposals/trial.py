"""A changed proposal that is tried: the gaps that it leaves, found as far as they are asked for.

Most changes that are tried close nothing. That shows where the gap is looked for again, of the one
norm that it is about; what else the change does is found out only of those that close it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from lovgraf.proposals.answer_cache import Answers
from lovgraf.proposals.cell_gaps import cell_gaps
from lovgraf.proposals.changes import Views
from lovgraf.proposals.find import gaps_of
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gaps import gap_kind
from lovgraf.proposals.programs import Comparison


class Trial(Struct, dict=True):
    """A changed proposal on the law, with what is asked of it."""

    views: Views
    comparisons: Sequence[Comparison]
    answers: Answers

    @cached_property
    def gaps(self) -> Sequence[Gap]:
        """All gaps that it leaves. Raises `InputError` where it cannot be used."""
        return gaps_of(self.views, cell_gaps(self.views, self.comparisons, self.answers))

    def like(self, gap: Gap) -> Sequence[Gap]:
        """Gaps of the kind and the norm of one that it leaves for certain, maybe not all.

        Raises `InputError` where it cannot be used.
        """
        if "gaps" in self.__dict__ or gap.norm is None:
            return self.gaps
        only = gap.code, gap.norm
        struck = cell_gaps(self.views, self.comparisons, self.answers, only=only)
        if struck.obliging:
            return gaps_of(self.views, struck, only=gap.code)
        # Nobody may be newly obliged at all: then gaps of new duties do not count.
        return [one for one in struck.gaps if one.about or not gap_kind(one.code).of_new_duties]
