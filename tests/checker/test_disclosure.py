"""What may be told of a cell: as it stands where that was asked for, else its shape."""

from __future__ import annotations

import unicodedata

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lovgraf.core.disclosure import (
    LONGEST,
    Headings,
    cut,
    disclosed,
    disclosed_sql,
    disclosed_values,
    shape,
)
from tests.examples import examples

HEADS = ("id", "birth_date", "Navn på hund", "9", "talk to anna@x.dk")


@examples(40, whole=100)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
@example("Ørsted-2 ½ Ⅳ\tÅse\x00\u0301 中 🇩🇰 Ⓐ")
@example("x" * 41)
def test_a_shape_has_no_letter_or_digit_of_the_text_and_is_its_own_shape(text: str) -> None:
    found = shape(text)
    for char in found.removesuffix("…"):
        assert char in "Xx9" or (" " <= char <= "~" and not char.isalnum())
    assert len(found.removesuffix("…")) == min(len(text), LONGEST)
    assert shape(found) == found


@pytest.mark.slow
@examples(10, whole=30, of=100)
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cn"])), min_size=1))
@pytest.mark.parametrize("show_values", [False, True])
def test_the_data_engine_makes_the_same(show_values: bool, texts: list[str]) -> None:
    found = duckdb.execute(
        f"SELECT {disclosed_sql('t', show_values)} FROM (SELECT unnest($1::VARCHAR[]) AS t)",
        [texts],
    ).fetchall()
    assert [row[0] for row in found] == [disclosed(cut(text), show_values) for text in texts]


def test_every_letter_and_digit_of_the_data_engine_s_table_is_covered() -> None:
    """Newer versions of Unicode have letters that an older one does not know: `*` says less."""
    chars = [chr(c) for c in range(0x20000) if unicodedata.category(chr(c))[0] in "LMN"]
    found = duckdb.execute(
        f"SELECT DISTINCT {disclosed_sql('t', False)} FROM (SELECT unnest($1::VARCHAR[]) AS t)",
        [chars],
    ).fetchall()
    assert {row[0] for row in found} <= {"X", "x", "9", "*"}


def test_cells_are_told_once_each() -> None:
    assert disclosed_values(["Anna", "Bent", "Bo"], False) == ["Xxxx", "Xx"]
    assert disclosed_values(["Anna", "Bent"], True) == ["Anna", "Bent"]


def test_a_row_of_known_headings_is_told_but_for_what_may_be_somebody_s() -> None:
    found = Headings.of(HEADS, [0, 1], False)
    assert not found.as_written
    assert Headings.of(HEADS[:4], [0, 1], False).as_written
    assert Headings.of(HEADS, [0, 1], True).as_written
    many = (*HEADS, "a", "b", "c", "d", "Anna 0102031234")
    known = Headings.of(many, [0, 1, 5, 6, 7], False)
    assert [known.disclosed(n) for n in (2, 4, 9)] == [
        "Navn på hund", "xxxx xx xxxx@x.xx", "Xxxx 9999999999",
    ]  # fmt: skip
    assert known.column(4) is None
    assert known.named(2).en == "'Navn på hund'"
    assert known.named(4).en == "no. 5 ('xxxx xx xxxx@x.xx')"


def test_a_word_by_chance_does_not_make_a_record_a_row_of_headings() -> None:
    """`ID` is Indonesia, and `udvandret` a status: both are headings as well."""
    record = ["Anna Hansen", "ID", "udvandret", "Østergade 4", "mitid", "sukkersyge"]
    found = Headings.of(record, [1, 2], False)
    assert [found.disclosed(n) for n in range(3)] == ["Xxxx Xxxxxx", "XX", "xxxxxxxxx"]
