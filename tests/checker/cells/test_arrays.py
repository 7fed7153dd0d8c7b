"""Column expressions say the same on arrays as in the data engine."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.engine import known_cells
from lovgraf.engine.array_ops import NOTHING, Coded, Number, Operand, Truth, as_number
from lovgraf.engine.array_steps import EPOCH, Steps
from lovgraf.engine.array_words import Run, operand
from lovgraf.engine.batch_arrays import array_of
from lovgraf.engine.numbering import Distinct, Numbering, distinct, kinds
from lovgraf.engine.text_numbers import flags_of, numbers_of
from lovgraf.engine.text_ops import Digits, Texts
from lovgraf.facts.columns import Expression, call, cases, column, long
from tests.checker.cells.any_expression import COLUMNS, ROWS, filled, made
from tests.examples import examples


def a_choice(dice: random.Random) -> Expression:
    """A choice of constants."""
    branches = [(made(dice, "BOOLEAN", 2), long(dice.choice([0, 1 << 40, 3]))) for _ in range(2)]
    return cases(*branches, otherwise=long(dice.choice([0, 8])))


def shown(operand: Operand) -> list[Any]:
    found = as_number(operand)
    rows = [np.broadcast_to(x.rows() if isinstance(x, Coded) else x, ROWS)
            for x in (found.values, found.valid)]  # fmt: skip
    return [int(v) if valid else None for v, valid in zip(*rows, strict=True)]


@pytest.mark.slow
@examples(7, of=150, whole=20)
@given(st.integers(0, 10**9))
def test_any_expression(seed: int) -> None:
    dice = random.Random(seed)
    table = filled(dice)
    connection = duckdb.connect()
    connection.register("records", pa.table(table))
    chosen = [made(dice, kind, 3) for kind in ("DATE", "INTEGER", "BIGINT", "BOOLEAN")]
    chosen += [a_choice(dice), a_choice(dice)]
    steps = Steps(lambda name: name == "few", lambda name: 10 if name == "n" else 0)
    places = [steps.add(expression) for expression in chosen]
    named = {f"w{n}": e for n, e in enumerate(chosen)} | steps.exported
    of_few = {name: e for name, (_, e) in steps.tabulated.items()}
    selected = ", ".join(f"{e.sql} AS {name}" for name, e in (named | of_few).items())
    said = connection.sql(f"SELECT {selected} FROM records").to_arrow_table()
    exported = {name: array_of(said.column(name).combine_chunks()) for name in steps.exported}
    inputs = {n: array_of(a) for n, a in table.items() if COLUMNS[n] != "VARCHAR"} | exported
    few = np.array([-1 if v is None else ord(v) for v in table["few"].to_pylist()])
    coded = [bits for operand in inputs.values() for bits in flags(operand)]
    which, first = kinds([few, *(np.broadcast_to(b, ROWS).astype(np.int64) for b in coded)])

    def by_kind(bits: Any) -> Any:
        return bits if isinstance(bits, bool) else Coded(bits[first], which)

    def told(operand: Operand) -> Operand:
        if isinstance(operand, Truth):
            return Truth(by_kind(operand.yes), by_kind(operand.known))
        return Number(operand.values, by_kind(operand.valid))

    def tabulated(name: str) -> Operand:
        return told(array_of(said.column(name).combine_chunks()))

    if dice.random() < 0.7:  # else every flag differs from row to row
        inputs = {name: told(operand) for name, operand in inputs.items()}
    texts: dict[str, Digits | Texts] = {"t": Texts(table["t"], flags_of(table["t"]))}
    if "n" in steps.texts:
        values, valid, strange = numbers_of(table["n"], 10)
        assert not np.any(strange)
        texts["n"] = Digits(values, 10, valid)
    run = Run(tuple(steps.found), inputs, tabulated, texts)
    for place in places[-2:]:
        in_parts, apart = np.zeros(ROWS, np.int64), run.flags(place)
        assert (apart is None) is (steps.found[place][:2] != ("CASE", "BIGINT"))
        for which_, value in apart or ():
            in_parts += np.broadcast_to(
                (which_.rows() if isinstance(which_, Coded) else which_) * np.int64(value), ROWS
            )
        assert apart is None or in_parts.tolist() == shown(operand(run.value(place)))
    for number_, (place, expression) in enumerate(zip(places, chosen, strict=True)):
        expected = [_plain(v) for v in said.column(f"w{number_}").to_pylist()]
        assert shown(operand(run.value(place))) == expected, expression.sql


def flags(operand: Operand) -> list[Any]:
    """The flags of an input."""
    return [operand.yes, operand.known] if isinstance(operand, Truth) else [operand.valid]


def _plain(value: Any) -> int | None:
    if isinstance(value, date):
        return value.toordinal() - EPOCH
    return None if value is None else int(value)


def test_make_date_gives_every_day() -> None:
    days = [date(1899, 12, 30) + timedelta(n) for n in range(0, 50_000, 7)]
    parts = {
        n: pa.array([getattr(d, n) for d in days], pa.int32()) for n in ("year", "month", "day")
    }
    steps = Steps(lambda _name: False)
    place = steps.add(call("make_date", *(column(n, "INTEGER") for n in parts), kind="DATE"))
    inputs = {name: array_of(array) for name, array in parts.items()}
    run = Run(tuple(steps.found), inputs, lambda name: inputs[name])
    assert as_number(operand(run.value(place))).values.tolist() == [_plain(d) for d in days]


@pytest.mark.parametrize("months", [-13, -1, 0, 1, 3, 12, 4801])
def test_parts_of_days_of_any_year_and_days_months_later(months: int) -> None:
    edges = [date(year, month, 1) for year in (1700, 1900, 2000, 2300) for month in (1, 3)]
    days = {edge + timedelta(n) for edge in edges for n in range(-40, 40)}
    days |= {date(100, 1, 31) + timedelta(n) for n in range(0, 3_400_000, 997)}
    array = pa.array([None, *sorted(days)], pa.date32())
    day = column("d", "DATE")
    asked = {
        "y": call("year", day, kind="BIGINT"),
        "m": call("month", day, kind="BIGINT"),
        "d": call("day", day, kind="BIGINT"),
        "l": day.add_months(months),
    }
    steps = Steps(lambda _name: False)
    places = {name: steps.add(expression) for name, expression in asked.items()}
    connection = duckdb.connect()
    connection.register("records", pa.table({"d": array}))
    selected = ", ".join(f"{expression.sql} AS {name}" for name, expression in asked.items())
    said = connection.sql(f"SELECT {selected} FROM records").to_arrow_table()
    run = Run(tuple(steps.found), {"d": array_of(array)}, lambda _name: NOTHING)
    for name, place in places.items():
        found = as_number(operand(run.value(place)))
        assert found.values[1:].tolist() == [_plain(v) for v in said.column(name).to_pylist()[1:]]
        assert isinstance(found.valid, np.ndarray)
        assert found.valid.tolist() == [False, *(True for _ in days)]


@examples(17, whole=50)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 2)), min_size=1), st.booleans())
def test_rows_with_the_same_words_are_one_cell(rows: list[tuple[int, int]], mixed: bool) -> None:
    words = [np.array(values, np.int64) for values in zip(*rows, strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        if mixed:  # every combination is mixed into the same number
            patch.setattr(known_cells, "_MIX", np.uint64(0))
        numbers = Numbering(2)
        usual = np.array([a > 0 for a, _ in rows])
        repeated = Distinct(np.stack(words, axis=1), np.arange(len(rows)))
        each = [numbers.add(distinct(words)), numbers.add(distinct(words), usual)]
        places = np.concatenate([*each, numbers.add(repeated)])
    table = numbers.table().to_pylist()
    own = [(one["k0"], one["k1"]) for one in table]
    assert mixed or own == [*dict.fromkeys(rows)]
    for place, row in zip(places, rows * 3, strict=True):
        assert place == -1 or (table[place]["k0"], table[place]["k1"]) == row
    some = [a == 0 for a, _ in rows]
    assert [p == -1 for p in places] == [*[False] * len(rows), *some, *[False] * len(rows)]
    assert [r["_weight"] for r in table] == np.bincount(places[places >= 0]).tolist()
