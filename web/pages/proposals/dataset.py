"""A dataset of the reader's own beside a proposal: an upload that was checked is counted again.

The assessment gets the file under a second name in its own folder: each goes when its time is up.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lovgraf_web.jobs.application import jobs
from lovgraf_web.jobs.owners import owner
from lovgraf_web.jobs.pages import NoResult, job_of_reader
from lovgraf_web.jobs.store import JobRow
from lovgraf_web.pages.dataset.work import MAPPING

CHECKED = "dataset-check"


@dataclass(frozen=True)
class Beside:
    """A file in a job's folder, with what is asked of it: `file`, `shown` (its name) and `type`."""

    folder: Path
    asked: Mapping[str, Any]

    def put(self, folder: Path) -> None:
        """Put the file and its mapping into the folder of another job."""
        for name in (self.asked["file"], MAPPING):
            os.link(self.folder / name, folder / name)


def uploads() -> list[tuple[str, str]]:
    """The reader's checked uploads, the newest first: job and name."""
    reader = owner()
    rows = jobs().of(reader, CHECKED) if reader is not None else []
    return [(r.id, str(jobs().asked(r).get("shown", ""))) for r in rows if r.state == "done"]


def of_upload(job: str) -> Beside:
    """A checked upload of the reader's. Raises `NoResult` for one that is not."""
    row = job_of_reader(job)
    if row.kind != CHECKED or row.state != "done":
        raise NoResult(row)
    asked = jobs().asked(row)
    return Beside(jobs().folder(row), {name: asked[name] for name in ("file", "shown", "type")})


def of_assessment(row: JobRow) -> Beside | None:
    """The dataset that an assessment counted; None where it counted none."""
    asked = jobs().asked(row).get("dataset")
    return Beside(jobs().folder(row), asked) if asked else None
