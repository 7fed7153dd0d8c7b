"""The records of nested JSON, read as a stream.

A list counts as each of its elements, on the way to the records and within them; a number in a path
chooses one, from 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

import ijson

from lovgraf.readers.described import Paths, steps
from lovgraf.readers.nested.walking import DEEPEST, Bounded, Found, NotOneValue, too_deep
from lovgraf.readers.typed import number_text

Events = Iterator[tuple[str, Any]]


class Twice(Exception):
    """A key on the way to the records is there twice."""


def json_records(stream: Bounded, paths: Paths, name: str) -> Iterator[Found]:
    """What stands at the path of the records, in order.

    Raises `NotOneValue`, `Twice`, `InputError` for what is too deep, `ijson.JSONError` for what is
    no JSON.
    """
    wanted = list(steps(paths.records))
    columns = [(column.header, list(steps(column.path))) for column in paths.columns]
    for value, sound in values_at(stream, wanted, name):
        stream.go_on()
        if not isinstance(value, dict):
            yield Found(reason="no-object")
        elif not sound:
            yield Found(reason="repeated-key")
        else:
            yield Found([_column(value, path, header) for header, path in columns])


def values_at(stream: Bounded, wanted: Sequence[str], name: str) -> Iterator[tuple[Any, bool]]:
    """The values at a path, and whether no object in them has a key twice."""
    events: Events = iter(ijson.basic_parse(stream, multiple_values=True))
    keys: list[str | None] = []
    seen: list[bool] = []
    lists = 0
    for event, value in events:
        if event == "map_key":
            keys[-1] = value
            if keys == wanted[: len(keys)]:
                if seen[-1]:
                    raise Twice
                seen[-1] = True
        elif event == "end_map":
            keys.pop()
            seen.pop()
        elif event in ("start_array", "end_array"):
            lists += 1 if event == "start_array" else -1
        elif keys == wanted:
            yield _built(chain([(event, value)], events), name)
        elif event == "start_map":
            keys.append(None)
            seen.append(False)
        if len(keys) + lists > DEEPEST:
            raise too_deep(name)


def _built(events: Events, name: str) -> tuple[Any, bool]:
    """The value that begins here, and whether no object in it has a key twice."""
    sound, key = True, ""
    open_: list[Any] = []
    keys: list[str] = []
    for event, value in events:
        if event == "map_key":
            sound = sound and value not in open_[-1]
            keys[-1] = value
            continue
        if event in ("end_map", "end_array"):
            done = open_.pop()
            keys.pop()
            if not open_:
                return done, sound
            continue
        new: Any = {} if event == "start_map" else [] if event == "start_array" else value
        if open_:
            key = keys[-1]
            open_[-1].append(new) if isinstance(open_[-1], list) else open_[-1].update({key: new})
        if event not in ("start_map", "start_array"):
            if not open_:
                return new, sound
            continue
        open_.append(new)
        keys.append("")
        if len(open_) > DEEPEST:
            raise too_deep(name)
    raise ijson.IncompleteJSONError


def _column(record: Any, path: Sequence[str], header: str) -> list[str | None] | None:
    found = [_text(value, header) for value in _values(record, path)]
    return found or None


def _values(value: Any, path: Sequence[str]) -> Iterator[Any]:
    if isinstance(value, list):
        if path and path[0].isdecimal():
            if int(path[0]) < len(value):
                yield from _values(value[int(path[0])], path[1:])
            return
        for one in value:
            yield from _values(one, path)
    elif not path:
        yield value
    elif isinstance(value, dict) and path[0] in value:
        yield from _values(value[path[0]], path[1:])


def _text(value: Any, header: str) -> str | None:
    if value is None:
        return None
    if isinstance(value, dict):
        raise NotOneValue(header)
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value) if isinstance(value, int | Decimal) else str(value)
