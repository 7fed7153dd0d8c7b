"""Vocabularies as they are published, for whoever has a copy: none comes with a package."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = "LOVGRAF_VOCABULARIES"


def published(name: str) -> Path:
    """A published file, in the folder that `LOVGRAF_VOCABULARIES` names.

    Where it is not there, the test is skipped and says what was not checked.
    """
    folder = os.environ.get(FOLDER)
    path = Path(folder, name) if folder else None
    if path is None or not path.is_file():
        pytest.skip(f"NOT CHECKED against {name}: {FOLDER} names no folder that has it")
    return path
