"""Questions, answers, and the fact to ask for next, as JSON in both languages.

What is known of somebody comes in the body of a POST, lives as long as the response, and is kept
nowhere. Nothing is changed here, so that no token is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, request
from msgspec.structs import replace

from lovgraf.api.given import pairs_of
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.explain.choosing import undecided
from lovgraf.explain.found import Found
from lovgraf.explain.heard import Heard, heard
from lovgraf.explain.in_words import answered, heard_beside, of_whom, to_know
from lovgraf.explain.kin import kin_of
from lovgraf.explain.question import Question, questions_of
from lovgraf.law.presumptions import PROFILES
from lovgraf.readers.single import read_pairs
from lovgraf.reports import answer_json
from lovgraf_web.address import LONGEST_SAID, chosen_day, parameter
from lovgraf_web.answering import DEFAULT
from lovgraf_web.api.sent import json_sent, refuse_unknown
from lovgraf_web.current import answering, law
from lovgraf_web.errors import Missing
from lovgraf_web.texts import parse_day, wrong_day

pages = Blueprint("api_ask", __name__)
_NO_QUESTION = Text(
    "Der er intet spørgsmål med det navn; /api/ask viser dem.",
    "There is no question of that name; /api/ask lists them.",
)


_SENT = ("facts", "unknown", "asked", "as_of", "presume", "for", "words")
"""What may be sent."""


@pages.get("/api/ask")
def questions() -> Response:
    """The questions that can be asked; the nearest first where words are given, and the one they
    ask, or those that may be meant."""
    refuse_unknown(request.args, ("q",))
    said = parameter("q", LONGEST_SAID)
    found = answering().matcher().find(said, chosen_day()) if said else Found([])
    some = [one.question for one in found.matches] if said else questions_of(law()).values()
    clear = found.clear
    listed = [answer_json.question_as_dict(one) for one in some]
    return jsonify({
        "questions": listed, "asked": clear.slug if clear else None,
        **answer_json.near_as_dict(found), **_told(said or "", clear),
    })  # fmt: skip


def _told(said: str, question: Question | None) -> dict[str, Any]:
    """What some words tell beside a question: whom it is asked for, facts and numbers."""
    misspelt = [
        {"word": one.word, "meant": one.meant.as_dict()}
        for one in answering().matcher().misspelt(said)
    ]
    if question is None:
        return {"told": {}, "read_as": {}, "age": None, "unused": [], "not_read": [],
                "named": [], "for": None, "misspelt": misspelt}  # fmt: skip
    found = heard(said, law(), question, date.today())
    return {
        "told": {one.column.name: one.value for one in found.facts},
        "read_as": {one.column.name: one.read_as.as_dict() for one in found.facts if one.read_as},
        "age": found.age.years if found.age else None,
        "unused": list(found.unused),
        "not_read": list(found.not_read),
        "named": [one.label.as_dict() for one in found.grounds],
        "for": found.kin.name if found.kin else None,
        "misspelt": misspelt,
    }


@pages.get("/api/ask/<slug>")
def first(slug: str) -> Response:
    """The answer where nothing is known, with what to ask for first."""
    refuse_unknown(request.args, ("as_of",))
    return _answered(slug, {}, chosen_day())


@pages.post("/api/ask/<slug>")
def answer(slug: str) -> Response:
    """The answer to what is known, with what to ask for next."""
    refuse_unknown(request.args, ())
    sent = json_sent(_SENT, '{"facts": {"birth_date": "1980-12-24"}}')
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
    profile = sent.get("presume", DEFAULT)
    if profile not in PROFILES:
        names = ", ".join(PROFILES)
        raise InputError(f"presume: skriv {names}.", f"presume: write {names}.")
    given = _pairs(sent.get("facts", {}))
    unknown, asked = sent.get("unknown", []), sent.get("asked", 0)
    if not isinstance(unknown, list) or not isinstance(asked, int):
        raise InputError(
            "unknown skal være en liste af navne, og asked et helt tal.",
            "unknown must be a list of names, and asked a whole number.",
        )
    _refuse_odd(unknown, asked, sent.get("facts", {}))
    whom, told = _another(sent.get("for")), _heard(sent, question, day)
    used = told.beside(_given(sent))
    facts = read_pairs(
        given + [one.pair for one in used],
        law().at(day).facts_of_day,
        question.record_type,
        spans=True,
    )
    with answering().answerer(question.slug, day, profile) as answerer:
        answerer = of_whom(answerer, told, whom)
        if not answerer.program.decided:
            raise Missing(undecided(answerer.view, question))
        found = answered(answerer, facts, told, used, frozenset(map(str, unknown)), asked)
    aside = tuple(to_know(told, used, _given(sent), day))
    return jsonify(answer_json.as_dict(replace(found, of_words=aside)))


def _heard(sent: Mapping[str, Any], question: Question, day: date) -> Heard:
    """What the words of whoever asks say beside the question, as the command line reads them."""
    words = sent.get("words", "")
    if not isinstance(words, str):
        raise InputError("words skal være tekst.", "words must be text.")
    named = sent.get("for") or ""
    return heard_beside(words, law(), question, day, str(named)) if words else Heard()


def _given(sent: Mapping[str, Any]) -> frozenset[str]:
    """The names of the facts that are given, or not known."""
    return frozenset(sent.get("facts", {})) | frozenset(map(str, sent.get("unknown", [])))


_MOST_ASKED = 10_000
"""Questions that somebody may have been asked before, at most."""


def _refuse_odd(unknown: list[Any], asked: int, facts: Mapping[str, Any]) -> None:
    """Raise `InputError` for what is not known and no fact, or given all the same, and for a number
    of questions that nobody was asked."""
    refuse_unknown([str(name) for name in unknown], law().facts.columns)
    if both := [name for name in unknown if facts.get(name) is not None]:
        raise InputError(
            f"{both[0]} står både i facts og i unknown.",
            f"{both[0]} is both in facts and in unknown.",
        )
    if isinstance(asked, bool) or not 0 <= asked <= _MOST_ASKED:
        raise InputError(
            f"asked skal være fra 0 til {_MOST_ASKED}.", f"asked must be from 0 to {_MOST_ASKED}."
        )


def _another(name: object) -> str | None:
    """The name of whoever is asked for, where it is said."""
    known = kin_of(law())
    if name is None:
        return None
    if not isinstance(name, str) or name not in known:
        names = ", ".join(known)
        raise InputError(f"for: skriv {names}.", f"for: write {names}.")
    return name


def _pairs(facts: object) -> list[str]:
    """What is known, as the command line takes it; null is not known."""
    if not isinstance(facts, dict):
        raise InputError(
            "facts skal være et objekt: navn og værdi.", "facts must be an object: name and value."
        )
    if not all(_fits(value) for value in facts.values()):
        raise InputError(
            "Hver værdi skal være tekst, tal, ja/nej eller en liste.",
            "Each value must be text, a number, true or false, or a list.",
        )
    return pairs_of(facts)


def _fits(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | list)
