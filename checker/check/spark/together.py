"""The results of batches as one result a day, told by file as elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from msgspec import structs

from lovgraf.check.findings import StoredFindings
from lovgraf.check.parts.merge import merged, with_duplicates
from lovgraf.check.quality import not_unique
from lovgraf.check.row_recheck import left_open
from lovgraf.check.spark.batches import Judged
from lovgraf.check.spark.job import FILE, Job
from lovgraf.check.table_records import KEEP
from lovgraf.core.intake import without_rows
from lovgraf.core.result import CheckResult, Findings, NoFindings, QualityFinding
from lovgraf.readers.delimited import none_has_rows

Twice = Mapping[int, Mapping[str, tuple[int, tuple[int, ...]]]]
"""For each group and kept column how many rows share a value, and the first of them."""


def together(
    job: Job,
    name: str,
    batches: Sequence[Judged],
    records: Counter[int],
    same: Twice,
    groups: Mapping[tuple[date, str], int],
) -> list[CheckResult]:
    """One result for each day; `name` is what reports call the dataset, `records` counts those of
    each file, and `groups` numbers days and types of record.

    Raises `InputError` where no file of a day holds a record.
    """
    if job.dataset.single:
        return [batch.result for batch in batches]
    found = []
    for day in sorted({given.as_of for given in job.dataset.files}):
        files = [n for n, given in enumerate(job.dataset.files) if given.as_of == day]
        own = {n: batch for batch in batches for n in batch.numbers if n in files}
        if not own:
            raise none_has_rows(name)
        results = [_of_file(job, day, n, own.get(n), records[n]) for n in files]
        twice = _twice(job, day, same, groups)
        all_ = merged(name, results)
        if any(batch.run.leave_open for batch in own.values()):
            each = {batch.numbers: batch.run.open for batch in own.values()}
            all_ = structs.replace(all_, notes=(*all_.notes, left_open(sum(each.values()))))
        found.append(with_duplicates(all_, twice, job.dataset.facts.columns))
    return found


def _of_file(job: Job, day: date, number: int, batch: Judged | None, records: int) -> CheckResult:
    """What is told of one file; what was found in a batch is told with its first file."""
    file, look = job.dataset.files[number].file, job.looks[number]
    if batch is None:
        digest = {"input_sha256": look.digest}
        return CheckResult(
            day, file.name, 0, (), (), NoFindings(), (), digest, intake=without_rows(file.name)
        )
    whole = batch.result
    first = number == batch.numbers[0]
    return structs.replace(
        whole,
        dataset=file.name,
        records=records,
        norms=whole.norms if first else (),
        causes=whole.causes if first else (),
        findings=_findings(whole.findings, number),
        open_findings=_findings(whole.open_findings, number),
        quality=tuple(_placed(job, flaw) for flaw in whole.quality) if first else (),
        receipt=whole.receipt | {"input_sha256": look.digest},
        intake=look.intake.of_records(records),
    )


def _findings(findings: Findings, number: int) -> Findings:
    """The findings of one file among those of a batch."""
    if not isinstance(findings, StoredFindings):
        return findings
    base = number * FILE
    within = f"WHERE row > {base} AND row < {base + FILE}"
    return replace(
        findings,
        table=f"(SELECT row - {base} AS row, cause FROM {findings.table} {within})",
        sources=tuple(
            (f"(SELECT row - {base} AS row, id FROM {table} {within})", row, identifier)
            for table, row, identifier in findings.sources
        ),
        details=structs.replace(findings.details, before=base),
    )


def _placed(job: Job, flaw: QualityFinding) -> QualityFinding:
    """A flaw with its rows by file."""
    rows, files = _rows(job, flaw.examples)
    return replace(flaw, examples=rows, example_files=files)


def _rows(job: Job, rows: Sequence[int]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    names = (job.dataset.files[row // FILE].file.name for row in rows)
    return tuple(row % FILE for row in rows), tuple(names)


def _twice(
    job: Job, day: date, same: Twice, groups: Mapping[tuple[date, str], int]
) -> Iterator[QualityFinding]:
    """The findings about values that occur more than once on a day."""
    for (own, _kind), group in sorted(groups.items(), key=lambda item: item[0]):
        for name, column in job.dataset.facts.columns.items():
            count, rows = same.get(group, {}).get(KEEP + name, (0, ()))
            if own == day and count:
                yield not_unique(column, count, *_rows(job, rows))
