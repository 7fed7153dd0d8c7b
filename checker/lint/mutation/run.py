"""Try every change of the law on the scenarios: is there one that is judged otherwise?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from checker.conditions.coding import code_groups, distinct_tests
from checker.conditions.tree import Compare, Question, questions
from checker.engine import Memory
from checker.law import Law
from checker.lint.coverage.demands import Subjects
from checker.lint.coverage.measure import living_norms, unseen, within
from checker.lint.mutation.changes import Changes, Mutant
from checker.lint.mutation.equivalent import never_differs
from checker.lint.mutation.force_trial import moved_outcomes
from checker.lint.mutation.outcome import Outcome
from checker.records.facts import FactVocabulary
from checker.reports.result import VERDICTS
from checker.scenarios.batches import Batch, Rows, in_batches
from checker.scenarios.cases import Scenario
from checker.verdicts.decide import NO_REASON
from checker.verdicts.evaluate import evaluate
from checker.verdicts.program import Program, Programs

MOST_GROUPS = 6
"""Groups of codes of a fact with several values, of which all subsets are told apart."""


@dataclass(frozen=True)
class Mutation:
    """What became of every change of the law, in order of act and subject."""

    scenarios: int
    outcomes: tuple[Outcome, ...]


def mutate(law: Law, scenarios: list[Scenario], about: Sequence[str] = ()) -> Mutation:
    """Try every change on scenarios that have been read.

    `about` (beginnings of IRIs, relative to the base) leaves out what is about other acts. Raises
    `InputError` for a scenario that cannot be used.
    """
    found = in_batches(law, scenarios)
    for fault in found.faults:
        raise fault
    trial = Trial(Changes(Subjects(law)), about)
    dates: dict[str, set[date]] = {}
    for batch in sorted(found.batches, key=lambda b: -len(b.cases)):
        trial.run(batch)
    for batch in found.batches:
        for case in batch.cases:
            dates.setdefault(case.norm.iri, set()).add(batch.as_of)
    for batch in unseen(law, living_norms(law, about), dates):
        trial.run(batch)
    outcomes = [*trial.settled(), *moved_outcomes(law, scenarios, about)]
    return Mutation(len(scenarios), tuple(sorted(outcomes, key=_order)))


def _order(outcome: Outcome) -> tuple[str, str]:
    return outcome.change.subject.act, outcome.change.key


@dataclass
class Trial:
    """Changes with what has become of them so far, by key."""

    changes: Changes
    about: Sequence[str] = ()
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def run(self, batch: Batch) -> None:
        """Try the changes of the norms of a batch that have not been noticed yet."""
        for some in _in_parts(self._untold(batch), batch.programs.facts):
            self._try(batch, some)

    def _untold(self, batch: Batch) -> list[Mutant]:
        """The mutants of a batch's norms with cases that differ from the norm and are alive."""
        found = []
        programs = batch.programs
        for program, rows in batch.programs_with_cases():
            if not within(program.norm.iri, self.about):
                continue
            for mutant in self.changes.of(program, programs.view, programs.facts):
                outcome = self.outcomes.setdefault(mutant.change.key, Outcome(mutant.change))
                if outcome.killed_by or mutant.program.conditions == program.conditions:
                    continue
                if not any(p.conditions == program.conditions for p, _, _ in outcome.pairs):
                    outcome.pairs.append((program, mutant, programs))
                if len(rows):
                    found.append(mutant)
        return found

    def _try(self, batch: Batch, some: list[Mutant]) -> None:
        """Have the cases of a batch judged under some changes."""
        names = {mutant.program.norm.iri for mutant in some}
        programs = {i: p for i, p in batch.programs.programs.items() if i in names}
        facts = with_facts_of(batch.programs.facts, some)
        memory = Memory.compile(
            Programs(batch.programs.view, facts, programs),
            [c for mutant in some for c in mutant.program.conditions],
        )
        codes = memory.codes([case.record for case in batch.cases])
        atoms, possible = memory.plan.atoms, memory.combinations

        def judged(program: Program, rows: Rows) -> list[tuple[str, list[str]]]:
            own = {key: array[rows] for key, array in codes.items()}
            found = evaluate(program, atoms, own, len(rows), possible)
            return [
                (VERDICTS[verdict], sorted(found.reasons.get(row, NO_REASON).missing))
                for row, verdict in enumerate(found.verdicts.tolist())
            ]

        rows_of = {iri: batch.rows(iri) for iri in programs}
        before = {iri: judged(program, rows_of[iri]) for iri, program in programs.items()}
        for mutant in some:
            outcome, iri = self.outcomes[mutant.change.key], mutant.program.norm.iri
            if outcome.killed_by:
                continue
            after = judged(mutant.program, rows_of[iri])
            for row, was, now in zip(rows_of[iri].tolist(), before[iri], after, strict=True):
                scenario = batch.cases[row].scenario
                if notices(scenario, was, now):
                    outcome.killed_by = scenario.id
                    outcome.pairs.clear()
                    break

    def settled(self) -> Iterator[Outcome]:
        """The outcomes, those that no record could notice marked."""
        for outcome in self.outcomes.values():
            if not within(outcome.change.subject.iri, self.about, outcome.change.subject.act):
                continue
            if not outcome.killed_by:
                outcome.equivalent = all(
                    never_differs(
                        program, mutant.program, with_facts_of(p.facts, [mutant]), p.view.as_of
                    )
                    for program, mutant, p in outcome.pairs
                )
            outcome.pairs.clear()
            yield outcome


def notices(scenario: Scenario, was: tuple[str, list[str]], now: tuple[str, list[str]]) -> bool:
    """Whether a scenario fails by a changed verdict, or by what is missing where it says that."""
    return was[0] != now[0] or ("missing" in scenario.raw and was[1] != now[1])


def with_facts_of(facts: FactVocabulary, some: Iterable[Mutant]) -> FactVocabulary:
    """A vocabulary with the facts that some mutants rest on besides."""
    more = {fact.iri: fact for mutant in some for fact in mutant.facts}
    return replace(facts, facts={**facts.facts, **more})


def _in_parts(mutants: list[Mutant], facts: FactVocabulary) -> Iterator[list[Mutant]]:
    """Mutants in parts whose questions can be coded together."""
    part: list[Mutant] = []
    wide: dict[str, set[Question]] = {}
    for mutant in mutants:
        asked = _wide(mutant, facts)
        if (
            any(_groups({*wide.get(key, ()), *own}) > MOST_GROUPS for key, own in asked.items())
            and part
        ):
            yield part
            part, wide = [], {}
        part.append(mutant)
        for key, own in asked.items():
            wide.setdefault(key, set()).update(own)
    if part:
        yield part


def _wide(mutant: Mutant, facts: FactVocabulary) -> dict[str, set[Question]]:
    """The questions of a mutant about facts with several values."""
    found: dict[str, set[Question]] = {}
    for condition in mutant.program.conditions:
        for question in questions(condition):
            fact = facts.facts.get(question.fact)
            if fact is not None and fact.multi and not isinstance(question, Compare):
                found.setdefault(question.fact, set()).add(question)
    return found


def _groups(asked: set[Question]) -> int:
    return len(code_groups(distinct_tests(asked)))
