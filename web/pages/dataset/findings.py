"""The findings of a check as a page shows them: filtered, and grouped by norm."""

from __future__ import annotations

from dataclasses import dataclass

from lovgraf.core.result import VERDICTS, Cause, CheckResult, NormResult
from lovgraf.reports.formats import ReportOptions
from lovgraf_web.address import parameter

SHOWN = 100
"""Causes of one norm that a page lists; the reports have them all."""


@dataclass(frozen=True)
class Filter:
    """What a reader wants to see; None or empty: everything. `norm` and `cause` are ids."""

    verdict: str | None = None
    text: str = ""
    norm: str | None = None
    cause: str | None = None
    every: bool = False

    def fits(self, norm: NormResult) -> bool:
        """Whether a norm is wanted; one that is about nobody only where every norm is."""
        if self.norm is not None and norm.norm != self.norm:
            return False
        if self.verdict is not None and not norm.verdicts.get(self.verdict):
            return False
        if not self.every and self.verdict is None and not set(norm.verdicts) - {"not-addressed"}:
            return False
        words = (norm.title, norm.provision_label)
        wanted = self.text.lower()
        return not wanted or any(wanted in said.lower() for w in words for said in (w.da, w.en))

    def causes(self, result: CheckResult) -> list[Cause]:
        """The causes that are wanted."""
        norms = {norm.norm for norm in result.norms if self.fits(norm)}
        return [
            cause
            for cause in result.causes
            if cause.norm in norms
            and self.verdict in (None, cause.verdict)
            and self.cause in (None, cause.id)
        ]


def read_filter(result: CheckResult) -> Filter:
    """The filter of the address; what names nothing of this result is left out."""
    verdict, cause = parameter("verdict"), parameter("cause")
    norm = parameter("norm")
    number = int(norm) if norm is not None and norm.isdecimal() and len(norm) < 7 else 0
    return Filter(
        verdict if verdict in VERDICTS else None,
        (parameter("q") or "").strip(),
        result.norms[number - 1].norm if 0 < number <= len(result.norms) else None,
        cause if any(cause == known.id for known in result.causes) else None,
        parameter("norms") == "all",
    )


@dataclass(frozen=True)
class Part:
    """One norm with its causes; `number` names it in addresses."""

    number: int
    norm: NormResult
    causes: tuple[Cause, ...]
    more: int

    @property
    def found(self) -> bool:
        """Whether it has something that counts as found."""
        return any(self.norm.verdicts.get(verdict) for verdict in ReportOptions.fail_on)

    def listed(self, cause: Cause) -> bool:
        """Whether a cause's records are listed row by row."""
        return cause.verdict in ReportOptions.fail_on


def overview(result: CheckResult, shown: Filter) -> list[Part]:
    """The norms that are wanted, those with findings first."""
    causes: dict[str, list[Cause]] = {}
    for cause in shown.causes(result):
        causes.setdefault(cause.norm, []).append(cause)
    parts = []
    for number, norm in enumerate(result.norms, 1):
        if shown.fits(norm):
            own = sorted(causes.get(norm.norm, []), key=_weight)
            parts.append(Part(number, norm, tuple(own[:SHOWN]), max(0, len(own) - SHOWN)))
    return sorted(parts, key=lambda part: not part.found)


def _weight(cause: Cause) -> tuple[bool, int]:
    return cause.verdict not in ReportOptions.fail_on, -cause.count
