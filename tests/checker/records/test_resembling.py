"""Headers that resemble columns: what is compared with few headings finds what all would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.law import Law
from lovgraf.readers.resembling import ComparedHeadings, headings_of, nearness
from tests.checker import small_law
from tests.examples import examples

FACTS = small_law.ship_law().facts
COLUMNS = list(FACTS.columns.values())
HEADINGS = sorted({text for column in COLUMNS for text in headings_of(column)})
COMPARED = ComparedHeadings(COLUMNS, FACTS.heading_words)


def one_by_one(header: str) -> tuple[str, ...]:
    """The same by comparing a header with every heading of every column."""
    scores = {
        column.name: max(nearness(header, text) for text in headings_of(column))
        for column in COLUMNS
    }
    found = sorted((-score, name) for name, score in scores.items() if score)
    return tuple(name for _, name in found)


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    """A heading with some letters changed, lost or put in."""
    letters = list(draw(st.sampled_from(HEADINGS)))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(letters)))
        letters[place : place + draw(st.integers(0, 1))] = draw(st.sampled_from("aeæø ?/_-x7"))
    return "".join(letters)


@examples(15, whole=40)
@given(header=misspelt() | st.text(max_size=12))
def test_what_is_passed_over_resembles_nothing(header: str) -> None:
    assert COMPARED.resembling(header) == one_by_one(header)


@pytest.mark.parametrize(
    ("header", "nearest"),
    [("Fodselsdag", "birth_date"), ("FÃ¸dselsdato", "birth_date"), ("F?dselsdato", "birth_date")],
)
def test_headers_of_the_law(law: Law, header: str, nearest: str) -> None:
    assert _compared(law).resembling(header)[0] == nearest


def _compared(law: Law) -> ComparedHeadings:
    return ComparedHeadings([*law.facts.columns.values()], law.facts.heading_words)


@pytest.mark.parametrize(
    "header",
    ["Ægtefælle fødselsdato", "Barns fødselsdato", "Fars fødselsdato", "spouse birth date"],
)
def test_what_tells_of_somebody_else_is_not_taken_for_what_is_told_of_the_person(
    law: Law, header: str
) -> None:
    assert "birth_date" not in _compared(law).resembling(header)
    assert "birth_date" in _compared(law).resembling(f"x {header.split(maxsplit=1)[1]}")
