"""Few rows are worked out one by one, and say what the data engine says of them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pytest

from lovgraf.check import row_recheck
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.engine import cell_codes, few_rows, in_memory
from lovgraf.engine.few_rows import outputs_of
from lovgraf.engine.in_memory import Memory, Record
from lovgraf.engine.scalar_ops import Unsure
from lovgraf.engine.scalar_program import ScalarProgram
from lovgraf.engine.table_plan import make_table_plan
from lovgraf.facts.columns import column
from lovgraf.facts.values import NONE
from lovgraf.law import Law
from lovgraf.reports.as_json import write
from lovgraf.reports.formats import ReportOptions
from lovgraf.verdicts.program import compile_programs
from tests.checker.small_law import AS_OF, law_of, old_ships, ship
from tests.examples import whole
from tests.places import ROOT

ROWS = """id,built_on,sails,inspected,inspected_on,masts,tonnage,flag,cargo,name
a,1980-01-01,true,true,,3,12.5,DK,tea;tar,Ørnen
b,2000-02-30,maybe,,2029-01-01,x,1e400,??,,
b,,,false,2029-01-01,,nan,SE,tea,"Die ""Möwe"" 2"
d,01-02-1990,,,,9007199254740993,-1,DK,tea;tea,
e,1849-12-31,no,yes,,0,,,,"é, ø"
"""


def left_to_the_engine(patch: pytest.MonkeyPatch) -> None:
    """Few rows are as many from here."""
    for module in (few_rows, cell_codes, in_memory):
        patch.setattr(module, "ONE_BY_ONE", 0)
    patch.setattr(row_recheck, "_AT_ONCE", 0)


def reported(path: Path, law: Law, day: date, kind: str) -> str:
    result = check_dataset(path, CheckRequest(day, law, record_type=kind))
    return "".join(map(str, write(result, ReportOptions("en"))))


def test_a_report_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ships.csv"
    path.write_text(ROWS, encoding="utf-8")
    one_by_one = reported(path, law_of(old_ships()), AS_OF, "ship")
    left_to_the_engine(monkeypatch)
    assert reported(path, law_of(old_ships()), AS_OF, "ship") == one_by_one


@pytest.mark.slow
@whole("test_a_report_is_the_same")
def test_the_report_of_the_example_is_the_same(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    path, day = ROOT / "examples/persons.csv", date(2014, 12, 1)
    one_by_one = reported(path, law, day, "person")
    left_to_the_engine(monkeypatch)
    assert reported(path, law, day, "person") == one_by_one


def test_the_words_of_cells_stand_for_the_same() -> None:
    programs = compile_programs(law_of(old_ships()).at(AS_OF), "ship")
    plan = make_table_plan(programs, {}, sorted(programs.facts.columns))
    codes = range(8)
    for name, (slot, told) in plan.cell_told.items():
        words = ", ".join(f"(n << {slot.shift})::BIGINT AS k{n}" for n in range(plan.keys))
        rows = (
            duckdb.connect()
            .execute(f"SELECT {plan.cell_sql[name]} FROM (SELECT {words} FROM range(8) r(n))")
            .fetchall()
        )
        used = min(len(codes), slot.ones + 1)
        said = [tuple(v) if isinstance(v, list) else v for (v,) in rows[:used]]
        assert [told(code) for code in codes[:used]] == said, name


RECORDS: list[Record] = [
    ship(built_on=date(1980, 1, 1), sails=True, inspected=NONE),
    ship(tonnage=Decimal("12.5"), masts=3, cargo=("tea", "tar"), flag="DK"),
    ship(),
]


def test_records_have_the_same_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = compile_programs(law_of(old_ships()).at(AS_OF), "ship")
    memory = Memory.compile(programs)
    found, beside = memory.codes(RECORDS), list(map(memory.beside, RECORDS))
    left_to_the_engine(monkeypatch)
    other = Memory.compile(programs)
    assert list(map(other.beside, RECORDS)) == beside
    for key, code in other.codes(RECORDS).items():
        assert np.array_equal(found[key], code)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("DOUBLE", float("nan")), ("DOUBLE", float("inf")), ("DATE", date.max),
        ("DATE", date.min), ("BIGINT", 1 << 60), ("DATE[]", [date.max]),
    ],
)  # fmt: skip
def test_what_is_ordered_in_two_ways_is_left_to_the_engine(kind: str, value: object) -> None:
    scalar = ScalarProgram.of({"there": column("it", kind).not_null()})
    with pytest.raises(Unsure):
        outputs_of(scalar, ["it"], [[value]], ("there",))


def test_a_day_of_no_year_is_left_to_the_engine() -> None:
    scalar = ScalarProgram.of({"same": (column("it", "DATE") == date(2000, 1, 1)).cast("BIGINT")})
    cursor = duckdb.connect().execute("SELECT DATE '12000-01-01' AS it")
    with pytest.raises(Unsure):
        few_rows.words_of(scalar, cursor, ["same"])


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_what_only_many_rows_need_is_not_loaded(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"few.{suffix}"
    row = "1 AS id, DATE '1980-01-01' AS birth_date, 'Sverige' AS residence_country"
    duckdb.sql(f"COPY (SELECT {row}) TO '{path}'")
    code = (
        "import sys\nfrom lovgraf.cli import run\n"
        f"run(['check', {str(path)!r}, '--as-of', '2025-09-15', '--format', 'json'])\n"
        "others = 'pyarrow', 'pandas', 'pyoxigraph', 'pycountry', 'lovgraf.check.seen_rows'\n"
        "print([n for n in others if n in sys.modules])"
    )
    for _ in range(2):  # the second finds in the cache what the first made
        asked = [sys.executable, "-c", code]
        done = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
