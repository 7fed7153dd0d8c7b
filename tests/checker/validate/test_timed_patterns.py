"""A pattern that goes back without end is told by name, in `sh:pattern` and in SPARQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from lovgraf.core.errors import InputError
from lovgraf.validate import pyshacl_run
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


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_refused_by_name(tmp_path: Path, shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyshacl_run, "SECONDS", 0.3)
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
