"""The findings as a list of letters: by when, what they must do, what follows, what it rests on."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

import lovgraf
from lovgraf.api.check import Checked
from lovgraf.check.stored import store, stored
from lovgraf.core.result import Cause, CheckResult, Finding, NoFindings, PresumptionUse
from lovgraf.core.terms import Text
from lovgraf.reports.as_csv import left_out
from lovgraf.reports.as_csv import write as write_csv
from lovgraf.reports.as_letters import whom_text
from lovgraf.reports.as_letters import write as write_letters
from lovgraf.reports.as_xlsx import write as write_xlsx
from lovgraf.reports.formats import ReportOptions
from tests.checker.reports.example import CAUSES, EXAMPLE, FINDINGS, ListOf

NAMES = (
    "id", "Navn", "birth_date", "cpr_status", "home_in_denmark", "citizenship", "digital_post",
    "exemption_ground", "immigrated", "arrived_on", "expected_stay_months", "immigration_notified",
    "immigration_notified_on", "moved_from_country", "residence_document",
    "residence_document_since", "home_since",
)  # fmt: skip
MOVED = "ja;2025-09-01;24;{told};US;permit;2025-09-01;2025-09-01"
PEOPLE = (
    "late;Anna Prøve;1967-03-22;01;ja;US;ja;0;" + MOVED.format(told="ja;2025-10-15"),
    "never;Bo Test;1970-03-22;01;ja;US;ja;0;" + MOVED.format(told="nej;"),
    "young;Carl Test;2010-12-01;01;ja;DK;nej;0;nej;;;;;;;;",
)
COLUMNS = ("Besked til dem", "Frist den", "Gjort den", "Dage for sent", "Alder")

GRANTED = (
    "Vi er gået ud fra: ikke anmeldt af husstanden. Er det ikke rigtigt, gælder det måske ikke for "
    "dig; så skriv det til os."
)
"""What is told of what the finding rests on."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """What is found of some people in two files, with what may be presumed."""
    folder = tmp_path_factory.mktemp("people")
    for number, rows in enumerate((PEOPLE[:1], PEOPLE[1:])):
        lines = (";".join(NAMES), *rows)
        (folder / f"{number}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return lovgraf.check(folder, as_of="2025-12-01", presume="case", show_values=True)


def table(result: CheckResult, shown: bool = True) -> list[dict[str, str]]:
    text = "".join(write_csv(result, ReportOptions("da", show_values=shown)))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


@pytest.mark.slow
def test_a_letter_says_by_when_and_tells_late_from_never(found: Checked, tmp_path: Path) -> None:
    store(found.result, tmp_path, show_values=True)
    for result in (found.result, stored(tmp_path)):
        rows = {one["Id"]: one for one in table(result)}
        assert {name: tuple(row[one] for one in COLUMNS) for name, row in rows.items()} == {
            "late": (
                "Det er gjort, men 37 dage for sent.", "2025-09-08", "2025-10-15", "37", "58",
            ),
            "never": (
                f"Du skal anmelde tilflytningen fra udlandet til kommunen. {GRANTED}", "2025-09-08",
                "ikke gjort", "", "55",
            ),
            "young": ("Du skal være tilsluttet Digital Post.", "", "", "", "15"),
        }  # fmt: skip
        assert "ikke anmeldt af husstanden" in rows["late"]["Hviler på formodninger"]
        assert rows["young"]["Hviler på formodninger"] == ""
        assert rows["never"]["Følge"].startswith("Bøde for sen anmeldelse (CPR-loven")
        assert rows["never"]["Frist"].startswith("senest 5 dage efter")


def letters(path: Path, *rows: str) -> list[dict[str, str]]:
    """The list of letters of a file, as a spreadsheet has it."""
    path.write_text("\n".join(rows) + "\n", "utf-8")
    found = lovgraf.check(path, as_of="2014-12-01", about="law/2012/528", show_values=True)
    text = "".join(write_letters(found.result, ReportOptions("da", show_values=True)))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


PERSON = "birth_date;home_in_denmark;digital_post;exemption_ground"


@pytest.mark.parametrize(
    ("head", "cells", "expected"),
    [
        (f"id;Navn;{PERSON}", "A7;Anna Prøve;", {"Id": "A7", "Navn": "Anna Prøve"}),
        (f"id;{PERSON}", "A7;", {"Id": "A7"}),
        (f"Navn;{PERSON}", "Anna Prøve;", {"Navn": "Anna Prøve"}),
        (f"Vægt;{PERSON}", "70;", {"Id": "1"}),
    ],
)
def test_the_list_of_letters_says_all_that_the_file_says_of_who_it_is(
    head: str, cells: str, expected: dict[str, str], tmp_path: Path
) -> None:
    """The id with the name; where there is neither, the number of the row stands for the id."""
    (found,) = letters(tmp_path / "p.csv", head, f"{cells}1980-01-01;ja;nej;0")
    assert {name: found[name] for name in ("Id", "Navn") if name in found} == expected


def test_an_id_that_is_listed_under_its_own_heading_is_not_listed_twice(tmp_path: Path) -> None:
    path, mapping = tmp_path / "p.csv", tmp_path / "p.csv-metadata.json"
    names = {"CPR-nr.": "id", **{one: one for one in PERSON.split(";")}}
    columns = [{"titles": title, "name": name} for title, name in names.items()]
    mapping.write_text(json.dumps({"tableSchema": {"columns": columns}}), "utf-8")
    path.write_text(f"CPR-nr.;{PERSON}\n720580-0836;1980-01-01;ja;nej;0\n", "utf-8")
    found = lovgraf.check(
        path, as_of="2014-12-01", about="law/2012/528", show_values=True, mapping=mapping
    )
    head, line = "".join(
        write_letters(found.result, ReportOptions("da", show_values=True))
    ).splitlines()
    assert head.removeprefix("\ufeff").split(";")[:2] == ["CPR-nr.", "Skriv til dem"]
    assert line.startswith("720580-0836;")


def test_a_workbook_has_days_as_days(found: Checked) -> None:
    content = b"".join(write_xlsx(found.result, ReportOptions("da", show_values=True)))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Fund"]
    heads, *rows = sheet.iter_rows(values_only=True)
    (late,) = (row for row in (dict(zip(heads, row, strict=True)) for row in rows)
               if row["Id"] == "late")  # fmt: skip
    assert tuple(late[one] for one in COLUMNS) == (
        "Det er gjort, men 37 dage for sent.", datetime(2025, 9, 8), datetime(2025, 10, 15), 37, 58
    )  # fmt: skip


def test_nobodys_days_are_told_unless_values_were_asked_for(found: Checked) -> None:
    rows = table(found.result, shown=False)
    assert rows
    assert not {"Frist den", "Gjort den", "Dage for sent", "Alder"} & rows[0].keys()
    assert "2025-09-08" not in str(rows)
    assert "for sent" not in str([row["Besked til dem"] for row in rows])


def test_what_needs_nothing_is_not_in_the_list() -> None:
    harmless = replace(CAUSES[2], outlook="no-breach-possible")
    causes = tuple(harmless if one is CAUSES[2] else one for one in EXAMPLE.causes)
    result = replace(EXAMPLE, causes=causes)
    assert harmless.id not in {row["Årsag"] for row in table(result)}
    assert len(table(result)) == len(result.findings)
    content = b"".join(write_xlsx(result, ReportOptions("da")))
    assert openpyxl.load_workbook(io.BytesIO(content))["Fund"].max_row == len(FINDINGS) + 1
    said = left_out(result)
    assert said is not None
    assert "that are only counted" in said.en


def test_a_presumption_is_told_in_words() -> None:
    resting = replace(CAUSES[0], rests_on=("p",))
    use = PresumptionUse("p", Text("ikke søfarende", "no seafarer"), "x", "", None, 1)
    result = replace(
        EXAMPLE,
        causes=(resting,),
        findings=ListOf(FINDINGS[:1]),
        presumptions=(use,),
        open_findings=NoFindings(),
    )
    assert [row["Hviler på formodninger"] for row in table(result)] == ["ikke søfarende"]


def open_by(**causes: tuple[int, Cause]) -> CheckResult:
    """A check with these causes, each with its count; `p` and `q` are presumptions of columns."""
    told = Text("ikke søfarende", "no seafarer")
    uses = (("p", "seafarer"), ("q", "departed"))
    labels = {"seafarer": Text("Søfarende", "Seafarer"), "departed": Text("Rejst", "Departed")}
    found = [replace(cause, id=name, count=count) for name, (count, cause) in causes.items()]
    order = enumerate(name for name, (count, _) in causes.items() for _ in range(count))
    breached = sum(cause.count for cause in found if cause.verdict == "breached")
    rows = [Finding(row, str(row), name) for row, name in order]
    return replace(
        EXAMPLE,
        norms=(replace(EXAMPLE.norms[0], verdicts={"breached": breached}), *EXAMPLE.norms[1:]),
        causes=tuple(found),
        findings=ListOf(tuple(rows)),
        open_findings=NoFindings(),
        presumptions=tuple(PresumptionUse(p, told, c, "", None, 1) for p, c in uses),
        labels={**EXAMPLE.labels, **labels},
    )


RESTING, UNNAMED = replace(CAUSES[0], rests_on=("p",)), replace(CAUSES[2], missing=())
DOUBLE = replace(CAUSES[0], rests_on=("p", "q"), missing=("departed",))
BREACH, MISSING = CAUSES[0], CAUSES[2]


@pytest.mark.parametrize(
    ("causes", "said"),
    [
        ({"a": (3, RESTING)}, '3 once this was found out: "Seafarer".'),
        ({"a": (2, DOUBLE)}, '2 once this was found out: "Departed", "Seafarer".'),
        (
            {"a": (1, BREACH), "b": (5, RESTING), "c": (2, MISSING)},
            '1 at once; 7 once this was found out: "Seafarer", and more.',
        ),
        (
            {"a": (5, UNNAMED), "c": (2, MISSING)},
            '7 once this was found out: "Home in Denmark", "Date of birth", else see in the case.',
        ),
        ({"a": (5, UNNAMED)}, "5 once this was found out: see in the case."),
    ],
)
def test_what_to_find_out_is_named_whatever_most_records_turn_on(
    causes: dict[str, tuple[int, Cause]], said: str
) -> None:
    assert whom_text(open_by(**causes), "en") == f"People to write to: {said}"


def test_a_number_is_listed_with_the_zero_that_a_spreadsheet_took(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "CPR-nr;Navn;CPR-status;Digital Post;Fritaget\n"
        "101585000;Anna Prøve;01;Nej;Nej\n610190-1234;Bo Test;01;Nej;Nej\n",
        "utf-8",
    )
    found = lovgraf.check(path, as_of="2014-12-01", about="law/2012/528", show_values=True)
    rows = table(found.result)
    assert [row["CPR-nr"] for row in rows] == ["0101585000", "610190-1234"]
    assert [row["Navn"] for row in rows] == ["Anna Prøve", "Bo Test"]
