"""Where a decision can be appealed: which norm on appeals is about the decisions under a norm."""

from __future__ import annotations

from msgspec import Struct
from rdflib import Graph
from rdflib.term import Node

from lovgraf.core.terms import CORE, lies_in
from lovgraf.law.norms import Norm, natural
from lovgraf.law.view import Law


class Appeal(Struct, frozen=True):
    """One appeal that a norm gives or closes (all by IRI).

    `of` are the acts, provisions and norms under which the decision was made, `decided_by` whose it
    was (anyone's where empty), `to` who hears the appeal, `handed_in_to` who receives it;
    `excluded` is that it cannot be brought before another authority.
    """

    norm: str
    of: tuple[str, ...]
    decided_by: frozenset[str]
    to: tuple[str, ...]
    handed_in_to: tuple[str, ...]
    excluded: bool

    def about(self, norm: Norm) -> bool:
        """Whether it is about what is decided under a norm.

        Who decides is not said of every norm that binds the subject; there the rules alone count.
        """
        deciders = norm.holders
        if norm.iri == self.norm or (
            self.decided_by and deciders and not deciders & self.decided_by
        ):
            return False
        return any(lies_in(own, one) for own in (norm.iri, *norm.provisions) for one in self.of)


def appeals_of(graph: Graph) -> list[Appeal]:
    """Every appeal of the graph, in the order of the norms."""

    def many(node: Node, predicate: Node) -> tuple[str, ...]:
        return tuple(sorted(map(str, graph.objects(node, predicate))))

    found = [
        Appeal(
            norm=str(norm),
            of=many(node, CORE.appealOf),
            decided_by=frozenset(many(node, CORE.appealFrom)),
            to=many(node, CORE.appealTo),
            handed_in_to=many(node, CORE.appealHandedInTo),
            excluded="true" in many(node, CORE.appealExcluded),
        )
        for norm, node in graph.subject_objects(CORE.appeal)
    ]
    return sorted(found, key=lambda one: (natural(one.norm), one.of, one.to))


def appeals_in(law: Law) -> list[Appeal]:
    """The appeals of a law, read once."""
    return law.once(("appeals",), lambda: appeals_of(law.graph))
