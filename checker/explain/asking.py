"""Which facts to ask for next: those on which most open verdicts turn."""

from __future__ import annotations

from collections import defaultdict

from lovgraf.explain.model import Explanation

_OF_RIGHTS = 0.25
"""What one may do counts less than a verdict."""


def worth_asking(found: Explanation) -> dict[str, float]:
    """The columns (by name) that open answers turn on, those that settle most first.

    A verdict counts one, shared among the facts it turns on: a fact that settles a verdict alone
    comes before one of ten. Equal ones are in the order of their names.
    """
    worth: defaultdict[str, float] = defaultdict(float)
    for verdict in found.verdicts:
        for name in verdict.missing:
            worth[name] += 1 / len(verdict.missing)
    for item in found.may:
        for name in item.missing:
            worth[name] += _OF_RIGHTS / len(item.missing)
    return dict(sorted(worth.items(), key=lambda pair: (-round(pair[1], 9), pair[0])))
