"""A sheet of formulas says of one record what the data engine says of a row."""

from __future__ import annotations

import pickle
import random
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.engine.scalar_ops import Unsure
from lovgraf.engine.scalar_program import Known, ScalarProgram
from lovgraf.facts.columns import Expression, call, cases, column, listed, literal, null
from tests.checker.cells.any_expression import COLUMNS, ROWS, filled, made
from tests.examples import examples

CODES = column("codes", "VARCHAR[]")
DAY = column("day", "DATE")
TEXT = column("text", "VARCHAR")
LISTS = {
    "length": CODES.length(), "first": CODES.first(), "has": CODES.contains("DK"),
    "distinct": CODES.call("list_distinct", kind="VARCHAR[]").length(),
    "others": CODES.filter(lambda one: ~one.is_in(["DK", "SE"])).length(),
    "days": listed([date(2014, 1, 1), date(2014, 6, 5)]).filter(lambda one: one <= DAY).length(),
    "same": CODES.filter(lambda one: one == TEXT).length(),
    "nothing": null("VARCHAR[]").length(),
}  # fmt: skip
TEXTS = {
    "pattern": call("regexp_matches", TEXT, "^[0-9]{6}-?[0-9]{4}$", kind="BOOLEAN"),
    "anywhere": call("regexp_matches", TEXT, "(?i)dk", kind="BOOLEAN"),
    "number": TEXT.call("left", 3, kind="VARCHAR").try_cast("INTEGER"),
    "shown": DAY.cast("VARCHAR"),
    "flag": (TEXT == "DK").cast("VARCHAR"), "moved": DAY.add_months(-1),
    "half": column("share", "DOUBLE") >= 0.5,
}  # fmt: skip


def said(expressions: dict[str, Expression], row: dict[str, Any]) -> dict[str, Any]:
    """What the data engine says of a row."""
    types = {"codes": pa.list_(pa.string()), "day": pa.date32(), "text": pa.string(),
             "share": pa.float64()}  # fmt: skip
    table = pa.table({name: pa.array([row.get(name)], kind) for name, kind in types.items()})
    selected = ", ".join(f'{e.sql} AS "{name}"' for name, e in expressions.items())
    connection = duckdb.connect()
    connection.register("records", table)
    found: list[dict[str, Any]] = (
        connection.sql(f"SELECT {selected} FROM records").to_arrow_table().to_pylist()
    )
    return found[0]


def computed(expressions: dict[str, Expression], row: dict[str, Any]) -> dict[str, Any]:
    # what is kept of a sheet is plain values, and gives the same sheet
    written = pickle.loads(pickle.dumps(ScalarProgram.of(expressions).written()))
    sheet = ScalarProgram.of_written(written)
    values = sheet.compute(row, tuple(expressions))
    return {name: values[place] for name, place in sheet.outputs.items()}


@pytest.mark.slow
@examples(6, of=60, whole=15)
@given(st.integers(0, 10**9))
def test_any_expression(seed: int) -> None:
    dice = random.Random(seed)
    table = filled(dice)
    connection = duckdb.connect()
    connection.register("records", pa.table(table))
    chosen = {f"w{n}": made(dice, kind, 3)
              for n, kind in enumerate(("DATE", "INTEGER", "BIGINT", "BOOLEAN"))}  # fmt: skip
    selected = ", ".join(f"{e.sql} AS {name}" for name, e in chosen.items())
    rows = connection.sql(f"SELECT {selected} FROM records").to_arrow_table().to_pylist()
    sheet = ScalarProgram.of_written(ScalarProgram.of(chosen).written())
    wanted = tuple(chosen)
    records = pa.table(table).to_pylist()
    for number in range(0, ROWS, 7):
        values = sheet.compute(records[number], wanted)
        assert {n: values[sheet.outputs[n]] for n in wanted} == rows[number]
        # and what another row's value of some columns does to this one
        other = records[(number + 11) % ROWS]
        names = tuple(dice.sample(sorted(COLUMNS), 2))
        change = {name: other[name] for name in names}
        before = list(values)
        known: Known = {}
        for row in records[:5]:  # what is known of other trials changes nothing
            sheet.trial(values, {name: row[name] for name in names}, wanted, known)
        found = sheet.trial(values, change, wanted, known)
        assert found == sheet.trial(values, change, wanted)
        assert values == before
        after = sheet.compute(records[number] | change, wanted)
        assert list(found) == [after[sheet.outputs[n]] for n in sheet.touched(names, wanted)]
        varied = sheet.varied(values, change, wanted)
        assert [varied[sheet.outputs[n]] for n in wanted] == [
            after[sheet.outputs[n]] for n in wanted
        ]
        untouched = set(wanted) - set(sheet.touched(names, wanted))
        assert all(after[sheet.outputs[n]] == values[sheet.outputs[n]] for n in untouched)


def test_what_takes_a_value_and_what_is_said_of_it_is_worked_out_after_both() -> None:
    """A day that is moved where two things are said of it, and another day where they are not."""
    day = column("day", "DATE")
    spring = (day >= date(2014, 3, 1)) & (day < date(2014, 6, 1))
    later = cases((spring, day.add_months(1)), otherwise=day)
    sheet = ScalarProgram.of({"in": spring, "later": later, "June": later >= date(2014, 6, 1)})
    wanted = ("in", "later", "June")
    known: Known = {}
    values = sheet.compute({"day": date(2014, 1, 1)}, wanted)
    for other in (date(2014, 5, 4), date(2014, 1, 2), date(2014, 3, 9), date(2014, 7, 1)):
        after = sheet.compute({"day": other}, wanted)
        found = sheet.trial(values, {"day": other}, wanted, known)
        assert list(found) == [after[sheet.outputs[name]] for name in wanted]


@pytest.mark.parametrize(
    "codes", [None, (), ("DK",), ("SE", "DK"), ("NO", "NO", "DK"), ("DE", "PL", "SE")]
)
@pytest.mark.parametrize("day", [None, date(2013, 12, 31), date(2014, 6, 5)])
def test_lists(codes: tuple[str, ...] | None, day: date | None) -> None:
    row = {"codes": codes, "day": day, "text": "DK"}
    assert computed(LISTS, row) == said(LISTS, row)


@pytest.mark.parametrize("text", [None, "", "010190-1234", "0101901234", "xDkx", "-17", "abc"])
@pytest.mark.parametrize("day", [None, date(2014, 3, 31)])
def test_texts(text: str | None, day: date | None) -> None:
    row = {"text": text, "day": day, "share": None if text is None else len(text) / 22}
    assert computed(TEXTS, row) == said(TEXTS, row)


@pytest.mark.parametrize(
    ("name", "expression", "row"),
    [
        ("a line end before $", TEXTS["pattern"], {"text": "010190-1234\n"}),
        ("a number in another spelling", TEXTS["number"], {"text": "1e2"}),
        ("a day after the calendar", DAY + 1, {"day": date.max}),
        ("no such day", call("make_date", 2014, 2, 30, kind="DATE"), {}),
        ("a pattern read in two ways", call("regexp_matches", TEXT, r"\pL", kind="BOOLEAN"),
         {"text": "a"}),
        ("a number as text", column("share", "DOUBLE").cast("VARCHAR"), {"share": 1.5}),
        ("what is not known", literal(1).call("sqrt", kind="DOUBLE"), {}),
    ],
)  # fmt: skip
def test_what_the_data_engine_may_see_otherwise_is_left_to_it(
    name: str, expression: Expression, row: dict[str, Any]
) -> None:
    with pytest.raises(Unsure):
        computed({name: expression}, row)
