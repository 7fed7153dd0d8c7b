"""Large files of triples are read block by block, and say the same as when read at once."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lovgraf.readers.rdf
import lovgraf.readers.rdf_blocks
from lovgraf.core.errors import InputError
from lovgraf.readers.rdf_blocks import read_in_blocks
from tests.checker.records.vocabulary import FACTS, Opened
from tests.examples import examples

RECORD = "https://w3id.org/lovgraf/record#"
XSD = "http://www.w3.org/2001/XMLSchema#"
VALUES = {
    "id": ['"A"', '"B\\u00e5"'],
    "birthDate": [f'"1990-02-01"^^<{XSD}date>', f'"1990-13-01"^^<{XSD}date>', '"x"'],
    "passport": [f'"true"^^<{XSD}boolean>', '"false"'],
    "months": [f'"6"^^<{XSD}integer>', f'"-7"^^<{XSD}integer>'],
    "citizenship": ['"DK"', '"SE"', "<urn:country:NO>"],
    "name": ['"Åse"@da', '"a \\"b\\"\\n"', '""'],
    "unknown": ['"x"'],
}
EXTRA = ["", "# a comment", "   ", "#"]


def lines(dice: random.Random, subjects: int, quads: bool) -> list[list[str]]:
    """The lines of each subject."""
    found = []
    for number in range(subjects):
        subject = dice.choice((f"<urn:s:{number}>", f"_:b{number}"))
        own = [f"{subject} <{RDF_TYPE}> <{RECORD}Person>"] if dice.random() < 0.8 else []
        for _ in range(dice.randrange(6)):
            name = dice.choice(list(VALUES))
            between = dice.choice((" ", " ", "  ", "\t"))
            own.append(f"{subject}{between}<{RECORD}{name}> {dice.choice(VALUES[name])}")
        graph = dice.choice(("", " <urn:g>")) if quads else ""
        ended = [f"{line}{graph} ." for line in own]
        found.append(
            [x for line in ended for x in (line, *dice.sample(EXTRA, dice.random() < 0.1))]
        )
    return found


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def said(path: Path) -> dict[str, Any]:
    opened = Opened(path)
    columns = sorted(opened.table.values)
    return {name: (opened[name], opened.unreadable(name)) for name in columns}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Blocks of few lines; whether each file was read in blocks."""
    found = []

    def read(*asked: Any) -> Any:
        source = read_in_blocks(*asked)
        found.append(source is not None)
        return source

    monkeypatch.setattr(lovgraf.readers.rdf, "_LARGE", 0)
    monkeypatch.setattr(lovgraf.readers.rdf_blocks, "BLOCK", 1000)
    monkeypatch.setattr(lovgraf.readers.rdf, "read_in_blocks", read)
    return found


@pytest.mark.slow
@examples(1, whole=2, of=8)
@given(seed=st.integers(0, 10**9))
def test_blocks_say_what_the_file_says(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    dice = random.Random(seed)
    quads, apart = dice.random() < 0.3, dice.random() < 0.3
    path = tmp_path_factory.mktemp("rdf") / ("t.nq" if quads else "t.nt")
    each = [line for own in lines(dice, 25, quads) for line in own]
    each.append(f'<urn:last> <{RECORD}months> "3" .')
    if apart:
        dice.shuffle(each)
    end = dice.choice(("\n", "\r\n"))
    path.write_bytes((end.join(each) + dice.choice(("", end))).encode())
    expected = said(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lovgraf.readers.rdf, "_LARGE", 0)
        patch.setattr(lovgraf.readers.rdf_blocks, "BLOCK", dice.choice((200, 1000, 5000)))
        assert said(path) == expected


def person(number: int) -> str:
    return "".join(
        f"<urn:p:{number}> <{RECORD}{name}> {value} .\n"
        for name, value in (("id", f'"P{number}"'), ("months", f'"{number}"^^<{XSD}integer>'))
    )


def test_subjects_that_stand_together_are_read_in_blocks(tmp_path: Path, small: list[bool]) -> None:
    path = tmp_path / "t.nt"
    path.write_text("\ufeff" + "".join(map(person, range(50))), encoding="utf-8")
    opened = Opened(path)
    assert small == [True]
    assert opened["id"] == [f"P{number}" for number in range(50)]
    assert opened["months"] == list(range(50))
    assert opened.table.rows == 50
    assert sorted(p.name for p in opened.table.holder.file("x").parent.iterdir()) == [
        "records.parquet"
    ]


def test_a_subject_that_comes_again_is_one_record(tmp_path: Path, small: list[bool]) -> None:
    path = tmp_path / "t.nt"
    again = f'<urn:p:3> <{RECORD}name> "late" .\n'
    path.write_text("".join(map(person, range(50))) + again)
    opened = Opened(path)
    assert small == [False]
    assert opened["name"] == [None] * 3 + ["late"] + [None] * 46


def test_a_subject_larger_than_a_block(tmp_path: Path, small: list[bool]) -> None:
    path = tmp_path / "t.nt"
    many = "".join(f'<urn:p:7> <urn:note> "{number}" .\n' for number in range(100))
    path.write_text("".join(map(person, range(8))) + many + "".join(map(person, range(8, 20))))
    opened = Opened(path)
    assert small == [True]
    assert opened["months"] == list(range(20))


def test_a_wrong_line_is_told_by_its_number_in_the_file(tmp_path: Path, small: list[bool]) -> None:
    path = tmp_path / "t.nt"
    each = "".join(map(person, range(50))).splitlines()
    each[80] = each[80].replace("<urn:p:40>", "<urn:p:40")
    path.write_text("\n".join(each))
    with pytest.raises(InputError) as error:
        Opened(path)
    assert error.value.line == 81
    assert "P40" not in str(error.value)


def test_a_file_without_facts_is_told_so(tmp_path: Path, small: list[bool]) -> None:
    path = tmp_path / "t.nt"
    path.write_text("".join(f'<urn:p:{n}> <urn:q> "{n}" .\n' for n in range(100)))
    with pytest.raises(InputError, match="has no facts to check"):
        Opened(path)


def test_what_is_not_text_is_told_so(tmp_path: Path, small: list[bool]) -> None:
    path = tmp_path / "t.nt"
    path.write_bytes("".join(map(person, range(50))).encode() + b'<urn:x> <urn:y> "\xff" .\n')
    with pytest.raises(InputError):
        Opened(path)


def test_columns_are_those_that_some_block_has(tmp_path: Path, small: list[bool]) -> None:
    path = tmp_path / "t.nt"
    last = f'<urn:z> <{RECORD}leftOn> "2014-01-01"^^<{XSD}date> .\n'
    path.write_text("".join(map(person, range(30))) + last)
    opened = Opened(path)
    assert small == [True]
    assert set(opened.table.values) == {"id", "months", "left_on"}
    assert opened["id"][-1] == "urn:z"
    assert set(FACTS.columns) > {"id", "months", "left_on"}


@pytest.mark.parametrize("blocks", [False, True])
def test_records_stand_where_their_first_line_does_however_it_is_written(
    tmp_path: Path, request: pytest.FixtureRequest, blocks: bool
) -> None:
    if blocks:
        request.getfixturevalue("small")
    path = tmp_path / "t.nt"
    odd = f'<urn:p:1>  <{RECORD}name> "Åse"@da .\n'
    path.write_text(person(5) + "# next\n" + odd + person(1) + f'<urn:x> <{RECORD}name> "x"@en.')
    opened = Opened(path)
    assert opened["id"] == ["P5", "P1", "urn:x"]
    assert opened["name"] == [None, "Åse", "x"]


def test_lines_that_end_in_a_carriage_return_alone(tmp_path: Path, small: list[bool]) -> None:
    path = tmp_path / "t.nt"
    each = [f'<urn:p:{n}> <{RECORD}name> "x"@en .' for n in range(20)]
    path.write_bytes(("\r".join(each) + "\n" + person(30)).encode())
    opened = Opened(path)
    assert opened["id"] == [*(f"urn:p:{n}" for n in range(20)), "P30"]
