"""Invented people to try the page about one citizen with, from `people.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lovgraf.core.terms import Text
from lovgraf.facts.values import State


@dataclass(frozen=True)
class Person:
    """An invented person: name, a line about them, and values by column as one types them."""

    name: Text
    about: Text
    facts: Mapping[str, str]


@cache
def people() -> tuple[Person, ...]:
    """The people of the file, in its order."""
    import yaml

    read = yaml.safe_load(Path(__file__).with_name("people.yaml").read_text("utf-8"))
    return tuple(
        Person(
            Text(**one["name"]),
            Text(**one["about"]),
            {name: _typed(value) for name, value in one["facts"].items()},
        )
        for one in read
    )


def _typed(value: State) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
