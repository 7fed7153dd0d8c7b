"""A comparison of two runs as JSON. It holds no personal values."""

from __future__ import annotations

import json

from lovgraf.runs.compare import Change, Comparison
from lovgraf.runs.saved import SavedRun


def write(comparison: Comparison) -> str:
    """The comparison as one object."""
    return (
        json.dumps(
            {
                "old": _run(comparison.old),
                "new": _run(comparison.new),
                "changes": [_change(change) for change in comparison.changes],
                "notes": [note.as_dict() for note in comparison.notes],
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def _run(run: SavedRun) -> dict[str, object]:
    return {"report": run.name, "as_of": run.as_of.isoformat(), "records": run.records}


def _change(change: Change) -> dict[str, object]:
    cause = change.cause
    return {
        "cause": cause.id,
        "norm": cause.norm,
        "provision": cause.provision,
        "verdict": cause.verdict,
        "message": cause.message.as_dict(),
        "old": change.old,
        "new": change.new,
        "appeared": change.appeared,
        "gone": change.gone,
        "still": change.still,
        "matched": change.told_apart,
    }
