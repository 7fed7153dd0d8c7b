"""`sh:datatype` beyond the types of SPARQL: columns judge what is clear and refuse what is not."""

from __future__ import annotations

import functools
import re
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from lovgraf.core.refusal import NotCompilable
from lovgraf.readers.connection import connect
from lovgraf.validate.re2 import as_re2
from tests.checker.validate.helpers import Row, report_of, rows

# Regular expressions that RE2 and Python read alike are taken, the others refused.

_connection = functools.cache(functools.partial(connect, None))
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
    connection = _connection()
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


@functools.cache
def _of_clear(engine: str) -> dict[str, Counter[Row]]:
    """What an engine finds of each clear value and of others beside it, by node."""
    data, shapes = [], []
    for n, (datatype, text) in enumerate(CLEAR):
        data.append(f'ex:a{n} ex:p "{text}"^^{datatype} , "{text}" , 7 , ex:b , "{text}"@da .')
        shapes.append(_shape(datatype).replace("ex:S ", f"ex:S{n} ").replace("ex:a ", f"ex:a{n} "))
    with tempfile.TemporaryDirectory() as folder:
        report = report_of(Path(folder), "\n".join(data), "\n".join(shapes), engine)
    found: dict[str, Counter[Row]] = {
        f"<http://example.org/a{n}>": Counter() for n in range(len(CLEAR))
    }
    for row, times in rows(report).items():
        found[row[0]][row] += times
    return found


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(CLEAR)), ids=lambda n: "-".join(CLEAR[n]))
def test_clear_values(number: int) -> None:
    """The value conforms, others do not, and pySHACL says the same."""
    node = f"<http://example.org/a{number}>"
    ours = _of_clear("columns")[node]
    assert ours.total() == 4
    assert ours == _of_clear("reference")[node]


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


@functools.cache
def _broken(engine: str) -> set[str]:
    """The nodes that break their pattern, from one report."""
    data, shapes = [], []
    for n, (pattern, flags, text, _) in enumerate(AS_XPATH):
        own = f'"{pattern}" ; sh:flags "{flags}" ] .' if flags else f'"{pattern}" ] .'
        data.append(f'ex:a{n} a ex:T{n} ; ex:p "{text}" .')
        shapes.append(
            f"ex:S{n} a sh:NodeShape ; sh:targetClass ex:T{n} ; "
            f"sh:property [ sh:path ex:p ; sh:pattern {own}"
        )
    with tempfile.TemporaryDirectory() as folder:
        report = report_of(Path(folder), "\n".join(data), "\n".join(shapes), engine)
    return {row[0] for row in rows(report)}


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(AS_XPATH)), ids=lambda n: "-".join(AS_XPATH[n][:2]))
@pytest.mark.parametrize("engine", ["both", "reference"])
def test_patterns_that_columns_leave_mean_what_they_mean_to_xpath(engine: str, number: int) -> None:
    matches = AS_XPATH[number][3]
    assert (f"<http://example.org/a{number}>" not in _broken(engine)) is matches
