"""Jobs as the application has them: where they lie, what they may use, which kinds there are."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from flask import Flask, Request, current_app, make_response, request
from flask.typing import ResponseReturnValue

from lovgraf.core.terms import Text
from lovgraf_web import running
from lovgraf_web.errors import shown
from lovgraf_web.jobs import folders, keeper
from lovgraf_web.jobs.owners import give_owner
from lovgraf_web.jobs.service import Jobs, Reason, Refused
from lovgraf_web.jobs.settings import Settings
from lovgraf_web.lazy import Lazy
from lovgraf_web.observing import suspicious
from lovgraf_web.texts import TEXTS

KINDS = {
    "dataset-columns": "lovgraf_web.pages.dataset.work:inspect",
    "dataset-check": "lovgraf_web.pages.dataset.work:check",
    "proposals-assess": "lovgraf_web.pages.proposals.work:assess",
}
"""The kinds of job with the functions that do them."""
MAPPINGS = "mappings"
KEPT_DAYS = (30, 90, 365)
"""How many days the runs of a dataset may be kept."""


def kept_runs(days: int) -> str:
    """The folder of runs that are kept so many days."""
    return f"runs-{days}"


CACHES = {
    "assessments": 7 * 24 * 3600.0,
    running.NAME: running.KEPT,
    MAPPINGS: 90 * 24 * 3600.0,
    **{kept_runs(days): days * 24 * 3600.0 for days in KEPT_DAYS},
}
"""How many seconds is kept what jobs found, for the next who asks the same."""
_AGAIN: dict[Reason, int] = {"busy": 30, "many": 60, "often": 60}
"""After how many seconds it is worth trying again."""
_DRAINED = 64 << 20
"""Bytes of a refused upload that are read all the same."""
_STATUS: dict[Reason, int] = {"busy": 503, "many": 429, "often": 429, "disk": 507, "size": 413}


def with_jobs(app: Flask) -> None:
    """Give the application jobs; their folder is made when the first is written down.

    `JOBS_FOLDER` (a path) and `JOBS_SETTINGS` (`jobs.settings.Settings`) may be configured.
    What an earlier server left there is looked after from the start.
    """
    root = Path(app.config.get("JOBS_FOLDER") or folders.state_folder() / "jobs")
    settings = app.config.get("JOBS_SETTINGS") or Settings(kinds=KINDS, caches=CACHES)
    app.extensions["jobs-folder"] = root
    app.extensions["jobs"] = Lazy(lambda: Jobs(root, settings))
    app.request_class = JobsRequest
    give_owner(app)

    @app.errorhandler(Refused)
    def _refused(error: Refused) -> ResponseReturnValue:
        suspicious("job-refused", reason=error.reason)
        page = make_response(shown(TEXTS[f"job-refused-{error.reason}"], _STATUS[error.reason]))
        if error.reason in _AGAIN:
            page.headers["Retry-After"] = str(_AGAIN[error.reason])
        if not _taken_in():
            page.headers["Connection"] = "close"
        return page

    if (root / folders.STORE).exists():
        keeper.ensure(root)


def _taken_in() -> bool:
    """Read what a refused client still sends, so that it hears the answer and may go on over the
    same connection; False where that is too much, or does not come."""
    left = request.content_length
    if left is None or left > _DRAINED:
        return False
    stream = request.environ["wsgi.input"]
    with suppress(OSError):
        while left > 0 and (found := stream.read(min(left, 1 << 16))):
            left -= len(found)
    return left <= 0


def jobs() -> Jobs:
    """The jobs of the running application."""
    found: Jobs = current_app.extensions["jobs"]()
    return found


def failure(reason: str | None) -> Text:
    """Why a job failed, for its owner."""
    return TEXTS.get(f"job-{reason}", TEXTS["job-fault"])


class JobsRequest(Request):
    """A request whose files go into the jobs' folder as they come in, where a page says so.

    They have no name there: with the process, or the request, they are gone.
    """

    incoming: Callable[[], int] | None = None

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.incoming is None:
            return super()._get_file_stream(
                total_content_length, content_type, filename, content_length
            )
        return os.fdopen(self.incoming(), "w+b")
