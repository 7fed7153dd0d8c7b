"""The earliest of several days."""

from __future__ import annotations

from lovgraf.facts.extreme import Extreme


class EarliestOf(Extreme):
    """The earliest of the days `of` that there are."""

    latest = False
