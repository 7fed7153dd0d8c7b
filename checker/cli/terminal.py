"""How wide and how colourful text is written."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NARROWEST = 40


def terminal(output: Path | None, usual: int) -> tuple[int, bool]:
    """Width and colour for text: those of the terminal, or `usual` and none where there is none."""
    if output is not None or not sys.stdout.isatty():
        return usual, False
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return max(shutil.get_terminal_size((usual, 24)).columns, NARROWEST), not plain
