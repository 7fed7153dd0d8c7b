"""The latest of several days."""

from __future__ import annotations

from lovgraf.facts.extreme import Extreme


class LatestOf(Extreme):
    """The latest of the days `of` that there are."""

    latest = True
