"""The deadlines that are listed beside findings and those that an answer tells of are the same."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from itertools import product
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from lovgraf.check.dataset import check_dataset
from lovgraf.check.findings_table import write
from lovgraf.check.request import CheckRequest
from lovgraf.core.result import DONE, DUE, LATE, NOT_DONE
from lovgraf.core.terms import BASE
from lovgraf.explain.due import dues
from lovgraf.explain.person import Explainer
from lovgraf.readers.inputs import InputFile
from tests.checker.small_law import AS_OF, NORM, UNIQUE, law_of, old_ships, ship

CALENDARS = """
<calendar/sunday> a core:Calendar ; core:closedDay [ core:dayOfWeek 7 ] .
<calendar/weekend> a core:Calendar ; core:widens <calendar/sunday> ;
  core:closedDay [ core:dayOfWeek 6 ] .
<fact/moves> a record:JudgmentFact ; record:datatype xsd:boolean ; record:recordType record:Ship ;
  rdfs:label "den rykker"@da, "it moves"@en .
"""
OPEN = "; core:openPoint <fact/moves> ; core:reading"
READINGS = {
    "not moved": "; core:reading []",
    "moved": "; core:reading [ core:movesPast <calendar/weekend> ]",
    "perhaps moved": f"{OPEN} [], [ core:movesPast <calendar/weekend> ]",
    "moved, perhaps further": (
        f"{OPEN} [ core:movesPast <calendar/sunday> ], [ core:movesPast <calendar/weekend> ]"
    ),
}
DEADLINE = """; core:deadline [ core:trigger record:boughtOn ; core:performedOn record:inspectedOn ;
  core:period "P5D"^^xsd:duration ]"""
WEEK = [date(2030, 5, 6) + timedelta(days=n) for n in range(7)]
DONE_AFTER = (None, *range(4, 10))


@pytest.mark.parametrize("readings", READINGS)
def test_a_list_and_an_answer_tell_of_the_same_deadline(readings: str, tmp_path: Path) -> None:
    rule = f"<rule/all> a core:DeadlineRule ; core:periodKind core:DaysAfter {READINGS[readings]} ."
    law = law_of(old_ships(DEADLINE), CALENDARS, rule, UNIQUE)
    ships = {
        f"s{n}": (bought, None if after is None else bought + timedelta(days=after))
        for n, (bought, after) in enumerate(product(WEEK, DONE_AFTER))
    }
    path = tmp_path / "ships.csv"
    rows = [f"{name},1990-01-01,true,{bought},{done or ''}," + ("false" if done is None else "true")
            for name, (bought, done) in ships.items()]  # fmt: skip
    path.write_text(
        "\n".join(["id,built_on,sails,bought_on,inspected_on,inspected", *rows]), "utf-8"
    )
    request = CheckRequest(AS_OF, law, record_type="ship", show_values=True)
    result = check_dataset(InputFile(path, path.name), request)
    listed = {one.id: one.who for part in (result.findings, result.open_findings) for one in part}

    explainer, norm = Explainer(law.at(AS_OF), "ship"), law.norms[BASE + NORM]
    late = set()
    for name, (bought, done) in ships.items():
        stated = ship(
            built_on=date(1990, 1, 1), sails=True, bought_on=bought, inspected=done is not None,
            **({} if done is None else {"inspected_on": done}),
        )  # fmt: skip
        seen = explainer.records.read(stated)
        (due,) = dues(norm, {**seen.record, **seen.values})
        if due.late() or done is None:
            late.add(name)
            who = listed[name]
            assert who[DONE] == (NOT_DONE if done is None else done.isoformat())
            assert who.get(LATE, "0") == str(due.late())
            assert due.first.isoformat() <= who[DUE] <= due.last.isoformat()
            if readings in ("not moved", "perhaps moved"):
                assert who[DUE] == due.first.isoformat()
    certain = {row.id for row in result.findings}
    assert certain == late, "what an answer calls late is a finding, and nothing else"


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-28", "9999-12-20"])
def test_no_deadline_is_told_that_ends_after_year_9999(day: str, tmp_path: Path) -> None:
    """Tables of findings and workbooks have no such day."""
    law = law_of(old_ships(DEADLINE), UNIQUE)
    path = tmp_path / "ships.csv"
    path.write_text(
        f"id,built_on,sails,bought_on,inspected_on,inspected\na,1990-01-01,true,{day},,false\n"
    )
    listed = frozenset({"pending", "breached"})
    request = CheckRequest(AS_OF, law, record_type="ship", show_values=True, fail_on=listed)
    result = check_dataset(InputFile(path, path.name), request)
    (found,) = [one for part in (result.findings, result.open_findings) for one in part]
    assert (found.who.get(DUE) is None) == (day > "9999-12-26")
    table = pq.read_table(BytesIO(b"".join(write(result, show_values=True))))
    (due,) = table.column("due").to_pylist()
    assert due == (date(9999, 12, 25) if day == "9999-12-20" else None)
