"""The lines of an RDF file on which its triples stand, for what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib import RDF, BNode
from rdflib.term import Node

Triple = tuple[Node, Node, Node]


class LineReader:
    """A stream that gives a file line by line, so that a parser's place in it is known."""

    def __init__(self, content: bytes) -> None:
        self._lines = content.splitlines(keepends=True)
        self._rest = b""
        self.line = 0
        """The last line that was given, 1-based."""

    def read(self, size: int = -1) -> bytes:
        """The next line, or what is left of it; at most `size` bytes."""
        if not self._rest and self.line < len(self._lines):
            self._rest = self._lines[self.line]
            self.line += 1
        cut = len(self._rest) if size < 0 else size
        given, self._rest = self._rest[:cut], self._rest[cut:]
        return given


class Places:
    """Where the triples of one or several files stand."""

    def __init__(self) -> None:
        self._seen: dict[Triple, tuple[str, int]] = {}
        self._first: dict[BNode, int] = {}
        """The first line on which something is said of a blank node."""
        self._texts: dict[str, list[str]] = {}

    def add_file(self, name: str, content: bytes) -> None:
        """The text of a file, in which names are looked up."""
        self._texts[name] = content.decode("utf-8", "replace").splitlines()

    def add(self, triple: Triple, name: str, line: int) -> None:
        """A triple that was complete on a line of a file."""
        self._seen.setdefault(triple, (name, line))
        subject, _, value = triple
        if isinstance(value, BNode):
            line = min(line, self._first.get(value, line))
        if isinstance(subject, BNode):
            self._first[subject] = min(line, self._first.get(subject, line))

    def of(self, triple: Triple) -> tuple[str | None, int | None]:
        """The file and the line on which the property of a triple is named, as far as known."""
        if triple not in self._seen:
            return None, None
        name, line = self._seen[triple]
        if isinstance(triple[2], BNode):
            line = min(line, self._first.get(triple[2], line))
        if triple[1] == RDF.type:  # written as `a`
            return name, line
        return name, self._named(name, line, re.split(r"[#/:]", str(triple[1]))[-1])

    def texts(self) -> Iterator[tuple[str, str]]:
        """The name and the text of each file."""
        for name, lines in self._texts.items():
            yield name, "\n".join(lines)

    def _named(self, name: str, line: int, word: str) -> int:
        """The last line up to `line` that has a word, else `line` itself."""
        pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])") if word else None
        lines = self._texts.get(name, [])
        for number in range(min(line, len(lines)), 0, -1):
            if pattern is not None and pattern.search(lines[number - 1]):
                return number
        return line
