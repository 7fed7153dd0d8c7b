"""Regular expressions mean what XPath says, by its own words and by another engine."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.xpath_patterns import NotXPath, as_python
from tests.examples import examples


def matches(pattern: str, flags: str, text: str) -> bool:
    return bool(re.search(as_python(pattern, flags), text, re.I if "i" in flags else 0))


@pytest.mark.parametrize(
    ("pattern", "flags", "fits", "fails"),
    [
        (r"^\w+$", "", ["åse", "a1", "€", "x+y"], ["a_b", "a-b", "a b", "ab\n"]),
        (r"^\W$", "", ["_", "-", "\u00a0"], ["å", "€"]),
        (r"^\s$", "", [" ", "\t", "\n", "\r"], ["\u00a0", "\u2003", "\f"]),
        (r"^\S$", "", ["\u00a0", "a"], [" "]),
        (r"^\d\D$", "", ["٣a", "3٫"], ["33", "²a"]),
        (r"^\i\c*$", "", ["a-b.1", "_", ":x", "å·"], ["1a", "-a", "a b"]),
        (r"^\I\C$", "", ["1 ", "-,"], ["a ", "1a"]),
        (r"^\p{L}\P{L}$", "", ["å1", "a_"], ["1a", "ab"]),
        (r"^[\p{Lu}\d_]+$", "", ["Å3_"], ["å"]),
        (r"^[^\w\s]$", "", ["-", "_", "\u2003"], ["a", " "]),
        ("^[a-z-[aeiou]]+$", "", ["bcd"], ["bad", "-"]),
        ("^[^a-c-[x]]$", "", ["y", "-"], ["a", "x"]),
        (r"^[\w-[\d]]+$", "", ["ab"], ["a1"]),
        ("^[a-c-]$", "", ["-", "b"], ["d"]),
        ("^[A-C]$", "i", ["b", "B"], ["d"]),
        ("^[^q]$", "i", ["a"], ["q", "Q"]),
        (r"^(a)?b\1$", "", ["aba", "b"], ["ab", "ba"]),
        (r"^(a|b)\12$", "", ["aa2", "bb2"], ["aa", "ab2"]),
        ("^.$", "", ["\r", "a"], ["\n"]),
        ("^.$", "s", ["\n"], [""]),
        ("b$", "", ["ab"], ["ab\n"]),
        ("b$", "m", ["ab\n", "ab\nc"], ["a"]),
        ("^$", "m", ["", "a\n\nb"], ["a\n", "a\nb"]),
        (r"a b [ ]\-", "x", ["ab -"], ["a b -"]),
        (r"^a{2,3}?$", "", ["aa", "aaa"], ["a"]),
        ("^(?!a)(?=b)", "", ["b"], ["a"]),
        (r"^\[\]\{\}\$\^\|\.$", "", ["[]{}$^|."], []),
    ],
)
def test_what_it_says(pattern: str, flags: str, fits: list[str], fails: list[str]) -> None:
    assert [text for text in fits if not matches(pattern, flags, text)] == []
    assert [text for text in fails if matches(pattern, flags, text)] == []


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        (r"\bfoo", r"\\b"), ("(?i)a", r"\(\?i"), ("(?P<x>a)", r"\(\?P"), ("(?#a)b", r"\(\?#"),
        ("[[:alpha:]]", r"\["), ("[]a]", r"\[\]"), ("a++", r"\+\+"), ("a{,3}", "{ without"),
        ("a{", "{ without"), (r"\x41", r"\\x"), (r"\A", r"\\A"), (r"\Z", r"\\Z"), (r"\0", r"\\0"),
        (r"\1", r"\\1"), (r"\p{IsGreek}", r"\\p"), (r"\p{Xx}", r"\\p"), (r"\pL", r"\\p"),
        ("[z-a]", "range"), (r"[a-\d]", "range"), ("[a", "end"), ("(a", "unterminated"),
        ("*a", "repeat"), ("\\", "end"), ("[a-z-[a]b]", "before the class ends"),
    ],
)  # fmt: skip
def test_what_xpath_does_not_have_is_named(pattern: str, named: str) -> None:
    with pytest.raises(NotXPath, match=named):
        as_python(pattern)


@pytest.mark.parametrize("pattern", [r"\p{Lu}", "[a-z-[aeiou]]"])
def test_classes_that_the_flag_i_would_change(pattern: str) -> None:
    as_python(pattern)
    with pytest.raises(NotXPath, match="with the flag i"):
        as_python(pattern, "i")


PARTS = [
    "a", "b", "[ab]", "[^ab]", "[a-c]", r"\d", ".", "(a|b)", "(?:ab)", r"\.", "x*", "b+?", "c?",
    "a{2}", "^", "$", " ", r"\p{L}", r"\p{Lu}", r"\P{Nd}", "å", r"\n", "[0-9]", r"[\d-]", r"[^\d]",
]  # fmt: skip
TEXTS = ["", "a", "aab", "AB", "å", "Å", "1", "٣", " ", "a b", "a\nb", "ab\n", "-", "xx.", "\r"]


def quoted(text: str) -> str:
    for one, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(one, escaped)
    return f'"{text}"'


@pytest.mark.slow
@examples(50, whole=150)
@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=5).map("".join),
    st.sampled_from(["", "i", "m", "s", "x", "im", "sx"]),
    st.sampled_from(TEXTS),
)
def test_it_matches_as_another_engine_does_where_that_has_xpaths_classes(
    pattern: str, flags: str, text: str
) -> None:
    try:
        ours = matches(pattern, flags, text)
    except NotXPath:
        return
    asked = f"SELECT (REGEX({quoted(text)}, {quoted(pattern)}, {quoted(flags)}) AS ?r) {{}}"
    found = ox.Store().query(asked)
    assert isinstance(found, ox.QuerySolutions)
    assert [f"{row[0]}" for row in found] == [f"{ox.Literal(ours)}"]
