"""The first rows of each cause, gathered in one pass over the findings."""

from __future__ import annotations

from dataclasses import dataclass

from checker.reports.formats import ReportOptions
from checker.reports.phrases import number, word
from checker.reports.result import Cause, CheckResult, Finding, NormResult
from checker.reports.safe import plain


@dataclass(frozen=True)
class RowList:
    """The first findings of one cause and how many further records fall under it."""

    shown: tuple[Finding, ...]
    more: int

    def text(self, options: ReportOptions) -> str:
        """The rows for people: "3, 7, 12 and 88 more", with ids where values were asked for."""
        lang = options.lang
        if not self.shown:
            return word("counted", lang)
        rows = ", ".join(
            f"{number(f.row, lang)} ({plain(f.id)})" if options.show_values else number(f.row, lang)
            for f in self.shown
        )
        return f"{rows} {word('more', lang, count=number(self.more, lang))}" if self.more else rows


def first_rows(result: CheckResult, limit: int, fail_on: frozenset[str]) -> dict[str, RowList]:
    """The first `limit` findings of each cause, by the cause's id.

    Reading stops when every cause that `fail_on` names has as many as it can have.
    """
    shown: dict[str, list[Finding]] = {cause.id: [] for cause in result.causes}
    due = {c.id: min(c.count, limit) for c in result.causes if c.verdict in fail_on}
    open_causes = {cause for cause, wanted in due.items() if wanted}
    if open_causes:
        for finding in result.findings:
            rows = shown.setdefault(finding.cause, [])
            if len(rows) < limit:
                rows.append(finding)
            if len(rows) == due.get(finding.cause):
                open_causes.discard(finding.cause)
                if not open_causes:
                    break
    counts = {cause.id: cause.count for cause in result.causes}
    return {
        cause: RowList(tuple(rows), max(counts.get(cause, 0) - len(rows), 0) if rows else 0)
        for cause, rows in shown.items()
    }


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
