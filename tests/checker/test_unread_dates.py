"""What is told of a value that cannot be read where another column tells the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.terms import BASE
from lovgraf.law import Law
from lovgraf.readers.inputs import find_inputs

CONNECTION = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"
TOLD = {
    "cpr_number": "where CPR number tells the same, that was used instead; else it is unknown.",
    "citizenship": "it counts as unknown.",
}


@pytest.mark.parametrize("beside", TOLD)
def test_a_day_that_another_column_tells_is_not_called_unknown(
    tmp_path: Path, law: Law, beside: str
) -> None:
    path = tmp_path / "t.csv"
    value = {"cpr_number": "610170-1234", "citizenship": "DK"}[beside]
    rows = (f"{n};{day};{value};ja;nej\n" for n, day in enumerate(("01-01-1970", "00000000")))
    path.write_text(f"id;birth_date;{beside};home_in_denmark;digital_post\n{''.join(rows)}")
    result = check_dataset(
        find_inputs(str(path)).files[0], CheckRequest(date(2024, 6, 3), law, about=(CONNECTION,))
    )
    (flaw,) = (one for one in result.quality if one.code == "unreadable-value")
    assert flaw.message.en.endswith(TOLD[beside])
    assert flaw.examples == (2,)
