"""Whether something lasts on a day."""

from __future__ import annotations

from lovgraf.facts.call import Call, State
from lovgraf.facts.episode import OfEpisode, over, unless_none


class Lasts(OfEpisode):
    """Begun, and not ended on the same day or later; without an end it goes on."""

    lasting = True

    def column(self, use: Call) -> State:
        """What ends on the very day has ended, whenever it began."""
        begin, end, at = (use.one(role) for role in self.roles)
        on_the_day = unless_none(end.value == at.value, end)
        lasts = (begin.value <= at.value) & ~over(use) & ~on_the_day
        return State(unless_none(lasts, begin, at))
