"""A check as JUnit XML: one test case a norm, failed by the verdicts that `--fail-on` names."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from lovgraf.core.result import VERDICTS, Cause, CheckResult, NormResult
from lovgraf.core.safe import plain, web_link
from lovgraf.core.terms import relative
from lovgraf.reports.formats import ReportOptions
from lovgraf.reports.phrases import (
    details,
    named,
    number,
    severity_name,
    totals,
    verdict_name,
    word,
    written_date,
)
from lovgraf.reports.read import read_lines
from lovgraf.reports.rows import RowList, causes_of, first_rows, offending_text


def write(result: CheckResult, options: ReportOptions) -> Iterator[str]:
    """The file in pieces; text is freed of what XML 1.0 does not allow."""
    causes = causes_of(result)
    rows = first_rows(result, options.rows, options.fail_on)
    failed = sum(bool(_failing(norm, options)) for norm in result.norms)
    skipped = sum(not norm.verdicts for norm in result.norms)
    counts = (
        f'tests="{len(result.norms)}" failures="{failed}" errors="0" skipped="{skipped}" time="0"'
    )
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="Lovgraf" {counts}>\n'
    yield f"<testsuite name={_quoted(result.dataset)} {counts}>\n<properties>\n"
    for key, value in [("as_of", result.as_of.isoformat()), *sorted(result.receipt.items())]:
        yield f"<property name={_quoted(key)} value={_quoted(value)}/>\n"
    yield "</properties>\n"
    for norm in result.norms:
        yield from _case(norm, causes.get(norm.norm, []), rows, result, options)
    yield f"<system-out>{_escaped(_notes(result, options))}</system-out>\n"
    yield "</testsuite>\n</testsuites>\n"


def _case(
    norm: NormResult,
    causes: list[Cause],
    rows: dict[str, RowList],
    result: CheckResult,
    options: ReportOptions,
) -> Iterator[str]:
    lang = options.lang
    name = f"{norm.title[lang]} ({norm.provision_label[lang]})"
    class_name = relative(norm.provision).replace(".", "-").replace("/", ".")
    yield f'<testcase classname={_quoted(class_name)} name={_quoted(name)} time="0">\n'
    if not norm.verdicts:
        yield f"<skipped message={_quoted(word('no-records', lang))}/>\n"
    failing = _failing(norm, options)
    if failing:
        lines = [link] if (link := web_link(norm.link)) else []
        lines += [_line(c, rows, result, options) for c in causes if c.verdict in failing]
        message = totals(failing, lang)
        yield f"<failure type={_quoted('+'.join(failing))} message={_quoted(message)}>"
        yield f"{_escaped(lines)}</failure>\n"
    others = [_line(c, rows, result, options) for c in causes if c.verdict not in failing]
    if norm.verdicts:
        counts = totals({v: norm.verdicts[v] for v in VERDICTS if v in norm.verdicts}, lang)
        yield f"<system-out>{_escaped([counts, *others])}</system-out>\n"
    yield "</testcase>\n"


def _failing(norm: NormResult, options: ReportOptions) -> dict[str, int]:
    """The verdicts of a norm that make its test case fail, with their numbers."""
    return {v: norm.verdicts[v] for v in VERDICTS if v in options.fail_on and norm.verdicts.get(v)}


def _line(
    cause: Cause, rows: dict[str, RowList], result: CheckResult, options: ReportOptions
) -> str:
    lang = options.lang
    parts = [
        f"{verdict_name(cause.verdict, lang)} ({number(cause.count, lang)}):",
        cause.message[lang],
        *details(cause, result.labels, lang),
        f"{word('rows', lang)}: {rows[cause.id].text(options)}.",
    ]
    return " ".join(parts)


def _notes(result: CheckResult, options: ReportOptions) -> list[str]:
    """The as-of date, what was not checked, and the quality of the data."""
    lang = options.lang
    lines = [word("as-of", lang, date=written_date(result.as_of, lang)) + "."]
    lines += [line[lang] for line in read_lines(result.intake)]
    lines += [f"{word('note', lang)}: {note[lang]}" for note in result.all_notes]
    for flaw in result.quality:
        severity = severity_name(flaw.severity, lang)
        column = named(result.labels, [flaw.column], lang)[0] + ": " if flaw.column else ""
        line = f"{severity} ({number(flaw.count, lang)}): {column}{flaw.message[lang]}"
        if said := offending_text(flaw, options):
            line += f" ({said})"
        lines.append(line)
    return lines


def _quoted(text: str) -> str:
    return quoteattr(plain(text))


def _escaped(lines: list[str]) -> str:
    return escape("\n".join(map(plain, lines)))
