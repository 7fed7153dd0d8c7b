"""A query that takes a while: a page that says so and can cancel it, and then its answer."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, g, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from lovgraf.core.terms import Lang
from lovgraf.query.run import Answer
from lovgraf_web.current import running
from lovgraf_web.errors import Missing
from lovgraf_web.jobs.owners import owner
from lovgraf_web.navigation import Link, to
from lovgraf_web.pages.query.answer import FILES
from lovgraf_web.pages.query.view import PageQuery, as_file, question_of, rendered
from lovgraf_web.running import Slow
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import message_graph, respond

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


def _asked(slow: Slow) -> PageQuery:
    asked = slow.asked
    question = question_of(asked["name"]) if asked["name"] else None
    return PageQuery(
        asked["text"], question, asked["values"], date.fromisoformat(asked["as_of"]), True
    )


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
        return rendered(asked, asked.text, lang, message=TEXTS["query-file-ready"], file=file)
    if slow.state == "failed":
        return rendered(asked, asked.text, lang, error=slow.error())
    return rendered(asked, asked.text, lang, message=TEXTS[f"query-{slow.state}"])


@pages.get(f"{_OF}/file")
def file(lang: Lang, job: str) -> ResponseReturnValue:
    """The answer as the file that was asked for."""
    slow = _of_reader(job)
    name = slow.asked["format"]
    if slow.state != "done":
        response = make_response(page(lang, job))
        response.status_code = 409
        return response
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
    message = TEXTS["query-runs"]
    return respond(
        "query_working.html",
        message,
        data=lambda: {
            "state": "running", "fraction": None, "text": message.as_dict(), "waiting": None,
        },
        graph=lambda: message_graph(TEXTS["query"], message),
        way=(Link(TEXTS["query"], to("query.page")),),
        job=slow.id,
        own_date=True,
        work_day=date.fromisoformat(slow.asked["as_of"]),
        # Not by `to`, which remembers addresses: this one holds what somebody typed.
        day_is_at=url_for(
            "query.page", lang=g.lang, query=slow.asked["text"], as_of=slow.asked["as_of"]
        ),
        message=message,
        text=slow.asked["text"],
    )  # fmt: skip
