"""Arguments of the interface are what they are called for: another type is refused by the name of
the argument, and none is passed over or taken for what it only looks like ("no" is no False)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from os import PathLike
from pathlib import Path

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.law import Law

_TEXT = Text("en tekst", "a text")
_PATH = Text("en sti (tekst eller Path)", "a path (a text or a Path)")


def refused(name: str, wanted: Text, given: object) -> InputError:
    """The error for an argument of another type; its value, which may be personal, is not told."""
    kind = type(given).__name__
    return InputError(f"{name} er {wanted.da}, ikke {kind}.", f"{name} is {wanted.en}, not {kind}.")


def flags(**given: object) -> None:
    """Refuse what is neither True nor False."""
    for name, value in given.items():
        if not isinstance(value, bool):
            raise refused(name, Text("True eller False", "True or False"), value)


def texts(**given: object) -> None:
    """Refuse what is no text; None is nothing given."""
    for name, value in given.items():
        if value is not None and not isinstance(value, str):
            raise refused(name, _TEXT, value)


def text(name: str, value: object) -> None:
    """Refuse what is no text, None too."""
    if not isinstance(value, str):
        raise refused(name, _TEXT, value)


def one_of(name: str, value: object, known: Collection[str]) -> None:
    """Refuse what is none of some words."""
    if not isinstance(value, str) or value not in known:
        raise InputError(f"{name} er {' eller '.join(known)}.", f"{name} is {' or '.join(known)}.")


def path_of(name: str, value: object) -> Path:
    """A path."""
    if not isinstance(value, str | PathLike):
        raise refused(name, _PATH, value)
    return Path(value)


def paths_of(name: str, value: object) -> tuple[Path, ...]:
    """Several paths, of which one may stand alone."""
    if isinstance(value, str | PathLike):
        return (path_of(name, value),)
    if not isinstance(value, Collection) or isinstance(value, bytes | Mapping):
        raise refused(name, Text("en sti eller flere", "a path, or several"), value)
    return tuple(path_of(name, one) for one in value)


def words_of(name: str, value: object) -> tuple[str, ...]:
    """Several words: a list, or a text with commas as on the command line."""
    if isinstance(value, str):
        return tuple(word.strip() for word in value.split(",") if word.strip())
    words = Text(
        "ord: en liste, eller en tekst med kommaer", "words: a list, or a text with commas"
    )
    if not isinstance(value, Collection) or isinstance(value, bytes | Mapping):
        raise refused(name, words, value)
    for one in value:
        if not isinstance(one, str):
            raise refused(name, words, one)
    return tuple(value)


def law_given(law: object) -> None:
    """Refuse what is no law; None is the law that comes with the program."""
    if law is not None and not isinstance(law, Law):
        raise refused("law", Text("hvad load_law giver", "what load_law gives"), law)
