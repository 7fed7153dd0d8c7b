"""The address of the page at hand: which parameters it knows, and the same page otherwise.

Only a parameter that a view has read by `parameter` goes into a link or a form: what else a reader
has put into the address is neither shown nor passed on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TypeVar
from urllib.parse import urlencode

from flask import Flask, current_app, g, request

from lovgraf.core.disclosure import shape
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf_web.current import law
from lovgraf_web.texts import TEXTS, parse_day, wrong_day

LONGEST, LONGEST_SAID = 200, 400
_ALWAYS = frozenset({"as_of", "format"})
"""What the links between pages carry, and a page may pass over that is the same on every day."""
_MARKS = ("utm_", "fbclid", "gclid", "msclkid", "mc_cid", "mc_eid", "_ga", "_gl")
"""How parameters begin that mail programs and search engines put into links: they ask nothing."""
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_View = TypeVar("_View", bound=Callable[..., object])


@dataclass(frozen=True)
class Taken:
    """The parameters of the address that a view reads beside those of every page: those of which
    there may be `several`, and how those begin that it judges itself."""

    names: frozenset[str] = frozenset()
    several: frozenset[str] = frozenset()
    own: tuple[str, ...] = ()


def takes(
    *names: str, several: Collection[str] = (), own: tuple[str, ...] = ()
) -> Callable[[_View], _View]:
    """Say of a view which parameters of the address it reads (see `Taken`)."""

    def mark(view: _View) -> _View:
        view.taken = Taken(frozenset(names), frozenset(several), own)  # type: ignore[attr-defined]
        return view

    return mark


def check_addresses(app: Flask) -> None:
    """Let an application answer no page as if a part of its address had not been said."""
    app.before_request(_check)


def _check() -> None:
    """Refuse a parameter that the page at hand does not know, or that says two things.

    A name that resembles none, and that the vocabulary does not have, may be anything, so only its
    shape is told. Raises `InputError`.
    """
    if request.endpoint is None or "lang" not in (request.view_args or {}):
        return
    if request.method == "POST" and request.content_length and request.mimetype not in _FORMS:
        raise InputError(
            f"Siden tager imod en formular ({', '.join(_FORMS)}); det, der er sendt, er ikke læst.",
            f"The page takes a form ({', '.join(_FORMS)}); what was sent was not read.",
        )
    taken = getattr(current_app.view_functions[request.endpoint], "taken", Taken())
    known = _ALWAYS | taken.names | taken.several
    for name in request.args:
        if name in taken.several or name.startswith((*_MARKS, *taken.own)):
            continue
        if name not in known:
            _lead_back(known | taken.several)
            raise _unknown(name, known)
        if _says_two_things(name):
            _lead_back(known - {name})
            raise _twice(name)


def _says_two_things(name: str) -> bool:
    return len({value for value in request.args.getlist(name) if value}) > 1


def _twice(name: str) -> InputError:
    return InputError(
        f"{name} står flere gange i adressen med hver sin værdi. Lad den stå én gang.",
        f"{name} is in the address several times with different values. Give it once.",
    )


def _lead_back(names: Collection[str]) -> None:
    """Have the page of an error lead to the one that was meant, with some parameters alone."""
    pairs = [(name, v) for name, v in request.args.items(multi=True) if name in names]
    g.instead = request.path + (f"?{urlencode(pairs)}" if pairs else "")


def misspelt(name: str, near: str) -> Text:
    """That a parameter is not known, and which is meant."""
    return Text(
        f"Parameteren {name} kendes ikke. Mente du {near}?",
        f"The parameter {name} is not known. Did you mean {near}?",
    )


def _unknown(name: str, known: Collection[str]) -> InputError:
    near = next(iter(get_close_matches(name.lower().replace("-", "_"), known, 1)), None)
    may_be_told = near or name in law().facts.columns
    told = Text(f"»{name}«", f'"{name}"') if may_be_told else Text(shape(name), shape(name))
    meant = Text(f" Mente du {near}?", f" Did you mean {near}?") if near else Text("", "")
    listed = ", ".join(sorted(known))
    return InputError(
        f"Adressen siger {told.da}, som denne side ikke kender, så siden ville svare på noget "
        f"andet.{meant.da} Siden kender: {listed}.",
        f"The address says {told.en}, which this page does not know, so that it would answer "
        f"something else.{meant.en} The page knows: {listed}.",
    )


def parameter(name: str, longest: int = LONGEST) -> str | None:
    """A parameter of the address, which from now on belongs to the page; None without one.

    Raises `InputError` where it is too long, or says two things.
    """
    if _says_two_things(name):
        raise _twice(name)
    return next(iter(parameters(name, longest)), None)


def parameters(name: str, longest: int = LONGEST) -> list[str]:
    """All values of a parameter of the address. Raises `InputError` where one is too long."""
    values = [value for value in request.args.getlist(name) if value]
    if any(len(value) > longest for value in values):
        raise InputError(TEXTS["too-long"].da, TEXTS["too-long"].en)
    _kept()[name] = values
    return values


def chosen_day() -> date:
    """The date of the address, today without one. Raises `InputError` for what is no date, and
    for two of them."""
    if _says_two_things("as_of"):
        raise _twice("as_of")
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
