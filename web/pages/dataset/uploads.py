"""An upload as its pages name it: what it is called, when it is removed, the way to it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import redirect
from flask.typing import ResponseReturnValue

from lovgraf_web.jobs.application import jobs
from lovgraf_web.jobs.store import JobRow
from lovgraf_web.navigation import Link, to
from lovgraf_web.texts import TEXTS

OF = "/<any(da, en):lang>/dataset/<job>"
"""The address of one upload."""


def expires(row: JobRow) -> datetime:
    """When an upload is removed, in local time."""
    return datetime.fromtimestamp(row.expires or 0, UTC).astimezone()


def name_of(row: JobRow) -> str:
    """What the file of an upload is called."""
    return str(jobs().asked(row).get("shown", ""))


def way() -> tuple[Link, ...]:
    """The page above those of one upload."""
    return (Link(TEXTS["dataset"], to("dataset.page")),)


def to_upload(job: str) -> ResponseReturnValue:
    """The way to one upload."""
    return redirect(to("dataset.one", job=job), 303)
