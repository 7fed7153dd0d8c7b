"""Where lines stand is seen while they are counted, so that nobody goes through the file again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

import lovgraf.readers.encodings
import lovgraf.readers.seen_lines
import lovgraf.readers.tally
import lovgraf.readers.uneven
from lovgraf.readers.seen_lines import SeenLines
from lovgraf.readers.tally import tally
from lovgraf.readers.uneven import UnevenLines, uneven_at, uneven_lines, without_padding
from tests.examples import examples

HEAD = "id;name;day"
LINES = st.lists(
    st.sampled_from(["a;b;c", "ab;;", "a;b", "a", "a;b;c;", "a;b;c;;", "a;b;c;d", 'a;"b;c";d', ""]),
    max_size=40,
)
LAST = 3


def seen(
    path: Path, text: str, size: int = 1 << 18, halves: bool = False, most: int = 1 << 17
) -> SeenLines:
    """What is seen of a text, some bytes at a time, in one part or two."""
    path.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lovgraf.readers.encodings, "_CHUNK", size)
        patch.setattr(lovgraf.readers.tally, "_LARGE", 2 if halves else 1 << 20)
        patch.setattr(lovgraf.readers.seen_lines, "_MOST", most)
        return tally(path, ";", 2).seen


def told(found: UnevenLines | None) -> dict[str, object]:
    """All that is said of uneven lines; where the last one ends may be told with the line end that
    it lacks."""
    assert found is not None
    each = asdict(found)
    each.pop("ends")
    assert found.padded is not None
    each |= {f"padded {name}": one for name, one in asdict(each.pop("padded")).items()}
    return {name: np.array(one).tolist() for name, one in each.items()}


@pytest.mark.slow
@examples(30, whole=150)
@given(
    LINES,
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.sampled_from([1, 2, 3, 7, 50, 1 << 18]),
    st.booleans(),
)
def test_what_is_seen_is_where_lines_stand(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[str],
    ends: str,
    ended: bool,
    size: int,
    halves: bool,
) -> None:
    folder = tmp_path_factory.mktemp("seen")
    path, copied = folder / "t.csv", (folder / "one.csv", folder / "other.csv")
    text = ends.join([HEAD, *lines]) + ends * ended
    found = seen(path, text, size, halves)
    plain = text.encode().split(b"\n")
    plain = [line + b"\n" for line in plain[:-1]] + [line for line in plain[-1:] if line]
    places = [sum(map(len, plain[:n])) for n in range(len(plain) + 1)]
    assert found.lines == len(plain)
    for place in range(len(text) + 1):
        assert found.lines_before(path, place) == text[:place].count("\n")
    blank = [at for at, line in zip(places, plain, strict=False) if not line.strip(b"\r\n")]
    assert found.last_blank == max(blank, default=-1)
    start = len(HEAD) + len(ends)
    if len(plain) < 2 or blank:
        return
    plainly = uneven_lines(path, start, ";", 2, LAST, b"\x01", None)
    once = uneven_at(path, start, ";", 2, LAST, found)
    assert told(once) == told(plainly)
    for one, target in zip((once, plainly), copied, strict=True):
        assert one is not None
        one.copy(path, target)
    assert copied[0].read_bytes() == copied[1].read_bytes()


def test_the_last_lines_are_found_however_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lovgraf.readers.uneven, "_TAIL", 5)
    path = tmp_path / "t.csv"
    found = seen(path, HEAD + "\n" + "".join(f"a{'b' * n};c;d\n" for n in range(9)))
    once = uneven_at(path, len(HEAD) + 1, ";", 2, LAST, found)
    assert once is not None
    assert once.numbers.tolist() == [1, 7, 8, 9]


@pytest.mark.parametrize("text", ["a;b\na;b\na;b\n", "a;b;\x01\n", "a;b;c\n\na;b;c\n"])
def test_what_is_not_told_is_looked_for_again(tmp_path: Path, text: str) -> None:
    """Too many lines are uneven; a value is what stands for none elsewhere; a line is blank."""
    path = tmp_path / "t.csv"
    found = seen(path, f"{HEAD}\n{text}", most=2)
    assert uneven_at(path, len(HEAD) + 1, ";", 2, LAST, found) is None


@examples(60, whole=300)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a;b;c", 'a;"b;";c', ";;", "a;;", "Æ;b;", "a;b", "total"]),
            st.integers(0, 3),
            st.booleans(),
        ),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.sampled_from([3, 40, 1 << 20]),
    st.sampled_from([0, 1, 1 << 20]),
)
def test_blank_values_too_many_are_passed_over_wherever_they_are_kept(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[tuple[str, int, bool]],
    end: str,
    ended: bool,
    chunk: int,
    most: int,
) -> None:
    """Few such lines are kept by their places; where they are too many, pieces are told again."""
    path = tmp_path_factory.mktemp("padded") / "t.csv"
    rows = [line + ";" * more for line, more, _ in lines]
    text = end.join([HEAD, *rows]) + end * ended
    path.write_bytes(text.encode())
    start = len(HEAD) + len(end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lovgraf.readers.uneven, "_CHUNK", chunk)
        patch.setattr(lovgraf.readers.uneven, "_MOST_PADDED", most)
        found = uneven_lines(path, start, ";", 2, LAST, b"\x01", None)
    assert found is not None
    told_out = set(found.numbers.tolist())
    out = np.array([n for n, one in enumerate(lines, 1) if one[2] and n in told_out], np.int64)
    gaps = found.gaps(path, out, ";", 2)
    assert gaps.padded == (found.padded is None)
    kept = [row for n, row in enumerate(rows, 1) if n not in set(out.tolist())]
    whole = path.read_bytes()[start:]
    filled = np.frombuffer(whole, np.uint8).copy()
    gaps.fill(filled, start)
    ways = [gaps.without(whole, start), filled.tobytes()]
    for way in ways:
        left = without_padding(way, ";", 2) if gaps.padded else way
        found_lines = [one for one in left.decode().replace("\r", "").split("\n") if one]
        assert found_lines == [_cut(row) for row in kept if _cut(row)]


def _cut(row: str) -> str:
    """A row without the blank values that it has too many at its end."""
    while row.endswith(";") and row.replace('"b;"', "b").count(";") > 2:
        row = row[:-1]
    return row
