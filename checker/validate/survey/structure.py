"""Properties that do not fit the shape they stand on, or lack the one they need (SHACL, 2 to 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rdflib import OWL, RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.conditions.shacl import (
    CORE,
    NODE_KINDS,
    REPORTS,
    RULES,
    SCRIPTS,
    SEVERITIES,
    TARGETS,
    local,
    wrong_choice,
)
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.core.xpath_patterns import NotXPath, as_python
from lovgraf.validate.paths import read_path, well_formed_list
from lovgraf.validate.shapes import ON_PROPERTIES, ONE
from lovgraf.validate.survey.finding import Finding, Triple
from lovgraf.validate.survey.outline import Outline

# Values that a parameter of SHACL cannot have (SHACL, sections 2 to 4).

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
    """A regular expression, as XPath has them."""
    if wrong := _text(graph, value):
        return wrong
    try:
        as_python(str(value))
    except NotXPath as error:
        return Text(
            f"med et udtryk, der ikke kan læses, som XPath har det ({error.what.da})",
            f"with an expression that cannot be read as XPath has it ({error.what.en})",
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


_ONCE = ONE | {
    SH.flags, SH.severity, SH.deactivated, SH.qualifiedValueShape, SH.qualifiedMinCount,
    SH.qualifiedMaxCount, SH.qualifiedValueShapesDisjoint, SH.ignoredProperties,
}  # fmt: skip
_NEEDS: dict[Node, tuple[URIRef, ...]] = {
    SH.flags: (SH.pattern,),
    SH.ignoredProperties: (SH.closed,),
    SH.qualifiedMinCount: (SH.qualifiedValueShape,),
    SH.qualifiedMaxCount: (SH.qualifiedValueShape,),
    SH.qualifiedValueShapesDisjoint: (SH.qualifiedValueShape,),
    SH.qualifiedValueShape: (SH.qualifiedMinCount, SH.qualifiedMaxCount),
}
"""What a parameter says nothing without: one of these."""
_TOGETHER: dict[Node, tuple[URIRef, ...]] = {
    SH.pattern: (SH.flags,), SH.flags: (SH.pattern,),
    SH.ignoredProperties: (SH.closed,), SH.closed: (SH.ignoredProperties,),
    SH.property: (SH.closed, SH.ignoredProperties),
}  # fmt: skip
"""What goes where a parameter goes, since it means something else alone."""
_QUALIFIED = (
    SH.qualifiedValueShape, SH.qualifiedMinCount, SH.qualifiedMaxCount,
    SH.qualifiedValueShapesDisjoint,
)  # fmt: skip
_OF_GRAPHS = frozenset({"shapesGraph", "suggestedShapesGraph", "entailment"})
_ELSEWHERE: dict[Node, str] = {
    **dict.fromkeys(
        (SH.inversePath, SH.alternativePath, SH.zeroOrMorePath, SH.oneOrMorePath,
         SH.zeroOrOnePath), "sh:path"),
    **dict.fromkeys((SH.select, SH.ask), "sh:sparql, sh:target, sh:validator"),
    **dict.fromkeys((SH.validator, SH.nodeValidator, SH.propertyValidator, SH.optional),
                    "sh:ConstraintComponent"),
    **dict.fromkeys((SH.nodes, SH.filterShape, SH.union, SH.intersection), "sh:expression"),
    SH.returnType: "sh:SPARQLFunction",
    **{SH[name]: "sh:rule" for name in RULES - {"rule"}},
    **{SH[name]: "sh:js" for name in SCRIPTS - {"js"}},
    **{SH[name]: "sh:ValidationResult" for name in REPORTS - _OF_GRAPHS},
}  # fmt: skip
"""Properties that say nothing on a shape, and where they belong."""


def wrong_structure(outline: Outline, shape: Node) -> Iterator[Finding]:
    """What of a shape itself is not formed as SHACL requires."""
    yield from _wrong_path(outline, shape)
    yield from _unclear_class(outline, shape)
    graph = outline.graph
    for predicate in sorted(set(graph.predicates(shape)), key=str):
        name, values = local(predicate), list(graph.objects(shape, predicate))
        if name is None:
            continue
        triples = sorted(((shape, predicate, value) for value in values), key=str)
        for triple in triples:
            if (wrong := wrong_value(graph, predicate, triple[2])) is not None:
                said = Text(f"sh:{name}, {wrong.da}", f"sh:{name} {wrong.en}")
                yield Finding(said, triple, _with(outline, triple), shape)
        if predicate in _ONCE and len(values) > 1:
            said = Text(f"sh:{name} flere gange", f"sh:{name} several times")
            dropped = tuple(one for triple in triples for one in _with(outline, triple))
            yield Finding(said, triples[1], dropped, shape)
        if (misplaced := _out_of_place(outline, shape, predicate)) is not None:
            dropped = tuple(one for triple in triples for one in _with(outline, triple))
            yield Finding(misplaced, triples[0], dropped, shape)


def out_of_shape(outline: Outline, node: Node) -> Iterator[Finding]:
    """Constraints and targets that stand on a part of a shape, such as its `sh:sparql`."""
    for triple in sorted(outline.graph.triples((node, None, None)), key=str):
        name = local(triple[1])
        if name in CORE | TARGETS or name in ("sparql", "target", "expression", "path"):
            said = Text(f"sh:{name}, som ikke står på en form", f"sh:{name} that is on no shape")
            yield Finding(said, triple, (triple,))


def says_nothing(outline: Outline, shape: Node) -> Iterator[Finding]:
    """Parameters that declare no constraint for want of another one (SHACL, section 2.1.5), and
    severities that are not those of a shape (2.1.4)."""
    graph = outline.graph
    for predicate, needed in _NEEDS.items():
        alone = not any((shape, other, None) in graph for other in needed)
        for triple in graph.triples((shape, predicate, None)) if alone else ():
            names = [f"sh:{local(other)}" for other in needed]
            said = Text(
                f"sh:{local(predicate)} uden {' eller '.join(names)}",
                f"sh:{local(predicate)} without {' or '.join(names)}",
            )
            yield Finding(said, triple, (), shape)
    for node in graph.objects(shape, SH.sparql):
        for triple in graph.triples((node, SH.severity, None)):
            said = Text("sh:severity i sh:sparql", "sh:severity in sh:sparql")
            yield Finding(said, triple, (), shape)


def _out_of_place(outline: Outline, shape: Node, predicate: Node) -> Text | None:
    """Why a property says nothing on this shape, or None where it does."""
    name = local(predicate)
    if predicate in ON_PROPERTIES and outline.path(shape) is None:
        return Text(f"sh:{name} uden sh:path", f"sh:{name} without sh:path")
    home = _ELSEWHERE.get(predicate)
    if home is not None and not _has_a_role(outline, shape):
        return Text(
            f"sh:{name} på en form; det hører til i {home}",
            f"sh:{name} on a shape; it belongs in {home}",
        )
    return None


def _has_a_role(outline: Outline, node: Node) -> bool:
    """Whether a node is something else besides a shape, such as a component or a rule."""
    known = {SH.NodeShape, SH.PropertyShape}
    return any(
        local(kind) is not None and kind not in known
        for kind in outline.graph.objects(node, RDF.type)
    )


def _with(outline: Outline, triple: Triple) -> tuple[Triple, ...]:
    """A triple and those that mean something else without it."""
    graph, (shape, predicate, _) = outline.graph, triple
    others: tuple[URIRef, ...] = _TOGETHER.get(predicate, ())
    if predicate in _QUALIFIED:
        others = _QUALIFIED
    further = tuple(
        (shape, other, value) for other in others for value in graph.objects(shape, other)
    )
    return (triple, *(one for one in further if one != triple))


def _wrong_path(outline: Outline, shape: Node) -> Iterator[Finding]:
    graph = outline.graph
    kinds = set(graph.objects(shape, RDF.type))
    paths = list(graph.objects(shape, SH.path))
    refers = [t for t in outline.referring(shape) if t[1] == SH.property and t[2] == shape]
    at: Triple | None = (shape, SH.path, paths[0]) if paths else None
    said: Text | None = None
    if len(paths) > 1:
        said = Text("flere sh:path på en form", "several sh:path on a shape")
    elif paths and SH.NodeShape in kinds:
        said = Text("sh:path på en sh:NodeShape", "sh:path on a sh:NodeShape")
    elif paths:
        said = _ill_formed(outline, shape, paths[0])
    elif SH.PropertyShape in kinds or (refers and _is_shape(outline, shape)):
        said = Text("en egenskabsform uden sh:path", "a property shape without sh:path")
        at = refers[0] if refers else (shape, RDF.type, SH.PropertyShape)
    if said is not None and at is not None:
        yield Finding(said, at, _all_of(outline, shape), shape)


def _is_shape(outline: Outline, node: Node) -> bool:
    return isinstance(node, BNode) or is_shape(outline.graph, node)


def _ill_formed(outline: Outline, shape: Node, path: Node) -> Text | None:
    """Why a path is none; where a list says something else besides, it is a list."""
    graph = outline.graph
    members = outline.members(path) if (path, RDF.first, None) in graph else []
    try:
        for part in members if len(members) > 1 else [path]:
            read_path(graph, part, shape)
    except NotCompilable as error:
        return Text(f"sh:path med {error.what.da}", f"sh:path with {error.what.en}")
    return None


def _unclear_class(outline: Outline, shape: Node) -> Iterator[Finding]:
    """A shape that is an `owl:Class`: some engines validate its instances, the standard not."""
    graph = outline.graph
    kinds = set(graph.objects(shape, RDF.type))
    if shape in outline.targeted or not isinstance(shape, URIRef):
        return
    if OWL.Class in kinds and kinds & {SH.NodeShape, SH.PropertyShape}:
        said = Text(
            f"formen {shape}, som er en owl:Class uden mål; skriv rdfs:Class eller sh:targetClass",
            f"the shape {shape}, which is an owl:Class without a target; write rdfs:Class or "
            "sh:targetClass",
        )
        yield Finding(said, (shape, RDF.type, OWL.Class), (), shape)


def _all_of(outline: Outline, shape: Node) -> tuple[Triple, ...]:
    """What makes a shape apply: its targets, its constraints and who refers to it as property."""
    graph = outline.graph
    own = tuple(
        (s, p, o)
        for s, p, o in graph.triples((shape, None, None))
        if local(p) in CORE | TARGETS | {"target", "sparql", "expression", "path"}
        or (p == RDF.type and o in (RDFS.Class, SH.PropertyShape))
    )
    referring = [t for t in outline.referring(shape) if t[2] == shape]
    return own + tuple(one for triple in referring for one in _with(outline, triple))
