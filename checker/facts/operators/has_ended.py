"""Whether something has ended by a day."""

from __future__ import annotations

from lovgraf.facts.call import Call, State
from lovgraf.facts.episode import OfEpisode, over


class HasEnded(OfEpisode):
    """Begun, ended on the same day or later, and not begun again since."""

    lasting = False

    def column(self, use: Call) -> State:
        """Of the last beginning and the last end the later decides."""
        return State(over(use))
