"""Queries of the page to the graph: the answer, and what can be chosen; each within a second."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app, g
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS

from lovgraf.core.errors import InputError
from lovgraf.core.sandbox import SandboxError, Unready
from lovgraf.core.terms import BASE, CORE, Text, text_of
from lovgraf.law import Law
from lovgraf.law.deadline_words import duration_said
from lovgraf.law.norms import natural
from lovgraf.query import graphs
from lovgraf.query.built import (
    KINDS,
    STAY,
    Built,
    Criterion,
    NotBuilt,
    Step,
    Value,
    fits,
    has_words,
    name_of,
    value_of,
)
from lovgraf.query.relation_terms import TERMS
from lovgraf.query.run import Formats, failure
from lovgraf_web.asking import Desk
from lovgraf_web.current import engine, law, prepared
from lovgraf_web.lanes import Cancelled, Full
from lovgraf_web.prepared import NotMade
from lovgraf_web.standards import STANDARDS, title_of
from lovgraf_web.terms import KINDS as LISTED
from lovgraf_web.terms import Value as PageValue
from lovgraf_web.terms import placed_on
from lovgraf_web.texts import TEXTS

Row = Mapping[str, dict[str, Any]]
_PATIENCE = 30.0
"""Seconds for what nobody waits for."""


class NotYet(Exception):
    """What is asked for is still being worked out for the date."""


class Late(Exception):
    """The answer did not come in time."""


@dataclass
class Asking:
    """Asks queries of a date for one page, all of which have until `end` together."""

    day: date
    end: float = field(default_factory=lambda: time.monotonic() + current_app.config["BUILD_WAIT"])

    def rows(self, text: str) -> list[Row]:
        """The rows of an answer. Raises `NotYet`, `Late`, or `InputError`."""
        return list(self._found(text)["results"]["bindings"])

    def holds(self, text: str) -> bool:
        """The answer to yes or no. Raises as `rows`."""
        return bool(self._found(text)["boolean"])

    def _found(self, text: str) -> dict[str, Any]:
        desk = Desk.here()
        try:
            answer = desk.answer(text, self.day, Formats(), cancelled=self._over)
        except Unready:
            raise NotYet from None
        except Cancelled:
            raise Late from None
        except Full:
            raise InputError(TEXTS["sparql-busy"].da, TEXTS["sparql-busy"].en) from None
        except SandboxError as error:
            message = failure(error, desk.engine.limits)
            raise InputError(message.da, message.en) from None
        found: dict[str, Any] = json.loads(answer.content)
        return found

    def _over(self) -> bool:
        return time.monotonic() > self.end


@dataclass(frozen=True)
class Offer:
    """Something that can be chosen: as an address has it, its words, how many things it leaves."""

    name: str
    text: Text
    things: int
    place: Text | None = None

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        place = {"place": self.place.as_dict()} if self.place else {}
        return {"name": self.name, "text": self.text.as_dict(), "things": self.things, **place}

    def order(self) -> tuple[tuple[tuple[int, str], ...], str]:
        """By words, numbers in them by size."""
        return natural(self.text[g.lang].lower()), self.name


Grouped = tuple[tuple[str, tuple[Offer, ...]], ...]
"""What can be chosen, under headings that are keys of the pages' texts; none empty."""


def _there_are(day: date) -> list[Row]:
    """The kinds of thing that the law has on a date. Raises `NotMade` where the queries of others
    leave no time for it."""
    try:
        return Asking(day, time.monotonic() + _PATIENCE).rows(KINDS)
    except (NotYet, Late, InputError):
        raise NotMade from None


@lru_cache(maxsize=16384)
def said_of(law: Law, iri: str, day: date) -> PageValue:
    """The words of a thing, and where it stands on a day; a page asks for hundreds."""
    return placed_on(law, URIRef(iri), day)


def kinds(day: date) -> Grouped | None:
    """The kinds of thing there are on a date: rules, what they speak of, the rest; None while they
    are being found."""
    rows = prepared(("kinds", day), lambda: _there_are(day))
    return None if rows is None else _by_heading(rows)


def kinds_now(day: date) -> Grouped:
    """The same, for a program, which waits as long as a page does for an answer. Raises `Late`."""
    return _by_heading(Asking(day).rows(KINDS))


def _by_heading(rows: Iterable[Row]) -> Grouped:
    graph = law().graph
    norms = set(graph.transitive_subjects(RDFS.subClassOf, CORE.Norm))
    main = {kind for _, kind in LISTED if kind not in (OWL.Class, SKOS.ConceptScheme)}
    main |= {CORE.Provision, CORE.PublicAuthority, CORE.Authority}
    found: dict[str, list[Offer]] = {"build-rules": [], "build-things": [], "build-rest": []}
    for row in rows:
        kind = URIRef(row["_value"]["value"])
        if not kind.startswith(BASE) or text_of(graph, kind) is None:
            continue
        key = "build-rules" if kind in norms else "build-things" if kind in main else "build-rest"
        found[key].append(_offer(graph, kind, row))
    return _grouped(found)


def relations(asking: Asking, asked: Built, at: int, things: int, related: bool) -> Grouped:
    """The steps that lead somewhere from a place, where there are `things`; along relations that
    are worked out for a date only where `related`. Raises as `Asking.rows`."""
    graph = law().graph
    terms = [f"{CORE}{name}" for name in sorted(TERMS)] if related else []
    found: dict[str, list[Offer]] = {
        "build-same": [Offer(STAY.name, TEXTS["build-itself"], things)],
        "build-related": [], "build-own": [], "build-texts": [], "build-inverse": [],
    }  # fmt: skip
    for key, inverse, text in (
        ("build-own", False, asked.relations(at)),
        ("build-inverse", True, asked.relations(at, inverse=True) if at == 0 else None),
        ("build-related", False, asked.relations(at, among=terms) if terms else None),
        ("build-related", True, asked.relations(at, True, terms) if terms and at == 0 else None),
    ):
        for row in asking.rows(text) if text else ():
            step, example = Step(row["_relation"]["value"], inverse), row["_example"]
            if not can_step(graph, step) or (key != "build-related" and _related(step)):
                continue
            put = "build-texts" if "xml:lang" in example else key
            things = int(row["_things"]["value"])
            found[put].append(Offer(step.name, step_title(graph, step), things))
    return _grouped(found)


@dataclass(frozen=True)
class Values:
    """What a step leads to: the values that have a name or can be compared, and whether there are
    texts, whose words can be looked for."""

    offers: tuple[Offer, ...]
    texts: bool


def values(asking: Asking, asked: Built, at: int, step: Step) -> Values:
    """The values that a step has at a place. Raises as `Asking.rows`."""
    found, texts = [], False
    for row in asking.rows(asked.values(at, step)):
        value, things = row["_value"], int(row["_things"]["value"])
        texts = texts or "xml:lang" in value
        name = value_of(value)
        if name is None or nameless(value):
            continue
        if value["type"] == "uri":
            said = said_of(law(), value["value"], asking.day)
            found.append(Offer(name, said.text, things, said.place))
        elif step != STAY:
            found.append(Offer(name, literal_text(value), things))
    return Values(tuple(sorted(found, key=Offer.order)), texts)


def nameless(value: Mapping[str, Any]) -> bool:
    """Whether a value is a thing that nothing calls by a name: it is told by what it leads to."""
    if value["type"] == "bnode":
        return True
    iri = str(value["value"])
    return value["type"] == "uri" and iri.startswith(BASE) and not engine().data.has(iri)


def literal_text(value: Mapping[str, Any]) -> Text:
    """A literal as a reader sees it."""
    text = str(value["value"])
    if str(value.get("datatype", "")).endswith("#boolean"):
        return TEXTS["yes" if text == "true" else "no"]
    if str(value.get("datatype", "")).endswith("#duration"):
        return duration_said(text)
    return Text(text, text)


def checked(asking: Asking, asked: Built) -> Built:
    """The same, once the graph knows each name and text in it, so that an address holds nothing
    else. Raises `NotBuilt`."""
    graph = law().graph
    if (URIRef(asked.kind), RDF.type, OWL.Class) not in graph:
        raise NotBuilt(None)
    for number, one in enumerate(asked.criteria, 1):
        if not (can_step(graph, one.step) and _known(asking, graph, one)):
            raise NotBuilt(number)
    return asked


def can_step(graph: Graph, step: Step) -> bool:
    """Whether a step can be chosen: to the thing itself, or along a relation that has words."""
    return step.relation is None or worded(graph, URIRef(step.relation))


def _known(asking: Asking, graph: Graph, one: Criterion) -> bool:
    value = one.value
    if value is None:
        return True
    if one.test == "has":
        return knows_words(asking, one.step, value.literal)
    if value.iri is not None:
        node = URIRef(value.iri)
        return (node, None, None) in graph or (None, None, node) in graph
    if value.kind != "string":
        return True
    if (None, None, RdfLiteral(value.literal)) in graph:
        return True
    return asking.holds(f"ASK {{ GRAPH <{graphs.EVERYTHING}> {{ ?s ?p {value.term()} }} }}")


def knows_words(asking: Asking, step: Step, words: str) -> bool:
    """Whether a text of the graph that a step leads to has some words."""
    value = Value(None, words)
    if not fits(step, "has", value):
        return False
    pattern = f"{step.pattern('?s', '?text')} FILTER({has_words('?text', words)})"
    return asking.holds(f"ASK {{ GRAPH <{graphs.EVERYTHING}> {{ {pattern} }} }}")


def worded(graph: Graph, relation: URIRef) -> bool:
    """Whether a relation has words in both languages: others are inner workings of the data."""
    return str(relation) in STANDARDS or text_of(graph, relation) is not None


def _related(step: Step) -> bool:
    return (step.relation or "").removeprefix(str(CORE)) in TERMS


def step_title(graph: Graph, step: Step) -> Text:
    """What a step is called."""
    if step.relation is None:
        return TEXTS["build-itself"]
    text, back = title_of(graph, URIRef(step.relation)), TEXTS["build-back"]
    return Text(f"{text.da} ({back.da})", f"{text.en} ({back.en})") if step.inverse else text


def _offer(graph: Graph, iri: URIRef, row: Row) -> Offer:
    return Offer(name_of(str(iri)), title_of(graph, iri), int(row["_things"]["value"]))


def _grouped(found: Mapping[str, Iterable[Offer]]) -> Grouped:
    ordered = ((key, tuple(sorted(offers, key=Offer.order))) for key, offers in found.items())
    return tuple((key, offers) for key, offers in ordered if offers)
