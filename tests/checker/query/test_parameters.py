"""Parameters: types, defaults, and values that cannot break out of their place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.query.library import find, names, read
from lovgraf.query.parameters import OWN, Parameter, fill, term

NOTHING = Text("", "")


def _of(kind: str) -> Parameter:
    return Parameter("x", kind, "1", NOTHING)


@given(st.text(max_size=40))
def test_a_text_stays_one_literal(value: str) -> None:
    written = term(_of("string"), value)
    (row,) = ox.Store().query(f"SELECT ({written} AS ?x) {{}}")  # type: ignore[misc]
    assert row["x"].value == value


@given(st.text(max_size=40))
def test_an_address_stays_one_or_is_refused(value: str) -> None:
    try:
        written = term(_of("iri"), value)
    except InputError:
        return
    assert written.startswith("<")
    assert written.count("<") == written.count(">") == 1


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("date", "2014-12-01", "1.12.2014"),
        ("date", "today", "20141201"),
        ("integer", "-15", "15.5"),
        ("integer", "15", "١٥"),
        ("decimal", "0,5", "1e9"),
        ("boolean", "ja", "måske"),
        ("lang", "en", "de"),
        ("iri", "record#age", "a b"),
    ],
)
def test_types(kind: str, good: str, bad: str) -> None:
    assert term(_of(kind), good)
    with pytest.raises(InputError) as caught:
        term(_of(kind), bad)
    assert bad not in str(caught.value)


def test_only_tokens_are_replaced() -> None:
    text = "SELECT ?x { ?x ?p $limit . ?y ?p '$limit', <a$limit> } # $limit"
    filled = fill(text, (Parameter("limit", "integer", "15", NOTHING),), {})
    assert filled.count("15") == 1
    assert "'$limit', <a$limit> } # $limit" in filled
    assert "?x { ?x" in filled


def test_an_unknown_parameter_is_refused_with_a_hint() -> None:
    with pytest.raises(InputError, match="Did you mean asOf"):
        fill("ASK {}", OWN, {"asof": "2014-12-01"})


def test_a_heading_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text(
        "# title.da: Et\n# title.en: One\n# about.da: Hvad\n#    og hvorfor\n# about.en: What\n"
        "# param.asOf: date = 2014-12-01 | Dato | Date\n# column.x: Kolonne | Column\n"
        "SELECT ?x { ?x ?p ?o }\n",
        encoding="utf-8",
    )
    found = read(path)
    assert found.about.da == "Hvad og hvorfor"
    assert found.as_of({}) == date(2014, 12, 1)
    assert found.as_of({"asOf": "2020-01-01"}) == date(2020, 1, 1)
    assert found.columns["x"].en == "Column"


@pytest.mark.parametrize(
    "line",
    ["# param.x: date | a | b", "# param.x: colour = red | a | b", "# param.x: date = now | a | b",
     "# column.x: only"],
)  # fmt: skip
def test_a_faulty_heading_has_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "own.rq"
    path.write_text(f"# title.da: Et\n{line}\nASK {{}}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.line == 2


def test_a_name_that_is_none_gets_a_hint() -> None:
    with pytest.raises(InputError, match="Did you mean age-limits"):
        find("age-limit")
    with pytest.raises(InputError, match="cannot be read"):
        find("nowhere.rq")
    assert "age-limits" in names()
