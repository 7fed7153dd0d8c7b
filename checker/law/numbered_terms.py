"""Terms by number, as texts: an IRI, a blank node (`_:` and its name), or a literal: `"`, its
datatype or `@` and its language, `"`, and its text."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.literals import typed

Plain = tuple[list[str], str, bytes]
"""Names, the texts of literals one after another, and where each of them ends."""
_TYPE = "I"


class NumberedTerms:
    """Texts of terms, each with its number. Those that were kept come first: names (IRIs and blank
    nodes), of which many are asked for, then literals, of which few are."""

    def __init__(self, plain: Plain = ([], "", b"")) -> None:
        """Raises `ValueError` where the ends are no numbers."""
        self._names, self._literals, ends = plain
        self._ends = array(_TYPE, [0])
        self._ends.frombytes(ends)
        self._more: list[str] = []
        self._numbers = dict(zip(self._names, range(len(self._names)), strict=True))
        """Those of the names, and of what was added."""
        self._of_literals: dict[str, int] | None = None
        """Those of the literals that were kept, once one of them is sought."""

    def copy(self) -> NumberedTerms:
        """The same, to which others may be added."""
        copy = NumberedTerms()
        copy._names, copy._literals, copy._ends = self._names, self._literals, self._ends
        copy._more, copy._numbers = self._more.copy(), self._numbers.copy()
        copy._of_literals = self._of_literals
        return copy

    def __len__(self) -> int:
        return len(self._names) + len(self._ends) - 1 + len(self._more)

    def __getitem__(self, number: int) -> str:
        """Raises `IndexError` where there is none."""
        place = number - len(self._names)
        if place < 0:
            return self._names[number]
        if place < len(self._ends) - 1:
            return self._literals[self._ends[place] : self._ends[place + 1]]
        return self._more[place - len(self._ends) + 1]

    def number(self, text: str) -> int | None:
        """The number of a term, if it has one."""
        found = self._numbers.get(text)
        if found is None and text.startswith('"'):
            if self._of_literals is None:
                first = len(self._names)
                places = range(first, first + len(self._ends) - 1)
                self._of_literals = {self[place]: place for place in places}
            found = self._of_literals.get(text)
        return found

    def add(self, text: str) -> int:
        """Give a number to a term that has none."""
        number = self._numbers[text] = len(self)
        self._more.append(text)
        return number

    def in_order(self) -> list[int]:
        """The numbers of all, as they come once they are kept."""
        return sorted(range(len(self)), key=lambda number: self[number].startswith('"'))


def kept(texts: Iterable[str]) -> Plain:
    """Texts of terms, in order, as plain values."""
    names, literals, ends = list[str](), list[str](), array(_TYPE)
    end = 0
    for text in texts:
        if text.startswith('"'):
            literals.append(text)
            end += len(text)
            ends.append(end)
        else:
            names.append(text)
    return names, "".join(literals), ends.tobytes()


def literal(text: str, language: str | None, datatype: str) -> str:
    """A literal as rdflib would have it: its text in the form that its datatype prefers."""
    if language:
        return f'"@{language.lower()}"{text}'
    if not datatype.endswith("#string"):
        text = str(typed(text, URIRef(datatype), normalize=True))
    return f'"{datatype}"{text}'


def text_of(term: Node) -> str:
    """The text of a term."""
    if isinstance(term, Literal):
        return f'"@{term.language}"{term}' if term.language else f'"{term.datatype or ""}"{term}'
    return f"_:{term}" if isinstance(term, BNode) else str(term)


def term_of(text: str) -> Node:
    """The reverse of `text_of`."""
    if text.startswith('"'):
        kind, said = text[1:].split('"', 1)
        if kind.startswith("@"):
            return Literal(said, lang=kind[1:])
        return typed(said, URIRef(kind)) if kind else Literal(said)
    return BNode(text[2:]) if text.startswith("_:") else URIRef(text)
