"""What checks of several tables under one law on one day need alike, made once for all of them.

A file of a thousand rows is checked in a few hundredths of a second once this is there, and a
register may come in hundreds of files.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from msgspec.structs import replace

from lovgraf.conditions.tree import Condition
from lovgraf.core.cache import Answers
from lovgraf.engine.in_memory import Memory
from lovgraf.engine.plan import Plan
from lovgraf.engine.table_plan import TablePlan, make_table_plan
from lovgraf.law.view import Law
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.program import Programs
from lovgraf.verdicts.remembered import Remembered

_DAYS, _PLANS = 3, 4
"""How many days, and how many layouts of tables on each of them, are kept from check to check."""
_MOST = 8 << 20
"""Bytes of verdicts that are kept of a law on a day: every check reads them all."""
_Key = tuple[int, date, str]
"""The process, the day, and the digest of what is presumed: plans and what is found out of them
differ by what a breach may rest on."""
_kept: dict[str, dict[_Key, Prepared]] = {}
"""What was made ready for the shipped law, by its content."""


@contextmanager
def kept_for(law: Law, as_of: date) -> Iterator[Prepared]:
    """What earlier checks of this process made ready under a law with its presumptions on a day,
    for one check alone.

    What is found out from values of records is let go of afterwards.
    """
    if law.source.shipped:
        kept = _kept.setdefault(law.source.digest, {})
    else:
        kept = law.once(("prepared",), dict[_Key, Prepared])
    key = os.getpid(), as_of, law.profile.digest
    prepared = kept.pop(key, None) or Prepared(private=True)
    try:
        yield prepared
    finally:
        prepared.forget()
        for oldest in list(kept)[: len(kept) + 1 - _DAYS]:
            kept.pop(oldest, None)
        kept[key] = prepared


@dataclass
class Prepared:
    """Kept as long as the checks last, since some of it is found out from values of records; where
    it is `private`, that can be forgotten."""

    private: bool = False
    _plans: dict[object, TablePlan] = field(default_factory=dict, repr=False)
    _combinations: dict[int, tuple[Plan, Combinations]] = field(default_factory=dict, repr=False)
    _memories: dict[int, tuple[Plan, list[Memory]]] = field(default_factory=dict, repr=False)
    _remembered: dict[int, Remembered] = field(default_factory=dict, repr=False)
    _answers: dict[str, Answers | None] = field(default_factory=dict, repr=False)

    def plan(
        self,
        programs: Programs,
        quality: Mapping[str, Condition],
        present: Iterable[str],
        complete: Iterable[str],
        carry: Mapping[str, str],
    ) -> TablePlan:
        """See `make_table_plan`; of programs and conditions the names tell what they are."""
        names = tuple(present), tuple(sorted(complete)), tuple(carry.items())
        presumed = tuple(program.presumed for program in programs.programs.values())
        key = tuple(programs.programs), tuple(quality), presumed, *names
        if key not in self._plans:
            self._plans[key] = make_table_plan(programs, quality, names[0], names[1], carry)
        return self._plans[key]

    def combinations(self, plan: Plan) -> Combinations:
        """Which answers of a plan can occur together."""
        if id(plan) not in self._combinations:
            programs = plan.programs
            view = programs.view
            found = Combinations(
                programs.facts.stated, plan.of_law, view.as_of, private=self.private
            )
            if digest := view.law.source.digest:
                found.answers = Answers("cells", [digest, view.as_of.isoformat()])
            self._combinations[id(plan)] = plan, found
        return self._combinations[id(plan)][1]

    def memory(self, plan: Plan, norms: Collection[str]) -> Memory:
        """What judges records in memory by some norms of a plan, and perhaps by more of them."""
        programs = plan.programs
        _, kept = self._memories.setdefault(id(plan), (plan, []))
        for memory in kept:
            if set(norms) <= set(memory.plan.programs.programs):
                return memory
        own = {iri: programs.programs[iri] for iri in norms}
        some = replace(programs, programs=own, refused={})
        kept.append(Memory.compile(some))
        kept[-1].combinations.private = self.private
        kept[-1].combinations.answers = self.combinations(plan).answers
        kept[-1].answers = self._kept_of(plan)
        return kept[-1]

    def remembered(self, plan: Plan) -> Remembered:
        """What judges the cells of a plan, by what was kept of its verdicts."""
        if id(plan) not in self._remembered:
            possible = self.combinations(plan)
            self._remembered[id(plan)] = Remembered(
                plan.programs, plan.atoms, possible, self._kept_of(plan)
            )
        return self._remembered[id(plan)]

    def rows(self, plan: Plan) -> Answers | None:
        """Where verdicts of rows that their cell leaves open are kept; None where nothing is."""
        return self._kept("open-rows", plan)

    def looks(self, plan: Plan) -> Answers | None:
        """Where it is kept what norms look at of such rows; None where nothing is."""
        return self._kept("looks", plan)

    def _kept_of(self, plan: Plan) -> Answers | None:
        """Where the verdicts of a plan are kept; None where nothing is kept of its law."""
        return self._kept("verdicts", plan)

    def _kept(self, kind: str, plan: Plan) -> Answers | None:
        """Answers about a plan's law on its day; None where nothing is kept of it."""
        if kind not in self._answers:
            view = plan.programs.view
            parts = [view.law.source.digest, view.as_of.isoformat()]
            self._answers[kind] = Answers(kind, parts, _MOST) if view.law.source.kept else None
        return self._answers[kind]

    def forget(self) -> None:
        """Let go of what was found out from values of records, and of the oldest layouts."""
        for _, combinations in self._combinations.values():
            combinations.forget_values()
            if combinations.answers is not None:
                combinations.answers.keep()
        for answers in self._answers.values():
            if answers is not None:
                answers.keep()
        for _, memories in self._memories.values():
            for memory in memories:
                memory.forget()
        for oldest in list(self._plans)[: max(len(self._plans) - _PLANS, 0)]:
            plan = self._plans.pop(oldest).plan
            self._combinations.pop(id(plan), None)
            self._memories.pop(id(plan), None)
            self._remembered.pop(id(plan), None)
