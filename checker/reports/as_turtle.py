"""A check as a SHACL validation report in Turtle, in a fixed order and written as it goes.

One `sh:result` for each finding, and one for each cause whose records are only counted (its focus
node is the dataset). As in SHACL processors that tolerate lesser severities, `sh:conforms` is
false only where a verdict of `--fail-on` was given: those results are violations. What the duty's
shape asks is the constraint, so the component is `sh:NodeConstraintComponent`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

from lovgraf.core.result import Cause, CheckResult, NormResult, QualityFinding
from lovgraf.core.terms import BASE, CORE, Text
from lovgraf.reports.formats import ReportOptions
from lovgraf.reports.read import read_lines
from lovgraf.reports.rows import offending

PREFIXES = f"""@prefix core: <{CORE}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_OFFENDING = {"values": "offendingValue", "shapes": "offendingShape"}
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\\x7f-\x9f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def write(result: CheckResult, options: ReportOptions) -> Iterator[str]:
    """The report in pieces."""
    dataset = f"{BASE}dataset/{_quoted(result.dataset)}"
    norms = {norm.norm: norm for norm in result.norms}
    causes = {cause.id: cause for cause in result.causes}
    bodies = {c.id: _body(c, norms[c.norm], options.fail_on) for c in result.causes}
    yield PREFIXES
    yield _head(result, dataset, options)
    listed = set()
    for finding in result.findings:
        listed.add(finding.cause)
        place = dataset if finding.file is None else f"{dataset}/{_quoted(finding.file)}"
        own = f"sh:focusNode {_iri(f'{place}/row/{finding.row}')} ;\n  core:row {finding.row}"
        if options.show_values:
            own += f" ;\n  core:recordId {_string(finding.id)}"
        yield f"\n_:report sh:result [\n  {own} ;\n{bodies[finding.cause]}\n] .\n"
    for cause in causes.values():
        if cause.id not in listed:
            own = f"sh:focusNode {_iri(dataset)} ;\n  core:records {cause.count}"
            yield f"\n_:report sh:result [\n  {own} ;\n{bodies[cause.id]}\n] .\n"
    for flaw in result.quality:
        yield _quality(flaw, dataset, options)


def _head(result: CheckResult, dataset: str, options: ReportOptions) -> str:
    lines = [
        "a sh:ValidationReport",
        f"sh:conforms {'false' if result.found(options.fail_on) else 'true'}",
        f'core:asOf "{result.as_of.isoformat()}"^^xsd:date',
        f"core:dataset {_iri(dataset)}",
        f"core:records {result.records}",
        *(f"core:note {_both(note)}" for note in (*read_lines(result.intake), *result.all_notes)),
        *(
            f"core:receipt {_string(f'{key}={value}')}"
            for key, value in sorted(result.receipt.items())
        ),
    ]
    return "\n_:report " + " ;\n  ".join(lines) + " .\n"


def _body(cause: Cause, norm: NormResult, fail_on: frozenset[str]) -> str:
    """What all results of a cause share."""
    if cause.verdict in fail_on:
        severity = "sh:Violation"
    else:
        severity = "sh:Warning" if cause.verdict in ("breached", "unattainable") else "sh:Info"
    lines = [
        "a sh:ValidationResult",
        f"sh:resultSeverity {severity}",
        f"sh:resultMessage {_both(cause.message)}",
        "sh:sourceConstraintComponent sh:NodeConstraintComponent",
        *([f"sh:sourceShape {_iri(norm.duty)}"] if norm.duty else []),
        f"core:verdict {_iri(f'{BASE}verdict/{cause.verdict}')}",
        f"core:norm {_iri(cause.norm)}",
        f"core:provision {_iri(cause.provision)}",
        f"core:cause {_string(cause.id)}",
        *(f"core:missing {_string(name)}" for name in cause.missing),
        *(f"core:judgment {_iri(who)}" for who in cause.judgment),
    ]
    return "  " + " ;\n  ".join(lines)


def _quality(flaw: QualityFinding, dataset: str, options: ReportOptions) -> str:
    severity = {"error": "sh:Violation", "warning": "sh:Warning"}.get(flaw.severity, "sh:Info")
    lines = [
        f"core:code {_string(flaw.code)}",
        f"sh:resultSeverity {severity}",
        f"sh:resultMessage {_both(flaw.message)}",
        f"core:records {flaw.count}",
        *([f"core:column {_string(flaw.column)}"] if flaw.column else []),
        *(() if flaw.example_files else (f"core:row {row}" for row in flaw.examples)),
        *(
            f"sh:focusNode {_iri(f'{dataset}/{_quoted(file)}/row/{row}')}"
            for file, row in zip(flaw.example_files, flaw.examples, strict=False)
        ),
        *(
            f"core:{_OFFENDING[name]} {_string(value)}"
            for name, some in offending(flaw, options).items()
            for value in some
        ),
    ]
    return "\n_:report core:recordQuality [\n  " + " ;\n  ".join(lines) + "\n] .\n"


def _quoted(name: str) -> str:
    return quote(name, safe="", errors="replace")


def _both(text: Text) -> str:
    return f"{_string(text.da)}@da , {_string(text.en)}@en"


def _string(text: str) -> str:
    """A Turtle string; JSON's escapes are Turtle's too."""
    return json.dumps(_SURROGATE.sub("\ufffd", text), ensure_ascii=False).replace("\x7f", "\\u007F")


def _iri(iri: str) -> str:
    return f"<{_NOT_IN_IRI.sub(lambda m: quote(m.group(), errors='replace'), iri)}>"
