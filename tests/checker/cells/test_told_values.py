"""What listed records say is told by their cells and by days that were kept, as it is read; and by
rows that were kept as they stand, where arrays do not hold all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from lovgraf.check import dataset as check
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.check.source_rows import SourceRows
from lovgraf.core.terms import BASE
from lovgraf.law import Law

pytestmark = pytest.mark.slow
ABOUT = (f"{BASE}law/2012/528/par/3/stk/1/norm/connection",)
HEADER = (
    "birth_date,cpr_status,home_in_denmark,digital_post,exempted_on,exemption_unlimited,"
    "exemption_ground"
)


def register(path: Path, unread: bool) -> Path:
    """Persons of whom some were exempted; with a day that arrays do not hold, where it is asked
    for."""
    rng = Random(3)
    days = ["", "2012-11-05", "2014-01-05", "2015-03-05", "2024-06-30"]
    lines = [
        f"19{50 + n % 40}-01-01,01,{rng.choice(['true', ''])},{rng.choice(['false', 'true'])},"
        f"{rng.choice(days)},{rng.choice(['false', 'true', ''])},{rng.choice(['0', '1', ''])}"
        for n in range(300)
    ]
    lines += ["1950-01-01,01,true,false,1814-01-05,false,1"] if unread else []
    path.write_text("\n".join([HEADER, *lines, ""]), "utf-8")
    return path


@pytest.mark.parametrize("unread", [False, True])
def test_the_days_on_which_exemptions_ran_out_are_those_that_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, law: Law, unread: bool
) -> None:
    path, read = register(tmp_path / "persons.csv", unread), list[list[tuple[int]]]()
    again, stored = SourceRows.read, list[bool]()
    kept = SourceRows._stored

    def reading(rows: SourceRows, columns: Any, wanted: str) -> None:
        read.append(rows.connection.execute(f"FROM {wanted}").fetchall())
        again(rows, columns, wanted)

    def asked(rows: SourceRows, wanted: str) -> Any:
        found = kept(rows, wanted)
        stored.append(found is not None)
        return found

    def found() -> list[tuple[int, str]]:
        request = CheckRequest(date(2026, 6, 1), law, record_type="person", about=ABOUT)
        result = check_dataset(path, request)
        causes = {cause.id: cause.message.en for cause in result.causes}
        return [(one.row, causes[one.cause]) for one in result.findings]

    plain = found()  # a small table: each record is read
    assert len({message for _, message in plain if "ran out" in message}) > 1
    monkeypatch.setattr(check, "MANY", 1)
    monkeypatch.setattr(SourceRows, "read", reading)
    monkeypatch.setattr(SourceRows, "_stored", asked)
    assert found() == plain
    assert (read[-1:], stored[-1:]) == (([[(301,)]], [True]) if unread else ([], []))
