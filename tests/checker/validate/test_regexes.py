"""Regular expressions that RE2 and Python read alike are taken, the others refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lovgraf.readers.connection import connect
from lovgraf.validate.forms import as_re2
from tests.checker.validate.helpers import report_of

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


AS_XPATH = [
    (r"^\\w+$", "", "ab", True),
    (r"^\\w+$", "", r"ab\n", False),  # to Python, `$` stands before a last line break too
    (r"^\\w+$", "m", r"ab\n", True),
    (r"^\\w a$", "ix", "BA", True),
    (r"^\\w [ ]a$", "x", "b a", True),
    (r"^\\w.b$", "", r"a\nb", False),
    (r"^\\w.b$", "s", r"a\nb", True),
    (r"^[$]\\w\\$$", "", "$a$", True),
]


@pytest.mark.parametrize(("pattern", "flags", "text", "matches"), AS_XPATH)
@pytest.mark.parametrize("engine", ["both", "reference"])
def test_patterns_that_columns_leave_mean_what_they_mean_to_xpath(
    tmp_path: Path, pattern: str, flags: str, text: str, matches: bool, engine: str
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:pattern "
    shapes += f'"{pattern}" ; sh:flags "{flags}" ] .' if flags else f'"{pattern}" ] .'
    report = report_of(tmp_path, f'ex:a a ex:T ; ex:p "{text}" .', shapes, engine)
    assert report.conforms is matches
