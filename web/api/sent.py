"""What a program sends, read strictly: nothing of it is passed over in silence."""

from __future__ import annotations

import json
from collections.abc import Collection
from difflib import get_close_matches
from math import isfinite
from typing import Any, NoReturn

from flask import request

from lovgraf.core.disclosure import shape
from lovgraf.core.errors import InputError


def json_sent(known: Collection[str], example: str) -> dict[str, Any]:
    """The JSON object of the body, with some names that are `known`.

    Raises `InputError` for what is no JSON object (as the `example` is), a name that is not known
    or is there twice at any depth, a number that is none (NaN) or beyond what can be held.
    """
    try:
        found = json.loads(
            request.get_data(),
            object_pairs_hook=_once,
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


def refuse_unknown(given: Collection[str], known: Collection[str]) -> None:
    """Raise `InputError` for the first name that is not known, with what may be meant; a name that
    resembles none may hold anything, so only its shape is told."""
    for name in given:
        if name in known:
            continue
        near = get_close_matches(name, known, 1)
        told = repr(name) if near else shape(name)
        da, en = (f" Mente du {near[0]!r}?", f" Did you mean {near[0]!r}?") if near else ("", "")
        listed = ", ".join(sorted(known)) or "-"
        raise InputError(
            f"Feltet {told} kendes ikke.{da} Der kan være: {listed}.",
            f"The field {told} is not known.{en} There may be: {listed}.",
        )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            told = shape(name)
            raise InputError(
                f"Et navn ({told}) står to gange i det samme JSON-objekt. Behold ét.",
                f"A name ({told}) is there twice in the same JSON object. Keep one.",
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
