"""The engine as judge of records: the codes of their atoms, and the shapes that they violate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Codes
from lovgraf.conditions.tree import Condition
from lovgraf.engine.arrow_arrays import arrow_type, of_numbers, of_states
from lovgraf.engine.in_memory import Record, connected
from lovgraf.engine.layout import WORD_BITS
from lovgraf.engine.plan import make_plan
from lovgraf.engine.scalar_ops import Unsure
from lovgraf.engine.scalar_program import ScalarProgram
from lovgraf.engine.scalar_reads import Values
from lovgraf.engine.sql import named_expressions
from lovgraf.facts.engine_types import engine_type
from lovgraf.facts.fact import Column
from lovgraf.facts.values import State
from lovgraf.verdicts.program import Programs

FEW = 1000
"""Records that are judged in Python: the data engine takes longer to begin than these take."""
MANY = 25_000
"""Records from which on the data engine had better improve its statement, which it does each time:
what it saves on fewer records is less than that takes."""


class Judged(Struct, frozen=True):
    """Of some records the code of every atom, and for every shape whether they violate it."""

    codes: Mapping[str, Codes]
    flaws: Mapping[str, Bools]


class Given(Struct, frozen=True):
    """What some records have in a column: their states in order, or where these are in a list."""

    states: Sequence[State]
    places: npt.NDArray[np.int64] | None = None


class Judge:
    """Judges records that give some columns only; all others are blank."""

    def __init__(
        self,
        programs: Programs,
        conditions: Sequence[Condition],
        quality: Mapping[str, Condition],
        columns: Iterable[Column],
    ) -> None:
        self.columns = tuple(sorted(columns, key=lambda column: column.name))
        none = replace(programs, programs={}, refused={})
        self._plan = make_plan(none, quality, [c.name for c in self.columns], also=conditions)
        self._statements: set[str] = set()

    @property
    def atoms(self) -> Mapping[str, Atom]:
        """The atoms of the conditions, by key."""
        return self._plan.atoms

    def judge(self, records: Sequence[Record], below: Record | None = None) -> Judged:
        """What the engine says of each record, put on top of the one `below` where there is one."""
        if 0 < len(records) <= FEW:
            with suppress(Unsure):
                return self._judge_few(records, below or {})
        records = [{**below, **record} for record in records] if below else records
        given = {
            column.iri: Given([record.get(column.iri) for record in records])
            for column in self.columns
        }
        return self._judge_many(given, len(records))

    def judge_given(self, given: Mapping[str, Given], size: int) -> Judged:
        """What the engine says of `size` records, of whose columns (by IRI) some are given."""
        if 0 < size <= FEW:
            with suppress(Unsure):
                return self._judge_few(_records(given, size), {})
        return self._judge_many(given, size)

    def _judge_many(self, given: Mapping[str, Given], size: int) -> Judged:
        plan = self._plan
        if not size:
            empty = np.zeros(0, np.int64)
            flaws = {iri: np.zeros(0, np.bool_) for iri in plan.flags}
            return Judged(dict.fromkeys(plan.atoms, empty), flaws)
        connection = self._connection
        connection.execute("DELETE FROM records")
        connection.register("given", self._table(given, size))
        connection.execute("INSERT INTO records SELECT * FROM given")
        connection.unregister("given")
        found = connection.execute(f"EXECUTE {self._prepared(size)}").fetchnumpy()

        def word(name: str) -> npt.NDArray[np.int64]:
            return np.asarray(found[name], np.int64)

        words = {n: word(f"w{n}") for n in range(plan.words)}
        flags = [word(f"q{n}") for n in range(plan.flag_words)]
        return Judged(
            plan.decode(plan.slots, words),
            {
                iri: (flags[n // WORD_BITS] >> (n % WORD_BITS) & 1).astype(np.bool_)
                for n, iri in enumerate(plan.flags)
            },
        )

    def _judge_few(self, records: Sequence[Record], below: Record) -> Judged:
        """What the engine says of a few records, computed in Python: of each as far as it differs
        from the one below. Raises `Unsure` where only the data engine can say."""
        program, plan = self.few, self._plan
        if program is None:
            raise Unsure
        wanted = tuple(program.outputs)
        start = program.varied(self._blank, self._inputs(below), wanted) if below else self._blank
        rows = [program.varied(start, self._inputs(record), wanted) for record in records]

        def column(name: str) -> list[Any]:
            place = program.outputs[name]
            return [row[place] for row in rows]

        return Judged(
            {key: np.array(column(f"c{key}"), np.int64) for key in plan.atoms},
            {iri: np.array([x is True for x in column(f"q{iri}")]) for iri in plan.flags},
        )

    @cached_property
    def _blank(self) -> Values:
        """What the engine says of a record that gives nothing."""
        if self.few is None:
            raise Unsure
        return self.few.compute({}, tuple(self.few.outputs))

    def _inputs(self, record: Record) -> dict[str, Any]:
        """The columns of the sheet that a record names, in order."""
        found: dict[str, Any] = {}
        for column in self.columns:
            if column.iri in record:
                state = record[column.iri]
                decimal = column.datatype == "decimal" and state is not None
                found[column.name] = float(state) if decimal else state  # type: ignore[arg-type]
        return found

    @cached_property
    def few(self) -> ScalarProgram | None:
        """What computes few records; None where only the data engine can say."""
        try:
            return ScalarProgram.of(named_expressions(self._plan.selection))
        except Unsure:
            return None

    @cached_property
    def _connection(self) -> Any:
        connection = connected()
        declared = "".join(f', "{c.name}" {engine_type(c)}' for c in self.columns)
        connection.execute(f"CREATE TEMP TABLE records (records_row BIGINT{declared})")
        return connection

    def _prepared(self, size: int) -> str:
        """The name of the prepared statement for so many records."""
        many = size > MANY
        name = "coded_many" if many else "coded"
        if name not in self._statements:
            self._connection.execute(f"PRAGMA {'enable' if many else 'disable'}_optimizer")
            self._connection.execute(f"PREPARE {name} AS {self._plan.sql}")
            self._statements.add(name)
        return name

    def _table(self, given: Mapping[str, Given], size: int) -> Any:
        import pyarrow as pa

        arrays = [of_numbers(np.arange(size))]
        for column in self.columns:
            own, kind = given.get(column.iri), (column.datatype, column.multi)
            if own is None:
                arrays.append(pa.nulls(size, arrow_type(*kind)))
                continue
            array = of_states(own.states, *kind)
            arrays.append(array if own.places is None else array.take(of_numbers(own.places)))
        return pa.table(arrays, ["records_row", *(column.name for column in self.columns)])


def _records(given: Mapping[str, Given], size: int) -> list[Record]:
    """Records that are given by columns; blanks are left out."""
    found: list[dict[str, State]] = [{} for _ in range(size)]
    for iri, own in given.items():
        places = range(size) if own.places is None else own.places.tolist()
        for record, place in zip(found, places, strict=True):
            if (state := own.states[place]) is not None:
                record[iri] = state
    return list(found)
