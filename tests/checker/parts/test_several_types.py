"""A large file with several types of record is checked in parts: the report is that of the file at
once, also where a part has one type alone."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as parquet
import pytest

import lovgraf.readers.delimited
import lovgraf.readers.pieces
from lovgraf.check.parts import blocks, groups, larger_than_memory
from lovgraf.check.parts.whole import Whole, open_whole
from lovgraf.check.request import CheckRequest
from lovgraf.cli import run
from lovgraf.law import Law
from lovgraf.readers import kinds
from lovgraf.readers.inputs import InputFile
from tests.checker.cells.test_types_apart import HEAD, VALUES, law
from tests.checker.small_law import AS_OF
from tests.examples import one_in

__all__ = ["law"]


def fleet(path: Path) -> None:
    """Ships and boats, the first of one type alone, with flaws of all kinds."""
    draw = random.Random(7)
    rows = [[f"s{n}", *map(draw.choice, VALUES[1:])] for n in range(600)]
    for row in rows[:150]:
        row[1] = "ship"
    rows[100][0] = rows[300][0] = rows[301][0] = "s9"
    table = pa.table({name: [row[n] for row in rows] for n, name in enumerate(HEAD)})
    if path.suffix == ".csv":
        csv.write_csv(table, path, csv.WriteOptions(quoting_style="none"))
    else:
        parquet.write_table(table, path, row_group_size=100)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", one_in(2, ["csv", "parquet"]))
def test_parts_say_what_the_file_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, law: Law, suffix: str
) -> None:
    cut: list[int] = []

    def opened(*asked: Any, few: bool) -> Whole | None:
        whole = open_whole(*asked)  # small ones
        cut.append(len(whole.blocks) if whole else 0)
        return whole

    def report(*more: str) -> bytes:
        words = ["check", str(path), "--as-of", AS_OF.isoformat(), "--show-values", *more]
        assert run([*words, "-o", str(target := tmp_path / "report.json")]) == 1
        return target.read_bytes()

    monkeypatch.setattr("lovgraf.law.load_law", lambda _extra=(): law)
    monkeypatch.setattr("lovgraf.check.parts.file.open_whole", opened)
    monkeypatch.setattr(blocks, "SIZE", 3000)
    monkeypatch.setattr(blocks, "_WINDOW", 2000)
    monkeypatch.setattr(groups, "SIZE", 2000)
    monkeypatch.setattr(lovgraf.readers.delimited, "_SMALL", 0)
    path = tmp_path / f"fleet.{suffix}"
    fleet(path)
    at_once = report()
    assert report("--since", str(tmp_path / "state")) == at_once
    monkeypatch.setattr(larger_than_memory, "_SMALL", 0)
    monkeypatch.setattr(larger_than_memory, "_MOST", 0)
    assert report() == at_once
    assert min(cut) > 2
    assert b"not-unique" in at_once
    assert b"unreadable-value" in at_once


@pytest.mark.slow
@pytest.mark.parametrize("first", one_in(2, ["ship", "boat"]))
@pytest.mark.parametrize("later", one_in(2, ["boat", "odd", "ship", "SHIP", "", "?"]))
def test_the_first_rows_tell_the_type_of_all_until_a_later_part_says_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, law: Law, first: str, later: str
) -> None:
    found: list[Whole] = []

    def opened(file: InputFile, request: CheckRequest, few: bool) -> Whole | None:
        whole = open_whole(file, request, few)
        found.extend([whole] if whole else [])
        return whole

    def report() -> bytes:
        words = ["check", str(path), "--as-of", AS_OF.isoformat(), "--show-values"]
        assert run([*words, "-o", str(target := tmp_path / "report.json")]) == 1
        return target.read_bytes()

    monkeypatch.setattr("lovgraf.law.load_law", lambda _extra=(): law)
    monkeypatch.setattr("lovgraf.check.parts.file.open_whole", opened)
    for place, name, small in [
        (blocks, "SIZE", 3000), (blocks, "LARGEST", 3000), (blocks, "_WINDOW", 2000),
        (lovgraf.readers.delimited, "_SMALL", 0), (lovgraf.readers.pieces, "_PIECE", 1000),
        (kinds, "_MANY", 0),
    ]:  # fmt: skip
        monkeypatch.setattr(place, name, small)
    monkeypatch.setattr("lovgraf.check.dataset.MANY", 0)
    path = tmp_path / "fleet.csv"
    draw = random.Random(7)
    rows = [[f"s{n}", first, *map(draw.choice, VALUES[2:])] for n in range(600)]
    if later == "odd":
        rows[500][-1] = "a\0b"  # what only the data engine reads
    else:
        rows[500][1] = later
    path.write_text("\n".join(map(",".join, [HEAD, *rows])) + "\n", encoding="utf-8")
    at_once = report()
    monkeypatch.setattr(larger_than_memory, "_SMALL", 0)
    monkeypatch.setattr(larger_than_memory, "_MOST", 0)
    assert report() == at_once
    assert len(found[-1].blocks) > 2
    assert found[-1].expected
