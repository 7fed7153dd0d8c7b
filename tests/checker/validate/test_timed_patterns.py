"""A pattern that goes back without end is told by name, in `sh:pattern` and in SPARQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from lovgraf.core.errors import InputError
from lovgraf.validate import timed_patterns
from tests.checker.validate.helpers import report_of

DATA = f'ex:a a ex:T ; ex:p "{"a" * 60}!" , "fine words" .\n'
PATTERN = r"^(\\w+\\s?)*$"
DOUBLED = PATTERN.replace("\\", "\\\\")
QUERY = f"""SELECT $this ?value WHERE {{ $this <http://example.org/p> ?value
  FILTER (!regex(?value, '{DOUBLED}')) }}"""
SHAPES = {
    "pattern": f'sh:property [ sh:path ex:p ; sh:pattern "{PATTERN}" ]',
    "sparql": f'sh:sparql [ sh:select """{QUERY}""" ]',
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_refused_by_name(tmp_path: Path, shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_patterns, "SECONDS", 0.3)
    shapes = f"ex:S a sh:NodeShape ; sh:targetClass ex:T ; {SHAPES[shape]} ."
    with pytest.raises(InputError) as caught:
        report_of(tmp_path, DATA, shapes, "both")
    assert r"(\w+\s?)*" in caught.value.in_language("en")
    assert "aaaa" not in caught.value.in_language("da")


@pytest.mark.parametrize("shape", SHAPES)
def test_others_are_matched_as_before(tmp_path: Path, shape: str) -> None:
    data = 'ex:a a ex:T ; ex:p "fine words" , "no, thanks" .\n'
    shapes = f"ex:S a sh:NodeShape ; sh:targetClass ex:T ; {SHAPES[shape]} ."
    report = report_of(tmp_path, data, shapes, "both")
    assert [value for _, value, _ in report.rows(0)] == ['"no, thanks"']


def test_columns_never_go_back(tmp_path: Path) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; "
    shapes += 'sh:pattern "^([a-z]+ ?)*$" ] .'
    report = report_of(tmp_path, DATA, shapes, "columns")
    assert [value for _, value, _ in report.rows(0)] == [f'"{"a" * 60}!"']


SELECT = "SELECT $this ?value WHERE {{ $this ex:p ?value FILTER({}) }}"


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (r"REGEX(?value, '^[^\\\\w]|_')", 1),
        (r"REGEX(?value, '^[a-z-[b-d]]_', '')", 1),
        ("REPLACE(?value, '[A]', '-', 'i') = '-_-_-'", 1),  # rdflib takes flags for a number
        ("REPLACE(?value, '(a)_', '$0$1') = 'a_aA_a'", 1),
    ],
)
def test_patterns_of_queries_mean_what_xpath_says(
    tmp_path: Path, condition: str, found: int
) -> None:
    shapes = f'''ex:S a sh:NodeShape ; sh:targetClass ex:T ;
      sh:sparql [ sh:select """{SELECT.format(condition)}""" ] .'''
    data = 'ex:a a ex:T ; ex:p "a_A_a" . ex:b a ex:T ; ex:p "b" .'
    report = report_of(tmp_path, data, shapes, "both")
    assert report.results == found


@pytest.mark.parametrize("pattern", ["(?i)a", "[[:alpha:]]"])
def test_a_pattern_of_a_query_that_xpath_does_not_have_is_refused(
    tmp_path: Path, pattern: str
) -> None:
    query = SELECT.format(f"REGEX(?value, '{pattern}')")
    shapes = f'ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:sparql [ sh:select "{query}" ] .'
    with pytest.raises(InputError, match="cannot be read as XPath has it"):
        report_of(tmp_path, 'ex:a a ex:T ; ex:p "a" .', shapes, "both")
