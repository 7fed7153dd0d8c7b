"""A proposal: a change of the law as data, read from one Turtle file.

Source: semantics, sections 2 and 6. The vocabulary is in `ontology/core.ttl` under `core:Proposal`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from msgspec import Struct
from rdflib import RDF, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Text, label, relative, text_of
from lovgraf.core.turtle import parse_text, read_text
from lovgraf.core.turtle_places import line_of
from lovgraf.law.graph import ONTOLOGY
from lovgraf.law.norms import KINDS

# How deep a proposal nests: what reads it, here and in libraries, goes down step by step.

DEEPEST = 50
"""Brackets within brackets; the deepest of the shipped law has a tenth of that."""


def check_depth(graph: Graph, name: str) -> None:
    """Raise `InputError` where blank nodes nest too deeply, or hold themselves.

    A list counts as one step, however long it is.
    """
    above: dict[Node, int] = defaultdict(int)
    below: dict[Node, list[tuple[Node, int]]] = defaultdict(list)
    for subject, predicate, value in graph:
        if isinstance(value, BNode) and isinstance(subject, BNode):
            below[subject].append((value, int(predicate != RDF.rest)))
            above[value] += 1
    nodes = {*below, *above}
    depth: dict[Node, int] = defaultdict(int)
    ready = [node for node in nodes if not above[node]]
    done = 0
    while ready:
        node = ready.pop()
        done += 1
        for value, step in below[node]:
            depth[value] = max(depth[value], depth[node] + step)
            above[value] -= 1
            if not above[value]:
                ready.append(value)
    if done < len(nodes) or max(depth.values(), default=0) > DEEPEST:
        raise InputError(
            f"Forslaget har klammer i klammer i mere end {DEEPEST} led, eller uden ende. Giv "
            "delene navne.",
            f"The proposal has brackets within brackets more than {DEEPEST} deep, or without end. "
            "Give the parts names.",
            name,
        )


PARTS = (*(CORE[kind] for kind in KINDS), CORE.AccessRoute)
"""The classes of what a proposal can introduce."""


class Measure(Struct, frozen=True):
    """A step that goes with a proposal; `kind` is the local name of its class."""

    kind: str
    label: Text | None
    providers: tuple[str, ...]
    reaches: tuple[str, ...]
    legal_basis: tuple[str, ...]


class Outcome(Struct, frozen=True):
    """What a proposal claims for a group (a class)."""

    group: str
    expected: str


@dataclass(frozen=True)
class Proposal:
    """One proposal; IRIs where not said otherwise.

    `replaces` maps a norm or route of the proposal to what it takes the place of; `exempted_as` a
    norm to the one whose exemptions it shares; `commences` are norms, routes or provisions of the
    law that it brings into force. `commencement` is None where it is undetermined
    (`undetermined`) or not stated. `digest` is the SHA-256 of the file.
    """

    iri: str
    title: Text
    file: str
    text: str = field(repr=False)
    graph: Graph = field(repr=False)
    introduces: tuple[str, ...]
    replaces: tuple[tuple[str, str], ...]
    ends: tuple[str, ...]
    commences: tuple[str, ...]
    amends: tuple[str, ...]
    exempted_as: tuple[tuple[str, str], ...]
    commencement: date | None
    undetermined: bool
    law_as_of: date | None
    concerns: tuple[str, ...]
    measures: tuple[Measure, ...]
    outcomes: tuple[Outcome, ...]
    answers: tuple[str, ...]
    digest: str

    def line(self, iri: str) -> int | None:
        """The first line of the file that names an IRI."""
        return line_of(self.text, self.graph, iri)

    def error(self, about: str, danish: str, english: str) -> InputError:
        """An error at the line that names an IRI."""
        return InputError(danish, english, self.file, self.line(about))

    def day(self, as_of: date | None = None) -> date:
        """The day whose law the proposal is laid over: the day it commences; where that is not
        determined, `as_of`, else the day it names itself. Raises `InputError` without any."""
        found = self.commencement or as_of or self.law_as_of
        if found is None:
            raise InputError(
                "Forslaget siger ikke, hvornår det træder i kraft. Angiv core:inForceFrom eller "
                "core:lawAsOf i forslaget, eller vælg en dag med --as-of.",
                "The proposal does not say when it commences. Give core:inForceFrom or "
                "core:lawAsOf in the proposal, or choose a day with --as-of.",
                self.file,
                self.line(self.iri),
            )
        return found


def file_of(named: Path) -> Path:
    """The file of a proposal: the one of that path or, where there is none, the one that comes with
    the law and has that name, without its ending."""
    shipped = ONTOLOGY / "proposal" / f"{named}.ttl"
    alone = named.name == str(named) and not named.exists()
    return shipped if alone and shipped.is_file() else named


def read_proposal(path: Path) -> Proposal:
    """Read a proposal by itself (see `file_of`); `check_proposal` looks at it together with the
    law.

    Raises `InputError` with the line where the file is not Turtle, holds no proposal or several,
    has no title, or gives a date that is none.
    """
    path = file_of(path)
    text = read_text(path)
    return proposal_of(text, path.name)


def proposal_of(text: str, name: str) -> Proposal:
    """The proposal of a Turtle text; `name` is the file to name in errors."""
    graph = parse_text(text, name)
    check_depth(graph, name)
    found = sorted(graph.subjects(RDF.type, CORE.Proposal), key=str)
    if not found:
        raise InputError(
            "Filen indeholder intet forslag: der mangler noget med typen core:Proposal. "
            "«lovgraf assess --new» skriver et skelet.",
            "The file holds no proposal: nothing in it is a core:Proposal. "
            "`lovgraf assess --new` writes a skeleton.",
            name,
        )
    if len(found) > 1 or not isinstance(found[0], URIRef):
        second = found[-1]
        raise InputError(
            "En fil skal indeholde netop ét forslag, og det skal have et navn i vinkelparenteser.",
            "A file must hold exactly one proposal, with a name in angle brackets.",
            name,
            line_of(text, graph, str(second)),
        )
    return _read(graph, found[0], text, name)


def _read(graph: Graph, subject: URIRef, text: str, name: str) -> Proposal:
    title = text_of(graph, subject)
    if title is None or not (title.da.strip() and title.en.strip()):
        raise InputError(
            "Forslaget har ingen titel. Angiv rdfs:label på dansk og engelsk.",
            "The proposal has no title. Give rdfs:label in Danish and English.",
            name,
            line_of(text, graph, str(subject)),
        )

    def many(predicate: Node) -> tuple[str, ...]:
        return tuple(sorted(map(str, graph.objects(subject, predicate))))

    def day(predicate: URIRef) -> date | None:
        return _day(graph, subject, predicate, text, name)

    replaces = _pairs(graph, CORE.replaces)
    typed = {str(s) for part in PARTS for s in graph.subjects(RDF.type, part)}
    return Proposal(
        iri=str(subject),
        title=title,
        file=name,
        text=text,
        graph=graph,
        introduces=tuple(sorted({*many(CORE.introduces), *typed, *(new for new, _ in replaces)})),
        replaces=replaces,
        ends=many(CORE.ends),
        commences=many(CORE.commences),
        amends=many(CORE.amends),
        exempted_as=_pairs(graph, CORE.exemptedAs),
        commencement=day(CORE.inForceFrom),
        undetermined=RdfLiteral(True) in set(graph.objects(subject, CORE.commencementUndetermined)),
        law_as_of=day(CORE.lawAsOf),
        concerns=many(CORE.concerns),
        measures=_measures(graph, subject),
        outcomes=tuple(
            sorted(
                (
                    Outcome(
                        str(graph.value(node, CORE.group)), str(graph.value(node, CORE.expected))
                    )
                    for node in graph.objects(subject, CORE.outcome)
                ),
                key=lambda outcome: outcome.group,
            )
        ),
        answers=many(CORE.answers),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _pairs(graph: Graph, predicate: URIRef) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((str(s), str(o)) for s, o in graph.subject_objects(predicate)))


def _day(graph: Graph, subject: URIRef, predicate: URIRef, text: str, name: str) -> date | None:
    values = sorted(graph.objects(subject, predicate), key=str)
    if not values:
        return None
    try:
        if len(values) > 1:
            raise ValueError
        return date.fromisoformat(str(values[0]))
    except ValueError:
        short = relative(str(predicate)).replace("core#", "core:")
        raise InputError(
            f'{short} skal være netop én dato, fx "2015-01-01"^^xsd:date.',
            f'{short} must be exactly one date, such as "2015-01-01"^^xsd:date.',
            name,
            line_of(text, graph, str(predicate)),
        ) from None


def _measures(graph: Graph, subject: URIRef) -> tuple[Measure, ...]:
    found = []
    for node in graph.objects(subject, CORE.measure):
        kinds = sorted(
            relative(str(kind)).removeprefix("core#")
            for kind in graph.objects(node, RDF.type)
            if str(kind).startswith(str(CORE))
        )
        found.append(
            Measure(
                kind=kinds[0] if kinds else "Measure",
                label=text_of(graph, node) and label(graph, node),
                providers=tuple(sorted(map(str, graph.objects(node, CORE.provider)))),
                reaches=tuple(sorted(map(str, graph.objects(node, CORE.reaches)))),
                legal_basis=tuple(sorted(map(str, graph.objects(node, CORE.legalBasis)))),
            )
        )
    return tuple(sorted(found, key=repr))
