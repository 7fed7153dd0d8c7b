"""How things are cited on a date (`core:citation`), for the law of a date and for pages alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text, label
from lovgraf.law.time import Days, key_provision
from lovgraf.law.view import Law
from lovgraf.query import graphs
from lovgraf.query.consolidations import cited_by_days
from lovgraf.query.graphs import Owners

_DAY = timedelta(days=1)


class Citing:
    """Cites the things of a graph: what rests on a provision by the consolidation in use, a
    provision and an act by their own names. `times` is the graph, or an index of it."""

    def __init__(self, graph: Graph, times: object = None, owners: Owners | None = None) -> None:
        self._graph = graph
        self._times = cast(Graph, times or graph)
        self._owners = owners or Owners(graph)
        self._provisions = set(graph.subjects(RDF.type, CORE.Provision))
        self._titles: dict[Node, Text] = {}

    def act(self, node: Node) -> str | None:
        """The act of a thing; of one that stands elsewhere through the provision it rests on."""
        if (act := graphs.above(str(node), self._owners.all)) is not None:
            return act
        for provision in sorted(map(str, self._times.objects(node, CORE.provision))):
            if (act := graphs.above(provision, self._owners.all)) is not None:
                return act
        return None

    def periods(self, node: Node) -> list[tuple[Days, Text]]:
        """How a thing is cited, by the days on which it is cited so: first by the act that was read
        first, from the first day there is. Nothing of what is of no act."""
        act = self.act(node)
        if act is None:
            return []
        place = node if node in self._provisions else key_provision(self._times, node)
        own = self._by_its_act(node, URIRef(act), place)
        later = []
        if place is not None and node not in self._provisions:
            later = cited_by_days(self._graph, str(node), str(place))
        start = later[0][0].first if later else None
        return [(Days(None, start and start - _DAY), own), *later]

    def on(self, node: Node, day: date) -> Text | None:
        """How a thing is cited on a day; None for what is of no act."""
        for when, text in self.periods(node):
            if when.last is None or day <= when.last:
                return text
        return None

    def _by_its_act(self, node: Node, act: URIRef, place: Node | None) -> Text:
        """The act, and the provision that the thing is or rests on first."""
        whole = self._title(act)
        if node == act or place is None or place == act:
            return whole
        part = self._title(place)
        return Text(f"{whole.da}, {part.da}", f"{whole.en}, {part.en}")

    def _title(self, node: Node) -> Text:
        if node not in self._titles:
            self._titles[node] = label(self._graph, node)
        return self._titles[node]


def citing(law: Law) -> Citing:
    """The citations of a law, made once."""
    return law.once(("citing",), lambda: Citing(law.graph))
