"""`python -m bench.interview`: how many questions an interview asks of random persons, against the
best possible order, which is found by trying all of them where a question is small."""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lovgraf.core.private import PrivateFolder
from lovgraf.engine.in_memory import Record
from lovgraf.explain.answer import Answerer
from lovgraf.explain.interview import Interview
from lovgraf.explain.question import questions_of
from lovgraf.explain.question_program import DEPENDS
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import Column
from lovgraf.law import Law, load_law
from lovgraf.law.presumptions import profile_of
from lovgraf.readers.single import read_pairs

AS_OF = date(2014, 12, 1)
SLUGS = (
    "digital-post-person", "nemkonto-person", "eid-get", "move-in", "move-out", "cpr-number",
    "remain-registered", "residence-document",
)  # fmt: skip
WITHIN = 7
MOST_STATES = 250
"""States that are tried for the best order; a question that has more is not small."""


@dataclass(frozen=True)
class Asked:
    """What was asked of some persons: the mean, the best mean (None where the question is not
    small), the share within seven questions, and the share left open."""

    mean: float
    best: float | None
    within: float
    open: float


@dataclass
class Best:
    """The fewest questions by which persons can be told apart; None once there are too many
    states."""

    held: Interview
    states: int = 0
    _known: dict[object, float] = field(default_factory=dict)

    def mean(self, persons: list[Record]) -> float | None:
        """The mean of the best order."""
        try:
            return self._least({}, frozenset(), persons) / len(persons)
        except OverflowError:
            return None

    def _least(self, record: Record, unknown: frozenset[str], persons: list[Record]) -> float:
        """The fewest questions to all of some persons together, who so far answered alike."""
        key = tuple(sorted(map(repr, record.items()))), unknown
        if key not in self._known:
            self.states += 1
            if self.states > MOST_STATES:
                raise OverflowError
            left = self.held.worth_asking(record, unknown)
            self._known[key] = min(
                (self._by(record, unknown, column, persons) for column in left), default=0.0
            )
        return self._known[key]

    def _by(
        self, record: Record, unknown: frozenset[str], column: Column, persons: list[Record]
    ) -> float:
        """The same where a column is asked for first."""
        groups: defaultdict[object, list[Record]] = defaultdict(list)
        states: dict[object, tuple[Record, frozenset[str]]] = {}
        for person in persons:
            after = answered(self.held, record, unknown, column, person)
            seen = self.held.records.read(after[0])
            key = tuple(seen.codes.values()), after[1]
            groups[key].append(person)
            states.setdefault(key, after)
        return len(persons) + sum(self._least(*states[key], some) for key, some in groups.items())


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.interview", description=__doc__)
    parser.add_argument("--persons", type=int, default=100)
    parser.add_argument("--questions", default=",".join(SLUGS))
    options = parser.parse_args()
    law = load_law()
    law = Law(law.source, profile=profile_of(law.graph, law.facts, "case"))
    persons = random_persons(options.persons, law)
    print("question                  mean   best  ratio  within 7  open")
    for slug in options.questions.split(","):
        print(line(slug, measured(slug, law, persons)), flush=True)


def line(slug: str, found: Asked) -> str:
    """One question in the table."""
    best = "     -" if found.best is None else f"{found.best:6.2f}"
    ratio = "     -" if not found.best else f"{found.mean / found.best:6.2f}"
    return f"{slug:<24}{found.mean:6.2f} {best} {ratio} {found.within:9.0%} {found.open:5.0%}"


def measured(slug: str, law: Law, persons: list[Record]) -> Asked:
    """What an interview asks of persons who answer what their records say."""
    answerer = Answerer(law.at(AS_OF), questions_of(law)[slug])
    held, counts, open_ = answerer.interview, [], 0
    for person in persons:
        record: Record = {}
        unknown: frozenset[str] = frozenset()
        count = 0
        while (asking := held.next(record, unknown)) is not None:
            record, unknown = answered(held, record, unknown, asking.column, person)
            count += 1
        counts.append(count)
        open_ += answerer.settled(record) == DEPENDS
    size = len(persons)
    within = sum(count <= WITHIN for count in counts) / size
    return Asked(sum(counts) / size, Best(held).mean(persons), within, open_ / size)


def answered(
    held: Interview, record: Record, unknown: frozenset[str], column: Column, person: Record
) -> tuple[Record, frozenset[str]]:
    """What is known after a person was asked for a column: an event that is not recorded did not
    happen, other blanks are not known."""
    value: State = person.get(column.iri)
    if value is None and column.datatype == "date" and held.may_be_none(column):
        value = NONE
    if value is None:
        return record, unknown | {column.name}
    return held.with_answer(record, column, value), unknown


def random_persons(size: int, law: Law) -> list[Record]:
    """Persons as `lovgraf sample` draws them."""
    with PrivateFolder() as work:
        path = Path(work) / "persons.csv"
        program = [sys.executable, "-c", "from lovgraf.cli import main; main()"]
        subprocess.run([*program, "sample", str(size), str(path)], check=True, capture_output=True)
        with path.open(encoding="utf-8", newline="") as file:
            rows = [
                {k: v for k, v in row.items() if k != "id" and v} for row in csv.DictReader(file)
            ]
    return [
        read_pairs([f"{name}={value}" for name, value in row.items()], law.facts, "person")
        for row in rows
    ]


if __name__ == "__main__":
    main()
