"""A large CSV in which some rows are left out is checked in blocks, and the others keep their
numbers: the report is that of the file at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import lovgraf.readers.delimited
from lovgraf.check.parts import blocks, larger_than_memory
from lovgraf.check.parts.whole import Whole, open_whole
from lovgraf.cli import run
from tests.checker.parts.test_blocks import lines
from tests.checker.small_law import ships_command
from tests.examples import one_in

HEAD = "id,built_on,sails,inspected\n"
TOO_LONG, TOO_SHORT = "s9,1980-01-01,true,true,?\n", "s9,true\n"
KEPT = "s8,1980-01-01,true,true,\n"
"""A row that is uneven and a record: the data engine reads its block."""

pytestmark = pytest.mark.usefixtures("only_ships")


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """In how many blocks each file was checked."""
    found: list[int] = []

    def opened(*asked: Any, few: bool) -> Whole | None:
        whole = open_whole(*asked)  # small ones
        found.append(len(whole.blocks) if whole else 0)
        return whole

    monkeypatch.setattr("lovgraf.check.parts.file.open_whole", opened)
    monkeypatch.setattr(blocks, "SIZE", 2000)
    monkeypatch.setattr(blocks, "_WINDOW", 2000)
    monkeypatch.setattr(lovgraf.readers.delimited, "_SMALL", 0)
    monkeypatch.setattr("lovgraf.check.dataset.MANY", 0)
    return found


def rows(ends: str = "\n") -> list[str]:
    found = [line.decode() for line in lines(600)]
    found[100] = found[300]  # not unique
    for place, line in (
        (599, TOO_LONG),
        (400, TOO_SHORT),
        (123, TOO_LONG),
        (122, TOO_LONG),
        (0, TOO_SHORT),
    ):
        found.insert(place, line)
    return [line.replace("\n", ends) for line in found]


def report(path: Path, *more: Any) -> bytes:
    target = path.with_suffix(".json")
    assert run(ships_command(path, "--show-values", *more, "-o", target)) == 1
    return target.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(("ends", "more"), one_in(3, [("\r\n", ""), ("\n", ""), ("\n", KEPT)]))
def test_uneven_rows_make_no_difference_to_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: list[int], ends: str, more: str
) -> None:
    path = tmp_path / "ships.csv"
    path.write_text(HEAD.replace("\n", ends) + more + "".join(rows(ends)), newline="")
    at_once = report(path)
    monkeypatch.setattr(larger_than_memory, "_SMALL", 0)
    monkeypatch.setattr(larger_than_memory, "_MOST", 0)
    assert report(path) == at_once
    assert cut[0] > 3
    assert b"not-unique" in at_once
    assert b"too-short" in at_once


@pytest.mark.slow
def test_parts_that_were_kept_tell_of_the_file_as_it_is(tmp_path: Path, cut: list[int]) -> None:
    path, state = tmp_path / "ships.csv", tmp_path / "state"
    path.write_text(HEAD + "".join(rows()))
    report(path, "--since", state)
    path.write_text(HEAD + TOO_LONG + "".join(rows()[:-1]))
    assert report(path, "--since", state) == report(path)
    assert cut[1] > 3


def test_what_is_kept_for_nobody_is_not_hashed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: list[int]
) -> None:
    """Neither the bytes of a block nor its result; what a later run may take up is."""
    path, hashed = tmp_path / "ships.csv", list[str]()
    path.write_text(HEAD + "".join(rows()))

    def digest(block: blocks.Block) -> str:
        hashed.append("bytes")
        return str(block)

    def sums(folder: Path) -> str:
        hashed.append("result")
        return str(len([*folder.iterdir()]))

    monkeypatch.setattr(blocks.Block, "digest", digest)
    monkeypatch.setattr("lovgraf.check.parts.work._sums", sums)
    monkeypatch.setattr(larger_than_memory, "_SMALL", 0)
    monkeypatch.setattr(larger_than_memory, "_MOST", 0)
    told = report(path)
    assert cut[0] > 3
    assert not hashed
    assert report(path, "--resume") == told
    assert {*hashed} == {"bytes", "result"}
