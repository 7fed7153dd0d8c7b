"""Without the columns that it needs a fact has no value; computing it only there is the same."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from checker.absence import ALWAYS, NEVER, all_of, any_of
from checker.columns import Expression, cases, coalesce, column, given_only, greatest, literal, null
from checker.engine import load_records
from checker.law import Law
from checker.records.engine_types import engine_type
from checker.records.facts import Column, Derived
from checker.records.states import FactTable
from checker.records.values import NONE_SUFFIX
from checker.verdicts.program import compile_programs

DAYS = (date(2014, 12, 1), date(2024, 3, 1))


def _value(fact: Column, dice: random.Random) -> Any:
    if dice.random() < 0.4:
        return None
    match fact.datatype:
        case "date":
            return date(1990, 1, 1) + timedelta(dice.randrange(12_000))
        case "boolean":
            return dice.random() < 0.5
        case "integer" | "decimal":
            return dice.randrange(0, 200)
    if fact.format == "CprNumber":
        return f"{dice.randrange(61, 92):02}{dice.randrange(1, 13):02}{dice.randrange(10**6):06}"
    codes = fact.code_list.notations if fact.code_list else ("DK", "SE", "US")
    chosen = dice.choice(codes)
    return [chosen] if fact.multi else chosen


Row = dict[str, Any]


def _tables(law: Law, day: date) -> tuple[tuple[Column, ...], list[FactTable], list[str]]:
    """The columns, the facts computed everywhere and only where needed, which facts these are."""
    facts = compile_programs(law.at(day), "person").facts
    columns = law.facts.columns_of("person")
    names = [column.name for column in columns]
    wanted = [
        iri
        for iri, fact in facts.facts.items()
        if isinstance(fact, Derived)
        and all(not isinstance(c, Column) or c.name in names for c in facts.lineage([iri]))
    ]
    tables = []
    for gated in (False, True):
        table = FactTable(facts, names, day, gated=gated, carry={"records_row": "BIGINT"})
        table.add(wanted)
        tables.append(table)
    return columns, tables, wanted


def _values(
    columns: tuple[Column, ...], rows: list[Row], table: FactTable, wanted: list[str]
) -> Any:
    """The value of each fact for each row."""
    connection = duckdb.connect()
    connection.execute("PRAGMA disable_optimizer")
    declared = "".join(
        f', "{c.name}" {engine_type(c)}, "{c.name}{NONE_SUFFIX}" BOOLEAN' for c in columns
    )
    connection.execute(f"CREATE TABLE records (records_row BIGINT{declared})")
    load_records(connection, columns, rows)
    chosen = {f"x{n}": table.state(iri).value for n, iri in enumerate(wanted)}
    sql = table.sql({"place": table.table["records_row"]} | chosen)
    found = sorted(connection.execute(sql).fetchall(), key=lambda row: int(row[0]))
    return [row[1:] for row in found]


@pytest.mark.parametrize("day", DAYS)
def test_every_fact_of_the_law(law: Law, day: date) -> None:
    columns, (plain, gated), wanted = _tables(law, day)
    assert len(wanted) > 50
    dice = random.Random(7)
    rows = [{c.iri: _value(c, dice) for c in columns} for _ in range(300)]
    assert _values(columns, rows, plain, wanted) == _values(columns, rows, gated, wanted)
    absences = [(n, a) for n, i in enumerate(wanted) for a in plain.state(i).value.null_without]
    assert len(absences) > 50
    blanked = [
        {c.iri: None if c.name in absent else row[c.iri] for c in columns}
        for _, absent in absences
        for row in dice.sample(rows, 5)
    ]
    found = _values(columns, blanked, plain, wanted)
    for place, (number, absent) in enumerate(absences):
        values = {row[number] for row in found[5 * place : 5 * place + 5]}
        assert values == {None}, (wanted[number], absent)


A, B = column("a", "BIGINT"), column("b", "BIGINT")
FLAG = column("flag", "BOOLEAN")


@pytest.mark.parametrize(
    "value",
    [
        A + B, coalesce(A, B), greatest(A, B), cases((FLAG, A), otherwise=B),
        cases((A > 1, B), otherwise=null("BIGINT")), FLAG.if_else(A, 0), (A > 1) & (B > 1),
        (A > 1) | FLAG, ~FLAG, A.is_null(), A.not_null(), A.is_in([1, 2]), (A > 1).fill_null(False),
        A.between(1, 2), literal(False), literal(True), null("BIGINT"),
        cases((A.is_null(), null("BIGINT")), otherwise=A * 2), (FLAG & (A > B)).if_else(A, null()),
    ],
)  # fmt: skip
def test_small_expressions(value: Expression) -> None:
    connection = duckdb.connect()
    some = [None, 0, 1, 2]
    connection.execute("CREATE TABLE t (a BIGINT, b BIGINT, flag BOOLEAN)")
    connection.executemany(
        "INSERT INTO t VALUES (?, ?, ?)",
        [[a, b, f] for a in some for b in some for f in (None, True, False)],
    )
    rows = connection.execute(f"SELECT a, b, flag, {value.sql}, {given_only(value).sql} FROM t")
    for a, b, flag, plain, gated in rows.fetchall():
        row = {"a": a, "b": b, "flag": flag}
        assert plain == gated
        for absent in value.null_without:
            assert plain is None or any(row[name] is not None for name in absent)
        for absent in value.false_without:
            assert plain is not True or any(row[name] is not None for name in absent)


def test_absences() -> None:
    one, two = frozenset({frozenset("a")}), frozenset({frozenset("b")})
    both = frozenset({frozenset("ab")})
    assert any_of([one, two]) == one | two
    assert any_of([one, both]) == one
    assert all_of([one, two]) == both
    assert all_of([one, NEVER]) == NEVER
    assert all_of([one, ALWAYS]) == one
    assert all_of([]) == ALWAYS
    assert any_of([]) == NEVER
    assert (A + B).null_without == one | two
    assert coalesce(A, B).null_without == both
