"""Whether a shape of the law is made of nothing but what the engines read.

Read are the constraint components of SHACL Core on the facts of a record (a property shape with a
direct path) and on the record as a whole. A constraint on the record's own node, a path to another
node, SPARQL and the advanced features ask for what a record does not have.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct, field
from rdflib import DC, DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Namespace, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.conditions.readable import (
    Unreadable,
    check_bound,
    check_value,
    count,
    datatype_of,
    expression,
    items,
    misspelt,
    strictly,
)
from lovgraf.conditions.shacl import asks, is_deactivated
from lovgraf.core.refusal import DEEPEST, too_deep
from lovgraf.core.terms import CORE, RECORD, Text

_PROV = Namespace("http://www.w3.org/ns/prov#")
_ABOUT = tuple(map(str, (RDFS, SKOS, DCTERMS, DC, _PROV, CORE, RECORD)))
"""Vocabularies that only say something about a shape."""
_TELLS = {
    SH.message, SH.severity, SH.name, SH.description, SH.order, SH.group, SH.defaultValue,
    SH.deactivated, SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf,
}  # fmt: skip
"""What asks nothing of a record."""
_LISTS = {SH["and"], SH["or"], SH.xone}
_LOGIC = {*_LISTS, SH["not"], SH.node}
_BOUNDS = {SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive}
_LENGTHS = {SH.minLength, SH.maxLength}
_NAMES = {SH["class"], SH.datatype}
"""What names one thing; SHACL 1.2 takes a list of them."""
_COUNTS = {SH.minCount, SH.maxCount, SH.qualifiedMinCount, SH.qualifiedMaxCount}
_PAIRS = {SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals}
_OF_A_RECORD = {*_LOGIC, SH.property, SH["class"]}
_OF_A_VALUE = {
    *_LOGIC, *_BOUNDS, *_LENGTHS, SH["in"], SH.hasValue, SH.pattern, SH.flags, SH.datatype,
    SH.nodeKind, SH.languageIn, SH["class"],
}  # fmt: skip
_OF_A_FACT = {
    *_OF_A_VALUE, *_PAIRS, *_COUNTS, SH.path, SH.uniqueLang, SH.qualifiedValueShape,
    SH.qualifiedValueShapesDisjoint,
}  # fmt: skip
_TOGETHER = {
    SH.qualifiedValueShape: (SH.qualifiedMinCount, SH.qualifiedMaxCount),
    SH.qualifiedMinCount: (SH.qualifiedValueShape,),
    SH.qualifiedMaxCount: (SH.qualifiedValueShape,),
    SH.qualifiedValueShapesDisjoint: (SH.qualifiedValueShape,),
    SH.flags: (SH.pattern,),
}  # fmt: skip
"""Parameters that ask something only beside one of others."""
_OFTEN = {*_LOGIC, *_PAIRS, *_TELLS, SH.property, SH.hasValue, SH.pattern, SH["class"]}
"""What a shape may say more than once."""
_KINDS = {
    SH.Literal, SH.IRI, SH.BlankNode, SH.IRIOrLiteral, SH.BlankNodeOrLiteral, SH.BlankNodeOrIRI,
}  # fmt: skip
_RECORD = "record"


class ReadableShapes(Struct):
    """Looks at the shapes of one graph; `record_types` are the IRIs of the classes of records."""

    graph: Graph
    record_types: Collection[str]
    _looked: set[tuple[Node, object]] = field(default_factory=set)
    _open: list[tuple[Node, object]] = field(default_factory=list)

    def check(self, shape: Node) -> None:
        """Raise `Unreadable` where a shape, or one that it refers to, has what is not read."""
        self._shape(shape, _RECORD)

    def check_duty(self, shape: Node) -> None:
        """The same of a duty, which must ask something: all records would fulfil it."""
        self.check(shape)
        if not self._asks(shape):
            raise Unreadable(
                shape,
                Text(
                    "en form uden begrænsning (alt opfylder den)",
                    "a shape with no constraint (everything conforms to it)",
                ),
            )

    def _asks(self, shape: Node) -> bool:
        return not is_deactivated(self.graph, shape) and asks(self.graph, shape, self._asks)

    def _shape(self, shape: Node, of: object) -> None:
        """Look at a shape on a record, or on the values of a fact (its IRI)."""
        if (shape, of) in self._looked:
            return
        if (shape, of) in self._open:
            raise Unreadable(
                shape, Text("en form, der henviser til sig selv", "a shape that refers to itself")
            )
        if len(self._open) >= DEEPEST:
            raise Unreadable(self._name(), too_deep())
        if isinstance(shape, URIRef) and self._open and (shape, None, None) not in self.graph:
            raise Unreadable(
                self._name(),
                Text(f"formen {shape}, som ikke findes,", f"the shape {shape}, which is nowhere,"),
            )
        self._open.append((shape, of))
        try:
            self._terms(shape, of)
        finally:
            self._open.pop()
        self._looked.add((shape, of))

    def _terms(self, shape: Node, of: object) -> None:
        own = (shape, SH.path, None) in self.graph
        if own and of is not _RECORD:
            raise Unreadable(self._name(), Text("sh:path af en værdi", "sh:path of a value"))
        if own and (shape, RDF.type, SH.NodeShape) in self.graph:
            raise Unreadable(
                self._name(), Text("sh:path i en sh:NodeShape", "sh:path in a sh:NodeShape")
            )
        known = _OF_A_FACT if own else _OF_A_RECORD if of is _RECORD else _OF_A_VALUE
        fact = self._path(shape) if own else of
        for predicate in sorted(set(self.graph.predicates(shape)), key=str):
            values = list(self.graph.objects(shape, predicate))
            if self._says_only(predicate, values):
                continue
            if predicate not in known:
                raise Unreadable(self._name(), misspelt(predicate, {*known, *_TELLS}))
            if len(values) > 1 and predicate not in _OFTEN:
                raise Unreadable(
                    self._name(), Text(f"flere {predicate} i én form", f"several {predicate}")
                )
            for value in values:
                self._value(predicate, value, fact)
        self._together(shape)

    def _together(self, shape: Node) -> None:
        """Refuse a parameter without those it takes: alone it asks nothing (SHACL, 6.2.1)."""
        for predicate, needed in _TOGETHER.items():
            if (shape, predicate, None) in self.graph and not any(
                (shape, other, None) in self.graph for other in needed
            ):
                da, en = (word.join(map(str, needed)) for word in (" eller ", " or "))
                raise Unreadable(
                    self._name(), Text(f"{predicate} uden {da}", f"{predicate} without {en}")
                )

    def _says_only(self, predicate: Node, values: list[Node]) -> bool:
        """Whether a property of a shape asks nothing of a record."""
        if predicate == RDF.type:
            for kind in values:
                if str(kind).startswith(str(SH)) and kind not in (SH.NodeShape, SH.PropertyShape):
                    raise Unreadable(self._name(), misspelt(kind, {SH.NodeShape, SH.PropertyShape}))
            return True
        if predicate == SH.deactivated and not {*values} <= {RdfLiteral(True), RdfLiteral(False)}:
            raise Unreadable(self._name(), f"sh:deactivated {values[0]}")
        if predicate in _TELLS:
            return True
        if str(predicate).startswith(str(SH)):
            return False
        return not self._parameter(predicate) and (
            str(predicate).startswith((*_ABOUT, str(OWL)))
            or (predicate, RDF.type, OWL.AnnotationProperty) in self.graph
        )

    def _parameter(self, predicate: Node) -> bool:
        """Whether a property is the parameter of a constraint component that somebody declares."""
        return any(
            (None, SH.parameter, parameter) in self.graph
            for parameter in self.graph.subjects(SH.path, predicate)
        )

    def _path(self, shape: Node) -> Node:
        paths = list(self.graph.objects(shape, SH.path))
        if len(paths) == 1 and isinstance(paths[0], URIRef):
            return paths[0]
        kinds = {str(p) for path in paths for p in self.graph.predicates(path)}
        named = ", ".join(sorted(k for k in kinds if k.startswith(str(SH)))) or "sh:path"
        raise Unreadable(
            self._name(),
            Text(
                f"en sti, der ikke er én egenskab ({named}),",
                f"a path that is not a single property ({named}),",
            ),
        )

    def _value(self, predicate: Node, value: Node, fact: object) -> None:
        """Look at what one constraint says of the values of a fact, or of a record."""
        where, graph = self._name(), self.graph
        if predicate in _NAMES and isinstance(value, BNode):
            raise Unreadable(where, Text(f"en liste i {predicate}", f"a list in {predicate}"))
        if predicate in _LISTS:
            for member in items(graph, value, where):
                self._shape(member, fact)
        elif predicate in (SH["not"], SH.node, SH.qualifiedValueShape):
            self._shape(value, fact)
        elif predicate == SH.property:
            if (value, SH.path, None) not in graph:
                raise Unreadable(
                    where, Text("sh:property uden sh:path", "sh:property without sh:path")
                )
            self._shape(value, fact)
        elif predicate == SH["class"]:
            if fact is _RECORD and str(value) not in self.record_types:
                raise Unreadable(where, f"sh:class {value}")
        elif predicate in _COUNTS:
            strictly(lambda: count(value, where))
        elif predicate in _PAIRS and not isinstance(value, URIRef):
            raise Unreadable(where, f"{predicate} {value}")
        elif isinstance(fact, Node):
            self._of_values(predicate, value, fact, where)

    def _of_values(self, predicate: Node, value: Node, fact: Node, where: Node) -> None:
        """Look at what one constraint holds the values of a fact against."""
        graph = self.graph
        if predicate == SH.hasValue:
            check_value(graph, fact, value, where)
        elif predicate == SH["in"]:
            for member in items(graph, value, where):
                check_value(graph, fact, member, where)
        elif predicate in _BOUNDS:
            check_bound(graph, fact, value, where)
        elif predicate in (*_LENGTHS, SH.pattern, SH.flags):
            self._of_text(predicate, value, fact, where)
        elif predicate == SH.languageIn:
            items(graph, value, where)
        elif (predicate == SH.nodeKind and value not in _KINDS) or (
            predicate == SH.datatype and not isinstance(value, URIRef)
        ):
            raise Unreadable(where, misspelt(value, _KINDS))
        elif predicate == SH.uniqueLang and value not in (RdfLiteral(True), RdfLiteral(False)):
            raise Unreadable(where, f"sh:uniqueLang {value}")

    def _of_text(self, predicate: Node, value: Node, fact: Node, where: Node) -> None:
        """Look at a constraint on texts, which numbers and days are not."""
        if datatype_of(self.graph, fact) not in (XSD.string, None):
            raise Unreadable(
                where,
                Text(
                    f"{predicate} om {fact}, der ikke er en tekst,",
                    f"{predicate} of {fact}, which is no text,",
                ),
            )
        if predicate in _LENGTHS:
            strictly(lambda: count(value, where))
        elif predicate == SH.flags and not set(str(value)) <= set("ims"):
            raise Unreadable(where, f"sh:flags {value}")
        elif predicate == SH.pattern and not expression(value):
            raise Unreadable(
                where, Text(f"mønstret {str(value)[:50]}", f"the pattern {str(value)[:50]}")
            )

    def _name(self) -> Node:
        """The innermost named shape being looked at."""
        named = [node for node, _ in self._open if isinstance(node, URIRef)]
        return named[-1] if named else self._open[-1][0]
