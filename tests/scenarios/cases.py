"""The scenarios of this folder; how they are read is in `checker.scenarios`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from checker.scenarios import Scenario, norm_of, read_scenarios, record_of

__all__ = ["FOLDER", "Scenario", "norm_of", "record_of", "scenarios"]

FOLDER = Path(__file__).parent


@cache
def scenarios(folder: Path = FOLDER) -> list[Scenario]:
    """Every case of every file, in order of file; an unreadable file is one faulty case.

    They are read once."""
    return read_scenarios(folder)
