"""The address of the page at hand: which parameters it knows, and the same page otherwise.

Only a parameter that a view has read by `parameter` goes into a link or a form: what else a reader
has put into the address is neither shown nor passed on.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from flask import g, request

from lovgraf.core.errors import InputError
from lovgraf_web.texts import TEXTS, parse_day, wrong_day

LONGEST = 200


def parameter(name: str, longest: int = LONGEST) -> str | None:
    """A parameter of the address, which from now on belongs to the page; None without one.

    Raises `InputError` where it is too long.
    """
    return next(iter(parameters(name, longest)), None)


def parameters(name: str, longest: int = LONGEST) -> list[str]:
    """All values of a parameter of the address. Raises `InputError` where one is too long."""
    values = [value for value in request.args.getlist(name) if value]
    if any(len(value) > longest for value in values):
        raise InputError(TEXTS["too-long"].da, TEXTS["too-long"].en)
    _kept()[name] = values
    return values


def chosen_day() -> date:
    """The date of the address, today without one. Raises `InputError` for what is no date."""
    given = request.args.get("as_of")
    if not given:
        return date.today()
    return about_day(needed_day(given))


def about_day(day: date) -> date:
    """Let the links of a page lead to other pages on a date; gives the date."""
    g.chosen_day = day.isoformat()
    _kept()["as_of"] = [g.chosen_day]
    return day


def needed_day(given: str | None) -> date:
    """A date that must be there. Raises `InputError` for what is no date."""
    day = parse_day(given)
    if day is None:
        wrong = wrong_day(given)
        raise InputError(wrong.da, wrong.en)
    return day


def kept(without: str = "") -> list[tuple[str, str]]:
    """The parameters of the page with their values, but for one."""
    return [(name, v) for name, values in _kept().items() if name != without for v in values]


def here(lang: str | None = None, **changes: str) -> str:
    """The address of the page at hand, in another language or with other parameters."""
    path = request.path
    if lang and "lang" in (request.view_args or {}):
        path = f"/{lang}{path[3:]}"
    elif lang:
        path = f"/{lang}/"
    pairs = [pair for pair in kept() if pair[0] not in changes] + list(changes.items())
    return path + (f"?{urlencode(pairs)}" if pairs else "")


def _kept() -> dict[str, list[str]]:
    if "kept" not in g:
        g.kept = {}
    found: dict[str, list[str]] = g.kept
    return found
