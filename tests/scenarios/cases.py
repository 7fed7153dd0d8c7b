"""The scenarios of this folder; how they are read is in `lovgraf.authoring.scenarios`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from lovgraf.authoring.scenarios import Scenario, norm_of, read_scenarios, record_of
from lovgraf.authoring.scenarios.batches import Batch
from lovgraf.engine.in_memory import Verdict

__all__ = ["FOLDER", "Scenario", "by_file", "norm_of", "record_of", "scenarios", "verdicts_of"]

FOLDER = Path(__file__).parent


@cache
def scenarios(folder: Path = FOLDER) -> list[Scenario]:
    """Every case of every file, in order of file; an unreadable file is one faulty case.

    They are read once."""
    return read_scenarios(folder)


def by_file(cases: Iterable[Scenario]) -> dict[str, list[Scenario]]:
    """Cases by the name of their folder and file: those of a file are one test."""
    found: dict[str, list[Scenario]] = {}
    for case in cases:
        found.setdefault(f"{case.file.parent.name}/{case.file.stem}", []).append(case)
    return found


def verdicts_of(batch: Batch) -> dict[str, Verdict]:
    """The verdicts of a batch by the columns engine, each case under its own norm only, by id; of
    norms that are refused none."""
    asked = [(program.norm.iri, rows) for program, rows in batch.programs_with_cases()]
    records = [case.record for case in batch.cases]
    names = {column.iri: column.name for column in batch.memory.columns}
    found: dict[str, Verdict] = {}
    judged = batch.memory.evaluated(records, asked, batch.codes)
    for (norm, rows), own in zip(asked, judged, strict=True):
        for place, row in enumerate(rows.tolist()):
            verdict, reason = own.said[own.number[place]]
            found[batch.cases[row].scenario.id] = Verdict.of(norm, verdict, reason, names)
    return found
