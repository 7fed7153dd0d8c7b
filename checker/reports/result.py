"""The one result model that every report format is written from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from checker.terms import Text

VERDICTS = (
    "not-addressed", "exempt", "fulfilled", "pending", "breached", "unattainable", "undetermined",
)  # fmt: skip
"""The seven verdicts, in the order in which reports show them (semantics, section 4)."""


@dataclass(frozen=True)
class NormResult:
    """One norm and how many records got which verdict (zero counts left out).

    `norm`, `provision`, `bearer`, `duty` (the SHACL shape) are IRIs; `provision_label` can be cited
    alone (act and section); `link` is the official text of the act.
    """

    norm: str
    provision: str
    bearer: str
    record_type: str
    title: Text
    provision_label: Text
    link: str | None
    verdicts: dict[str, int]
    duty: str | None = None


@dataclass(frozen=True)
class Cause:
    """Records of one norm with the same verdict for the same reason.

    `missing` are canonical column names; `judgment` are authorities' IRIs; `id` is stable for the
    same law and input and short enough to be read aloud. `message` never holds a value of a record.
    """

    id: str
    norm: str
    provision: str
    verdict: str
    message: Text
    missing: tuple[str, ...]
    judgment: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Finding:
    """One record that falls under a cause; `row` is 1-based in the file, the header not counted.

    `id` may be a CPR number: reports show it only where personal values were asked for.
    """

    row: int
    id: str
    cause: str


@dataclass(frozen=True)
class QualityFinding:
    """Records (or columns of the file) with one flaw, grouped.

    `code` is a slug or the IRI of the shape; `severity` is `error`, `warning` or `info`; `examples`
    are the first rows (1-based); `values` are the first distinct offending values, shown only
    where personal values were asked for or the column is not `personal` (assumed unless said).
    """

    code: str
    severity: str
    column: str | None
    message: Text
    count: int
    examples: tuple[int, ...] = ()
    values: tuple[str, ...] = ()
    personal: bool = True


class Findings(Protocol):
    """The findings of a run: counted, and streamed in row order as often as asked."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Finding]: ...

    def without_ids(self) -> Iterator[list[tuple[int, str]]]:
        """Row and cause of each finding, in the same order, many at a time."""
        for finding in self:
            yield [(finding.row, finding.cause)]


@dataclass(frozen=True)
class CheckResult:
    """What `lovgraf check` found.

    `dataset` is the file's name without its folder; `receipt` holds versions and hashes, nothing
    that changes between runs on the same input; `notes` tell what was not checked and why.
    """

    as_of: date
    dataset: str
    records: int
    norms: tuple[NormResult, ...]
    causes: tuple[Cause, ...]
    findings: Findings
    quality: tuple[QualityFinding, ...]
    receipt: dict[str, str]
    notes: tuple[Text, ...] = ()
    labels: dict[str, Text] = field(default_factory=dict)
    """Labels of the authorities, bearers and columns that the report names, by IRI or name."""

    def totals(self) -> dict[str, int]:
        """How often each verdict was given, over all norms; zero counts left out."""
        return {
            verdict: total
            for verdict in VERDICTS
            if (total := sum(norm.verdicts.get(verdict, 0) for norm in self.norms))
        }

    def undecided(self, sought: Collection[str]) -> int:
        """How many verdicts are left open; 0 where `sought` lists these among what is found."""
        return 0 if "undetermined" in sought else self.totals().get("undetermined", 0)

    @property
    def checked(self) -> bool:
        """Whether any record was checked against any norm; an empty check is no pass."""
        return bool(self.totals())

    def found(self, verdicts: frozenset[str]) -> bool:
        """Whether some record got one of these verdicts."""
        return any(
            verdict in verdicts and count
            for norm in self.norms
            for verdict, count in norm.verdicts.items()
        )
