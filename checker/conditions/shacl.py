"""The terms of SHACL and of what extends it: what each is for, and what a misspelt one may mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import Text

DASH = "http://datashapes.org/dash#"
_OWL = "http://www.w3.org/2002/07/owl#"
_RSX = "http://rdf4j.org/shacl-extensions#"
_LIKE_SHACL = re.compile(r"https?://\S*/(ns/shacl[#/]?|shacl[#/])", re.IGNORECASE)
_EARLIER = {
    "shape": "node", "hasShape": "node", "valueShape": "node", "valueClass": "class",
    "scopeClass": "targetClass", "scopeNode": "targetNode", "notEquals": "disjoint",
    "minValue": "minInclusive", "maxValue": "maxInclusive", "dateTime": "datatype",
    "type": "datatype", "required": "minCount", "cardinality": "minCount", "regex": "pattern",
    "enum": "in", "values": "in", "length": "minLength",
}  # fmt: skip
"""Terms of drafts before SHACL 1.0, and of habit, with those that are meant."""


def _terms(text: str) -> frozenset[str]:
    return frozenset(text.split())


CORE = _terms("""
    class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive
    minLength maxLength pattern flags languageIn uniqueLang equals disjoint lessThan
    lessThanOrEquals not and or xone node property qualifiedValueShape qualifiedMinCount
    qualifiedMaxCount qualifiedValueShapesDisjoint closed ignoredProperties hasValue in
""")
"""Parameters of the constraint components of SHACL Core (section 4), by local name."""
TARGETS = _terms("targetNode targetClass targetSubjectsOf targetObjectsOf")
PATHS = _terms("path inversePath alternativePath zeroOrMorePath oneOrMorePath zeroOrOnePath")
ABOUT = _terms("name description order group defaultValue message severity deactivated")
"""What a shape says of itself (sections 2.1.4 to 2.1.6 and 2.3.2)."""
SPARQL = _terms("""
    sparql select ask prefixes declare prefix namespace parameter optional labelTemplate validator
    nodeValidator propertyValidator
""")
ADVANCED = _terms("target expression returnType nodes filterShape union intersection")
"""Of the advanced features what pySHACL evaluates: targets, functions, expressions."""
RULES = _terms("rule construct update subject predicate object condition")
SCRIPTS = _terms("js jsFunctionName jsLibrary jsLibraryURL")
REPORTS = _terms("""
    conforms result focusNode value detail resultPath resultSeverity resultMessage sourceShape
    sourceConstraint sourceConstraintComponent shapesGraphWellFormed shapesGraph
    suggestedShapesGraph entailment
""")
ANNOTATIONS = _terms("resultAnnotation annotationProperty annotationValue annotationVarName")
NEWER = _terms("""
    someValue subsetOf memberShape minListLength maxListLength uniqueMembers singleLine
    reifierShape reificationRequired rootClass uniqueValuesFor nodeByExpression targetWhere
    values conformanceDisallows codeIdentifier agentInstruction intent unit findNodes nodesMatching
    exists if then else count distinct min max sum groupConcat separator limit offset orderBy desc
    minus concat flatMap joined remove instancesOf pathValues propertyValuePredicate var
    expressionParameter bodyExpression keyParameter sparqlExpr isIRI
""")
"""Terms of drafts of SHACL 1.2 and of the advanced features that no engine here implements."""
CLASSES = _terms("""
    NodeShape PropertyShape Shape ConstraintComponent Parameter Parameterizable PrefixDeclaration
    PropertyGroup Validator SPARQLAskValidator SPARQLSelectValidator SPARQLConstraint SPARQLFunction
    SPARQLTarget SPARQLTargetType SPARQLConstraintComponent SPARQLExecutable SPARQLAskExecutable
    SPARQLSelectExecutable SPARQLConstructExecutable SPARQLUpdateExecutable Target TargetType
    Function NodeKind Severity ValidationReport ValidationResult AbstractResult ResultAnnotation
    Rule TripleRule SPARQLRule JSRule JSConstraint JSExecutable JSFunction JSLibrary JSTarget
    JSTargetType JSValidator
""")
NODE_KINDS = _terms("IRI BlankNode Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral")
SEVERITIES = _terms("Violation Warning Info Debug Trace")
IMPLEMENTED = CORE | TARGETS | PATHS | ABOUT | SPARQL | ADVANCED | REPORTS
"""The properties that one engine or another evaluates, or that ask for nothing."""
_PROPERTIES = IMPLEMENTED | RULES | SCRIPTS | ANNOTATIONS | NEWER
_DISTINCTIVE = CORE - _terms("class not and or node property in equals closed pattern flags")
_DASH_CONSTRAINTS = _terms("""
    closedByTypes coExistsWith hasMaxValue hasMinValue hasValueIn hasValueWithClass maxListLength
    memberShape minListLength nonRecursive notEquals reifiableBy rootClass scopeClass singleLine
    stem subSetOf symmetric uniqueValueForClass uniqueValuesForClass uriStart exactlyOneOf
    hasClass onlyOne nodeByExpression targetNodeByExpression
""")


def local(term: Node) -> str | None:
    """The local name of a term of SHACL's namespace, else None.

    >>> local(SH.minCount)
    'minCount'
    """
    text = str(term)
    start = str(SH)
    return text[len(start) :] if isinstance(term, URIRef) and text.startswith(start) else None


def near(name: str, known: frozenset[str]) -> str | None:
    """The name that a misspelt one most likely means.

    >>> near("mincount", CORE), near("dataype", CORE), near("colour", CORE)
    ('minCount', 'datatype', None)
    """
    if _EARLIER.get(name) in known:
        return _EARLIER[name]
    lower = {each.lower(): each for each in sorted(known)}
    if name.lower() in lower:
        return lower[name.lower()]
    found = get_close_matches(name.lower(), sorted(lower), 1, 0.75)
    return lower[found[0]] if found else None


def wrong_property(predicate: Node) -> Text | None:
    """Why a property is not evaluated by any engine, or None where it is, or is none of SHACL's
    and its known extensions' constraints."""
    name = local(predicate)
    if name is not None:
        return _wrong_name(name)
    text = str(predicate)
    if text.startswith(DASH) and text.removeprefix(DASH) in _DASH_CONSTRAINTS:
        term = f"dash:{text.removeprefix(DASH)}"
        return Text(
            f"{term} er en udvidelse (DASH), som ikke er understøttet",
            f"{term} is an extension (DASH) that is not implemented",
        )
    if text.startswith(_RSX):
        return Text(
            f"{text} er en udvidelse (RDF4J), som ikke er understøttet",
            f"{text} is an extension (RDF4J) that is not implemented",
        )
    if found := _LIKE_SHACL.match(text):
        meant = near(text[found.end() :], _PROPERTIES)
        if meant in CORE | TARGETS or meant in ("sparql", "target", "expression"):
            return _no_term(f"<{text}>", meant)
    return None


def meant_by(predicate: Node) -> str | None:
    """The term of SHACL that a property of another namespace has the name of, if it is distinctive.

    >>> meant_by(URIRef("http://example.org/minCount"))
    'minCount'
    """
    name = re.split(r"[#/:]", str(predicate))[-1]
    ours = local(predicate) is not None or str(predicate).startswith(_OWL)
    return name if name in _DISTINCTIVE and not ours else None


def _wrong_name(name: str) -> Text | None:
    if name in RULES - {"rule"} or name in SCRIPTS - {"js"} or name in IMPLEMENTED:
        return None  # rules and scripts are refused where a shape has them
    if name == "rule":
        return Text("sh:rule: regler køres ikke", "sh:rule: rules are not run")
    if name == "js":
        return Text("sh:js: JavaScript køres ikke", "sh:js: JavaScript is not run")
    if name in ANNOTATIONS:
        return Text(
            f"sh:{name}: noter i resultater laves ikke",
            f"sh:{name}: annotations of results are not made",
        )
    if name in NEWER:
        return Text(
            f"sh:{name} hører til SHACL 1.2, som ikke er understøttet",
            f"sh:{name} belongs to SHACL 1.2, which is not implemented",
        )
    return _no_term(f"sh:{name}", near(name, IMPLEMENTED) or near(name, _PROPERTIES))


def wrong_class(kind: Node) -> Text | None:
    """Why a class of SHACL's namespace is not known, or None."""
    name = local(kind)
    if name is None or name in CLASSES or name.endswith("ConstraintComponent"):
        return None
    if name == "ShapeClass":
        return Text(
            "sh:ShapeClass hører til SHACL 1.2, som ikke er understøttet",
            "sh:ShapeClass belongs to SHACL 1.2, which is not implemented",
        )
    return _no_term(f"sh:{name}", near(name, CLASSES))


def wrong_choice(value: Node, known: frozenset[str]) -> Text | None:
    """Why a value is none of the terms of SHACL that are known in its place, or None."""
    name = local(value)
    if name in known:
        return None
    meant = near(name if name is not None else re.split(r"[#/:]", str(value))[-1], known)
    return _no_term(f"sh:{name}" if name is not None else value.n3(), meant)


def _no_term(term: str, meant: str | None) -> Text:
    asked = (f"; mente du sh:{meant}?", f"; did you mean sh:{meant}?") if meant else ("", "")
    return Text(f"{term} er ikke et ord i SHACL{asked[0]}", f"{term} is no term of SHACL{asked[1]}")


# Whether a shape asks for anything: one that no data could violate is no check.

_CONDITIONAL = frozenset({
    "property", "node", "and", "or", "xone", "minCount", "closed", "uniqueLang", "flags",
    "ignoredProperties", "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
})  # fmt: skip
_ALWAYS = tuple(SH[name] for name in sorted(CORE - _CONDITIONAL))
"""Parameters each of whose values some data violates (also `sh:not` of a shape that asks for
nothing, which all data violates)."""


def asks(
    graph: Graph,
    shape: Node,
    within: Callable[[Node], bool],
    components: Collection[frozenset[Node]] = (),
) -> bool:
    """Whether some data could violate a shape that is not deactivated.

    `within` says it of the shapes that it refers to; `components` are the parameters that each
    custom component requires.
    """
    used = set(graph.predicates(shape))
    return (
        not used.isdisjoint(_ALWAYS)
        or any(needed <= used for needed in components)
        or any(_some(graph, shape, p, test) for p, test in _TESTS.items())
        or any(
            not is_deactivated(graph, node)
            for predicate in (SH.sparql, SH.expression)
            for node in graph.objects(shape, predicate)
        )
        or any(within(v) for p in (SH.property, SH.node) for v in graph.objects(shape, p))
        or _lists_ask(graph, shape, within)
        or _counts(graph, shape)
    )


def is_deactivated(graph: Graph, node: Node) -> bool:
    """Whether a shape or constraint is switched off."""
    return any(_is_true(str(value)) for value in graph.objects(node, SH.deactivated))


def _some(graph: Graph, shape: Node, predicate: Node, test: Callable[[str], bool]) -> bool:
    return any(test(str(value)) for value in graph.objects(shape, predicate))


def _lists_ask(graph: Graph, shape: Node, within: Callable[[Node], bool]) -> bool:
    """Conjunctions of which a part asks; disjunctions of which every part does."""

    def lists(predicate: Node) -> list[list[bool]]:
        return [[*map(within, _members(graph, head))] for head in graph.objects(shape, predicate)]

    return (
        any(any(parts) for parts in lists(SH["and"]))
        or any(all(parts) for parts in lists(SH["or"]))
        or any(len(parts) != 1 or all(parts) for parts in lists(SH.xone))
    )


def _members(graph: Graph, head: Node) -> list[Node]:
    """The members of a list as far as it goes."""
    found: list[Node] = []
    seen: set[Node] = set()
    at: Node | None = head
    while at is not None and at not in seen:
        seen.add(at)
        found += graph.objects(at, RDF.first)
        at = graph.value(at, RDF.rest, any=True)
    return found


def _counts(graph: Graph, shape: Node) -> bool:
    """Counts of values that conform to a shape: at the most so many, or at least one."""
    if (shape, SH.qualifiedValueShape, None) not in graph:
        return False
    at_least = _some(graph, shape, SH.qualifiedMinCount, _is_positive)
    return at_least or (shape, SH.qualifiedMaxCount, None) in graph


def _is_positive(text: str) -> bool:
    return text.strip().lstrip("+").lstrip("0") != ""


def _is_true(text: str) -> bool:
    return text in ("true", "1")


_TESTS: Mapping[Node, Callable[[str], bool]] = {
    SH.minCount: _is_positive, SH.closed: _is_true, SH.uniqueLang: _is_true,
}  # fmt: skip
