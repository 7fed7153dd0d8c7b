"""What every job answers to: how far it is, as JSON; to be cancelled; to be removed."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify, redirect
from flask.typing import ResponseReturnValue

from lovgraf.terms import Text
from lovgraf_web.jobs.application import failure, jobs
from lovgraf_web.jobs.owner import owner
from lovgraf_web.jobs.store import JobRow
from lovgraf_web.navigation import to
from lovgraf_web.texts import TEXTS

pages = Blueprint("jobs", __name__)
_OF = "/<any(da, en):lang>/jobs/<job>"


def job_of_reader(job: str) -> JobRow:
    """The job, where it is the reader's own; 404 for anybody else's, as for none."""
    reader = owner()
    row = jobs().get(reader, job) if reader is not None else None
    if row is None:
        abort(404)
    return row


def progress(row: JobRow) -> dict[str, object]:
    """How far a job is, in both languages."""
    waiting = jobs().waiting(row) if row.state == "queued" else None
    if row.state == "running":
        begun = row.da is not None
        said = {"da": row.da, "en": row.en} if begun else TEXTS["job-starts"].as_dict()
    elif row.active:
        said = TEXTS["job-waits"].as_dict()
    else:
        said = (TEXTS["job-done"] if row.state == "done" else ending(row)).as_dict()
    return {"state": row.state, "fraction": row.fraction, "text": said, "waiting": waiting}


@pages.get(f"{_OF}.json")
def state(lang: str, job: str) -> ResponseReturnValue:
    """How far it is."""
    return jsonify(progress(job_of_reader(job)))


@pages.post(f"{_OF}/cancel")
def cancel(lang: str, job: str) -> ResponseReturnValue:
    """Kill it, and remove what it had."""
    row = job_of_reader(job)
    jobs().cancel(row.owner, row.id)
    return _back(row)


@pages.post(f"{_OF}/remove")
def remove(lang: str, job: str) -> ResponseReturnValue:
    """Remove it with all that it has, whatever it is doing."""
    row = job_of_reader(job)
    jobs().remove(row.owner, row.id)
    return _back(row)


def _back(row: JobRow) -> ResponseReturnValue:
    return redirect(to(f"{row.kind.split('-')[0]}.page"), 303)


def failed(row: JobRow) -> Text:
    """What a page is called about a job that gave no result."""
    return TEXTS["job-stopped" if row.state == "cancelled" else "job-failed"]


def ending(row: JobRow) -> Text:
    """How a job ended that gave no result: what was refused, lost, cancelled, or failed."""
    if row.state in ("lost", "cancelled"):
        return TEXTS[f"job-{row.state}"]
    refusal = jobs().refusal(row) if row.reason == "refused" else None
    return Text(*refusal) if refusal else failure(row.reason)
