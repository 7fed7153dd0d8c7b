"""What is said where nothing could be decided: what the file lacks, and what it has in vain."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec import structs

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import Text
from lovgraf.reports.formats import FORMATS, ReportOptions
from lovgraf.runs.lacking import nothing_decided
from tests.checker.small_law import law_of, old_ships

LAW = law_of(old_ships())
ABSENT = "Missing from the file, or not read by the mapping: "
UNUSABLE = "In the file, but blank or not usable where it is needed: "


def found(folder: Path, text: str) -> CheckResult:
    path = folder / "ships.csv"
    path.write_text(text)
    return check_dataset(path, CheckRequest(date(2030, 6, 1), LAW, record_type="ship"))


def said(result: CheckResult) -> Text:
    told = nothing_decided(result, LAW.facts)
    assert told is not None
    return told


@pytest.mark.parametrize(
    ("rows", "absent", "unusable"),
    [
        ("id,built_on,sails\na,1990-01-01,true\n", "inspected", None),
        ("id,built_on,sails,inspected\na,1990-01-01,true,\n", None, "inspected"),
        ("id,built_on,sails,inspected\na,1990-01-01,true,?\n", None, "inspected"),
        ("id,built_on,sails\na,,true\n", "inspected", "built_on"),
    ],
)
def test_a_column_that_is_there_is_not_said_to_be_missing(
    tmp_path: Path, rows: str, absent: str | None, unusable: str | None
) -> None:
    told = said(found(tmp_path, rows)).en
    for name, start in ((absent, ABSENT), (unusable, UNUSABLE)):
        assert (start in told) == (name is not None)
        if name is not None:
            assert f"({name})." in told.split(start)[1]


def test_the_note_is_told_to_its_end_on_a_narrow_screen(tmp_path: Path) -> None:
    result = found(tmp_path, "id,built_on,sails,inspected\na,1990-01-01,true,\n")
    result = structs.replace(result, notes=(said(result),))
    text = "".join(map(str, FORMATS["text"].pieces(result, ReportOptions("en", width=60))))
    assert said(result).en in " ".join(text.split())
