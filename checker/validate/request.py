"""The request of a validation: the shapes of all files, without what is not checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from rdflib import SH, Graph
from rdflib.term import Node

from lovgraf.conditions.shacl import local
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.readers.triples.places import Places
from lovgraf.readers.triples.read import read_graph
from lovgraf.validate.survey.finding import Finding, NotChecked, Triple, listed, refusal
from lovgraf.validate.survey.notes import notes_on_shapes
from lovgraf.validate.survey.outline import Outline
from lovgraf.validate.survey.survey import asking, survey

# A shapes graph without what is not checked, so that every result on the rest is right.
#
# A shape that lost a constraint is laxer. That is sound where shapes are referred to by
# `sh:node`, `sh:property`, `sh:and`, `sh:or` or `sh:qualifiedMinCount`: there are fewer results.
# By `sh:not`, `sh:xone`, `sh:qualifiedMaxCount` and `sh:filterShape` there would be more, or
# others: such a constraint goes as a whole.

_QUALIFIED = (
    SH.qualifiedValueShape, SH.qualifiedMinCount, SH.qualifiedMaxCount,
    SH.qualifiedValueShapesDisjoint,
)  # fmt: skip


def left_out(outline: Outline, found: Iterable[Finding]) -> tuple[Graph, list[Finding]]:
    """The graph without what is dropped, and what had to go along with it."""
    findings = list(found)
    graph = Graph(bind_namespaces="none")
    for triple in outline.graph:
        graph.add(triple)
    for prefix, namespace in outline.graph.namespaces():
        graph.bind(prefix, namespace)
    for finding in findings:
        for triple in finding.drop:
            graph.remove(triple)
    lax = {f.shape for f in findings} | {t[0] for f in findings for t in f.drop}
    lax.discard(None)
    along: list[Finding] = []
    while True:
        lax = _laxer(outline, lax)
        more = [t for t in _unsound(outline, lax, graph) if t in graph]
        if not more:
            return graph, along
        for triple in more:
            along.append(_with_it(triple))
            _remove(graph, triple)
            lax.add(triple[0])


def _laxer(outline: Outline, lax: set[Node | None]) -> set[Node | None]:
    """Shapes that are laxer, and those that refer to them, and so on."""
    new, found = list(lax), set(lax)
    referring: dict[Node, list[Node]] = {}
    for shape in outline.shapes:
        for _, other in outline.referred(shape):
            referring.setdefault(other, []).append(shape)
    while new:
        at = new.pop()
        for shape in referring.get(at, []) if at is not None else []:
            if shape not in found:
                found.add(shape)
                new.append(shape)
    return found


def _unsound(outline: Outline, lax: set[Node | None], graph: Graph) -> Iterator[Triple]:
    """The constraints on lax shapes that would give results they should not."""
    for shape in outline.shapes:
        for triple, other in outline.referred(shape):
            if triple[1] in (SH["not"], SH.xone) and other in lax:
                yield triple
            if triple[1] == SH.qualifiedValueShape and (other in lax or triple not in graph):
                yield from _counted(outline, shape, triple, graph)
    for expression, _, other in outline.graph.triples((None, SH.filterShape, None)):
        if other in lax:
            yield from (
                triple
                for triple in outline.referring(expression)
                if triple[1] in (SH.expression, SH.target)
            )


def _counted(outline: Outline, shape: Node, triple: Triple, graph: Graph) -> Iterator[Triple]:
    """A lax qualified shape: its own upper bound, and what siblings count apart from it."""
    if (shape, SH.qualifiedMaxCount, None) in graph:
        yield triple
    for parent in outline.graph.subjects(SH.property, shape):
        for sibling in outline.graph.objects(parent, SH.property):
            disjoint = outline.graph.value(sibling, SH.qualifiedValueShapesDisjoint, any=True)
            if str(disjoint) in ("true", "1"):
                yield from graph.triples((sibling, SH.qualifiedValueShape, None))


def _remove(graph: Graph, triple: Triple) -> None:
    graph.remove(triple)
    if triple[1] in _QUALIFIED:
        for predicate in _QUALIFIED:
            graph.remove((triple[0], predicate, None))


def _with_it(triple: Triple) -> Finding:
    name = local(triple[1])
    said = Text(
        f"sh:{name}, som henviser til noget, der ikke er kontrolleret",
        f"sh:{name}, which refers to something that is not checked",
    )
    return Finding(said, triple, (triple,), triple[0])


# Keys of JSON-LD that its context does not map, which every reader of it drops without a word.


def dropped_keys(text: str) -> list[tuple[str, int]]:
    """The keys that are dropped, each with a line on which it stands (1-based); none where the
    text is no JSON, or a context maps every key (`@vocab`) or is not given in the text.

    >>> dropped_keys('{"@context": {"a": "urn:a"}, "a": 1, "urn:b": 2, "c": 3}')
    [('c', 1)]
    """
    try:
        document = json.loads(text)
    except ValueError:
        return []
    contexts = [one for part in _objects(document) for one in _listed(part.get("@context"))]
    mapped: set[str] = set()
    for context in contexts:
        if not isinstance(context, dict) or context.get("@vocab"):
            return []
        mapped |= {key for part in _objects(context) for key in part}
    found = {
        key
        for part in _objects(document, without="@context")
        for key in part
        if not key.startswith("@") and ":" not in key and key not in mapped
    }
    return sorted(((key, _line(text, key)) for key in found), key=lambda one: one[::-1])


def _objects(value: Any, without: str = "") -> Iterator[dict[str, Any]]:
    """All JSON objects within a value, but those at a key that is left out (`without`)."""
    if isinstance(value, dict):
        yield value
        for key, part in value.items():
            if not without or key != without:
                yield from _objects(part, without)
    elif isinstance(value, list):
        for part in value:
            yield from _objects(part, without)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _line(text: str, key: str) -> int:
    found = re.search(rf"{re.escape(json.dumps(key, ensure_ascii=False))}\s*:", text)
    return text[: found.start()].count("\n") + 1 if found else 1


class Request(Struct, frozen=True):
    """Shapes that can be checked, what was left out of them, and what there is to tell."""

    outline: Outline
    not_checked: tuple[NotChecked, ...]
    idle: frozenset[Node]
    """Shapes with targets that ask for nothing."""
    notes: tuple[Text, ...]


def read_request(files: Sequence[Path], ignore_unknown: bool) -> Request:
    """The shapes of files as one graph.

    Raises `InputError` for files that cannot be used, and for what would not be checked: all of it
    by name, unless `ignore_unknown` leaves it out.
    """
    graph, places = Graph(bind_namespaces="none"), Places()
    for file in files:
        read_graph(file, graph, places)
    outline = Outline(graph)
    found = survey(outline)
    dropped = tuple(_dropped(places))
    hard = [finding for finding in found if finding.hard]
    if hard or ((found or dropped) and not ignore_unknown):
        raise refusal(listed(hard, places) or dropped + listed(found, places), bool(hard))
    notes = notes_on_shapes(outline, places, {finding.triple[1] for finding in found})
    not_checked = dropped
    if found:
        graph, along = left_out(outline, found)
        not_checked = dropped + listed([*found, *along], places)
        outline = Outline(graph)
    _refuse_nothing(graph, outline, files[0].name, places)
    idle = frozenset(outline.targeted) - asking(outline)
    return Request(outline, not_checked, idle, tuple(notes))


def _dropped(places: Places) -> Iterator[NotChecked]:
    """What shapes in JSON-LD say under keys that no context maps."""
    for name, text in places.texts():
        for key, line in dropped_keys(text):
            said = Text(
                f"nøglen {key}, som ikke står i filens @context og derfor falder bort",
                f"the key {key}, which the file's @context does not have, so that it is dropped",
            )
            yield NotChecked(said, None, name, line)


def _refuse_nothing(graph: Graph, outline: Outline, name: str, places: Places) -> None:
    """Raise `InputError` where no shape has a target, or the graph asks to infer first."""
    if not outline.targeted:
        raise InputError(
            "Filen har ingen former, der siger, hvad de gælder for (sh:targetClass m.fl.).",
            "The file has no shapes that say what they apply to (sh:targetClass and the like).",
            name,
        )
    for triple in graph.triples((None, SH.entailment, None)):
        raise InputError(
            f"Formerne kræver en slutningsregel (sh:entailment {triple[2]}), som ikke er "
            "understøttet.",
            f"The shapes ask for an entailment regime (sh:entailment {triple[2]}), which is not "
            "supported.",
            *places.of(triple),
        )
