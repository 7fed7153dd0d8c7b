"""Which fact to ask for next, so that the answer to a question is as near as can be.

A fact is asked for only where it can change the answer: it is among those on which the
completions differ (semantics, section 3), and where some facts are not known to whoever is asked,
some answer to those that are left can still settle the question without them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from rdflib import URIRef
from rdflib.namespace import SKOS

from lovgraf.conditions.atoms import can_be_none
from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.engine.in_memory import Record, Verdict
from lovgraf.engine.one_record import OneByOne, Seen
from lovgraf.engine.scalar_ops import Unsure
from lovgraf.explain.turns import changes_of, days_around, followers, representatives
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import Column, Ref
from lovgraf.law.view import Law
from lovgraf.verdicts.decide import UNDETERMINED

OPEN = VERDICTS[UNDETERMINED]
_TRIES = 400
"""Records that are tried before a question is held to be worth asking."""
_USUAL = 3.0
"""How much more often the usual value of a fact is met than another."""
_MORE = 0.6
"""What each further fact that an answer leaves open is expected to cost, in questions."""


@dataclass(frozen=True)
class Asking:
    """How a column is asked for: the words, its meaning, and what it costs to find out."""

    column: Column
    wording: Text
    meaning: Text | None
    cost: float
    why: Text = Text("", "")
    """What answers to it would settle."""


@dataclass
class Interview:
    """Finds the next question for records of one question's program (by IRI)."""

    law: Law
    records: OneByOne
    key: str
    _costs: Mapping[str, tuple[Text | None, float]] = field(default_factory=dict)
    _names: dict[str, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._costs = costs_of(self.law)
        self._names = {column.name: column for column in self.law.facts.columns.values()}
        self._followers = followers(self.law.facts)

    @property
    def _as_of(self) -> date:
        return self.records.memory.plan.programs.view.as_of

    def asking(self, column: Column) -> Asking:
        """How a column is asked for."""
        wording, cost = self._costs.get(column.iri, (None, None))
        return Asking(
            column,
            wording or Text(f"{column.label.da}?", f"{column.label.en}?"),
            column.definition,
            usual_cost(column) if cost is None else cost,
        )

    def verdict(self, record: Record) -> Verdict:
        """The verdict of the question's program on a record."""
        return self.records.verdict(self.records.read(record), self.key)

    def next(self, record: Record, unknown: Collection[str] = ()) -> Asking | None:
        """The fact to ask for next; None where no answer left can change the outcome. `unknown`
        are the columns (by name) that whoever is asked does not know."""
        verdict = self.verdict(record)
        if verdict.verdict != OPEN:
            return None
        left = [n for n in verdict.missing if n in self._names and n not in unknown]
        if not left or (unknown and not self.can_settle(record, unknown)):
            return None
        scored = [(self._worth(record, name, unknown), name) for name in left]
        best = min((score, name) for score, name in scored)
        return self.asking(self._names[best[1]])

    def _worth(self, record: Record, name: str, unknown: Collection[str]) -> float:
        """What it is expected to cost to settle the question by asking for a column first."""
        column = self._names[name]
        total, expected = 0.0, 0.0
        for after, _, weight in self.outcomes(record, column):
            verdict = self.verdict(after)
            total += weight
            expected += weight * self._rest(verdict, unknown)
        return self.asking(column).cost + (expected / total if total else 1e9)

    def _rest(self, verdict: Verdict, unknown: Collection[str]) -> float:
        """What it is expected to cost to settle a verdict that is still open."""
        if verdict.verdict != OPEN:
            return 0.0
        costs = [
            self.asking(self._names[n]).cost
            for n in verdict.missing
            if n in self._names and n not in unknown
        ]
        return min(costs) + _MORE * (sum(costs) - min(costs)) if costs else 0.0

    def outcomes(self, record: Record, column: Column) -> Iterator[tuple[Record, State, float]]:
        """A record for each answer to a column that the question tells apart, with the answer and
        how often it is expected."""
        seen = self.records.read(record)
        facts, as_of = self.law.facts, self._as_of
        changes = [
            changes_of(facts, record, ((column.iri, value),), self._followers, as_of)
            for value in self._values(seen, column)
        ]
        usual = _usual(column)
        known: dict[object, tuple[Record, State, float]] = {}
        for number, change in enumerate(changes):
            key = self._sees(seen, change, number)
            weight = _USUAL if change.get(column.iri) in usual else 1.0
            if key not in known:
                known[key] = ({**record, **change}, change.get(column.iri), weight)
            elif weight > known[key][2]:
                known[key] = (*known[key][:2], weight)
        yield from known.values()

    def with_answer(self, record: Record, column: Column, value: State) -> Record:
        """A record with an answer, and what follows from it."""
        facts = self.law.facts
        change = changes_of(facts, record, ((column.iri, value),), self._followers, self._as_of)
        return {**record, **change} if value is NONE else {**record, column.iri: value}

    def may_be_none(self, column: Column) -> bool:
        """Whether the answer may be that there is none."""
        return can_be_none(column, self.law.facts)

    def _sees(self, seen: Seen, change: Record, number: int) -> object:
        try:
            return self.records.codes_after(seen, [change], self.key)[0]
        except Unsure:
            return number

    def _values(self, seen: Seen, column: Column) -> list[State]:
        """The values of a column that are worth trying."""
        plan = self.records.memory.plan
        facts, as_of = plan.programs.facts, self._as_of
        own = {key: plan.atoms[key] for key in self.records.keys(self.key)}
        found: list[State]
        if column.datatype == "date":
            found = list(days_around(facts, own, seen.record, as_of))
        elif column.datatype == "boolean":
            found = [True, False]
        else:
            kept = self.records.worth_trying
            if column.iri not in kept:
                kept[column.iri] = representatives(facts, plan.atoms, column, as_of)
            found = list(kept[column.iri])
        if column.datatype == "date" and self.may_be_none(column):
            found.append(NONE)
        return found

    def can_settle(self, record: Record, unknown: Collection[str]) -> bool:
        """Whether some answers to the facts that are left settle the question without those that
        are `unknown`. Where it takes too long to find out, it is taken to be so."""
        tries = [_TRIES]

        def settles(state: Record) -> bool:
            verdict = self.verdict(state)
            if verdict.verdict != OPEN:
                return True
            left = [n for n in verdict.missing if n in self._names and n not in unknown]
            for name in left:
                for after, _, _ in self.outcomes(state, self._names[name]):
                    tries[0] -= 1
                    if tries[0] < 0 or settles(after):
                        return True
                return False  # what the first cannot settle with the others, they cannot alone
            return False

        return settles(record)


def _usual(column: Column) -> frozenset[object]:
    """What most people have."""
    return frozenset([value for value in column.usual if not isinstance(value, Ref)][:1])


_BY_TYPE = {"boolean": 1.0, "date": 1.5, "integer": 1.5, "decimal": 2.0, "string": 1.5}


def usual_cost(column: Column) -> float:
    """What it costs to ask for a column of which nothing is said: by the kind of its value."""
    return 3.0 if column.personal and column.datatype == "string" else _BY_TYPE[column.datatype]


def costs_of(law: Law) -> Mapping[str, tuple[Text | None, float | None]]:
    """The words with which each column is asked for, and its cost, as far as the graph says."""

    def read() -> dict[str, tuple[Text | None, float | None]]:
        graph, found = law.graph, {}
        for node, column in graph.subject_objects(CORE.askedColumn):
            cost = graph.value(node, CORE.askingCost)
            weight = graph.value(cost, CORE.costWeight) if cost is not None else None
            words = text_of(graph, URIRef(str(node)), SKOS.prefLabel)
            found[str(column)] = (words, float(str(weight)) if weight is not None else None)
        return found

    return law.once(("askings",), read)
