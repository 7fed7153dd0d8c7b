"""The law with a proposal of the reader's laid over it.

Only a proposal that was assessed is read here: that job has read its text already, in a process of
its own and within limits.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flask import current_app

from lovgraf.core.terms import Text
from lovgraf.law import Law
from lovgraf_web.jobs.application import jobs
from lovgraf_web.jobs.pages import NoResult, job_of_reader
from lovgraf_web.pages.proposals.work import FOUND, PROPOSAL, RESULT


@dataclass(frozen=True)
class Overlaid:
    """The law with a proposal: what the proposal is called, and the job that assessed it."""

    law: Law
    title: Text
    job: str


def overlaid(job: str) -> Overlaid:
    """The law with the proposal that a job of the reader's assessed. Raises `NoResult` where it
    has not."""
    row = job_of_reader(job)
    folder = jobs().folder(row)
    if row.state != "done" or not (folder / RESULT / FOUND).is_file():
        raise NoResult(row)
    found = json.loads((folder / RESULT / FOUND).read_text("utf-8"))
    title = found["proposals"][0]["title"]
    over = _law(
        current_app.extensions["law"], (folder / PROPOSAL).read_text("utf-8"), found["as_of"]
    )
    return Overlaid(over, Text(title["da"], title["en"]), row.id)


@lru_cache(maxsize=2)
def _law(law: Law, text: str, as_of: str) -> Law:
    """A few are kept: whoever changes an answer of the form asks again."""
    from lovgraf.proposals import lay_over
    from lovgraf.proposals.proposal import proposal_of

    return lay_over(law, [proposal_of(text, PROPOSAL)], date.fromisoformat(as_of)).law
