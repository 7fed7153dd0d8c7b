"""A check as JSON, written piece by piece: the contract for programs.

Keys come in a fixed order and hold nothing that changes between runs. A finding's `id` is null
unless personal values were asked for, since it may be a CPR number; the row is the handle.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from lovgraf.check.work_list import Task, WorkList, work_list
from lovgraf.core import intake
from lovgraf.core.as_dict import asdict
from lovgraf.core.result import (
    DONE,
    DUE,
    LATE,
    Batch,
    Cause,
    CheckResult,
    Findings,
    NormResult,
    NotAsked,
    Numbered,
    PresumptionUse,
    QualityFinding,
)
from lovgraf.reports.formats import ReportOptions
from lovgraf.reports.rows import offending


def write(result: CheckResult, options: ReportOptions) -> Iterator[str]:
    """The report as one JSON object, a line for each norm, cause, finding and flaw."""
    yield "{\n"
    yield f'"as_of": {_dump(result.as_of.isoformat())},\n'
    yield f'"dataset": {_dump(result.dataset)},\n'
    yield f'"intake": {_dump(intake.as_json(result.intake))},\n'
    yield f'"records": {result.records},\n'
    yield f'"decided": {_dump(result.decided)},\n'
    if result.files:
        yield from _array("files", ({"file": f, "records": n} for f, n in result.files))
    yield from _array("norms", map(_norm, result.norms))
    yield from _array("causes", map(cause_as_dict, result.causes))
    yield from _findings(result, result.findings, "findings", options.show_values)
    yield from _findings(result, result.open_findings, "open_findings", options.show_values)
    yield f'"work_list": {_dump(_work(work_list(result)))},\n'
    yield from _array("record_quality", (_quality(q, options) for q in result.quality))
    yield f'"profile": {_dump(result.profile)},\n'
    yield from _array("presumptions", map(_presumption, result.presumptions))
    yield from _array("not_asked", map(_not_asked, result.not_asked))
    yield from _array("notes", (note.as_dict() for note in result.all_notes))
    yield f'"inexact": {result.inexact},\n'
    labels = {name: text.as_dict() for name, text in sorted(result.labels.items())}
    yield f'"labels": {_dump(labels)},\n'
    yield f'"receipt": {_dump(dict(sorted(result.receipt.items())))}\n'
    yield "}\n"


def _findings(
    result: CheckResult, findings: Findings, key: str, show_values: bool
) -> Iterator[str]:
    """Findings, which may be many: their ids, and by when each had to be done, when it was and how
    many days too late, only where values are shown."""
    causes = {cause.id: _dump(cause.id) for cause in result.causes}
    yield f'"{key}": ['
    separator = "\n"
    arrays = None if show_values else findings.numbered()
    for told in map(_Lines(causes).of, arrays or ()):
        yield separator + told
        separator = ",\n"
    for batch in findings.batches(show_values) if arrays is None else ():
        file = "" if batch.file is None else f', "file": {_dump(batch.file)}'
        names = batch.names()
        ids = ["null"] * len(batch.rows) if names is None else map(_dump, names)
        days = _days(batch) if show_values else [""] * len(batch.rows)
        told_by_one = [
            f'{{"row": {row}, "id": {own}, "cause": {causes[cause]}{file}{told}}}'
            for row, own, cause, told in zip(batch.rows, ids, batch.causes, days, strict=True)
        ]
        yield separator + ",\n".join(told_by_one)
        separator = ",\n"
    yield "],\n" if separator == "\n" else "\n],\n"


class _Lines(Struct):
    """The lines of findings without ids, made of arrays in a fifth of the time; `causes` are as
    JSON."""

    causes: Mapping[str, str]
    _ends: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def of(self, found: Numbered) -> str:
        """Those of some findings."""
        import pyarrow as pa
        import pyarrow.compute as pc

        rows, cause = pa.array(found.rows).cast(pa.string()), pa.array(found.causes)
        ends = self._after(found.names).take(cause)
        lines = pc.binary_join_element_wise('{"row": ', rows, ends, "")
        return str(pc.binary_join(pa.ListArray.from_arrays([0, len(lines)], lines), ",\n")[0])

    def _after(self, names: tuple[str, ...]) -> Any:
        """What comes after the number of the row, for each cause."""
        if names not in self._ends:
            import pyarrow as pa

            each = (self.causes.get(name) for name in names)
            self._ends[names] = pa.array([f', "id": null, "cause": {cause}}}' for cause in each])
        return self._ends[names]


def _days(batch: Batch) -> list[str]:
    """What is told of the days of each finding, as the rest of its object."""
    nothing: list[str | None] = [None] * len(batch.rows)
    each = (batch.who.get(name, nothing) for name in (DUE, DONE, LATE))
    return [
        f', "due": {_dump(due)}, "done": {_dump(done)}, "late": {late or "null"}'
        for due, done, late in zip(*each, strict=True)
    ]


def _norm(norm: NormResult) -> dict[str, object]:
    return {
        "norm": norm.norm,
        "provision": norm.provision,
        "bearer": norm.bearer,
        "title": norm.title.as_dict(),
        "verdicts": norm.verdicts,
        "presumed": norm.presumed,
        "possible": norm.possible,
        "type": norm.record_type,
        "provision_label": norm.provision_label.as_dict(),
        "in_consolidation": norm.in_consolidation,
        "link": norm.link,
        "duty": norm.duty,
        "rule": norm.rule and norm.rule.as_dict(),
        "authority": norm.authority and norm.authority.as_dict(),
        "deadline": norm.deadline and norm.deadline.as_dict(),
        "sanction": norm.sanction and norm.sanction.as_dict(),
        "reads": list(norm.reads),
    }


def _work(work: WorkList) -> dict[str, object]:
    return {
        "meaning": work.meaning.as_dict(),
        "records": work.records,
        "gone": work.gone,
        "settling": [asdict(one) for one in work.settling],
        "tasks": [_task(task) for task in work.tasks],
    }


def _task(task: Task) -> dict[str, object]:
    flaw = task.norm is None
    return {
        "kind": task.kind,
        "cause": None if flaw else task.id,
        "flaw": task.id if flaw else None,
        "count": task.count,
        "before": task.before,
        "who": task.who.as_dict(),
        "remedy": task.remedy.as_dict(),
        "columns": list(task.columns),
    }


def _presumption(use: PresumptionUse) -> dict[str, object]:
    return {
        "presumption": use.presumption,
        "label": use.label.as_dict(),
        "column": use.column,
        "standing": use.standing,
        "rebuttal": use.rebuttal and use.rebuttal.as_dict(),
        "verdicts": use.verdicts,
    }


def _not_asked(norm: NotAsked) -> dict[str, object]:
    return {
        "norm": norm.norm,
        "title": norm.title.as_dict(),
        "provision_label": norm.provision_label.as_dict(),
        "needs": list(norm.needs),
    }


def cause_as_dict(cause: Cause) -> dict[str, object]:
    """A cause as the report has it."""
    return {
        "cause": cause.id,
        "norm": cause.norm,
        "provision": cause.provision,
        "verdict": cause.verdict,
        "message": cause.message.as_dict(),
        "missing": list(cause.missing),
        "count": cause.count,
        "judgment": list(cause.judgment),
        "inexact": cause.inexact,
        "possible": list(cause.possible),
        "outlook": cause.outlook,
        "rests_on": list(cause.rests_on),
    }


def _quality(flaw: QualityFinding, options: ReportOptions) -> dict[str, object]:
    return {
        "code": flaw.code,
        "severity": flaw.severity,
        "column": flaw.column,
        "message": flaw.message.as_dict(),
        "count": flaw.count,
        "rows": list(flaw.examples),
        "columns": list(flaw.columns),
        **({"files": list(flaw.example_files)} if flaw.example_files else {}),
        **offending(flaw, options),
    }


def _array(key: str, items: Iterable[Mapping[str, object]]) -> Iterator[str]:
    yield f'"{key}": ['
    separator = "\n"
    for item in items:
        yield f"{separator}{_dump(item)}"
        separator = ",\n"
    yield "],\n" if separator == "\n" else "\n],\n"


def _dump(value: object) -> str:
    return (
        json.dumps(value, ensure_ascii=False)
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
