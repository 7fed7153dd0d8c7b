"""Questions, answers, and the fact to ask for next, as JSON in both languages.

What is known of somebody comes in the body of a POST, lives as long as the response, and is kept
nowhere. Nothing is changed here, so that no token is needed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, jsonify, request

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.explain.answer import Answerer
from lovgraf.explain.matching import Matcher
from lovgraf.explain.question import Question, questions_of
from lovgraf.law import Law
from lovgraf.law.presumptions import PROFILES, profile_of
from lovgraf.readers.single import read_pairs
from lovgraf.reports import answer_json
from lovgraf_web.address import chosen_day, parameter
from lovgraf_web.current import law
from lovgraf_web.errors import Missing
from lovgraf_web.texts import parse_day, wrong_day

pages = Blueprint("api_ask", __name__)
USUAL = "case"
_KEPT = 8
"""Questions that are kept compiled."""
_NO_QUESTION = Text(
    "Der er intet spørgsmål med det navn; /api/ask viser dem.",
    "There is no question of that name; /api/ask lists them.",
)
_NOT_DECIDED = Text(
    "Ingen regel på den dato afgør spørgsmålet.", "No rule on that date decides the question."
)


@pages.get("/api/ask")
def questions() -> Response:
    """The questions that can be asked; the nearest first where words are given."""
    found = questions_of(law())
    said = parameter("q")
    some = [one.question for one in Matcher(found).find(said)] if said else list(found.values())
    return jsonify({"questions": [answer_json.question_as_dict(one) for one in some]})


@pages.get("/api/ask/<slug>")
def first(slug: str) -> Response:
    """The answer where nothing is known, with what to ask for first."""
    return _answered(slug, {}, chosen_day())


@pages.post("/api/ask/<slug>")
def answer(slug: str) -> Response:
    """The answer to what is known, with what to ask for next."""
    sent = request.get_json(force=True, silent=True)
    if not isinstance(sent, dict):
        raise InputError(
            'Send et JSON-objekt, fx {"facts": {"birth_date": "1980-12-24"}}.',
            'Send a JSON object, such as {"facts": {"birth_date": "1980-12-24"}}.',
        )
    return _answered(slug, sent, _day(sent.get("as_of")))


def _day(said: object) -> date:
    if said is None:
        return date.today()
    day = parse_day(said) if isinstance(said, str) else None
    if day is None:
        wrong = wrong_day(said if isinstance(said, str) else None)
        raise InputError(wrong.da, wrong.en)
    return day


def _answered(slug: str, sent: Mapping[str, Any], day: date) -> Response:
    question = questions_of(law()).get(slug)
    if question is None:
        raise Missing(_NO_QUESTION)
    profile = sent.get("presume", USUAL)
    if profile not in PROFILES:
        names = ", ".join(PROFILES)
        raise InputError(f"presume: skriv {names}.", f"presume: write {names}.")
    answerer, lock = _answerer(law(), profile, question.slug, day)
    facts = read_pairs(_pairs(sent.get("facts", {})), law().facts, question.record_type)
    unknown, asked = sent.get("unknown", []), sent.get("asked", 0)
    if not isinstance(unknown, list) or not isinstance(asked, int):
        raise InputError(
            "unknown skal være en liste af navne, og asked et helt tal.",
            "unknown must be a list of names, and asked a whole number.",
        )
    with lock:
        if not answerer.program.decided:
            raise Missing(_NOT_DECIDED)
        found = answerer.answer(facts, frozenset(map(str, unknown)), asked)
    return jsonify(answer_json.as_dict(found))


@lru_cache(maxsize=_KEPT)
def _answerer(base: Law, profile: str, slug: str, day: date) -> tuple[Answerer, threading.Lock]:
    """What answers a question by the law of a day, for one request at a time."""
    under = _presuming(base, profile)
    question: Question = questions_of(under)[slug]
    return Answerer(under.at(day), question), threading.Lock()


@lru_cache(maxsize=len(PROFILES))
def _presuming(base: Law, profile: str) -> Law:
    return replace(base, profile=profile_of(base.graph, base.facts, profile))


def _pairs(facts: object) -> Iterator[str]:
    """What is known, as the command line takes it; null is not known."""
    if not isinstance(facts, dict):
        raise InputError(
            "facts skal være et objekt: navn og værdi.", "facts must be an object: name and value."
        )
    for name, value in facts.items():
        if isinstance(value, bool):
            yield f"{name}={str(value).lower()}"
        elif isinstance(value, list):
            yield f"{name}={' '.join(map(str, value))}"
        elif isinstance(value, str | int | float):
            yield f"{name}={value}"
        elif value is not None:
            raise InputError(
                "Hver værdi skal være tekst, tal, ja/nej eller en liste.",
                "Each value must be text, a number, true or false, or a list.",
            )
