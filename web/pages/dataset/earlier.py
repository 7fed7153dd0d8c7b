"""The run that a check of an upload is compared with: the last of the same file that is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lovgraf.check.stored import RESULT
from lovgraf.core.result import Earlier
from lovgraf_web.jobs.application import jobs
from lovgraf_web.jobs.store import JobRow

CHECK = "dataset-check"
"""The kind of job that checks an upload."""


def kept_before(row: JobRow) -> dict[str, Any] | None:
    """What the last check of a file of the same name, and of records of the same type, counted that
    this reader still has: that of the same upload first. It holds no values."""
    asked = jobs().asked(row)
    for other in _candidates(row):
        options = jobs().asked(other)
        path = jobs().folder(other) / RESULT
        if options.get("shown") != asked.get("shown") or not path.is_file():
            continue
        kept = json.loads(path.read_text("utf-8"))
        counts = {cause["id"]: cause["count"] for cause in kept["causes"]}
        return {"name": kept["dataset"], "as_of": kept["as_of"], "counts": counts}
    return None


def _candidates(row: JobRow) -> Iterator[JobRow]:
    yield row
    done = (other for other in jobs().of(row.owner, CHECK) if other.state == "done")
    yield from (other for other in done if other.id != row.id)


def as_earlier(kept: Mapping[str, Any] | None) -> Earlier | None:
    """What was kept, as a result has it."""
    if kept is None:
        return None
    return Earlier(kept["name"], date.fromisoformat(kept["as_of"]), kept["counts"])
