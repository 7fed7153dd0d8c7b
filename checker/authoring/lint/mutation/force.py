"""Try moved days of commencement and expiry on the scenarios of the days that they change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace
from rdflib import XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.authoring.lint.coverage.demands import Subject, act_iri
from lovgraf.authoring.lint.coverage.measure import within
from lovgraf.authoring.lint.mutation.equivalent import Equivalence
from lovgraf.authoring.lint.mutation.may import MayCases
from lovgraf.authoring.lint.mutation.mutants import Change, Outcome
from lovgraf.authoring.lint.mutation.trees import Trees
from lovgraf.authoring.scenarios.batches import Compiler
from lovgraf.authoring.scenarios.cases import Scenario, norm_of, norms_named, record_of
from lovgraf.core.terms import CORE, ELI, Text, label, short
from lovgraf.core.written import date_text
from lovgraf.engine.in_memory import Memory
from lovgraf.law import Law
from lovgraf.law.patterns import PATTERN
from lovgraf.law.time import Interval, interval, key_provision
from lovgraf.verdicts.program import Programs

# Days of commencement and expiry, each moved by one day where the law states it.
#
# Only on the day on which the moved law differs from the law as it is can a scenario notice: so
# only those are judged again, and only if what lifts or serves their norm is in force on another
# day.

PREDICATES: dict[Node, Text] = {
    CORE.inForceFrom: Text("i kraft", "in force"),
    CORE.inForceUntil: Text("ophør", "expiry"),
}


class StatedDay(Struct, frozen=True):
    """A day that the law states, and of what; several where a pattern says it of its norms."""

    predicate: Node
    day: date
    subjects: tuple[Node, ...]
    named: str


class Moved(Struct, frozen=True):
    """A stated day moved by some days, and the intervals that it changes, by IRI."""

    stated: StatedDay
    step: int
    intervals: dict[str, Interval]

    @property
    def turning(self) -> date:
        """The day on which something is in force that was not, or the other way round."""
        earlier = min(self.stated.day, self.stated.day + timedelta(days=self.step))
        return earlier + timedelta(days=self.stated.predicate == CORE.inForceUntil)


def stated_days(law: Law) -> list[StatedDay]:
    """Every day of commencement or expiry in the graph; what a binding passes on counts once."""
    found: dict[tuple[str, Node, date], list[Node]] = {}
    for predicate in PREDICATES:
        for subject, value in law.graph.subject_objects(predicate):
            binding = law.graph.value(subject, PATTERN["from"])
            name = str(subject if binding is None else binding)
            if isinstance(subject, URIRef):
                key = name, predicate, date.fromisoformat(str(value))
                found.setdefault(key, []).append(subject)
    return [
        StatedDay(predicate, day, tuple(sorted(subjects, key=str)), name)
        for (name, predicate, day), subjects in sorted(found.items(), key=str)
    ]


class Resting:
    """Which norms and routes rest on which days of force."""

    def __init__(self, law: Law) -> None:
        self._graph = law.graph
        self._on: dict[Node, list[str]] = {}
        for iri in (*law.norms, *(route.iri for route in law.access.routes)):
            for node in _chain(self._graph, URIRef(iri)):
                self._on.setdefault(node, []).append(iri)

    def moved(self, stated: StatedDay) -> Iterator[Moved]:
        """A stated day moved by one day either way, with what that changes."""
        graph = self._graph
        things = {iri for subject in stated.subjects for iri in self._on.get(subject, ())}
        before = {iri: interval(graph, URIRef(iri)) for iri in sorted(things)}
        for step in (-1, 1):
            with _stating(graph, stated, stated.day + timedelta(days=step)):
                after = {iri: interval(graph, URIRef(iri)) for iri in before}
            changed = {iri: life for iri, life in after.items() if life != before[iri]}
            if changed:
                yield Moved(stated, step, changed)


def _chain(graph: Graph, subject: Node) -> set[Node]:
    """All on which the days of force of a norm or route may rest."""
    found: set[Node] = set()
    queue: list[Node | None] = [subject]
    while queue:
        node = queue.pop()
        if node is None or node in found:
            continue
        found.add(node)
        queue += [key_provision(graph, node)]
        for predicate in (ELI.is_part_of, CORE.commencedBy, CORE.commencesWith):
            queue += graph.objects(node, predicate)
    return found


@contextmanager
def _stating(graph: Graph, stated: StatedDay, day: date) -> Iterator[None]:
    """A graph that states another day, for a while."""
    was = RdfLiteral(stated.day.isoformat(), datatype=XSD.date)
    now = RdfLiteral(day.isoformat(), datatype=XSD.date)
    for subject in stated.subjects:
        graph.set((subject, stated.predicate, now))
    try:
        yield
    finally:
        for subject in stated.subjects:
            graph.set((subject, stated.predicate, was))


class MovedDays:
    """The moved days that change what a record can meet, and what becomes of each."""

    def __init__(self, law: Law, scenarios: Sequence[Scenario], may: MayCases) -> None:
        self._law = law
        self._trial = _Trial(law, may, Equivalence(Trees()))
        self._by_day: dict[date, list[Scenario]] = {}
        for scenario in scenarios:
            self._by_day.setdefault(scenario.as_of, []).append(scenario)
        self._by_act: dict[str, list[StatedDay]] = {}
        for stated in stated_days(law):
            self._by_act.setdefault(act_iri(stated.named), []).append(stated)

    @property
    def acts(self) -> frozenset[str]:
        """The acts that state a day."""
        return frozenset(self._by_act)

    def outcomes(self, act: str, about: Sequence[str] = ()) -> Iterator[Outcome]:
        """What became of each moved day of an act."""
        for stated in self._by_act.get(act, []):
            name = stated.named
            if not within(name, about, act):
                continue
            subject = Subject(name, act, label(self._law.graph, URIRef(name)))
            for moved in self._resting.moved(stated):
                outcome = Outcome(Change(subject, _name(moved), _words(moved)))
                self._trial.run(moved, self._by_day.get(moved.turning, []), outcome)
                yield outcome

    @cached_property
    def _resting(self) -> Resting:
        return Resting(self._law)


def _name(moved: Moved) -> str:
    return f"{short(str(moved.stated.predicate))} {moved.stated.day} {moved.step:+}"


def _words(moved: Moved) -> Text:
    what = PREDICATES[moved.stated.predicate]
    da, en = ("en dag før", "a day earlier") if moved.step < 0 else ("en dag efter", "a day later")
    day = date_text(moved.stated.day)
    return Text(f"{what.da} {day.da}: {da}", f"{what.en} {day.en}: {en}")


class _Trial(Struct):
    """The law, and the law with moved days, on the days on which they differ."""

    law: Law
    may: MayCases
    equivalence: Equivalence

    def run(self, moved: Moved, scenarios: list[Scenario], outcome: Outcome) -> None:
        """Fill in what became of a moved day."""
        other = _with(self.law, moved)
        day = moved.turning
        here, there = self.law.at(day), other.at(day)
        changed = {n.iri for n in here.judged()} ^ {n.iri for n in there.judged()}
        touched = self._touched(moved) - changed
        both = {n.iri: n.record_type for n in here.judged() if n.iri in touched}
        was, now = Compiler(self.law), Compiler(other)
        pairs: dict[str, tuple[Programs, Programs]] = {}
        for record_type in sorted(set(both.values())):
            norms = {iri for iri, kind in both.items() if kind == record_type}
            old, new = (c.programs(day, record_type, norms) for c in (was, now))
            for iri, program in old.programs.items():
                if iri in new.programs and new.programs[iri].conditions != program.conditions:
                    pairs[iri] = (_only(old, iri), _only(new, iri))
        for scenario in scenarios:
            if self._notices(scenario, changed, pairs):
                outcome.killed_by = scenario.id
                return
        outcome.killed_by = self.may.noticing_day(other, day)
        if not outcome.killed_by:
            alike = [self._alike(old, new, day) for old, new in pairs.values()]
            outcome.equivalent = not changed and all(alike)
            outcome.doubtful = not changed and None in alike and False not in alike

    def _alike(self, old: Programs, new: Programs, day: date) -> bool | None:
        """Whether a norm judges every record as before; None where that was not found out."""
        ((iri, before),) = old.programs.items()
        return self.equivalence.never_differs(before, new.programs[iri], old.facts, day)

    def _touched(self, moved: Moved) -> set[str]:
        """The norms that may read otherwise: what lifts them, or gives what they require, moved."""
        found: set[str] = set()
        queue = list(moved.intervals)
        while queue:
            norm = self.law.norms.get(queue.pop())
            lifted = {*norm.exempts, *norm.overrides} - found if norm else set()
            found |= lifted
            queue += lifted
        if any(route.iri in moved.intervals for route in self.law.access.routes):
            found |= {norm.iri for norm in self.law.norms.values() if norm.requires}
        return found

    def _notices(
        self,
        scenario: Scenario,
        changed: set[str],
        pairs: dict[str, tuple[Programs, Programs]],
    ) -> bool:
        named = {norm.iri for norm in norms_named(self.law, scenario)}
        if named & changed:
            return True
        norm = norm_of(self.law, scenario)
        if norm is None or norm.iri not in pairs:
            return False
        record = record_of(self.law, scenario)
        before, after = (
            Memory.compile(programs).verdicts([record])[0][norm.iri] for programs in pairs[norm.iri]
        )
        return before.verdict != after.verdict or (
            "missing" in scenario.raw and before.missing != after.missing
        )


def _only(programs: Programs, iri: str) -> Programs:
    return Programs(programs.view, programs.facts, {iri: programs.programs[iri]})


def _with(law: Law, moved: Moved) -> Law:
    """The same law with other days of force."""
    found = Law(law.source)
    lives = moved.intervals
    routes = tuple(replace(r, in_force=lives.get(r.iri, r.in_force)) for r in law.access.routes)
    vars(found)["facts"] = law.facts
    vars(found)["access"] = replace(law.access, routes=routes)
    vars(found)["norms"] = {
        iri: replace(norm, in_force=lives[iri]) if iri in lives else norm
        for iri, norm in law.norms.items()
    }
    return found
