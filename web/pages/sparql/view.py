"""The SPARQL 1.1 endpoint, read only: https://www.w3.org/TR/sparql11-protocol/.

`/sparql` answers queries by GET and by both forms of POST, and describes itself where it is asked
nothing. `/graphs` is the reading side of the Graph Store Protocol. The default graph is the law in
force on `as_of` (today) with the vocabulary. Queries run in killable children.
"""

from __future__ import annotations

from datetime import date
from typing import NoReturn

import pyoxigraph as ox
from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from lovgraf.core.errors import InputError
from lovgraf.core.sandbox import Displaced, SandboxError, TimedOut
from lovgraf.core.terms import Text
from lovgraf.query.guard import LONGEST
from lovgraf.query.run import Answer, Dataset, Engine, Formats, Unwritable, failure
from lovgraf_web.asking import Desk
from lovgraf_web.current import engine
from lovgraf_web.lanes import Full
from lovgraf_web.negotiation import GRAPHS, best, chosen
from lovgraf_web.pages.sparql.service_description import description
from lovgraf_web.texts import TEXTS, parse_day, preferred, prefers_json, wrong_day

endpoint = Blueprint("sparql", __name__)

DIRECT, FORM = "application/sparql-query", "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
RETRY = "5"


class Refused(HTTPException):
    """A request that gets no answer: status, reason in both languages, place in the query."""

    def __init__(
        self, status: int, reason: Text, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(response=_said(status, reason, line, column))


def _said(status: int, reason: Text, line: int | None, column: int | None) -> Response:
    """A refusal as text, or as JSON for a client that would rather have that."""
    if prefers_json(request):
        place = {"line": line, "column": column} if line is not None else {}
        response = jsonify({"error": reason.as_dict(), **place})
    else:
        words = reason[preferred(request)]
        place_text = f"{line}:{column}: " if line is not None else ""
        response = Response(f"{place_text}{words}\n", mimetype="text/plain")
    response.status_code = status
    response.vary.update(("Accept", "Accept-Language"))
    if status == 503:
        response.headers["Retry-After"] = RETRY
    return response


@endpoint.get("/sparql")
def ask() -> ResponseReturnValue:
    """A query in the address; the service description where there is none."""
    if "update" in request.args:
        raise Refused(400, TEXTS["sparql-update"])
    if "query" not in request.args:
        return _described()
    return _answered(_only_one(request.args.getlist("query")), request.args)


@endpoint.post("/sparql")
def ask_by_post() -> ResponseReturnValue:
    """A query as a form, or as the body itself."""
    kind = request.mimetype
    if kind == UPDATE or "update" in request.args:
        raise Refused(403, TEXTS["sparql-update"])
    if request.mimetype_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise Refused(400, TEXTS["sparql-utf8"])
    if kind == DIRECT:
        if "query" in request.args:
            raise Refused(400, TEXTS["sparql-one-query"])
        try:
            text = request.get_data().decode("utf-8")
        except UnicodeDecodeError:
            raise Refused(400, TEXTS["sparql-utf8"]) from None
        return _answered(text, request.args)
    if kind == FORM:
        if "update" in request.form:
            raise Refused(403, TEXTS["sparql-update"])
        return _answered(_only_one(request.form.getlist("query")), request.form)
    raise Refused(415, TEXTS["sparql-415"])


@endpoint.get("/graphs")
def graph() -> ResponseReturnValue:
    """One graph: the default one (`default`), or one by name (`graph=IRI`)."""
    names = request.args.getlist("graph")
    if len(names) + ("default" in request.args) != 1:
        raise Refused(400, TEXTS["sparql-graph"])
    kind = best(request.accept_mimetypes, {**GRAPHS})
    if kind is None:
        raise Refused(406, TEXTS["sparql-406"])
    if names and not engine().data.knows(names[0]):
        raise Refused(404, TEXTS["sparql-no-graph"])
    dataset = Dataset(tuple(names), ()) if names else None
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    answer = _run(text, _day(request.args), Formats(graph=GRAPHS[kind]), dataset)
    return _written(answer, kind)


def _only_one(found: list[str]) -> str:
    if len(found) != 1:
        raise Refused(400, TEXTS["sparql-one-query"])
    if "\ufffd" in found[0]:
        raise Refused(400, TEXTS["sparql-utf8"])
    return found[0]


def _day(given: MultiDict[str, str]) -> date:
    """The as-of date, of the form or the address; today without one."""
    names = ("as_of", "as-of")
    found = [value for name in names for value in given.getlist(name)]
    found = found or [value for name in names for value in request.args.getlist(name)]
    if not found:
        return date.today()
    day = parse_day(found[0]) if len(found) == 1 else None
    if day is None:
        raise Refused(400, wrong_day(found[0]))
    return day


def _answered(text: str, given: MultiDict[str, str]) -> ResponseReturnValue:
    default, named = given.getlist("default-graph-uri"), given.getlist("named-graph-uri")
    if not default and not named and given is not request.args:
        default = request.args.getlist("default-graph-uri")
        named = request.args.getlist("named-graph-uri")
    dataset = Dataset(tuple(default), tuple(named)) if default or named else None
    if len(text.encode("utf-8", "replace")) > LONGEST:
        raise Refused(413, TEXTS["sparql-413"])
    formats, rows, graph_kind = chosen(request.accept_mimetypes)
    if rows is None and graph_kind is None:
        raise Refused(406, TEXTS["sparql-406"])
    answer = _run(text, _day(given), formats, dataset)
    kind = graph_kind if answer.form == "graph" else rows
    return _written(answer, kind or "")


def _run(text: str, day: date, formats: Formats, dataset: Dataset | None) -> Answer:
    """The answer, or the refusal that the failure amounts to."""
    desk = Desk.here()
    try:
        return desk.answer(text, day, formats, dataset)
    except Unwritable as error:
        raise Refused(406, error.message) from None
    except InputError as error:
        raise HTTPException(response=_said(400, error.message, error.line, error.column)) from None
    except Full:
        raise Refused(503, TEXTS["sparql-busy"]) from None
    except SandboxError as error:
        _gave_up(error, desk.engine)


def _gave_up(error: SandboxError, running: Engine) -> NoReturn:
    reason = failure(error, running.limits)
    if isinstance(error, TimedOut | Displaced):
        raise Refused(503, reason) from None
    raise Refused(400, reason) from None


def _written(answer: Answer, kind: str) -> Response:
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    response = Response(answer.content, content_type=f"{kind}{charset}")
    response.vary.add("Accept")
    return response


def _described() -> Response:
    """What the endpoint is, as RDF."""
    kind = best(request.accept_mimetypes, {**GRAPHS})
    if kind is None:
        kind = "text/turtle"
    triples = description(request.base_url, engine().data, _day(request.args))
    content = ox.serialize(triples, format=GRAPHS[kind])
    return _written(Answer("graph", content or b""), kind)
