"""Notes of a report on shapes and data: no faults, and yet perhaps none of what was meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from rdflib import OWL, SH, BNode, Graph, URIRef
from rdflib.term import Node

from lovgraf.conditions.shacl import CORE, DASH, local, meant_by
from lovgraf.core.terms import Text
from lovgraf.readers.triples.places import Places
from lovgraf.readers.triples.store import TripleStore
from lovgraf.validate.survey.components import components, incomplete
from lovgraf.validate.survey.finding import listed
from lovgraf.validate.survey.outline import Outline
from lovgraf.validate.survey.structure import says_nothing

_MOST = 8
_ABOUT = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2004/02/skos/core#",
    "http://purl.org/dc/terms/", "http://purl.org/dc/elements/1.1/", "http://purl.org/vocab/vann/",
    "http://www.w3.org/ns/prov#", "http://xmlns.com/foaf/0.1/", "http://www.w3.org/ns/adms#",
    "http://schema.org/", "https://schema.org/", "http://www.w3.org/ns/dcat#",
    "http://www.w3.org/2003/06/sw-vocab-status/ns#", "http://creativecommons.org/ns#",
)  # fmt: skip
"""Vocabularies that describe a shape rather than constrain anything."""
_DASH_LOOKS = re.compile(
    "editor|viewer|propertyRole|hidden|readOnly|details|default|indexed|abstract|suggest|"
    "propertySuggestionGenerator|neverMaterialize|icon|height|width|private|apiStatus|composite",
    re.IGNORECASE,
)
_CONSTRAINING = tuple(SH[name] for name in sorted(CORE)) + (SH.sparql, SH.expression)


def notes_on_shapes(outline: Outline, places: Places, refused: Collection[Node] = ()) -> list[Text]:
    """Shapes that nobody applies, and properties of shapes that SHACL does not know, but for those
    that are `refused` or told as not checked."""
    found = []
    idle = [(_name(shape), _line(outline.graph, shape, places)) for shape in _idle(outline)]
    if idle:
        da = _listed([f"{name} (linje {line})" if line else name for name, line in idle])
        en = _listed([f"{name} (line {line})" if line else name for name, line in idle])
        found.append(
            Text(
                f"Former uden mål, som ingen form henviser til, er ikke brugt: {da}.",
                f"Shapes without a target that no shape refers to are not used: {en}.",
            )
        )
    foreign = sorted(
        _foreign(outline) - set(refused), key=lambda one: (meant_by(one) is None, str(one))
    )
    if foreign:
        da, en = (
            _listed([_with_meant(one, said) for one in foreign])
            for said in ("mente du", "did you mean")
        )
        found.append(
            Text(
                "Egenskaber ved former, som ikke hører til SHACL, er læst som beskrivelser, ikke "
                f"som krav: {da}.",
                "Properties of shapes that do not belong to SHACL are taken for descriptions, not "
                f"for constraints: {en}.",
            )
        )
    return found + _without_effect(outline, places)


def _with_meant(predicate: Node, said: str) -> str:
    meant = meant_by(predicate)
    return f"<{predicate}>" if meant is None else f"<{predicate}> ({said} sh:{meant}?)"


def _without_effect(outline: Outline, places: Places) -> list[Text]:
    known = components(outline)
    rows = listed(
        (
            finding
            for shape in outline.shapes & outline.live
            for finding in (*says_nothing(outline, shape), *incomplete(outline, shape, known))
        ),
        places,
    )
    if not rows:
        return []
    da, en = (_listed([row.said()[lang] for row in rows]) for lang in ("da", "en"))
    return [
        Text(
            f"Uden virkning, da noget mangler: {da}.", f"Without effect, as something lacks: {en}."
        )
    ]


def notes_on_targets(
    without: Iterable[Node], idle: Iterable[Node], absent: Iterable[tuple[Node, Node]] = ()
) -> list[Text]:
    """Shapes whose targets the data does not have, single targets of other shapes that it does not
    have, and shapes that ask for nothing."""
    found = []
    if names := [_name(shape) for shape in without]:
        listed = _listed(names)
        found.append(
            Text(
                f"Former, hvis mål ikke findes i dataene, har intet kontrolleret: {listed}.",
                f"Shapes whose targets are not in the data have checked nothing: {listed}.",
            )
        )
    if pairs := list(absent):
        da = _listed([f"<{node}> i {_name(shape)}" for shape, node in pairs])
        en = _listed([f"<{node}> in {_name(shape)}" for shape, node in pairs])
        found.append(
            Text(
                f"Mål, som ikke findes i dataene, har intet kontrolleret: {da}.",
                f"Targets that are not in the data have checked nothing: {en}.",
            )
        )
    if names := [_name(shape) for shape in idle]:
        listed = _listed(names)
        found.append(
            Text(
                f"Former, som er slået fra eller intet kræver: {listed}.",
                f"Shapes that are deactivated or ask for nothing: {listed}.",
            )
        )
    return found


def notes_on_data(store: TripleStore) -> list[Text]:
    """What the data says of shapes and graphs that are not read."""
    found = []
    for predicate in (SH.shapesGraph, SH.suggestedShapesGraph, OWL.imports):
        if store.has_predicate(predicate):
            name = "owl:imports" if predicate == OWL.imports else f"sh:{local(predicate)}"
            found.append(
                Text(
                    f"Dataene henviser til andre grafer ({name}); de hentes ikke.",
                    f"The data refers to other graphs ({name}); they are not fetched.",
                )
            )
    return found


def _idle(outline: Outline) -> list[Node]:
    """Shapes that no target shape leads to, without those within others like them."""
    used = outline.reached(outline.targeted) | set(outline.targeted)
    idle = {
        shape
        for shape in (outline.shapes & outline.live) - used
        if set(outline.graph.predicates(shape)) & set(_CONSTRAINING)
    }
    within = {other for shape in idle for _, other in outline.referred(shape) if other != shape}
    return sorted(idle - within or idle, key=_key)


def _foreign(outline: Outline) -> set[Node]:
    custom = {path for one in components(outline) for path in one.needed | one.optional}
    return {
        predicate
        for shape in outline.shapes & outline.live
        for predicate in outline.graph.predicates(shape)
        if local(predicate) is None
        and predicate not in custom
        and not str(predicate).startswith(_ABOUT)
        and not (str(predicate).startswith(DASH) and _DASH_LOOKS.search(str(predicate)))
    }


def _name(node: Node) -> str:
    return "[]" if isinstance(node, BNode) else f"<{node}>"


def _line(graph: Graph, shape: Node, places: Places) -> int | None:
    lines = [places.of(triple)[1] for triple in graph.triples((shape, None, None))]
    return min((line for line in lines if line is not None), default=None)


def _listed(names: list[str]) -> str:
    more = f" … (+{len(names) - _MOST})" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more


def _key(node: Node) -> tuple[bool, str]:
    return not isinstance(node, URIRef), str(node) if isinstance(node, URIRef) else ""
