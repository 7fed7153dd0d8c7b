"""Regular expressions that RE2 and Python read alike are taken, the others refused."""

from __future__ import annotations

import re

import pytest

from lovgraf.readers.connection import connect
from lovgraf.validate.forms import as_re2

TEXTS = ["", "a", "B", "ab1", "12-34", "æ", "x.y", "a-b", "]", "^", "AAA", "a b"]


@pytest.mark.parametrize(
    "pattern",
    [
        "^[a-z]+$",
        r"\d{2}-\d{2}",
        "a|b",
        "(ab)?1",
        "[^a-z]",
        r"x\.y",
        "^.$",
        "[a-]",
        "A{2,3}",
        "a.*?b",
    ],
)
@pytest.mark.parametrize("flags", ["", "i"])
def test_taken_patterns_mean_the_same(pattern: str, flags: str) -> None:
    """RE2 in the data engine matches what Python matches."""
    regex = as_re2(pattern, flags)
    assert regex is not None
    connection = connect(None)
    for text in TEXTS:
        row = connection.execute("SELECT regexp_matches(?, ?)", [text, regex]).fetchone()
        assert row is not None
        assert row[0] == bool(re.search(pattern, text, re.IGNORECASE if flags else 0))


@pytest.mark.parametrize(
    "pattern",
    [
        r"\w+",
        r"(a)\1",
        "(?=a)",
        "(?!a)",
        r"\s",
        "[a-z-[b]]",
        r"\p{L}",
        "(",
        "[",
        "a{2",
        r"\bx",
        "(?i)a",
    ],
)
def test_doubtful_patterns_are_refused(pattern: str) -> None:
    """Refused, not guessed."""
    assert as_re2(pattern, "") is None


@pytest.mark.parametrize("flags", ["s", "m", "x", "q", "ii"])
def test_doubtful_flags_are_refused(flags: str) -> None:
    """Only `i` is taken."""
    assert as_re2("a", flags) is None
