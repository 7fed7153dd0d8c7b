"""`python -m bench.interview`: how many questions an interview asks of random records, against the
best possible order, and how long each question takes to find.

    python -m bench.interview [--records 30] [--questions eid-get,cpr-number] [--minutes 10]

What is not measured when the minutes are up is named. The best order is found by trying all of
them where a question is small. Else a bound is shown: no order can settle a record with fewer facts
than the fewest that settle it.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path

from bench.registers import WRITERS
from lovgraf.core.private import PrivateFolder
from lovgraf.engine.in_memory import Record
from lovgraf.explain.answer import Answerer
from lovgraf.explain.interview import Interview
from lovgraf.explain.question import questions_of
from lovgraf.explain.question_program import DEPENDS
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE, State
from lovgraf.law import Law, load_law
from lovgraf.law.presumptions import profile_of
from lovgraf.readers.single import read_pairs

DAYS = {"person": date(2014, 12, 1), "customer": date(2025, 6, 1)}
DAY = date(2025, 12, 1)
"""The day on which each type of record is asked about."""
WITHIN = 7
MOST_STATES = 250
"""States that are tried for the best order; a question that has more is not small."""
SURE_TO = 2
"""So many facts are tried together, in all ways, to see whether fewer would have been enough."""


@dataclass
class Asked:
    """What was asked of some records: how many questions of each, the best mean (None where the
    question is not small), the fewest that any order can ask of each, how many were left open, and
    the seconds that it took to find each question."""

    counts: list[int] = field(default_factory=list)
    best: float | None = None
    fewest: list[int] = field(default_factory=list)
    open: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def mean(self) -> float:
        """The mean number of questions."""
        return sum(self.counts) / len(self.counts)

    @property
    def bound(self) -> float:
        """What the mean of the best order is at least."""
        return sum(self.fewest) / len(self.fewest) if self.best is None else self.best


@dataclass
class Best:
    """The fewest questions by which records can be told apart; None once there are too many
    states."""

    held: Interview
    states: int = 0
    _known: dict[object, float] = field(default_factory=dict)

    def mean(self, records: list[Record]) -> float | None:
        """The mean of the best order."""
        try:
            return self._least({}, frozenset(), records) / len(records)
        except OverflowError:
            return None

    def _least(self, record: Record, unknown: frozenset[str], persons: list[Record]) -> float:
        """The fewest questions to all of some records together, which so far answered alike."""
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
    parser.add_argument("--records", type=int, default=30)
    parser.add_argument("--questions", default="", help="slugs; all that have records without")
    parser.add_argument("--minutes", type=float, default=1e9, help="when nothing more is begun")
    options = parser.parse_args()
    law = load_law()
    law = Law(law.source, profile=profile_of(law.graph, law.facts, "case"))
    records = {kind: random_records(kind, options.records, law) for kind in WRITERS}
    questions = questions_of(law)
    slugs = options.questions.split(",") if options.questions else list(questions)
    random.Random(1).shuffle(slugs)  # what has no time left is of every kind
    print("question                       mean  best  ratio  within 7   open  seconds each")
    found, left = list[Asked](), list[str]()
    end = time.monotonic() + 60 * options.minutes
    for slug in slugs:
        if time.monotonic() > end:
            left.append(slug)
            continue
        kind = questions[slug].record_type
        answerer = Answerer(law.at(DAYS.get(kind, DAY)), questions[slug])
        if kind in records and answerer.program.decided:
            found.append(measured(answerer, records[kind]))
            print(line(slug, found[-1]), flush=True)
    _summed_up(found)
    if left:
        print(f"not measured, the minutes were up: {', '.join(left)}")


def _summed_up(found: list[Asked]) -> None:
    """All questions as one: those whose best order is known, and those that have a bound of it."""
    known = [one for one in found if one.best is not None]
    bounded = [one for one in found if one.best is None]
    for name, some in ("best order known", known), ("bound alone known", bounded), ("all", found):
        if some:
            print(line(name, _together(some)))
    print("\nAims: at most 1.1 times the best order; within 7 questions for 90 of a hundred.")


def line(slug: str, found: Asked) -> str:
    """One question in the table; a bound is marked."""
    mark = "~" if found.best is None else " "
    ratio = f"{found.mean / found.bound:6.2f}" if found.bound else "     -"
    size = len(found.counts)
    within = sum(count <= WITHIN for count in found.counts) / size
    seconds = sum(found.seconds) / max(len(found.seconds), 1)
    return (
        f"{slug:<30}{found.mean:5.2f} {mark}{found.bound:4.2f} {ratio} {within:9.0%} "
        f"{found.open / size:6.0%} {seconds:10.2f}"
    )


def _together(found: list[Asked]) -> Asked:
    """All questions as one."""
    whole = Asked()
    for one in found:
        size = len(one.counts)
        whole.counts += one.counts
        whole.fewest += one.fewest if one.best is None else [one.best] * size  # type: ignore[list-item]
        whole.open += one.open
        whole.seconds += one.seconds
    return whole


def measured(answerer: Answerer, records: list[Record]) -> Asked:
    """What an interview asks of those who answer what their records say."""
    held, found = answerer.interview, Asked()
    for person in records:
        record: Record = {}
        unknown: frozenset[str] = frozenset()
        for count, (column, seconds) in enumerate(questions_asked(held, person)):
            found.seconds.append(seconds)
            if column is None:
                found.counts.append(count)
                break
            record, unknown = answered(held, record, unknown, column, person)
        found.open += answerer.settled(record) == DEPENDS
        found.fewest.append(fewest(held, person, found.counts[-1]))
    found.best = Best(held).mean(records)
    return found


def questions_asked(held: Interview, person: Record) -> Iterator[tuple[Column | None, float]]:
    """What is asked of somebody, None at the end, and how long it took to find."""
    record: Record = {}
    unknown: frozenset[str] = frozenset()
    while True:
        start = time.perf_counter()
        asking = held.next(record, unknown)
        yield asking.column if asking else None, time.perf_counter() - start
        if asking is None:
            return
        record, unknown = answered(held, record, unknown, asking.column, person)


def fewest(held: Interview, person: Record, asked: int) -> int:
    """The fewest facts that settle somebody's answer, as far as it is known for sure."""
    columns = [column for column in held.records.columns(held.key) if column.iri in person]
    for size in range(min(asked, SURE_TO + 1)):
        for some in combinations(columns, size):
            record: Record = {}
            for column in some:
                record = held.with_answer(record, column, person[column.iri])
            if held.verdict(record).verdict != "undetermined" and not held.worth_asking(record):
                return size
    return min(asked, SURE_TO + 1)


def answered(
    held: Interview, record: Record, unknown: frozenset[str], column: Column, person: Record
) -> tuple[Record, frozenset[str]]:
    """What is known after somebody was asked for a column: an event that is not recorded did not
    happen, other blanks are not known."""
    value: State = person.get(column.iri)
    if value is None and column.datatype == "date" and held.may_be_none(column):
        value = NONE
    if value is None:
        return record, unknown | {column.name}
    return held.with_answer(record, column, value), unknown


def random_records(kind: str, size: int, law: Law) -> list[Record]:
    """Records as a register of a type would have them if it knew the truth."""
    with PrivateFolder() as work:
        path = Path(work) / "records.csv"
        WRITERS[kind](path, size, 1, full=True)
        with path.open(encoding="utf-8", newline="") as file:
            rows = [
                {k: v for k, v in row.items() if k != "id" and v}
                for row in csv.DictReader(file, delimiter=_delimiter(path))
            ]
    facts = law.facts.on(DAYS.get(kind, DAY))
    return [read_pairs([f"{k}={v}" for k, v in row.items()], facts, kind) for row in rows]


def _delimiter(path: Path) -> str:
    return ";" if ";" in path.read_text("utf-8").partition("\n")[0] else ","


if __name__ == "__main__":
    main()
