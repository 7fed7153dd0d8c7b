"""A question to the law without SPARQL: a kind of thing, relations and values, one at a time.

All of it stands in the address: names that the graph has, dates and short numbers, each checked
against the graph, so that nothing of a person can be among them; the words of a search for a value
come in the body of a POST. A saved address names the law and the answer that it had.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Lang, Text, text_of
from lovgraf.query.built import KINDS as KINDS_THERE_ARE
from lovgraf.query.built import (
    MOST,
    TESTS,
    WITH_VALUE,
    Built,
    Criterion,
    NotBuilt,
    Value,
    built,
    iri_of,
    name_of,
    read_value,
)
from lovgraf.query.relation_terms import mentions
from lovgraf_web.address import chosen_day, parameter, parameters
from lovgraf_web.current import law
from lovgraf_web.kept import do_not_keep, same_for_all
from lovgraf_web.navigation import Link, to
from lovgraf_web.pages.builder import asking, table
from lovgraf_web.pages.builder.asking import Asking, Grouped, Late, NotYet, Offer
from lovgraf_web.pages.builder.table import KINDS, SHOWN, Found
from lovgraf_web.terms import placed, title_of
from lovgraf_web.texts import TEXTS, long_date
from lovgraf_web.twins import message_graph, respond, wanted

pages = Blueprint("builder", __name__, template_folder=".")
USUAL = name_of(str(CORE.Norm))
OFFERED = 60
"""Values that stand in a list; of more, one searches."""
LONGEST_SEARCH = 100
_LAW = re.compile(r"[0-9a-f]{16}")
_ANSWER = re.compile(r"(\d{1,7})-([0-9a-f]{12})")
_NAMES = ("kind", "c", "at", "pick", "related", "law", "answer", "test", "value", "other")


@dataclass(frozen=True)
class Picked:
    """The relation that is being chosen a value of, and where."""

    at: int
    name: str
    title: Text
    about: Text | None
    values: list[Offer]
    many: int
    """How many values there are in all."""
    comparable: str
    """The type of field for values that can be compared; empty where none can."""


@dataclass(frozen=True)
class Line:
    """A criterion in words, with what stands at what it leads to."""

    number: int
    title: Text
    test: str
    value: Text | None
    open: bool
    removed: str
    turned: str | None
    """The address of the page with its column shown or not."""
    below: tuple[Line, ...]


@dataclass(frozen=True)
class Saved:
    """What an address says of the law and the answer it was saved with: `law` is None where it says
    nothing, `same` whether the answer is still that one (None where it does not tell)."""

    law: str | None
    changed: bool
    things: int | None
    same: bool | None


@pages.get("/<any(da, en):lang>/builder")
@same_for_all(*_NAMES)
def page(lang: Lang) -> Response:
    """The choices made, what else can be chosen, and the answer."""
    return _page(lang, "")


@pages.post("/<any(da, en):lang>/builder")
def search(lang: Lang) -> Response:
    """The same with the values that some words are found in; the words are not kept."""
    return _page(lang, request.form.get("q", "")[:LONGEST_SEARCH])


def _page(lang: Lang, words: str) -> Response:
    day, given = chosen_day(), Asking(chosen_day())
    try:
        asked = _asked(given)
        if asked is None:
            return _first(given)
    except Late:
        return _later(None, lang, False)
    related = parameter("related") == "1" or mentions(asked.text())
    try:
        rows = given.rows(asked.text())
        found = table.found(asked, rows, lang, SHOWN if wanted() == "html" else None)
        kinds = asking.kinds(given)
        picked = _picked(given, asked, words)
        # A page that shows values shows no relations.
        alone = picked is not None and wanted() == "html"
        offered = () if alone else asking.relations(given, asked, _at(asked), related)
    except (NotYet, Late) as error:
        return _later(asked, lang, isinstance(error, NotYet))
    if picked is not None and (test := request.args.get("test")):
        return _added(asked, picked, test)
    return _answered(asked, lang, day, found, kinds, offered, picked, words)


def _asked(given: Asking) -> Built | None:
    """What the address asks; None where it names no kind of thing. Raises `NotBuilt`."""
    kind, written = parameter("kind"), parameters("c")
    if kind is None:
        return None
    return asking.checked(given, built(kind, written))


def _at(asked: Built) -> int:
    """Where a criterion is to be added. Raises `NotBuilt`."""
    text = parameter("at") or "0"
    if not re.fullmatch(r"\d{1,2}", text) or int(text) not in asked.open():
        raise NotBuilt(None)
    return int(text)


def _picked(given: Asking, asked: Built, words: str) -> Picked | None:
    """The relation chosen, with its values; those with the words alone, where there are some."""
    name = parameter("pick")
    if name is None or len(asked.criteria) >= MOST:
        return None
    relation = iri_of(name.removeprefix("^"))
    if relation is None or not asking.worded(law().graph, URIRef(relation)):
        raise NotBuilt(None)
    inverse, at, graph = name.startswith("^"), _at(asked), law().graph
    values = asking.values(given, asked, at, relation, inverse)
    kinds = {value.kind for one in values if (value := read_value(one.name)) and not value.iri}
    field = "date" if kinds == {"date"} else "number" if kinds == {"number"} else ""
    text = asking.relation_title(graph, URIRef(relation), inverse)
    asked_for = words.lower().split()
    near = [one for one in values if all(word in one.text[g.lang].lower() for word in asked_for)]
    return Picked(
        at, name, text, text_of(graph, URIRef(relation), SKOS.definition), near, len(values),
        field or ("duration" if kinds == {"duration"} else ""),
    )  # fmt: skip


def _added(asked: Built, picked: Picked, test: str) -> Response:
    """To the page with one criterion more."""
    known = next((one for one in TESTS if one == test), None)
    text = request.args.get("other") or request.args.get("value") or ""
    value = read_value(text) if known in WITH_VALUE else None
    offered = {one.name for one in picked.values}
    typed = value is not None and value.kind in ("date", "number")
    if known is None or (known in WITH_VALUE and not (text in offered or typed)):
        raise InputError(TEXTS["build-no-value"].da, TEXTS["build-no-value"].en)
    relation = iri_of(picked.name.removeprefix("^"))
    assert relation is not None
    inverse = picked.name.startswith("^")
    new = asked.with_one(Criterion(picked.at, relation, inverse, known, value))
    # What nothing calls by a name is told by what it leads to, so one goes on there.
    on = known == "any" and not picked.values
    at = {"at": str(len(new.criteria))} if on else {"at": str(picked.at)} if picked.at else {}
    return redirect(address(new, **at), 303)  # type: ignore[return-value]


def _pairs(asked: Built) -> list[tuple[str, str]]:
    """A question as the parameters of an address."""
    return [("kind", name_of(asked.kind)), *(("c", one.written()) for one in asked.criteria)]


def address(asked: Built, **further: str) -> str:
    """The address of the page with a question, of the date of the page at hand."""
    pairs = _pairs(asked)
    if day := request.args.get("as_of"):
        pairs.append(("as_of", day))
    if parameter("related") == "1":
        further = {"related": "1", **further}
    return f"{url_for('builder.page', lang=g.lang)}?{urlencode([*pairs, *further.items()])}"


def saved_address(asked: Built, day: date, found: Found) -> str:
    """The address that names the date, the law, and what was found."""
    pairs = _pairs(asked)
    pairs += [("as_of", day.isoformat()), ("law", digest()), ("answer", _mark(found))]
    return url_for("builder.page", lang=g.lang, _external=True) + "?" + urlencode(pairs)


def digest() -> str:
    """The law that is served, in short."""
    return law().source.digest[:16]


def _mark(found: Found) -> str:
    return f"{found.things}-{found.digest}"


def _saved(found: Found) -> Saved:
    """What the address was saved with. Raises `NotBuilt` for what none was saved with."""
    given, answer = parameter("law"), parameter("answer")
    match = _ANSWER.fullmatch(answer) if answer else None
    if (given and not _LAW.fullmatch(given)) or (answer and match is None):
        raise NotBuilt(None)
    return Saved(
        given, bool(given) and given != digest(),
        int(match[1]) if match else None, None if match is None else answer == _mark(found),
    )  # fmt: skip


# The page.


def _first(given: Asking) -> Response:
    """The page before anything was chosen. Raises as `Asking.rows`."""
    kinds = asking.kinds(given)
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
        lines=_lines(asked) if asked else (),
        kind=title_of(law().graph, URIRef(asked.kind)) if asked else None,
        message=message,
        working=working,
        text=text,
    )


def _answered(
    asked: Built,
    lang: Lang,
    day: date,
    found: Found,
    kinds: Grouped,
    offered: Grouped,
    picked: Picked | None,
    words: str,
) -> Response:
    saved, said, kind = _saved(found), in_words(asked), found.columns[0].heading
    return respond(
        "builder.html",
        Text(f"{TEXTS['build'].da}: {kind.da}", f"{TEXTS['build'].en}: {kind.en}"),
        data=lambda: _data(asked, found, offered, picked) | _changes(saved),
        graph=lambda: _graph(said, found),
        way=_way(),
        asked=asked,
        said=said,
        found=found,
        lines=_lines(asked),
        kinds=kinds,
        usual=name_of(asked.kind),
        hidden=_pairs(asked),
        offered=offered,
        at=_at(asked),
        place=_place(asked),
        picked=picked,
        most=OFFERED,
        words=words,
        full=len(asked.criteria) >= MOST,
        related=any(key == "build-related" for key, _ in offered),
        saved=saved,
        citation=saved_address(asked, day, found),
        files={name: _file_address(asked, day, name) for name in KINDS},
        sparql=url_for("query.page", lang=lang, query=found.text, as_of=day.isoformat()),
    )


def _place(asked: Built) -> Text | None:
    """What a criterion is added to, in words; None where it is the thing."""
    at = _at(asked)
    return table.heading(law().graph, asked, at) if at else None


def _way() -> Sequence[Link]:
    return (Link(TEXTS["analysis"], to("analysis.page")),)


def _lines(asked: Built, at: int = 0) -> tuple[Line, ...]:
    graph, found = law().graph, []
    for number in asked.below(at):
        one = asked.criteria[number - 1]
        open_ = number in asked.open()
        found.append(
            Line(
                number, table.heading(graph, asked, number), one.test,
                _value_text(graph, one.value), open_, address(asked.without(number)),
                address(asked.turned(number)) if open_ else None, _lines(asked, number),
            )
        )  # fmt: skip
    return tuple(found)


def _value_text(graph: Graph, value: Value | None) -> Text | None:
    if value is None:
        return None
    if value.iri is not None:
        return placed(graph, URIRef(value.iri)).text
    if value.kind == "date":
        day = date.fromisoformat(value.literal)
        return Text(long_date(day, "da"), long_date(day, "en"))
    kind = "" if value.kind in ("string", "number") else f"#{value.kind}"
    return asking.literal_text({"value": value.literal, "datatype": kind})


def in_words(asked: Built, at: int = 0) -> Text:
    """The question in words: the kind, and each criterion with what stands at it."""
    graph = law().graph
    parts = [_in_words(asked, line) for line in _lines(asked, at)]
    kind = title_of(graph, URIRef(asked.kind))
    return Text(
        "; ".join([kind.da, *(part.da for part in parts)]),
        "; ".join([kind.en, *(part.en for part in parts)]),
    )


def _in_words(asked: Built, line: Line) -> Text:
    test = TEXTS[f"build-test-{line.test}"]
    below = [_in_words(asked, one) for one in line.below]

    def said(lang: Lang) -> str:
        value = f" {line.value[lang]}" if line.value else ""
        if below:
            return f"{line.title[lang]} ({', '.join(one[lang] for one in below)})"
        return f"{line.title[lang]} {test[lang]}{value}"

    return Text(said("da"), said("en"))


def _offers(grouped: Grouped) -> list[dict[str, Any]]:
    return [one.as_dict() for _, offers in grouped for one in offers]


def _data(asked: Built, found: Found, offered: Grouped, picked: Picked | None) -> dict[str, Any]:
    return {
        "kind": name_of(asked.kind),
        "criteria": [one.written() for one in asked.criteria],
        "words": in_words(asked).as_dict(),
        "law": digest(),
        "answer": _mark(found),
        **found.as_dict(),
        "relations": _offers(offered),
        "values": [one.as_dict() for one in picked.values] if picked else [],
    }


def _changes(saved: Saved) -> dict[str, Any]:
    if saved.law is None:
        return {}
    return {"saved": {"law_changed": saved.changed, "same_answer": saved.same}}


def _graph(said: Text, found: Found) -> Graph:
    """The page with its question, and what it found."""
    things = Text(f"{found.things}: {digest()}", f"{found.things}: {digest()}")
    return message_graph(said, things)


# The answer as a file.


def _file_address(asked: Built, day: date, form: str) -> str:
    pairs = _pairs(asked)
    pairs += [("as_of", day.isoformat()), ("form", form)]
    return f"{url_for('builder.file', lang=g.lang)}?{urlencode(pairs)}"


@pages.get("/<any(da, en):lang>/builder/file")
def file(lang: Lang) -> ResponseReturnValue:
    """The whole answer as a file."""
    day, given, form = chosen_day(), Asking(chosen_day()), parameter("form")
    asked = _asked(given)
    if asked is None or form not in KINDS:
        abort(404)
    try:
        answer = table.found(asked, given.rows(asked.text()), lang)
    except (NotYet, Late) as error:
        response = _later(asked, lang, isinstance(error, NotYet))
        response.status_code = 503
        return response
    about = (
        (TEXTS["build-asked"][lang], in_words(asked)[lang]),
        (TEXTS["build-day"][lang], day.isoformat()),
        (TEXTS["build-law"][lang], digest()),
        (TEXTS["build-address"][lang], saved_address(asked, day, answer)),
        ("SPARQL", answer.text),
    )
    if form == "json":
        response = _as_json(asked, answer, day)
    else:
        content = table.as_csv(answer) if form == "csv" else table.as_xlsx(answer, about)
        charset = "; charset=utf-8" if form == "csv" else ""
        response = Response(content, content_type=KINDS[form] + charset)
    name = f"lovgraf-{day}-{digest()[:8]}.{form}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _as_json(asked: Built, answer: Found, day: date) -> Response:
    from flask import jsonify

    return jsonify(
        {
            "words": in_words(asked).as_dict(),
            "as_of": day.isoformat(),
            "law": digest(),
            "address": saved_address(asked, day, answer),
            **answer.as_dict(),
        }
    )
