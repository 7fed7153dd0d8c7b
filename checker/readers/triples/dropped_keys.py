"""Keys of JSON-LD that its context does not map, which every reader of it drops without a word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any


def dropped_keys(text: str) -> list[tuple[str, int]]:
    """The keys that are dropped, each with a line on which it stands (1-based); none where the
    text is no JSON, or a context maps every key (`@vocab`) or is not given in the text.

    >>> dropped_keys('{"@context": {"a": "urn:a"}, "a": 1, "urn:b": 2, "c": 3}')
    [('c', 1)]
    """
    try:
        document = json.loads(text)
    except ValueError:
        return []
    contexts = [one for part in _objects(document) for one in _listed(part.get("@context"))]
    mapped: set[str] = set()
    for context in contexts:
        if not isinstance(context, dict) or context.get("@vocab"):
            return []
        mapped |= {key for part in _objects(context) for key in part}
    found = {
        key
        for part in _objects(document, without="@context")
        for key in part
        if not key.startswith("@") and ":" not in key and key not in mapped
    }
    return sorted(((key, _line(text, key)) for key in found), key=lambda one: one[::-1])


def _objects(value: Any, without: str = "") -> Iterator[dict[str, Any]]:
    """All JSON objects within a value, but those at a key that is left out (`without`)."""
    if isinstance(value, dict):
        yield value
        for key, part in value.items():
            if not without or key != without:
                yield from _objects(part, without)
    elif isinstance(value, list):
        for part in value:
            yield from _objects(part, without)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _line(text: str, key: str) -> int:
    found = re.search(rf"{re.escape(json.dumps(key, ensure_ascii=False))}\s*:", text)
    return text[: found.start()].count("\n") + 1 if found else 1
