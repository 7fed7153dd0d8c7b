"""Column expressions say the same on arrays as in the data engine."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import reduce
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.cells import numbering
from checker.cells.array_ops import Coded, Number, Operand, Truth, as_number
from checker.cells.array_run import Run, operand
from checker.cells.array_steps import EPOCH, Steps
from checker.cells.batch_arrays import array_of
from checker.cells.numbering import Numbering, distinct, kinds
from checker.cells.text_numbers import flags_of, numbers_of
from checker.cells.text_ops import Digits, Texts
from checker.columns import (
    Expression,
    call,
    cases,
    coalesce,
    column,
    greatest,
    least,
    literal,
    long,
    null,
    switch,
)

ROWS = 60
COLUMNS = {
    "d1": "DATE", "d2": "DATE", "i1": "INTEGER", "i2": "BIGINT", "b1": "BOOLEAN", "b2": "BOOLEAN",
    "t": "VARCHAR", "n": "VARCHAR", "few": "VARCHAR", "nothing": "DATE",
}  # fmt: skip
FEW = ("a", "b", "c")
TEXTS = ("abc", "", "none", "0123456789", "012")
Maker = Callable[[random.Random, str, int], Expression]


def made(dice: random.Random, kind: str, depth: int) -> Expression:
    """Any expression of a kind."""
    names = [name for name, its in COLUMNS.items() if its == kind]
    if depth == 0 or dice.random() < 0.15:
        if dice.random() < 0.75:
            return column(dice.choice(names), kind)
        return null(kind) if dice.random() < 0.2 else constant(dice, kind)
    if dice.random() < 0.3:
        return either_kind(dice, kind, depth - 1)
    return {"DATE": day, "INTEGER": number, "BIGINT": large, "BOOLEAN": truth}[kind](
        dice, depth - 1
    )


def constant(dice: random.Random, kind: str) -> Expression:
    match kind:
        case "DATE":
            return literal(date(1900, 1, 1) + timedelta(dice.randrange(60_000)))
        case "BOOLEAN":
            return literal(dice.random() < 0.5)
        case "INTEGER":
            return literal(dice.randrange(-40, 4000))
    return long(dice.randrange(-40, 1 << 40))


def either_kind(dice: random.Random, kind: str, depth: int) -> Expression:
    """What gives one of several values."""
    values = [made(dice, kind, depth) for _ in range(3)]
    match dice.randrange(3):
        case 0:
            conditions = [truth(dice, depth) for _ in range(2)]
            return cases(*zip(conditions, values[:2], strict=True), otherwise=values[2])
        case 1:
            keys = [(True, values[0]), (False, values[1])]
            return switch(truth(dice, depth), keys[: dice.randrange(1, 3)], values[2])
    return coalesce(*values[:2])


def day(dice: random.Random, depth: int) -> Expression:
    one, other = (made(dice, "DATE", depth) for _ in range(2))
    match dice.randrange(4):
        case 0:
            return greatest(one, other)
        case 1:
            return least(one, other, made(dice, "DATE", depth))
        case 2:
            return one.add_months(dice.randrange(0, 30))
    return one + dice.randrange(-40, 40)


def number(dice: random.Random, depth: int) -> Expression:
    one, other = (made(dice, "INTEGER", depth) for _ in range(2))
    match dice.randrange(6):
        case 5:
            return first_digits(dice, depth)
        case 0:
            return one + other
        case 1:
            return one - other
        case 2:
            return one // dice.randrange(1, 9)
        case 3:
            return one % dice.randrange(1, 9)
    return one * dice.randrange(0, 3)


def large(dice: random.Random, depth: int) -> Expression:
    match dice.randrange(5):
        case 0:
            return call(
                dice.choice(("year", "month", "day")), made(dice, "DATE", depth), kind="BIGINT"
            )
        case 1:
            first, second = (made(dice, "DATE", depth) for _ in range(2))
            return call("date_diff", "day", first, second, kind="BIGINT")
        case 2:
            return made(dice, "INTEGER", depth).cast("BIGINT")
        case 3:
            return truth(dice, depth).cast("BIGINT").bits_or(long(1 << dice.randrange(50)))
    return text(dice, depth).length()


def text(dice: random.Random, depth: int) -> Expression:
    """Any text, or one of digits."""
    found = column(dice.choice("tn"), "VARCHAR")
    if depth and dice.random() < 0.5:
        other = found if dice.random() < 0.5 else null("VARCHAR")
        found = truth(dice, depth - 1).if_else(found, other)
    match dice.randrange(4):
        case 0:
            return call("left", found, dice.randrange(1, 12), kind="VARCHAR")
        case 1:
            return call("replace", found, "-", "", kind="VARCHAR")
    return found


def first_digits(dice: random.Random, depth: int) -> Expression:
    """The number that the first digits of a number make."""
    found = call("left", column("n", "VARCHAR"), dice.randrange(1, 9), kind="VARCHAR")
    return (truth(dice, depth).if_else(found, null("VARCHAR"))).try_cast("INTEGER")


def truth(dice: random.Random, depth: int) -> Expression:
    depth = max(depth - 1, 0)
    kind = dice.choice(("DATE", "INTEGER", "BIGINT"))
    one, other = (made(dice, kind, depth) for _ in range(2))
    match dice.randrange(11):
        case 0:
            parts = [truth(dice, depth) if depth else column(b, "BOOLEAN") for b in ("b1", "b2")]
            return reduce(dice.choice((Expression.__and__, Expression.__or__)), parts)
        case 1:
            return ~(truth(dice, depth) if depth else column("b2", "BOOLEAN"))
        case 2:
            return one.is_null() if dice.random() < 0.5 else one.not_null()
        case 3:
            return made(dice, "INTEGER", depth).between(0, 90)
        case 4:
            return made(dice, "INTEGER", depth).is_in([1, 2, 80])
        case 5:
            return column("few", "VARCHAR") == dice.choice((*FEW, "z"))
        case 6:
            return column("t", "VARCHAR") < "m"
        case 7:
            one = text(dice, depth)
            return one.is_null() if dice.random() < 0.3 else one == dice.choice(TEXTS)
        case 8:
            return text(dice, depth).is_in(TEXTS)
    compared = (Expression.__lt__, Expression.__le__, Expression.__gt__, Expression.__ge__,
                Expression.__eq__, Expression.__ne__)  # fmt: skip
    found: Expression = dice.choice(compared)(one, other)
    return found


def digits(dice: random.Random) -> str:
    return f"{dice.randrange(10**10):010}"


def filled(dice: random.Random) -> dict[str, pa.Array]:
    def values(make: Callable[[], Any]) -> list[Any]:
        share = dice.choice((0.0, 0.3, 0.9))
        return [None if dice.random() < share else make() for _ in range(ROWS)]

    start = date(1950, 1, 30)
    return {
        "d1": pa.array(values(lambda: start + timedelta(dice.randrange(40_000))), pa.date32()),
        "d2": pa.array(values(lambda: start + timedelta(dice.randrange(300))), pa.date32()),
        "i1": pa.array(values(lambda: dice.randrange(-100, 100)), pa.int32()),
        "i2": pa.array(values(lambda: dice.randrange(-(1 << 40), 1 << 40)), pa.int64()),
        "b1": pa.array(values(lambda: dice.random() < 0.5), pa.bool_()),
        "b2": pa.array(values(lambda: dice.random() < 0.1), pa.bool_()),
        "t": pa.array(values(lambda: dice.choice(("", "abc", "æøå", "xyz"))), pa.string()),
        "n": pa.array(
            values(lambda: dice.choice((f"{dice.randrange(10**10):010}", "0123456789"))),
            pa.string(),
        ),
        "few": pa.array(values(lambda: dice.choice(FEW)), pa.string()),
        "nothing": pa.nulls(ROWS, pa.date32()),
    }


def shown(operand: Operand) -> list[Any]:
    found = as_number(operand)
    rows = [np.broadcast_to(x.rows() if isinstance(x, Coded) else x, ROWS)
            for x in (found.values, found.valid)]  # fmt: skip
    return [int(v) if valid else None for v, valid in zip(*rows, strict=True)]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_any_expression(seed: int) -> None:
    dice = random.Random(seed)
    table = filled(dice)
    connection = duckdb.connect()
    connection.register("records", pa.table(table))
    chosen = [made(dice, kind, 3) for kind in ("DATE", "INTEGER", "BIGINT", "BOOLEAN")]
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


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 2)), min_size=1), st.booleans())
def test_rows_with_the_same_words_are_one_cell(rows: list[tuple[int, int]], mixed: bool) -> None:
    words = [np.array(values, np.int64) for values in zip(*rows, strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        if mixed:  # every combination is mixed into the same number
            patch.setattr(numbering, "_MIX", np.uint64(0))
        numbers = Numbering(2)
        usual = np.array([a > 0 for a, _ in rows])
        places = np.concatenate([numbers.add(distinct(words)), numbers.add(distinct(words), usual)])
    table = numbers.table().to_pylist()
    for place, row in zip(places, rows * 2, strict=True):
        assert place == -1 or (table[place]["k0"], table[place]["k1"]) == row
    assert [p == -1 for p in places] == [False] * len(rows) + [a == 0 for a, _ in rows]
    assert [r["_weight"] for r in table] == np.bincount(places[places >= 0]).tolist()
