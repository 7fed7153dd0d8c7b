"""The changes of a proposal: norms and routes that begin, end or take another's place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace
from rdflib import RDF, Graph, URIRef

from lovgraf.conditions.tree import Condition
from lovgraf.core.terms import CORE, RECORD, Text
from lovgraf.law.graph import digest_of_persons
from lovgraf.law.norms import Norm
from lovgraf.law.participants import carry
from lovgraf.law.provisions import act_of
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import Law, LawView
from lovgraf.proposals.overlay import Overlay
from lovgraf.proposals.proposal import Proposal
from lovgraf.proposals.statements import copy_of
from lovgraf.proposals.unchanged import keep_unchanged

Kind = Literal["introduced", "replaced", "ended", "affected"]
Effect = Literal[
    "newly-obliged", "released", "newly-exempt", "newly-able", "obliged-but-unable",
    "newly-in-breach",
]  # fmt: skip
EFFECTS: tuple[Effect, ...] = (
    "newly-obliged", "released", "newly-exempt", "newly-able", "obliged-but-unable",
    "newly-in-breach",
)  # fmt: skip
"""What a change does to somebody."""


class Change(Struct, frozen=True):
    """A norm before and after; None where there is none."""

    before: Norm | None
    after: Norm | None

    @property
    def kind(self) -> Kind:
        """Whether a norm begins, ends, takes another's place, or stays but works differently."""
        if self.before is None:
            return "introduced"
        if self.after is None:
            return "ended"
        return "affected" if self.after.iri == self.before.iri else "replaced"

    @property
    def norm(self) -> Norm:
        """The norm after, else the one before."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def key(self) -> tuple[str | None, str | None]:
        """The IRIs of the norms before and after: the same for a change of the same norms in
        another reading of the same law, whose norms are other objects and may say more."""
        before, after = (norm and norm.iri or None for norm in (self.before, self.after))
        return before, after


class Views(Struct, frozen=True):
    """The law on one day without and with the proposals, and what differs."""

    overlay: Overlay
    before: LawView
    after: LawView
    changes: tuple[Change, ...]
    routes: tuple[AccessRoute, ...]
    """The routes that begin, or are there no longer, with the proposals."""

    @property
    def day(self) -> date:
        """The day that both views are of."""
        return self.after.as_of

    @property
    def graph(self) -> Graph:
        """The graph with the proposals."""
        return self.after.law.graph

    def new_duties(self) -> list[Norm]:
        """The norms after the proposals that give verdicts and were not there before."""
        return [c.after for c in self.changes if c.after is not None and c.after.judged]

    def new_duties_of_subjects(self) -> list[Norm]:
        """Those of them that bind the subject of a record."""
        return [norm for norm in self.new_duties() if norm.bearer == str(CORE.Subject)]

    def new_routes(self) -> list[AccessRoute]:
        """The routes that begin with the proposals."""
        return [route for route in self.routes if route in self.after.routes]


Befores = dict[tuple[str, date], LawView]
"""Laws without proposals, by digest and day: what is read of one is not read again."""


def views_of(overlay: Overlay, day: date, known: Befores | None = None) -> Views:
    """What proposals change of the law of a day; `known` are laws without them, and keep this."""
    before, after = overlay.before.at(day), overlay.law.at(day)
    if known is not None:
        before = known.setdefault((before.law.source.digest, day), before)
    begun = [norm for iri, norm in after.norms.items() if iri not in before.norms]
    gone = {iri: norm for iri, norm in before.norms.items() if iri not in after.norms}
    pairs = [pair for proposal in overlay.proposals for pair in proposal.replaces]
    changes, followed = [], set[str]()
    for norm in begun:
        old = [gone[o] for new, o in pairs if new == norm.iri and o in gone]
        followed |= {one.iri for one in old}
        changes += [Change(one, norm) for one in old] or [Change(None, norm)]
    changes += [Change(norm, None) for iri, norm in gone.items() if iri not in followed]
    old_routes = {route.iri for route in before.routes}
    new_routes = {route.iri for route in after.routes}
    routes = [r for r in after.routes if r.iri not in old_routes]
    routes += [r for r in before.routes if r.iri not in new_routes]
    routes = [route for route in routes if route.origin is None]
    return Views(overlay, before, after, tuple(changes), tuple(routes))


def needed_through(views: Views) -> set[str]:
    """The capabilities that can be had through routes that begin or end, directly or not."""
    found = {granted for route in views.routes for granted in route.grants}
    every = (*views.before.routes, *views.after.routes)
    while True:
        more = {g for route in every if set(route.needs) & found for g in route.grants} - found
        if not more:
            return found
        found |= more


# Where the routes change to something of which records hold the answer, the facts of the person
# take its place: whether a route is open is what is asked.


def touch_routes(law: Law, proposals: Iterable[Proposal]) -> bool:
    """Whether some proposals say themselves that routes begin or end; not where they bring an act
    to its end with its routes."""
    routes = {route.iri for route in law.access.stated}
    return any(
        not routes.isdisjoint((*one.ends, *one.commences, *(old for _, old in one.replaces)))
        or any((URIRef(iri), RDF.type, CORE.AccessRoute) in one.graph for iri in one.introduces)
        for one in proposals
    )


def change_answers(views: Views) -> bool:
    """Whether the routes change to something of which records hold the answer."""
    answers = views.graph.objects(None, RECORD.answers)
    answered = {str(thing) for one in answers for thing in views.graph.objects(one, RECORD.about)}
    return bool(answered & needed_through(views))


def law_of_persons(law: Law) -> Law:
    """A law in which the facts of the person are asked, whatever records answer."""

    def make() -> Law:
        graph = copy_of(law.graph)
        written = carry(graph, answered=False)
        answered = law.source.digest
        found = Law(
            replace(
                law.source,
                graph=graph,
                digest=digest_of_persons(answered),
                shipped=False,
                answered=answered,
            )
        )
        keep_unchanged(law, found, written)
        return found

    return law.once(("of-persons",), make)


def acts_of(graph: Graph, norms: Iterable[Norm]) -> set[str]:
    """The acts (and sources outside the law) that norms rest on."""
    return {act_of(graph, provision) for norm in norms for provision in norm.provisions}


# What norms of the proposals say of other norms.


def references(views: Views) -> Iterator[tuple[Norm, Literal["exempts", "overrides"], Norm]]:
    """The new norms that name other norms, how (a name of a wording), and these."""
    norms = views.after.law.norms
    for change in views.changes:
        if change.after is None or change.before is not None:
            continue
        for iri in change.after.exempts:
            if iri in norms:
                yield change.after, "exempts", norms[iri]
        for iri in change.after.overrides:
            if iri in norms:
                yield change.after, "overrides", norms[iri]


# A group of people that a change is told of.


class Group(Struct, frozen=True):
    """A class by IRI with its condition."""

    iri: str
    label: Text
    condition: Condition
