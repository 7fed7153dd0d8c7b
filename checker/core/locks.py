"""Locks of files and folders, which end with the last process that has them open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def alone(held: int | IO[str]) -> bool:
    """Whether this process holds an open file or folder alone from now on; where a system has no
    locks, it does.

    The lock belongs to what was opened: processes that inherit it hold it too.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def in_turn(folder: Path) -> Iterator[None]:
    """Hold a folder alone for a moment, after whoever else holds it so; where a system has no
    locks, at once."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
