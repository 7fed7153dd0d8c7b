"""Custom constraint components that a shape uses only in part, or that nothing here validates."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from rdflib import RDF, SH
from rdflib.term import Node

from lovgraf.conditions.shacl import local
from lovgraf.core.terms import Text
from lovgraf.validate.survey.finding import Finding
from lovgraf.validate.survey.outline import Outline
from lovgraf.validate.survey.queries import wrong_query


class Component(Struct, frozen=True):
    """A custom constraint component: its parameters by property."""

    node: Node
    needed: frozenset[Node]
    optional: frozenset[Node]


def components(outline: Outline) -> list[Component]:
    """The components that the graph declares, without those of SHACL's own vocabulary."""
    graph, found = outline.graph, []
    for node in sorted(set(graph.subjects(SH.parameter)), key=str):
        if outline.is_function(node) or local(node) is not None:
            continue
        needed: set[Node] = set()
        optional: set[Node] = set()
        for parameter in graph.objects(node, SH.parameter):
            at_will = str(graph.value(parameter, SH.optional)) in ("true", "1")
            (optional if at_will else needed).update(graph.objects(parameter, SH.path))
        found.append(Component(node, frozenset(needed), frozenset(optional)))
    return found


def incomplete(outline: Outline, shape: Node, known: list[Component]) -> Iterator[Finding]:
    """Parameters of components that a shape uses without the others that they require."""
    used = set(outline.graph.predicates(shape))
    for component in known:
        given = used & (component.needed | component.optional)
        missing = sorted(map(str, component.needed - used))
        elsewhere = {
            path
            for other in known
            if other.needed <= used
            for path in other.needed | other.optional
        }
        for predicate in sorted(given - elsewhere, key=str) if missing else ():
            triple = next(iter(outline.graph.triples((shape, predicate, None))))
            said = Text(
                f"<{predicate}> uden {', '.join(missing)}",
                f"<{predicate}> without {', '.join(missing)}",
            )
            yield Finding(said, triple, (), shape)


def wrong_components(outline: Outline, shape: Node, known: list[Component]) -> Iterator[Finding]:
    """The components that a shape names and that would not be checked."""
    graph = outline.graph
    used = set(graph.predicates(shape))
    for component in known:
        given = used & (component.needed | component.optional)
        if not given:
            continue
        triples = tuple(
            sorted(
                ((s, p, o) for p in given for s, p, o in graph.triples((shape, p, None))), key=str
            )
        )
        if (
            component.needed <= used
            and (wrong := _wrong_validator(outline, shape, component.node)) is not None
        ):
            yield Finding(wrong, triples[0], triples, shape)


def _wrong_validator(outline: Outline, shape: Node, component: Node) -> Text | None:
    """Why the validators of a component do not serve for a shape, or None where one does."""
    graph = outline.graph
    own = SH.nodeValidator if outline.path(shape) is None else SH.propertyValidator
    validators = [*graph.objects(component, own)] or [*graph.objects(component, SH.validator)]
    if not validators:
        return Text(
            f"{component}, som ikke har en sh:validator for en form som denne",
            f"{component}, which has no sh:validator for a shape like this",
        )
    for validator in sorted(validators, key=str):
        if any(graph.objects(validator, SH.jsFunctionName)):
            if len(validators) > 1:
                continue
            return Text(
                f"{component}, som kun har JavaScript til at afprøve det",
                f"{component}, which has nothing but JavaScript to validate it",
            )
        queries = [SH.ask] if (component, SH.validator, validator) in graph else [SH.select]
        if SH.SPARQLAskValidator in set(graph.objects(validator, RDF.type)):
            queries = [SH.ask]
        wrong = wrong_query(outline, validator, *queries)
        if wrong is not None:
            return Text(f"{component}: {wrong.da}", f"{component}: {wrong.en}")
    return None
