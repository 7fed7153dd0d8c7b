"""What every job answers to: how far it is, as JSON; to be cancelled; to be removed.

Also what is told on a page of a job's result where there is none: `at_work`, `without_success`,
`NoResult`, `gone`.
"""

from __future__ import annotations

from typing import Any, NoReturn

from flask import Blueprint, Response, current_app, g, jsonify, make_response, redirect, request
from flask.typing import ResponseReturnValue

from lovgraf.core.terms import Text
from lovgraf_web.errors import Missing, unexpected
from lovgraf_web.jobs.application import failure, jobs
from lovgraf_web.jobs.owners import owner
from lovgraf_web.jobs.store import JobRow
from lovgraf_web.navigation import to
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import message_graph, respond

pages = Blueprint("jobs", __name__)
_OF = "/<any(da, en):lang>/jobs/<job>"


class NoResult(Exception):
    """A page of a job's result was asked for, and the job is at work or has ended without one."""

    def __init__(self, row: JobRow) -> None:
        super().__init__(row.state)
        self.row = row


def gone() -> NoReturn:
    """Say that a job, or what it had, is not there: nobody's, somebody else's, or deleted."""
    raise Missing(TEXTS["job-gone"])


def job_of_reader(job: str) -> JobRow:
    """The job, where it is the reader's own; gone for anybody else's, as for none."""
    reader = owner()
    row = jobs().get(reader, job) if reader is not None else None
    if row is None or (row.state == "done" and not jobs().folder(row).is_dir()):
        gone()
    return row


def refusal_of(error: NoResult | Missing) -> tuple[Text, int]:
    """Why there is no result, for a page that goes on without it, with the status of its answer."""
    if isinstance(error, Missing):
        return error.message, 404
    return Text(**progress(error.row)["text"]), 409


@pages.app_errorhandler(NoResult)
def without_result(error: NoResult) -> ResponseReturnValue:
    """The page of the job itself, which says how it stands and what to do; a form that came too
    soon leads there."""
    kind = error.row.kind.split("-")[0]
    if request.method == "POST" and error.row.active:
        return redirect(to(f"{kind}.one", job=error.row.id), 303)
    page = make_response(current_app.view_functions[f"{kind}.one"](lang=g.lang, job=error.row.id))
    if page.status_code == 200:
        page.status_code = 409
    return page


@pages.app_errorhandler(FileNotFoundError)
def without_files(error: FileNotFoundError) -> ResponseReturnValue:
    """A page whose job is removed while it is read is gone; any other missing file is a fault."""
    job, reader = (request.view_args or {}).get("job"), owner()
    if job is not None and reader is not None:
        row = jobs().get(reader, job)
        if row is None or not jobs().folder(row).is_dir():
            gone()
    return unexpected(error)


def progress(row: JobRow) -> dict[str, Any]:
    """How far a job is, in both languages."""
    waiting = jobs().waiting(row) if row.state == "queued" else None
    if row.state == "running":
        begun = row.da is not None
        text = {"da": row.da, "en": row.en} if begun else TEXTS["job-starts"].as_dict()
    elif row.active:
        text = TEXTS["job-waits"].as_dict()
    else:
        text = (TEXTS["job-done"] if row.state == "done" else ending(row)).as_dict()
    return {"state": row.state, "fraction": row.fraction, "text": text, "waiting": waiting}


def at_work(template: str, row: JobRow, **shown: Any) -> Response:
    """The page of a job that waits or runs, with what its template shows beside."""
    at = progress(row)
    message = Text(**at["text"])
    return respond(
        template,
        TEXTS["job-runs"],
        data=lambda: at,
        graph=lambda: message_graph(TEXTS["job-runs"], message),
        own_date=True,
        job=row,
        message=message,
        ahead=at["waiting"],
        **shown,
    )


def without_success(template: str, row: JobRow, **shown: Any) -> Response:
    """The page of a job that gave no result, with what its template shows beside."""
    message = ending(row)
    return respond(
        template,
        failed(row),
        data=lambda: {"state": row.state, "text": message.as_dict()},
        graph=lambda: message_graph(failed(row), message),
        own_date=True,
        message=message,
        **shown,
    )


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
