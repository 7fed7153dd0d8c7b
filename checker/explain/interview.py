"""Which fact to ask for next, so that the answer to a question is as near as can be.

A fact is asked for only where it can change the answer: it is among those on which the
completions differ (semantics, section 3), and where some facts are not known to whoever is asked,
some answer to those that are left can still settle the question without them. Where the law takes
silence for a no on what the question is about, that is asked for all the same, and the question is
open until it is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from math import inf

from msgspec import Struct, field
from msgspec.structs import replace

from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import Text
from lovgraf.engine.in_memory import Record, Verdict
from lovgraf.explain.answers_tried import AnswersTried, Looked
from lovgraf.explain.asking_costs import asked_first, costs_of, usual_cost
from lovgraf.facts.fact import Column, Presumption
from lovgraf.facts.values import NONE, State
from lovgraf.verdicts.decide import BREACHED, UNDETERMINED

OPEN, LAST = VERDICTS[UNDETERMINED], VERDICTS[BREACHED]
"""The verdicts of a question that is open, and of its last answer, which is that of whoever says
nothing."""
_TRIES = 400
"""Records that are tried before a question is held to be worth asking."""
_ENDLESS = 1e9
_PERSONAL = 9.0
"""The cost from which on a fact is asked for only where the question is open without it."""
_LOST = 2.0
"""What it is taken to cost to settle what no fact that is left settles."""
_ROUNDING = 1e-9
"""What rounding may take from a cost, and more."""
_LOOKED_AT = 4
"""Columns that are looked at more closely before one is asked for."""
_LOOKED_AT_NEAR, _NEAR = 6, 1.15
"""So many are where a rough estimate hardly tells them apart: they cost as many times the least."""
_MORE = 0.6
"""What each further fact that an answer leaves open is expected to cost, in questions."""


class Asking(Struct, frozen=True):
    """How a column is asked for: the words, its meaning, and what it costs to find out."""

    column: Column
    wording: Text
    meaning: Text | None
    cost: float
    why: Text = Text("", "")
    """What answers to it would settle."""
    left: int = 1
    """How many facts may still be asked for at most, with this one."""


class Interview(AnswersTried):
    """Finds the next question for records of one question's program (by IRI)."""

    _costs: Mapping[str, tuple[Text | None, float | None]] = field(default_factory=dict)
    _names: dict[str, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._costs = costs_of(self.law)
        self._names = {column.name: column for column in self.law.facts.columns.values()}

    def asking(self, column: Column) -> Asking:
        """How a column is asked for."""
        wording, _ = self._costs.get(column.iri, (None, None))
        said = wording or Text(f"{column.label.da}?", f"{column.label.en}?")
        return Asking(column, said, column.definition, self._cost(column))

    def _cost(self, column: Column) -> float:
        _, cost = self._costs.get(column.iri, (None, None))
        return usual_cost(column) if cost is None else cost

    def next(
        self, record: Record, unknown: Collection[str] = (), state: Looked | None = None
    ) -> Asking | None:
        """The fact to ask for next; None where no answer left can change the outcome. `unknown`
        are the columns (by name) that whoever is asked does not know, `state` what was seen of the
        record already."""
        state, unknown = state or self.look(record), self._not_known(unknown)
        left = [*self._worth_asking(state, unknown)]
        if not left:
            return None
        if state.verdict.verdict != OPEN:
            first = min(left, key=lambda column: self._in_doubt(state, column))
        else:
            first = self._plainly(self._best(state, left, unknown), left)
        return replace(self.asking(first), left=len(left))

    def _plainly(self, column: Column, left: Collection[Column]) -> Column:
        """The plain yes or no that is asked for before a detail, where it matters."""
        plain = asked_first(self.law).get(column.iri)
        return plain if plain in left and plain is not None else column

    def enough(self, state: Looked, unknown: Collection[str] = ()) -> list[Column]:
        """The columns that are enough to ask for where every answer is the usual one, in the order
        in which they are asked for; of answers that are as usual the one that leaves most open.
        Where none of several codes is usual and some settle the question, what follows is left to
        the answer."""
        found: dict[Column, None] = {}
        while (asking := self.next(state.record, unknown, state)) and asking.column not in found:
            found[asking.column] = None
            after = self._after(state, asking.column)
            usual = max(weight for _, _, weight in after)
            states = [to for to, _, weight in after if weight == usual]
            if _part_ways(asking.column, states):
                break
            state = max(states, key=_left_open)
        return list(found)

    def _best(self, state: Looked, left: list[Column], unknown: Collection[str]) -> Column:
        """The column that is expected to lead to the answer at the least cost: the first few by a
        rough estimate, and some more that come near, are looked at two answers deep."""
        rough = {column.name: self._worth(state, column, unknown) for column in left}
        ordered = sorted(left, key=lambda column: (rough[column.name], column.name))
        near = _NEAR * rough[ordered[0].name]
        more = [one for one in ordered[_LOOKED_AT:_LOOKED_AT_NEAR] if rough[one.name] <= near]
        first = [*ordered[:_LOOKED_AT], *more]
        if len(first) == 1:
            return first[0]
        best, least = first[0], inf
        for column in first:
            deep = self._worth(state, column, unknown, self._deep, least)
            if (deep, column.name) < (least, best.name):
                best, least = column, deep
        return best

    def _in_doubt(self, state: Looked, column: Column) -> tuple[float, float, str]:
        """How soon a fact is asked for where silence alone settles the question, to compare: what
        is easy to say first, of that what leaves the question open least often."""
        after = self._after(state, column)
        left_open = sum(weight for to, _, weight in after if to.verdict.verdict == OPEN)
        return self._cost(column), left_open / sum(weight for *_, weight in after), column.name

    def _deep(self, state: Looked, unknown: Collection[str], most: float) -> float:
        """What it is expected to cost to settle a state: by the best column to ask for then. Where
        that is more than `most`, something above it."""
        if state.verdict.verdict != OPEN:
            return 0.0
        turning = [name for name in state.verdict.missing if name not in unknown]
        columns = [self._names[name] for name in turning if name in self._names]
        columns += [one for one in self._implying if self._may_imply(state, one, unknown)]
        least = inf
        for column in sorted(columns, key=self._cost):
            least = min(least, self._worth(state, column, unknown, most=min(most, least)))
        return least if columns else _LOST

    def _may_imply(self, state: Looked, column: Column, unknown: Collection[str]) -> bool:
        """Whether a column that is not known yet may have others presumed on which a verdict
        turns."""
        missing = {*state.verdict.missing}
        new = column.iri not in state.record and column.name not in {*unknown, *missing}
        return new and not missing.isdisjoint(self._implying[column])

    @cached_property
    def _implying(self) -> dict[Column, set[str]]:
        """The columns by which something is presumed that the question reads, with the names of
        what is."""
        facts, found = self.law.facts, dict[Column, set[str]]()
        for one in self._presumptions:
            for test in one.tests:
                column, presumed = facts[test.column], facts[one.presumes]
                if column in self._candidates and isinstance(column, Column):
                    found.setdefault(column, set()).add(getattr(presumed, "name", ""))
        return found

    def worth_asking(self, record: Record, unknown: Collection[str] = ()) -> list[Column]:
        """The columns whose answers can change the outcome, in order of name."""
        return self.worth_asking_in(self.look(record), unknown)

    def worth_asking_in(self, state: Looked, unknown: Collection[str] = ()) -> list[Column]:
        """The same of a record that was looked at."""
        return [*self._worth_asking(state, self._not_known(unknown))]

    def ended(self, state: Looked, unknown: Collection[str] = ()) -> bool:
        """Whether no answer that is left can change the outcome."""
        return next(self._worth_asking(state, self._not_known(unknown)), None) is None

    def _not_known(self, unknown: Collection[str]) -> Collection[str]:
        """What whoever is asked does not know: who does not know whether something is so knows no
        day on which it began, nor any other detail of it."""
        facts = self.law.facts
        asked = [self._names[name] for name in unknown if name in self._names]
        days = {facts[iri] for column in asked for iri in column.implied_true_by}
        more = {one.name for one in days if isinstance(one, Column) and one.datatype == "date"}
        details = (iri for iri, plain in asked_first(self.law).items() if plain in asked)
        more |= {one.name for iri in details if isinstance(one := facts[iri], Column)}
        return {*unknown, *more} if more else unknown

    def _worth_asking(self, state: Looked, unknown: Collection[str]) -> Iterator[Column]:
        if state.verdict.verdict != OPEN:
            yield from self._doubts(state, unknown) if state.verdict.verdict == LAST else ()
        elif not state.verdict.missing and state.verdict.exact:
            return  # an authority judges, whatever else is said
        elif not unknown:
            yield from self._left(state, unknown)
        elif self._can_settle(state, unknown):
            left = self._left(state, unknown)
            yield from (one for one in left if self._matters(state, one, unknown))

    def _matters(self, state: Looked, column: Column, unknown: Collection[str]) -> bool:
        """Whether answers to a column can lead apart although some facts are not known: at once,
        or once others are. Where it takes too long to find out, it is taken to be so."""
        queue, looked = [state], 0
        while queue and looked < _TRIES:
            one = queue.pop(0)
            found = [(after.verdict.verdict, after.verdict.missing)
                     for after, _, _ in self._after(one, column)]  # fmt: skip
            if len(set(found)) > 1:
                return True
            looked += len(found)
            for name in one.verdict.missing:
                if name != column.name and name not in unknown and name in self._names:
                    after = [to for to, _, _ in self._after(one, self._names[name])]
                    queue += [to for to in after if to.verdict.verdict == OPEN]
        return bool(queue)

    def _doubts(self, state: Looked, unknown: Collection[str]) -> list[Column]:
        """What a question is about, of which nothing was said: whether a card was lost, where the
        question is whether to block it. The law reads silence as a no; no answer may. Once
        something was said of it, what is presumed holds of the rest."""
        about = self._about
        said = any(column.iri in state.record for column in about)
        silent = about and [one for one in self.silent_in(state) if one.name not in unknown]
        return [one for one in silent if one in about and not (said and self.presumed(one))]

    @cached_property
    def _about(self) -> tuple[Column, ...]:
        """The columns of which a no to whoever has said nothing at all makes something that nobody
        said, but for what the question supposes; none where the question is open then, or the
        answer the same for all."""
        nothing = self.look({})
        if nothing.verdict.verdict != LAST:
            return ()
        own = f"{self.key}/supposes/"
        silent = self.silent_in(nothing)
        return tuple(
            one for one in silent if not any(iri.startswith(own) for iri in self.presumed(one))
        )

    def answered(self, state: Looked) -> Verdict:
        """The verdict on a record; open where it is a no by silence alone on what the question is
        about."""
        verdict = state.verdict
        if verdict.verdict != LAST or not (silent := self._doubts(state, ())):
            return verdict
        names = tuple(sorted(column.name for column in silent))
        return replace(verdict, verdict=OPEN, missing=names, rests_on=())

    def presumable(self, iri: str) -> bool:
        """Whether the profile of the law presumes anything of a column, by IRI."""
        return any(one.presumes == iri for one in self.law.profile.presumptions)

    def granted(self, record: Record) -> list[Column]:
        """The columns of which nothing was said, and which the answer takes to be as is usual: who
        is asked confirms them at the end."""
        facts = self.records.memory.plan.programs.facts
        verdict = self.verdict(record)
        resting = [one for iri in verdict.rests_on if isinstance(one := facts[iri], Presumption)]
        found = {one.presumes: None for one in resting}
        found |= {column.iri: None for column in self.silent(record)}
        return [column for iri in found if isinstance(column := self.law.facts[iri], Column)]

    def silent(self, record: Record) -> list[Column]:
        """The columns of which a record says nothing, and with which the answer would be another:
        the law takes them to be as usual."""
        return self.silent_in(self.look(record))

    def silent_in(self, state: Looked) -> list[Column]:
        """The same of a record that was looked at."""
        own = state.verdict.verdict
        if own == OPEN:
            return []
        return [
            column
            for column in self._candidates
            if column.iri not in state.record
            and self._cost(column) < _PERSONAL
            and any(after.verdict.verdict != own for after, _, _ in self._after(state, column))
        ]

    def taken(self, state: Looked, column: Column) -> State:
        """What a column of which nothing was said is taken to be: the answer of those that are told
        in words, no or that there is none before yes, with which the outcome stays as it is; None
        where there is no such answer."""
        own = state.verdict.verdict
        kept = [
            value for after, value, _ in self._after(state, column) if after.verdict.verdict == own
        ]
        denied: list[State] = [] if column.denied is None else [column.denied, (column.denied,)]
        for value in denied[int(column.multi) :][:1]:  # answers alike stand for one another
            if self.verdict(self.with_answer(state.record, column, value)).verdict == own:
                kept.append(value)
        return next((value for value in (NONE, False, *denied, True) if value in kept), None)

    def _left(self, state: Looked, unknown: Collection[str]) -> Iterator[Column]:
        """The columns that are worth asking for: the verdict turns on them, or an answer helps."""
        turning = set(state.verdict.missing)
        for column in self._candidates:
            if column.iri in state.record or column.name in unknown:
                continue
            turns = column.name in turning and len(self._after(state, column)) > 1
            if turns or self._helps(state, column):
                yield self._names[column.name]

    @cached_property
    def _candidates(self) -> tuple[Column, ...]:
        """The columns that may be asked for: what the law reads, and by which somebody's words say
        it; not what merely stands in a presumption's way."""
        facts = self.records.memory.plan.programs.facts
        program = self.records.memory.plan.programs.programs[self.key]
        read = {fact.iri for fact in facts.stated.lineage(program.facts())}
        read |= {test.column for one in self._presumptions for test in one.tests}
        return tuple(one for one in self.records.columns(self.key) if one.iri in read)

    def _helps(self, state: Looked, column: Column) -> bool:
        """Whether some answer to a column on which a verdict does not turn alone settles it, or has
        it turn on less (so do facts by which something is presumed). One that may be presumed helps
        where it is asked for before its details and is not: where no answer leaves all as it is."""
        plain = self._names[column.name] in asked_first(self.law).values()
        if self.presumed(column) and not plain:
            return False
        open_, found = set(state.verdict.missing), self._after(state, column)
        if self.presumed(column) and any(_alike(after, state) for after, _, _ in found):
            return False
        return len(found) > 1 and any(
            after.verdict.verdict != OPEN or set(after.verdict.missing) < open_
            for after, _, _ in found
        )

    def _worth(
        self,
        state: Looked,
        column: Column,
        unknown: Collection[str],
        rest: Callable[[Looked, Collection[str], float], float] | None = None,
        most: float = inf,
    ) -> float:
        """What it is expected to cost to settle the question by asking for a column first; `rest`
        says what it costs after an answer. Where that is more than `most`, something above it: it
        is not looked at further."""
        cost, expected = self._cost(column), 0.0
        if cost > most:
            return cost
        after = self._after(state, column)
        total = sum(weight for _, _, weight in after)
        for to, _, weight in after:
            room = ((most - cost) * total - expected) / weight
            room += _ROUNDING * (1 + abs(room))
            expected += weight * (rest or self._rest)(to, unknown, room)
            if cost + expected / total > most:
                break
        return cost + (expected / total if total else _ENDLESS)

    def _rest(self, state: Looked, unknown: Collection[str], _most: float) -> float:
        """What it costs roughly to settle a state that is still open."""
        verdict = state.verdict
        if verdict.verdict != OPEN:
            return 0.0
        missing = [n for n in verdict.missing if n in self._names and n not in unknown]
        costs = [self._cost(self._names[name]) for name in missing]
        return min(costs) + _MORE * (sum(costs) - min(costs)) if costs else _LOST

    def can_settle(self, record: Record, unknown: Collection[str]) -> bool:
        """Whether some answers to the facts that are left settle the question without those that
        are `unknown`. Where it takes too long to find out, it is taken to be so."""
        return self._can_settle(self.look(record), unknown)

    def _can_settle(self, state: Looked, unknown: Collection[str]) -> bool:
        tries = [_TRIES]

        def settles(state: Looked) -> bool:
            if state.verdict.verdict != OPEN:
                return True
            for column in islice(self._left(state, unknown), 1):
                # what the first cannot settle with the others, they cannot settle alone
                for after, _, _ in self._after(state, column):
                    tries[0] -= 1
                    if tries[0] < 0 or settles(after):
                        return True
            return False

        return settles(state)


def _alike(one: Looked, other: Looked) -> bool:
    """Whether two states answer alike and turn on the same."""
    own, others = one.verdict, other.verdict
    return (own.verdict, own.missing) == (others.verdict, others.missing)


def _part_ways(column: Column, states: Sequence[Looked]) -> bool:
    """Whether of the answers to a column of codes some settle the question and others do not."""
    settled = {state.verdict.verdict != OPEN for state in states}
    return column.code_list is not None and len(settled) > 1


def _left_open(state: Looked) -> tuple[bool, int]:
    """How much a state leaves open, to compare."""
    return state.verdict.verdict == OPEN, len(state.verdict.missing)
