"""Compares the columns engine with the solver on random records under the real law.

    python -m tests.agreement.agree --pairs 1000000 --seed 7

draws records of every type with more or fewer blanks, on several dates, until so many pairs of a
record and a norm were compared. It tells each disagreement with the smallest record that has it,
and exits with 1 where there is any.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from time import process_time

from lovgraf.core.terms import short
from lovgraf.engine.in_memory import Memory, Record
from lovgraf.facts.values import State
from lovgraf.law.view import LawView, load_law
from lovgraf.reference.solver.engine import Solver
from lovgraf.verdicts.program import compile_programs
from tests.agreement.real_people import person

DATES = (
    date(2014, 12, 1),
    date(2014, 11, 1),
    date(2013, 12, 24),
    date(2012, 7, 2),
    date(2026, 11, 1),
)
BLANKS = (0.0, 0.0, 0.1, 0.25, 0.5)
"""What share of a record's facts is left out; one of these by chance."""
BATCH = 20


@dataclass
class Both:
    """Both engines, for one type of record on one day."""

    view: LawView
    record_type: str
    pairs: int = 0
    inexact: int = 0
    seconds: dict[str, float] = field(default_factory=lambda: {"solver": 0.0, "columns": 0.0})

    def __post_init__(self) -> None:
        self.memory = Memory.compile(compile_programs(self.view, self.record_type))
        self.solver = Solver(self.view, self.record_type)

    def drawn(self, random: Random, number: int) -> list[Record]:
        """Some records; those of a type that nothing is asked of are empty."""
        return [self._drawn(random) for _ in range(number)]

    def _drawn(self, random: Random) -> Record:
        whole, share = person(self.memory.columns, self.view.as_of, random), random.choice(BLANKS)
        return {iri: state for iri, state in whole.items() if random.random() >= share}

    def disagreements(self, records: Sequence[Record]) -> Iterator[str]:
        """What the two say differently, each with the smallest record of which they do."""
        start = process_time()
        found = [self.solver.possible(record) for record in records]
        between = process_time()
        columns = self.memory.verdicts(records)
        self.seconds["solver"] += between - start
        self.seconds["columns"] += process_time() - between
        for record, mine, theirs in zip(records, found, columns, strict=True):
            for norm, possible in mine.items():
                self.pairs += 1
                if not (possible.exact and theirs[norm].exact):
                    self.inexact += 1
                elif possible.verdict != theirs[norm].verdict:
                    yield self.told(norm, self.smallest(norm, record))

    def differ(self, norm: str, record: Mapping[str, State]) -> bool:
        """Whether the two differ about a norm on a record, and neither gave up."""
        mine = self.solver.possible(record)[norm]
        theirs = self.memory.verdicts([record], norms=[norm])[0][norm]
        return mine.exact and theirs.exact and mine.verdict != theirs.verdict

    def smallest(self, norm: str, record: Record) -> Record:
        """The record without all that it takes no account of."""
        for iri in sorted(record):
            less = {other: state for other, state in record.items() if other != iri}
            if self.differ(norm, less):
                record = less
        return record

    def told(self, norm: str, record: Record) -> str:
        """A disagreement in words."""
        mine = self.solver.possible(record)[norm]
        theirs = self.memory.verdicts([record], norms=[norm])[0][norm]
        facts = ", ".join(f"{short(iri)}={state}" for iri, state in sorted(record.items()))
        return (
            f"{norm} on {self.view.as_of}: the solver says {mine.verdict} of "
            f"{sorted(mine.verdicts)}, the columns engine {theirs.verdict}; record: {facts}"
        )


def both_of(dates: Sequence[date] = DATES) -> list[Both]:
    """Both engines for each type of record that some norm judges, on each day."""
    law = load_law()
    views = [law.at(day) for day in dates]
    types = sorted(set(law.facts.record_types.values()))
    return [Both(view, kind) for view in views for kind in types if view.judged(kind)]


def main(pairs: int, seed: int) -> int:
    """Compare so many pairs, tell what was found, and give the exit status."""
    random, engines, failed = Random(seed), both_of(), 0
    while (done := sum(one.pairs for one in engines)) < pairs:
        for one in engines:
            for told in one.disagreements(one.drawn(random, BATCH)):
                failed += 1
                print(told, flush=True)
        print(f"{done:,} pairs, {failed} disagreements", file=sys.stderr)
    done, unknown = sum(one.pairs for one in engines), sum(one.inexact for one in engines)
    print(f"{done:,} pairs of a record and a norm (seed {seed}): {failed} disagreements;")
    print(f"of {unknown:,} an engine gave up.")
    for name in ("solver", "columns"):
        spent = sum(one.seconds[name] for one in engines)
        print(f"{name}: {1000 * spent / done:.3f} ms of processor time a pair")
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.agreement.agree", description=__doc__)
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sys.exit(main(arguments.pairs, arguments.seed))
