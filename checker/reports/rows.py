"""The first rows of each cause, and how rows are written for people."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, groupby

from msgspec import Struct, field

from lovgraf.check.parts.findings import OfCauses
from lovgraf.core.disclosure import disclosed_values
from lovgraf.core.result import (
    DONE,
    DUE,
    FACT,
    INFERRED,
    LATE,
    MOST_OPEN,
    NO_BREACH_POSSIBLE,
    NOT_DONE,
    OWN,
    Cause,
    CheckResult,
    Finding,
    Findings,
    NormResult,
    QualityFinding,
)
from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text, short
from lovgraf.core.written import begun
from lovgraf.reports.formats import ReportOptions
from lovgraf.reports.phrases import number, word

_ID = "id"
"""The column of the ids of records."""


class Lines(Struct, frozen=True):
    """In which lines of their files rows are, as far as that is known: by the name of a file (None:
    the only one) the line of its first row."""

    first: Mapping[str | None, int]

    @classmethod
    def of(cls, result: CheckResult) -> Lines:
        """Those of a dataset."""
        tables = [one for one in result.intake.tables if one.first_line is not None]
        first: dict[str | None, int] = {one.file: one.first_line or 1 for one in tables}
        if not result.files and len(result.intake.tables) == 1 and tables:
            first[None] = tables[0].first_line or 1
        return cls(first)

    def of_row(self, row: int, file: str | None) -> int | None:
        """The line of a row; None where it is not known."""
        first = self.first.get(file)
        return None if first is None else row + first - 1

    def said(self, row: int, file: str | None, lang: Lang) -> str:
        """The line of a row in words; empty where it is not known."""
        line = self.of_row(row, file)
        return "" if line is None else word("in-line", lang, line=number(line, lang))

    def row(self, row: int, file: str | None, lang: Lang) -> str:
        """The number of a row, and its line where that is known."""
        line = self.said(row, file, lang)
        return f"{number(row, lang)} ({line})" if line else number(row, lang)


class RowList(Struct, frozen=True):
    """The first findings of one cause and how many further records fall under it."""

    shown: tuple[Finding, ...]
    more: int
    lines: Lines = field(default_factory=lambda: Lines({}))

    def within(self, most: int) -> RowList:
        """The same with at most so many shown."""
        more = self.more + max(len(self.shown) - most, 0)
        return RowList(self.shown[:most], more, self.lines)

    def text(self, options: ReportOptions) -> str:
        """The rows for people: "3, 7, 12 and 88 more", with ids where values were asked for."""
        lang = options.lang
        if not self.shown:
            return word("counted", lang)
        rows = "; ".join(
            in_file(file, ", ".join(self._row(f, options) for f in findings))
            for file, findings in groupby(self.shown, lambda finding: finding.file)
        )
        if not self.more:
            return rows
        several = self.shown[0].file is not None
        more = word("more-of-all" if several else "more", lang, count=number(self.more, lang))
        return f"{rows}{';' if several else ''} {more}"

    def _row(self, finding: Finding, options: ReportOptions) -> str:
        row = self.lines.row(finding.row, finding.file, options.lang)
        return f"{row} ({plain(_who(finding))})" if options.show_values else row


def _who(finding: Finding) -> str:
    """Who a finding is about in a word: its id, or where that is the number of its row what else
    the dataset says first."""
    if finding.id != str(finding.row):
        return finding.id
    return next((said for h, said in finding.who.items() if not h.startswith(OWN)), finding.id)


def headings_of(result: CheckResult, options: ReportOptions) -> list[str]:
    """The headings under which a table tells who the findings are about; none unless values were
    asked for."""
    if not options.show_values:
        return []
    return [one for one in _all_headings(result) if not one.startswith(OWN)]


def tells_ids(result: CheckResult, options: ReportOptions) -> bool:
    """Whether a table of persons has their ids: values were asked for, and the dataset has ids
    under no heading of `headings_of`, or nothing else that says who they are."""
    if not options.show_values:
        return False
    columns = (column for table in result.intake.tables for column in table.columns)
    ids, heads = {c.header for c in columns if c.name == _ID}, headings_of(result, options)
    return not heads or bool(ids.difference(heads))


def own_headings(result: CheckResult, options: ReportOptions) -> list[str]:
    """What else is told of the findings (`DUE` and so on), in the order of a table; nothing unless
    values were asked for."""
    if not options.show_values:
        return []
    kept = _all_headings(result)
    return [
        *(one for one in (DUE, DONE, LATE, INFERRED) if one in kept),
        *sorted(one for one in kept if one.startswith(FACT)),
    ]


def own_heading(name: str, result: CheckResult, lang: Lang) -> str:
    """What a table calls what is told of findings."""
    if name.startswith(FACT):
        iri = name.removeprefix(FACT)
        return plain(begun(result.labels.get(iri, Text(short(iri), short(iri)))[lang]))
    return word(name.removeprefix(OWN), lang)


def own_text(name: str, value: str | None, result: CheckResult, lang: Lang) -> str:
    """What is told of a finding, for people."""
    if name == INFERRED:
        pairs = (part.split("=") for part in (value or "").split())
        return "; ".join(
            word(
                "read-from",
                lang,
                column=_label(column, result, lang),
                others=", ".join(_label(other, result, lang) for other in others.split(",")),
            )
            for column, others in pairs
        )
    return word("not-done", lang) if name == DONE and value == NOT_DONE else value or ""


def _label(name: str, result: CheckResult, lang: Lang) -> str:
    return plain(result.labels.get(name, Text(name, name))[lang])


def to_act_on(result: CheckResult) -> tuple[Findings, Findings]:
    """The findings that somebody has to do something about: those of what is sought, and of those
    left open all that may be a breach or turn on a judgment."""
    needless = {c.id for c in result.causes if c.outlook == NO_BREACH_POSSIBLE}
    if not needless:
        return result.findings, result.open_findings
    left = frozenset(cause.id for cause in result.causes) - needless
    return OfCauses(result.findings, left), OfCauses(result.open_findings, left)


def _all_headings(result: CheckResult) -> list[str]:
    some = (result.findings, result.open_findings)
    return list(dict.fromkeys(one for findings in some for one in findings.headings))


def in_file(file: str | None, rows: str) -> str:
    """Rows with the name of their file in front, where a dataset has several."""
    return rows if file is None else f"{plain(file)}: {rows}"


def example_rows(flaw: QualityFinding, lines: Lines, lang: Lang, most: int) -> str:
    """The first rows with a flaw, so many at most, by file where a dataset has several; and how
    many more have it."""
    files = flaw.example_files or (None,) * len(flaw.examples)
    places = [*zip(files, flaw.examples, strict=True)][:most]
    shown = "; ".join(
        in_file(file, ", ".join(lines.row(row, file, lang) for _, row in rows))
        for file, rows in groupby(places, lambda pair: pair[0])
    )
    more = flaw.count - len(places)
    if not places or more <= 0:
        return shown
    several = bool(flaw.example_files)
    told = word("more-of-all" if several else "more", lang, count=number(more, lang))
    return f"{shown}{';' if several else ''} {told}"


def offending(flaw: QualityFinding, options: ReportOptions) -> dict[str, list[str]]:
    """The offending values of a flaw as `values`, or as `shapes` where values were not asked
    for."""
    values = disclosed_values(flaw.values, options.show_values)
    return {"values": values if options.show_values else []} | (
        {"shapes": values} if values and not options.show_values else {}
    )


def offending_text(flaw: QualityFinding, options: ReportOptions) -> str:
    """The same for people; empty where there are none."""
    values = ", ".join(map(plain, disclosed_values(flaw.values, options.show_values)))
    name = "values" if options.show_values else "shapes"
    return word(name, options.lang, values=values) if values else ""


def first_rows(result: CheckResult, limit: int, fail_on: frozenset[str]) -> dict[str, RowList]:
    """The first `limit` findings of each cause, by the cause's id."""
    shown: dict[str, list[Finding]] = {cause.id: [] for cause in result.causes}
    wanted = {cause.id: cause.count for cause in result.causes if cause.verdict in fail_on}
    open_ = {
        cause.id: cause.count
        for cause in result.causes
        if cause.id not in wanted and cause.count <= MOST_OPEN
    }
    found = chain(result.findings.first(limit, wanted), result.open_findings.first(limit, open_))
    for finding in found:
        rows = shown.setdefault(finding.cause, [])
        if len(rows) < limit:
            rows.append(finding)
    counts, lines = {cause.id: cause.count for cause in result.causes}, Lines.of(result)
    return {
        cause: RowList(tuple(rows), max(counts.get(cause, 0) - len(rows), 0) if rows else 0, lines)
        for cause, rows in shown.items()
    }


def where_all_are(result: CheckResult, options: ReportOptions) -> str:
    """That only the first rows are shown, and where all of them are."""
    if options.findings is None:
        return word("all-rows", options.lang)
    count = number(len(result.findings), options.lang)
    return word("rows-in-file", options.lang, count=count, file=plain(options.findings))


def norms_with_causes(result: CheckResult, fail_on: frozenset[str]) -> list[NormResult]:
    """The norms that have causes, in order; first those with a verdict that `fail_on` names."""
    named = {cause.norm for cause in result.causes}
    failing = {cause.norm for cause in result.causes if cause.verdict in fail_on}
    found = [norm for norm in result.norms if norm.norm in named]
    return sorted(found, key=lambda norm: norm.norm not in failing)


def causes_of(result: CheckResult) -> dict[str, list[Cause]]:
    """The causes by norm, in the order of the result."""
    found: dict[str, list[Cause]] = {}
    for cause in result.causes:
        found.setdefault(cause.norm, []).append(cause)
    return found
