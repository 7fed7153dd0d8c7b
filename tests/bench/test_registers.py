"""Registers and their truth: the same records, with the columns that norms read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bench.registers import WRITERS, customers, filings, issuances, payments, persons
from lovgraf.facts.fact import Column
from lovgraf.law import load_law
from lovgraf.verdicts.program import compile_programs

ROWS = 300
SEED = 3
AS_OF = {
    "person": persons.AS_OF,
    "filing": filings.AS_OF,
    "payment": payments.AS_OF,
    "issuance": issuances.AS_OF,
    "customer": customers.AS_OF,
}
NEVER = {
    *("protection_request_channel", "compensation_channel"),
    *("transaction_kind", "transaction_amount_eur", "linked_amount_eur"),
    *("exempt", "listed_task"),
}
"""Columns that the truth leaves out, for what never happens in it; whether there is an exemption,
where its ground is told; and the task of a bank, which is bound in all."""


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=sorted(WRITERS))
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, list[dict[str, str]], list[dict[str, str]]]:
    """A type of record, its register and the truth about it."""
    kind, folder = request.param, tmp_path_factory.mktemp("registers")
    WRITERS[kind](folder / "register.csv", ROWS, SEED)
    WRITERS[kind](folder / "truth.csv", ROWS, SEED, full=True)
    return kind, read(folder / "register.csv"), read(folder / "truth.csv")


Pair = tuple[str, list[dict[str, str]], list[dict[str, str]]]


def test_a_register_says_nothing_that_the_truth_does_not(pair: Pair) -> None:
    _, register, truth = pair
    assert len(register) == len(truth) == ROWS
    for row, true in zip(register, truth, strict=True):
        assert all(true[name] == value for name, value in row.items() if value)


def test_a_register_has_blanks_and_fewer_columns(pair: Pair) -> None:
    _, register, truth = pair
    assert len(register[0]) < len(truth[0]) / 2
    assert any(row[name] == "" != true[name]
               for row, true in zip(register, truth, strict=True) for name in row)  # fmt: skip


def test_all_columns_are_those_of_the_type_of_record(pair: Pair) -> None:
    kind, register, truth = pair
    known = {column.name for column in load_law().facts.columns_of(kind)}
    assert {*register[0], *truth[0]} <= known


def test_the_truth_has_what_norms_read(pair: Pair) -> None:
    """But for the days and outcomes of what never happens in it, and for what another eID asked."""
    kind, _, truth = pair
    law = load_law()
    programs = compile_programs(law.at(AS_OF[kind]), kind)
    read_: set[str] = set()
    for program in programs.programs.values():
        for fact in program.facts():
            read_ |= programs.facts.inputs(fact)
    facts = [programs.facts.facts[iri] for iri in read_]
    columns = [fact for fact in facts if isinstance(fact, Column)]
    said = {column.name for column in columns if column.none_when}
    missing = {column.name for column in columns} - truth[0].keys() - said
    assert missing <= NEVER


def test_a_seed_gives_the_same_register_again(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        WRITERS["person"](tmp_path / name, 50, SEED)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    WRITERS["person"](tmp_path / "c.csv", 50, SEED + 1)
    assert (tmp_path / "a.csv").read_bytes() != (tmp_path / "c.csv").read_bytes()


def test_parquet_holds_the_same(tmp_path: Path) -> None:
    from pyarrow import parquet

    WRITERS["payment"](tmp_path / "a.parquet", 50, SEED)
    WRITERS["payment"](tmp_path / "a.csv", 50, SEED)
    assert parquet.read_table(tmp_path / "a.parquet").to_pylist() == read(tmp_path / "a.csv")
