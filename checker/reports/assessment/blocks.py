"""What a document is made of, whatever form it is written in."""

from __future__ import annotations

from dataclasses import dataclass

from checker.terms import Lang


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `open` marks what the assessment leaves for a person to settle."""

    text: str
    open: bool = False


@dataclass(frozen=True)
class Items:
    """A list; each item has a text and lines below it."""

    items: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Table:
    """A table with a heading row; the first column names the row, columns of `numbers` (their
    places) are aligned to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Code:
    """Lines to copy as they are."""

    lines: tuple[str, ...]


Block = Paragraph | Items | Table | Code


@dataclass(frozen=True)
class Section:
    """A section with its heading; `level` is 1, or 2 for one within the section before it."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 1


@dataclass(frozen=True)
class Document:
    """A document in one language."""

    lang: Lang
    title: str
    sections: tuple[Section, ...]
