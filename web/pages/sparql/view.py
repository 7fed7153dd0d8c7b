"""The SPARQL 1.1 endpoint, read only: https://www.w3.org/TR/sparql11-protocol/.

`/sparql` answers queries by GET and by both forms of POST, and describes itself where it is asked
nothing. `/graphs` is the reading side of the Graph Store Protocol. The default graph is the law in
force on `as_of` (today) with the vocabulary. Queries run in killable children.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from typing import NoReturn

import pyoxigraph as ox
from flask import Blueprint, Response, current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from lovgraf.core.errors import InputError
from lovgraf.core.sandbox import Displaced, SandboxError, TimedOut, Unready
from lovgraf.core.terms import Text
from lovgraf.query import graphs
from lovgraf.query.data import QueryData
from lovgraf.query.guard import LONGEST
from lovgraf.query.run import Answer, Dataset, Engine, Formats, Unwritable, failure
from lovgraf_web.address import misspelt
from lovgraf_web.asking import Desk
from lovgraf_web.compression import pack
from lovgraf_web.current import engine
from lovgraf_web.lanes import Full
from lovgraf_web.negotiation import GRAPHS, ROWS, best, chosen, tell_unknown
from lovgraf_web.texts import TEXTS, parse_day, preferred, prefers_json, wrong_day

# What the endpoint says of itself: https://www.w3.org/TR/sparql11-service-description/.

SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_COMMENT = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
_SIMPLE = "http://www.w3.org/ns/entailment/Simple"
_FOLLOWS = Text(
    "Grafen rummer også, hvad der følger: hver overordnet klasse (rdf:type, rdfs:subClassOf), "
    "hvornår noget gælder, hvor det står, og hver prøve af en oplysning (core:tests); for en "
    "forespørgsel, der nævner dem, også gruppernes forhold til reglerne (core:mayBind og andre). "
    "Andet udledes ikke, heller ikke efter RDFS eller OWL.",
    "The graph also holds what follows: every class above the stated one (rdf:type, "
    "rdfs:subClassOf), when a thing holds, where it stands, and each test of a fact (core:tests); "
    "for a query that names them also how groups stand to the rules (core:mayBind and others). "
    "Nothing else is inferred, by RDFS or OWL either.",
)


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)


def description(address: str, data: QueryData, day: date) -> Iterator[ox.Triple]:
    """The service at an address: language, formats, and its graphs with their names."""
    service, dataset = ox.BlankNode("service"), ox.BlankNode("dataset")
    default = ox.BlankNode("default")
    yield ox.Triple(service, _TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), ox.NamedNode(address))
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield ox.Triple(service, _sd("defaultEntailmentRegime"), ox.NamedNode(_SIMPLE))
    kinds = {kind.iri for kind in ROWS.values()} | {kind.iri for kind in GRAPHS.values()}
    for iri in sorted(kinds):
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(iri))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(default, _TYPE, _sd("Graph"))
    texts = {
        "da": f"Den gældende ret den {day.isoformat()} med ordforrådet",
        "en": f"The law in force on {day.isoformat()} with the vocabulary",
    }
    for lang, text in texts.items():
        yield ox.Triple(default, _LABEL, ox.Literal(text, language=lang))
    for lang, text in _FOLLOWS.as_dict().items():
        yield ox.Triple(default, _COMMENT, ox.Literal(text, language=lang))
    for number, graph in enumerate(data.named):
        entry = ox.BlankNode(f"graph{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), entry)
        yield ox.Triple(entry, _TYPE, _sd("NamedGraph"))
        yield ox.Triple(entry, _sd("name"), ox.NamedNode(graph.iri))
        for lang, text in graph.label.as_dict().items():
            yield ox.Triple(entry, _LABEL, ox.Literal(text, language=lang))
    for number, iri in enumerate((graphs.EVERYTHING, graphs.in_force(day), graphs.relations(day))):
        entry = ox.BlankNode(f"further{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), entry)
        yield ox.Triple(entry, _TYPE, _sd("NamedGraph"))
        yield ox.Triple(entry, _sd("name"), ox.NamedNode(iri))


endpoint = Blueprint("sparql", __name__)

DIRECT, FORM = "application/sparql-query", "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
RETRY = "5"
"""Bytes from which packing an answer is worth it."""


class Refused(HTTPException):
    """A request that gets no answer: status, reason in both languages, place in the query."""

    def __init__(
        self, status: int, reason: Text, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(response=_problem(status, reason, line, column))


def _problem(status: int, reason: Text, line: int | None, column: int | None) -> Response:
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


@endpoint.get("/sparql/")
def with_slash() -> ResponseReturnValue:
    """The same without the stroke at the end."""
    asked = request.query_string.decode("latin-1")
    return redirect(url_for("sparql.ask") + (f"?{asked}" if asked else ""), 308)


@endpoint.route("/sparql", methods=["QUERY"])
def ask_by_query() -> ResponseReturnValue:
    """A query as the body of a request that is safe and may be repeated (the method QUERY)."""
    return ask_by_post()


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


_TELLING = ("as_of", "as-of", "default-graph-uri", "named-graph-uri")
"""Parameters without which a query is answered otherwise: what else clients send is theirs, unless
it is one of these misspelt."""
_KNOWN = frozenset(("query", *_TELLING, "graph", "default"))
_NEAR = 0.75


def _day(given: MultiDict[str, str]) -> date:
    """The as-of date, of the form or the address; today without one. Refuses what is a parameter
    misspelt."""
    for name in {*given, *request.args} - _KNOWN:
        if near := get_close_matches(name.lower(), _TELLING, 1, _NEAR):
            raise Refused(400, misspelt(name, near[0]))
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
        raise HTTPException(
            response=_problem(400, error.message, error.line, error.column)
        ) from None
    except Full:
        raise Refused(503, TEXTS["sparql-busy"]) from None
    except SandboxError as error:
        _gave_up(error, desk.engine)


def _gave_up(error: SandboxError, running: Engine) -> NoReturn:
    reason = failure(error, running.limits)
    if isinstance(error, TimedOut | Displaced | Unready):
        raise Refused(503, reason) from None
    raise Refused(400, reason) from None


def _written(answer: Answer, kind: str) -> Response:
    """An answer, packed for who takes that; a client that has it already is told so (304)."""
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    response = Response(answer.content, content_type=f"{kind}{charset}")
    tell_unknown(response, answer)
    response.vary.update(("Accept", "Accept-Encoding"))
    if request.method in ("GET", "HEAD"):
        login = current_app.extensions.get("login")
        response.headers["Cache-Control"] = f"{'private' if login else 'public'}, no-cache"
    pack(response)
    return response


def _described() -> Response:
    """What the endpoint is, as RDF."""
    kind = best(request.accept_mimetypes, {**GRAPHS})
    if kind is None:
        kind = "text/turtle"
    triples = description(request.base_url, engine().data, _day(request.args))
    content = ox.serialize(triples, format=GRAPHS[kind])
    return _written(Answer("graph", content or b""), kind)
