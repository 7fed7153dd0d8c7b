"""A large file in blocks: together they are the file, and a change leaves most of them."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from lovgraf.check.parts import blocks
from lovgraf.check.parts.blocks import Block
from lovgraf.check.parts.groups import Groups
from lovgraf.check.parts.whole import open_whole
from lovgraf.check.request import CheckRequest
from lovgraf.readers.inputs import InputFile
from tests.checker.small_law import law_of, old_ships

HEAD = b"id,built_on,sails,inspected\n"
LAW = law_of(old_ships())
AS_OF = date(2020, 1, 1)


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


def divide(path: Path, few: bool = False) -> tuple[Block | Groups, ...]:
    request = CheckRequest(AS_OF, LAW, record_type="ship")
    whole = open_whole(InputFile(path, path.name), request, few)
    return whole.blocks if whole else ()


@pytest.mark.parametrize("before", [b"", b"sep=,\n", b"\n"])
def test_blocks_are_the_file(tmp_path: Path, before: bytes) -> None:
    path = tmp_path / "a.csv"
    rows = lines(500)
    path.write_bytes(before + HEAD + b"".join(rows))
    found = divide(path)
    assert len(found) > 3
    content, read = path.read_bytes(), b""
    for block in found:
        assert block.rows == read.count(b"\n")
        read += content[block.start : block.end]
    assert read == b"".join(rows)


def test_where_nothing_is_kept_blocks_are_as_large_as_memory_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "LARGEST", 8000)
    path = tmp_path / "a.csv"
    path.write_bytes(HEAD + b"".join(lines(2000)))
    small, large = divide(path), divide(path, few=True)
    assert 1 < len(large) < len(small) / 2
    assert (small[0].places[0], small[-1].places[1]) == (large[0].places[0], large[-1].places[1])
    monkeypatch.setattr(blocks, "rows_of_a_part", lambda: 100)  # some 2,500 bytes
    assert divide(path, few=True) == small


@pytest.mark.parametrize("blank", [b"\n", b"\r\n"])
@pytest.mark.parametrize("place", [1, 250, 500])
def test_a_file_with_a_blank_line_among_its_rows_stays_whole(
    tmp_path: Path, blank: bytes, place: int
) -> None:
    path, rows = tmp_path / "a.csv", lines(500)
    path.write_bytes(b"\n" + HEAD + b"".join(rows))
    assert len(divide(path)) > 3
    path.write_bytes(b"\n" + HEAD + b"".join([*rows[:place], blank, *rows[place:]]))
    assert divide(path) == ()


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
        b'id,name\n1,"a\nb"\n', b"id,name\n1,a\n\n2,b\n", b'id,name\n1,a "b" c\n',
        b"id,name\r1,a\r",
    ],
)  # fmt: skip
def test_a_file_with_rows_that_are_no_plain_lines_stays_whole(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content + b"".join(lines(300)))
    assert divide(path) == ()
