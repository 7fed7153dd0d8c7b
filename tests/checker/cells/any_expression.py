"""Column expressions at random, and rows to compute them on."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import reduce
from typing import Any

import pyarrow as pa

from lovgraf.facts.columns import (
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
