"""Shapes by pySHACL, on graphs in memory and in the sandbox: SPARQL and regular expressions may
not end, may ask for files, and may take the process along."""

from __future__ import annotations

import json
from typing import Any

from msgspec import Struct
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.sandbox import Limits, SandboxError, TimedOut, TooMuch, run
from lovgraf.core.terms import Text
from lovgraf.readers.triples.store import TripleStore
from lovgraf.validate.pyshacl_run import NO_HINT, load_modules, work
from lovgraf.validate.shapes import TARGETS, implicit_targets
from lovgraf.validate.survey.outline import Outline

SECONDS = 3600.0
_LIMITS = Limits(SECONDS, 8 << 30, 4 << 30)


class Result(Struct, frozen=True):
    """One result; focus node and value in N-Triples, the others as nodes of the shapes graph."""

    focus: str
    value: str | None
    path: Node | None
    component: URIRef
    shape: Node
    severity: URIRef
    source: Node | None
    messages: tuple[Literal, ...]


class Answer(Struct, frozen=True):
    """The results, and the focus nodes that targets of the advanced features led to, in
    N-Triples."""

    results: tuple[Result, ...]
    targeted: tuple[str, ...]


def validate_by_reference(
    store: TripleStore,
    shapes: Graph,
    chosen: frozenset[Node],
    hint: Text = NO_HINT,
    limits: Limits = _LIMITS,
) -> Answer:
    """What the chosen target shapes give; `hint` says what else is known to be odd about them.

    Raises `InputError` where pySHACL finds a shape ill-formed, or does not end in time.
    """
    load_modules()
    import rdflib.plugins.sparql as sparql

    sparql.SPARQL_LOAD_GRAPHS = False
    data = store.graph()
    kept = _only(shapes, chosen)
    for prefix, namespace in shapes.namespaces():
        data.bind(prefix, namespace)
    try:
        answer = run(lambda: work(data, kept, hint), limits)
    except TimedOut:
        raise InputError(
            f"Formerne blev ikke færdige på {limits.seconds:.0f} sekunder; forenkl SPARQL og "
            "mønstre, eller del dataene.",
            f"The shapes did not finish within {limits.seconds:.0f} seconds; simplify SPARQL and "
            "patterns, or split the data.",
        ) from None
    except TooMuch:
        raise InputError(
            "Der var ikke hukommelse nok til de former, som ikke kan omsættes til kolonner; del "
            "dataene.",
            "There was not enough memory for the shapes that cannot be turned into columns; split "
            "the data.",
        ) from None
    except SandboxError:
        raise InputError(
            "De former, som ikke kan omsættes til kolonner, kunne ikke afprøves: pySHACL gik i stå."
            " Se, om en form henviser til sig selv.",
            "The shapes that cannot be turned into columns could not be validated: pySHACL broke "
            "down. See whether a shape refers to itself.",
        ) from None
    rows, targeted = json.loads(answer)
    return Answer(
        tuple(_result(row, store) for row in rows),
        tuple(store.text(node) for node in map(_term, targeted) if node is not None),
    )


def _only(shapes: Graph, chosen: frozenset[Node]) -> Graph:
    """The shapes graph without the targets of shapes that are not chosen, and without rules.

    What `sh:prefixes` imports is copied to where pySHACL looks for it (SHACL, section 5.2.1).
    """
    kept = Graph(bind_namespaces="none")
    classes = {s for s in implicit_targets(shapes) if s not in chosen}
    for s, p, o in shapes:
        if p == SH.rule or (p in (*TARGETS, SH.target) and s not in chosen):
            continue
        if s in classes and p == RDF.type and o not in (SH.NodeShape, SH.PropertyShape):
            continue
        if p == RDFS.subClassOf and s in classes:
            continue
        kept.add((s, p, o))
    # pySHACL sees fewer shapes: not those of sh:target alone, nor classes of one's own metaclass.
    for s in set(implicit_targets(shapes)) & chosen:
        kept.add((s, SH.targetClass, s))
    outline = Outline(shapes)
    for s in outline.reached(chosen) & outline.shapes:
        kept.add((s, RDF.type, SH.NodeShape if outline.path(s) is None else SH.PropertyShape))
    for o in set(kept.objects(None, SH.prefixes)):
        for imported in kept.transitive_objects(o, OWL.imports):
            for declaration in shapes.objects(imported, SH.declare):
                kept.add((o, SH.declare, declaration))
    return kept


def _term(parts: list[str | None] | None) -> Node | None:
    if parts is None:
        return None
    kind, text = parts[0], str(parts[1])
    if kind == "b":
        return BNode(text)
    if kind == "i":
        return URIRef(text)
    if parts[3]:
        return Literal(text, lang=parts[3])
    return Literal(text, datatype=parts[2] and URIRef(parts[2]), normalize=False)


def _result(row: list[Any], store: TripleStore) -> Result:
    focus, value, path, component, shape, severity, source = map(_term, row[:7])
    messages = tuple(m for m in map(_term, row[7]) if isinstance(m, Literal))
    assert focus is not None
    assert shape is not None
    return Result(
        store.text(focus),
        None if value is None else store.text(value),
        path,
        URIRef(str(component)),
        shape,
        URIRef(str(severity)),
        source,
        tuple(sorted(messages, key=lambda m: m.n3())),
    )
