"""Requests of programs, read strictly: nothing of one is passed over in silence."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from difflib import get_close_matches
from functools import partial
from math import isfinite
from typing import Any, NoReturn

from flask import request
from werkzeug.datastructures import MultiDict

from lovgraf.core.disclosure import shape
from lovgraf.core.errors import InputError
from lovgraf_web.current import law
from lovgraf_web.texts import parse_day, wrong_day


def json_sent(known: Collection[str], example: str) -> dict[str, Any]:
    """The JSON object of the body, with some names that are `known`.

    Raises `InputError` for what is no JSON object (as the `example` is), a name that is not known
    or is there twice at any depth, a number that is none (NaN) or beyond what can be held.
    """
    try:
        found = json.loads(
            request.get_data(),
            object_pairs_hook=partial(_once, known),
            parse_constant=_no_number,
            parse_float=_number,
        )
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InputError(
            f"Send et JSON-objekt, fx {example}.", f"Send a JSON object, such as {example}."
        )
    refuse_unknown(found, known)
    return found


def shown_name(name: str, known: Collection[str] = ()) -> str:
    """A name that was sent, as it may be told: as it stands where it is `known` or one of the
    vocabulary's; any other may hold anything, so only its shape is told."""
    return repr(name) if name in known or name in law().facts.columns else shape(name)


def refuse_unknown(given: Collection[str], known: Collection[str]) -> None:
    """Raise `InputError` for the first name that is not known, with what may be meant."""
    for name in given:
        if name in known:
            continue
        near = get_close_matches(name, known, 1)
        shown = repr(name) if near else shown_name(name)
        da, en = (f" Mente du {near[0]!r}?", f" Did you mean {near[0]!r}?") if near else ("", "")
        listed = ", ".join(sorted(known)) or "-"
        raise InputError(
            f"Feltet {shown} kendes ikke.{da} Der kan være: {listed}.",
            f"The field {shown} is not known.{en} There may be: {listed}.",
        )


def refuse_twice(form: MultiDict[str, Any], several: Collection[str] = ()) -> None:
    """Raise `InputError` for the first field of a form that a program sent twice and that can have
    but one value; those of which there may be `several` are named. No name of the form is unknown
    any more."""
    for name in form:
        if name not in several and len(form.getlist(name)) > 1:
            raise InputError(
                f"Feltet {name!r} er sendt mere end én gang. Send det én gang.",
                f"The field {name!r} was sent more than once. Send it once.",
            )


def check_form(
    fields: Mapping[str, Collection[str] | None],
    several: Collection[str] = (),
    files: Collection[str] = (),
) -> None:
    """Refuse what was sent and a form does not have: `fields` are its names, each with the words
    that it knows (None: any text), `several` those that may be there more than once, `files` those
    of files. Raises `InputError`, by the name of the field."""
    known = [*fields, *several]
    for name in request.form:
        if name not in fields and name not in several:
            # Of thousands of numbered fields those alone are named that may be meant.
            plain = [one for one in known if not one[-1:].isdigit()]
            refuse_unknown([name], [*plain, *get_close_matches(name, known, 2)])
    refuse_unknown(request.files, files)
    refuse_twice(request.form, several)
    refuse_twice(request.files)
    for name, words in fields.items():
        if words is not None:
            one_of(name, request.form.get(name), words, "")


def refuse_strangers(
    form: MultiDict[str, str], fields: Collection[str], facts: Collection[str]
) -> None:
    """Raise `InputError` for the first field of a form that a program sent which is neither one of
    the form's own nor a fact by its name."""
    known = [*fields, *facts]
    for name in form:
        if name in known:
            continue
        near = get_close_matches(name, known, 1)
        shown = repr(name) if near else shown_name(name)
        da, en = (f" Mente du {near[0]!r}?", f" Did you mean {near[0]!r}?") if near else ("", "")
        raise InputError(
            f"Feltet {shown} kendes ikke.{da} GET på samme adresse viser kendsgerningernes navne.",
            f"The field {shown} is not known.{en} GET at the same address lists the facts by name.",
        )


def day_sent(said: str | None, name: str = "as_of") -> date:
    """The day that a program asks of: today where it names none. Raises `InputError` for what is no
    date, by the name of its field."""
    if not said:
        return date.today()
    day = parse_day(said)
    if day is None:
        wrong = wrong_day(said)
        raise InputError(f"{name}: {wrong.da}", f"{name}: {wrong.en}")
    return day


def one_of(name: str, said: str | None, known: Collection[str], default: str) -> str:
    """A word out of some, or else the usual one. Raises `InputError` for any other."""
    if not said:
        return default
    if said not in known:
        names = ", ".join(known)
        raise InputError(f"{name}: skriv {names}.", f"{name}: write {names}.")
    return said


def _once(known: Collection[str], pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            shown = shown_name(name, known)
            raise InputError(
                f"Et navn ({shown}) står to gange i det samme JSON-objekt. Behold ét.",
                f"A name ({shown}) is there twice in the same JSON object. Keep one.",
            )
        found[name] = value
    return found


def _no_number(word: str) -> NoReturn:
    raise InputError(
        f"{word} er ikke et tal i JSON. Skriv et tal, eller null, hvor det ikke vides.",
        f"{word} is no number of JSON. Write a number, or null where it is not known.",
    )


def _number(text: str) -> float:
    found = float(text)
    if not isfinite(found):
        _no_number(text[:20])
    return found
