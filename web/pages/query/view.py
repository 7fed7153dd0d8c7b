"""Questions to the law: SPARQL in an editor, and the competency questions as forms.

A query and the values of a question are about the law, not about a person, so they may stand in an
address that is shared; a query too long for that comes in the body of a POST.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, current_app, redirect, request
from flask.typing import ResponseReturnValue
from rdflib import OWL, RDF, Graph, URIRef
from rdflib.namespace import DCTERMS

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, PREFIXES, Lang, Text, absolute, label, relative
from lovgraf.law.norms import natural
from lovgraf.query import library
from lovgraf.query.guard import LONGEST
from lovgraf.query.library import Question
from lovgraf.query.parameters import OWN, TYPES, Parameter
from lovgraf.query.run import Answer, Formats
from lovgraf.query.unknown import MOST as MOST_UNKNOWN
from lovgraf_web.address import LONGEST as LONGEST_VALUE
from lovgraf_web.address import chosen_day, needed_day, parameter, takes
from lovgraf_web.api.sent import refuse_twice, refuse_unknown
from lovgraf_web.asking import Desk
from lovgraf_web.current import engine, law, running
from lovgraf_web.jobs.owners import new_owner
from lovgraf_web.navigation import Link, to
from lovgraf_web.negotiation import tell_unknown
from lovgraf_web.pages.query.answer import FILES, SHOWN, File, ask, shown
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import put, respond, wanted

# What can be chosen for a parameter of a question: the things that are of its default's kind.

MOST = 400
"""So many things can be chosen from a list; of more, the name is typed."""


@dataclass(frozen=True)
class Choice:
    """One thing: its name as one types it, and its label."""

    name: str
    text: Text


def choices(parameter: Parameter) -> list[Choice]:
    """The things of the rarest class that the default belongs to, by label; none where the
    parameter is no name of the graph, or there are too many."""
    if parameter.type != "iri":
        return []
    graph = law().graph
    kinds = sorted(graph.objects(URIRef(absolute(parameter.default)), RDF.type), key=str)
    several = [set(graph.subjects(RDF.type, kind)) for kind in kinds]
    found = [str(one) for one in min(several, key=len, default=()) if str(one).startswith(BASE)]
    if len(found) > MOST:
        return []
    named = [Choice(relative(iri), label(graph, URIRef(iri))) for iri in found]
    return sorted(named, key=lambda one: (one.text.da.lower(), natural(one.name)))


pages = Blueprint("query", __name__, template_folder=".")

EDITOR = "vendor/editor.js"
"""The editor, which `web/assets.py` builds; without it the text area serves."""
IN_ADDRESS = 4000
"""Characters of a query that its address may hold; browsers and proxies take twice that."""
_OWN = {parameter.name for parameter in OWN}
_INPUTS = {"date": "date", "integer": "number"}
_EXAMPLE = """\
SELECT ?norm ?title WHERE {
  ?norm a core:Obligation ; rdfs:label ?title .
  FILTER(LANG(?title) = "%s")
}
ORDER BY ?title
LIMIT 20
"""


@dataclass(frozen=True)
class PageQuery:
    """What the page is asked: a query's text, a question with its values, both, or neither."""

    text: str
    question: Question | None
    values: Mapping[str, str]
    day: date
    run: bool


@pages.get("/<any(da, en):lang>/query")
@takes("name", "query", "run", own=("p.",))
def page(lang: Lang) -> ResponseReturnValue:
    """The editor and the questions; with `query` or `run` the answer as well."""
    return _page(_from_address(lang), lang)


@pages.post("/<any(da, en):lang>/query")
def run(lang: Lang) -> ResponseReturnValue:
    """The answer to a query that is too long for an address."""
    return _page(_from_form(), lang)


def _from_address(lang: Lang) -> PageQuery:
    day, name = chosen_day(), parameter("name")
    text = parameter("query", IN_ADDRESS)
    question = question_of(name) if name else None
    own_names = [f"p.{own.name}" for own in _own(question)]
    refuse_unknown([n for n in request.args if n.startswith("p.")], own_names)
    values = {
        own.name: parameter(f"p.{own.name}") or own.default for own in _own(question)
    }  # fmt: skip
    run = text is not None or parameter("run") == "1"
    return PageQuery(text or _EXAMPLE % lang, question, values, day, run)


_FIELDS = ("csrf_token", "query", "as_of", "format")


def _from_form() -> PageQuery:
    """What the form asks. Raises `InputError` for a field that it does not have, or one that is
    there twice, and where there is no query."""
    refuse_unknown(request.form, _FIELDS)
    refuse_twice(request.form)
    if (text := request.form.get("query")) is None:
        raise InputError("Feltet query mangler.", "The field query is missing.")
    return PageQuery(text, None, {}, needed_day(request.form.get("as_of")), True)


def question_of(name: str) -> Question:
    if name not in library.names():
        abort(404)
    return library.questions()[name]


def _own(question: Question | None) -> list[Parameter]:
    """The parameters that a reader gives: not the date and the language, which the page has."""
    return [p for p in question.parameters if p.name not in _OWN] if question else []


def _filled(asked: PageQuery, lang: Lang) -> str:
    """The text with the question's values in place."""
    if asked.question is None:
        return asked.text
    own = {"asOf": asked.day.isoformat(), "lang": lang}
    return asked.question.filled({**asked.values, **own})


def _page(asked: PageQuery, lang: Lang) -> ResponseReturnValue:
    text = asked.text
    try:
        text = _filled(asked, lang)
        found = _begun(asked, text, Formats(), None) if asked.run else None
    except InputError as error:
        return rendered(asked, text, lang, error=error)
    if isinstance(found, str):
        return _waiting(found)
    return rendered(asked, text, lang, answer=found)


def _begun(asked: PageQuery, text: str, formats: Formats, file: str | None) -> Answer | str:
    """The answer; for a page where it takes a while, the id under which it will be found."""
    desk = Desk.here()
    if wanted() != "html":
        return ask(desk, text, asked.day, formats)
    remembered = {
        "text": text, "as_of": asked.day.isoformat(), "format": file,
        "name": asked.question.name if asked.question else None, "values": dict(asked.values),
    }  # fmt: skip
    return running().answered(
        new_owner, remembered, lambda cancelled: ask(desk, text, asked.day, formats, cancelled)
    )


def _waiting(name: str) -> ResponseReturnValue:
    return redirect(to("query_waiting.page", job=name), 303)


def rendered(
    asked: PageQuery,
    text: str,
    lang: Lang,
    *,
    answer: Answer | None = None,
    error: InputError | None = None,
    message: Text | None = None,
    file: str | None = None,
) -> Response:
    """The page with an answer, with what is wrong, or with something else to tell; `file` is the
    address of an answer as a file."""
    columns = asked.question.columns if asked.question else {}
    found = shown(answer, columns, lang) if answer and wanted() == "html" else None
    response = respond(
        "query.html",
        asked.question.title if asked.question else TEXTS["query"],
        data=lambda: _data(text, answer),
        graph=lambda: _graph(answer),
        as_of=asked.day,
        way=(Link(TEXTS["query"], to("query.page")),) if asked.question else (),
        text=text,
        question=asked.question,
        given=asked.values,
        fields=[
            (p, _INPUTS.get(p.type, "text"), TYPES[p.type][1], choices(p))
            for p in _own(asked.question)
        ],
        questions=sorted(library.questions().values(), key=lambda q: q.title[lang].lower()),
        found=found,
        unknown=[one.said() for one in answer.unknown[:MOST_UNKNOWN]] if answer else [],
        more=max(0, found.rows - SHOWN) if found else 0,
        error=error,
        message=message,
        file=file,
        faulty=_line(text, error),
        files=FILES,
        longest=LONGEST,
        edited=(Path(current_app.static_folder or "") / EDITOR).is_file(),
        longest_value=LONGEST_VALUE,
        shareable=asked.run and len(text) <= IN_ADDRESS,
    )
    if error is not None:
        response.status_code = 400
    return response


def _line(text: str, error: InputError | None) -> tuple[str, str] | None:
    """The line of a query that is at fault, and the spaces in front of the place."""
    lines = text.splitlines()
    if error is None or error.line is None or not 0 < error.line <= len(lines):
        return None
    line = lines[error.line - 1].replace("\t", " ")
    return line, " " * min(max(0, (error.column or 1) - 1), len(line))


def _data(text: str, answer: Answer | None) -> dict[str, Any]:
    """The answer as SPARQL results, with `notes` on names that the graph does not know, where
    something was asked; else the questions there are."""
    if answer is not None:
        notes = [one.said().as_dict() for one in answer.unknown]
        told = {"notes": notes} if notes else {}
        if answer.form == "graph":
            return {"query": text, "turtle": answer.content.decode("utf-8", "replace"), **told}
        found: dict[str, Any] = json.loads(answer.content)
        return {**found, **told}
    return {
        "questions": [
            {
                "name": question.name,
                "title": question.title.as_dict(),
                "about": question.about.as_dict(),
                "parameters": {p.name: p.type for p in question.parameters},
                "query": question.text,
            }
            for question in library.questions().values()
        ]
    }


def _graph(answer: Answer | None) -> Graph:
    """The answer where it is a graph, else the questions with their titles."""
    found = Graph()
    if answer is not None and answer.form == "graph":
        return found.parse(data=answer.content, format="turtle")
    for question in library.questions().values():
        subject = URIRef(f"{BASE}query/{question.name}")
        put(found, subject, DCTERMS.title, question.title)
        put(found, subject, DCTERMS.description, question.about)
    return found


@pages.post("/<any(da, en):lang>/query/file")
def file(lang: Lang) -> ResponseReturnValue:
    """The answer as a file of the format that the form names."""
    asked = _from_form()
    name = request.form.get("format", "csv")
    if name not in FILES:
        abort(404)
    try:
        found = _begun(asked, asked.text, FILES[name].formats, name)
    except InputError as error:
        if error.line is not None:
            return rendered(asked, asked.text, lang, error=error)
        raise
    return _waiting(found) if isinstance(found, str) else as_file(found, FILES[name], asked.day)


def as_file(answer: Answer, form: File, day: date) -> Response:
    """An answer to be downloaded."""
    charset = "; charset=utf-8" if form.media_type.startswith("text/") else ""
    response = Response(answer.content, content_type=f"{form.media_type}{charset}")
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"lovgraf-{day}{form.suffix}"
    )
    tell_unknown(response, answer)
    return response


@pages.get("/query/names.json")
def names() -> ResponseReturnValue:
    """What the editor completes: prefixes, and the names of the vocabulary with their labels."""
    return Response(_names(), content_type="application/json")


@cache
def _completions(labels: tuple[tuple[str, str, str], ...]) -> str:
    return json.dumps(
        {
            "prefixes": PREFIXES,
            "names": [{"name": name, "da": da, "en": en} for name, da, en in labels],
        },
        ensure_ascii=False,
    )


def _names() -> str:
    graph = engine().data.law.graph
    found: dict[str, Text] = {}
    for kind in _KINDS:
        for subject in graph.subjects(RDF.type, kind):
            short = _prefixed(str(subject))
            if short is not None:
                found[short] = label(graph, subject)
    return _completions(tuple((name, t.da, t.en) for name, t in sorted(found.items())))


_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def _prefixed(iri: str) -> str | None:
    """An IRI as a name with a prefix; None where no prefix fits."""
    for prefix, base in PREFIXES.items():
        local = iri.removeprefix(base)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return None
