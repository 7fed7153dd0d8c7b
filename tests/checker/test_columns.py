"""What is known of a constant is worked out once, and is what the data engine says of each row."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.facts.columns import (
    Expression,
    cases,
    coalesce,
    column,
    greatest,
    literal,
    long,
    null,
    selected_columns,
    switch,
)
from tests.checker.cells import any_expression
from tests.examples import examples

KINDS = ("DATE", "INTEGER", "BIGINT", "BOOLEAN")
FLAG, DAY = column("flag", "BOOLEAN"), column("day", "DATE")


def drawn(seed: int, constants: dict[str, Expression] | None) -> dict[str, Expression]:
    """Expressions at random; with `constants`, each of these is a column that nothing is known
    of."""
    made_constant = any_expression.constant

    def hidden(found: Expression) -> Expression:
        if constants is None:
            return found
        name = f"hidden{len(constants)}"
        constants[name] = found
        return column(name, found.kind)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            any_expression, "constant", lambda dice, kind: hidden(made_constant(dice, kind))
        )
        patch.setattr(any_expression, "null", lambda kind: hidden(null(kind)))
        dice = random.Random(seed)
        return {f"w{n}": any_expression.made(dice, KINDS[n % 4], 3) for n in range(12)}


@pytest.mark.slow
@examples(4, whole=10, of=40)
@given(st.integers(0, 10**9))
def test_what_is_worked_out_is_what_the_engine_says(seed: int) -> None:
    constants: dict[str, Expression] = {}
    asked, known = drawn(seed, constants), drawn(seed, None)
    assert {name: e.kind for name, e in asked.items()} == {
        name: e.kind for name, e in known.items()
    }
    connection = duckdb.connect()
    connection.register("given", pa.table(any_expression.filled(random.Random(seed))))
    hidden = "".join(f", {e.sql} AS {name}" for name, e in constants.items())

    def said(expressions: dict[str, Expression]) -> list[Any]:
        selected = ", ".join(f"{e.sql} AS {name}" for name, e in expressions.items())
        return connection.sql(f"SELECT {selected} FROM (SELECT *{hidden} FROM given)").fetchall()

    assert said(known) == said(asked)


@pytest.mark.parametrize(
    ("found", "sql"),
    [
        (FLAG & True, "flag"), (FLAG & False, "false"), (FLAG | False, "flag"),
        (literal(True) | FLAG, "true"), (~literal(True), "false"),
        (FLAG & null("BOOLEAN"), '("flag" AND CAST(NULL AS BOOLEAN))'),
        (null("DATE").is_null(), "true"), (literal(3).not_null(), "true"),
        (literal(3) < literal(4), "true"), (literal("a") == "b", "false"),
        (literal("a").is_in(["a", "b"]), "true"), (null("DATE") < DAY, "CAST(NULL AS BOOLEAN)"),
        (long(3) + long(4), "7::BIGINT"), (null("DATE").add_months(3), "CAST(NULL AS DATE)"),
        (coalesce(null("DATE"), DAY, date(2014, 1, 2), DAY),
         "coalesce(\"day\", DATE '2014-01-02')"),
        (coalesce(null("DATE"), null("DATE")), "CAST(NULL AS DATE)"),
        (greatest(null("DATE"), DAY), "day"), (cases((FLAG, 1), otherwise=2).is_null(),
                                               "(CASE WHEN \"flag\" THEN 1 ELSE 2 END IS NULL)"),
        (cases((False, DAY), (FLAG, date(2014, 1, 2)), (True, DAY), (FLAG, DAY), otherwise=DAY),
         "CASE WHEN \"flag\" THEN DATE '2014-01-02' ELSE \"day\" END"),
        (cases((null("BOOLEAN"), long(1)), otherwise=2), "2::BIGINT"),
        (switch(null("VARCHAR"), [("a", 1)], otherwise=2), "2"),
    ],
)  # fmt: skip
def test_constants_are_gone(found: Expression, sql: str) -> None:
    assert found.sql.strip('"') == sql


def test_the_columns_that_are_selected_are_not_what_these_are_made_of() -> None:
    named = column("v", "", of=DAY.add_months(1))
    assert selected_columns([named <= column("other", "DATE")]) == {"v", "other"}
