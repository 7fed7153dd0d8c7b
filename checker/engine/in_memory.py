"""The columns engine on records in memory: one citizen, a scenario, a batch of completions."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, cast

import numpy as np
from msgspec import Struct

from lovgraf.conditions.atoms import input_columns, make_atoms
from lovgraf.conditions.kleene import Codes
from lovgraf.conditions.tree import Condition, facts_of, questions
from lovgraf.core.cache import Answers
from lovgraf.core.result import VERDICTS
from lovgraf.engine.cell_records import Coded
from lovgraf.engine.few_rows import ONE_BY_ONE, outputs_of
from lovgraf.engine.known_facts import Mixed
from lovgraf.engine.layout import WORD_BITS
from lovgraf.engine.many_records import Asked, Spread, judged
from lovgraf.engine.plan import Plan, all_conditions, make_plan
from lovgraf.engine.record_table import RecordTable
from lovgraf.engine.scalar_ops import Unsure
from lovgraf.facts.engine_types import engine_type
from lovgraf.facts.fact import Column
from lovgraf.facts.repairs import Disputes
from lovgraf.facts.values import NONE, NONE_SUFFIX, State
from lovgraf.law.view import LawView
from lovgraf.readers.batches import BATCH, run_on
from lovgraf.verdicts.evaluate import UNDETERMINED, Reason
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.knowledge import KnownFacts
from lovgraf.verdicts.outlook import outlook, possible_verdicts
from lovgraf.verdicts.patterns import Numbers
from lovgraf.verdicts.program import Programs, compile_programs
from lovgraf.verdicts.remembered import Remembered
from lovgraf.verdicts.told import Told

# A data engine for few records: one database in memory, with a connection for each plan.


def connected() -> Any:
    """A new connection, whose tables are to be temporary: they are then its own, and go with it.

    A database of its own takes the data engine 20 ms to open and 4 to close, a connection 1.
    """
    return _database(os.getpid()).cursor()


@cache
def _database(process: int) -> Any:
    """The database of a process: none is used by another that was made from it."""
    import duckdb

    # One thread, since there are few records; and long IN lists are not made joins.
    return duckdb.connect(config={"threads": 1, "disabled_optimizers": "in_clause"})


MANY = 500
"""Records from which arrays pay."""
_OPTIMIZED = 40_000
"""Records from which it pays that the data engine thinks about a plan."""
_LOADED = 20_000
"""Records that lie in the data engine at once."""
Record = Mapping[str, State]
"""Facts (columns, by IRI) to a value, `NONE`, or None for unknown."""


class Verdict(Struct, frozen=True):
    """The verdict of one norm on one record.

    `missing` are canonical column names, `judgment` authorities' IRIs; both sorted. It is not
    `exact` where the engine gave up before it had looked at all that can occur. An undetermined
    one may come to those that are `possible`, and `outlook` says what that means.
    """

    norm: str
    verdict: str
    missing: tuple[str, ...] = ()
    judgment: tuple[str, ...] = ()
    exact: bool = True
    possible: tuple[str, ...] = ()
    outlook: str | None = None
    rests_on: tuple[str, ...] = ()
    """The presumptions without which it would be another, by IRI."""

    @classmethod
    def of(cls, norm: str, verdict: int, reason: Reason, names: Mapping[str, str]) -> Verdict:
        """A verdict by its place and reason; `names` are those of columns by IRI."""
        missing = tuple(sorted(names.get(iri, iri) for iri in reason.missing))
        exact, open_ = not reason.inexact, verdict == UNDETERMINED
        possible = possible_verdicts(reason.possible) if open_ else ()
        what = outlook(reason) if open_ else None
        name, rests_on = VERDICTS[verdict], reason.rests_on
        return cls(norm, name, missing, reason.judgment, exact, possible, what, rests_on)


class Computed(Struct, frozen=True):
    """What is computed of one record: the code of every atom, the state of each fact that was
    asked for when compiling (by IRI), the shapes of record quality that it violates."""

    codes: dict[str, Codes]
    values: dict[str, State]
    flaws: list[str]


@dataclass
class Memory:
    """A compiled plan for records in memory.

    The plan takes every column that its atoms rest on, given or not.
    """

    plan: Plan
    columns: tuple[Column, ...]
    answers: Answers | None = field(default=None, compare=False, repr=False)
    """Where verdicts of its norms are kept."""

    @classmethod
    def compile(
        cls,
        programs: Programs,
        also: Sequence[Condition] = (),
        values: Iterable[str] = (),
        quality: Mapping[str, Condition] | None = None,
    ) -> Memory:
        """Compile programs (and further conditions) for any records of their type.

        `values` are facts (by IRI) of which `told` will tell the values, `quality` what a good
        record meets (by shape), of which it tells the flaws.
        """
        good = quality or {}
        asked = (q for c in (*all_conditions(programs), *also) for q in questions(c))
        facts = programs.facts
        found = set(input_columns(make_atoms(asked, facts), facts))
        read = [iri for condition in good.values() for iri in facts_of(condition)]
        found |= {f for f in facts.lineage(read) if isinstance(f, Column)}
        against = {iri for column in found for iri in facts.disputing(column.iri)}
        found |= {f for f in map(facts.facts.get, against) if isinstance(f, Column)}
        columns = tuple(sorted(found, key=lambda column: column.name))
        names = [c.name for c in columns]
        marks = [name + NONE_SUFFIX for name in names]
        plan = make_plan(programs, good, [*names, *marks], also=also, values=values)
        return cls(plan, columns)

    @cached_property
    def combinations(self) -> Combinations:
        """Which answers can occur together; what it finds out serves all later records."""
        programs = self.plan.programs
        return Combinations(programs.facts.stated, self.plan.of_law, programs.view.as_of)

    @cached_property
    def remembered(self) -> Remembered:
        """Judges by codes, with what was kept of earlier runs."""
        return Remembered(self.plan.programs, self.plan.atoms, self.combinations, self.answers)

    @cached_property
    def _connection(self) -> Any:
        """A connection in which the plan is prepared: planning costs more than records do."""
        return self._prepared(optimized=False)

    @cached_property
    def _of_many(self) -> Any:
        """The same for many records: the data engine thinks twice as long, and then works out once
        what several expressions share."""
        return self._prepared(optimized=True)

    def _prepared(self, optimized: bool) -> Any:
        connection = connected()
        if not optimized:
            connection.execute("PRAGMA disable_optimizer")
        declared = "".join(
            f', "{column.name}" {engine_type(column)}, "{column.name}{NONE_SUFFIX}" BOOLEAN'
            for column in self.columns
        )
        connection.execute(f"CREATE TEMP TABLE records (records_row BIGINT{declared})")
        connection.execute(f"PREPARE coded AS {self.plan.sql}")
        return connection

    def coded(self, records: Sequence[Record]) -> Any:
        """A cursor over the coded records; rows follow their order."""
        (loaded,) = self._loaded(records, max(len(records), 1))
        return loaded.execute("EXECUTE coded")

    def _loaded(self, records: Sequence[Record], most: int) -> Iterator[Any]:
        """A connection in which records lie, so many of them at once."""
        connection = self._of_many if len(records) >= _OPTIMIZED else self._connection
        for start in range(0, max(len(records), 1), most):
            some = records if len(records) <= most else records[start : start + most]
            load_records(connection, self.columns, some)
            yield connection

    def _arrays(self, records: Sequence[Record]) -> Any:
        """The coded records as an Arrow table."""
        import pyarrow as pa

        parts = self._loaded(records, _LOADED)
        return pa.concat_tables([one.sql("EXECUTE coded").to_arrow_table() for one in parts])

    def computed(self, record: Record) -> Computed:
        """All that is computed of one record, in one go."""
        return self.each_computed([record])[0]

    def each_computed(self, records: Sequence[Record]) -> list[Computed]:
        """All that is computed of each of some records; the data engine takes as long to begin as
        a hundred records do."""
        cursor, plan = self.coded(records), self.plan
        names = [column[0] for column in cursor.description]
        found = []
        for told in cursor.fetchall():
            row = dict(zip(names, told, strict=True))
            words = {n: np.array([row[f"w{n}"]], np.int64) for n in range(plan.words)}
            values = {
                iri: NONE if row[f"g{n}"] else _state(row[f"f{n}"])
                for n, iri in enumerate(plan.values)
            }
            flaws = [
                iri
                for n, iri in enumerate(plan.flags)
                if row[f"q{n // WORD_BITS}"] >> (n % WORD_BITS) & 1
            ]
            found.append(Computed(plan.decode(plan.slots, words), values, flaws))
        return found

    def codes(self, records: Sequence[Record]) -> dict[str, Codes]:
        """The code of every atom, one a record."""
        if not self.plan.words:
            return {}
        return self.plan.decode(self.plan.slots, self._words(records))

    def _words(self, records: Sequence[Record]) -> dict[int, Numbers]:
        """The words of codes, one a record."""
        names = [f"w{n}" for n in range(self.plan.words)]
        if (found := self._one_by_one(records, names)) is not None:
            return {n: np.asarray(found[name], np.int64) for n, name in enumerate(names)}
        parts = [
            one.execute("EXECUTE coded").fetchnumpy() for one in self._loaded(records, _LOADED)
        ]
        return {
            n: np.concatenate([np.asarray(part[name], np.int64) for part in parts])
            for n, name in enumerate(names)
        }

    def coded_kinds(self, records: Sequence[Record]) -> tuple[dict[str, Codes], Numbers]:
        """The code of every atom of each of some kinds of records, and the kind of each record."""
        if not self.plan.words or len(records) < MANY:
            return self.codes(records), np.arange(len(records))
        from lovgraf.engine.numbering import kinds

        words = self._words(records)
        kind, first = kinds([*words.values()])
        shown = {n: word[first] for n, word in words.items()}
        return self.plan.decode(self.plan.slots, shown), kind

    def selected(
        self, records: Sequence[Record], names: Sequence[str]
    ) -> Mapping[str, Sequence[Any]]:
        """Some of what the plan selects of records, by name: a value for each record."""
        if (found := self._one_by_one(records, names)) is not None:
            return found
        cursor = self.coded(records)
        columns = [column[0] for column in cursor.description]
        table = dict(zip(columns, zip(*cursor.fetchall(), strict=True), strict=True))
        return {name: table[name] for name in names}

    def _one_by_one(
        self, records: Sequence[Record], names: Sequence[str]
    ) -> dict[str, list[Any]] | None:
        """Some of what the plan selects of records, without the data engine; None where they are
        many, or something is left to that."""
        scalar = self.plan.scalar if len(records) <= ONE_BY_ONE else None
        if scalar is None:
            return None
        columns = [(c.iri, c.name) for c in self.columns]
        given = [name + mark for _, name in columns for mark in ("", NONE_SUFFIX)]
        rows = (
            [
                value
                for iri, _ in columns
                for value in (_plain(record.get(iri)), record.get(iri) is NONE)
            ]
            for record in records
        )
        try:
            return outputs_of(scalar, given, rows, tuple(names))
        except Unsure:
            return None

    def verdicts(
        self,
        records: Sequence[Record],
        codes: Mapping[str, Codes] | None = None,
        norms: Iterable[str] | None = None,
    ) -> list[dict[str, Verdict]]:
        """The verdict of each norm (or of some) on each record, by norm; `codes` where they are
        known already."""
        columns = {c.iri: c.name for c in self.columns}
        result: list[dict[str, Verdict]] = [{} for _ in records]
        every = np.arange(len(records))
        asked = [(iri, every) for iri in (self.plan.programs.programs if norms is None else norms)]
        for (iri, _), found in zip(asked, self.evaluated(records, asked, codes), strict=True):
            for row, number in enumerate(found.number.tolist()):
                verdict, reason = found.said[number]
                result[row][iri] = Verdict.of(iri, verdict, reason, columns)
        return result

    def evaluated(
        self,
        records: Sequence[Record],
        asked: Sequence[Asked],
        codes: Mapping[str, Codes] | None = None,
        cells: Coded | None = None,
    ) -> list[Spread]:
        """The verdicts of norms, each on some of the records (see `many_records`)."""
        return judged(self, records, asked, codes, cells)

    @cached_property
    def disputes(self) -> Disputes:
        """What records contradict themselves about."""
        return Disputes(self.plan.programs.facts, self.plan.programs.view.as_of)

    def reads(self, norm: str) -> frozenset[str]:
        """The columns that a norm reads, by IRI."""
        if norm not in self._reads:
            facts = self.plan.programs.facts
            asked = (facts.inputs(iri) for iri in self.plan.programs.programs[norm].facts())
            self._reads[norm] = frozenset().union(*asked)
        return self._reads[norm]

    @cached_property
    def _reads(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def mixed(self) -> Mixed:
        """Finds verdicts that may turn on more than codes tell."""
        return Mixed(self.plan.programs.facts.stated, self.plan.of_law)

    def beside(self, record: Record) -> KnownFacts:
        """What a record says of the facts below what may be mixed."""
        return self.told([record]).known(0)

    def told(self, records: Sequence[Record]) -> Told:
        """What records say of the facts below what may be mixed."""
        telling = self._telling
        values = telling.plan.values
        names = [f"{part}{n}" for n in range(len(values)) for part in "fg"]
        if (found := telling._one_by_one(records, names)) is not None:
            return Told.of(values, names, list(zip(*found.values(), strict=True)))
        if len(records) >= MANY:
            told = Told.of_arrays(values, telling._arrays(records))
            if told is not None:
                return told
        cursor = telling.coded(records)
        names = [column[0] for column in cursor.description]
        return Told.of(values, names, cursor.fetchall())

    def forget(self) -> None:
        """Let go of what is kept of the values of records: the last ones, and what was found out
        by them where `combinations` keep that apart."""
        self.combinations.forget_values()
        for name in ("_connection", "_of_many", "_telling"):
            kept = self.__dict__.get(name)
            if isinstance(kept, Memory):
                kept.forget()
            elif kept is not None:
                kept.execute("DELETE FROM records")

    @cached_property
    def _telling(self) -> Memory:
        """A plan for the same records that tells the facts below what may be mixed."""
        programs = Programs(self.plan.programs.view, self.plan.programs.facts)
        names = [c.name for c in self.columns]
        marks = [name + NONE_SUFFIX for name in names]
        plan = make_plan(programs, {}, [*names, *marks], values=self.mixed.below())
        return Memory(plan, self.columns)


def verdicts_for(
    view: LawView,
    records: Sequence[Record],
    record_type: str = "person",
    norms: Iterable[str] | None = None,
) -> list[dict[str, Verdict]]:
    """The verdict of each norm in force (or of some) on each record, by norm.

    Raises `InputError` where one of the norms cannot be compiled.
    """
    programs = compile_programs(view, record_type)
    if norms is not None:
        wanted = set(norms)
        programs.programs = {i: p for i, p in programs.programs.items() if i in wanted}
        programs.refused = {i: e for i, e in programs.refused.items() if i in wanted}
    for error in programs.refused.values():
        raise error
    return Memory.compile(programs).verdicts(records)


def load_records(connection: Any, columns: Sequence[Column], records: Sequence[Record]) -> None:
    """Fill table `records`: a column each, and beside it where it is certainly `NONE`."""
    connection.execute("DELETE FROM records")
    if isinstance(records, RecordTable):
        _load_columns(connection, columns, records)
        return
    if len(records) >= MANY and _load_arrays(connection, columns, records):
        return
    selected = ["unnest($1::BIGINT[]) AS records_row"]
    lists: list[list[Any]] = [list(range(len(records)))]
    for name, sql_type, values in _by_column(columns, records):
        lists.append(values)
        selected.append(f'unnest(${len(lists)}::{sql_type}[]) AS "{name}"')
    connection.execute(f"INSERT INTO records SELECT {', '.join(selected)}", lists)


def _load_columns(connection: Any, columns: Sequence[Column], records: RecordTable) -> None:
    """Fill the table by the columns that there are."""
    given = {column.name for column in records.columns}
    selected = ["row_number() OVER () - 1"]
    for column in columns:
        there = column.name in given
        selected.append(f'"{column.name}"' if there else "NULL")
        selected.append(f'"{column.name}{NONE_SUFFIX}"' if there else "FALSE")
    run_on(
        connection,
        records.table,
        f"INSERT INTO records SELECT {', '.join(selected)} FROM {BATCH}",
    )


def _load_arrays(connection: Any, columns: Sequence[Column], records: Sequence[Record]) -> bool:
    """Fill the table by arrays, which the data engine takes many of more quickly than lists; False
    where a value is not of its column's type."""
    import pyarrow as pa

    table = {"records_row": pa.array(range(len(records)), pa.int64())}
    selected = ["records_row"]
    try:
        for name, sql_type, values in _by_column(columns, records):
            table[name] = pa.array(values, _arrow_type(sql_type))
            selected.append(f'"{name}"')
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        return False
    run_on(
        connection,
        pa.table(table),
        f"INSERT INTO records SELECT {', '.join(selected)} FROM {BATCH}",
    )
    return True


def _arrow_type(sql_type: str) -> Any:
    import pyarrow as pa

    if sql_type.endswith("[]"):
        return pa.list_(_arrow_type(sql_type[:-2]))
    return {
        "DATE": pa.date32(), "BOOLEAN": pa.bool_(), "BIGINT": pa.int64(), "DOUBLE": pa.float64(),
        "VARCHAR": pa.string(),
    }[sql_type]  # fmt: skip


def _by_column(
    columns: Sequence[Column], records: Sequence[Record]
) -> Iterator[tuple[str, str, list[Any]]]:
    """The columns of table `records`: name, type, and a value a record."""
    given = set[str]().union(*records)
    blank: tuple[list[Any], list[Any]] = [None] * len(records), [False] * len(records)
    for column in columns:
        if column.iri not in given:
            yield column.name, engine_type(column), blank[0]
            yield column.name + NONE_SUFFIX, "BOOLEAN", blank[1]
            continue
        states = [record.get(column.iri) for record in records]
        yield column.name, engine_type(column), [_plain(state) for state in states]
        yield column.name + NONE_SUFFIX, "BOOLEAN", [state is NONE for state in states]


def _state(value: Any) -> State:
    return tuple(value) if isinstance(value, list) else cast(State, value)


def _plain(state: State) -> Any:
    if state is NONE or state is None:
        return None
    if isinstance(state, Decimal):
        return float(state)
    return list(state) if isinstance(state, tuple) else state
