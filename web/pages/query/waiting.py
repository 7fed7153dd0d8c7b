"""A query that takes a while: a page that says so and can cancel it, and then its answer."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, g, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from lovgraf.core.terms import Lang
from lovgraf.query.run import Answer
from lovgraf_web.current import running
from lovgraf_web.errors import Missing
from lovgraf_web.jobs.settings import owner
from lovgraf_web.navigation import Link, to
from lovgraf_web.pages.query.answer import FILES
from lovgraf_web.pages.query.view import Asked, as_file, question_of, rendered
from lovgraf_web.running import Slow
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond
from lovgraf_web.twins import told as told_page

pages = Blueprint("query_waiting", __name__, template_folder=".")
_OF = "/<any(da, en):lang>/query/running/<job>"


def _of_reader(job: str) -> Slow:
    found = running().find(owner(), job)
    if found is None:
        raise Missing(TEXTS["query-gone"])
    return found


def _answer(slow: Slow) -> Answer:
    """The answer of one that is done, unless it was removed in the meantime."""
    try:
        return slow.answer()
    except FileNotFoundError:
        raise Missing(TEXTS["query-gone"]) from None


def _asked(slow: Slow) -> Asked:
    said = slow.asked
    question = question_of(said["name"]) if said["name"] else None
    return Asked(said["text"], question, said["values"], date.fromisoformat(said["as_of"]), True)


@pages.get(_OF)
def page(lang: Lang, job: str) -> ResponseReturnValue:
    """How the query is; its answer once it has one."""
    slow = _of_reader(job)
    if slow.state == "running":
        return _working(slow)
    asked = _asked(slow)
    if slow.state == "done":
        name = slow.asked["format"]
        if name is None:
            return rendered(asked, asked.text, lang, answer=_answer(slow))
        file = to("query_waiting.file", job=slow.id)
        return rendered(asked, asked.text, lang, told=TEXTS["query-file-ready"], file=file)
    if slow.state == "failed":
        return rendered(asked, asked.text, lang, error=slow.error())
    return rendered(asked, asked.text, lang, told=TEXTS[f"query-{slow.state}"])


@pages.get(f"{_OF}/file")
def file(lang: Lang, job: str) -> ResponseReturnValue:
    """The answer as the file that was asked for."""
    slow = _of_reader(job)
    name = slow.asked["format"]
    if slow.state != "done":
        told = make_response(page(lang, job))
        told.status_code = 409
        return told
    if name not in FILES:
        abort(404)
    return as_file(_answer(slow), FILES[name], date.fromisoformat(slow.asked["as_of"]))


@pages.post(f"{_OF}/cancel")
def cancel(lang: str, job: str) -> ResponseReturnValue:
    """Kill the query."""
    slow = _of_reader(job)
    running().cancel(slow)
    return redirect(to("query_waiting.page", job=slow.id), 303)


def _working(slow: Slow) -> Response:
    told = TEXTS["query-runs"]
    return respond(
        "query_working.html",
        told,
        data=lambda: {
            "state": "running", "fraction": None, "text": told.as_dict(), "waiting": None,
        },
        graph=lambda: told_page(TEXTS["query"], told),
        way=(Link(TEXTS["query"], to("query.page")),),
        job=slow.id,
        own_date=True,
        work_day=date.fromisoformat(slow.asked["as_of"]),
        # Not by `to`, which remembers addresses: this one holds what somebody typed.
        day_is_at=url_for(
            "query.page", lang=g.lang, query=slow.asked["text"], as_of=slow.asked["as_of"]
        ),
        told=told,
        text=slow.asked["text"],
    )  # fmt: skip
