"""A large Parquet file in parts: together they are the file, and each is checked once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest

from lovgraf.check.dataset import check_table
from lovgraf.check.parts import groups
from lovgraf.check.parts.groups import divide_groups
from lovgraf.check.parts.run import check_parts
from lovgraf.check.parts.work import Work
from lovgraf.check.request import CheckRequest
from lovgraf.core.result import CheckResult
from lovgraf.readers.inputs import find_inputs
from tests.checker.parts.test_blocks import HEAD, lines
from tests.checker.small_law import AS_OF, law_of, old_ships
from tests.examples import WHOLE, one_in

LAW = law_of(old_ships())


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "SIZE", 1000)


def table(rows: list[bytes]) -> pa.Table:
    return pc.read_csv(pa.BufferReader(HEAD + b"".join(rows)))


def write(found: pa.Table, path: Path) -> None:
    pq.write_table(found, path, row_group_size=100)


def check(path: Path, work: Path, **more: Any) -> CheckResult:
    asked = CheckRequest(AS_OF, LAW, record_type="ship", show_values=True)
    return check_parts(find_inputs(str(path)), asked, Work.begin(work), **more)


def test_parts_are_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write(table(lines(1000)), path)
    found = divide_groups(path)
    assert len(found) > 3
    assert [part.rows for part in found] == [0, *(part.last for part in found[:-1])]
    assert found[-1].last == 1000
    assert len({part.digest() for part in found}) == len(found)


@pytest.mark.parametrize("columns", [["id", "file_row_number"], ["id"]])
def test_what_cannot_be_divided_stays_whole(tmp_path: Path, columns: list[str]) -> None:
    path = tmp_path / "a.parquet"
    found = pa.table({name: pa.array(range(5000)) for name in columns})
    pq.write_table(found, path, row_group_size=100 if len(columns) > 1 else 5000)
    assert divide_groups(path) == []
    path.write_bytes(b"PAR1 nothing" * 1000)
    assert divide_groups(path) == []


@pytest.mark.slow
@pytest.mark.parametrize("keep", one_in(2, [True, False]))
def test_only_parts_that_changed_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: bool
) -> None:
    checked: list[Any] = []
    original = check_table

    def watched(*given: Any, **asked: Any) -> Any:
        checked.append(given)
        return original(*given, **asked)

    monkeypatch.setattr("lovgraf.check.parts.file.check_table", watched)
    path, rows = tmp_path / "a.parquet", lines(1000 if WHOLE else 400)
    write(table(rows), path)
    check(path, tmp_path / "state", rows=keep)
    parts = len(checked)
    assert parts == len(divide_groups(path, few=not keep)) > 1
    rows[0] = b"s9999,1999-01-01,true,false\n"
    write(table(rows), path)
    found = check(path, tmp_path / "state", rows=keep)
    assert len(checked) == parts + 1
    assert list(found.findings) == list(check(path, tmp_path / "fresh").findings)
