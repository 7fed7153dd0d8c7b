"""What `docs/assess.md` tells of the shipped proposals on other days is what is found."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache

import pytest

from lovgraf.facts.repairs import disputes_in
from lovgraf.law import load_law
from lovgraf.law.graph import ONTOLOGY
from lovgraf.law.view import Law
from lovgraf.proposals.assess import assess
from lovgraf.proposals.proposal import read_proposal
from lovgraf.readers.single import read_pairs
from tests.examples import WHOLE, cells, one_in
from tests.places import ROOT

DOCUMENT = (ROOT / "docs/assess.md").read_text(encoding="utf-8")
HEAD, *ROWS = re.findall(
    r"^\| (.+) \| (.+) \| (.+) \| (.+) \|$",
    DOCUMENT.partition("### On the law of other days")[2].partition("Why they differ")[0],
    re.MULTILINE,
)
DAYS = [datetime.strptime(day, "%d %B %Y").date() for day in HEAD[1:]]
TOLD = {
    (name.strip("`"), day): told for name, *row in ROWS for day, told in zip(DAYS, row, strict=True)
}


@cache
def law() -> Law:
    return load_law()


def test_every_proposal_is_in_the_table() -> None:
    names = {path.stem for path in (ONTOLOGY / "proposal").glob("*.ttl")}
    assert {name for name, _ in TOLD} == names
    assert len(TOLD) == 3 * len(names)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "day"), one_in(16, cells(dict.fromkeys(name for name, _ in TOLD), DAYS))
)
def test_the_table_tells_the_errors(name: str, day: date) -> None:
    told = TOLD[name, day]
    found = assess(
        law(), [read_proposal(ONTOLOGY / "proposal" / f"{name}.ttl")], as_of=day, repairs=WHOLE
    )
    assert found.day == day
    errors = {gap.code for gap in found.gaps if gap.severity == "error"}
    assert errors == set(re.findall(r"`([\w-]+)`", told))
    answers = {True: "feasible", False: "not feasible", None: "no conclusion"}
    assert told.startswith(answers[found.feasible])
    facts = found.views.after.facts_of_day
    examples = [(gap.witness, gap.record_type) for gap in found.gaps]
    for witness, kind in [*examples, *((one.witness, one.record_type) for one in found.gains)]:
        pairs = [f"{name}={value}" for name, value in (witness or {}).items()]
        record = read_pairs(pairs, facts, kind or facts.usual_type)
        assert disputes_in(facts, record, day) == ()
