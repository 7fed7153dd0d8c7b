"""SPARQL and expressions in shapes: what of them would be ignored rather than evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from rdflib import OWL, RDF, SH, Literal, URIRef
from rdflib.term import Node

from lovgraf.conditions.shacl import local
from lovgraf.core.terms import Text
from lovgraf.validate.survey.finding import Finding
from lovgraf.validate.survey.outline import Outline

# What a SPARQL query in shapes may not say, since no engine here would heed it.

_CLAUSES = {
    "DatasetClause": "FROM",
    "GraphGraphPattern": "GRAPH",
    "ServiceGraphPattern": "SERVICE",
    "MinusGraphPattern": "MINUS",
    "InlineData": "VALUES",
}
_EVERYWHERE = ("FROM", "GRAPH", "SERVICE")
_PATH = re.compile(r"[$?]PATH\b")
_SHAPES_GRAPH = re.compile(r"[$?]shapesGraph\b")


_USUAL = ("owl", "rdf", "rdfs", "xml", "xsd")
"""Prefixes that rdflib knows by itself."""
_WITH_FLAGS = ("Builtin_REGEX", "Builtin_REPLACE")
_THIS = re.compile(r"[$?]this\b")


class Use(Struct, frozen=True):
    """What a query is for: the `form` that it is to have (`SELECT` or `ASK`), whether variables are
    `bound` beforehand, and whether its rows are to say what they are about (`$this`)."""

    form: str
    bound: bool
    tells_this: bool


def refused_query(query: str, prefixes: dict[str, str], known: set[Any], use: Use) -> Text | None:
    """Why a query is not evaluated as it stands, or None: another form than its use asks for, a
    clause on other graphs, one that SHACL forbids where variables are bound beforehand (section
    5.2.1), a function that nobody knows (an error, which a filter takes for no), or a syntax error.

    `known` are the functions that the shapes define.
    """
    parsed = _parsed(query)
    if isinstance(parsed, Text):
        return parsed
    parts = list(_parts(parsed))
    return (
        _wrong_form(parsed[1], query, use)
        or _wrong_clause(parts, use.bound)
        or (_wrong_binding(parts, query) if use.bound else None)
        or _wrong_name(parts, prefixes | _declared(parts), known)
    )


def _wrong_clause(parts: list[Any], bound: bool) -> Text | None:
    """A clause or a flag that would not be heeded, or None."""
    used = {_CLAUSES[part.name] for part in parts if part.name in _CLAUSES}
    for clause in (*_EVERYWHERE, *(("MINUS", "VALUES") if bound else ())):
        if clause in used:
            return Text(
                f"{clause} i SPARQL, som ikke er tilladt her",
                f"{clause} in SPARQL, which is not allowed here",
            )
    if any(part.name in _WITH_FLAGS and _odd_flags(part) for part in parts):
        return Text(
            "REGEX i SPARQL med andre flag end i, s og m",
            "REGEX in SPARQL with other flags than i, s and m",
        )
    return None


def _wrong_binding(parts: list[Any], query: str) -> Text | None:
    """What a query does with variables that are bound beforehand and may not, or None."""
    if _SHAPES_GRAPH.search(query):
        return Text(
            "$shapesGraph i SPARQL, som ikke er understøttet",
            "$shapesGraph in SPARQL, which is not supported",
        )
    if not all(_keeps_this(part) for part in parts if part.name == "SubSelect"):
        return Text(
            "en indre SELECT i SPARQL, som ikke har $this med",
            "an inner SELECT in SPARQL that does not select $this",
        )
    if any(str(part.get(at)) == "this" for part, at in _assigned(parts)):
        return Text(
            "SPARQL, som selv giver $this en værdi", "SPARQL that gives $this a value of its own"
        )
    return None


def _wrong_name(parts: list[Any], prefixes: dict[str, str], known: set[Any]) -> Text | None:
    """A prefix that nobody declares, or a function that nobody knows, or None."""
    for prefix in (str(part.get("prefix") or "") for part in parts if part.name == "pname"):
        if prefix not in prefixes and prefix not in _USUAL:
            return Text(
                f"SPARQL, som bruger forkortelsen {prefix}:, som hverken sh:prefixes eller filen "
                "fastlægger",
                f"SPARQL that uses the prefix {prefix}:, which neither sh:prefixes nor the file "
                "declares",
            )
    for called in _called(parts, prefixes):
        if called not in known:
            return Text(
                f"SPARQL, som kalder {called}; den funktion kendes ikke",
                f"SPARQL that calls {called}, a function that is not known",
            )
    return None


def _wrong_form(parsed: Any, query: str, use: Use) -> Text | None:
    """Why a query has not the form that its use asks for, or None."""
    if parsed.name != f"{use.form.title()}Query":
        return Text(
            f"SPARQL, som ikke er en {use.form}-forespørgsel", f"SPARQL that is no {use.form} query"
        )
    selects = _keeps_this(parsed) if parsed.get("projection") else _THIS.search(query)
    if use.tells_this and not selects:
        return Text("SPARQL, som ikke vælger $this", "SPARQL that does not select $this")
    return None


def _assigned(parts: list[Any]) -> Iterator[tuple[Any, str]]:
    """The parts that give a variable a value, each with the place of its name."""
    for part in parts:
        if part.name == "Bind":
            yield part, "var"
        elif part.name == "vars" and part.get("evar") is not None:
            yield part, "evar"


def _odd_flags(part: Any) -> bool:
    """Whether a regular expression has a flag that the engine passes over."""
    flags = [str(one.string) for one in _parts(part.get("flags")) if one.name == "literal"]
    return bool(set("".join(flags)) - set("ism"))


def _parsed(query: str) -> Any:
    """A query as a tree, or why there is none."""
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return parseQuery(_PATH.sub("<urn:path>", query))
    except ParseBaseException as error:
        line = " ".join(error.line.split())
        line = line if len(line) <= 80 else f"{line[:80]}…"
        return Text(f"en syntaksfejl i SPARQL: {line}", f"a syntax error in SPARQL: {line}")
    except Exception:
        return Text("SPARQL, som ikke kan læses", "SPARQL that cannot be read")


def _keeps_this(select: Any) -> bool:
    for one in select.get("projection") or []:
        named = [str(one)] if isinstance(one, str) else [str(one.get("var")), str(one.get("evar"))]
        if "this" in named:
            return True
    return False


def _declared(parts: list[Any]) -> dict[str, str]:
    """The prefixes that a query declares itself."""
    return {
        str(part.get("prefix") or ""): str(part.iri) for part in parts if part.name == "PrefixDecl"
    }


def _called(parts: list[Any], prefixes: dict[str, str]) -> Iterator[URIRef]:
    """The functions that a query calls by IRI and that SPARQL does not have."""
    from rdflib.plugins.sparql.operators import _CUSTOM_FUNCTIONS

    for part in parts:
        if part.name == "Function":
            iri = _iri(part.iri, prefixes)
            if iri is not None and iri not in _CUSTOM_FUNCTIONS:
                yield iri


def _iri(name: Any, prefixes: dict[str, str]) -> URIRef | None:
    """A name in a query as an IRI; None where its prefix is not declared."""
    if isinstance(name, URIRef):
        return name
    space = prefixes.get(str(name.get("prefix") or ""))
    return None if space is None else URIRef(f"{space}{name.localname}")


def _parts(part: Any) -> Iterator[Any]:
    """All parts of a parsed query that have a name."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(part, CompValue):
        yield part
        for value in part.values():
            yield from _parts(value)
    elif isinstance(part, list | tuple | ParseResults):
        for value in part:
            yield from _parts(value)


_CONSTRAINT = Use("SELECT", bound=True, tells_this=True)
_TARGET = Use("SELECT", bound=False, tells_this=True)
_FUNCTION = Use("SELECT", bound=False, tells_this=False)


def wrong_queries(outline: Outline, shape: Node) -> Iterator[Finding]:
    """The constraints, targets and expressions of a shape that would not be evaluated."""
    graph = outline.graph
    for node in graph.objects(shape, SH.sparql):
        if isinstance(node, Literal) or outline.deactivated(node):
            continue
        wrong = wrong_query(outline, node, SH.select)
        if wrong is not None:
            yield _finding(outline, shape, SH.sparql, node, wrong)
    for node in graph.objects(shape, SH.target):
        if not isinstance(node, Literal) and (wrong := _wrong_target(outline, node)) is not None:
            yield _finding(outline, shape, SH.target, node, wrong)
    for node in graph.objects(shape, SH.expression):
        if not outline.deactivated(node) and (wrong := _wrong_expression(outline, node)):
            yield _finding(outline, shape, SH.expression, node, wrong)


def wrong_functions(outline: Outline) -> Iterator[Finding]:
    """Functions in SPARQL that cannot be evaluated: any query may call them."""
    for node in sorted(outline.graph.subjects(RDF.type, SH.SPARQLFunction), key=str):
        if node in outline.live:
            queries = [p for p in (SH.select, SH.ask) if (node, p, None) in outline.graph]
            wrong = wrong_query(outline, node, *(queries or [SH.select]), use=_FUNCTION)
            if wrong is not None:
                said = Text(f"{node}: {wrong.da}", f"{node}: {wrong.en}")
                at = next(iter(outline.graph.triples((node, (queries or [RDF.type])[0], None))))
                yield Finding(said, at, hard=True)


def wrong_query(
    outline: Outline, node: Node, *properties: URIRef, use: Use | None = None
) -> Text | None:
    """Why the one query of a node at one of some properties is not evaluated, or None; it is for a
    constraint unless `use` says something else."""
    graph = outline.graph
    queries = [query for p in properties for query in graph.objects(node, p)]
    if len(queries) != 1 or not isinstance(queries[0], Literal):
        names = " / ".join(f"sh:{local(p)}" for p in properties)
        return Text(f"SPARQL uden netop én {names}", f"SPARQL without exactly one {names}")
    known = set(graph.subjects(RDF.type, SH.SPARQLFunction))
    asks = (node, SH.ask, queries[0]) in graph
    use = replace(use or _CONSTRAINT, form="ASK" if asks else "SELECT")
    use = replace(use, tells_this=use.tells_this and not asks)
    return refused_query(str(queries[0]), _prefixes(outline, node), known, use)


def _prefixes(outline: Outline, node: Node) -> dict[str, str]:
    """The prefixes that a query may use: the file's, and those that `sh:prefixes` names."""
    graph = outline.graph
    found = {prefix: str(namespace) for prefix, namespace in graph.namespaces()}
    for named in graph.objects(node, SH.prefixes):
        for declaring in graph.transitive_objects(named, OWL.imports):
            for declaration in graph.objects(declaring, SH.declare):
                prefix = graph.value(declaration, SH.prefix, any=True)
                found[str(prefix)] = str(graph.value(declaration, SH.namespace, any=True))
    return found


def _wrong_target(outline: Outline, node: Node) -> Text | None:
    graph = outline.graph
    if (node, SH.select, None) in graph:
        return wrong_query(outline, node, SH.select, use=_TARGET)
    kinds = set(graph.objects(node, RDF.type))
    for kind in kinds & set(graph.subjects(RDF.type, SH.SPARQLTargetType)):
        parameters = [
            path
            for parameter in graph.objects(kind, SH.parameter)
            if str(graph.value(parameter, SH.optional)) not in ("true", "1")
            for path in graph.objects(parameter, SH.path)
        ]
        missing = sorted(str(path) for path in parameters if (node, path, None) not in graph)
        if missing:
            return Text(
                f"sh:target uden {', '.join(missing)}", f"sh:target without {', '.join(missing)}"
            )
        return wrong_query(outline, kind, SH.select, use=_TARGET)
    return Text("sh:target af en ukendt art", "sh:target of an unknown kind")


def _wrong_expression(outline: Outline, node: Node, depth: int = 0) -> Text | None:
    """Why a node expression is not evaluated, or None; only named forms are."""
    graph = outline.graph
    if isinstance(node, URIRef | Literal):
        return None
    used = set(graph.predicates(node)) - {SH.message, SH.deactivated, SH.severity, RDF.type}
    parts: list[Node] = []
    known = depth < 8
    if used in ({SH.union}, {SH.intersection}):
        parts = outline.members(graph.value(node, used.pop(), any=True) or node)
    elif used == {SH.filterShape, SH.nodes}:
        parts = list(graph.objects(node, SH.nodes))
    elif len(used) == 1 and (used <= set(graph.subjects(RDF.type, SH.SPARQLFunction))):
        parts = outline.members(graph.value(node, used.pop(), any=True) or node)
    elif used != {SH.path}:
        known = False
    if not known:
        return Text(
            "sh:expression af en art, som ikke er understøttet",
            "sh:expression of a kind that is not implemented",
        )
    wrong = (_wrong_expression(outline, part, depth + 1) for part in parts)
    return next((one for one in wrong if one is not None), None)


def _finding(outline: Outline, shape: Node, predicate: URIRef, node: Node, wrong: Text) -> Finding:
    name = local(predicate)
    said = Text(f"sh:{name}: {wrong.da}", f"sh:{name}: {wrong.en}")
    triple = (shape, predicate, node)
    at = next(iter(outline.graph.triples((node, SH.select, None))), triple)
    return Finding(said, at, (triple,), shape)
