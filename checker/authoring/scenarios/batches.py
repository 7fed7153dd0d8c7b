"""Scenarios through the columns engine, all of one date and type of record at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from lovgraf.authoring.scenarios.cases import Scenario, norm_of, record_of
from lovgraf.conditions.kleene import Codes
from lovgraf.conditions.tree import Condition
from lovgraf.core.errors import InputError
from lovgraf.engine.in_memory import Memory
from lovgraf.facts.values import State
from lovgraf.law import Law, Norm
from lovgraf.law.view import LawView
from lovgraf.verdicts.program import Program, Programs, compile_programs

Rows = npt.NDArray[np.int64]


class Case(Struct, frozen=True):
    """A scenario with what it says: the norm in force and the record."""

    scenario: Scenario
    norm: Norm
    record: dict[str, State]


class Batch(Struct, dict=True):
    """Cases of one date and type of record, with the programs of the norms that they are about."""

    law: Law
    as_of: date
    record_type: str
    cases: list[Case]
    programs: Programs
    also: Sequence[Condition] = ()
    values: Sequence[str] = ()
    """Facts (by IRI) of which the values are to be known."""

    @cached_property
    def memory(self) -> Memory:
        """The programs and what was asked for besides them, compiled."""
        return Memory.compile(self.programs, self.also, self.values)

    @cached_property
    def _answers(self) -> tuple[dict[str, Codes], dict[str, list[State]]]:
        """The code of every atom and the values that were asked for, one a case."""
        plan = self.memory.plan
        if not plan.words and not plan.values:
            return {}, {}
        names = [f"w{n}" for n in range(plan.words)] + [f"f{n}" for n in range(len(plan.values))]
        table = self.memory.selected([case.record for case in self.cases], names)
        words = {n: np.asarray(table[f"w{n}"], np.int64) for n in range(plan.words)}
        known = {iri: list(table[f"f{place}"]) for place, iri in enumerate(plan.values)}
        return plan.decode(plan.slots, words), known

    @property
    def codes(self) -> dict[str, Codes]:
        """The code of every atom, one a case."""
        return self._answers[0]

    def value(self, iri: str, row: int) -> State:
        """The value of a fact that was asked for in a case; None where there is none."""
        return self._answers[1][iri][row]

    def rows(self, norm: str) -> Rows:
        """The places of the cases about a norm."""
        return np.flatnonzero([case.norm.iri == norm for case in self.cases])

    def own_codes(self, rows: Rows) -> dict[str, Codes]:
        """The codes of some cases."""
        return {key: codes[rows] for key, codes in self.codes.items()}

    def programs_with_cases(self) -> Iterator[tuple[Program, Rows]]:
        """Each program with the places of the cases about its norm."""
        for iri, program in self.programs.programs.items():
            yield program, self.rows(iri)


class Batches(Struct):
    """Scenarios in batches; `outside` are those whose norm is not in force, `faults` why others
    cannot be used."""

    batches: list[Batch]
    outside: list[Scenario]
    faults: list[InputError]


def in_batches(law: Law, scenarios: Iterable[Scenario]) -> Batches:
    """Scenarios that expect verdicts, by date and type of record, in that order."""
    groups: dict[tuple[date, str], list[Case]] = {}
    outside: list[Scenario] = []
    faults: list[InputError] = []
    for scenario in scenarios:
        if scenario.error:
            message = f"{scenario.id}: {scenario.error}"
            faults.append(InputError(message, message, str(scenario.file)))
            continue
        if scenario.asks_may:
            continue
        try:
            norm = norm_of(law, scenario)
            record = record_of(law, scenario)
        except InputError as error:
            faults.append(error)
            continue
        if norm is None:
            outside.append(scenario)
        else:
            key = scenario.as_of, scenario.record_type
            groups.setdefault(key, []).append(Case(scenario, norm, record))
    compiler = Compiler(law)
    batches = []
    for (as_of, record_type), own in sorted(groups.items()):
        programs = compiler.programs(as_of, record_type, {case.norm.iri for case in own})
        batches.append(Batch(law, as_of, record_type, own, programs))
    return Batches(batches, outside, faults)


class Compiler(Struct, frozen=True):
    """Compiles norms on many dates; classes and shapes, which know no date, are read once."""

    law: Law
    _readers: dict[str, tuple[object, object]] = field(default_factory=dict)

    def programs(self, as_of: date, record_type: str, norms: Collection[str]) -> Programs:
        """The programs of some norms (by IRI) on a date."""
        return compile_programs(LawView(self.law, as_of, self._readers), record_type, norms)
