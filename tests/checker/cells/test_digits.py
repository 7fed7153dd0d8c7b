"""What a pattern says of all numbers with so many digits."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.engine.array_path import by_first_digit

ATOMS = (
    "[0-9]",
    "[0-5]",
    "7",
    "[^3]",
    "\\d",
    ".",
    "x",
    "[a-z3]",
    "(1|2)",
    "[0-4]?",
    "9*",
    "^",
    "$",
)


@pytest.mark.parametrize(
    ("pattern", "count", "alone"),
    [
        ("^[0-9]{6}-?[0-9]{4}$", 10, True),
        ("^([0-9]{6}-?([0-9]{4}|[A-Z]{3}[0-9])|present|none)$", 10, True),
        ("^([0-5]|present$|none$)", 10, True),
        ("^.[0-5]", 10, False),
        ("^[0-9]{8}$", 10, True),
        ("7", 3, False),
        ("^(?=1)", 4, False),
        ("(", 4, False),
        ("^[1][3][5][7][9]", 10, False),
    ],
)
def test_patterns(pattern: str, count: int, alone: bool) -> None:
    assert by_first_digit(pattern, count) is alone


@given(st.lists(st.sampled_from(ATOMS), max_size=5).map("".join), st.sampled_from([1, 2, 3]))
def test_yes_means_yes_for_every_number(pattern: str, count: int) -> None:
    if not by_first_digit(pattern, count):
        return
    answers: dict[str, set[bool]] = {}
    for digits in itertools.product("0123456789", repeat=count):
        answers.setdefault(digits[0], set()).add(bool(re.search(pattern, "".join(digits))))
    assert all(len(found) == 1 for found in answers.values())
