"""A large file in blocks: together they are the file, and a change leaves most of them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from checker.law import Law
from checker.parts import blocks
from checker.parts.blocks import divide
from checker.parts.inputs import find_inputs
from checker.parts.run import Asked, check_parts
from checker.parts.work import Work
from checker.reports.result import CheckResult
from tests.checker.small_law import AS_OF, law_of, old_ships

HEAD = b"id,built_on,sails,inspected\n"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "SIZE", 2000)
    monkeypatch.setattr(blocks, "_WINDOW", 2000)


def lines(number: int, seed: int = 1) -> list[bytes]:
    draw = random.Random(seed)
    return [
        b"s%04d,%d-01-01,%s,%s\n"
        % (
            n,
            draw.randint(1980, 2030),
            draw.choice([b"true", b"false", b""]),
            draw.choice([b"true", b"false", b"?"]),
        )
        for n in range(number)
    ]


def test_blocks_are_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = lines(500)
    path.write_bytes(HEAD + b"".join(rows))
    found = divide(path)
    assert len(found) > 3
    read: list[bytes] = []
    for number, block in enumerate(found):
        block.write(tmp_path / f"{number}.csv", "a.csv")
        written = (tmp_path / f"{number}.csv").read_bytes().splitlines(keepends=True)
        assert written[0] == HEAD
        assert block.rows == len(read)
        read += written[1:]
    assert read == rows


def test_a_line_more_at_the_start_leaves_the_later_blocks(tmp_path: Path) -> None:
    rows = lines(2000)
    digests = []
    for changed in (rows, [b"new,2000-01-01,true,true\n", *rows], rows[:-1], rows[40:]):
        path = tmp_path / "a.csv"
        path.write_bytes(HEAD + b"".join(changed))
        digests.append({block.digest() for block in divide(path)})
    for other in digests[1:]:
        assert len(digests[0] - other) <= len(digests[0]) // 2
    assert len(digests[0] - digests[1]) == len(digests[0] - digests[2]) == 1


@pytest.mark.parametrize(
    "content",
    [
        b'id,name\n1,"a\nb"\n', b"id,name\n1,a\n\n2,b\n", b"sep=,\nid,name\n1,a\n",
        b'id,name\n1,a "b" c\n', b"id,name\r1,a\r", b"PAR1....\n", "id\n1\n".encode("utf-16"),
    ],
)  # fmt: skip
def test_a_file_with_rows_that_are_no_plain_lines_stays_whole(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content + b"".join(lines(300)))
    assert divide(path) == []


def check(path: Path, law: Law, work: Path) -> CheckResult:
    asked = Asked(as_of=AS_OF, law=law, record_type="ship", complete=("inspected_on",))
    return check_parts(find_inputs(str(path)), asked, Work.begin(work))


def test_a_file_in_blocks_is_checked_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = law_of(old_ships())
    path = tmp_path / "a.csv"
    rows = lines(400)
    rows[250] = b"s0003,2000-01-01,true,false\n"
    path.write_bytes(HEAD + b"".join(rows))
    assert len(divide(path)) > 2
    divided = check(path, law, tmp_path / "one")
    monkeypatch.setattr(blocks, "SIZE", 1 << 20)
    whole = check(path, law, tmp_path / "two")
    assert divided.norms == whole.norms
    assert set(divided.causes) == set(whole.causes)
    assert list(divided.findings) == list(whole.findings)
    assert len(divided.findings) > 10
    assert {(q.code, q.column, q.count, q.examples) for q in divided.quality} == {
        (q.code, q.column, q.count, q.examples) for q in whole.quality
    }
    assert divided.receipt | {"cells": whole.receipt["cells"]} == whole.receipt
    assert [list(b.rows) for b in divided.findings.batches(ids=False)] != []
