"""The findings of several files, or of several blocks of a file, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from checker.reports.result import Batch, Finding, Findings


@dataclass(frozen=True)
class FindingsOfParts(Findings):
    """Findings by file, in the order of the files and their rows."""

    parts: tuple[tuple[str | None, Findings], ...]
    """The name of each file (None where all are one) with its findings."""

    def __len__(self) -> int:
        return sum(len(findings) for _, findings in self.parts)

    def __iter__(self) -> Iterator[Finding]:
        for name, findings in self.parts:
            for finding in findings:
                yield replace(finding, file=name)

    def batches(self, ids: bool) -> Iterator[Batch]:
        """All findings in the same order, many at a time, with or without their ids."""
        for name, findings in self.parts:
            for batch in findings.batches(ids):
                yield replace(batch, file=name)

    def first(self, limit: int, wanted: Mapping[str, int]) -> Iterator[Finding]:
        """At least the first `limit` findings of each cause; files are read until all have them."""
        seen = dict.fromkeys(wanted, 0)
        for name, findings in self.parts:
            if all(seen[cause] >= min(limit, count) for cause, count in wanted.items()):
                return
            for finding in findings.first(limit, wanted):
                seen[finding.cause] = seen.get(finding.cause, 0) + 1
                yield replace(finding, file=name)


@dataclass(frozen=True)
class FindingsBelow(Findings):
    """The findings of a block that begins after so many rows of its file."""

    findings: Findings
    before: int

    def __len__(self) -> int:
        return len(self.findings)

    def __iter__(self) -> Iterator[Finding]:
        return map(self._below, self.findings)

    def batches(self, ids: bool) -> Iterator[Batch]:
        """All findings in the same order, many at a time, with or without their ids."""
        for batch in self.findings.batches(ids):
            own = batch.ids and [
                self._id(row, i) for row, i in zip(batch.rows, batch.ids, strict=True)
            ]
            yield replace(batch, rows=[row + self.before for row in batch.rows], ids=own)

    def first(self, limit: int, wanted: Mapping[str, int]) -> Iterator[Finding]:
        """At least the first `limit` findings of each cause, in order."""
        return map(self._below, self.findings.first(limit, wanted))

    def _below(self, finding: Finding) -> Finding:
        own = self._id(finding.row, finding.id)
        return replace(finding, row=finding.row + self.before, id=own)

    def _id(self, row: int, identifier: str) -> str:
        """The id; the number of the row stands in for one that is not there."""
        return str(row + self.before) if identifier == str(row) else identifier
