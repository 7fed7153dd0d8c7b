"""`python -m bench.interview`: how many questions an interview asks of random records, against the
best possible order, and how long each question takes to find.

    python -m bench.interview [--records 30] [--questions eid-get,cpr-number] [--minutes 10]

A record is that of somebody in a register that knew the truth, with any answer to what it leaves
blank.

The best order knows these records beforehand and asks, as the interview does, nothing that cannot
matter; where the search for it ends too soon, what any order takes at least is shown, marked `~`.
The interview is to ask what people know by heart before what they must look up: the last columns
compare what all that was asked cost with the order that costs least. What is not measured when the
minutes are up is named.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from bench.best_order import Search
from bench.registers import WRITERS
from lovgraf.core.private import PrivateFolder
from lovgraf.engine.in_memory import Record
from lovgraf.explain.answer import Answerer
from lovgraf.explain.answers_tried import Looked
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
SEARCHED = 12.0
"""Seconds of processor time in which a best order is searched."""
_MOST, _ROUNDING = 1.1, 1e-9


@dataclass
class Asked:
    """What was asked of some records: how many questions of each, what all of them cost, what the
    best orders take at least, and whether these are known; how many records were left open, and the
    seconds that it took to find each question."""

    counts: list[int] = field(default_factory=list)
    cost: float = 0.0
    fewest: float = 0.0
    fewest_known: bool = True
    cheapest: float = 0.0
    cheapest_known: bool = True
    open: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def mean(self) -> float:
        """The mean number of questions."""
        return sum(self.counts) / len(self.counts)


@dataclass
class Seen:
    """What was seen of the records that one question is asked of. What it cannot tell apart it
    asks the same."""

    held: Interview
    all: Sequence[Record]
    states: dict[Hashable, Looked] = field(default_factory=dict)
    """States that were looked at, by what the question can tell of them."""
    after: dict[Hashable, dict[str, list[Persons]]] = field(default_factory=dict)
    """Persons by what they were asked for, and answered alike."""
    next: dict[Hashable, tuple[Column | None, float]] = field(default_factory=dict)
    """What is asked next, and how long it took to find."""

    def told(self, record: Record, unknown: frozenset[str]) -> Hashable:
        """What the question can tell of a record."""
        held = self.held
        codes = held.records.read(record).codes
        return tuple(codes[key] for key in held.records.keys(held.key)), frozenset(record), unknown

    def state(self, record: Record, unknown: frozenset[str]) -> Looked:
        """A record as the question sees it."""
        key = self.told(record, unknown)
        if key not in self.states:
            self.states[key] = self.held.look(record)
        return self.states[key]

    def everybody(self) -> Persons:
        """All, who answered nothing."""
        return Persons(self, {number: {} for number in range(len(self.all))})


@dataclass(frozen=True)
class Persons:
    """Persons whom a question cannot tell apart by what they answered so far."""

    seen: Seen
    records: Mapping[int, Record]
    """What each of them answered, by their numbers among all."""
    unknown: frozenset[str] = frozenset()

    @cached_property
    def key(self) -> Hashable:
        """Who they are, and what they were asked."""
        return frozenset(self.records), frozenset(self._first), self.unknown

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self.records)

    @property
    def _first(self) -> Record:
        return next(iter(self.records.values()))

    @cached_property
    def _state(self) -> Looked:
        return self.seen.state(self._first, self.unknown)

    @cached_property
    def settled(self) -> bool:
        """Whether nothing that they could be asked can matter."""
        return self.seen.held.ended(self._state, self.unknown)

    def asked(self) -> dict[str, list[Persons]]:
        """What can matter, each with those who then answer alike."""
        kept = self.seen.after
        if self.key not in kept:
            columns = self.seen.held.worth_asking_in(self._state, self.unknown)
            kept[self.key] = {column.name: self._after(column) for column in columns}
        return kept[self.key]

    def _after(self, column: Column) -> list[Persons]:
        seen, groups = self.seen, defaultdict[Hashable, dict[int, Record]](dict)
        unknown = dict[Hashable, frozenset[str]]()
        for number, record in self.records.items():
            person = seen.all[number]
            after, not_known = answered(seen.held, record, self.unknown, column, person)
            key = seen.told(after, not_known)
            groups[key][number], unknown[key] = after, not_known
        return [Persons(seen, some, unknown[key]) for key, some in groups.items()]


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
    print(_HEAD)
    found, left = list[Asked](), list[str]()
    end = time.monotonic() + 60 * options.minutes
    for slug in slugs:
        if time.monotonic() > end:
            left.append(slug)
            continue
        kind = questions[slug].record_type
        answerer = Answerer(law.at(DAYS.get(kind, DAY)), questions[slug])
        if kind in records and answerer.program.decided:
            found.append(measured(answerer, records[kind], end))
            print(line(slug, found[-1]), flush=True)
    _summed_up(found)
    if left:
        print(f"not measured, the minutes were up: {', '.join(left)}")


def _summed_up(found: list[Asked]) -> None:
    """All questions as one, and those of which the best order is not known."""
    bounded = [one for one in found if not one.fewest_known or not one.cheapest_known]
    for name, some in (("best order not known", bounded), ("all", found)):
        if some:
            print(line(name, _together(some)))
    dear = [one for one in found if one.cost > _MOST * one.cheapest + _ROUNDING]
    long = [one for one in found if sum(one.counts) > _MOST * one.fewest + _ROUNDING]
    print(f"\nOf {len(found)} questions {len(long)} take more than {_MOST} times the fewest, and")
    print(f"{len(dear)} cost more than {_MOST} times the least.")
    print("Aims: at most 1.1 times the best order; within 7 questions for 90 of a hundred.")


_HEAD = f"{'question':<34} mean  fewest ratio   cost   least ratio  within 7   open  seconds each"


def line(slug: str, found: Asked) -> str:
    """One question in the table; what is a bound alone is marked."""
    size = len(found.counts)
    fewest = _against(found.mean, found.fewest / size, found.fewest_known)
    cost = _against(found.cost / size, found.cheapest / size, found.cheapest_known)
    within = sum(count <= WITHIN for count in found.counts) / size
    seconds = sum(found.seconds) / max(len(found.seconds), 1)
    return f"{slug:<34}{fewest}  {cost} {within:9.0%} {found.open / size:6.0%} {seconds:10.2f}"


def _against(own: float, best: float, known: bool) -> str:
    ratio = f"{own / best:5.2f}" if best else "    -"
    return f"{own:5.2f}  {' ' if known else '~'}{best:5.2f} {ratio}"


def _together(found: list[Asked]) -> Asked:
    """All questions as one."""
    return Asked(
        [count for one in found for count in one.counts],
        sum(one.cost for one in found),
        sum(one.fewest for one in found),
        all(one.fewest_known for one in found),
        sum(one.cheapest for one in found),
        all(one.cheapest_known for one in found),
        sum(one.open for one in found),
        [seconds for one in found for seconds in one.seconds],
    )


def measured(answerer: Answerer, records: list[Record], end: float = math.inf) -> Asked:
    """What an interview asks of those who answer what their records say, and the best orders as far
    as they are found before the `end`."""
    records = of_persons(answerer.interview, records)
    seen, found = Seen(answerer.interview, records), Asked()
    costs = {
        one.name: seen.held.asking(one).cost for one in seen.held.records.columns(seen.held.key)
    }
    for person in records:
        asked, record = told_by(seen, person)
        found.counts.append(len(asked))
        found.cost += sum(costs[column.name] for column in asked)
        found.open += answerer.settled(record) == DEPENDS
    found.seconds = [seconds for _, seconds in seen.next.values()]

    def ending() -> Callable[[int], bool]:
        last = time.process_time() + SEARCHED
        return lambda _: time.process_time() > last or time.monotonic() > end

    everybody = seen.everybody()
    found.fewest, found.fewest_known = Search(ending()).least(everybody)
    search = Search(ending(), costs.__getitem__, min(costs.values(), default=0))
    found.cheapest, found.cheapest_known = search.least(everybody)
    return found


def of_persons(held: Interview, records: list[Record]) -> list[Record]:
    """Records with answers to what they leave blank, since whoever is asked knows it of himself:
    any answer that the question tells apart, each as often as the others. An event that is not
    recorded did not happen."""
    dice, found = random.Random(1), list[Record]()
    for person in records:
        record = person
        for column in held.records.columns(held.key):
            if column.iri in person or _did_not_happen(held, column):
                continue
            after = [to for to, _, _ in held.outcomes(record, column)]
            record = dice.choice(after) if after else record
        found.append(record)
    return found


def _did_not_happen(held: Interview, column: Column) -> bool:
    """Whether a blank means that there was none."""
    return column.datatype == "date" and held.may_be_none(column)


def told_by(seen: Seen, person: Record) -> tuple[list[Column], Record]:
    """What is asked of somebody, and what is then known."""
    asked = list[Column]()
    record: Record = {}
    unknown: frozenset[str] = frozenset()
    while True:
        key = seen.told(record, unknown)
        if key not in seen.next:
            start = time.perf_counter()
            asking = seen.held.next(record, unknown)
            seen.next[key] = asking.column if asking else None, time.perf_counter() - start
        column, _ = seen.next[key]
        if column is None:
            return asked, record
        asked.append(column)
        record, unknown = answered(seen.held, record, unknown, column, person)


def answered(
    held: Interview, record: Record, unknown: frozenset[str], column: Column, person: Record
) -> tuple[Record, frozenset[str]]:
    """What is known after somebody was asked for a column: an event that is not recorded did not
    happen, other blanks are not known."""
    value: State = person.get(column.iri)
    if value is None and _did_not_happen(held, column):
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
