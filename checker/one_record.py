"""Records that are judged one after the other, by the programs of one compiled plan.

What a norm asks of a record is a handful of codes, and most of a record's norms see nothing that
the record before did not show them: a verdict is kept by what the norm sees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

import numpy as np

from checker.cells.sheet import Sheet, Values
from checker.cells.sheet_ops import Unsure
from checker.conditions.kleene import Codes, Logic
from checker.engine import Memory, Record, Verdict
from checker.records.facts import Column
from checker.records.values import NONE, NONE_SUFFIX, State
from checker.reports.result import VERDICTS
from checker.verdicts.evaluate import NO_REASON, Reason, evaluate
from checker.verdicts.knowledge import Told

MOST = 12000
"""Verdicts to remember, of all norms together."""
MOST_RELATIONS = 4000
"""Results to remember of which answers can occur together; with all that they were made of each
takes some thirty kilobytes where persons have little in common."""
Asked = tuple[tuple[int, ...], tuple[Any, ...] | None]
"""The codes that a norm asks of a record, and perhaps what is told beside them (`_beside`)."""
Judged = tuple[str, Reason, bool]
"""A verdict with its reason, and whether more than codes may settle it."""


@dataclass(frozen=True)
class Seen:
    """What is computed of one record: codes by atom, values of facts and flaws by shape.

    `values` has the facts that the plan was asked for; `logic` answers conditions; `places` is the
    whole sheet.
    """

    record: Record
    codes: Mapping[str, int]
    logic: Logic
    values: Mapping[str, State]
    flaws: tuple[str, ...]
    places: Values | None = None


@dataclass
class OneByOne:
    """Judges records one by one. One thread at a time."""

    memory: Memory

    def __post_init__(self) -> None:
        plan = self.memory.plan
        self.memory.combinations.most = MOST_RELATIONS
        self._kept: dict[tuple[str, tuple[int, ...], tuple[Any, ...] | None], Judged] = {}
        self._belows: dict[str, tuple[str, ...]] = {}
        self._columns: dict[str, tuple[Column, ...]] = {}
        self._codes = {key: f"c{key}" for key in plan.atoms}
        self._names = {column.iri: column.name for column in self.memory.columns}

    @cached_property
    def sheet(self) -> Sheet | None:
        """All that is computed of a record, with the facts that may settle what codes leave open;
        None where only the data engine can say."""
        from checker.cells.sql import selection_sheet

        selection = self.memory.plan.selection
        values = tuple(sorted({*selection.values, *self.memory.mixed.below()}))
        try:
            return selection_sheet(replace(selection, values=values))
        except Unsure:
            return None

    def read(self, record: Record) -> Seen:
        """What is computed of a record."""
        try:
            return self._read(record)
        except Unsure:
            told = self.memory.told(record)
            codes = {key: int(code[0]) for key, code in told.codes.items()}
            return Seen(record, codes, self._logic(codes), told.values, tuple(told.flaws))

    def _read(self, record: Record) -> Seen:
        sheet = self.sheet
        if sheet is None:
            raise Unsure
        places = sheet.compute(self._inputs(record), self._all)
        value = places.__getitem__
        plan, outputs = self.memory.plan, sheet.outputs
        codes = {key: value(outputs[name]) for key, name in self._codes.items()}
        return Seen(
            record,
            codes,
            self._logic(codes),
            {iri: self._state(places, iri) for iri in plan.values},
            tuple(iri for iri in plan.flags if value(outputs[f"q{iri}"]) is True),
            places,
        )

    def _logic(self, codes: Mapping[str, int]) -> Logic:
        plain = {key: cast(Codes, np.int64(code)) for key, code in codes.items()}
        return Logic(self.memory.plan.atoms, plain, self.memory.combinations.truths)

    @cached_property
    def _all(self) -> tuple[str, ...]:
        return tuple(self.sheet.outputs) if self.sheet else ()

    def _inputs(self, record: Record) -> dict[str, Any]:
        """The columns of a sheet for what is given of a record."""
        found: dict[str, Any] = {}
        for iri, state in record.items():
            if iri in self._names:
                found |= self.inputs(iri, state)
        return found

    def inputs(self, iri: str, state: State) -> dict[str, Any]:
        """The columns of a sheet for one fact."""
        name = self._names[iri]
        value = None if state is NONE else state
        if self._whole[iri] and value is not None:
            value = float(cast(Decimal, value))
        return {name: value, name + NONE_SUFFIX: state is NONE}

    @cached_property
    def _whole(self) -> dict[str, bool]:
        return {column.iri: column.datatype == "decimal" for column in self.memory.columns}

    def _state(self, places: Values, iri: str) -> State:
        assert self.sheet is not None
        outputs = self.sheet.outputs
        if places[outputs[f"g{iri}"]]:
            return NONE
        return cast(State, places[outputs[f"f{iri}"]])

    def verdict(self, seen: Seen, norm: str) -> Verdict:
        """The verdict of a norm on a record."""
        codes = tuple([seen.codes[key] for key in self.keys(norm)])
        ((verdict, reason, mixed),) = self._judged(norm, [(codes, None)], seen.logic)
        if mixed:
            ((verdict, reason, _),) = self._judged(
                norm, [(codes, self._beside(seen, norm))], seen.logic
            )
        missing = tuple(sorted(self._names.get(iri, iri) for iri in reason.missing))
        return Verdict(norm, verdict, missing, reason.judgment)

    def keys(self, norm: str) -> tuple[str, ...]:
        """The atoms of a norm, sorted."""
        return self.memory.plan.programs.programs[norm].keys

    def columns(self, norm: str) -> tuple[Column, ...]:
        """The columns that a norm reads, in order of name."""
        if norm not in self._columns:
            programs = self.memory.plan.programs
            read = programs.facts.lineage(programs.programs[norm].facts())
            iris = {fact.iri for fact in read}
            self._columns[norm] = tuple(c for c in self.memory.columns if c.iri in iris)
        return self._columns[norm]

    def tried(self, seen: Seen, changes: Sequence[Record], norm: str) -> list[str]:
        """The verdict of a norm on a record after each of some changes of its facts."""
        try:
            if seen.places is None:
                raise Unsure
            return self._tried(seen, changes, norm)
        except Unsure:
            records = [{**seen.record, **change} for change in changes]
            found = self.memory.verdicts(records, norms=[norm])
            return [row[norm].verdict for row in found]

    def _tried(self, seen: Seen, changes: Sequence[Record], norm: str) -> list[str]:
        sheet, places = self.sheet, seen.places
        assert sheet is not None
        assert places is not None
        keys = self.keys(norm)
        wanted = tuple([self._codes[key] for key in keys])
        asked: list[Asked] = []
        same: dict[object, Asked] = {}
        for change in changes:
            record = self._inputs(change)
            changed = tuple(record)
            codes = sheet.trial(places, record, wanted)
            if (changed, codes) not in same:
                touched = dict(zip(sheet.touched(changed, wanted), codes, strict=True))
                own = tuple([touched.get(self._codes[key], seen.codes[key]) for key in keys])
                same[changed, codes] = own, None
            asked.append(same[changed, codes])
        found = self._judged(norm, asked)
        mixed = [n for n, (_, _, open_) in enumerate(found) if open_]
        told = [self._beside(seen, norm, self._inputs(changes[n])) for n in mixed]
        again = self._judged(norm, [(asked[n][0], one) for n, one in zip(mixed, told, strict=True)])
        for n, judged in zip(mixed, again, strict=True):
            found[n] = judged
        return [verdict for verdict, _, _ in found]

    def _judged(
        self, norm: str, asked: Sequence[Asked], logic: Logic | None = None
    ) -> list[Judged]:
        """What a norm says of records, each given by the codes that it asks for, perhaps with what
        is told beside them; those that it has not seen before are judged together (one alone with
        its own `logic`)."""
        kept = self._kept
        new = [one for one in dict.fromkeys(asked) if (norm, *one) not in kept]
        if new:
            fresh = dict(zip(new, self._judge(norm, new, logic), strict=True))
            found = [fresh.get(one) or kept[norm, *one] for one in asked]
            for one, judged in fresh.items():
                kept[norm, *one] = judged
            while len(kept) > MOST:
                del kept[next(iter(kept))]
            return found
        return [kept[norm, *one] for one in asked]

    def _judge(self, norm: str, asked: Sequence[Asked], logic: Logic | None) -> list[Judged]:
        plan = self.memory.plan
        program = plan.programs.programs[norm]
        columns = np.array([codes for codes, _ in asked], np.int64).T
        own: dict[str, Codes] = dict(zip(program.keys, columns, strict=True))
        told = [self._told(norm, beside) for _, beside in asked if beside is not None] or None
        possible = self.memory.combinations
        found = evaluate(program, plan.atoms, own, len(asked), possible, told, logic)
        mixed = set() if told else set(self.memory.mixed.cells(program, own, found).tolist())
        return [
            (VERDICTS[verdict], found.reasons.get(n, NO_REASON), n in mixed)
            for n, verdict in enumerate(found.verdicts.tolist())
        ]

    def _beside(
        self, seen: Seen, norm: str, change: Mapping[str, Any] | None = None
    ) -> tuple[Any, ...]:
        """What a record says of the facts that a norm's atoms rest on, perhaps after a change: the
        value of each, and whether there is certainly none."""
        wanted = self._below(norm)
        if self.sheet is None or seen.places is None:
            (told,) = self.memory.beside([seen.record])
            known = dict(told)
            states = [known.get(name[1:]) for name in wanted]
            return tuple(
                s is NONE if name[0] == "g" else None if s is NONE else s
                for name, s in zip(wanted, states, strict=True)
            )
        places, outputs = seen.places, self.sheet.outputs
        if not change:
            return tuple([places[outputs[name]] for name in wanted])
        touched = self.sheet.touched(tuple(change), wanted)
        found = dict(zip(touched, self.sheet.trial(places, change, wanted), strict=True))
        return tuple([found[n] if n in found else places[outputs[n]] for n in wanted])

    def _told(self, norm: str, beside: tuple[Any, ...]) -> Told:
        """The same as what is known of a record."""
        names, found = self._below(norm), []
        for at in range(0, len(names), 2):
            value, none = beside[at : at + 2]
            if none or value is not None:
                found.append((names[at][1:], NONE if none else _exact(value)))
        return frozenset(found)

    def _below(self, norm: str) -> tuple[str, ...]:
        """The outputs of the facts that a norm's atoms rest on and that may tell more: of each its
        value, and whether there is certainly none."""
        if norm not in self._belows:
            lineages = map(self.memory.combinations.below, self.keys(norm))
            below = frozenset().union(*lineages) & frozenset(self.memory.mixed.below())
            names = (name for iri in sorted(below) for name in (f"f{iri}", f"g{iri}"))
            self._belows[norm] = tuple(names)
        return self._belows[norm]


def _exact(state: State) -> State:
    """A state as what is known of records is written."""
    if isinstance(state, tuple):
        return tuple(sorted(state))
    return Decimal(str(state)) if isinstance(state, float) else state
