"""General law on how deadlines are counted (`core:DeadlineRule`), and which rule is for a deadline.

A rule is bound to deadlines by their kind, by whom they bind and by the law they rest on. Where it
is read in two ways, the days between the two are for the courts: `Closing` has both calendars.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct
from rdflib import DCTERMS, RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, ELI, Text, label, short
from lovgraf.facts.calendar_reader import calendar_of
from lovgraf.facts.closed_days import Calendar


class Closing(Struct, frozen=True):
    """How a deadline is counted: the rule (IRI), the days by which the event's own day counts, and
    the closed days that its last day moves past.

    `certain` are those that every reading of the rule names, `possible` those that some reading
    does (None: none at all), each with the sources of that reading. Where the readings differ,
    `open_point` is the judgment fact (IRI) that is true if the widest holds.
    """

    rule: str
    certain: Calendar | None = None
    possible: Calendar | None = None
    open_point: str | None = None
    earlier: timedelta = timedelta(0)
    certain_by: Text | None = None
    possible_by: Text | None = None


class DeadlineRule(Struct, frozen=True):
    """A rule, and what it is for: kinds of deadline, bearers, classes of sources (IRIs)."""

    closing: Closing
    kinds: frozenset[str]
    bearers: frozenset[str]
    law_from: frozenset[str]
    precedes: frozenset[str]


class DeadlineRules:
    """The rules of a graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        nodes = sorted(graph.subjects(RDF.type, CORE.DeadlineRule), key=str)
        self.rules = [_rule(graph, node) for node in nodes]
        self._kinds: dict[Node, frozenset[str]] = {}

    def of(self, kind: str, bearer: str, provisions: Iterable[str]) -> Closing | None:
        """The rule for a kind of deadline (IRI), by bearer and provisions (IRIs); None where there
        is none. Raises `InputError` where several would apply and none goes before the others."""
        found = self.applying(kind, bearer, provisions)
        if len(found) > 1:
            names = ", ".join(short(rule.closing.rule) for rule in found)
            raise InputError(
                f"Flere fristregler gælder for samme frist, og ingen går forud: {names}. Angiv "
                f"core:precedes.",
                f"Several deadline rules are for the same deadline, and none goes before the "
                f"others: {names}. Give core:precedes.",
            )
        return found[0].closing if found else None

    def applying(self, kind: str, bearer: str, provisions: Iterable[str]) -> list[DeadlineRule]:
        """The rules for a deadline that no other of them goes before."""
        bearers, sources = self._all_kinds(URIRef(bearer)), self._sources(provisions)
        found = [
            rule
            for rule in self.rules
            if kind in rule.kinds
            and (not rule.bearers or rule.bearers & bearers)
            and (not rule.law_from or rule.law_from & sources)
        ]
        after = frozenset().union(*(rule.precedes for rule in found))
        return [rule for rule in found if rule.closing.rule not in after]

    def named(self, iri: str) -> Closing:
        """A rule by IRI, for a deadline that names its own."""
        for rule in self.rules:
            if rule.closing.rule == iri:
                return rule.closing
        raise InputError(
            f"Fristreglen {short(iri)} findes ikke i grafen.",
            f"There is no deadline rule {short(iri)} in the graph.",
        )

    def _all_kinds(self, node: Node) -> frozenset[str]:
        """A resource with its classes, and theirs."""
        if node not in self._kinds:
            found = [node, *self._graph.objects(node, RDF.type)]
            for one in found:
                above = self._graph.objects(one, RDFS.subClassOf)
                found += [other for other in above if other not in found]
            self._kinds[node] = frozenset(map(str, found))
        return self._kinds[node]

    def _sources(self, provisions: Iterable[str]) -> frozenset[str]:
        """The classes of what provisions and the acts above them are, or implement."""
        found: list[Node] = [URIRef(iri) for iri in provisions]
        for one in found:
            above = [*self._graph.objects(one, ELI.is_part_of)]
            above += self._graph.objects(one, CORE.implements)
            found += [other for other in above if other not in found]
        return frozenset().union(*map(self._all_kinds, found))


def _rule(graph: Graph, node: Node) -> DeadlineRule:
    def many(predicate: Node) -> frozenset[str]:
        return frozenset(map(str, graph.objects(node, predicate)))

    readings = [
        (None if past is None else calendar_of(graph, past), _sources_of(graph, reading))
        for reading in graph.objects(node, CORE.reading)
        for past in [graph.value(reading, CORE.movesPast)]
    ]
    open_point = graph.value(node, CORE.openPoint)
    (certain, certain_by), (possible, possible_by) = _ordered(
        node, readings, open_point is not None
    )
    if possible and str(CORE.BankDaysAfter) in many(CORE.periodKind):
        raise InputError(
            f"Fristreglen {short(str(node))} rykker frister i bankdage, som aldrig ender på en "
            f"lukkedag. Giv dem en regel uden core:movesPast.",
            f"The deadline rule {short(str(node))} moves deadlines in bank days, which never end "
            f"on a closed day. Give them a rule without core:movesPast.",
        )
    closing = Closing(
        rule=str(node),
        certain=certain,
        possible=possible,
        open_point=str(open_point) if open_point else None,
        earlier=timedelta(days=graph.value(node, CORE.firstDay) == CORE.DayOfEvent),
        certain_by=certain_by,
        possible_by=possible_by,
    )
    return DeadlineRule(
        closing,
        many(CORE.periodKind),
        many(CORE.forBearer),
        many(CORE.forLawFrom),
        many(CORE.precedes),
    )


def _sources_of(graph: Graph, reading: Node) -> Text | None:
    """The sources of a reading, each with the act that it is part of."""
    found: list[Text] = []
    for source in sorted(graph.objects(reading, DCTERMS.source), key=str):
        text, above = label(graph, source), graph.value(source, ELI.is_part_of)
        while above is not None:
            whole = label(graph, above)
            text = Text(f"{whole.da}, {text.da}", f"{whole.en}, {text.en}")
            above = graph.value(above, ELI.is_part_of)
        found.append(text)
    if not found:
        return None
    return Text("; ".join(one.da for one in found), "; ".join(one.en for one in found))


_Reading = tuple[Calendar | None, Text | None]


def _ordered(node: Node, readings: list[_Reading], disputed: bool) -> tuple[_Reading, _Reading]:
    """The narrowest and the widest reading."""
    narrow = [one for one in readings if all(_within(one[0], other[0]) for other in readings)]
    wide = [one for one in readings if all(_within(other[0], one[0]) for other in readings)]
    if len(readings) != 1 + disputed or not narrow or not wide:
        name = short(str(node))
        raise InputError(
            f"Fristreglen {name} skal have én læsning, eller to sammen med core:openPoint, hvor "
            f"den enes lukkedage også er den andens.",
            f"The deadline rule {name} must have one reading, or two together with core:openPoint "
            f"where the closed days of one are also those of the other.",
        )
    return narrow[0], wide[0]


def _within(one: Calendar | None, other: Calendar | None) -> bool:
    return one is None or (other is not None and other.includes(one))
