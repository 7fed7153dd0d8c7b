"""Looking usual rows up says what computing on every row says, whatever stands in the file."""

from __future__ import annotations

import csv
import itertools
import random
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

import lovgraf.engine.array_rows
import lovgraf.engine.array_words
import lovgraf.engine.engine_batches
import lovgraf.readers.decoded
import lovgraf.readers.expressions
import lovgraf.readers.pieces
from lovgraf.authoring.sample import write_sample
from lovgraf.check import dataset
from lovgraf.check.dataset import check_dataset
from lovgraf.check.quality import quality_shapes
from lovgraf.check.request import CheckRequest
from lovgraf.check.table_records import records_of
from lovgraf.engine.array_path import by_first_digit
from lovgraf.engine.population import Population
from lovgraf.engine.prepared import Prepared, kept_for
from lovgraf.facts.fact import Column
from lovgraf.law import Law
from lovgraf.readers.connection import connect
from lovgraf.readers.table import Reading, open_dataset
from lovgraf.verdicts.program import compile_programs
from tests.checker.some_persons import write_some
from tests.examples import WHOLE, examples, one_in, whole

# What a pattern says of all numbers with so many digits.

ATOMS = (
    "[0-9]",
    "[0-5]",
    "7",
    "[^3]",
    "\\d",
    ".",
    "x",
    "[a-z3]",
    "(1|2)",
    "[0-4]?",
    "9*",
    "^",
    "$",
)


@pytest.mark.parametrize(
    ("pattern", "count", "alone"),
    [
        ("^[0-9]{6}-?[0-9]{4}$", 10, True),
        ("^([0-9]{6}-?([0-9]{4}|[A-Z]{3}[0-9])|present|none)$", 10, True),
        ("^([0-5]|present$|none$)", 10, True),
        ("^.[0-5]", 10, False),
        ("^[0-9]{8}$", 10, True),
        ("7", 3, False),
        ("^(?=1)", 4, False),
        ("(", 4, False),
        ("^[1][3][5][7][9]", 10, False),
    ],
)
def test_patterns(pattern: str, count: int, alone: bool) -> None:
    assert by_first_digit(pattern, count) is alone


@pytest.mark.slow
@examples(30, whole=100)
@given(st.lists(st.sampled_from(ATOMS), max_size=5).map("".join), st.sampled_from([1, 2, 3]))
def test_yes_means_yes_for_every_number(pattern: str, count: int) -> None:
    if not by_first_digit(pattern, count):
        return
    answers: dict[str, set[bool]] = {}
    for digits in itertools.product("0123456789", repeat=count):
        answers.setdefault(digits[0], set()).add(bool(re.search(pattern, "".join(digits))))
    assert all(len(found) == 1 for found in answers.values())


DAYS = (date(2014, 12, 1), date(2024, 3, 1))
ODD = (
    "",
    "",
    "NULL",
    "n/a",
    "?",
    " ",
    "30-02-2001",
    "01-02-03",
    "1,5",
    "-7",
    "99999999999999999999",
)
EDGES = ("0001-01-01", "1849-12-31", "1850-01-01", "2151-03-05", "9999-12-31", "01-11-1999")
NUMBERS = ("0", "3", "6", "1201", "-1", "-121", "25000", "7.0", "007")


def rows(
    path: Path, law: Law, day: date, prepared: Prepared, quick: bool, engine: bool = False
) -> list[tuple[Any, ...]]:
    """The words, flags and kept columns of every row, in their order; `engine` lets the data engine
    read the file. The plan is made once of all that is `prepared` alike; of one norm in four."""
    connection = connect(None)
    table = open_dataset(path, Reading(law.facts.on(day), record_type="person"), connection)
    records = records_of(table, law.facts, table.source)
    if engine:
        records = replace(records, pieces=None)
    shapes, _ = quality_shapes(law, "person")
    names = {*one_in(4, [norm.iri for norm in law.at(day).judged("person")])}
    plan = prepared.plan(
        compile_programs(law.at(day), "person", names),
        {iri: shape.condition for iri, shape in shapes.items()},
        [name for name in table.values if name in law.facts.columns],
        table.complete,
        records.types,
    )
    told = Population.load(connection, plan, records, "t", None, quick).key
    words = ", ".join(f"c.k{n}" for n in range(plan.keys))
    kept = "".join(f", r.{name}" for name in sorted(records.carried))
    found: list[tuple[Any, ...]] = connection.execute(
        f"SELECT {words}{kept} FROM (SELECT *, rowid AS place FROM t_rows) r "
        f"JOIN t_cells c USING ({told}) ORDER BY place"
    ).fetchall()
    cells = len({row[: plan.keys] for row in found})
    counted = "SELECT sum(_weight), count(*), count(DISTINCT _cell) FROM t_cells"
    assert connection.execute(counted).fetchall() == [(len(found), cells, cells)]
    return found


def both(path: Path, law: Law, day: date) -> None:
    """Read a file with every row computed and with usual rows looked up, which are read by the data
    engine or from the file itself; compare."""
    with kept_for(law, day) as prepared:
        computed = rows(path, law, day, prepared, quick=False)
        assert rows(path, law, day, prepared, quick=True) == computed
        assert rows(path, law, day, prepared, quick=True, engine=True) == computed


@pytest.mark.slow
@whole("checker/cells/test_file_batches.py::test_regular_files")
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_sample_with_faults(
    tmp_path: Path, law: Law, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lovgraf.engine.engine_batches, "BATCH", 64)
    monkeypatch.setattr(lovgraf.engine.engine_batches, "MANY", 380)
    monkeypatch.setattr(lovgraf.readers.pieces, "_PIECE", 1 << 15)
    monkeypatch.setattr(lovgraf.readers.pieces, "_BLOCK", 1 << 12)
    monkeypatch.setattr(lovgraf.readers.decoded, "ROWS", 150)
    path = tmp_path / f"persons.{suffix}"
    write_sample(400, path, seed=11)
    both(path, law, DAYS[0])


@pytest.mark.slow
def test_a_check_says_the_same(tmp_path: Path, law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "persons.csv"
    write_some(600 if WHOLE else 200, path, seed=12, different=20)
    said = []
    some = one_in(9, [norm.iri for norm in law.at(DAYS[0]).judged("person")])
    for many in (0, 1 << 60):
        monkeypatch.setattr(dataset, "MANY", many)
        result = check_dataset(path, CheckRequest(DAYS[0], law, about=tuple(some)))
        said.append((result.norms, list(result.findings), result.quality, result.receipt))
    assert said[0] == said[1]


def value(column: Column, dice: random.Random) -> str:
    """A value of a column as it might be written: mostly good, at times on an edge or odd."""
    if dice.random() < 0.25:
        return ""
    if dice.random() < 0.06:
        return dice.choice(ODD)
    match column.datatype:
        case "date":
            if dice.random() < 0.1:
                return dice.choice(EDGES)
            day = date(1930, 1, 1) + timedelta(dice.randrange(33_000))
            return day.isoformat() if dice.random() < 0.9 else day.strftime("%d-%m-%Y")
        case "boolean":
            return dice.choice(("true", "false", "true", "false", "ja", "0"))
        case "integer" | "decimal":
            return dice.choice(NUMBERS)
    if column.format == "CprNumber":
        return number(dice)
    codes = column.code_list.notations if column.code_list else ("DK", "SE", "DEU", "none", "x y")
    chosen = [dice.choice(codes).lstrip("0" if dice.random() < 0.1 else "")]
    if column.multi and dice.random() < 0.2:
        chosen.append(dice.choice(codes))
    return " ".join(chosen)


def number(dice: random.Random) -> str:
    """A replacement number, at times without its zero, with a hyphen, or no number."""
    shown = f"{dice.randrange(61, 95):02}{dice.randrange(0, 14):02}{dice.randrange(10**6):06}"
    form = dice.randrange(12)
    if form == 0:
        return shown[:6] + "-" + shown[6:]
    if form == 1:
        return dice.choice(("none", "present", "ABC", shown[1:], "6101AB1234", shown + "1"))
    return shown


def table(
    law: Law, dice: random.Random, rows: int, third: int | None
) -> tuple[list[str], list[list[str]]]:
    """Some columns of a person, or every third of these, and rows of them; no two rows need make
    sense together."""
    columns = law.facts.columns_of("person")
    chosen = columns if dice.random() < 0.5 else columns[::2]
    chosen = chosen if third is None else chosen[third::3]
    lines = [
        [str(n) if c.name == "id" else value(c, dice) for c in chosen] for n in range(1, rows + 1)
    ]
    return [c.name for c in chosen], lines


@pytest.mark.slow
@examples(1, of=4, shrink=False)
@given(
    st.integers(0, 10**6),
    st.sampled_from([";", ","]),
    st.booleans(),
    st.sampled_from(one_in(2, DAYS)),
    st.integers(0, 2),
)
def test_any_csv(
    law: Law,
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    delimiter: str,
    quoted: bool,
    day: date,
    third: int,
) -> None:
    dice = random.Random(seed)
    header, lines = table(law, dice, 250, third)
    if dice.random() < 0.5:
        lines[dice.randrange(len(lines))].append("beyond")
        lines[dice.randrange(len(lines))].pop()
    path = tmp_path_factory.mktemp("quick") / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        if quoted:
            writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerows([header, *lines])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lovgraf.readers.expressions, "NAMED", dice.choice((2, 120)))
        patch.setattr(lovgraf.engine.array_words, "_MANY", 0)
        patch.setattr(lovgraf.engine.array_words, "_RARE", 0.8)
        patch.setattr(lovgraf.engine.array_words, "_SPLIT", 1)
        both(path, law, day)


@pytest.mark.slow
@whole("checker/cells/test_file_batches.py::test_parquet_of_other_types")
@examples(1, of=4, shrink=False, drawing=WHOLE)
@given(st.integers(0, 10**6), st.sampled_from(one_in(2, DAYS)), st.integers(0, 2))
@example(358, DAYS[0], None)  # all columns; a status code without its zero is a spelling as well
def test_any_parquet(
    law: Law, tmp_path_factory: pytest.TempPathFactory, seed: int, day: date, third: int | None
) -> None:
    dice = random.Random(seed)
    header, lines = table(law, dice, 250, third)
    arrays = []
    for name, texts in zip(header, zip(*lines, strict=True), strict=True):
        column = law.facts.columns[name]
        typed = [_typed(column, text) for text in texts]
        kind = {"date": pa.date32(), "boolean": pa.bool_(), "integer": pa.int64()}
        as_text = dice.random() < 0.2 or column.multi or column.datatype not in kind
        if as_text:
            arrays.append(_written(texts, dice))
        else:
            arrays.append(pa.array(typed, kind[column.datatype]))
    path = tmp_path_factory.mktemp("quick") / "any.parquet"
    pq.write_table(pa.table(dict(zip(header, arrays, strict=True))), path)
    both(path, law, day)


def _written(texts: Sequence[str], dice: random.Random) -> pa.Array:
    """Texts in one of the forms that programs write them in; codes may be whole numbers."""
    if dice.random() < 0.3:
        numbers = [int(t) if t.isascii() and t.isdigit() and len(t) < 19 else None for t in texts]
        return pa.array(numbers, pa.int64())
    kinds = (pa.string(), pa.large_string(), pa.dictionary(pa.int8(), pa.string()))
    if (kind := dice.choice(kinds)) != kinds[2]:
        return pa.array(texts, kind)
    return pa.array(texts).dictionary_encode()


def _typed(column: Column, text: str) -> object:
    try:
        if column.datatype == "date":
            return date.fromisoformat(text)
        return text == "true" if column.datatype == "boolean" else int(text[:18])
    except ValueError:
        return None
