"""The results of several files as one result, as if a single run had seen all of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from msgspec import structs

from lovgraf.check.causes import ordered
from lovgraf.check.parts.findings import FindingsOfParts, OfCauses
from lovgraf.check.presuming import in_order
from lovgraf.core import intake
from lovgraf.core.result import (
    EXAMPLES,
    FIRST_ROWS,
    MOST_OPEN,
    OUTLOOKS,
    VERDICTS,
    Cause,
    CheckResult,
    NormResult,
    NotAsked,
    PresumptionUse,
    QualityFinding,
)
from lovgraf.core.terms import Text
from lovgraf.facts.fact import Column
from lovgraf.law.norms import natural

_NAMED = 5


def merged(name: str, results: Sequence[CheckResult]) -> CheckResult:
    """One result of several files; at least one holds records. Each `dataset` names its file."""
    filled = [result for result in results if result.records]
    receipt = filled[0].receipt | {"input_sha256": _digest(results), "files": str(len(results))}
    found = _together(name, filled, [r.dataset for r in filled], receipt)
    return structs.replace(
        found,
        quality=_quality(filled, files=True),
        notes=(*_notes(filled), *_without_records(results), *_lacking(filled)),
        files=tuple((result.dataset, result.records) for result in results),
        intake=intake.together(result.intake for result in results),
    )


def joined_digests(files: Iterable[tuple[str, str]]) -> str:
    """A hash of the digests of files with their names."""
    lines = (f"{digest} {name}\n" for digest, name in files)
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def with_duplicates(
    result: CheckResult, found: Iterable[QualityFinding], columns: Mapping[str, Column]
) -> CheckResult:
    """A result with the findings about values that must be unique, which no file can tell alone."""
    flaws = tuple(found)
    named = {flaw.column: columns[flaw.column].label for flaw in flaws if flaw.column}
    iris = {key: text for key, text in result.labels.items() if key not in columns}
    names = {key: text for key, text in result.labels.items() if key in columns} | named
    labels = iris | dict(sorted(names.items()))
    quality = (*result.quality, *flaws)
    if not result.files:  # what is said of records of one type stands together
        quality = tuple(sorted(quality, key=lambda flaw: flaw.record_type or ""))
    return structs.replace(result, quality=quality, labels=labels)


def one_file(
    name: str,
    blocks: Sequence[CheckResult],
    rows: Sequence[int],
    receipt: Mapping[str, str],
    order: Callable[[QualityFinding], Any],
) -> CheckResult:
    """The result of one file from those of its blocks, each of which begins after so many rows (of
    which its findings know, and its flaws do not).

    `receipt` is what is told of the file; flaws come in their `order`.
    """
    found = _together(name, blocks, [None] * len(blocks), {**blocks[0].receipt, **receipt})
    shifted = [_shifted(block, before) for block, before in zip(blocks, rows, strict=True)]
    return structs.replace(
        found,
        quality=tuple(sorted(_quality(shifted, files=False), key=order)),
        receipt={**found.receipt, **receipt},
        open=sum(block.open for block in blocks),
        intake=intake.of_blocks(block.intake for block in blocks),
    )


def _shifted(block: CheckResult, before: int) -> CheckResult:
    quality = tuple(flaw.below(before) for flaw in block.quality)
    return structs.replace(block, quality=quality)


def _together(
    name: str,
    results: Sequence[CheckResult],
    files: Sequence[str | None],
    receipt: dict[str, str],
) -> CheckResult:
    """Results as one, whose findings tell the names of the `files`."""
    causes = _causes(results)
    few = frozenset(cause.id for cause in causes if cause.count <= MOST_OPEN)
    of_parts = [(r.findings, r.open_findings) for r in results]
    found, open_ = (
        FindingsOfParts(tuple(zip(files, findings, strict=True)))
        for findings in zip(*of_parts, strict=True)
    )
    return CheckResult(
        as_of=results[0].as_of,
        dataset=name,
        records=sum(result.records for result in results),
        norms=_norms(results),
        causes=causes,
        findings=found,
        open_findings=OfCauses(open_, few),
        quality=(),
        profile=results[0].profile,
        presumptions=_uses(results),
        not_asked=_not_asked(results),
        receipt={key: value for key, value in receipt.items() if key != "cells"},
        labels=dict(sorted((k, v) for result in results for k, v in result.labels.items())),
        columns=tuple(sorted({column for result in results for column in result.columns})),
        may_be_none=tuple(sorted({name for result in results for name in result.may_be_none})),
        plain={
            name: others
            for name, others in results[0].plain.items()
            if all(name in result.plain for result in results)
        },
        notes=tuple(dict.fromkeys(note for result in results for note in result.notes)),
    )


def _not_asked(results: Sequence[CheckResult]) -> tuple[NotAsked, ...]:
    """What no part could be asked about."""
    asked = {norm.norm for result in results for norm in result.norms}
    found = {norm.norm: norm for result in results for norm in result.not_asked}
    return tuple(norm for iri, norm in sorted(found.items()) if iri not in asked)


def _digest(results: Iterable[CheckResult]) -> str:
    return joined_digests((result.receipt["input_sha256"], result.dataset) for result in results)


def _norms(results: Iterable[CheckResult]) -> tuple[NormResult, ...]:
    found: dict[str, NormResult] = {}
    for result in results:
        for norm in result.norms:
            before = found.get(norm.norm)
            counts = Counter(before.verdicts if before else {}) + Counter(norm.verdicts)
            presumed = Counter(before.presumed if before else {}) + Counter(norm.presumed)
            open_ = Counter(before.possible if before else {}) + Counter(norm.possible)
            found[norm.norm] = structs.replace(
                norm,
                verdicts=in_order(counts, VERDICTS),
                possible=in_order(open_, OUTLOOKS),
                presumed=in_order(presumed, VERDICTS),
            )
    return tuple(sorted(found.values(), key=lambda norm: natural(norm.norm)))


def _uses(results: Iterable[CheckResult]) -> tuple[PresumptionUse, ...]:
    found: dict[str, PresumptionUse] = {}
    for use in (use for result in results for use in result.presumptions):
        before = found.get(use.presumption)
        more = before.verdicts if before else 0
        found[use.presumption] = structs.replace(use, verdicts=use.verdicts + more)
    return tuple(sorted(found.values(), key=lambda use: (-use.verdicts, use.presumption)))


def _causes(results: Iterable[CheckResult]) -> tuple[Cause, ...]:
    found: dict[str, Cause] = {}
    for result in results:
        for cause in result.causes:
            before = found.get(cause.id)
            if before is not None:
                either = {*before.possible, *cause.possible}
                possible = tuple(verdict for verdict in VERDICTS if verdict in either)
                cause = structs.replace(cause, count=cause.count + before.count, possible=possible)
            found[cause.id] = cause
    return ordered(found.values())


def _quality(results: Iterable[CheckResult], files: bool) -> tuple[QualityFinding, ...]:
    return joined_flaws((flaw for result in results for flaw in _placed(result, files)), files)


def _placed(result: CheckResult, files: bool) -> Iterator[QualityFinding]:
    """The flaws of a result, with its name for their rows where there are several files."""
    for flaw in result.quality:
        own = (result.dataset,) * len(flaw.examples) if files else ()
        yield replace(flaw, example_files=flaw.example_files or own)


def joined_flaws(flaws: Iterable[QualityFinding], files: bool) -> tuple[QualityFinding, ...]:
    """Flaws, each once: how often in all, and the first rows and values.

    What is said of the columns of a file has no rows; blocks of one file (not `files`) say it once.
    """
    found: dict[tuple[object, ...], QualityFinding] = {}
    for flaw in flaws:
        kind = None if files else flaw.record_type
        key = (flaw.code, flaw.severity, flaw.column, flaw.message, kind)
        before = found.get(key)
        if before is None:
            found[key] = flaw
            continue
        values = tuple(sorted({*before.values, *flaw.values}))
        counted = files or flaw.examples or before.examples
        found[key] = replace(
            before,
            count=before.count + flaw.count if counted else max(before.count, flaw.count),
            examples=(*before.examples, *flaw.examples)[:FIRST_ROWS],
            example_files=(*before.example_files, *flaw.example_files)[:FIRST_ROWS],
            values=values[:EXAMPLES],
        )
    return tuple(found.values())


def _notes(results: Sequence[CheckResult]) -> Iterable[Text]:
    """What was said of the files: once where it was said of several, else with the file's name."""
    said: dict[Text, list[str]] = {}
    for result in results:
        for note in result.notes:
            said.setdefault(note, []).append(result.dataset)
    for note, files in said.items():
        alone = len(files) == 1 < len(results)
        yield Text(f"{files[0]}: {note.da}", f"{files[0]}: {note.en}") if alone else note


def _without_records(results: Sequence[CheckResult]) -> Iterable[Text]:
    empty = [result.dataset for result in results if not result.records]
    if empty:
        yield Text(
            f"{len(empty)} af {len(results)} filer har ingen registreringer: {_listed(empty)}.",
            f"{len(empty)} of {len(results)} files hold no records: {_listed(empty)}.",
        )


def _lacking(results: Sequence[CheckResult]) -> Iterable[Text]:
    """Which columns some files have and others lack."""
    everything = sorted({column for result in results for column in result.columns})
    lacking: dict[tuple[str, ...], list[str]] = {}
    for column in everything:
        files = tuple(r.dataset for r in results if column not in r.columns)
        if files:
            lacking.setdefault(files, []).append(column)
    for files, columns in lacking.items():
        names = ", ".join(columns)
        yield Text(
            f"{len(files)} af {len(results)} filer mangler {names}, som andre filer har; der er "
            f"det ukendt: {_listed(files)}.",
            f"{len(files)} of {len(results)} files lack {names}, which other files have; there "
            f"it is unknown: {_listed(files)}.",
        )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
