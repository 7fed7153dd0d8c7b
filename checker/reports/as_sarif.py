"""A check as SARIF 2.1.0 (OASIS): rules are norms, results are causes, locations are rows.

A result lists at most `LOCATIONS` rows and tells the true number in `occurrenceCount`. The line of
a row in a text file is given as if no cell held a line break; the row number is always right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

from lovgraf.core.result import Cause, CheckResult, Finding, NormResult, QualityFinding
from lovgraf.core.safe import plain, web_link
from lovgraf.core.terms import BASE, relative
from lovgraf.reports.formats import ReportOptions
from lovgraf.reports.phrases import details, named, verdict_name, word
from lovgraf.reports.read import read_lines
from lovgraf.reports.rows import RowList, first_rows, offending

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
LOCATIONS = 1000
"""How many rows a result lists at most."""

_TEXT_FILES = (".csv", ".tsv", ".txt")
_OPEN = {"undetermined": "review", "pending": "open", "exempt": "pass", "fulfilled": "pass"}
_LEVEL = {"error": "error", "warning": "warning", "info": "note"}


def write(result: CheckResult, options: ReportOptions) -> Iterator[str]:
    """The log in pieces, a line for each rule and result."""
    norms = {norm.norm: index for index, norm in enumerate(result.norms)}
    rows = first_rows(result, LOCATIONS, options.fail_on)
    version = result.receipt.get("version_lovgraf")
    driver = {
        "name": "Lovgraf",
        **({"version": version} if version else {}),
        "informationUri": BASE,
        "language": options.lang,
    }
    yield f'{{"$schema": {_dump(SCHEMA)}, "version": "2.1.0", "runs": [{{\n'
    yield f'"tool": {{"driver": {_dump(driver)[:-1]}, "rules": [\n'
    yield ",\n".join(_dump(_rule(norm, options)) for norm in result.norms)
    yield "\n]}},\n"
    yield f'"language": {_dump(options.lang)},\n'
    artifacts = [{"location": {"uri": _uri(name)}} for name in _artifacts(result)]
    yield f'"artifacts": {_dump(artifacts)},\n'
    yield f'"invocations": [{_dump(_invocation(result, options))}],\n'
    properties = {
        "as_of": result.as_of.isoformat(),
        "records": result.records,
        "receipt": dict(sorted(result.receipt.items())),
    }
    yield f'"properties": {_dump(properties)},\n'
    yield '"results": [\n'
    for index, cause in enumerate(result.causes):
        yield ",\n" if index else ""
        yield _dump(_result(cause, norms[cause.norm], rows[cause.id], result, options))
    yield "\n]}]}\n"


def _rule(norm: NormResult, options: ReportOptions) -> dict[str, object]:
    link = web_link(norm.link)
    return {
        "id": relative(norm.norm),
        "shortDescription": _message(norm.title[options.lang]),
        "fullDescription": _message(
            f"{norm.title[options.lang]}, {norm.provision_label[options.lang]}"
        ),
        **({"helpUri": link} if link else {}),
        "properties": {
            "norm": norm.norm,
            "provision": norm.provision,
            "bearer": norm.bearer,
            "verdicts": norm.verdicts,
        },
    }


def _result(
    cause: Cause, rule: int, rows: RowList, result: CheckResult, options: ReportOptions
) -> dict[str, object]:
    lang = options.lang
    text = f"{verdict_name(cause.verdict, lang)}: {cause.message[lang]}"
    return {
        "ruleId": relative(cause.norm),
        "ruleIndex": rule,
        **_kind(cause.verdict, options.fail_on),
        "message": _message(" ".join([text, *details(cause, result.labels, lang)])),
        "occurrenceCount": max(cause.count, 1),
        "partialFingerprints": {"cause/v1": cause.id},
        "locations": _locations(rows, result, options),
        "properties": {
            "verdict": cause.verdict,
            "missing": list(cause.missing),
            "judgment": list(cause.judgment),
            "inexact": cause.inexact,
        },
    }


def _kind(verdict: str, fail_on: frozenset[str]) -> dict[str, str]:
    """`fail` with a level, or another kind, which must have the level `none` (SARIF 3.27.9)."""
    if verdict in fail_on:
        return {"kind": "fail", "level": "error"}
    if verdict in ("breached", "unattainable"):
        return {"kind": "fail", "level": "warning"}
    return {"kind": _OPEN.get(verdict, "notApplicable"), "level": "none"}


def _locations(
    rows: RowList, result: CheckResult, options: ReportOptions
) -> list[dict[str, object]]:
    """One location a row; the file alone where rows are only counted."""
    names, headers = _artifacts(result), _headers(result)
    if not rows.shown:
        return [{"physicalLocation": {"artifactLocation": _artifact(names, result.dataset)}}]
    return [
        {
            "physicalLocation": {
                "artifactLocation": _artifact(names, finding.file or result.dataset),
                **_region(finding, result.dataset, headers),
            },
            "logicalLocations": [
                {
                    "name": f"{word('row', options.lang)} {finding.row}",
                    "kind": "row",
                    "properties": {
                        "row": finding.row,
                        **({"id": finding.id} if options.show_values else {}),
                    },
                }
            ],
        }
        for finding in rows.shown
    ]


def _artifacts(result: CheckResult) -> dict[str, int]:
    """The dataset, then its files where it has several, with their places."""
    names = [result.dataset, *(name for name, _ in result.files)]
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def _artifact(names: dict[str, int], name: str) -> dict[str, object]:
    return {"uri": _uri(name), "index": names[name]}


def _region(finding: Finding, dataset: str, headers: dict[str, int]) -> dict[str, object]:
    """The line of a row, which is counted from the line of the headers of its file."""
    name = finding.file or dataset
    if not name.lower().endswith(_TEXT_FILES):
        return {}
    return {"region": {"startLine": finding.row + headers.get(name, 1)}}


def _headers(result: CheckResult) -> dict[str, int]:
    """The line of the headers of each file."""
    return {table.file: table.header or 1 for table in result.intake.tables}


def _invocation(result: CheckResult, options: ReportOptions) -> dict[str, object]:
    """What was not checked, and the quality of the data, as notifications."""
    lang = options.lang
    said = (*read_lines(result.intake), *result.all_notes)
    notes = [{"level": "note", "message": _message(note[lang])} for note in said]
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": [
            *notes,
            *(_notification(flaw, result, options) for flaw in result.quality),
        ],
    }


def _notification(
    flaw: QualityFinding, result: CheckResult, options: ReportOptions
) -> dict[str, object]:
    lang = options.lang
    column = named(result.labels, [flaw.column], lang)[0] + ": " if flaw.column else ""
    return {
        "descriptor": {"id": flaw.code},
        "level": _LEVEL.get(flaw.severity, "none"),
        "message": _message(column + flaw.message[lang]),
        "properties": {
            "count": flaw.count,
            "rows": list(flaw.examples),
            **({"files": list(flaw.example_files)} if flaw.example_files else {}),
            **offending(flaw, options),
        },
    }


def _message(text: str) -> dict[str, str]:
    """A message without embedded links or placeholders (SARIF 3.11.5, 3.11.6)."""
    text = plain(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _uri(name: str) -> str:
    return quote(name, safe="/", errors="replace")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
