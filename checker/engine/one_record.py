"""Records that are judged one after the other, by the programs of one compiled plan.

What a norm asks of a record is a handful of codes, and most of a record's norms see nothing that
the record before did not show them: a verdict is kept by what the norm sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.conditions.kleene import Answers, Tables
from lovgraf.core.result import VERDICTS
from lovgraf.engine.in_memory import Memory, Record, Verdict
from lovgraf.engine.partial_facts import PartialFacts, Takes, several
from lovgraf.engine.scalar_ops import Unsure
from lovgraf.engine.scalar_program import Known, ScalarProgram
from lovgraf.engine.scalar_reads import Values
from lovgraf.facts.columns import Expression
from lovgraf.facts.fact import Column
from lovgraf.facts.repairs import Contradiction, about, disputes_in
from lovgraf.facts.values import NONE, NONE_SUFFIX, State
from lovgraf.verdicts.decide import BREACHED, NO_REASON, UNATTAINABLE, UNDETERMINED, Reason
from lovgraf.verdicts.one_cell import NOTHING, Cell, Judgment, OneCell, Tells
from lovgraf.verdicts.program import Presumed, as_stated
from lovgraf.verdicts.repaired import disputed, shared, ways

MOST = 12000
"""Verdicts to remember, of all norms together."""
_TOGETHER = 50
"""Records that contradict themselves whose repairs are so few that the data engine, which takes a
second to begin, is not asked."""
MOST_RELATIONS = 4000
"""Results to remember of which answers can occur together; with all that they were made of each
takes some thirty kilobytes where persons have little in common."""


class _Judged(Struct, frozen=True):
    """A cell of a norm, and whether more than codes may settle it; else its verdict with the
    reason."""

    cell: Cell
    verdict: int
    reason: Reason
    mixed: bool


class Seen(Struct, frozen=True, dict=True):
    """What is computed of one record: codes by atom, values of facts and flaws by shape.

    `values` has the facts that the plan was asked for; `answers` are those to conditions; `places`
    are the values of all places of the scalar program. What a record contradicts itself about are
    its `disputes`.
    """

    record: Record
    codes: Mapping[str, int]
    answers: Answers
    values: Mapping[str, State]
    flaws: tuple[str, ...]
    places: Values | None = None
    disputes: tuple[Contradiction, ...] = ()

    @cached_property
    def repaired(self) -> dict[Any, Seen]:
        """What is computed of its repairs, as far as they were asked for."""
        return {}


class OneByOne(Struct, dict=True):
    """Judges records one by one. One thread at a time."""

    memory: Memory

    def __post_init__(self) -> None:
        plan = self.memory.plan
        self.memory.combinations.most = MOST_RELATIONS
        self.memory.combinations.private = True
        self._kept: dict[tuple[str, tuple[int, ...]], _Judged] = {}
        self._takes: dict[str, Takes] = {}
        self._tables: Tables = {}
        self.worth_trying: dict[str, list[State]] = {}
        """Values of columns (by IRI) that stand for the answers that the law knows."""
        self._columns: dict[str, tuple[Column, ...]] = {}
        self._codes = {key: f"c{key}" for key in (*plan.atoms, *plan.selection.stated)}
        self._names = {column.iri: column.name for column in self.memory.columns}

    @cached_property
    def scalar(self) -> ScalarProgram | None:
        """All that is computed of a record, with the facts that may settle what codes leave open;
        None where only the data engine can say."""
        selection = self.memory.plan.selection
        values = tuple(sorted({*selection.values, *self.memory.mixed.below()}))
        selection = replace(selection, values=values)

        def make() -> dict[str, Expression]:
            from lovgraf.engine.sql import named_expressions

            return named_expressions(selection)

        return ScalarProgram.kept(["one", *selection.key()], make)

    def read(self, record: Record) -> Seen:
        """What is computed of a record."""
        try:
            return self._read(record)
        except Unsure:
            computed = self.memory.computed(record)
            codes = {key: int(code[0]) for key, code in computed.codes.items()}
            disputes = self._disputes(record)
            answers, flaws = self._answers(codes), tuple(computed.flaws)
            return Seen(record, codes, answers, computed.values, flaws, disputes=disputes)

    def _read(self, record: Record) -> Seen:
        scalar = self.scalar
        if scalar is None:
            raise Unsure
        places = scalar.compute({**self._unmarked, **self._inputs(record)}, self._all)
        value = places.__getitem__
        plan, outputs = self.memory.plan, scalar.outputs
        codes = {key: value(outputs[name]) for key, name in self._codes.items()}
        return Seen(
            record,
            codes,
            self._answers(codes),
            {iri: self._state(places, iri) for iri in plan.values},
            tuple(iri for iri in plan.flags if value(outputs[f"q{iri}"]) is True),
            places,
            self._disputes(record),
        )

    def _answers(self, codes: Mapping[str, int]) -> Answers:
        return Answers(self.memory.plan.atoms, codes, self._tables)

    @cached_property
    def _all(self) -> tuple[str, ...]:
        return tuple(self.scalar.outputs) if self.scalar else ()

    @cached_property
    def _unmarked(self) -> dict[str, Any]:
        """The marks of a record that says of no column that there is none."""
        return {name + NONE_SUFFIX: False for name in self._names.values()}

    def _inputs(self, record: Record) -> dict[str, Any]:
        """The columns of a scalar program for what is given of a record."""
        found: dict[str, Any] = {}
        for iri, state in record.items():
            if iri in self._names:
                found |= self.inputs(iri, state)
        return found

    def inputs(self, iri: str, state: State) -> dict[str, Any]:
        """The columns of a scalar program for one fact."""
        name = self._names[iri]
        value = None if state is NONE else state
        if self._whole[iri] and value is not None:
            value = float(cast(Decimal, value))
        return {name: value, name + NONE_SUFFIX: state is NONE}

    @cached_property
    def _whole(self) -> dict[str, bool]:
        return {column.iri: column.datatype == "decimal" for column in self.memory.columns}

    def _state(self, places: Values, iri: str) -> State:
        assert self.scalar is not None
        outputs = self.scalar.outputs
        if places[outputs[f"g{iri}"]]:
            return NONE
        return cast(State, places[outputs[f"f{iri}"]])

    def verdict(self, seen: Seen, norm: str) -> Verdict:
        """The verdict of a norm on a record; of one that contradicts itself, what its repairs
        share."""
        programs, reads = self.memory.plan.programs, self.memory.reads(norm)
        if not seen.disputes or not about(programs.facts, seen.disputes, reads):
            return Verdict.of(norm, *self._verdict(seen, norm), self._names)
        repairs = ways(programs.facts, seen.record, programs.view.as_of, reads)
        found = [self._verdict(self._repaired(seen, one), norm) for one in repairs]
        names = disputed(programs.facts, seen.disputes, reads)
        return Verdict.of(norm, *shared(found, names), self._names)

    def _repaired(self, seen: Seen, repair: Record) -> Seen:
        key = frozenset(repair.items())
        if key not in seen.repaired:
            seen.repaired[key] = self.read(repair)
        return seen.repaired[key]

    def _verdict(self, seen: Seen, norm: str) -> tuple[int, Reason]:
        codes = self._asked(norm)(seen.codes)
        verdict, reason = self._judged(norm, codes, seen.answers, lambda: self._tells(seen))
        applying = self._applying(seen, norm) if verdict != UNDETERMINED else ()
        if applying:
            verdict, reason = self._resting(seen, norm, applying, (verdict, reason))
        return verdict, reason

    def _applying(self, seen: Seen, norm: str) -> tuple[Presumed, ...]:
        """The presumptions that a norm may rest on and that apply to a record."""
        program = self.memory.plan.programs.programs[norm]
        return tuple(one for one in program.presumed if seen.codes[one.iri] == 1)

    def _resting(
        self, seen: Seen, norm: str, applying: Sequence[Presumed], found: tuple[int, Reason]
    ) -> tuple[int, Reason]:
        """A verdict with the presumptions that it rests on (see `verdicts.resting`)."""
        verdict, reason = found
        if self._without(seen, norm, applying)[0] == verdict:
            return found
        rests = [one for one in applying if self._without(seen, norm, [one])[0] != verdict]
        rests = rests or [*applying]
        if verdict in (BREACHED, UNATTAINABLE) and not all(one.holds_against for one in rests):
            weak = [one for one in applying if not one.holds_against]
            return self._without(seen, norm, weak)
        return verdict, replace(reason, rests_on=tuple(sorted(one.iri for one in rests)))

    def _without(self, seen: Seen, norm: str, removed: Sequence[Presumed]) -> tuple[int, Reason]:
        """The verdict where what some presumptions filled is as it is stated."""
        stated = {key for one in removed for key in one.keys}
        codes = tuple(
            seen.codes[as_stated(key) if key in stated else key] for key in self.keys(norm)
        )
        return self._judged(norm, codes, None, lambda: lambda _facts: frozenset())

    def _in_doubt(self, seen: Seen, change: Record) -> bool:
        """Whether a record contradicts itself after a change."""
        facts = self.memory.plan.programs.facts
        if not seen.disputes and facts.disputes_of.keys().isdisjoint(change):
            return False
        return bool(self._disputes({**seen.record, **change}))

    def _disputes(self, record: Record) -> tuple[Contradiction, ...]:
        programs = self.memory.plan.programs
        return disputes_in(programs.facts, record, programs.view.as_of)

    @contextmanager
    def passing(self, record: Record) -> Iterator[None]:
        """Let go of all that comes from the values of a record, rather than from its cell, once it
        was judged. Of a record of answers and codes alone there is nothing to let go: days and
        numbers are then those that the law has one try, in each interview again."""
        combinations = self.memory.combinations
        before, told = combinations.of_law, [one for one in record.items() if one[1] is not None]
        combinations.of_law = all(combinations.plain(*one) for one in told)
        try:
            yield
        finally:
            combinations.of_law = before
            self.memory.forget()

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
        among = range(len(changes))
        doubtful = [n for n in among if self._in_doubt(seen, changes[n])]
        found, most = dict[int, str](), _TOGETHER
        try:
            if seen.places is None:
                raise Unsure
            agree = sorted({*among} - {*doubtful})
            tried = self._tried(seen, [changes[n] for n in agree], norm)
            found = dict(zip(agree, tried, strict=True))
        except Unsure:
            doubtful, most = [*among], max(len(changes), 1)
        for start in range(0, len(doubtful), most):
            some = doubtful[start : start + most]
            records = [{**seen.record, **changes[n]} for n in some]
            apart = self.memory.verdicts(records, norms=[norm])
            found |= {n: row[norm].verdict for n, row in zip(some, apart, strict=True)}
        return [found[n] for n in among]

    def _tried(self, seen: Seen, changes: Sequence[Record], norm: str) -> list[str]:
        found: list[str] = []
        for change, own in zip(changes, self.codes_after(seen, changes, norm), strict=True):
            tells = partial(self._tells, seen, self._inputs(change))
            verdict, _ = self._judged(norm, own, None, tells)
            found.append(VERDICTS[verdict])
        return found

    def verdict_after(
        self, seen: Seen, change: Record, norm: str, codes: tuple[int, ...]
    ) -> Verdict:
        """The verdict of a norm on a record after a change of its facts, of which the norm then
        sees some codes. Presumptions that it rests on are named only where it may not."""
        program = self.memory.plan.programs.programs[norm]
        strong = all(one.holds_against for one in program.presumed)
        if seen.places is None or not strong or self._in_doubt(seen, change):
            return self.verdict(self.read({**seen.record, **change}), norm)
        tells = partial(self._tells, seen, self._inputs(change))
        return Verdict.of(norm, *self._judged(norm, codes, None, tells), self._names)

    def codes_after(
        self, seen: Seen, changes: Sequence[Record], norm: str
    ) -> list[tuple[int, ...]]:
        """What a norm sees of a record after each of some changes of its facts: the codes of its
        atoms. Raises `Unsure` where only the data engine can say."""
        scalar, places = self.scalar, seen.places
        if scalar is None or places is None:
            raise Unsure
        keys = self.keys(norm)
        wanted = tuple([self._codes[key] for key in keys])
        found: list[tuple[int, ...]] = []
        same: dict[object, tuple[int, ...]] = {}
        known: Known = {}
        for change in changes:
            record = self._inputs(change)
            changed = tuple(record)
            codes = scalar.trial(places, record, wanted, known)
            own = same.get((changed, codes))
            if own is None:
                touched = dict(zip(scalar.touched(changed, wanted), codes, strict=True))
                own = tuple([touched.get(self._codes[key], seen.codes[key]) for key in keys])
                same[changed, codes] = own
            found.append(own)
        return found

    @cached_property
    def _cells(self) -> OneCell:
        plan = self.memory.plan
        return OneCell(plan.atoms, self.memory.combinations, self._tables)

    def _judged(
        self,
        norm: str,
        codes: tuple[int, ...],
        answers: Answers | None,
        tells: Callable[[], Tells],
    ) -> tuple[int, Reason]:
        """What a norm says of the codes that it asks for (`answers` of a record that has them), and
        of what a record `tells` beside them."""
        judged = self._kept.get((norm, codes))
        if judged is None:
            plan = self.memory.plan
            program = plan.programs.programs[norm]
            own = dict(zip(program.keys, codes, strict=True))
            answers = answers or Answers(plan.atoms, own, self._tables)
            cell = self._cells.cell(program, own, answers)
            open_ = cell.open is not NOTHING or cell.open_reach is not NOTHING
            mixed = open_ and self.memory.mixed.cell(program, own)
            if mixed:
                found = self._cells.judge(cell, tells())
                if found.exact and _lacking(found):
                    # Then codes alone, which leave more open, settle no more.
                    self._keep(norm, codes, _Judged(cell, UNDETERMINED, NO_REASON, True))
                    return found.verdict, found.reason
            found = self._cells.judge(cell)
            judged = _Judged(cell, found.verdict, found.reason, mixed and _lacking(found))
            self._keep(norm, codes, judged)
        if not judged.mixed:
            return judged.verdict, judged.reason
        found = self._cells.judge(judged.cell, tells())
        return found.verdict, found.reason

    def _keep(self, norm: str, codes: tuple[int, ...], judged: _Judged) -> None:
        kept = self._kept
        kept[norm, codes] = judged
        while len(kept) > MOST:
            del kept[next(iter(kept))]

    def _asked(self, norm: str) -> Callable[[Mapping[str, int]], tuple[int, ...]]:
        """What takes the codes of a norm's atoms from those of all."""
        if norm not in self._takes:
            self._takes[norm] = several(self.keys(norm))
        return self._takes[norm]

    def _tells(self, seen: Seen, change: Mapping[str, Any] | None = None) -> Tells:
        """Tells what a record says of facts that norms may be open on, perhaps after a change."""
        scalar, places = self.scalar, seen.places
        if scalar is None or places is None:
            known_facts = self.memory.beside(seen.record)
            return lambda facts: frozenset([pair for pair in known_facts if pair[0] in facts])

        return partial(self._beside.known, places, change)

    @cached_property
    def _beside(self) -> PartialFacts:
        assert self.scalar is not None
        return PartialFacts(self.scalar, frozenset(self.memory.mixed.below()))


def _lacking(found: Judgment) -> bool:
    """Whether a verdict is open for want of facts."""
    return found.verdict in (UNDETERMINED, BREACHED) and bool(found.reason.missing)
