"""The law in force on a date: a page, and the same as JSON at the same address."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from checker.errors import InputError
from web.current import law, law_at
from web.outline import outline
from web.texts import TEXTS, parse_day, prefers_json

pages = Blueprint("law", __name__)


def chosen_day() -> date:
    """The date of the query, today without one. Raises `InputError` for what is no date."""
    given = request.args.get("as_of")
    if not given:
        return date.today()
    day = parse_day(given)
    if day is None:
        raise InputError(TEXTS["bad-date"].da, TEXTS["bad-date"].en)
    return day


@pages.get("/<any(da, en):lang>/law")
def page(lang: str) -> ResponseReturnValue:
    """The page, or JSON for a client that prefers it."""
    if prefers_json(request):
        return twin(lang)
    as_of = chosen_day()
    return render_template(
        "law.html", as_of=as_of, acts=outline(law_at(as_of)), first_day=law().first_day
    )


@pages.get("/<any(da, en):lang>/law.json")
def twin(lang: str) -> ResponseReturnValue:
    """The same as JSON, in both languages whatever the address says."""
    as_of = chosen_day()
    found: dict[str, Any] = {
        "as_of": as_of.isoformat(),
        "acts": [act.as_dict() for act in outline(law_at(as_of))],
    }
    answer = jsonify(found)
    answer.vary.add("Accept")
    return answer
