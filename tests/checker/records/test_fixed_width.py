"""Files of fixed width: what a mapping says of places, lengths, encodings and kinds of lines.

The files are made byte by byte; the layout of `EXTRACT` is like that of extracts of the CPR: the
kind of a line in its first three characters, then the personal number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import lovgraf.readers.encodings
import lovgraf.readers.fixed
from lovgraf.core.errors import InputError
from lovgraf.readers.connection import connect
from lovgraf.readers.lost import refuse_lost
from lovgraf.readers.source import Request
from tests.checker.records.vocabulary import Opened

PLAIN = [
    {"titles": "Nr", "name": "id", "lovgraf:start": 1, "lovgraf:length": 4},
    {"titles": "Navn", "name": "name", "lovgraf:start": 5, "lovgraf:length": 8},
    {"titles": "Født", "name": "birth_date", "lovgraf:start": 13, "lovgraf:length": 8,
     "datatype": {"base": "date", "format": "yyyyMMdd"}},
    {"titles": "Pas", "name": "passport", "lovgraf:start": 21, "lovgraf:length": 1},
]  # fmt: skip
LINES = ["0001Åse     19900201J", "0002Bo      19911231N", "0010Søren Æ         J"]


def opened(folder: Path, content: bytes, columns: list[dict[str, Any]], **table: Any) -> Opened:
    """A file opened with metadata of these columns."""
    (folder / "t.txt").write_bytes(content)
    told = {"url": "t.txt", "tableSchema": {"columns": columns}, "lovgraf:recordLength": 21}
    (folder / "m.json").write_text(json.dumps({**told, **table}), encoding="utf-8")
    return Opened(folder / "t.txt", mapping=folder / "m.json")


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "cp277", "cp1142", "cp850"])
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_places_are_characters_in_every_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    import ebcdic  # noqa: F401

    content = "".join(line + end for line in LINES).encode(encoding)
    dialect: dict[str, Any] = {"encoding": encoding} | ({} if end else {"lineTerminators": []})
    found = opened(tmp_path, content, PLAIN, dialect=dialect)
    assert found["id"] == ["0001", "0002", "0010"]
    assert found["name"] == ["Åse", "Bo", "Søren Æ"]
    assert found["birth_date"] == [date(1990, 2, 1), date(1991, 12, 31), None]
    assert found["passport"] == [True, False, True]
    assert not found.table.intake.tables[0].left_out


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_the_encoding_is_found_where_it_is_not_stated(tmp_path: Path, encoding: str) -> None:
    found = opened(tmp_path, "\n".join(LINES).encode(encoding), PLAIN)
    assert found["name"] == ["Åse", "Bo", "Søren Æ"]
    assert found.table.intake.tables[0].encoding == encoding


def test_a_line_of_another_length_is_told_by_number_and_shifts_nothing(tmp_path: Path) -> None:
    lines = [LINES[0], LINES[1][1:], LINES[1], LINES[2] + "J", ""]
    found = opened(tmp_path, "\n".join([*lines, LINES[2]]).encode(), PLAIN)
    assert found["id"] == ["0001", "0002", "0010"]
    assert found["passport"] == [True, False, True]
    assert found.left_out("line-too-short") == [2, 5]
    assert found.left_out("line-too-long") == [4]
    assert found.found["unreadable-row"] is None
    assert found._column("lovgraf_row") == [1, 3, 6]


def test_blanks_that_were_cut_off_are_blanks_only_where_the_mapping_says_so(tmp_path: Path) -> None:
    content = b"0001Bo\n0002Ib      19900201J\n"
    trimmed = opened(tmp_path, content, PLAIN, **{"lovgraf:trimmed": True})
    assert trimmed["name"] == ["Bo", "Ib"]
    assert trimmed["passport"] == [None, True]
    assert opened(tmp_path, content, PLAIN).left_out("line-too-short") == [1]


EXTRACT = [
    "000" + "20261129".ljust(31),
    "001" + "0102901234" + "01" + "19900201".ljust(19),
    "003" + "0102901234" + "Anne Å".ljust(21),
    "001" + "3112911234" + "90" + "19911231".ljust(19),
    "099" + "3112911234" + "noget andet".ljust(21),
    "999" + "00000004".ljust(31),
]
KINDS: dict[str, Any] = {
    "lovgraf:line": {"start": 1, "length": 3, "is": "001"},
    "lovgraf:key": {"start": 4, "length": 10},
    "lovgraf:recordLength": {"001": 34, "003": 34},
}
OF_KINDS = [
    {"titles": "PNR", "name": "cpr_number", "lovgraf:start": 4, "lovgraf:length": 10},
    {"titles": "STATUS", "name": "status", "lovgraf:start": 14, "lovgraf:length": 2},
    {"titles": "NAVN", "name": "name", "lovgraf:start": 14, "lovgraf:length": 21,
     "lovgraf:line": "003"},
]  # fmt: skip


def test_lines_of_several_kinds_are_put_together_by_their_key(tmp_path: Path) -> None:
    found = opened(tmp_path, "\n".join(EXTRACT).encode("cp277"), OF_KINDS,
                   dialect={"encoding": "cp277"}, **KINDS)  # fmt: skip
    assert found["cpr_number"] == ["0102901234", "3112911234"]
    assert found["status"] == ["01", "90"]
    assert found["name"] == ["Anne Å", None]
    assert found.left_out("other-line") == [1, 5, 6]
    assert found._column("lovgraf_row") == [2, 4]


def test_a_line_without_its_record_is_told(tmp_path: Path) -> None:
    lines = [*EXTRACT, "003" + "1111111118" + "Uden post".ljust(21)]
    found = opened(tmp_path, "\n".join(lines).encode(), OF_KINDS, **KINDS)
    assert found.left_out("no-record") == [7]
    assert found["name"] == ["Anne Å", None]


def test_two_lines_of_a_kind_for_one_record_are_refused(tmp_path: Path) -> None:
    lines = [*EXTRACT, "003" + "0102901234" + "Anne B".ljust(21)]
    with pytest.raises(InputError, match="lines 3 and 7") as refused:
        opened(tmp_path, "\n".join(lines).encode(), OF_KINDS, **KINDS)
    assert "Anne" not in str(refused.value)
    assert "0102901234" not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lovgraf:recordLength": None}, "lovgraf:recordLength"),
        ({"lovgraf:recordLength": 20}, "ends at place 21"),
        ({"dialect": {"encoding": "ebcdic-dk"}}, "ebcdic-dk is not known"),
        ({"dialect": {"encoding": "ascii"}}, "not in the encoding ascii"),
        ({"dialect": {"lineTerminators": []}}, "has line ends"),
        ({"lovgraf:recordLength": 30}, "None of the rows is a record: 3"),
        ({"lovgraf:records": "/a"}, "use one"),
        ({"lovgraf:key": {"start": 0, "length": 3}}, "whole numbers from 1"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        opened(tmp_path, "\n".join(LINES).encode(), PLAIN, **change)


def test_a_column_without_a_place_is_refused(tmp_path: Path) -> None:
    columns: list[dict[str, Any]] = [*PLAIN, {"titles": "Gebyr", "name": "fee"}]
    with pytest.raises(InputError, match="Gebyr lacks lovgraf:start"):
        opened(tmp_path, "\n".join(LINES).encode(), columns)


def test_a_file_is_gone_through_a_part_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However large it is, little of it is held at once."""
    taken: list[int] = []

    def chunks(_path: Path) -> Iterator[bytearray]:
        for number in range(1000):
            taken.append(number)
            yield bytearray(b"0123456789\n")

    monkeypatch.setattr(lovgraf.readers.encodings, "chunks", chunks)
    texts = lovgraf.readers.fixed._text(Request(tmp_path, "f.txt", connect(None)), "utf-8")
    assert next(texts) == "0123456789\n"
    assert taken == [0]


def test_days_in_another_form_are_to_be_stated_in_the_mapping_at_hand(tmp_path: Path) -> None:
    """What proposes a mapping cannot tell where columns are in lines of text."""
    columns = [*PLAIN[:2], {**PLAIN[2], "datatype": "date"}, PLAIN[3]]
    lines = [f"{n:04}Bo      3112199{n}J" for n in range(9)]
    found = opened(tmp_path, "\n".join(lines).encode(), columns)
    with pytest.raises(InputError) as error:
        refuse_lost(found.table.lost, ["birth_date"], "t.txt", found.table.described)
    assert "Say so in the mapping that the file is read by; or correct" in error.value.message.en
    assert "lovgraf map" not in error.value.message.en + error.value.message.da
