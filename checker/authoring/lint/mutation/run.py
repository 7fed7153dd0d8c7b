"""Try every change of the law on the scenarios: is there one that is judged otherwise?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import msgspec
import numpy as np

from lovgraf.authoring.lint.coverage.demands import Subjects
from lovgraf.authoring.lint.coverage.measure import norms_ever_in_force, unseen, within
from lovgraf.authoring.lint.mutation.changes import Changes
from lovgraf.authoring.lint.mutation.equivalent import Equivalence
from lovgraf.authoring.lint.mutation.force import MovedDays
from lovgraf.authoring.lint.mutation.may import MayCases
from lovgraf.authoring.lint.mutation.mutants import Mutant, Outcome
from lovgraf.authoring.scenarios.batches import Batch, Rows, in_batches
from lovgraf.authoring.scenarios.cases import Scenario
from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import code_groups, distinct_tests
from lovgraf.conditions.kleene import Codes, Logic, Pair
from lovgraf.conditions.tree import Compare, Question
from lovgraf.engine.in_memory import Memory
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law import Law
from lovgraf.verdicts.decide import NO_REASON, UNCERTAIN, Verdicts, decide
from lovgraf.verdicts.evaluate import evaluate
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.program import Program, Programs

# Cases about one norm, coded once, under the norm as it is and as it becomes by a change.


class Answers(msgspec.Struct):
    """What a norm says of some cases: the verdict of each, and what is missing, sorted."""

    verdicts: Verdicts
    missing: list[list[str]]


@dataclass
class Judged:
    """The cases about a norm, in the same order as their `codes`.

    A condition that a change leaves alone is evaluated once for all changes.
    """

    cases: list[Scenario]
    atoms: Mapping[str, Atom]
    codes: Mapping[str, Codes]
    possible: Combinations
    before: Answers
    truths: dict[tuple[str, Question], Pair]
    _logic: Logic = field(init=False)

    def __post_init__(self) -> None:
        self._logic = Logic(self.atoms, self.codes, self.truths)
        self._strict = np.array(["missing" in case.raw for case in self.cases], np.bool_)

    def noticing(self, changed: Program) -> str:
        """The first case that is judged otherwise under a changed norm; empty where none is."""
        pairs = [self._logic.evaluate(condition) for condition in changed.conditions]
        now = np.broadcast_to(decide(changed, pairs), (len(self.cases),))
        other = np.flatnonzero((now != UNCERTAIN) & (now != self.before.verdicts))
        if len(other):
            return self.cases[int(other[0])].id
        open_ = np.flatnonzero((now == UNCERTAIN) | self._strict)
        if not len(open_):
            return ""
        after = answers(changed, self.atoms, self.codes, self.possible, open_)
        for place, row in enumerate(open_.tolist()):
            verdict = after.verdicts[place] != self.before.verdicts[row]
            missing = after.missing[place] != self.before.missing[row]
            if verdict or (self._strict[row] and missing):
                return self.cases[row].id
        return ""


def answers(
    program: Program,
    atoms: Mapping[str, Atom],
    codes: Mapping[str, Codes],
    possible: Combinations,
    rows: Rows,
) -> Answers:
    """What a norm says of some rows."""
    own = {key: array[rows] for key, array in codes.items()}
    found = evaluate(program, atoms, own, len(rows), possible)
    missing = [sorted(found.reasons.get(row, NO_REASON).missing) for row in range(len(rows))]
    return Answers(found.verdicts, missing)


AT_ONCE = 4
"""Batches of a norm on which a change is tried before it is asked if any record could notice."""
MOST_GROUPS = 6
"""Groups of codes of a fact with several values, of which all subsets are told apart."""


class Mutation(msgspec.Struct, frozen=True):
    """What became of the changes of one act, in order of subject."""

    act: str
    outcomes: tuple[Outcome, ...]


def mutate(law: Law, scenarios: list[Scenario], about: Sequence[str] = ()) -> Iterator[Mutation]:
    """Try every change on scenarios that have been read, act by act.

    `about` (beginnings of IRIs, relative to the base) leaves out what is about other acts. Raises
    `InputError` for a scenario that cannot be used.
    """
    may = MayCases(law, scenarios)
    scenarios = [case for case in scenarios if not case.asks_may]
    found = in_batches(law, scenarios)
    for fault in found.faults:
        raise fault
    dates: dict[str, set[date]] = {}
    for batch in found.batches:
        for case in batch.cases:
            dates.setdefault(case.norm.iri, set()).add(batch.as_of)
    batches = sorted(found.batches, key=lambda b: -len(b.cases))
    tries = [Tried(batch) for batch in (*batches, *unseen(law, norms_ever_in_force(law), dates))]
    changes = Changes(Subjects(law))
    owners = _owners(changes, tries)
    days = MovedDays(law, scenarios, may)
    for act in sorted({*owners.values(), *days.acts}):
        wanted = frozenset(
            iri for iri, owner in owners.items() if owner == act and within(iri, about, act)
        )
        trial = Trial(changes, wanted, Equivalence(changes.trees), may)
        trial.run(tries)
        outcomes = [*trial.outcomes.values(), *days.outcomes(act, about)]
        if outcomes:
            yield Mutation(act, tuple(sorted(outcomes, key=lambda o: o.change.key)))


def _owners(changes: Changes, tries: list[Tried]) -> dict[str, str]:
    """The act of all that can be changed, by IRI: of what several acts use, the first."""
    found: dict[str, str] = {}
    for tried in tries:
        programs = tried.batch.programs
        for iri, program in programs.programs.items():
            touched = list(changes.touched(program, programs.view, programs.facts))
            tried.touched[iri] = frozenset(subject.iri for subject in touched)
            for subject in touched:
                found[subject.iri] = min(found.get(subject.iri, subject.act), subject.act)
    return found


class Tried(msgspec.Struct):
    """A batch, what can be changed of each of its norms (by IRI), and what its cases are judged."""

    batch: Batch
    touched: dict[str, frozenset[str]] = msgspec.field(default_factory=dict)
    judged: dict[str, Answers] = msgspec.field(default_factory=dict)


class Trial(msgspec.Struct):
    """Changes of some subjects (by IRI) with what has become of them so far, by key."""

    changes: Changes
    wanted: frozenset[str]
    equivalence: Equivalence
    may: MayCases
    outcomes: dict[str, Outcome] = msgspec.field(default_factory=dict)

    def run(self, tries: Iterable[Tried]) -> None:
        """Try the changes on the cases of batches.

        Each norm's largest batches come first; what they leave over and no record could notice is
        not tried on the rest.
        """
        later: list[tuple[Tried, list[Mutant]]] = []
        seen: Counter[str] = Counter()
        for tried in tries:
            mutants = self._still_to_try(tried)
            norms = {mutant.program.norm.iri for mutant in mutants}
            at_once = {iri for iri in norms if seen[iri] < AT_ONCE}
            seen.update(norms)
            self._try_all(tried, [m for m in mutants if m.program.norm.iri in at_once])
            later.append((tried, [m for m in mutants if m.program.norm.iri not in at_once]))
        for outcome in self.outcomes.values():
            if outcome.pairs:
                _, mutant, programs = outcome.pairs[0]
                facts = with_facts_of(programs.facts, [mutant])
                outcome.killed_by = self.may.noticing(mutant, facts)
            if not outcome.killed_by:
                self._settle(outcome)
            outcome.pairs.clear()
        for tried, mutants in later:
            self._try_all(tried, mutants)

    def _try_all(self, tried: Tried, mutants: list[Mutant]) -> None:
        alive = [m for m in mutants if self.outcomes[m.change.key].survived]
        for some in self._in_parts(alive, tried.batch.programs.facts):
            self._try(tried, some)

    def _still_to_try(self, tried: Tried) -> list[Mutant]:
        """The mutants of a batch's norms with cases that differ from the norm and are alive."""
        found = []
        programs = tried.batch.programs
        for program, rows in tried.batch.programs_with_cases():
            if self.wanted.isdisjoint(tried.touched[program.norm.iri]):
                continue
            known = self.wanted.__contains__
            for candidate in self.changes.of(program, programs.view, programs.facts, known):
                outcome = self.outcomes.setdefault(candidate.change.key, Outcome(candidate.change))
                if outcome.killed_by:
                    continue
                mutant = candidate.make()
                if mutant.program.conditions == program.conditions:
                    continue
                if not any(p.conditions == program.conditions for p, _, _ in outcome.pairs):
                    outcome.pairs.append((program, mutant, programs))
                if len(rows):
                    found.append(mutant)
        return found

    def _try(self, tried: Tried, some: list[Mutant]) -> None:
        """Have the cases of a batch judged under some changes."""
        batch = tried.batch
        names = dict.fromkeys(mutant.program.norm.iri for mutant in some)
        programs = {iri: batch.programs.programs[iri] for iri in names}
        facts = with_facts_of(batch.programs.facts, some)
        asked = {
            question for mutant in some for question in self.changes.trees.asked(mutant.program)
        }
        memory = Memory.compile(
            Programs(batch.programs.view, facts, programs), sorted(asked, key=repr)
        )
        codes = memory.codes([case.record for case in batch.cases])
        atoms, possible = memory.plan.atoms, memory.combinations
        judged: dict[str, Judged] = {}
        truths: dict[tuple[str, Question], Pair] = {}
        for mutant in some:
            outcome, iri = self.outcomes[mutant.change.key], mutant.program.norm.iri
            if outcome.killed_by:
                continue
            if iri not in judged:
                rows = batch.rows(iri)
                if iri not in tried.judged:
                    tried.judged[iri] = answers(programs[iri], atoms, codes, possible, rows)
                judged[iri] = Judged(
                    [batch.cases[row].scenario for row in rows],
                    atoms,
                    {key: array[rows] for key, array in codes.items()},
                    possible,
                    tried.judged[iri],
                    truths,
                )
            outcome.killed_by = judged[iri].noticing(mutant.program)
            if outcome.killed_by:
                outcome.doubtful = False
                outcome.pairs.clear()

    def _settle(self, outcome: Outcome) -> None:
        for program, mutant, programs in outcome.pairs:
            facts = with_facts_of(programs.facts, [mutant])
            never = self.equivalence.never_differs(
                program, mutant.program, facts, programs.view.as_of
            )
            if not never:
                outcome.doubtful = never is None
                return
        outcome.equivalent = True

    def _in_parts(self, mutants: list[Mutant], facts: FactVocabulary) -> Iterator[list[Mutant]]:
        """Mutants in parts whose questions can be coded together."""
        part: list[Mutant] = []
        wide: dict[str, set[Question]] = {}
        for mutant in mutants:
            asked = _wide(self.changes.trees.asked(mutant.program), facts)
            if part and any(
                _groups({*wide.get(key, ()), *own}) > MOST_GROUPS for key, own in asked.items()
            ):
                yield part
                part, wide = [], {}
            part.append(mutant)
            for key, own in asked.items():
                wide.setdefault(key, set()).update(own)
        if part:
            yield part


def with_facts_of(facts: FactVocabulary, some: Iterable[Mutant]) -> FactVocabulary:
    """A vocabulary with the facts that some mutants rest on besides."""
    more = {fact.iri: fact for mutant in some for fact in mutant.facts}
    return replace(facts, facts={**facts.facts, **more})


def _wide(asked: Iterable[Question], facts: FactVocabulary) -> dict[str, set[Question]]:
    """The questions about facts with several values, by fact."""
    found: dict[str, set[Question]] = {}
    for question in asked:
        fact = facts.facts.get(question.fact)
        if fact is not None and fact.multi and not isinstance(question, Compare):
            found.setdefault(question.fact, set()).add(question)
    return found


def _groups(asked: set[Question]) -> int:
    return len(code_groups(distinct_tests(asked)))
