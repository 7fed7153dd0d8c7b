"""What checks of several tables under one law on one day need alike, made once for all of them.

A file of a thousand rows is checked in a few hundredths of a second once this is there, and a
register may come in hundreds of files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from lovgraf.cells.plan import Plan
from lovgraf.cells.table_plan import TablePlan, make_table_plan
from lovgraf.conditions.tree import Condition
from lovgraf.engine import Memory
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.program import Programs


@dataclass
class Prepared:
    """Kept as long as the checks last, since some of it is found out from values of records."""

    _plans: dict[object, TablePlan] = field(default_factory=dict, repr=False)
    _combinations: dict[int, tuple[Plan, Combinations]] = field(default_factory=dict, repr=False)
    _memories: dict[int, tuple[Plan, list[Memory]]] = field(default_factory=dict, repr=False)

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
        key = tuple(programs.programs), tuple(quality), *names
        if key not in self._plans:
            self._plans[key] = make_table_plan(programs, quality, names[0], names[1], carry)
        return self._plans[key]

    def combinations(self, plan: Plan) -> Combinations:
        """Which answers of a plan can occur together."""
        if id(plan) not in self._combinations:
            programs = plan.programs
            found = Combinations(programs.facts, plan.atoms, programs.view.as_of)
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
        kept.append(Memory.compile(Programs(programs.view, programs.facts, own)))
        return kept[-1]
