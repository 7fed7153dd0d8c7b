"""A file in which the later of two days decides a blank: both engines judge each row alike."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from tests.checker.small_law import AS_OF, law_of, old_ships
from tests.examples import cells

INSURED = """
<episode/insurance> a record:Episode ; record:beginning record:insuredOn ;
  record:ending record:lapsedOn .
record:insuredOn a record:Column ; record:column "insured_on" ; record:datatype xsd:date ;
  record:recordType record:Ship ; rdfs:label "forsikret den"@da, "insured on"@en .
record:lapsedOn a record:Column ; record:column "lapsed_on" ; record:datatype xsd:date ;
  record:recordType record:Ship ; rdfs:label "ophørt den"@da, "lapsed on"@en .
record:insured a record:Column ; record:column "insured" ; record:datatype xsd:boolean ;
  record:episode <episode/insurance> ; record:impliedTrueBy record:insuredOn ;
  record:impliedFalseBy record:lapsedOn ; record:recordType record:Ship ;
  rdfs:label "forsikret"@da, "insured"@en .
"""
EARLIER, LATER, TO_COME = (f"{AS_OF + timedelta(days=n)}" for n in (-90, -30, 300))
ROWS = [
    ("", LATER, EARLIER, "fulfilled"),
    ("", EARLIER, LATER, "breached"),
    ("", LATER, LATER, "breached"),
    ("", LATER, "", "fulfilled"),
    ("", "", LATER, "breached"),
    ("", TO_COME, "", "undetermined"),
    ("", "", TO_COME, "undetermined"),
    ("", EARLIER, TO_COME, "fulfilled"),
    ("", TO_COME, LATER, "breached"),
    ("true", EARLIER, LATER, "fulfilled"),
    ("false", LATER, EARLIER, "breached"),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "engine"),
    cells((True, False), ("columns", "reference")),
    ids=lambda one: one if isinstance(one, str) else ["by days alone", "a column of its own"][one],
)
def test_the_later_of_two_days_decides_a_blank(tmp_path: Path, engine: str, told: bool) -> None:
    norm = old_ships().replace("addressee <class/old>", "addressee record:Ship")
    law = law_of(INSURED, norm.replace("record:inspected ;", "record:insured ;"))
    rows = ROWS if told else ROWS[:9]
    path = tmp_path / "ships.csv"
    lines = ["built_on,sails,insured_on,lapsed_on" + ",insured" * told]
    for insured, begun, ended, _ in rows:
        lines.append(f"2000-01-01,true,{begun},{ended}" + f",{insured}" * told)
    path.write_text("\n".join(lines) + "\n")
    listed = frozenset({"breached", "fulfilled"})
    found = check_dataset(
        path, CheckRequest(AS_OF, law, record_type="ship", engine=engine, fail_on=listed)
    )
    wanted = [verdict for *_, verdict in rows]
    assert {v: n for v, n in found.norms[0].verdicts.items() if n} == Counter(wanted)
    of_cause = {cause.id: cause.verdict for cause in found.causes}
    given = {finding.row: of_cause[finding.cause] for finding in found.findings}
    for row, verdict in enumerate(wanted, start=1):
        assert given.get(row, "undetermined") == verdict, rows[row - 1]
