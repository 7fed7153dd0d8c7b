"""Blank nodes numbered in the order in which a report names them, so that labels are stable."""

from __future__ import annotations

from rdflib import BNode
from rdflib.term import Node

from lovgraf.core.turtle_terms import TermWriter


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
