"""The programs of changed norms before and after, compiled so that both can be asked together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from msgspec import Struct, structs
from rdflib import RDF, URIRef

from lovgraf.conditions.tree import And, Condition, facts_of
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Text, label
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.presumptions import Profile
from lovgraf.proposals.changes import Change, Group, Views, needed_through
from lovgraf.verdicts.program import Program, Programs, compile_programs, readers

Compared = tuple[Change, Program | None, Program | None]


class Comparison(Struct, frozen=True, dict=True):
    """The changes of one type of record with their programs, the groups they are told of, and the
    facts of both laws. Norms that cannot be compiled are not among them: see `left_out`."""

    record_type: str
    changes: tuple[Compared, ...]
    groups: tuple[Group, ...]
    facts: FactVocabulary
    after: Programs

    def conditions(self) -> list[Condition]:
        """Every condition that the comparison asks."""
        programs = [p for _, *pair in self.changes for p in pair if p is not None]
        return [
            *(condition for program in programs for condition in program.conditions),
            *(group.condition for group in self.groups),
        ]

    def about(self, condition: Condition) -> bool:
        """Whether a condition asks for facts of this type of record."""
        return _about(self.facts, condition, self.record_type)

    @cached_property
    def nothing(self) -> Programs:
        """No program, with the facts of both laws: for questions that are conditions alone."""
        return structs.replace(self.after, facts=self.facts, programs={}, refused={})

    def together(self, also: Iterable[Condition] = ()) -> Programs:
        """One program that asks all of it, and more conditions, so that its cells tell everything
        apart."""
        some = next(p for _, *pair in self.changes for p in pair if p is not None)
        everything = structs.replace(some, addressed=And((*self.conditions(), *also)))
        return structs.replace(self.nothing, programs={some.norm.iri: everything})

    def presuming(self, profile: Profile) -> Comparison:
        """The same where records are filled by the presumptions of a profile: a breach that rests
        on one which may not be held against somebody is none."""
        pairs = {
            f"{n}/{side}": program
            for n, (_, *pair) in enumerate(self.changes)
            for side, program in enumerate(pair)
            if program is not None
        }
        filled = structs.replace(self.nothing, programs=pairs).presuming(profile)
        changes = tuple(
            (change, filled.programs.get(f"{n}/0"), filled.programs.get(f"{n}/1"))
            for n, (change, _, _) in enumerate(self.changes)
        )
        return structs.replace(self, changes=changes, facts=filled.facts)


def comparisons(views: Views) -> list[Comparison]:
    """The changed norms that give verdicts, a comparison for each type of record."""
    found = []
    changes = _judged(views)
    for record_type in sorted({change.norm.record_type for change in changes}):
        own = [change for change in changes if change.norm.record_type == record_type]
        before, after = (
            compile_programs(view, record_type, {n.iri for n in norms if n is not None})
            for view, norms in (
                (views.before, [c.before for c in own]), (views.after, [c.after for c in own]),
            )
        )  # fmt: skip
        facts = replace(after.facts, facts={**before.facts.facts, **after.facts.facts})
        compared: list[Compared] = []
        for change in own:
            sides = ((change.before, before), (change.after, after))
            if any(n is not None and n.iri in programs.refused for n, programs in sides):
                continue
            old = before.programs.get(change.before.iri) if change.before else None
            new = after.programs.get(change.after.iri) if change.after else None
            if old is not None or new is not None:
                compared.append((change, old, new))
        if compared:
            found.append(
                Comparison(
                    record_type,
                    tuple(compared),
                    tuple(groups_of(views, record_type)),
                    facts,
                    after,
                )
            )
    return found


def left_out(views: Views, compared: Iterable[Comparison]) -> Iterator[tuple[Change, Text]]:
    """The changes that cannot be looked at, since a norm before or after cannot be compiled, and
    why."""
    done = {change for one in compared for change, _, _ in one.changes}
    for change in _judged(views):
        if change in done:
            continue
        for view, norm in ((views.before, change.before), (views.after, change.after)):
            if norm is not None:
                refused = compile_programs(view, norm.record_type, {norm.iri}).refused
                if norm.iri in refused:
                    yield change, refused[norm.iri].message
                    break


def _judged(views: Views) -> list[Change]:
    """The changes of norms that give verdicts, and of those that work differently."""
    judged = [change for change in views.changes if change.norm.judged or _was_judged(change)]
    return [*judged, *_indirect(views)]


def _was_judged(change: Change) -> bool:
    return change.before is not None and change.before.judged


def _indirect(views: Views) -> list[Change]:
    """Norms that stay, but whose verdicts a proposal can change: through what lifts them, or
    through the routes to what they need."""
    changed = {n.iri for c in views.changes for n in (c.before, c.after) if n is not None}
    lifts = {
        iri
        for change in views.changes
        for norm in (change.before, change.after)
        if norm is not None
        for iri in (*norm.exempts, *norm.overrides)
    }
    needs = needed_through(views)
    return [
        Change(views.before.norms[iri], norm)
        for iri, norm in views.after.norms.items()
        if norm.judged
        and iri not in changed
        and iri in views.before.norms
        and (iri in lifts or needs & set(norm.requires))
    ]


def groups_of(views: Views, record_type: str) -> Iterable[Group]:
    """The target groups of the graph, and the classes that the proposals speak of."""
    graph = views.graph
    owl, _ = readers(views.after, record_type)
    names = {str(name) for name in graph.subjects(RDF.type, CORE.TargetGroup)}
    for proposal in views.overlay.proposals:
        names |= set(proposal.concerns)
        names |= {outcome.group for outcome in proposal.outcomes}
    for name in sorted(names):
        try:
            condition = owl.condition(URIRef(name))
            views.after.law.facts.lineage(facts_of(condition))
        except InputError:
            continue
        if _about(views.after.law.facts, condition, record_type):
            yield Group(name, label(graph, URIRef(name)), condition)


def _about(facts: FactVocabulary, condition: Condition, record_type: str) -> bool:
    """Whether a group can have members of a type of record: it asks for facts of that type."""
    asked = [facts.facts.get(iri) for iri in facts_of(condition)]
    return bool(asked) and all(
        fact is not None and (not fact.record_types or record_type in fact.record_types)
        for fact in asked
    )
