"""The findings of several files, or of several blocks of a file, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import compress

from msgspec.structs import replace

from lovgraf.core.result import Batch, Finding, Findings, Marks


@dataclass(frozen=True)
class FindingsOfParts(Findings):
    """Findings by file, in the order of the files and their rows."""

    parts: tuple[tuple[str | None, Findings], ...]
    """The name of each file (None where all are one) with its findings."""

    def __len__(self) -> int:
        return sum(len(findings) for _, findings in self.parts)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of all files, each once."""
        return tuple(dict.fromkeys(one for _, part in self.parts for one in part.headings))

    def __iter__(self) -> Iterator[Finding]:
        for name, findings in self.parts:
            for finding in findings:
                yield replace(finding, file=name)

    def batches(self, ids: bool) -> Iterator[Batch]:
        """All findings in the same order, many at a time, with or without their ids."""
        for name, findings in self.parts:
            for batch in findings.batches(ids):
                yield replace(batch, file=name)

    def marks(self, secret: str) -> Iterator[Marks]:
        """By what the records of all findings are known again, many at a time."""
        for _, findings in self.parts:
            yield from findings.marks(secret)

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
class OfCauses(Findings):
    """The findings of some causes alone."""

    findings: Findings
    causes: frozenset[str]

    def __len__(self) -> int:
        return sum(len(batch.rows) for batch in self.batches(ids=False))

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of all findings."""
        return self.findings.headings

    def __iter__(self) -> Iterator[Finding]:
        return (finding for finding in self.findings if finding.cause in self.causes)

    def batches(self, ids: bool) -> Iterator[Batch]:
        """The findings in the same order, many at a time, with or without their ids."""
        for batch in self.findings.batches(ids):
            kept = [cause in self.causes for cause in batch.causes]
            yield Batch(
                [*compress(batch.rows, kept)],
                [*compress(batch.causes, kept)],
                None if batch.ids is None else [*compress(batch.ids, kept)],
                batch.file,
                {head: [*compress(values, kept)] for head, values in batch.who.items()},
            )

    def marks(self, secret: str) -> Iterator[Marks]:
        """By what the records of the findings are known again, many at a time."""
        for found in self.findings.marks(secret):
            kept = [cause in self.causes for cause in found.causes]
            yield Marks([*compress(found.causes, kept)], [*compress(found.marks, kept)])
