"""The blocks of a document, whatever form it is written in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from lovgraf.core.terms import Lang

Below: TypeAlias = "tuple[str | tuple[str, Below], ...]"
"""Lines below a text, each with lines below it where it has some."""


class Paragraph(Struct, frozen=True):
    """A paragraph; `open` marks what the assessment leaves for a person to settle."""

    text: str
    open: bool = False


class Items(Struct, frozen=True):
    """A list; each item has a text and lines below it, which may have lines of their own."""

    items: tuple[tuple[str, Below], ...]

    def lines(self) -> Iterator[tuple[int, str]]:
        """Every line with how deep it lies, the items at 0."""
        yield from _lines(self.items, 0)


class Table(Struct, frozen=True):
    """A table with a heading row; the first column names the row, columns of `numbers` (their
    places) are aligned to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


class Code(Struct, frozen=True):
    """Lines to copy as they are."""

    lines: tuple[str, ...]


def _lines(below: Below, depth: int) -> Iterator[tuple[int, str]]:
    for line in below:
        text, more = (line, ()) if isinstance(line, str) else line
        yield depth, text
        yield from _lines(more, depth + 1)


Block = Paragraph | Items | Table | Code


class Section(Struct, frozen=True):
    """A section with its heading, which the head of a letter lacks; `level` is 1, or 2 for one
    within the section before it."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 1


class Document(Struct, frozen=True):
    """A document in one language."""

    lang: Lang
    title: str
    sections: tuple[Section, ...]
