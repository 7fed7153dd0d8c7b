"""What is judged of records, told to a test."""

from __future__ import annotations

from typing import Any

import pytest

from lovgraf.engine.in_memory import Memory


def watch_judging(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Fills with how many records are judged, each time that some are."""
    found: list[int] = []
    evaluated = Memory.evaluated

    def watched(memory: Memory, records: Any, *given: Any, **more: Any) -> Any:
        found.append(len(records))
        return evaluated(memory, records, *given, **more)

    monkeypatch.setattr(Memory, "evaluated", watched)
    return found
