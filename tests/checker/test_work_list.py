"""The work list: what was found, in the order of what to do about it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from lovgraf.check import causes as of_causes
from lovgraf.check import conclusion
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.check.work_list import BREACH, DATA, JUDGED, NOTHING, POSSIBLE, work_list
from lovgraf.core.result import Cause, Earlier
from lovgraf.core.terms import BASE, Text
from lovgraf.law import Law
from tests.checker.reports.example import CAUSES, EXAMPLE, NORMS
from tests.examples import WHOLE

PERSONS = Path(__file__).parents[2] / "examples" / "persons.csv"


def test_the_order_is_that_of_what_to_do() -> None:
    grave = replace(CAUSES[0], id="few", norm=NORMS[1].norm, count=1)
    judged = replace(CAUSES[2], id="j", outlook="judgment", missing=(), count=9)
    harmless = replace(CAUSES[2], id="n", outlook="no-breach-possible", count=99)
    plain = replace(NORMS[0], sanction=None, deadline=None)
    fined = replace(NORMS[1], sanction=Text("bøde", "a fine"))
    causes = (harmless, judged, CAUSES[2], CAUSES[0], grave)
    work = work_list(replace(EXAMPLE, causes=causes, norms=(plain, fined)))
    kinds = [DATA, BREACH, BREACH, POSSIBLE, JUDGED, NOTHING]
    assert [task.kind for task in work.tasks] == kinds
    assert [task.id for task in work.of(BREACH)] == ["few", "b1"]
    assert work.of(JUDGED)[0].who.en == "the municipality"
    assert 'Fill in "Home in Denmark"' in work.of(POSSIBLE)[0].remedy.en
    assert work.of(BREACH)[0].remedy.en.startswith("Write to them: ")


def test_who_cannot_comply_is_not_written_to() -> None:
    (task,) = (t for t in work_list(EXAMPLE).tasks if t.verdict == "unattainable")
    assert "Do not write" in task.remedy.en
    assert task.who.en == "the municipality"


def test_flaws_that_no_rule_reads_change_no_verdict() -> None:
    deaf = tuple(replace(norm, reads=()) for norm in NORMS)
    assert work_list(EXAMPLE).count(DATA) == 2
    assert work_list(replace(EXAMPLE, norms=deaf)).of(DATA) == ()


def test_columns_that_would_settle_most_come_first() -> None:
    causes = tuple(
        replace(CAUSES[2], id=str(n), missing=missing, count=count)
        for n, (missing, count) in enumerate([(("eid",), 3), (("eid", "home"), 50), (("b",), 7)])
    )
    found = work_list(replace(EXAMPLE, causes=causes)).settling
    assert [(one.column, one.alone, one.together) for one in found] == [
        ("b", 7, 0), ("eid", 3, 50), ("home", 0, 50),
    ]  # fmt: skip
    listed = work_list(replace(EXAMPLE, causes=causes, plain={"whole": ("eid", "home", "x")}))
    assert [(one.column, one.alone) for one in listed.settling] == [
        ("whole", 50), ("b", 7), ("eid", 3),
    ]  # fmt: skip
    first, *_ = listed.of(POSSIBLE)
    assert '"whole" (yes or no; or else "' in first.remedy.en


def test_what_may_be_a_breach_is_in_the_order_of_how_many() -> None:
    few = replace(CAUSES[2], id="few", count=3)
    many = replace(few, id="many", count=40, norm=NORMS[1].norm)
    hard = replace(NORMS[0], norm=few.norm, deadline=Text("om lidt", "soon"))
    norms = (hard, *(one for one in NORMS if one.norm != few.norm))
    found = work_list(replace(EXAMPLE, causes=(few, many), norms=norms)).of(POSSIBLE)
    assert [task.id for task in found] == ["many", "few"]


def test_changes_since_an_earlier_run() -> None:
    earlier = Earlier("old.json", date(2014, 10, 1), {"b1": 25, "gone": 4})
    work = work_list(replace(EXAMPLE, earlier=earlier))
    assert {task.id: task.change for task in work.tasks if task.norm} == {
        "b1": 5, "u1": 2, "m1": 4,
    }  # fmt: skip
    assert work.gone == 1
    assert work_list(EXAMPLE).gone is None


def test_the_sentence_counts_records_once() -> None:
    assert work_list(EXAMPLE).records == 32
    assert work_list(EXAMPLE).meaning.en.startswith("32 of 1,236 records do not comply")
    unsought = replace(EXAMPLE, causes=CAUSES[2:])
    assert work_list(unsought).records is None
    assert "32 verdicts on 1,236 records" in work_list(unsought).meaning.en


ABOUT = (f"{BASE}law/2012/528", f"{BASE}law/2007/798")
"""The acts that are asked; all of them where the whole is asked for."""


def listed(law: Law) -> tuple[Counter[str], dict[str, Cause]]:
    about = () if WHOLE else ABOUT
    result = check_dataset(PERSONS, CheckRequest(date(2014, 12, 1), law, about=about))
    causes = {c.id: c for c in result.causes if c.verdict == "undetermined"}
    return Counter(finding.cause for finding in result.open_findings), causes


@pytest.mark.slow
def test_the_records_of_what_is_left_open_are_listed(law: Law) -> None:
    rows, causes = listed(law)
    assert len(causes) > 3
    assert rows == {cause.id: cause.count for cause in causes.values()}


@pytest.mark.slow
def test_records_of_what_leaves_too_many_open_are_only_counted(
    law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (of_causes, conclusion):
        monkeypatch.setattr(module, "MOST_OPEN", 1)
    rows, causes = listed(law)
    assert any(cause.count > 1 for cause in causes.values())
    assert rows == {cause.id: 1 for cause in causes.values() if cause.count == 1}
