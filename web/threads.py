"""Threads that work beside the pages and hold up nobody who ends the process."""

from __future__ import annotations

import threading
from collections.abc import Callable


def begun(work: Callable[[], None]) -> threading.Thread | None:
    """A thread that does some work; None where the system has none left, as where memory is short:
    whoever asks for the work next tries again."""
    thread = threading.Thread(target=work, daemon=True)
    try:
        thread.start()
    except RuntimeError:
        return None
    return thread
