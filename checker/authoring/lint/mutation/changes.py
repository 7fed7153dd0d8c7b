"""The changes of a norm's law that are tried, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from lovgraf.authoring.lint.coverage.asked import routes
from lovgraf.authoring.lint.coverage.demands import Subject, Subjects
from lovgraf.authoring.lint.mutation.deadlines import other_deadlines
from lovgraf.authoring.lint.mutation.facts import redefined
from lovgraf.authoring.lint.mutation.mutants import (
    Change,
    Mutant,
    WithoutLifting,
    changed,
    with_deadlines,
    with_reach,
    with_routes,
    with_turn,
    without_lifting,
)
from lovgraf.authoring.lint.mutation.trees import Trees
from lovgraf.authoring.lint.mutation.variants import Variant, Variants
from lovgraf.conditions.tree import Condition
from lovgraf.conditions.words import Words
from lovgraf.core.terms import Text
from lovgraf.facts.vocabulary import Derived, FactVocabulary
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.verdicts.deadlines import deadline_facts
from lovgraf.verdicts.program import Program, own_needs


@dataclass(frozen=True)
class Candidate:
    """A change that can be made to a norm, and how: most are noticed before they are needed."""

    change: Change
    make: Callable[[], Mutant]


Wanted = Callable[[str], bool]
"""Whether the changes of a subject (by IRI) are asked for."""


@dataclass
class Changes:
    """Makes the mutants of programs; the variants of a named condition are made once."""

    subjects: Subjects
    trees: Trees = field(default_factory=Trees)
    _variants: dict[tuple[str, int], tuple[Condition, list[Variant]]] = field(default_factory=dict)

    def of(
        self, program: Program, view: LawView, facts: FactVocabulary, wanted: Wanted
    ) -> Iterator[Candidate]:
        """Every change of a norm whose subject is wanted."""
        own = wanted(self.subjects.of(program.norm).iri)
        yield from self._conditions(program, facts, wanted)
        yield from self._facts(program, facts, wanted)
        if own:
            yield from self._deadlines(program)
            yield from self._requirements(program, view)
        yield from self._lifting(program, view, wanted)
        yield from self._routes(program, view, wanted)

    def touched(self, program: Program, view: LawView, facts: FactVocabulary) -> Iterator[Subject]:
        """All that can be changed and be noticed by cases about a norm."""
        own = self.subjects.of(program.norm)
        yield own
        for iri in self._named(program):
            yield self.subjects.named(iri, own.act)
        for fact in facts.lineage(program.facts()):
            if isinstance(fact, Derived):
                yield self.subjects.named(fact.iri, own.act)
        for _, below in _pairs(view, program.norm):
            yield self.subjects.of(below)
        if own_needs(program.norm):
            for route, _ in routes(view, program):
                yield self.subjects.route(route)

    def _named(self, program: Program) -> dict[str, Condition]:
        found: dict[str, Condition] = {}
        for condition in program.conditions:
            found.update(self.trees.content(condition).named)
        return found

    def _conditions(
        self, program: Program, facts: FactVocabulary, wanted: Wanted
    ) -> Iterator[Candidate]:
        """With a class or shape that says something else."""
        subject = self.subjects.of(program.norm)
        for iri, part in self._named(program).items():
            if not wanted(iri):
                continue
            named = self.subjects.named(iri, subject.act)
            for variant in self._of(iri, part, facts):
                change = Change(named, variant.name, variant.what)
                put = partial(self.trees.with_named, iri=iri, part=variant.condition)
                yield Candidate(change, partial(changed, change, program, put))

    def _of(self, iri: str, part: Condition, facts: FactVocabulary) -> list[Variant]:
        key = iri, id(part)
        if key not in self._variants:
            words = Words(self.subjects.law.graph, facts)
            self._variants[key] = part, list(Variants(words).of(part))
        return self._variants[key][1]

    def _facts(
        self, program: Program, facts: FactVocabulary, wanted: Wanted
    ) -> Iterator[Candidate]:
        """With a derived fact that is computed otherwise; deadlines are changed as such."""
        made = {fact.iri for fact in deadline_facts(program.norm)}
        for new in redefined(facts, program.facts(), lambda iri: iri not in made and wanted(iri)):
            subject = self.subjects.named(new.fact, self.subjects.of(program.norm).act)
            change = Change(subject, new.name, new.what)
            put = partial(self.trees.with_facts, names=new.names)
            yield Candidate(change, partial(changed, change, program, put, new.facts))

    def _deadlines(self, program: Program) -> Iterator[Candidate]:
        """With a deadline that is longer, shorter or starts otherwise."""
        norm = program.norm
        for number, deadline in enumerate(norm.deadlines):
            for name, what, new_one in other_deadlines(deadline):
                others = (*norm.deadlines[:number], new_one, *norm.deadlines[number + 1 :])
                new = replace(norm, iri=f"{norm.iri}~{number} {name}", deadlines=others)
                change = Change(self.subjects.of(norm), f"deadline {number} {name}", what)
                yield Candidate(change, partial(with_deadlines, change, program, new))

    def _lifting(self, program: Program, view: LawView, wanted: Wanted) -> Iterator[Candidate]:
        """Without an exemption or override, or an exception to one."""
        for lifter, below in _pairs(view, program.norm):
            if not wanted(self.subjects.of(below).iri):
                continue
            other = self.subjects.of(lifter)
            change = Change(
                self.subjects.of(below),
                f"lifted by {other.name} dropped",
                Text(
                    f"løftes ikke af »{other.label.da}«", f'no longer lifted by "{other.label.en}"'
                ),
            )
            without = WithoutLifting(
                view.law, view.as_of, view.readers, dropped=(lifter.iri, below.iri)
            )
            yield Candidate(change, partial(without_lifting, change, program, without))

    def _requirements(self, program: Program, view: LawView) -> Iterator[Candidate]:
        """Without a capability that is required."""
        needs = own_needs(program.norm)
        for need in needs:
            name = self.subjects.named(need, self.subjects.of(program.norm).act)
            change = Change(
                self.subjects.of(program.norm),
                f"requires {name.name} dropped",
                Text(f"kræver ikke »{name.label.da}«", f'does not require "{name.label.en}"'),
            )
            rest = tuple(other for other in needs if other != need)
            yield Candidate(change, partial(with_reach, change, program, view, rest))

    def _routes(self, program: Program, view: LawView, wanted: Wanted) -> Iterator[Candidate]:
        """With a route that is closed, or that asks for less."""
        needs = own_needs(program.norm)
        if not needs:
            return
        for route in dict.fromkeys(route for route, _ in routes(view, program)):
            if route.origin is not None or not wanted(route.iri):  # carried: as its origin says
                continue
            for name, what, others in self._changed(route):
                turn = partial(with_routes, route=route, changed=others)
                change = Change(self.subjects.route(route), name, what)
                yield Candidate(change, partial(with_turn, change, program, view, turn))

    def _changed(self, route: AccessRoute) -> Iterator[tuple[str, Text, tuple[AccessRoute, ...]]]:
        yield "closed", Text("vejen er lukket", "the route is closed"), ()
        if route.eligible is not None:
            what = Text("vejen er åben for alle", "the route is open to all")
            yield "eligible dropped", what, (replace(route, eligible=None),)
        if self.subjects.law.access.nearby(route) is not None:
            what = Text("vejen er åben fra ethvert sted", "the route is open from everywhere")
            yield "place dropped", what, (replace(route, place=None),)
        for need in route.needs:
            name = self.subjects.named(need, route.iri)
            what = Text(f"kræver ikke »{name.label.da}«", f'does not need "{name.label.en}"')
            rest = tuple(other for other in route.needs if other != need)
            yield f"need {name.name} dropped", what, (replace(route, needs=rest),)


def _pairs(view: LawView, norm: Norm) -> list[tuple[Norm, Norm]]:
    """Each norm that lifts a norm, or lifts one of those, with the one that it lifts."""
    found: dict[tuple[str, str], tuple[Norm, Norm]] = {}
    queue = [norm]
    for below in queue:
        for lifter in view.lifting(below.iri):
            if (lifter.iri, below.iri) not in found:
                found[lifter.iri, below.iri] = (lifter, below)
                queue.append(lifter)
    return list(found.values())
