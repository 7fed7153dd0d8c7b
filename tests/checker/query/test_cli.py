"""`lovgraf query`: questions by name and files, formats, parameters, and refusals in one line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from lovgraf.cli import query, run
from lovgraf.core.terms import Lang, Text
from lovgraf.core.turtle import parse_text
from lovgraf.core.written import date_text
from lovgraf.law import Law
from lovgraf.law.graph import ONTOLOGY
from lovgraf.query.data import proposal_graphs, shipped_proposals
from lovgraf.query.library import names
from lovgraf.query.run import Engine
from tests.checker.proposals import small
from tests.examples import WHOLE

Capture = pytest.CaptureFixture[str]
DAY = () if WHOLE else ("--as-of", "2014-12-01")
"""Where no day need be said today, unless not all is tried: the law of the day that other tests ask
about is at hand."""
COUNT = "SELECT (COUNT(DISTINCT ?n) AS ?count) { ?n a core:Obligation }"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    """In English, and over the law that is loaded already unless a test adds to it."""
    monkeypatch.setenv("LOVGRAF_LANG", "en")
    make = query._engine

    def loaded(
        extra: Sequence[Path], proposals: Sequence[Path], day: date, language: Lang
    ) -> tuple[Engine, tuple[Text, ...]]:
        return make(extra, proposals, day, language) if extra or proposals else (engine, ())

    monkeypatch.setattr(query, "_engine", loaded)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A query of one's own."""
    path = tmp_path / "own.rq"
    path.write_text(COUNT, encoding="utf-8")
    return path


def _ask(*arguments: str | Path) -> int:
    return run(["query", *map(str, arguments)])


@pytest.mark.slow
def test_the_list_names_every_question(capsys: Capture) -> None:
    assert _ask("--list") == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in names())
    assert _ask("--list", "--lang", "da") == 0
    assert "Spørgsmål" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "title", "column"), [("en", "Age", "Limit"), ("da", "Alder", "Grænse")]
)
def test_a_question_by_name_as_a_table(capsys: Capture, lang: str, title: str, column: str) -> None:
    assert _ask("age-limits", "--as-of", "2014-12-01", "--lang", lang) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(title)
    assert column in shown


@pytest.mark.slow
def test_formats(capsys: Capture, own: Path) -> None:
    day = ("--as-of", "2014-12-01")
    assert _ask(own, *day, "--format", "json") == 0
    (row,) = json.loads(capsys.readouterr().out)["results"]["bindings"]
    count = row["count"]["value"]
    assert int(count) > 100
    assert _ask(own, *day, "--format", "csv") == 0
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [["count"], [count]]
    assert _ask(own, *day, "--format", "tsv") == 0
    assert capsys.readouterr().out.splitlines() == ["?count", count]
    assert _ask(own, *day, "--format", "xml") == 0
    shown = capsys.readouterr().out
    (solution,) = ox.parse_query_results(shown, format=ox.QueryResultsFormat.XML)  # type: ignore[misc]
    assert solution["count"].value == count
    assert _ask(own, *day, "--format", "ttl") == 2
    assert "is a table" in capsys.readouterr().err


@pytest.mark.slow
def test_a_graph_is_written_as_turtle(capsys: Capture, own: Path, tmp_path: Path) -> None:
    own.write_text("CONSTRUCT WHERE { ?n a core:Minister }", encoding="utf-8")
    target = tmp_path / "out.ttl"
    assert _ask(own, *DAY, "--output", target) == 0
    assert len(parse_text(target.read_text("utf-8"))) > 3
    assert _ask(own, *DAY) == 0
    assert "core:Minister" in capsys.readouterr().out
    assert _ask(own, *DAY, "--format", "csv") == 2
    assert "is a graph" in capsys.readouterr().err


@pytest.mark.slow
def test_the_date_matters(capsys: Capture, own: Path) -> None:
    found = []
    for day in ("2013-01-01", "2014-12-01"):
        assert _ask(own, "--as-of", day, "--format", "csv") == 0
        found.append(int(capsys.readouterr().out.split()[1]))
    assert found[0] < found[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * {\n ?s ?p }", "own.rq:2:"),
        ("INSERT DATA { <a:a> <b:b> <c:c> }", "only be read"),
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "no such graph"),
    ],
)
def test_faults_are_one_line(capsys: Capture, own: Path, text: str, said: str) -> None:
    own.write_text(text, encoding="utf-8")
    assert _ask(own, *DAY) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert len(shown.err.splitlines()) == 1


def test_mistakes_in_the_command(capsys: Capture, own: Path) -> None:
    for arguments, said in (
        (("age-limit",), "Did you mean age-limits"),
        ((own, "--param", "x"), "NAME=VALUE"),
        ((own, "--param", "x=1"), "no parameter"),
        ((own, "--param", "asOf=never"), "must be a date"),
        ((own, "--format", "pdf"), "--format"),
        ((own, "--as-of", "1950-01-01"), "does not cover"),
        (("nowhere.rq",), "cannot be read"),
    ):
        assert _ask(*arguments) == 2
        assert said in capsys.readouterr().err


@pytest.mark.slow
def test_further_data(
    capsys: Capture, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With the whole law, which is made anew where something is added to it, in six seconds.
    monkeypatch.setattr("lovgraf.law.graph.shipped_files", lambda: [ONTOLOGY / "core.ttl"])
    extra = tmp_path / "extra.ttl"
    extra.write_text(
        "@prefix core: <https://w3id.org/lovgraf/core#> . <x:p> a core:Minister .", encoding="utf-8"
    )
    own.write_text("ASK { <x:p> a core:Minister }", encoding="utf-8")
    assert _ask(own, "--data", extra) == 0
    assert capsys.readouterr().out == "yes\n"


def _introduced(path: Path) -> str:
    """A query for the norms that a proposal introduces and that are in force."""
    (name,) = proposal_graphs([path])
    return (
        f"SELECT ?norm {{ GRAPH <{name}> {{ <{name}> core:introduces ?norm }}"
        " ?norm a core:Obligation }"
    )


@pytest.mark.slow
@pytest.mark.parametrize("real", [False, True][: 1 + WHOLE])
def test_a_proposal_is_laid_over_and_is_a_graph(
    capsys: Capture, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real: bool
) -> None:
    """Its norm takes the place of the one in force: that of a small proposal on ships, and where
    all is tried of a shipped one, which widens section 3(1) and without which it is a graph alone.
    """
    path, day = shipped_proposals()[1], ["--as-of", "2014-12-01", "--format", "csv"]
    own.write_text(_introduced(path), encoding="utf-8")
    assert _ask(own, *day) == 0
    assert len(capsys.readouterr().out.split()) == 1
    if not real:
        path, day[1] = tmp_path / "all.ttl", "2031-06-01"
        undated = "core:commencementUndetermined true ;"
        path.write_text(small.text(head=undated), encoding="utf-8")
        monkeypatch.setattr("lovgraf.law.load_law", lambda *_: small.law())
        own.write_text(_introduced(path), encoding="utf-8")
    assert _ask(own, *day, "--with", path) == 0
    shown = capsys.readouterr()
    assert len(shown.out.split()) > 1
    assert shown.err.startswith("lovgraf: The proposal")


def test_names_complete() -> None:
    assert "age-limits" in query._complete_name("age")
    assert query._complete_name("zzz") == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("law/2012/528/par/33", "law/2012/528/par/3"),
        ("https://w3id.org/lovgraf/law/2012/528/par/4/stk/99", "law/2012/528/par/4/stk/"),
        ("zzz", "Names are like"),
    ],
)
def test_a_name_that_the_graph_does_not_have_is_no_empty_answer(
    capsys: Capture, name: str, said: str
) -> None:
    assert _ask("history", *DAY, "--param", f"provision={name}") == 2
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert "parameter provision" in shown
    assert said in shown


def test_a_name_that_only_a_proposal_has_can_be_asked_about(capsys: Capture) -> None:
    name = next(iter(proposal_graphs(shipped_proposals())))
    assert _ask("history", *DAY, "--param", f"provision={name}") == 0
    assert "parameter" not in capsys.readouterr().err


def test_relations_are_made_ahead_for_all_days_of_change(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, law: Law, tmp_path: Path
) -> None:
    made: list[date] = []
    monkeypatch.setattr("lovgraf.law.load_law", lambda *_: law)
    monkeypatch.setattr("lovgraf.query.data.relations_from", lambda _, day: made.append(day))
    monkeypatch.setattr("lovgraf.core.cache.cache_folder", lambda: tmp_path)
    assert _ask("--prepare") == 0
    assert set(made) == {date.today(), *law.days_of_change}
    first, last = date_text(min(made)).en, date_text(max(made)).en
    assert f"{len(made)} dates from {first} to {last}." in capsys.readouterr().out
    made.clear()
    assert _ask("--prepare", "--as-of", "2014-12-01") == 0
    assert made == [date(2014, 12, 1)]
    assert "The relations of 1 December 2014 are ready." in capsys.readouterr().out
    assert _ask("deadlines", "--prepare") == 2
    assert "asks no question" in capsys.readouterr().err
    monkeypatch.setattr("lovgraf.core.cache.cache_folder", lambda: None)
    assert _ask("--prepare") == 2
    assert "XDG_CACHE_HOME" in capsys.readouterr().err


def test_a_name_that_the_graph_does_not_have(capsys: Capture, tmp_path: Path) -> None:
    """Ours are refused, others told, and a script sees both."""
    own = tmp_path / "own.rq"
    own.write_text("SELECT ?n\n{ ?n a core:Obligaton }", "utf-8")
    assert _ask(own, *DAY) == 2
    said = capsys.readouterr().err
    assert f"{own}:2:8: The graph has nothing called core:Obligaton. Did you mean core:Obl" in said
    assert _ask(own, *DAY, "--ignore-unknown") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("The graph has nothing called core:Obligaton.")
    assert "No rows." in shown
    own.write_text("SELECT ?n { ?n rdfs:lable ?x }", "utf-8")
    assert _ask(own, *DAY, "--lang", "da") == 1
    assert capsys.readouterr().out.startswith("Grafen har intet, der hedder rdfs:lable. Mente du")
    assert _ask(own, *DAY, "--format", "csv") == 1
    captured = capsys.readouterr()
    assert captured.out.split() == ["n"]
    assert "lovgraf: The graph has nothing called rdfs:lable. Did you mean" in captured.err
