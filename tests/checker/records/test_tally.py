"""The characters of a CSV counted in bulk are those that a plain reading finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lovgraf.readers.encodings
from lovgraf.readers.encodings import Tally, tally
from tests.examples import examples

TEXTS = st.text('ab;"\n\r', max_size=200)


def plainly(text: str) -> Tally:
    """The same counts, a character at a time."""
    found, inside, parted = Tally(), False, 0
    for at, character in enumerate(text):
        before, after = text[at - 1 : at] or "\n", text[at + 1 : at + 2] or "\n"
        if character == '"':
            found.quotes += 1
            inside = not inside
            found.tidy &= (before if inside else after) in ';\n\r"'
        found.breaks += character == "\n"
        found.returns += character == "\r"
        parted += character == ";" and not inside
        found.quoted_breaks += inside and character == "\n"
        found.quoted_returns += inside and character == "\r"
        if character == "\n" and not inside:
            found.uneven, parted = found.uneven + (parted != 1), 0
    found.uneven += text[-1:] not in ("", "\n") and parted != 1
    found.lines = found.breaks + (text[-1:] not in ("", "\n"))
    return found


@examples(100)
@given(text=TEXTS, size=st.sampled_from([3, 7, 64, 100, 1 << 20]), halves=st.booleans())
def test_counts(
    tmp_path_factory: pytest.TempPathFactory, text: str, size: int, halves: bool
) -> None:
    path = tmp_path_factory.mktemp("tally") / "t.csv"
    path.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lovgraf.readers.encodings, "_CHUNK", size)
        patch.setattr(lovgraf.readers.encodings, "_LARGE", 2 if halves else 1 << 20)
        patch.setattr(lovgraf.readers.encodings, "_BLOCK", 3)
        assert tally(path, ";", 1) == plainly(text)


def test_a_byte_order_mark_is_no_value(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes('\ufeff"id";"name"\n'.encode())
    assert tally(path, ";", 1).tidy


@pytest.mark.parametrize("size", [2, 3, 5, 1 << 20])
@pytest.mark.parametrize("line", ["I alt;;3", ";;", "TOTAL;1", '"Sum";1', "----;----", "Løbenr;x"])
def test_lines_that_may_be_no_records_are_odd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, line: str
) -> None:
    monkeypatch.setattr(lovgraf.readers.encodings, "_CHUNK", size)
    path = tmp_path / "t.csv"
    for before in range(4):
        path.write_text(f"Løbenr;x\n{'9' * before};2\n{line}\n9;1\n", "utf-8")
        assert tally(path, ";", 1, {"to", "i ", "su", "Lø"}).odd


def test_the_headers_are_not_odd_but_where_they_come_again(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    for text, odd in (('"id";"x"\n"P1";2\n', False), ('"id";"x"\n"P1";2\n"id";"x"\n', True)):
        path.write_text(text)
        assert tally(path, ";", 1, {"id"}).odd is odd


def test_lines_of_records_are_not_odd(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('id;name\nA1;Total\n"B2";I alt\n12;;\n')
    assert not tally(path, ";", 1, {"to", "i ", "su", "Ⅼ1"}).odd
