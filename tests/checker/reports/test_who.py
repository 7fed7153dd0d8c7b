"""Who the findings are about: name and number of the dataset, where values were asked for."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.check.stored import KeptFindings, store, stored
from lovgraf.core.result import CheckResult
from lovgraf.law import Law
from lovgraf.readers.csvw_writing import write_mapping
from lovgraf.readers.described import PathColumn, Paths
from lovgraf.reports.as_csv import write as write_csv
from lovgraf.reports.as_xlsx import write as write_xlsx
from lovgraf.reports.formats import ReportOptions
from lovgraf.reports.rows import headings_of

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


POST = ("https://w3id.org/lovgraf/law/2012/528",)


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


def headings(result: CheckResult) -> tuple[str, ...]:
    """The dataset's own headings that a report tells."""
    return tuple(headings_of(result, ReportOptions(show_values=True)))


@pytest.mark.slow
def test_each_finding_says_who_it_is_about(results: dict[bool, CheckResult]) -> None:
    found = table(results[True], shown=True)
    assert {(one["Række"], one["Navn"], one["CPR-nummer"]) for one in found} == {
        ("1", "'=Anna Prøve", "720580-0836"),
        ("2", "Bo Test", "630255-2097"),
        ("4", "", "641260-2091"),
    }
    assert "Tlf" not in found[0]
    for result in results.values():
        (read,) = result.intake.tables
        assert {one.header: one.reason for one in read.columns}["Navn"] == "who"


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
        assert headings(kept) == (("Navn", "CPR-nummer") if shown else ())
        assert ("Anna" in str([*kept.findings, *kept.open_findings])) == shown
        assert isinstance(kept.findings, KeptFindings)
        ids = [cause.id for cause in kept.causes]
        for some in (kept.findings.page(ids, 0, 9), kept.findings.first(9, dict.fromkeys(ids, 9))):
            assert ("Anna" in str(some)) == shown
            if shown:
                assert sorted(map(repr, some)) == sorted(map(repr, kept.findings))


MAPPED: list[dict[str, object]] = [
    {"titles": "Sag", "name": "id"},
    {"titles": "Personnr.", "name": "cpr_number"},
    {"titles": "Navn", "suppressOutput": True},
    {"titles": "Adresse"},
    {"titles": "Født", "name": "birth_date"},
    {"titles": "Bopæl", "name": "home_in_denmark"},
    {"titles": "DP", "name": "digital_post"},
    {"titles": "Fritaget", "name": "exemption_ground"},
]


@pytest.mark.slow
def test_what_a_mapping_reads_as_a_number_is_told_and_what_it_leaves_out_is_not(
    tmp_path: Path, law: Law
) -> None:
    path, mapping = tmp_path / "people.csv", tmp_path / "people.json"
    path.write_text(
        "Sag;Personnr.;Navn;Adresse;Født;Bopæl;DP;Fritaget\n"
        "a;720580-0836;Anna Prøve;Tomgade 4;12-05-1980;ja;nej;0\n",
        "utf-8",
    )
    mapping.write_text(json.dumps({"tableSchema": {"columns": MAPPED}}), "utf-8")
    request = CheckRequest(date(2014, 12, 1), law, mapping=mapping, show_values=True, about=POST)
    assert headings(check_dataset(path, request)) == ("Personnr.", "Adresse")


@pytest.mark.slow
def test_what_is_of_another_object_is_not_told_of_the_record(tmp_path: Path, law: Law) -> None:
    path, mapping = tmp_path / "people.json", tmp_path / "map.json"
    person = {
        "sag": "a", "navn": {"fornavn": "Anna"}, "bilag": [{"navn": "a.pdf"}], "cpr": "720580-0836",
        "part": {"efternavn": "Test", "cpr": "641260-2091"}, "person": {"by": "Tomby"},
        "født": "1980-05-12", "bopæl": True, "dp": False, "fritaget": "0",
    }  # fmt: skip
    path.write_text(json.dumps({"data": [person]}), "utf-8")
    places = {
        "Sag": "sag", "Fornavn": "navn/fornavn", "Navn": "bilag/navn",
        "Efternavn": "part/efternavn", "By": "person/by", "Født": "født", "Bopæl": "bopæl",
        "DP": "dp", "Fritaget": "fritaget", "Nummer": "cpr",
    }  # fmt: skip
    names = {str(one["titles"]): one["name"] for one in MAPPED if "name" in one}
    columns = [
        {"titles": title, "lovgraf:path": path_}
        | ({"name": names[title]} if title in names else {})
        | ({"name": "cpr_number"} if title == "Nummer" else {})
        for title, path_ in places.items()
    ]
    written = {"lovgraf:records": "/data", "tableSchema": {"columns": columns}}
    mapping.write_text(json.dumps(written), "utf-8")
    request = CheckRequest(date(2014, 12, 1), law, mapping=mapping, show_values=True, about=POST)
    assert headings(check_dataset(path, request)) == ("Fornavn", "By", "Nummer")


def test_a_proposed_mapping_leaves_names_to_be_told(law: Law) -> None:
    written = write_mapping("p.csv", ["Navn", "Efternavn", "Tlf"], [None] * 3, law.facts, "person")
    columns = json.loads(written)["tableSchema"]["columns"]
    assert columns == [
        {"titles": "Navn"}, {"titles": "Efternavn"}, {"titles": "Tlf", "suppressOutput": True}
    ]  # fmt: skip
    paths = Paths("/data", (PathColumn("Navn", "bilag/navn", True),))
    written = write_mapping("p.json", ["Navn"], [None], law.facts, "person", paths=paths)
    assert json.loads(written)["tableSchema"]["columns"][0]["suppressOutput"] is True
    written = write_mapping("c.csv", ["Navn"], [None], law.facts, "customer")
    assert json.loads(written)["tableSchema"]["columns"][0]["suppressOutput"] is True


@pytest.mark.slow
def test_a_column_may_be_called_as_the_number_of_a_row_once_was(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "people.parquet"
    people = {
        "id": ["a"], "Navn": ["Anna"], "_number": [7], "row": [8], "birth_date": ["1980-05-12"],
        "home_in_denmark": [True], "digital_post": [False], "exemption_ground": ["0"],
    }  # fmt: skip
    pq.write_table(pa.table(people), path)
    request = CheckRequest(
        date(2014, 12, 1), law, show_values=True, accept_unread=("_number",), record_type="person",
        about=POST,
    )  # fmt: skip
    (found, *_) = table(check_dataset(path, request), shown=True)
    assert (found["Navn"], found["Alder"]) == ("Anna", "34")
