"""Data classes of both kinds as dictionaries."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, NamedTuple

from msgspec import Struct

from lovgraf.core.as_dict import asdict


@dataclass(frozen=True)
class Old:
    name: str
    within: Any = None


class New(Struct, frozen=True):
    name: str
    within: Any = None


class Pair(NamedTuple):
    first: int
    second: Any


def test_what_lies_within_is_told_too() -> None:
    for within in (None, (), [1, 2], {"a": 1}, frozenset({1}), "text", Pair(1, (2,))):
        assert asdict(Old("o", within)) == dataclasses.asdict(Old("o", within))
        assert asdict(New("o", within)) == dataclasses.asdict(Old("o", within))
    for inner in (Old("i"), New("i")):
        told = {"name": "i", "within": None}
        assert asdict(Old("o", (inner, 1))) == {"name": "o", "within": (told, 1)}
        assert asdict(New("o", [{"k": inner}])) == {"name": "o", "within": [{"k": told}]}
