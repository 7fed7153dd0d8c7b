"""Findings of a type of which there is no record now rest on the column that says the type."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lovgraf.core.result import CheckResult, NoFindings
from lovgraf.runs.nightly.gone_columns import Columns, columns_gone
from lovgraf.runs.nightly.kept import Kept
from lovgraf.runs.nightly.recognised import CauseChange

DAY = date(2030, 6, 1)
THEN = Columns((("id", "type"),), {"type": 60})
ALL_GONE = CauseChange(0, 0, 2, 0, None, True)
WHOLE = Kept(
    datetime(2030, 6, 1, tzinfo=UTC), "fleet", DAY, 60, "law", DAY, "data", "how",
    columns=THEN.text,
)  # fmt: skip
FOUND = replace(WHOLE, columns=None, cause="c", norm="n", verdict="breached", listed=True, count=2)
NOW = CheckResult(DAY, "fleet", 60, (), (), NoFindings(), (), {})


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        (Columns((("id",),), {}), ["type"]),
        (Columns((("id", "type"),), {"type": 0}), ["type"]),
        (Columns((("id", "type"),), {"type": 60}), None),
    ],
)
def test_a_lost_type_stops_the_run(columns: Columns, names: list[str] | None) -> None:
    found = columns_gone(NOW, columns, [WHOLE, FOUND], {"c": ALL_GONE})
    assert (None if found is None else found.names) == names
    assert columns_gone(NOW, columns, [WHOLE, FOUND], {"c": ALL_GONE}, {"type"}) is None
