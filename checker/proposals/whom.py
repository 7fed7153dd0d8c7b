"""Gaps that strike people: asked of every possible citizen, one question at a time.

Each question is asked of a partition that tells apart only what it turns on, so that cells stay
few. Source: semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
from rdflib import Literal as RdfLiteral
from rdflib import URIRef

from checker.conditions.tree import FALSE, Condition, all_of, any_of
from checker.conditions.words import Words
from checker.errors import InputError
from checker.law.norms import Norm
from checker.law.routes import AccessRoute
from checker.law.view import LawView
from checker.proposals.asked import written
from checker.proposals.changes import Change, Views
from checker.proposals.describe import describe
from checker.proposals.everyone import Everyone, possible
from checker.proposals.gap import Block, BlockKind, Gap, Severity
from checker.proposals.matrix import Bools, Group
from checker.proposals.phrase import in_words
from checker.proposals.programs import Comparison
from checker.records.values import NONE, State
from checker.terms import CORE, Text, label
from checker.verdicts.program import Program, readers
from checker.verdicts.reach import fits, reachable, route_steps

ASKED = frozenset({"burdensome", "redundant", "hollow", "no-exemption"})
"""The codes of the gaps that are looked for here."""


@dataclass(frozen=True)
class Kinds:
    """How many of the `of` kinds of persons of a group (None: everyone) a change begins to address,
    and ceases to."""

    change: Change
    group: Group | None
    begins: int
    ends: int
    of: int


@dataclass(frozen=True)
class Whom:
    """The gaps found, the norms by which somebody is newly obliged (IRIs), who that is, and what
    could not be gone through."""

    gaps: tuple[Gap, ...]
    obliging: frozenset[str]
    kinds: tuple[Kinds, ...]
    too_large: tuple[Text, ...]


def whom_gaps(views: Views, comparisons: Sequence[Comparison]) -> Whom:
    """The gaps of every change that puts a duty on the subject of a record."""
    gaps: list[Gap] = []
    kinds: list[Kinds] = []
    too_large: list[Text] = []
    obliging: set[str] = set()
    for comparison in comparisons:
        for change, before, after in comparison.changes:
            if change.kind == "affected":
                continue
            try:
                kinds += _kinds(comparison, change, before, after)
            except InputError as error:
                too_large.append(error.message)
            if after is None or change.after is None:
                continue
            asked = _Asked(views, comparison, change, before, after)
            asked.check()
            if change.after.bearer != str(CORE.Subject) or change.after.kind == "Prohibition":
                continue
            for question in (asked.redundant, asked.burdensome, asked.exemptions):
                try:
                    gaps += question()
                except InputError as error:
                    too_large.append(error.message)
            if asked.anybody:
                obliging.add(change.after.iri)
    return Whom(tuple(gaps), frozenset(obliging), tuple(kinds), tuple(dict.fromkeys(too_large)))


def unreachable_gaps(
    views: Views, comparison: Comparison, norms: frozenset[str]
) -> tuple[list[Gap], list[Text]]:
    """The gap `unreachable` of some norms where all cells at once are too many, and what could not
    be gone through this way either."""
    gaps: list[Gap] = []
    too_large: list[Text] = []
    for change, before, after in comparison.changes:
        if after is not None and change.after is not None and change.after.iri in norms:
            try:
                gaps += _Asked(views, comparison, change, before, after).unreachable()
            except InputError as error:
                too_large.append(error.message)
    return gaps, too_large


def _kinds(
    comparison: Comparison, change: Change, before: Program | None, after: Program | None
) -> Iterator[Kinds]:
    """Whom a change begins and ceases to address, for everyone and for each group."""
    old = before.addressed if before is not None else FALSE
    new = after.addressed if after is not None else FALSE
    groups = [group.condition for group in comparison.groups]
    whole = possible(comparison.nothing, [old, new, *groups], record_type=comparison.record_type)
    for group in (None, *comparison.groups):
        everyone = whole.seen_by([old, new, *([group.condition] if group else [])])
        inside = everyone.truth(group.condition) if group else np.ones(everyone.size, np.bool_)
        begins = inside & everyone.truth(new) & everyone.falsity(old)
        ends = inside & everyone.falsity(new) & everyone.truth(old)
        yield Kinds(
            change, group, everyone.count(begins), everyone.count(ends), everyone.count(inside)
        )


class _Asked:
    """The questions about one change."""

    def __init__(
        self,
        views: Views,
        comparison: Comparison,
        change: Change,
        before: Program | None,
        after: Program,
    ) -> None:
        assert change.after is not None
        self.views, self.comparison = views, comparison
        self.norm: Norm = change.after
        self.new, self.program = after.addressed, after
        self.owl, _ = readers(views.after, self.norm.record_type)
        predecessor = before.addressed if before is not None else FALSE
        self.old = any_of(predecessor, *self._same())
        self.anybody = True
        self.words = Words(views.graph, comparison.facts)
        self.groups = [self.owl.condition(URIRef(iri)) for iri in self._concerned()]

    def _concerned(self) -> list[str]:
        """The classes of whom the norm's own proposal speaks."""
        return sorted(
            {
                iri
                for proposal in self.views.overlay.proposals
                if self.norm.iri in proposal.introduces
                for iri in proposal.concerns
            }
        )

    def _same(self) -> Iterator[Condition]:
        """Who has the same duty before, by any norm."""
        for other in self.views.before.norms.values():
            if (
                other.judged
                and other.addressee is not None
                and (other.duty, other.bearer) == (self.norm.duty, self.norm.bearer)
                and other.record_type == self.norm.record_type
            ):
                yield self.owl.condition(URIRef(other.addressee))

    def check(self) -> None:
        """Raise `InputError` where nobody can be in the addressee of a proposal's norm."""
        try:
            everyone = self.everyone()
        except InputError:
            return  # too many to go through: told where it matters
        if (~everyone.falsity(self.new)).any():
            return
        for proposal in self.views.overlay.proposals:
            if self.norm.iri in proposal.introduces:
                about = self.norm.addressee or self.norm.iri
                name = label(self.views.graph, URIRef(about))
                raise proposal.error(
                    about,
                    f"»{name.da}« kan ikke have medlemmer: betingelserne modsiger hinanden, så "
                    "normen gælder for ingen.",
                    f'"{name.en}" can have no member: its conditions contradict each other, so the '
                    "norm is for nobody.",
                )

    def everyone(self, also: Iterable[Condition] = ()) -> Everyone:
        """The partition of who is addressed before and after, and of further conditions."""
        conditions = [self.new, self.old, *self.groups, *also]
        found = possible(self.comparison.nothing, conditions, record_type=self.norm.record_type)
        return found.seen_by(conditions)

    def newly(self, everyone: Everyone) -> Bools:
        """Whom the norm addresses and who certainly did not have the duty before."""
        return everyone.truth(self.new) & everyone.falsity(self.old)

    def redundant(self) -> Iterator[Gap]:
        """The duty binds already some of those that it is extended to."""
        concerned = any_of(*self.groups)
        everyone = self.everyone([concerned])
        bound = everyone.truth(self.old)
        self.anybody = bool(self.newly(everyone).any())
        spoken = everyone.truth(self.new)
        if concerned != FALSE:
            spoken = spoken & everyone.truth(concerned)
        twice = spoken & bound
        if not twice.any():
            return
        whole = not (spoken & ~bound).any()
        message = (
            Text(
                f"»{self.norm.label.da}« pålægger ingen noget nyt: alle, forslaget taler om, har "
                "allerede pligten.",
                f'"{self.norm.label.en}" obliges nobody anew: all of whom the proposal speaks have '
                "the duty already.",
            )
            if whole
            else Text(
                f"»{self.norm.label.da}« udvides også til nogen, der allerede har pligten.",
                f'"{self.norm.label.en}" is extended also to some who have the duty already.',
            )
        )
        yield self.gap("redundant", "warning" if whole else "info", message, everyone, twice)

    def unreachable(self) -> Iterator[Gap]:
        """What the duty needs is out of reach; exemptions granted already are not looked at."""
        if not self.norm.requires:
            return
        reach = self.program.reach
        everyone = self.everyone([reach])
        failing = self.newly(everyone) & everyone.falsity(reach)
        if not failing.any():
            return
        names = [label(self.views.graph, URIRef(iri)) for iri in self.norm.requires]
        what = Text(", ".join(n.da for n in names), ", ".join(n.en for n in names))
        message = Text(
            f"»{self.norm.label.da}« pålægges nogen, som ingen vej giver {what.da}. Indskrænk, "
            "hvem der får pligten, eller åbn en vej for dem.",
            f'"{self.norm.label.en}" is imposed on some to whom no route gives {what.en}. '
            "Narrow who is obliged, or open a route for them.",
        )
        gap = self.gap("unreachable", "error", message, everyone, failing)
        yield replace(gap, blocking=self._blocking(gap.witness))

    def burdensome(self) -> Iterator[Gap]:
        """What the duty needs is reached with trouble only."""
        if not self.norm.requires:
            return
        easy = _without(self.views.after, self._troublesome())
        if easy is None:
            return
        reach, handy = self.program.reach, self._reach(easy)
        everyone = self.everyone([reach, handy])
        newly = self.newly(everyone)
        names = [label(self.views.graph, URIRef(iri)) for iri in self.norm.requires]
        what = Text(", ".join(n.da for n in names), ", ".join(n.en for n in names))
        hard = newly & everyone.truth(reach) & everyone.falsity(handy)
        if hard.any():
            routes = self._troublesome()
            grave = any(self._burdens(route) for route in routes)
            ways = ", ".join
            yield self.gap(
                "burdensome",
                "warning" if grave else "info",
                Text(
                    f"Nogle kan kun få {what.da} med besvær ({ways(r.label.da for r in routes)}): "
                    "gebyr, post, eller et sted, der er langt væk, knapt eller uden oplæring.",
                    f"Some can get {what.en} only with trouble ({ways(r.label.en for r in routes)})"
                    ": a fee, the post, or a place that is far, scarce or untrained.",
                ),
                everyone,
                hard,
            )

    def _reach(self, view: LawView) -> Condition:
        kind = self.norm.record_type
        return all_of(*(reachable(view, need, kind, self.owl) for need in self.norm.requires))

    def _burdens(self, route: AccessRoute) -> bool:
        graph = self.views.graph
        places = [URIRef(route.place)] if route.place else []
        return any((node, CORE.burden, None) in graph for node in (URIRef(route.iri), *places))

    def _troublesome(self) -> list[AccessRoute]:
        """The routes to what is needed that cost a fee, need the post, or are a burden."""
        graph, view = self.views.graph, self.views.after
        return [
            route
            for route in view.routes
            if set(route.grants) & set(self.norm.requires)
            and fits(route, self.norm.record_type)
            and (
                self._burdens(route)
                or any(fee.in_force.contains(view.as_of) for fee in route.fees)
                or graph.value(URIRef(route.iri), CORE.byPost) == RdfLiteral(True)
            )
        ]

    def _blocking(self, witness: Mapping[str, str] | None) -> tuple[Block, ...]:
        """For each route the first step that fails for the witness."""
        if witness is None:
            return ()
        from checker.conditions.kleene import Logic
        from checker.engine import Memory
        from checker.records.single import read_pairs

        view, kind = self.views.after, self.norm.record_type
        routes = [
            route
            for need in self.norm.requires
            for route in view.routes
            if need in route.grants and fits(route, kind)
        ]
        steps = {r.iri: route_steps(view, r, kind, self.owl, self.norm.requires) for r in routes}
        asked = [condition for one in steps.values() for _, condition in one]
        memory = Memory.compile(self.comparison.nothing, also=asked)
        record = read_pairs([f"{k}={v}" for k, v in witness.items()], view.law.facts, kind)
        logic = Logic(memory.plan.atoms, memory.codes([record]))
        found = []
        for route in routes:
            failed = [s for s, c in steps[route.iri] if not logic.evaluate(c)[0].all()]
            if failed:
                step = failed[0]
                found.append(
                    Block(
                        route.iri,
                        route.label,
                        step,
                        label(self.views.graph, URIRef(step)),
                        self._kind(route, step),
                        by_travel=failed == [route.place],
                    )
                )
        return tuple(found)

    def _kind(self, route: AccessRoute, step: str) -> BlockKind:
        if step == route.place:
            return "place"
        if step == route.eligible:
            return "fact"
        return "capability" if step in self.views.after.law.access.capabilities else "document"

    def exemptions(self) -> Iterator[Gap]:
        """No exemption reaches those newly obliged, or one that is theirs on request for good."""
        graph = self.views.graph
        lifting = [
            norm
            for norm in self.views.after.lifting(self.norm.iri)
            if self.norm.iri in norm.exempts
        ]
        grounds = {
            norm.iri: self.owl.condition(URIRef(norm.eligible or norm.granted or ""))
            for norm in lifting
            if norm.eligible or norm.granted
        }
        everyone = self.everyone(grounds.values())
        newly = self.newly(everyone)
        if not newly.any():
            return
        bare = newly.copy()
        for condition in grounds.values():
            bare &= everyone.falsity(condition)
        if bare.any():
            all_bare = bool((bare == newly).all())
            message = (
                Text(
                    f"Ingen fritagelse når dem, der får pligten »{self.norm.label.da}«. Giv dem "
                    "en, fx med core:exemptedAs.",
                    f'No exemption reaches those who get the duty "{self.norm.label.en}". Give '
                    "them one, for instance with core:exemptedAs.",
                )
                if all_bare
                else Text(
                    f"Nogle af dem, der får pligten »{self.norm.label.da}«, når ingen fritagelse.",
                    f'No exemption reaches some of those who get the duty "{self.norm.label.en}".',
                )
            )
            severe: Severity = "warning" if all_bare else "info"
            yield self.gap("no-exemption", severe, message, everyone, bare)
        for norm in lifting:
            unlimited = graph.value(URIRef(norm.iri), CORE.unlimited) == RdfLiteral(True)
            if not unlimited or norm.discretionary or norm.iri not in grounds:
                continue
            free = newly & everyone.truth(grounds[norm.iri])
            if not free.any():
                continue
            left = everyone.count(newly & ~free)
            yield self.gap(
                "hollow",
                "warning",
                Text(
                    f"»{self.norm.label.da}« kan afvises af nogen, der får den: »{norm.label.da}« "
                    f"gives efter anmodning og for altid. Bundne bliver {left} af "
                    f"{everyone.count(newly)} slags personer.",
                    f'"{self.norm.label.en}" can be declined by some who get it: "{norm.label.en}" '
                    f"is granted on request and for good. {left} of {everyone.count(newly)} kinds "
                    "of persons remain bound.",
                ),
                everyone,
                free,
            )

    def gap(
        self, code: str, severity: Severity, message: Text, everyone: Everyone, cells: Bools
    ) -> Gap:
        """A gap that strikes some cells, with the first of them as witness."""
        first = int(np.flatnonzero(cells)[0])
        record = everyone.witness(first)
        who = None
        with suppress(ValueError):  # more facts than a sentence can hold
            who = describe(everyone, cells, prefer=[*self.groups, self.new])
        return Gap(
            code,
            severity,
            message,
            norm=self.norm.iri,
            provision=self.norm.provision,
            who=who,
            who_words=None if who is None else in_words(who, self.words),
            witness=_shown(record, self.views),
            cells=everyone.count(cells),
            of=everyone.of,
        )


def _without(view: LawView, routes: Sequence[AccessRoute]) -> LawView | None:
    """The law as if some routes were not there; None where that changes nothing."""
    if not routes:
        return None
    gone = {route.iri for route in routes}
    found = LawView(view.law, view.as_of)
    found.__dict__["routes"] = tuple(r for r in view.routes if r.iri not in gone)
    return found


def _shown(record: Mapping[str, State], views: Views) -> dict[str, str]:
    """A record as `lovgraf person` reads it: canonical names and values."""
    facts = views.after.law.facts
    shown = {}
    for column in facts.columns.values():
        state = record.get(column.iri)
        if state is None or state is NONE or column.name == "id":
            continue
        shown[column.name] = written(state)
    return dict(sorted(shown.items()))
