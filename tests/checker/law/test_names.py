"""Acts are called as they are on the date."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.core.terms import BASE
from lovgraf.law import Law
from lovgraf.law.names import name_on

DIGITAL_POST = BASE + "law/2012/528"


@pytest.mark.parametrize(
    ("day", "number"), [("2014-12-01", "528"), ("2017-01-01", "801"), ("2026-11-28", "686")]
)
def test_an_act_is_called_as_its_newest_consolidation(law: Law, day: str, number: str) -> None:
    name = name_on(law.graph, DIGITAL_POST, date.fromisoformat(day))
    assert f"nr. {number} " in name.da


def test_an_act_that_was_not_consolidated_keeps_its_name(law: Law) -> None:
    assert "558" in name_on(law.graph, BASE + "law/2012/558", date(2026, 1, 1)).da
