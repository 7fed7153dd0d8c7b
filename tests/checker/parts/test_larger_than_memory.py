"""What is too large to be checked at once on this machine is checked in parts, with one report."""

from __future__ import annotations

import json
import resource
from datetime import date
from pathlib import Path
from typing import NoReturn

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import lovgraf.engine.file_batches
from lovgraf.authoring.sample import write_sample
from lovgraf.check import dataset, source_rows
from lovgraf.check.parts import blocks, groups, larger_than_memory
from lovgraf.check.parts.larger_than_memory import exceeds_memory
from lovgraf.check.parts.whole import Whole, open_whole
from lovgraf.check.request import CheckRequest
from lovgraf.cli import run
from lovgraf.core.memory import held
from lovgraf.engine.file_batches import Sought
from lovgraf.law import load_law
from lovgraf.readers.csv_layout import CsvLayout
from lovgraf.readers.inputs import InputFile
from lovgraf.readers.pieces import OddFileError
from lovgraf.readers.temporary import Workplace
from tests.checker.some_persons import write_some
from tests.examples import whole


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(larger_than_memory, "_SMALL", 1000)
    monkeypatch.setattr(larger_than_memory, "memory", lambda: 2 * 100 * 1000)
    monkeypatch.setattr(groups, "SIZE", 10_000)
    monkeypatch.setattr(blocks, "SIZE", 100_000)
    monkeypatch.setattr(blocks, "_WINDOW", 10_000)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_the_rows_count_against_the_memory(
    tmp_path: Path, little_memory: None, suffix: str
) -> None:
    for count, expected in ((500, False), (2000, True)):
        path = tmp_path / f"{count}.{suffix}"
        write_sample(count, path, seed=3)
        assert exceeds_memory(path) is expected


def test_what_cannot_be_read_or_cut_is_not_vast(tmp_path: Path, little_memory: None) -> None:
    assert not exceeds_memory(tmp_path / "nothing.csv")
    assert not exceeds_memory(tmp_path)
    for name in ("broken.parquet", "packed.csv.gz", "book.xlsx"):
        (tmp_path / name).write_bytes(b"PAR1\n" * 100_000)
        assert not exceeds_memory(tmp_path / name)


@pytest.mark.parametrize("kinds", [["person", None], ["person", "customer"]])
def test_records_are_parted_whatever_their_types(
    tmp_path: Path, little_memory: None, kinds: list[str | None]
) -> None:
    path = tmp_path / "some.parquet"
    ids, days = pa.array(map(str, range(10_000))), ["1980-01-01"] * 10_000
    table = pa.table({"id": ids, "birth_date": days, "type": kinds * 5000})
    pq.write_table(table, path, row_group_size=2000)
    whole = open_whole(InputFile(path, path.name), CheckRequest(date(2014, 12, 1), load_law()))
    assert whole is not None
    assert len(whole.blocks) == 5
    assert whole.kinds == ({"person", "customer"} if None not in kinds else set())


@pytest.mark.slow
@whole("checker/parts/test_several_types.py::test_parts_say_what_the_file_says")
def test_the_report_is_that_of_the_file_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "persons.parquet"
    write_some(3000, tmp_path / "whole.parquet", seed=4, different=40)
    table = pq.read_table(tmp_path / "whole.parquet")
    table = table.append_column("type", pa.array(["person"] * 3000))
    pq.write_table(table, path, row_group_size=500)
    asked = ["check", str(path), "--as-of", "2014-12-01", "--output"]
    assert run([*asked, str(tmp_path / "at-once.json")]) == 1
    blocks_of: list[int] = []

    def opened(file: InputFile, about: CheckRequest, few: bool) -> Whole | None:
        whole = open_whole(file, about, few)
        blocks_of.append(len(whole.blocks) if whole else 0)
        return whole

    monkeypatch.setattr("lovgraf.check.parts.file.open_whole", opened)
    request.getfixturevalue("little_memory")
    assert run([*asked, str(tmp_path / "in-parts.json")]) == 1
    assert blocks_of[0] > 1
    one, other = (
        json.loads((tmp_path / name).read_bytes()) for name in ("at-once.json", "in-parts.json")
    )
    assert one == other
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


@pytest.mark.slow
@pytest.mark.parametrize("asked", [False, True])
def test_a_part_of_a_csv_is_copied_only_where_the_data_engine_asks_for_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    asked: bool,
) -> None:
    path, copied = tmp_path / "persons.csv", list[int]()
    write_some(3000, path, seed=4, different=40)
    command = ["check", str(path), "--as-of", "2014-12-01", "--output"]
    assert run([*command, str(tmp_path / "at-once.json")]) == 1
    request.getfixturevalue("little_memory")
    monkeypatch.setattr(dataset, "MANY", 0)
    monkeypatch.setattr(source_rows, "_APART", 0)
    copy = CsvLayout.copy

    def watched(layout: CsvLayout, source: Path, place: Workplace, first: int, last: int) -> None:
        copied.append(first)
        copy(layout, source, place, first, last)

    def odd(_sought: Sought) -> NoReturn:
        raise OddFileError

    monkeypatch.setattr(CsvLayout, "copy", watched)
    if asked:
        monkeypatch.setattr(lovgraf.engine.file_batches, "file_pieces", odd)
    assert run([*command, str(tmp_path / "in-parts.json")]) == 1
    assert bool(copied) is asked
    one, other = (
        json.loads((tmp_path / name).read_bytes()) for name in ("at-once.json", "in-parts.json")
    )
    assert one == other


def test_memory_is_what_this_process_may_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    group, unlimited = tmp_path / "memory.max", tmp_path / "max"
    unlimited.write_text("max\n")
    monkeypatch.setattr(larger_than_memory, "_LIMITS", (str(tmp_path / "none"), str(unlimited)))
    whole = larger_than_memory.memory()
    assert whole > 1 << 28
    group.write_text("200000000\n")
    monkeypatch.setattr(larger_than_memory, "_LIMITS", (str(group),))
    assert larger_than_memory.memory() == 200_000_000
    own = held() + 100_000_000
    monkeypatch.setattr(resource, "getrlimit", lambda _: (own, own))
    assert larger_than_memory.memory() == pytest.approx(100_000_000, abs=10_000_000)


def test_parts_of_large_files_are_larger() -> None:
    sizes = [groups._least(size << 20, few=False) for size in (100, 256, 257, 512, 513, 100_000)]
    assert [size >> 20 for size in sizes] == [32, 32, 64, 64, 128, 128]
    few = [groups._least(size << 20, few=True) for size in (96, 97, 193, 1200, 100_000)]
    assert [size >> 20 for size in few] == [32, 64, 128, 512, 512]


def test_rows_are_bounded_whatever_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(larger_than_memory, "_SMALL", 1000)
    monkeypatch.setattr(larger_than_memory, "memory", lambda: 1 << 50)
    path = tmp_path / "persons.parquet"
    pq.write_table(pa.table({"id": pa.array(map(str, range(5000)))}), path)
    assert not exceeds_memory(path)
    monkeypatch.setattr(larger_than_memory, "_MOST", 4000 * 100)
    assert exceeds_memory(path)


def test_a_part_has_no_more_rows_than_memory_is_meant_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "SIZE", 200_000)
    path = tmp_path / "short.parquet"
    pq.write_table(pa.table({"id": pa.array(map(str, range(90_000)))}), path, row_group_size=1000)
    monkeypatch.setattr(groups, "ROWS", 3500)
    found = groups.divide_groups(path)
    assert {part.last - part.rows for part in found} == {3000}
    assert found[-1].last == 90_000


def test_a_table_of_short_rows_is_vast_by_its_rows(tmp_path: Path, little_memory: None) -> None:
    path = tmp_path / "short.parquet"
    pq.write_table(pa.table({"id": pa.array(map(str, range(5000)))}), path)
    assert path.stat().st_size < 50_000
    assert exceeds_memory(path)
