"""The report's tables are computed again, with the sum over the years of each line."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from checker.law import load_law
from checker.proposals.assess import Assessment
from checker.reports.assessment_parts import figure_tables, figures


def found(*answers: str) -> Assessment:
    overlay = SimpleNamespace(proposals=[SimpleNamespace(answers=answers)])
    views: Any = SimpleNamespace(graph=load_law().graph, overlay=overlay)
    return cast(Assessment, SimpleNamespace(views=views))


@pytest.mark.slow
def test_the_four_years_of_both_authorities() -> None:
    base = "https://w3id.org/lovgraf/report/"
    tables = figure_tables(found(base + "E8", base + "E9"))
    assert [table.years for table in tables] == [(2015, 2016, 2017, 2018)] * 2
    sums = {int(total) for table in tables for total in table.sums}
    assert {3_187_304, 537_840, 378_462, 2_535_281, 273_558} <= sums
    assert figure_tables(found(base + "E1")) == []
    assert {one.value for one in figures(found(base + "E1"))} >= {"12000", "25000"}
