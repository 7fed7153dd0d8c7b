"""A condition as an outline: one line a question, with what belongs together below its heading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.conditions.tree import And, Condition, Leaf, Named, Not, OneOf, Or
from lovgraf.conditions.words import AND, NOT, OR, Words
from lovgraf.core.terms import Text


class Outline(Struct, frozen=True):
    """One line with the lines below it; `iri` is the class or shape that the line names."""

    text: Text
    parts: tuple[Outline, ...] = ()
    iri: str | None = None

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        found: dict[str, object] = {"text": self.text.as_dict()}
        if self.iri is not None:
            found["iri"] = self.iri
        return found | ({"parts": [part.as_dict() for part in self.parts]} if self.parts else {})

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> Outline:
        """The inverse of `as_dict`."""
        parts = tuple(cls.from_dict(part) for part in found.get("parts", ()))
        return cls(Text(found["text"]["da"], found["text"]["en"]), parts, found.get("iri"))


def outline(condition: Condition, words: Words) -> Outline:
    """What a condition says, itself unfolded; the classes and shapes it names are named only."""
    while isinstance(condition, Named):
        condition = condition.part
    return _line(condition, words)


def _line(condition: Condition, words: Words) -> Outline:
    match condition:
        case Named(iri, _):
            return Outline(words.name(iri), iri=iri)
        case Not(Leaf(_, OneOf(values)) as leaf) if len(values) == 1 and not leaf.every:
            (value,) = values
            if isinstance(value, bool):
                return Outline(words.question(replace(leaf, test=OneOf(frozenset([not value])))))
            return Outline(NOT, (_line(leaf, words),))
        case Not(part):
            return Outline(NOT, (_line(part, words),))
        case And():
            return Outline(AND, tuple(_line(part, words) for part in _flat(condition)))
        case Or():
            return Outline(OR, tuple(_line(part, words) for part in _flat(condition)))
    return Outline(words.question(condition))


def _flat(condition: And | Or) -> Iterator[Condition]:
    """The parts, with those of a part that joins in the same way in its place."""
    for part in condition.parts:
        if type(part) is type(condition):
            yield from _flat(part)
        else:
            yield part
