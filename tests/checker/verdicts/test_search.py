"""Axes that nothing joins are searched apart, and what was found of each is not found again."""

from __future__ import annotations

import numpy as np

from lovgraf.verdicts.knowledge import Knowledge
from lovgraf.verdicts.search import Axis
from tests.checker.verdicts.test_feasible import memory


def test_axes_that_nothing_joins_are_known_from_others() -> None:
    found = memory("isOverdue", "nordic").combinations
    nothing = Knowledge(frozenset(), frozenset())
    keys = sorted(key for key in found.atoms if key.endswith(("isOverdue", "nordic")))
    one, other = (
        Axis(key, ((0,), (1,)), found.alternatives.of(key, nothing, frozenset(keys)))
        for key in keys
    )
    first, second = found.search.relation([one]), found.search.relation([other])
    assert first is not None
    assert second is not None
    known = len(found.search._known)
    both = found.search.relation([one, other])
    assert both is not None
    assert np.array_equal(both, first[:, np.newaxis] & second)
    assert len(found.search._known) == known
