"""Days of rows that were read are kept while they are few, and told by the place of the row."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from lovgraf.engine import row_days
from lovgraf.engine.array_ops import Coded, Number
from lovgraf.engine.batch_arrays import Batch
from lovgraf.engine.row_days import RowDays
from lovgraf.law import Law

DAY = date(2026, 6, 1)
SINCE = DAY.toordinal() - date(1970, 1, 1).toordinal()


def kept(law: Law) -> RowDays:
    """The days of two batches of rows: a day and a blank, the day where the others are doubtful."""
    columns = law.facts.columns
    found = RowDays.of(columns, ["left_on", "cpr_status"])
    days = np.array([SINCE, 7], np.int32)
    one = Number(days, np.array([True, False]))
    other = Number(Coded(days[:1], np.zeros(3, np.intp)), True)
    found.add(Batch(2, {"left_on": one}, {}, {}), None)
    found.add(Batch(3, {"left_on": other}, {}, {}), np.array([True, False, True]))
    return found


def test_days_are_told_by_place(law: Law) -> None:
    found = kept(law).at(np.array([4, 0, 1, 3]))
    iri = law.facts.columns["left_on"].iri
    assert found.of(iri).tolist() == [DAY.toordinal(), DAY.toordinal(), 0, DAY.toordinal()]
    assert found.held.tolist() == [False, True, True, True]
    assert [*found.days] == [iri]


def test_nothing_is_kept_of_too_many(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept(law).complete
    monkeypatch.setattr(row_days, "_MOST", 20)
    found = kept(law)
    assert not found.complete
    assert not found._days
