"""A validation report: results that share a shape and a constraint stand together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.terms import Text
from lovgraf.core.turtle_terms import TermWriter
from lovgraf.validate.survey.finding import NotChecked


class Group(Struct, frozen=True):
    """The results of one constraint of one shape.

    `path` is the path in Turtle, None at a node shape; `messages` are the shape's own, empty where
    it has none; `words` stands in for them. `constraint` is the source of a SPARQL constraint.
    """

    shape: Node
    path: str | None
    component: URIRef
    severity: URIRef
    messages: tuple[Literal, ...]
    words: Text
    constraint: Node | None = None
    engine: str = "columns"


Row = tuple[str, str | None, str | None]
"""Focus node, value and path (of `sh:closed`, SPARQL) in N-Triples; the last two may be absent."""


class Refused(Struct, frozen=True):
    """A shape that columns did not take, and the construct that they refuse."""

    shape: Node
    construct: Text


@dataclass(frozen=True)
class ValidationReport:
    """What validation found. Rows stay in the data engine until they are asked for."""

    groups: tuple[tuple[Group, int], ...]
    """Each with its number of results, at least 1."""
    shapes: int
    focus_nodes: int
    refused: tuple[Refused, ...] = ()
    notes: tuple[Text, ...] = ()
    connection: Any = field(default=None, repr=False)
    parts: tuple[int, ...] = ()
    """The number of each group in the data engine."""
    holder: Any = field(default=None, repr=False, compare=False)
    not_checked: tuple[NotChecked, ...] = ()
    """What the shapes ask for and was left out; then nothing conforms."""
    asked: int = 1
    """How many shapes had focus nodes and asked for something."""

    @property
    def found(self) -> bool:
        """Whether there is a result, of whatever severity."""
        return bool(self.groups)

    @property
    def conforms(self) -> bool | None:
        """Whether there is no result (SHACL, section 3.6.1); None where not all was checked, and
        nothing was found in the rest."""
        return False if self.groups else None if self.not_checked else True

    @property
    def results(self) -> int:
        """How many results there are."""
        return sum(count for _, count in self.groups)

    def rows(self, number: int, most: int | None = None) -> Iterator[Row]:
        """The results of the group with this place in `groups`, in a fixed order."""
        limit = "" if most is None else f" LIMIT {most}"
        from lovgraf.readers.connection import beside

        cursor = beside(self.connection)
        cursor.execute(
            f"SELECT focus, value, path FROM found WHERE part = {self.parts[number]} "
            f"ORDER BY ALL{limit}"
        )
        while batch := cursor.fetchmany(10_000):
            yield from batch


# Blank nodes numbered in the order in which a report names them, so that labels are stable.


class BlankNames:
    """Terms as N-Triples with blank nodes called `_:b1`, `_:b2` and so on."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._writer = TermWriter()

    def term(self, text: str) -> str:
        """A term of the data, from N-Triples."""
        return self._named("d" + text[2:]) if text.startswith("_:") else text

    def text(self, node: Node) -> str:
        """A term of the shapes graph."""
        if isinstance(node, BNode):
            return self._named("s" + str(node))
        return self._writer.term(node)

    def _named(self, key: str) -> str:
        return self._names.setdefault(key, f"_:b{len(self._names) + 1}")


# What a report keeps to itself: literals, and IRIs that hold more than the name of a node.
#
# Literals are the values of RDF. An IRI is what a result points at, and is told, unless it is an
# address of somebody (`mailto:`, `tel:`), carries values (`?name=`), or holds something like a
# CPR number.

_CPR = re.compile(r"(?<!\d)\d{6}(?:-|%2D|_)?\d{4}(?!\d)", re.IGNORECASE)

_NAME = re.compile(r"<(?:https?://[^?@]*|urn:[^?@]*)>|_:.*", re.IGNORECASE)

NOTE = Text(
    "Literaler og IRI'er, der rummer mere end en nodes navn (mailto:, ?, @, CPR-numre), er udeladt;"
    " --show-values viser dem.",
    "Literals, and IRIs that hold more than the name of a node (mailto:, ?, @, CPR numbers), are "
    "left out; --show-values shows them.",
)


def shown(term: str | None, show_values: bool) -> str | None:
    """A term in N-Triples if it may be shown, else None.

    >>> shown('"1212701234"', False) is None
    True
    >>> shown("<urn:example:7>", False)
    '<urn:example:7>'
    >>> shown("<mailto:anna@example.org>", False) is None
    True
    """
    if term is None or show_values:
        return term
    return term if _NAME.fullmatch(term) and not _CPR.search(term) else None
