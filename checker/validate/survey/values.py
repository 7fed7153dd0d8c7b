"""Values that a parameter of SHACL cannot have (SHACL, sections 2 to 4)."""

from __future__ import annotations

import re
from collections.abc import Callable

from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.conditions.shacl.terms import NODE_KINDS, SEVERITIES, local, wrong_choice
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.validate.paths import well_formed_list
from lovgraf.validate.regexes import as_python

Test = Callable[[Graph, Node], Text | None]
_WHOLE = frozenset({
    XSD.integer, XSD.nonNegativeInteger, XSD.positiveInteger, XSD.int, XSD.long, XSD.short,
    XSD.byte, XSD.unsignedInt, XSD.unsignedLong, XSD.unsignedShort, XSD.unsignedByte,
})  # fmt: skip


def wrong_value(graph: Graph, predicate: Node, value: Node) -> Text | None:
    """Why a value cannot stand at a property of SHACL, or None where it can."""
    test = _TESTS.get(predicate)
    return None if test is None else test(graph, value)


def _iri(_: Graph, value: Node) -> Text | None:
    return None if isinstance(value, URIRef) else Text("som ikke er en IRI", "that is no IRI")


def _count(_: Graph, value: Node) -> Text | None:
    if isinstance(value, Literal) and value.datatype in _WHOLE:
        text = str(value).strip().removeprefix("+")
        if text.isascii() and text.isdigit():
            return None
    return Text(
        "som ikke er et helt tal på mindst 0 (xsd:integer)",
        "that is no whole number of at least 0 (xsd:integer)",
    )


def _flag(_: Graph, value: Node) -> Text | None:
    boolean = isinstance(value, Literal) and value.datatype == XSD.boolean
    if boolean and str(value) in ("true", "false", "1", "0"):
        return None
    return Text("som ikke er true eller false", "that is neither true nor false")


def _text(_: Graph, value: Node) -> Text | None:
    if isinstance(value, Literal) and not value.language and value.datatype in (None, XSD.string):
        return None
    return Text("som ikke er en tekst (xsd:string)", "that is no text (xsd:string)")


def _pattern(graph: Graph, value: Node) -> Text | None:
    """A regular expression that some engine here reads."""
    if wrong := _text(graph, value):
        return wrong
    try:
        re.compile(str(value))
    except re.error as error:
        return Text(
            f"med et udtryk, der ikke kan læses ({error.msg})",
            f"with an expression that cannot be read ({error.msg})",
        )
    except (RecursionError, OverflowError):
        return Text("med et for stort udtryk", "with an expression that is too large")
    if as_python(str(value), "") is None:
        return Text(
            "med en forskel mellem tegnklasser, som ikke er understøttet",
            "with a difference of character classes, which is not supported",
        )
    return None


def _flags(graph: Graph, value: Node) -> Text | None:
    """The flags of SPARQL 1.1 (i, m, s, x): of others some engines make nothing, some an error."""
    unknown = sorted(set(str(value)) - set("imsx"))
    if wrong := _text(graph, value):
        return wrong
    if not unknown:
        return None
    return Text(
        "med andre flag end i, m, s og x",
        "with other flags than i, m, s and x",
    )


def _message(_: Graph, value: Node) -> Text | None:
    if isinstance(value, Literal) and value.datatype in (None, XSD.string, RDF.langString):
        return None
    return Text("som ikke er en tekst", "that is no text")


def _literal(_: Graph, value: Node) -> Text | None:
    if isinstance(value, Literal):
        return None
    return Text("som ikke er en værdi, men en node", "that is no value but a node")


def _node(_: Graph, value: Node) -> Text | None:
    if isinstance(value, Literal):
        return Text("som er en værdi og ikke en form", "that is a value and no shape")
    return None


def _shape(graph: Graph, value: Node) -> Text | None:
    if isinstance(value, Literal):
        return Text("som er en værdi og ikke en form", "that is a value and no shape")
    if isinstance(value, BNode) or is_shape(graph, value):
        return None
    return Text(
        f"som henviser til {value}, der ikke er en form i filen",
        f"that refers to {value}, which is no shape of the file",
    )


def is_shape(graph: Graph, node: Node) -> bool:
    """Whether anything is said of a node that makes it a shape."""
    kinds = set(graph.objects(node, RDF.type))
    return bool(kinds & {SH.NodeShape, SH.PropertyShape, SH.Shape}) or any(
        local(predicate) is not None for predicate in graph.predicates(node)
    )


def _members(graph: Graph, value: Node) -> list[Node] | None:
    try:
        return well_formed_list(graph, value, value)
    except NotCompilable:
        return None


def _list(graph: Graph, value: Node) -> Text | None:
    if _members(graph, value) is None:
        return Text("som ikke er en liste", "that is no list")
    return None


def _shapes(graph: Graph, value: Node) -> Text | None:
    members = _members(graph, value)
    if not members:
        return Text("som ikke er en liste af former", "that is no list of shapes")
    return next((wrong for member in members if (wrong := _shape(graph, member))), None)


def _iris(graph: Graph, value: Node) -> Text | None:
    members = _members(graph, value)
    if members is None or not all(isinstance(member, URIRef) for member in members):
        return Text("som ikke er en liste af IRI'er", "that is no list of IRIs")
    return None


def _tags(graph: Graph, value: Node) -> Text | None:
    members = _members(graph, value)
    if members is None or any(_text(graph, member) for member in members):
        return Text("som ikke er en liste af sprogkoder", "that is no list of language tags")
    return None


def _choice(known: frozenset[str], only: bool) -> Test:
    def test(_: Graph, value: Node) -> Text | None:
        if isinstance(value, URIRef) and not only and local(value) is None:
            return None
        wrong = wrong_choice(value, known)
        return wrong and Text(
            f"med en værdi, som det ikke kan have ({wrong.da})",
            f"with a value that it cannot have ({wrong.en})",
        )

    return test


def _target(_: Graph, value: Node) -> Text | None:
    if isinstance(value, BNode):
        return Text("som er en blank node", "that is a blank node")
    return None


_TESTS: dict[Node, Test] = {
    **dict.fromkeys(
        (SH["class"], SH.datatype, SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals,
         SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf), _iri),
    **dict.fromkeys(
        (SH.minCount, SH.maxCount, SH.minLength, SH.maxLength, SH.qualifiedMinCount,
         SH.qualifiedMaxCount), _count),
    **dict.fromkeys(
        (SH.uniqueLang, SH.closed, SH.deactivated, SH.qualifiedValueShapesDisjoint), _flag),
    SH.pattern: _pattern,
    SH.flags: _flags,
    **dict.fromkeys(
        (SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive), _literal),
    **dict.fromkeys((SH.sparql, SH.target), _node),
    **dict.fromkeys((SH.node, SH.property, SH["not"], SH.qualifiedValueShape), _shape),
    **dict.fromkeys((SH["and"], SH["or"], SH.xone), _shapes),
    SH["in"]: _list, SH.ignoredProperties: _iris, SH.languageIn: _tags, SH.message: _message,
    SH.targetNode: _target,
    SH.nodeKind: _choice(NODE_KINDS, only=True), SH.severity: _choice(SEVERITIES, only=False),
}  # fmt: skip
