"""The shipped questions against answers worked out from the acts (`answers.yaml`)."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import RDF, URIRef

from lovgraf.core.terms import BASE
from lovgraf.core.yaml_text import read_yaml
from lovgraf.law import Law
from lovgraf.query.guard import accept
from lovgraf.query.library import FOLDER, names, questions
from lovgraf.query.parameters import OWN
from lovgraf.query.run import Engine
from tests.examples import WHOLE, one_of_each

CASES: list[dict[str, Any]] = read_yaml(
    Path(__file__).with_name("answers.yaml").read_text(encoding="utf-8")
)


def _values(case: dict[str, Any], lang: str = "en") -> dict[str, str]:
    given = {name: str(value) for name, value in case.get("params", {}).items()}
    return {**given, "lang": lang, "asOf": str(case["as_of"])}


def ask(engine: Engine, case: dict[str, Any], lang: str = "en") -> bytes:
    """The answer to a case; none asks for a name that the graph does not have."""
    question = questions()[case["question"]]
    values = _values(case, lang)
    answer = engine.run(question.filled(values), question.as_of(values))
    assert answer.unknown == ()
    return answer.content


def _in_full(term: object) -> str:
    """A term of a case: `a`, a date, an address, or a name below the base."""
    if term == "a":
        return str(RDF.type)
    return str(term) if isinstance(term, date) or "://" in str(term) else f"{BASE}{term}"


def rows(content: bytes) -> list[dict[str, str]]:
    """Rows as texts, IRIs without the base."""
    found = json.loads(content)
    return [
        {
            name: row[name]["value"].replace(BASE, "") if name in row else ""
            for name in found["head"]["vars"]
        }
        for row in found["results"]["bindings"]
    ]


def fits(row: dict[str, str], wanted: dict[str, Any]) -> bool:
    """Whether each text wanted is in its column; an empty one only where the column is empty."""
    return all(
        (str(text) in row[name] if str(text) else not row[name])
        and (name != "cited" or _whole(str(text), row[name]))
        and (not str(text).isdigit() or str(text) == row[name] or name not in _EXACT)
        for name, text in wanted.items()
    )


_EXACT = {"limit", "fee", "total", "years", "residence", "sanctioned", "number", "code", "value"}


def _whole(text: str, cell: str) -> bool:
    """Whether a citation stops where the text stops: `s. 3(1)` is not in `s. 3(10)`."""
    after = cell[cell.index(text) + len(text) :][:1]
    return not after.isdigit()


DAYS = [
    day for day, _ in Counter(str(case["as_of"]) for case in CASES).most_common(4 if WHOLE else 2)
]
"""The days of most cases: what a day is asked for the first time takes longer than most queries."""


def _asked(cases: list[int]) -> list[int]:
    """The places of those that are asked: each question once, with each of its cases in turn, but
    for cases of other days of questions that are asked about these, too."""
    about = {CASES[n]["question"] for n in cases if str(CASES[n]["as_of"]) in DAYS}
    usual = [
        n for n in cases
        if WHOLE or str(CASES[n]["as_of"]) in DAYS or CASES[n]["question"] not in about
    ]  # fmt: skip
    return one_of_each(lambda n: CASES[n]["question"], usual)


CHOSEN = _asked([*range(len(CASES))])
BY_DAY = sorted(CHOSEN, key=lambda n: str(CASES[n]["as_of"]))
"""The cases of a day one after the other: the law of few days is held at a time."""


@pytest.mark.slow
@pytest.mark.parametrize("number", BY_DAY, ids=lambda n: f"{CASES[n]['question']}-{n}")
def test_answers(engine: Engine, number: int) -> None:
    case = CASES[number]
    content = ask(engine, case)
    if "triples" in case:
        parsed = ox.parse(content, ox.RdfFormat.TURTLE)
        graph = {tuple(getattr(one, "value", None) for one in quad.triple) for quad in parsed}
        for triple in case["triples"]:
            assert tuple(map(_in_full, triple)) in graph, (triple, case["why"])
        return
    found = rows(content)
    for wanted in case.get("has", ()):
        assert any(fits(row, wanted) for row in found), (wanted, case["why"], found[:40])
    for unwanted in case.get("lacks", ()):
        bad = [row for row in found if fits(row, unwanted)]
        assert not bad, (unwanted, case["why"], bad[:3])
    for column, values in case.get("exactly", {}).items():
        assert sorted({row[column] for row in found}) == sorted(values), case["why"]
    if "count" in case:
        assert len(found) == case["count"], case["why"]


def test_every_question_has_an_answer_and_there_are_enough() -> None:
    assert {case["question"] for case in CASES} == set(names())
    assert len(names()) >= 40
    assert all(case["why"] for case in CASES)


@pytest.mark.slow
@pytest.mark.parametrize("name", names())
def test_headings_are_whole(name: str) -> None:
    question = questions()[name]
    for text in (question.title, question.about, *question.columns.values()):
        assert text.da
        assert text.en
    assert question.title.da != question.title.en
    assert {parameter.name for parameter in OWN} <= {p.name for p in question.parameters}
    for parameter in question.parameters:
        assert parameter.label.da
        assert f"${parameter.name}" in question.text or parameter in OWN
    accepted = accept(question.filled({}))
    if accepted.form == "rows":
        head = question.text.split("WHERE")[0].split("SELECT", 1)[1]
        plain = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*AS (\?\w+)\)", r"\1", head)
        shown = re.findall(r"\?(\w+)", plain)
        assert set(question.columns) == set(shown)


@pytest.mark.parametrize("name", names())
def test_questions_name_no_act_of_their_own(name: str) -> None:
    """Law is data: an act stands at most as the default of a parameter."""
    body = "\n".join(
        line for line in (FOLDER / f"{name}.rq").read_text("utf-8").splitlines() if line[:1] != "#"
    )
    assert not re.search(r"law/\d{4}", body)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["who-must", "routes", "in-force", "deadlines"])
def test_danish_answers_have_as_many_rows(engine: Engine, name: str) -> None:
    case = {"question": name, "as_of": date(2014, 12, 1)}
    assert len(rows(ask(engine, case, "da"))) == len(rows(ask(engine, case, "en"))) > 0


@pytest.mark.parametrize("name", names())
def test_a_question_names_only_what_the_law_has(name: str, law: Law) -> None:
    """A name that is nowhere in the law makes a question silent, not wrong."""
    text = re.sub(r"#.*", "", (FOLDER / f"{name}.rq").read_text(encoding="utf-8"))
    found = re.findall(r"<((?!graph/)[a-z][\w-]*/[\w./-]*)>", text)
    assert {at for at in found if (URIRef(BASE + at), None, None) not in law.graph} == set()
