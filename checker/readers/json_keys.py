"""Keys that a JSON object gives twice: readers keep one of the two values and say nothing."""

from __future__ import annotations

import json
from typing import Any

from lovgraf.core.errors import InputError


class RepeatedKey(ValueError):
    """An object gives a key twice."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


def read_json(text: str) -> Any:
    """What a JSON text says. Raises `RepeatedKey`; `ValueError` where it is no JSON."""
    return json.loads(text, object_pairs_hook=_once)


def first_repeated_key(text: str | bytes) -> str | None:
    """The first key that an object within a text gives twice; None where there is none, or the
    text is no JSON.

    >>> first_repeated_key('{"a": [{"b": 1, "b": 2}], "c": {"a": 3}}')
    'b'
    """
    try:
        json.loads(text, object_pairs_hook=_look)
    except RepeatedKey as error:
        return error.key
    except (ValueError, RecursionError):
        return None
    return None


def repeated_key(text: str, key: str, name: str) -> InputError:
    """The error that an object of a file gives a key twice, with the line where that is sure."""
    places: list[int] = []
    written = json.dumps(key, ensure_ascii=False)
    start = text.find(written)
    while start >= 0 and len(places) < 3:
        if text[start + len(written) :].lstrip()[:1] == ":":
            places.append(start)
        start = text.find(written, start + 1)
    line = text.count("\n", 0, places[1]) + 1 if len(places) == 2 else None
    return InputError(
        "Et objekt har den samme nøgle to gange, og kun den ene værdi kan gælde; fjern den ene, "
        "eller saml værdierne i en liste.",
        "An object has the same key twice, and only one of the values can count; remove one, or "
        "put the values into a list.",
        name,
        line,
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        _look(pairs)
    return found


def _look(pairs: list[tuple[str, Any]]) -> None:
    """Keep nothing of an object: only its keys matter."""
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise RepeatedKey(key)
        seen.add(key)
