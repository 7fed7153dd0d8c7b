"""The check before any record is judged: a norm that no engine reads in full is refused by name.

What one engine cannot read the other may (`NotCompilable`); what neither reads would be left out
of the answer in silence.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from rdflib import SKOS, XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.conditions.tree import Scalar
from lovgraf.core.refusal import NotCompilable, short_terms
from lovgraf.core.terms import RECORD, Text, relative
from lovgraf.core.xpath_patterns import NotXPath, as_python
from lovgraf.law.lists import members

# RDF literals as the scalars of the condition tree.

_NOT_RE2 = re.compile(r"\(\?(?:[=!]|<[=!])|\\[1-9wWdDsSiIcCpP]")
"""https://github.com/google/re2/wiki/Syntax: what RE2 has not, or for ASCII only."""


def scalar(node: Node | None, where: Node) -> Scalar:
    """The Python value of a literal: bool, int, Decimal, date or str.

    Raises `NotCompilable` for anything else, and for an ill-typed literal.
    """
    if not isinstance(node, RdfLiteral) or node.ill_typed:
        raise NotCompilable(where, str(node))
    value = node.toPython()
    if isinstance(value, bool | int | Decimal):
        return value
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        return str(value)
    raise NotCompilable(where, node.n3())


def bound(node: Node | None, where: Node) -> int | Decimal | date:
    """A scalar that can bound a range."""
    value = scalar(node, where)
    if isinstance(value, bool | str):
        raise NotCompilable(where, str(node))
    return value


def count(node: Node | None, where: Node) -> int:
    """A whole number of things. Raises `NotCompilable` for anything else."""
    text = str(node)
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NotCompilable(where, text)
    return int(text)


def pattern(node: Node, where: Node) -> str:
    """A regular expression that the data engine (RE2) reads as XPath does.

    Raises `NotCompilable` for one that is none, or that looks around or back.
    """
    text = str(node)
    if not expression(node) or _NOT_RE2.search(text):
        raise NotCompilable(where, Text(f"mønstret {text[:50]}", f"the pattern {text[:50]}"))
    return text


def expression(node: Node) -> bool:
    """Whether a literal is a regular expression that XPath has, with the flag `i` and without."""
    try:
        return all(as_python(str(node), flags) for flags in ("", "i")) or str(node) == ""
    except NotXPath:
        return False


T = TypeVar("T")


class Unreadable(NotCompilable):
    """A construct of a class or shape that no engine reads; `norm` is the label of its norm."""

    def __init__(
        self, where: Node | str, construct: Node | str | Text, norm: Text | None = None
    ) -> None:
        super().__init__(where, construct)
        self._said = where, construct
        of = Text("", "") if norm is None else Text(f"»{norm.da}«: ", f'"{norm.en}": ')
        name = short_terms(relative(str(where)))
        self.found = Text(
            f"{of.da}{name} bruger {self.what.da}", f"{of.en}{name} uses {self.what.en}"
        )
        self._say(Text("", ""))

    def _say(self, also: Text) -> None:
        self.message = Text(
            f"{self.found.da} på en måde, som ingen af motorerne læser. {also.da}Se "
            "docs/encode-an-act.md om, hvad en klasse og en form kan bruge.",
            f"{self.found.en} in a way that no engine reads. {also.en}See "
            "docs/encode-an-act.md on what a class and a shape can use.",
        )
        self.args = (self.in_language("en"),)

    def beside(self, others: Sequence[Unreadable]) -> Unreadable:
        """The same, with what else of a law no engine reads."""
        if others:
            da, en = ("; ".join(one.found[lang] for one in others) for lang in ("da", "en"))
            self._say(Text(f"Det samme gælder: {da}. ", f"So is it with: {en}. "))
        return self

    def of(self, norm: Text) -> Unreadable:
        """The same, with the label of the norm that it strikes."""
        return Unreadable(*self._said, norm)


def items(graph: Graph, head: Node, where: Node) -> list[Node]:
    """The members of a list that no engine reads where it is broken."""
    return strictly(lambda: members(graph, head, where))


def strictly(read: Callable[[], T]) -> T:
    """What is read, where what one engine refuses the other cannot read either."""
    try:
        return read()
    except Unreadable:
        raise
    except NotCompilable as error:
        raise Unreadable(error.where, error.what) from None


def misspelt(term: Node, known: Collection[Node]) -> Text:
    """A term that is not known here, with the one that may be meant."""
    name = str(term)
    space = name[: len(name) - len(name.rsplit("#", 1)[-1].rsplit("/", 1)[-1])]
    others = {str(k).removeprefix(space): str(k) for k in known if str(k).startswith(space)}
    lower = {other.lower(): other for other in others}
    near = difflib.get_close_matches(name.removeprefix(space).lower(), lower, 1, 0.8)
    if not near:
        return Text(name, name)
    meant = others[lower[near[0]]]
    return Text(f"{name} (mente du {meant}?)", f"{name} (did you mean {meant}?)")


def datatype_of(graph: Graph, fact: Node) -> Node | None:
    """The datatype that a fact is declared with; None for what is no fact."""
    return graph.value(fact, RECORD.datatype)


def check_value(graph: Graph, fact: Node, value: Node, where: Node) -> None:
    """Refuse a value that a fact is held against and can never have: SHACL compares terms, and OWL
    values of one kind."""
    wanted = datatype_of(graph, fact)
    if wanted is None:
        return
    own = isinstance(value, RdfLiteral) and (
        value.datatype or (XSD.string, None)[bool(value.language)]
    )
    if own != wanted or (isinstance(value, RdfLiteral) and value.ill_typed):
        raise Unreadable(where, _mismatch(graph, fact, value))


def check_bound(graph: Graph, fact: Node, value: Node, where: Node) -> None:
    """Refuse a bound of another kind than the values of a fact."""
    wanted = datatype_of(graph, fact)
    if wanted is None:
        return
    good = isinstance(value, RdfLiteral) and not value.ill_typed
    if good and wanted in (XSD.integer, XSD.decimal):
        plain = value.toPython() if isinstance(value, RdfLiteral) else None
        good = isinstance(plain, int | Decimal) and not isinstance(plain, bool)
    elif good:
        good = wanted == XSD.date and isinstance(value, RdfLiteral) and value.datatype == XSD.date
    if not good:
        raise Unreadable(where, _mismatch(graph, fact, value))


def _mismatch(graph: Graph, fact: Node, value: Node) -> Text:
    name, can = relative(str(fact)), _can_be(graph, fact)
    written = value.n3() if isinstance(value, RdfLiteral | URIRef) else ""
    written = written[:80]
    return Text(f"{written} om {name}, som er {can.da}", f"{written} of {name}, which is {can.en}")


def _can_be(graph: Graph, fact: Node) -> Text:
    """What the values of a fact are."""
    scheme = graph.value(fact, RECORD.codeList)
    concepts = graph.subjects(SKOS.inScheme, scheme) if scheme is not None else ()
    codes = sorted({str(code) for one in concepts for code in graph.objects(one, SKOS.notation)})
    if codes:
        listed = ", ".join(codes)
        return Text(f"en af koderne {listed}", f"one of the codes {listed}")
    kind = datatype_of(graph, fact)
    return _KINDS.get(kind, Text(str(kind), str(kind)))


_KINDS: dict[Node | None, Text] = {
    XSD.boolean: Text("ja eller nej (true, false)", "yes or no (true, false)"),
    XSD.integer: Text("et helt tal", "a whole number"),
    XSD.decimal: Text("et tal", "a number"),
    XSD.date: Text("en dato", "a date"),
    XSD.string: Text("en tekst", "a text"),
}
