"""One norm on one record: its completions, laid out as a table for each part of the verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE, State
from lovgraf.law.deadlines import Deadline
from lovgraf.reference.candidates import NoRepresentatives, candidates
from lovgraf.reference.dates import end_of
from lovgraf.reference.operators import Record
from lovgraf.reference.oracles import Oracles, Question, States
from lovgraf.reference.plan import Part, Plan
from lovgraf.reference.tables import Table
from lovgraf.reference.unknowns import Unknowns, below

# A deadline on one record: was it done in time, too late, or may it still be done.


class Kept(NamedTuple):
    """What one deadline says of a record.

    `in_time` and a shape that holds make the duty fulfilled; `late` breaks it for good; `open`
    leaves it pending while it is not fulfilled.
    """

    in_time: bool
    late: bool
    open: bool


def keep(deadline: Deadline, state: Callable[[str], State], as_of: date) -> Kept:
    """What a deadline says, where every fact of it is known.

    The period runs from the latest trigger that happened; a trigger or performance after `as_of`
    has not happened yet, but for the earliest day of an at-least deadline, which may be agreed
    ahead. Where general law is read in two ways, the judgment fact says which holds.
    """
    triggers = [day for iri in deadline.triggers if isinstance(day := state(iri), date)]
    trigger = max(triggers, default=None)
    widest = deadline.open_point is None or state(deadline.open_point) is True
    due = None if trigger is None else end_of(deadline, trigger, widest)
    waiting = trigger is None or due is None or trigger > as_of or as_of <= due
    if deadline.performed_on is None:
        return Kept(True, False, waiting)
    performed = state(deadline.performed_on)
    done = performed if isinstance(performed, date) else None
    if deadline.at_least:
        in_time = done is not None and due is not None and done >= due
        early = done is not None and due is not None and done < due
        return Kept(in_time, early, done is None)
    if done is None or done > as_of:
        return Kept(False, False, waiting)
    late = due is not None and done > due
    return Kept(not late, late, waiting)


Positions = npt.NDArray[np.int64]

MAX_ROWS = 40_000
"""Completions of one fact or deadline, each of which is worked out; a record that needs more is not
decided."""
MAX_JOINT = 2_000_000
"""Completions of one part, or of all parts together, of which answers are looked up."""


class TooManyCompletions(Exception):
    """A record leaves more open than can be tried."""


class Case:
    """A record under a norm. A complete record has one completion: itself."""

    def __init__(self, plan: Plan, given: Mapping[str, State], as_of: date) -> None:
        self.plan, self._given, self._as_of = plan, given, as_of
        self.base = Record(plan.vocabulary, given, as_of)
        self.unknowns = Unknowns(self.base)
        self.axes: dict[Part, tuple[str, ...]] = {}
        for part, facts in plan.parts.items():
            chosen = {choice for fact in facts for choice in self.unknowns.choices(fact)}
            self.axes[part] = tuple(sorted(chosen))
        self._pinned = self.unknowns.known(plan.below)
        self._candidates: dict[str, tuple[State, ...]] = {}
        self._questions: dict[Part, tuple[list[Question], Positions]] = {}
        self._known: dict[tuple[str, tuple[str, ...]], list[State]] = {}

    @property
    def open(self) -> frozenset[str]:
        """What a completion of the record chooses, by IRI."""
        return frozenset().union(*self.axes.values())

    def values(self, iri: str) -> tuple[State, ...]:
        """The representatives of one choice."""
        if not self._candidates:
            self._candidates = self._represent()
        return self._candidates[iri]

    def _represent(self) -> dict[str, tuple[State, ...]]:
        tells = self.plan.tells
        try:
            found = {
                iri: candidates(tells, iri, self._pinned, self._as_of) for iri in sorted(self.open)
            }
        except NoRepresentatives as error:
            raise TooManyCompletions(str(error)) from None
        dates = [iri for iri in found if self.plan.vocabulary[iri].datatype == "date"]
        thin = {iri: self._thin(iri, found[iri], 3) for iri in dates}
        for iri in dates:
            near = {
                day
                for part, axes in self.axes.items()
                if iri in axes and part[0] != "possible"
                for other in axes
                if other in thin and other != iri
                for day in thin[other]
                if isinstance(day, date)
            }
            if near:
                # Dates that may lie close to each other: all at distances that count.
                close = candidates(tells, iri, {}, self._as_of, sorted(near))
                found[iri] = self._thin(iri, close, 1 + MAX_ROWS // (len(near) * 400))
            else:
                found[iri] = thin[iri]
        return found

    def _thin(self, iri: str, values: tuple[State, ...], number: int) -> tuple[State, ...]:
        """Some values of each kind that the facts resting on this choice tell apart."""
        facts = [fact for fact in self.plan.reads if iri in self.unknowns.choices(fact)]
        kinds: dict[object, list[State]] = {}
        for value in values:
            record = self._completed({iri: value})
            kind = tuple(self._kind(fact, record.state(fact)) for fact in (iri, *facts))
            deadlines = tuple(
                keep(self.plan.norm.deadlines[int(part[1])], record.state, self._as_of)
                for part, axes in self.axes.items()
                if part[0] == "deadline" and iri in axes
            )
            kinds.setdefault((kind, deadlines), []).append(value)
        kept: set[State] = set()
        for found in kinds.values():
            picks = np.linspace(0, len(found) - 1, min(2 * number, len(found)))
            kept |= {found[round(position)] for position in picks}
        return tuple(value for value in values if value in kept)

    def _kind(self, fact: str, state: State) -> object:
        """The state, as far as the norm tells values of this fact apart."""
        against = self.plan.tells.told_apart(fact, self._pinned)
        if isinstance(state, date):
            known = [s for s in self._pinned.values() if isinstance(s, date)]
            marks = [v for v in (*against, *known, self._as_of) if isinstance(v, date)]
            return tuple((state > mark) - (state < mark) for mark in marks)
        if isinstance(state, bool) or not isinstance(state, int):
            return state
        numbers = [v for v in against if isinstance(v, int) and not isinstance(v, bool)]
        return tuple((state > number) - (state < number) for number in numbers)

    def _completed(self, assumed: Mapping[str, State]) -> Record:
        return Record(self.plan.vocabulary, self._given, self._as_of, assumed, self._pinned)

    def _rows(self, axes: tuple[str, ...]) -> Iterator[Record]:
        """The record completed with each combination of some choices."""
        if prod(len(self.values(iri)) for iri in axes) > MAX_ROWS:
            raise TooManyCompletions(f"{self.plan.norm.iri}: {axes}")
        if not axes:
            yield self.base
            return
        for combination in product(*map(self.values, axes)):
            yield self._completed(dict(zip(axes, combination, strict=True)))

    def _shape(self, part: Part) -> tuple[int, ...]:
        """How many values each choice of a part has."""
        axes = self.axes[part]
        shape = tuple(len(self.values(iri)) for iri in axes)
        if prod(shape) > MAX_JOINT:
            raise TooManyCompletions(f"{self.plan.norm.iri}: {axes}")
        return shape

    def completions(self, part: Part) -> int:
        """How many completions a part has. Raises `TooManyCompletions`."""
        return prod(self._shape(part))

    def questions(self, part: Part, oracles: Oracles) -> list[Question]:
        """What an oracle is asked about a class or a shape: all that differ in their answer."""
        return self._asked(part, oracles)[0]

    def _asked(self, part: Part, oracles: Oracles) -> tuple[list[Question], Positions]:
        """The questions of a part, and the position of that of each completion."""
        if part not in self._questions:
            found: list[States] = [()]
            where: Positions = np.zeros((1,) * len(self.axes[part]), np.int64)
            shape = self._shape(part)
            for fact in self.plan.parts[part]:
                states, among = self._states(part, fact, oracles)
                both, joint = np.unique(where * len(states) + among, return_inverse=True)
                where = joint.reshape(np.broadcast_shapes(where.shape, among.shape))
                old, new = np.divmod(both, len(states))
                found = [
                    (*found[one], (fact, states[other]))
                    for one, other in zip(old.tolist(), new.tolist(), strict=True)
                ]
            asked = [(part[1], self.plan.norm.record_type, states) for states in found]
            self._questions[part] = asked, np.broadcast_to(where, shape)
        return self._questions[part]

    def _states(self, part: Part, fact: str, oracles: Oracles) -> tuple[list[State], Positions]:
        """The states of a fact that an oracle tells apart, and the position of that of each
        completion; one dimension for each choice of the part, long where the fact rests on it."""
        stands = oracles.class_state if part[0] == "class" else oracles.shape_state
        return self._told_apart(part, fact, lambda state: stands(part[1], fact, state))

    def _told_apart(
        self, part: Part, fact: str, stands: Callable[[State], State]
    ) -> tuple[list[State], Positions]:
        """States that stand for those of a fact, and the position of that of each completion."""
        axes = self.axes[part]
        rests = below(self.plan.vocabulary, (fact,)).intersection(axes) if axes else set()
        positions: dict[State, int] = {}
        found = [
            positions.setdefault(stands(state), len(positions))
            for state in self._worked_out(fact, tuple(sorted(rests)))
        ]
        shape = [len(self.values(iri)) if iri in rests else 1 for iri in axes]
        return list(positions), np.array(found, np.int64).reshape(shape)

    def _worked_out(self, fact: str, axes: tuple[str, ...]) -> list[State]:
        """The state of a fact for each combination of the choices that it rests on."""
        if (fact, axes) not in self._known:
            states = [record.state(fact) for record in self._rows(axes)]
            if None in states:
                raise RuntimeError(f"a completion leaves {fact} unknown")
            self._known[fact, axes] = states
        return self._known[fact, axes]

    def table(self, part: Part, oracles: Oracles) -> Table:
        """The answers of a part on all its completions; the oracle has been asked before."""
        kind, name = part
        axes = self.axes[part]
        if kind in ("class", "shape"):
            known = oracles.classes if kind == "class" else oracles.shapes
            asked, where = self._asked(part, oracles)
            return Table(axes, np.array([known[question] for question in asked], np.uint8)[where])
        if kind == "possible":
            return Table(axes, self._possible(part).astype(np.uint8))
        shape = self._shape(part)
        deadline = self.plan.norm.deadlines[int(name)]
        found = []
        for record in self._rows(axes):
            in_time, late, still = keep(deadline, record.state, self._as_of)
            found.append(in_time + 2 * late + 4 * still)
        return Table(axes, np.array(found, np.uint8).reshape(shape))

    def _possible(self, part: Part) -> npt.NDArray[np.bool_]:
        """For each completion whether a column agrees with those whose being given implies it; what
        may have ended again may be false."""
        column, shape = self.plan.vocabulary[part[1]], self._shape(part)
        assert isinstance(column, Column)

        def given(others: tuple[str, ...]) -> npt.NDArray[np.bool_]:
            found = np.zeros(shape, np.bool_)
            for other in others:
                if other in self.plan.below:
                    found |= self._where(part, other, lambda state: state not in (None, NONE))
            return found

        impossible = np.zeros(shape, np.bool_)
        if not column.implied_false_by:
            no = self._where(part, column.iri, lambda state: state is False)
            impossible |= no & given(column.implied_true_by)
        yes = self._where(part, column.iri, lambda state: state is True)
        return ~(impossible | yes & given(column.implied_false_by))

    def _where(
        self, part: Part, fact: str, is_so: Callable[[State], bool]
    ) -> npt.NDArray[np.bool_]:
        """For each completion whether something is so of the state of a fact."""
        states, where = self._told_apart(part, fact, is_so)
        return np.array(states, np.bool_)[where]
