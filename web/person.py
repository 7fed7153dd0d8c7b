"""One citizen: a form of the facts that the law asks for, and the verdicts with their reasons.

What is typed comes in the body of a POST, lives as long as the response, and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from checker.errors import InputError
from checker.explain import Explanation, explain_person
from checker.reports.result import VERDICTS
from checker.terms import Text
from web.address import chosen_day, needed_day
from web.current import law
from web.form import Section, chosen, sections, values
from web.texts import TEXTS

RECORD_TYPE = "person"
_FIRST = ("unattainable", "breached", "undetermined", "pending", "fulfilled", "exempt")
assert set(_FIRST) == set(VERDICTS) - {"not-addressed"}

pages = Blueprint("person", __name__)


@pages.get("/<any(da, en):lang>/person")
def form(lang: str) -> ResponseReturnValue:
    """The empty form for a date."""
    as_of = chosen_day()
    return _page(as_of, sections(law(), as_of, RECORD_TYPE), {})


@pages.post("/<any(da, en):lang>/person")
def check(lang: str) -> ResponseReturnValue:
    """The verdicts, with the form below them as it was filled in."""
    as_of = needed_day(request.form.get("as_of"))
    asked = sections(law(), as_of, RECORD_TYPE)
    given: dict[str, str] = {}
    try:
        given = values(request.form, asked)
        pairs = [f"{name}={value}" for name, value in given.items()]
        found = explain_person(pairs, as_of=as_of, law=law(), record_type=RECORD_TYPE)
    except InputError as error:
        return _page(as_of, asked, given, error=error.message), 400
    return _page(as_of, asked, given, found)


def _page(
    as_of: date,
    asked: tuple[Section, ...],
    given: Mapping[str, str],
    found: Explanation | None = None,
    error: Text | None = None,
) -> str:
    verdicts = found.verdicts if found else ()
    return render_template(
        "person.html",
        title=TEXTS["person"],
        as_of=as_of,
        asked=asked,
        given=given,
        chosen=chosen,
        found=found,
        shown=sorted(
            (v for v in verdicts if v.verdict in _FIRST), key=lambda v: _FIRST.index(v.verdict)
        ),
        others=[v for v in verdicts if v.verdict not in _FIRST],
        may=[m for m in found.may if m.holds != "false"] if found else [],
        error=error,
        first_day=law().first_day,
    )
