"""What is said of norms and of routes whoever the record is: read from the graph once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace
from rdflib import DCTERMS, URIRef
from rdflib.namespace import SKOS

from lovgraf.conditions.tree import Condition, facts_of
from lovgraf.conditions.words import Words
from lovgraf.core.terms import CORE, Text, label, text_of
from lovgraf.explain.model import Passage, RouteText
from lovgraf.explain.trees import Trees
from lovgraf.facts.fact import Fact
from lovgraf.law.authorities import name_in, name_on
from lovgraf.law.names import norm_cited_on
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.verdicts.program import readers
from lovgraf.verdicts.reach import fits, route_steps

T = TypeVar("T")


class Way(Struct, frozen=True):
    """A route to a capability or an exemption: in words, and the condition of each of its steps."""

    route: AccessRoute
    text: RouteText
    steps: tuple[tuple[str, Condition], ...]


class NormTexts(Struct, frozen=True):
    """The texts that go with a norm; its place in the consolidation in use is an IRI."""

    provision: Text
    place: Text
    in_consolidation: str | None
    link: str | None
    bearer: Text
    passages: tuple[Passage, ...]
    sanctioned: bool


@dataclass
class Statement:
    """Remembers what the law of a date says of its norms and routes."""

    view: LawView
    record_type: str
    words: Words
    _norms: dict[str, NormTexts] = field(default_factory=dict, repr=False)
    _labels: dict[str, Text] = field(default_factory=dict, repr=False)
    _ways: dict[str, list[Way]] = field(default_factory=dict, repr=False)
    _inputs: dict[int, tuple[Condition, list[tuple[str, tuple[Fact, ...]]]]] = field(
        default_factory=dict, repr=False
    )

    def norm(self, norm: Norm) -> NormTexts:
        """The texts that go with a norm."""
        graph = self.view.law.graph

        def make() -> NormTexts:
            cited = norm_cited_on(graph, norm, self.view.as_of)
            return NormTexts(
                cited.text,
                cited.short,
                cited.place,
                cited.link,
                self.authority(norm.bearer, norm),
                tuple(map(self._passage, norm.passages)),
                (URIRef(norm.iri), CORE.sanction, None) in graph,
            )

        return _once(self._norms, norm.iri, make)

    def authority(self, iri: str, task: Norm | str) -> Text:
        """What an authority is called on the day, for a norm or what else it has a task by."""
        graph, day = self.view.law.graph, self.view.as_of
        if isinstance(task, str):
            return name_on(graph, iri, day, task)
        return name_in(graph, iri, day, task)

    def label(self, iri: str) -> Text:
        """The label of a resource."""
        return _once(self._labels, iri, lambda: label(self.view.law.graph, URIRef(iri)))

    def _passage(self, iri: str) -> Passage:
        graph, node = self.view.law.graph, URIRef(iri)
        locator = graph.value(node, CORE.locator) or graph.value(node, DCTERMS.identifier)
        definition = text_of(graph, node, SKOS.definition)
        return Passage(iri, self.label(iri), definition, str(locator) if locator else None)

    def inputs(self, condition: Condition) -> list[tuple[str, tuple[Fact, ...]]]:
        """The facts that a condition asks for, each with the columns and judgments below it."""
        facts = self.view.law.facts
        if id(condition) not in self._inputs:
            found = [
                (fact, tuple(facts[iri] for iri in sorted(facts.inputs(fact))))
                for fact in sorted(facts_of(condition))
            ]
            self._inputs[id(condition)] = condition, found
        return self._inputs[id(condition)][1]

    def steps(self, goal: str) -> list[Condition]:
        """The conditions of the steps on all ways to a capability or an exemption."""
        return [condition for way in self._ways_to(goal) for _, condition in way.steps]

    def routes(self, goal: str, trees: Trees) -> list[RouteText]:
        """The ways to a capability or an exemption, with the first step that stands in a record's
        way."""
        return [way.text for way in self.ways(goal, trees)]

    def ways(self, goal: str, trees: Trees) -> list[Way]:
        """The same with their steps: of a way that is closed or not certain, the one that stands in
        the way; of an open one all."""
        found = []
        for way in self._ways_to(goal):
            answers = [(step, trees.answer(step[1])) for step in way.steps]
            blocking = next((step for step, answer in answers if answer == "false"), None)
            unsure = next((step for step, answer in answers if answer == "unknown"), None)
            stop = blocking or unsure
            text = replace(
                way.text,
                open="false" if blocking else "unknown" if unsure else "true",
                blocking=self.words.name(stop[0]) if stop else None,
            )
            found.append(replace(way, text=text, steps=(stop,) if stop else way.steps))
        return found

    def _provider(self, route: AccessRoute) -> Text | None:
        if route.provider is None:
            return None
        task = route.provision or route.iri
        return name_on(self.view.law.graph, route.provider, self.view.as_of, task)

    def _ways_to(self, goal: str) -> list[Way]:
        return _once(self._ways, goal, lambda: self._routes(goal))

    def _routes(self, goal: str) -> list[Way]:
        owl, _ = readers(self.view, self.record_type)
        found = []
        for route in self.view.routes:
            if goal not in route.grants or not fits(route, self.record_type):
                continue
            fees = (f.amount for f in route.fees if f.in_force.contains(self.view.as_of))
            fee = next(fees, None)
            text = RouteText(
                label=route.label,
                grants=self.words.name(goal),
                open="true",
                place=self.words.name(route.place) if route.place else None,
                provider=self._provider(route),
                fee_dkk=None if fee is None else f"{fee.normalize():f}",
                blocking=None,
                spoken=text_of(self.view.law.graph, URIRef(route.iri), CORE.sentence),
                where=route.place or "",
            )
            steps = route_steps(self.view, route, self.record_type, owl, (goal,))
            found.append(Way(route, text, tuple(steps)))
        return found


def _once(kept: dict[str, T], key: str, make: Callable[[], T]) -> T:
    if key not in kept:
        kept[key] = make()
    return kept[key]
