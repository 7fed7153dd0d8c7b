"""The scenarios of this folder; how they are read is in `lovgraf.authoring.scenarios`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from lovgraf.authoring.scenarios import Scenario, norm_of, read_scenarios, record_of

__all__ = ["FOLDER", "Scenario", "by_file", "norm_of", "record_of", "scenarios"]

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
