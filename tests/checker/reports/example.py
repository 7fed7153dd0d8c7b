"""A hand-made result for the tests of every format, and a hostile one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from msgspec import structs
from openpyxl import load_workbook

from lovgraf.core.intake import ColumnRead, Intake, LeftOut, NotRead, TableRead
from lovgraf.core.result import (
    Cause,
    CheckResult,
    Finding,
    Findings,
    NormResult,
    QualityFinding,
)
from lovgraf.core.terms import BASE, Text
from lovgraf.reports import as_xlsx
from lovgraf.reports.formats import FORMATS, ReportOptions

SUBJECT = f"{BASE}core#Subject"
CONNECTION = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"
NOTICE = f"{BASE}law/2013/5/par/24/stk/1/norm/notice"
SCHOOL = f"{BASE}law/2012/558/par/36/stk/2/norm/school"


@dataclass(frozen=True)
class ListOf(Findings):
    """Findings held in memory."""

    items: tuple[Finding, ...]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.items)


@dataclass(frozen=True)
class Many(Findings):
    """Findings made on the way: row 1 to `size` under one cause."""

    size: int
    cause: str

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Finding]:
        return (Finding(row, f"{row:010}", self.cause) for row in range(1, self.size + 1))


def norm(iri: str, title: Text, section: Text, verdicts: dict[str, int], act: str) -> NormResult:
    """A norm on the record's subject."""
    return NormResult(
        norm=iri,
        provision=iri.partition("/norm/")[0],
        bearer=SUBJECT,
        record_type="person",
        title=title,
        provision_label=section,
        link=f"https://www.retsinformation.dk/eli/lta/{act}",
        verdicts=verdicts,
        duty=f"{BASE}duty/{iri.rpartition('/')[2]}",
        rule=Text(f"{title.da} skal ske.", f"{title.en} must be made."),
        reads=("birth_date", "home_in_denmark"),
    )


NORMS = (
    structs.replace(
        norm(
            CONNECTION,
            Text("Tilslutning til Digital Post", "Connection to Digital Post"),
            Text(
                "lov nr. 528 af 11. juni 2012, § 3, stk. 1", "Act no. 528 of 11 June 2012, s. 3(1)"
            ),
            {"exempt": 40, "fulfilled": 1160, "breached": 30, "unattainable": 2, "undetermined": 4},
            "2012/528",
        ),
        deadline=Text(
            "senest 14 dage efter »tilflyttet«", 'at the latest 14 days after "moved in"'
        ),
        sanction=Text("Bøde efter § 57", "Fine under s. 57"),
        authority=Text("kommunen", "the municipality"),
    ),
    norm(
        NOTICE,
        Text("Anmeldelse af indrejse", "Notice of arrival"),
        Text(
            "lovbekendtgørelse nr. 5 af 9. januar 2013, § 24, stk. 1",
            "Consolidated Act no. 5 of 9 January 2013, s. 24(1)",
        ),
        {"not-addressed": 1200, "pending": 35, "fulfilled": 1},
        "2013/5",
    ),
    norm(
        SCHOOL,
        Text("Indskrivning i skole", "Enrolment in school"),
        Text("lov nr. 558 af 18. juni 2012, § 36, stk. 2", "Act no. 558 of 18 June 2012, s. 36(2)"),
        {"not-addressed": 1236},
        "2012/558",
    ),
)
CAUSES = (
    Cause(
        "b1", CONNECTION, NORMS[0].provision, "breached",
        Text(
            "Personen er fyldt 15 år, har bopæl i Danmark og er ikke tilsluttet Digital Post.",
            "The person is 15 or older, lives in Denmark and is not connected to Digital Post.",
        ),
        (), (), 30,
    ),
    Cause(
        "u1", CONNECTION, NORMS[0].provision, "unattainable",
        Text(
            "Personen kan ikke få en eID, som tilslutningen kræver.",
            "The person cannot get the eID that connection requires.",
        ),
        (), (), 2,
    ),
    Cause(
        "m1", CONNECTION, NORMS[0].provision, "undetermined",
        Text(
            "Det vides ikke, om personen er omfattet.",
            "It is not known whether the person is addressed.",
        ),
        ("home_in_denmark", "birth_date"), (f"{BASE}authority/municipality",), 4,
        possible=("not-addressed", "breached"), outlook="breach-possible",
    ),
)  # fmt: skip
FINDINGS = tuple(
    Finding(row, f"{60 + row % 30:02}0199{row:04}", "u1" if row in (7, 900) else "b1")
    for row in [3, 7, *range(11, 38), 120, 900, 1236]
)
OPEN = tuple(Finding(row, f"{60 + row % 30:02}0199{row:04}", "m1") for row in (8, 9, 10, 1235))
QUALITY = (
    QualityFinding(
        "unreadable", "error", "birth_date",
        Text("Datoen kan ikke læses.", "The date cannot be read."), 2, (5, 18), ("31-02-1990",),
    ),
    QualityFinding(
        "unknown-code", "warning", "eid",
        Text("Koden findes ikke i kodelisten.", "The code is not in the code list."),
        1, (44,), ("digital signatur",),
    ),
    QualityFinding(
        "unknown-column", "info", None,
        Text("Kolonnen er ikke kendt og læses ikke.", "The column is unknown and is not read."), 1,
    ),
)  # fmt: skip
EXAMPLE = CheckResult(
    as_of=date(2014, 11, 1),
    dataset="personer.csv",
    records=1236,
    norms=NORMS,
    causes=CAUSES,
    findings=ListOf(FINDINGS),
    open_findings=ListOf(OPEN),
    quality=QUALITY,
    intake=Intake(
        (
            TableRead(
                "personer.csv",
                "csv",
                None,
                "windows-1252",
                ";",
                3,
                (
                    ColumnRead("Løbenr", "id"),
                    ColumnRead("Født", "birth_date"),
                    ColumnRead("Sagsbeh.", None, "unknown"),
                    ColumnRead("", None, "nameless"),
                ),
                (LeftOut("title", 2), LeftOut("total", 1, (1237,))),
                1236,
            ),
        ),
        (NotRead("personer.csv", None, Text("et eksempel", "an example")),),
    ),
    receipt={
        "as_of": "2014-11-01",
        "cells": "12",
        "engine": "columns",
        "input_sha256": "77aa",
        "law_sha256": "5f1d",
        "version_lovgraf": "0.1.0",
    },
    notes=(
        Text(
            "Grafen dækker ikke hvidvaskloven på denne dato.",
            "The graph does not cover the Anti-Money Laundering Act on this date.",
        ),
    ),
    labels={
        SUBJECT: Text("personen selv", "the person"),
        f"{BASE}authority/municipality": Text("kommunen", "the municipality"),
        "birth_date": Text("Fødselsdag", "Date of birth"),
        "home_in_denmark": Text("Bopæl i Danmark", "Home in Denmark"),
        "eid": Text("eID", "eID"),
    },
)


BILINGUAL = {"json", "ttl"}
"""Formats that say everything in both languages at once."""


def as_text(name: str, result: CheckResult, options: ReportOptions) -> str:
    """A report as text; of a workbook the texts of all cells, a line each."""
    if name != "xlsx":
        return "".join(FORMATS[name].write(result, options))
    content = b"".join(as_xlsx.write(result, options))
    sheets = load_workbook(io.BytesIO(content)).worksheets
    cells = (cell for sheet in sheets for row in sheet.iter_rows() for cell in row)
    return "\n".join(str(cell.value) for cell in cells if cell.value is not None)


EVIL = (
    "<script>alert(1)</script> ]]> \x1b[31mred\x1b[0m \x1b]8;;javascript:alert(1)\x07link "
    "\x00\x08\u202egnp.exe\ud800 \"quote\" 'apos' [text](http://evil.example) {0} &amp; a\nb"
)
"""What a label must never do: markup, CDATA ends, terminal control, links, placeholders."""

HOSTILE = structs.replace(
    EXAMPLE,
    dataset=f"=cmd|' /C calc'!A0 {EVIL}.csv",
    norms=(
        structs.replace(
            NORMS[0], title=Text(f"=1+1 {EVIL}", f"@SUM(A1) {EVIL}"), link="javascript:alert(1)"
        ),
    ),
    causes=tuple(structs.replace(cause, message=Text(f"+{EVIL}", f"-{EVIL}")) for cause in CAUSES),
    quality=(replace(QUALITY[1], message=Text(EVIL, EVIL), values=(EVIL,), severity=EVIL),),
    notes=(Text(EVIL, EVIL),),
    labels={SUBJECT: Text(EVIL, EVIL), "birth_date": Text(f"=1 {EVIL}", f"=1 {EVIL}")},
    receipt={EVIL: EVIL},
)
