"""What is found on columns, and what a value that cannot be read is told to look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from lovgraf.facts.expected import expected
from tests.checker.records.vocabulary import FACTS, Opened

KNOWN = ("id", "birth_date", "status", "passport", "fee")


def _unknown(
    tmp_path: Path, headers: list[str], known: tuple[str, ...] = KNOWN
) -> list[tuple[str | None, str, str]]:
    line = ";".join([*known, *headers])
    path = tmp_path / "t.csv"
    path.write_text(f"{line}\n{';'.join('1' for _ in line.split(';'))}\n", encoding="utf-8")
    opened = Opened(path)
    return [
        (found.column, found.message.da, found.message.en)
        for found in opened.table.quality
        if found.code == "unknown-column"
    ]


def test_a_few_unknown_columns_are_told_one_by_one(tmp_path: Path) -> None:
    headers = [f"q{n}zz" for n in range(10)]
    assert [column for column, _, _ in _unknown(tmp_path, headers)] == headers


def test_headings_that_may_be_a_record_are_told_by_place_and_shape(tmp_path: Path) -> None:
    found = _unknown(tmp_path, ["Anna Hansen", "passportt"], ("birth_date",))
    assert found == [
        (
            None,
            "Kolonnen nr. 2 ('Xxxx Xxxxxx') er ikke kendt og ikke læst.",
            "The column no. 2 ('Xxxx Xxxxxx') is not known and was not read.",
        ),
        (
            None,
            "Kolonnen nr. 3 ('xxxxxxxxx') er ikke kendt og ikke læst. Mente du passport?",
            "The column no. 3 ('xxxxxxxxx') is not known and was not read. Did you mean passport?",
        ),
    ]


@pytest.mark.slow
def test_many_unknown_columns_are_told_together_but_for_misspelt_ones(tmp_path: Path) -> None:
    found = _unknown(tmp_path, [*(f"q{n}zz" for n in range(300)), "birth_datte"])
    (many, danish, english), (near, _, hint) = found
    assert many is None
    assert danish.startswith("300 kolonner er ikke kendt og ikke læst: 'q0zz', 'q1zz'")
    assert danish.endswith("'q9zz' og 290 til.")
    assert english.endswith("'q9zz' and 290 more.")
    assert near == "birth_datte"
    assert hint.endswith("Did you mean birth_date?")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("cpr_number", "a CPR number of ten digits"),
        ("cvr_number", "a CVR number of eight digits"),
        ("country", "a country, such as DE"),
        ("status", "one of the codes 01, 03, 90"),
        ("birth_date", "a date, such as"),
        ("passport", "yes or no"),
        ("fee", "a number, such as 185.50"),
        ("name", "a known value"),
    ],
)
def test_a_value_that_cannot_be_read_is_told_what_it_must_look_like(name: str, words: str) -> None:
    assert expected(FACTS.columns[name]).en.startswith(words)
