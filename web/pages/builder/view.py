"""A question to the law without SPARQL: a kind of thing, steps and values, one at a time.

All of it stands in the address: names that the graph has, dates and short numbers, words that its
texts have, each checked against the graph, so that nothing of a person can be among them; the words
of a search come in the body of a POST. A saved address names the law and the answer that it had.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from rdflib import Graph, URIRef

from lovgraf.core.terms import CORE, Lang, Text
from lovgraf.query.built import KINDS as KINDS_THERE_ARE
from lovgraf.query.built import MOST, Built, name_of
from lovgraf.query.relation_terms import mentions
from lovgraf_web.address import chosen_day, parameter, takes
from lovgraf_web.api.sent import refuse_twice, refuse_unknown
from lovgraf_web.current import law
from lovgraf_web.later import not_yet
from lovgraf_web.navigation import Link, to
from lovgraf_web.page_cache import do_not_keep, same_for_all
from lovgraf_web.pages.builder import asking, choice, files, table
from lovgraf_web.pages.builder.addresses import (
    NAMES,
    asked_here,
    digest,
    file_address,
    mark,
    pairs,
    place_here,
    saved_address,
    saved_with,
)
from lovgraf_web.pages.builder.asking import Asking, Grouped, Late, NotYet
from lovgraf_web.pages.builder.choice import Choice, choice_here
from lovgraf_web.pages.builder.conditions import in_words, lines
from lovgraf_web.pages.builder.files import KINDS
from lovgraf_web.pages.builder.table import SHOWN, AnswerTable
from lovgraf_web.standards import title_of
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import message_graph, respond, wanted

pages = Blueprint("builder", __name__, template_folder=".")
USUAL = name_of(str(CORE.Norm))
OFFERED = 60
"""Values that stand in a list; of more, one searches."""
LONGEST_SEARCH = 100
_FIELDS = ("csrf_token", "q", "test", "value", "other")
"""The fields that the form for words sends, and those of a value that is chosen."""


@pages.get("/<any(da, en):lang>/builder")
@same_for_all(*NAMES, several=("c",))
def page(lang: Lang) -> Response:
    """The choices made, what else can be chosen, and the answer."""
    return _page(lang, request.args)


@pages.post("/<any(da, en):lang>/builder")
@takes(*NAMES, several=("c",))
def search(lang: Lang) -> Response:
    """The same with the values that some words are found in, or a condition that a text has them;
    the words are not kept unless the graph has them. Raises `InputError` for a field that the form
    does not have, or that is there twice."""
    refuse_unknown(request.form, _FIELDS)
    refuse_twice(request.form)
    return _page(lang, {**request.form, "q": request.form.get("q", "")[:LONGEST_SEARCH]})


def _page(lang: Lang, form: Mapping[str, str]) -> Response:
    day, given = chosen_day(), Asking(chosen_day())
    words = form.get("q", "") if request.method == "POST" else ""
    try:
        asked = asked_here(given)
        if asked is None:
            return _first(day)
    except Late:
        return _later(None, lang, False)
    related = parameter("related") == "1" or mentions(asked.text())
    try:
        chosen = choice_here(given, asked, words if form.get("test") != "has" else "")
        if chosen is not None and form.get("test"):
            one = chosen.criterion(form)
            if one.test != "has" or asking.knows_words(given, one.step, words):
                return redirect(chosen.added(asked, one), 303)  # type: ignore[return-value]
        rows = given.rows(asked.text())
        found = table.found(asked, rows, lang, day, SHOWN if wanted() == "html" else None)
        # A page that shows values shows no relations.
        alone = chosen is not None and wanted() == "html"
        place = place_here(asked)
        offered = () if alone else asking.relations(given, asked, place, found.things, related)
    except (NotYet, Late) as error:
        return _later(asked, lang, isinstance(error, NotYet))
    kinds = asking.kinds(day) or ()
    return _answered(asked, lang, day, found, kinds, offered, chosen, form.get("test", ""), words)


# The page.


def _first(day: date) -> Response:
    """The page before anything was chosen."""
    kinds = asking.kinds(day) if wanted() == "html" else asking.kinds_now(day)
    if kinds is None:
        return not_yet(TEXTS["build"], day, _way())
    return respond(
        "builder.html",
        TEXTS["build"],
        data=lambda: {"kinds": _offers(kinds), "law": digest()},
        graph=lambda: message_graph(TEXTS["build"], TEXTS["build-intro"]),
        way=_way(),
        asked=None,
        kinds=kinds,
        usual=USUAL,
    )


def _later(asked: Built | None, lang: Lang, working: bool) -> Response:
    """The page where the answer is not there yet, or takes longer than a page waits."""
    do_not_keep()
    message = TEXTS["build-working" if working else "build-late"]
    text = asked.text(lang=lang) if asked else KINDS_THERE_ARE
    return respond(
        "builder_later.html",
        TEXTS["build"],
        data=lambda: {"message": message.as_dict(), "working": working, "query": text},
        graph=lambda: message_graph(TEXTS["build"], message),
        way=_way(),
        lines=lines(asked) if asked else (),
        kind=title_of(law().graph, URIRef(asked.kind)) if asked else None,
        message=message,
        working=working,
        text=text,
    )


def _answered(
    asked: Built,
    lang: Lang,
    day: date,
    found: AnswerTable,
    kinds: Grouped,
    offered: Grouped,
    chosen: Choice | None,
    test: str,
    words: str,
) -> Response:
    saved, said, kind = saved_with(found), in_words(asked), found.columns[0].heading
    at = place_here(asked)
    return respond(
        "builder.html",
        Text(f"{TEXTS['build'].da}: {kind.da}", f"{TEXTS['build'].en}: {kind.en}"),
        data=lambda: _data(asked, found, offered, chosen) | saved.as_dict(),
        graph=lambda: _graph(said, found),
        way=_way(),
        asked=asked,
        said=said,
        found=found,
        lines=lines(asked),
        kinds=kinds,
        usual=name_of(asked.kind),
        hidden=pairs(asked),
        offered=offered,
        at=at,
        place=table.heading(law().graph, asked, at) if at else None,
        choice=chosen,
        most=OFFERED,
        words=words,
        unknown=test == "has",
        full=len(asked.criteria) >= MOST,
        related=any(key == "build-related" for key, _ in offered),
        saved=saved,
        citation=saved_address(asked, day, found),
        files={name: file_address(asked, day, name) for name in KINDS},
        sparql=url_for("query.page", lang=lang, query=found.text, as_of=day.isoformat()),
    )


def _way() -> Sequence[Link]:
    return (Link(TEXTS["analysis"], to("analysis.page")),)


def _offers(grouped: Grouped) -> list[dict[str, Any]]:
    return [one.as_dict() for _, offers in grouped for one in offers]


def _data(
    asked: Built, found: AnswerTable, offered: Grouped, chosen: Choice | None
) -> dict[str, Any]:
    return {
        "kind": name_of(asked.kind),
        "criteria": [one.written() for one in asked.criteria],
        "words": in_words(asked).as_dict(),
        "law": digest(),
        "answer": mark(found),
        **found.as_dict(),
        "relations": _offers(offered),
        **choice.as_dict(chosen),
    }


def _graph(said: Text, found: AnswerTable) -> Graph:
    """The page with its question, and what it found."""
    things = Text(f"{found.things}: {digest()}", f"{found.things}: {digest()}")
    return message_graph(said, things)


@pages.get("/<any(da, en):lang>/builder/file")
@takes("kind", "form", "related", "at", several=("c",))
def file(lang: Lang) -> ResponseReturnValue:
    """The whole answer as a file."""
    day, given, form = chosen_day(), Asking(chosen_day()), parameter("form")
    asked = asked_here(given)
    if asked is None or form not in KINDS:
        abort(404)
    try:
        answer = table.found(asked, given.rows(asked.text()), lang, given.day)
    except (NotYet, Late) as error:
        response = _later(asked, lang, isinstance(error, NotYet))
        response.status_code = 503
        return response
    charset = "; charset=utf-8" if form == "csv" else ""
    content = files.content(form, asked, answer, day)
    response = Response(content, content_type=KINDS[form] + charset)
    name = f"lovgraf-{day}-{digest()[:8]}.{form}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
