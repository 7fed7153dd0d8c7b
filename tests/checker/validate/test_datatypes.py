"""`sh:datatype` beyond the types of SPARQL: columns judge what is clear and refuse what is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lovgraf.core.refusal import NotCompilable
from lovgraf.readers.connection import connect
from lovgraf.validate.forms import as_re2
from tests.checker.validate.helpers import report_of, rows

# Regular expressions that RE2 and Python read alike are taken, the others refused.

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


CLEAR = [
    ("xsd:gYear", "2014"), ("xsd:gYearMonth", "2014-05"), ("xsd:anyURI", "https://example.org/æ"),
    ("xsd:time", "23:59:59.5+01:00"), ("xsd:duration", "-P1Y2M3DT4H5M6.7S"),
    ("xsd:duration", "PT36H"), ("xsd:dayTimeDuration", "P1DT2H"), ("xsd:hexBinary", "0fA9"),
    ("xsd:yearMonthDuration", "P2M"), ("xsd:base64Binary", "aGk="), ("xsd:language", "da"),
    ("xsd:dateTimeStamp", "2014-12-01T10:00:00Z"), ("xsd:token", "a b"), ("rdf:JSON", "{}"),
]  # fmt: skip
UNCLEAR = [
    ("xsd:time", "24:00:00"), ("xsd:duration", "P1W"), ("xsd:duration", "P"),
    ("xsd:dayTimeDuration", "P1Y"), ("xsd:hexBinary", "0"), ("xsd:base64Binary", "a"),
    ("rdf:HTML", "<p>"), ("rdf:XMLLiteral", "<p/>"), ("xsd:ENTITY", "a"),
]  # fmt: skip


def _shape(datatype: str) -> str:
    return f"ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:datatype {datatype} ] ."


@pytest.mark.slow
@pytest.mark.parametrize(("datatype", "text"), CLEAR)
def test_clear_values(tmp_path: Path, datatype: str, text: str) -> None:
    """The value conforms, others do not, and pySHACL says the same."""
    data = f'ex:a ex:p "{text}"^^{datatype} , "{text}" , 7 , ex:b , "{text}"@da .'
    ours = report_of(tmp_path, data, _shape(datatype), "columns")
    assert ours.results == 4
    assert rows(ours) == rows(report_of(tmp_path, data, _shape(datatype), "reference"))


@pytest.mark.slow
@pytest.mark.parametrize(("datatype", "text"), UNCLEAR)
def test_unclear_values(tmp_path: Path, datatype: str, text: str) -> None:
    """Engines read the value in two ways, or it is not known what they read; without it all is
    clear."""
    with pytest.raises(NotCompilable, match=rf"S \(<.*p>\) uses .*{datatype}"):
        report_of(tmp_path, f'ex:a ex:p "{text}"^^{datatype} .', _shape(datatype), "columns")
    assert report_of(tmp_path, "ex:a ex:p 7 .", _shape(datatype), "columns").results == 1


AS_XPATH = [
    (r"^\\w+$", "", "ab", True),
    (r"^\\w+$", "", r"ab\n", False),  # to Python, `$` stands before a last line break too
    (r"^\\w+$", "m", r"ab\n", True),
    (r"^\\w a$", "ix", "BA", True),
    (r"^\\w [ ]a$", "x", "b a", True),
    (r"^\\w.b$", "", r"a\nb", False),
    (r"^\\w.b$", "s", r"a\nb", True),
    (r"^[$]\\w\\$$", "", "$a$", True),
    (r"^\\w+$", "", "a_b", False),  # to XPath, `_` is punctuation
    (r"^\\s$", "", "\u2003", False),  # and other scripts' spaces are no spaces
    (r"^\\i\\c*$", "", "a-b", True),
    ("^[a-z-[aeiou]]+$", "", "bad", False),
]


@pytest.mark.slow
@pytest.mark.parametrize(("pattern", "flags", "text", "matches"), AS_XPATH)
@pytest.mark.parametrize("engine", ["both", "reference"])
def test_patterns_that_columns_leave_mean_what_they_mean_to_xpath(
    tmp_path: Path, pattern: str, flags: str, text: str, matches: bool, engine: str
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:pattern "
    shapes += f'"{pattern}" ; sh:flags "{flags}" ] .' if flags else f'"{pattern}" ] .'
    report = report_of(tmp_path, f'ex:a a ex:T ; ex:p "{text}" .', shapes, engine)
    assert report.conforms is matches
