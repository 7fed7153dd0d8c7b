"""Who the findings are about: name and number of the dataset, where values were asked for."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.check.stored import store, stored
from lovgraf.core.result import CheckResult
from lovgraf.law import Law
from lovgraf.reports.as_csv import write as write_csv
from lovgraf.reports.as_xlsx import write as write_xlsx
from lovgraf.reports.formats import ReportOptions

HEAD = (
    "Id;Navn;Tlf;CPR-nummer;Fødselsdato;Bopæl i Danmark;Tilsluttet Digital Post;Fritagelsesgrund;"
    "NemID"
)
ROWS = (
    "a;=Anna Prøve;12345678;720580-0836;12-05-1980;ja;nej;0;nemid",
    "b;Bo Test;;630255-2097;03-02-1955;ja;ja;0;nemid",
    "I alt;;;;;;;;",
    "c;;;641260-2091;04-12-1960;ja;nej;0;nemid",
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, law: Law) -> dict[bool, CheckResult]:
    """What is found of some people, by whether values were asked for."""
    path = tmp_path_factory.mktemp("who") / "people.csv"
    path.write_text("\n".join((HEAD, *ROWS)) + "\n", "utf-8")
    asked = {
        shown: CheckRequest(date(2014, 12, 1), law, show_values=shown) for shown in (True, False)
    }
    return {shown: check_dataset(path, request) for shown, request in asked.items()}


def table(result: CheckResult, shown: bool) -> list[dict[str, str]]:
    text = "".join(write_csv(result, ReportOptions("da", show_values=shown)))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_each_finding_says_who_it_is_about(results: dict[bool, CheckResult]) -> None:
    found = table(results[True], shown=True)
    assert {(one["Række"], one["Navn"], one["CPR-nummer"]) for one in found} == {
        ("1", "'=Anna Prøve", "720580-0836"),
        ("2", "Bo Test", "630255-2097"),
        ("4", "", "641260-2091"),
    }
    assert "Tlf" not in found[0]


def test_nobody_is_named_unless_values_are_asked_for(results: dict[bool, CheckResult]) -> None:
    found = table(results[False], shown=False)
    assert found
    assert not {"Navn", "CPR-nummer"} & found[0].keys()
    assert "Anna" not in str(found)


def test_a_result_without_values_names_nobody_in_a_report_with_values(
    results: dict[bool, CheckResult],
) -> None:
    text = "".join(write_csv(results[False], ReportOptions("da", show_values=True)))
    assert "Anna" not in text


def test_a_workbook_says_it_too(results: dict[bool, CheckResult]) -> None:
    import openpyxl

    content = b"".join(write_xlsx(results[True], ReportOptions("da", show_values=True)))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = next(one for one in book.worksheets if any(c.value == "CPR-nummer" for c in one[1]))
    head = [cell.value for cell in sheet[1]]
    rows = [dict(zip(head, (c.value for c in row), strict=True)) for row in sheet.iter_rows(2)]
    assert {(one["Navn"] or "", one["CPR-nummer"]) for one in rows} == {
        ("=Anna Prøve", "720580-0836"),
        ("Bo Test", "630255-2097"),
        ("", "641260-2091"),
    }


def test_a_stored_result_keeps_who_it_is_about(
    results: dict[bool, CheckResult], tmp_path: Path
) -> None:
    for shown in (True, False):
        folder = tmp_path / f"kept-{shown}"
        folder.mkdir()
        store(results[True], folder, show_values=shown)
        kept = stored(folder)
        assert kept.findings.headings == (("Navn", "CPR-nummer") if shown else ())
        assert ("Anna" in str([*kept.findings, *kept.open_findings])) == shown
