"""`import lovgraf`: the same answers as the commands, from tables in memory, shown and saved."""

from __future__ import annotations

import doctest
import importlib
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import lovgraf
from lovgraf.api.assess import Assessed
from lovgraf.api.check import Checked
from lovgraf.api.given import Fact, day_of, pairs_of
from lovgraf.api.law import UnknownName
from lovgraf.api.tables import batches_of
from lovgraf.cli import run
from lovgraf.core.errors import InputError
from lovgraf.law import load_law
from lovgraf_web.texts import parse_day
from tests.checker.proposals import small
from tests.examples import WHOLE, whole
from tests.web.answered import answered_once


@pytest.fixture(scope="module", autouse=True)
def _once() -> Iterator[None]:
    """Each answer is found once, and each record explained; it is shown in many ways."""
    with answered_once():
        yield


EXAMPLES = Path(__file__).parents[3] / "examples"
DAY, DUTY = date(2014, 12, 1), "law/2012/528/par/3/stk/1"
FACTS: dict[str, Fact] = {"birth_date": "1980-05-01", "home_in_denmark": True}
ABOUT = () if WHOLE else DUTY
"""What a check is asked about where it does not matter."""
COLUMNS = {
    "id": ["a", "b", "c"],
    "birth_date": [date(1980, 5, 1), date(1936, 2, 3), None],
    "home_in_denmark": [True, True, True],
    "digital_post": [True, False, False],
    "exemption_ground": ["0", "0", None],
}
SURFACE = {
    "ask": "(question, facts, *, as_of, presume, for_, proposals, law)",
    "assess": "(*proposals, as_of, dataset, record_type, mapping, complete, presume, repairs, law)",
    "check": "(data, *, as_of, record_type, mapping, presume, complete, accept_unread, sheet, "
    "table, query, proposals, law, engine, exact, all_norms, about, fail_on, "
    "show_values)",
    "law": "(provision, *, as_of, law)",
    "person": "(facts, *, record_type, about, as_of, presume, proposals, law)",
    "query": "(question, *, as_of, lang, proposals, law, ignore_unknown, **parameters)",
    "questions": "(law)",
    "validate": "(data, *shapes, engine, ignore_unknown, show_values)",
}


def test_the_surface_is_stable() -> None:
    """A change here is a change for everybody's programs, and a line in the changelog."""
    found = {}
    for name in lovgraf.__all__:
        signature = inspect.signature(getattr(lovgraf, name))
        plain = [
            p.replace(default=p.empty, annotation=p.empty) for p in signature.parameters.values()
        ]
        found[name] = str(inspect.Signature(plain))
    assert found == SURFACE
    assert set(lovgraf.__all__) <= set(dir(lovgraf))


def test_importing_it_imports_nothing_else() -> None:
    code = "import lovgraf, sys; print([m for m in sys.modules if m.startswith('lovgraf.')])"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert found.stdout == "[]\n"


def test_a_package_of_the_same_name_stays_one() -> None:
    assert callable(lovgraf.check)
    assert importlib.import_module("lovgraf.check.dataset").__name__ == "lovgraf.check.dataset"
    assert callable(lovgraf.check)
    with pytest.raises(AttributeError, match="nope"):
        getattr(lovgraf, "nope")  # noqa: B009


@pytest.mark.slow
@pytest.mark.parametrize(
    "module",
    ["check", "law", pytest.param("person", marks=whole("test_questions_persons_law_and_queries"))],
)
def test_the_examples_in_the_documentation_of_functions(module: str) -> None:
    found = doctest.testmod(importlib.import_module(f"lovgraf.api.{module}"))
    assert found.attempted
    assert not found.failed


@pytest.fixture(scope="module")
def expected() -> Checked:
    return lovgraf.check(pa.table(COLUMNS), as_of=DAY, record_type="person", about=ABOUT)


def test_several_words_may_be_a_text_as_on_the_command_line() -> None:
    table = pa.table(COLUMNS)
    both = ("pending, breached", ["pending", "breached"])
    asked = [
        lovgraf.check(table, as_of=DAY, record_type="person", fail_on=f, about=ABOUT) for f in both
    ]
    assert asked[0].fail_on == asked[1].fail_on == {"pending", "breached"}
    with pytest.raises(InputError, match="fail_on takes"):
        lovgraf.check(table, as_of=DAY, fail_on="late")


@pytest.mark.slow
def test_tables_in_memory_say_the_same(expected: Checked, tmp_path: Path) -> None:
    arrow = pa.table(COLUMNS)
    pq.write_table(arrow, tmp_path / "a.parquet")
    relation = duckdb.sql(f"SELECT * FROM '{tmp_path / 'a.parquet'}'")
    tables = [
        pd.DataFrame(COLUMNS, index=[7, 7, 9]), pl.DataFrame(COLUMNS), relation, COLUMNS,
        arrow.to_reader(), tmp_path / "a.parquet", str(tmp_path / "a.parquet"),
    ]  # fmt: skip
    assert expected.records == 3
    assert expected.verdicts["breached"] > 0
    for one in tables:
        found = lovgraf.check(one, as_of="2014-12-01", record_type="person", about=ABOUT)
        assert found.norms == expected.norms, type(one)
        assert found.findings.select(["row", "norm", "verdict"]) == expected.findings.select(
            ["row", "norm", "verdict"]
        )


MIXED = [True, "true", None, 1, 1.0, np.int8(1), pd.NA, float("nan"), "x"]


def texts(data: object) -> dict[str, list[object]]:
    """A table in memory as it is read."""
    found: dict[str, list[object]] = batches_of(data).read_all().to_pydict()
    return found


def test_nothing_in_a_table_in_memory_is_lost() -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "paid": [1, None]}, index=[7, 9])
    assert texts(frame) == {"id": ["a", "b"], "paid": [1.0, None]}
    assert texts(frame.set_index("id")) == {"id": ["a", "b"], "paid": [1.0, None]}
    assert texts(frame.set_index(["id", "paid"])) == {"id": ["a", "b"], "paid": [1.0, None]}
    mixed = ["true", "true", None, "1", "1", "1", None, None, "x"]
    assert texts(pd.DataFrame({"a": pd.Series(MIXED, dtype=object)})) == {"a": mixed}
    assert texts({"a": MIXED}) == {"a": mixed}
    days = [date(2014, 1, 2), pd.Timestamp(2014, 1, 2), "2014-01-02", None]
    assert texts({"a": days})["a"] == ["2014-01-02", "2014-01-02T00:00:00", "2014-01-02", None]
    for kind in (pl.Categorical, pl.Enum(["a", "b"])):
        assert texts(pl.DataFrame({"a": ["b", None, "a"]}, schema={"a": kind}))["a"] == [
            "b", None, "a"
        ]  # fmt: skip
    assert texts(pd.DataFrame({"a": pd.Categorical([3, 1, 3])}))["a"] == [3, 1, 3]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), r"the same name \(a\)"),
        (pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"]), "the same name"),
        ({"a": [1], "b": [1, 2]}, "differ in how many"),
        ([{"a": 1}], "neither a path nor a table: list"),
        ({"a": "12", "b": "01"}, "a is no list of values"),
        ({"a": ["12"], "b": 5}, "b is no list of values"),
        ({}, "has no columns"),
        (pd.DataFrame(), "has no columns"),
        (pa.table({}), "has no columns"),
    ],
)
def test_a_table_in_memory_that_cannot_be_read_is_refused(data: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        batches_of(data)


@pytest.mark.slow
def test_findings_and_causes_are_tables_that_join(expected: Checked) -> None:
    assert not expected.passed
    joined = expected.findings.to_pandas().merge(expected.causes.to_pandas(), on="cause")
    assert len(joined) == len(expected.findings) > 0
    assert set(joined.verdict_x.astype(str)) == set(joined.verdict_y)
    findings, causes, norms = map(
        pl.from_arrow, (expected.findings, expected.causes, expected.norms)
    )
    assert findings.join(causes, on=["cause", "norm", "verdict"]).height == len(joined)
    assert findings.join(norms, on=["norm", "provision"]).height == len(joined)
    assert expected.findings["id"].null_count == len(expected.findings)  # nobody asked for values
    shown = lovgraf.check(
        pa.table(COLUMNS), as_of=DAY, record_type="person", show_values=True, about=DUTY
    )
    assert "b" in shown.findings["id"].to_pylist()


@pytest.mark.parametrize("text", ["2014-12-01", "20141201", "1.12.2014", " 01-12-2014 "])
def test_a_day_is_read_as_rest_reads_it(text: str) -> None:
    assert day_of(text) == DAY
    assert parse_day(text) == DAY


@pytest.mark.slow
def test_what_comes_back_is_named_in_a_line(expected: Checked) -> None:
    facts: dict[str, Fact] = {**FACTS, "cpr_number": "present"}
    person = lovgraf.person(facts, about="digital-post-person", as_of=DAY)
    for one in (expected, person, person.answer, lovgraf.law(as_of=DAY)):
        assert len(repr(one)) < 200
        assert "1980" not in repr(one)
    assert repr(expected).startswith("<Checked: 3 records on 2014-12-01: ")


def test_what_is_of_the_package_is_found_by_the_function(monkeypatch: pytest.MonkeyPatch) -> None:
    package = importlib.import_module("lovgraf.validate")
    own = package.validate
    with monkeypatch.context() as patched:
        patched.setattr("lovgraf.validate.validate", None)
        assert package.validate is None
    assert package.validate is own
    assert lovgraf.validate.validate is own  # type: ignore[attr-defined]


def test_help_is_about_a_function(capsys: pytest.CaptureFixture[str]) -> None:
    """Also once the packages of that name were imported, as they are here."""
    for name in lovgraf.__all__:
        help(getattr(lovgraf, name))
        said = capsys.readouterr().out
        assert said.startswith("Help on "), name
        assert re.search(rf"^{name}\(", said, re.M), name
        assert "PACKAGE CONTENTS" not in said, name


@whole("test_help_is_about_a_function")
@pytest.mark.slow
def test_help_is_about_the_functions() -> None:
    """Some packages have their names; what stands there for people is the function."""
    code = (
        "import lovgraf.check.dataset, lovgraf\n"
        "import lovgraf.validate.report as report\n"
        "print(lovgraf.check.dataset.check_dataset.__name__, report.ValidationReport.__name__)\n"
        "for one in lovgraf.__all__: help(getattr(lovgraf, one))\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    ).stdout
    assert found.startswith("check_dataset ValidationReport\n")
    for name in lovgraf.__all__:
        assert re.search(rf"^{name}\(", found, re.M)
    assert found.count("\nHelp on ") == len(lovgraf.__all__)
    assert "PACKAGE CONTENTS" not in found


NOTEBOOK = """
import sys, types
shell = types.ModuleType("IPython")
shell.get_ipython = lambda: types.SimpleNamespace(config={"IPKernelApp": {}})
sys.modules["IPython"], sys.modules["ipywidgets"] = shell, None
from pathlib import Path
import rich.console
rich.console._is_jupyter = lambda: True
import lovgraf
found = lovgraf.check({"id": ["a"], "birth_date": ["1980-05-01"], "home_in_denmark": [True],
    "digital_post": [False], "exemption_ground": ["0"]},
    as_of="2014-12-01", record_type="person",
    about=() if sys.argv[2:] else "law/2012/528/par/3/stk/1")
facts = {"birth_date": "1980-05-01", "home_in_denmark": True}
made = [found, lovgraf.law("law/2012/528/par/3", as_of="2014-12-01")]
if sys.argv[2:]:
    made.append(lovgraf.ask("nemkonto-person", facts, as_of="2014-12-01"))
    made.append(lovgraf.person(facts, as_of="2014-12-01"))
    made.append(lovgraf.assess("digital-post-groups-1-2", repairs=False))
for one in made:
    text = one.report("text")
    assert len(text) > 100, one
    assert one.save(Path(sys.argv[1]) / "x.txt").read_text("utf-8") == text
"""


@pytest.mark.slow
def test_a_notebook_without_widgets_gets_its_texts_and_shows_nothing(tmp_path: Path) -> None:
    """As in a kernel of Jupyter that has no ipywidgets: code without a file, where the engine and
    what draws texts believe themselves in a notebook. Answers, a person and an assessment take
    the longest: where the whole is asked for."""
    found = subprocess.run(
        [sys.executable, "-c", NOTEBOOK, str(tmp_path), *(["whole"] if WHOLE else [])],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (found.stdout, found.stderr, found.returncode) == ("", "", 0)


@pytest.mark.slow
def test_findings_have_what_is_left_open_where_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "persons.csv"
    path.write_text("id;birth_date;home_in_denmark;digital_post;exemption_ground\n"
                    "a;1980-05-01;ja;;0\nb;1980-05-01;ja;nej;0\n")  # fmt: skip
    for fail_on in ({"undetermined", "breached"}, {"undetermined"}, {"breached"}):
        found = lovgraf.check(path, as_of="2014-12-01", fail_on=fail_on, about=ABOUT)
        counts = found.verdicts
        rows = found.findings.to_pylist()
        assert {row["verdict"] for row in rows} == fail_on
        assert len(rows) == sum(counts[verdict] for verdict in fail_on)
        assert set(found.findings["cause"].to_pylist()) <= {
            row["cause"] for row in found.causes.to_pylist()
        }


def test_every_format_is_shown_and_saved(expected: Checked, tmp_path: Path) -> None:
    for form, endings in expected.formats.items():
        path = expected.save(tmp_path / f"report{endings[0]}", lang="da")
        if form in ("xlsx", "parquet"):
            assert path.read_bytes()[:2] in (b"PK", b"PA")
        else:
            assert path.read_bytes().decode() == expected.report(form, "da")
        assert path.stat().st_mode & 0o077 == 0
    kept = pq.read_table(tmp_path / "report.parquet").slice(length=len(expected.findings))
    assert kept.to_pylist() == expected.findings.to_pylist()
    page = expected._repr_html_()
    assert page.startswith("<iframe srcdoc=")
    assert "sandbox" in page
    assert expected.as_dict() == json.loads(expected.report("json"))
    with pytest.raises(InputError, match="no format pdf"):
        expected.save(tmp_path / "report.pdf")


@pytest.mark.slow
def test_a_file_gets_the_report_that_the_command_writes(tmp_path: Path) -> None:
    from lovgraf.cli import run

    messages, target = EXAMPLES / "messages.csv", tmp_path / "r.json"
    run(["check", str(messages), "--as-of", "2022-02-01", "-o", str(target)])
    found = lovgraf.check(messages, as_of="2022-02-01")
    assert found.as_dict() == json.loads(target.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_what_cannot_be_used_is_said_in_one_line(tmp_path: Path) -> None:
    table = pa.table(COLUMNS)
    for named, wanted in (
        ({"as_of": "1.13.2014"}, "must be a date"),
        ({"record_type": "persons"}, "record_type is one of"),
        ({"presume": "all"}, "presume is none, register, case"),
        ({"fail_on": ["broken"]}, r"fail_on takes [a-z, -]*\.$"),
        ({"engine": "spark"}, r"^engine is columns or reference\.$"),
        ({"as_of": "1900-01-01"}, "1900|earlier|first"),
    ):
        with pytest.raises(InputError, match=wanted):
            lovgraf.check(table, **{"as_of": DAY, "record_type": "person", **named})  # type: ignore[arg-type]
    with pytest.raises(InputError, match="neither a path nor a table"):
        lovgraf.check(3)
    with pytest.raises(InputError):
        lovgraf.check(tmp_path / "nothing.csv")


@pytest.mark.slow
def test_questions_persons_law_and_queries() -> None:
    facts: dict[str, Fact] = {**FACTS, "birth_date": date(1980, 5, 1), "cpr_number": "present"}
    found = lovgraf.ask("skal borgeren have Digital Post", facts, as_of=DAY)
    assert found.question == "digital-post-person"
    assert found.answer in {"yes", "no", "exempt", "may", "depends"}
    assert found.as_dict()["answer"] == found.answer
    assert "<pre>" not in found._repr_html_()
    person = lovgraf.person(facts, about="digital-post-person", as_of=DAY)
    assert person.answer is not None
    assert person.answer.answer == found.answer
    assert set(person.verdicts.values()) <= {"not-addressed", "undetermined", "exempt", "pending",
                                             "fulfilled", "breached", "unattainable"}  # fmt: skip
    assert "<pre>" in person._repr_html_()
    section = lovgraf.law("law/2012/528/par/3/stk/1", as_of=DAY).as_dict()
    assert section["norms"]
    rows = lovgraf.query("SELECT (count(*) AS ?n) WHERE { ?s a core:Obligation }", as_of=DAY)
    assert isinstance(rows, pa.Table)
    assert int(rows["n"][0].as_py()) > 0
    assert lovgraf.query("ASK { ?s a core:Obligation }", as_of=DAY) is True
    graph = lovgraf.query("CONSTRUCT { ?s a core:Norm } WHERE { ?s a core:Right }", as_of=DAY)
    assert isinstance(graph, str)
    with pytest.raises(InputError, match="No question here is about that"):
        lovgraf.ask("xyzzy")
    with pytest.raises(InputError):
        lovgraf.ask("digital-post-person", {"birth_date": "yesterday"})
    with pytest.raises(InputError):
        lovgraf.query("SELECT * WHERE { ?s ?p }", as_of=DAY)


WORDS = {
    "skal min mor på 82 i Spanien have digital post?": "mother",
    "min søn på 14 skal han have digital post": "son",
    "jeg flyttede til Tyskland den 10. november, skal jeg have digital post?": None,
    "min bror er under værgemål, må jeg læse hans digital post?": None,
}


@pytest.mark.parametrize("words", WORDS)
def test_words_are_read_as_the_command_reads_them(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = lovgraf.ask(words, as_of="2026-06-01")
    assert (
        run(["ask", "--lang", "en", "--format", "json", "--as-of", "2026-06-01", *words.split()])
        == 0
    )
    said = capsys.readouterr()
    told, own = json.loads(said.out), found.as_dict()
    assert own["taken_from_words"] == told["taken_from_words"]
    assert (own["text"], own["title"]) == (told["text"], told["title"])
    notes = [note.en for note in found.notes]
    for line in said.err.splitlines():  # what stands beside the command's answer
        line = line.removeprefix("lovgraf: ").replace("--for ", "for_=")
        assert line.startswith("Answering ") or line in notes
    assert (f"for_={WORDS[words]};" in " ".join(notes)) == (WORDS[words] is not None)
    lines = " ".join(found.report("text", lang="en").split())
    assert all(note in lines for note in notes)


def test_facts_come_before_words_and_whom_it_is_of_may_be_said() -> None:
    words, day = "skal min mor på 82 i Spanien have digital post?", "2026-06-01"
    own = lovgraf.ask(words, {"Residence_Country": "DK"}, as_of=day)
    assert set(own.as_dict()["taken_from_words"]) == {"birth_date"}
    of_me = lovgraf.ask(words, as_of=day, for_="self")
    assert not of_me.as_dict()["taken_from_words"]
    assert "mor" not in of_me.sentence.da
    named = lovgraf.ask("digital-post-person", as_of=day, for_="mother")
    assert "din mor" in named.as_dict()["title"]["da"]
    with pytest.raises(InputError, match="for_ goes with questions"):
        lovgraf.ask("digital-post-entity", as_of=day, for_="mother")


@pytest.mark.parametrize("born", ["1947-12-01/1948-11-30", "1948", "1948-05", 1948])
def test_a_day_may_be_the_days_that_it_may_be(born: Fact) -> None:
    facts: dict[str, Fact] = {"birth_date": born, "home_in_denmark": True}
    assert lovgraf.ask("digital-post-person", facts, as_of="2026-06-01").answer == "yes"


def test_a_question_that_nothing_decides_is_refused_whoever_asks() -> None:
    for asked in (
        lambda: lovgraf.ask("digital-post-person", {}, as_of="2008-01-01"),
        lambda: lovgraf.person({}, about="digital-post-person", as_of="2008-01-01"),
    ):
        with pytest.raises(InputError, match="no rule in force on 1 January 2008 that decides"):
            asked()


@pytest.mark.slow
def test_a_proposal_is_assessed(tmp_path: Path) -> None:
    """A file over a law of one's own; a shipped one over the shipped law is in a notebook, where
    the whole is asked for."""
    path = tmp_path / "all.ttl"
    path.write_text(small.text(), "utf-8")
    found = lovgraf.assess(path, repairs=False, law=small.law())
    assert found.feasible is not None
    assert len(found.gaps) == len(found.as_dict()["gaps"]) > 0
    assert found.save(tmp_path / "a.docx").read_bytes()[:2] == b"PK"
    with pytest.raises(InputError, match="no text"):
        found.report("docx")


DEAR = {
    "try-a-proposal": "test_a_proposal_is_assessed",
    "check-a-register": "test_findings_and_causes_are_tables_that_join",
}
NOTEBOOKS = [
    pytest.param(
        path,
        id=path.stem,
        marks=[whole(DEAR[path.stem])] if path.stem in DEAR else [],
    )
    for path in sorted((EXAMPLES / "notebooks").glob("*.ipynb"))
]
"""Those that check a register, and assess a shipped proposal over the shipped law, take longest."""


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS)
def test_notebooks_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cell after cell, as a notebook would; they find the examples beside them, and need no
    checkout."""
    persons = (EXAMPLES / "persons.csv").read_bytes().splitlines(keepends=True)
    (tmp_path / "persons.csv").write_bytes(b"".join(persons if WHOLE else persons[:20]))
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    names: dict[str, object] = {"__name__": "__main__", "OUT": tmp_path}
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(code) > 3
    for number, source in enumerate(code):
        exec(compile(source, f"{path.name}, cell {number}", "exec"), names)  # noqa: S102
    found = names.get("found")
    if isinstance(found, Assessed):
        assert found.feasible is False
        assert {"unreachable"} <= set(found.gaps["code"].to_pylist())
    assert isinstance(found, Assessed) == (path.stem == "try-a-proposal")


def test_shapes_are_checked(tmp_path: Path) -> None:
    data, shapes = tmp_path / "d.ttl", tmp_path / "s.ttl"
    data.write_text("@prefix ex: <http://ex.org/> . ex:a a ex:T .", encoding="utf-8")
    shapes.write_text(
        "@prefix ex: <http://ex.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "ex:S sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .",
        encoding="utf-8",
    )
    found = lovgraf.validate(data, shapes)
    assert not found.conforms
    assert "minCount" in found.report() or "at least" in found.report()


def test_a_query_that_names_what_the_graph_does_not_have() -> None:
    with pytest.raises(InputError, match="nothing called core:Obligaton. Did you mean core:Obl"):
        lovgraf.query("ASK { ?n a core:Obligaton }", as_of=DAY)
    assert lovgraf.query("ASK { ?n a core:Obligaton }", as_of=DAY, ignore_unknown=True) is False
    with pytest.warns(UnknownName, match="nothing called rdfs:lable. Did you mean rdfs:label"):
        assert lovgraf.query("ASK { ?n rdfs:lable ?o }", as_of=DAY) is False


@pytest.mark.slow
@pytest.mark.parametrize("table", [{"Navn": ["Bo"]}, {"CVR-nr": ["12345674"], "Navn": ["Bo"]}])
def test_what_only_says_who_somebody_is_was_not_checked(
    table: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A check, a run and a program agree: no rule was decided, so nothing is "not in breach"."""
    with pytest.raises(InputError, match=r"Nothing was checked: .* only whom it is about .*Name"):
        lovgraf.check(table, as_of=DAY, record_type="customer")
    assert lovgraf.check(table, as_of=DAY, record_type="customer", fail_on="undetermined").records
    data, toml = tmp_path / "d.csv", tmp_path / "lovgraf.toml"
    rows = [";".join(table), ";".join(values[0] for values in table.values())]
    data.write_text("\n".join(rows), "utf-8")
    toml.write_text('[[dataset]]\nname = "d"\npath = "d.csv"\ntype = "customer"\n', "utf-8")
    for command in (["check", str(data), "--type", "customer"], ["run", str(toml)]):
        assert run([*command, "--lang", "en"]) == 2
        assert "Nothing was checked" in capsys.readouterr().err


@pytest.mark.slow
def test_where_nothing_could_be_decided_a_check_is_not_passed() -> None:
    """As the command returns 2."""
    some = {name: COLUMNS[name] for name in ("id", "birth_date")}
    asked: dict[str, Any] = {"as_of": DAY, "record_type": "person", "about": DUTY}
    found = lovgraf.check(some, presume="none", **asked)
    assert (found.passed, found.decided, found.as_dict()["decided"]) == (False, False, False)
    assert "could be decided of nobody" in found.notes[0].en
    opened = lovgraf.check(some, presume="none", fail_on="undetermined", **asked)
    assert not opened.passed  # what is open is what was looked for
    connected = COLUMNS | {"digital_post": [True] * 3}
    fine = lovgraf.check(connected, **asked)
    assert (fine.passed, fine.decided) == (True, True)


WRONG: dict[str, dict[str, object]] = {
    "as_of": {"int": 20141201, "float": 2014.0, "list": ["2014-12-01"], "NaTType": pd.NaT},
    "presume": {"int": 1, "list": ["none"], "NoneType": None},
    "proposals": {"int": 1, "dict": {}, "bytes": b"a", "inside": [1]},
    "law": {"str": "law.ttl", "int": 1},
}
CHECK = WRONG | {
    "record_type": {"int": 1}, "mapping": {"int": 1}, "complete": {"int": 1, "inside": [1]},
    "accept_unread": {"int": 1, "dict": {"a": 1}}, "sheet": {"int": 0}, "table": {"int": 1},
    "query": {"int": 1}, "engine": {"int": 1}, "exact": {"str": "no"}, "all_norms": {"int": 1},
    "about": {"int": 1, "inside": [1]},
    "fail_on": {"int": 1, "inside": [None]}, "show_values": {"str": "no"},
}  # fmt: skip
CALLS: dict[str, tuple[Callable[..., object], dict[str, dict[str, object]]]] = {
    "check": (lambda **given: lovgraf.check(pa.table(COLUMNS), **given), CHECK),
    "ask": (
        lambda **given: lovgraf.ask(**{"question": "digital-post-person", **given}),
        WRONG | {"question": {"int": 1, "NoneType": None}, "facts": {"list": ["a=1"], "str": "a"},
                 "for_": {"int": 1, "str": "nobody"}},
    ),
    "person": (
        lambda **given: lovgraf.person(**{"facts": FACTS, **given}),
        WRONG | {"facts": {"list": [], "NoneType": None}, "record_type": {"int": 1},
                 "about": {"int": 1}},
    ),
    "assess": (
        lambda **given: lovgraf.assess("digital-post-groups-1-2", **given),
        {"as_of": WRONG["as_of"], "law": WRONG["law"], "repairs": {"str": "no"},
         "complete": {"int": 1}, "record_type": {"int": 1}, "dataset": {"dict": COLUMNS}},
    ),
    "law": (
        lovgraf.law,
        {"as_of": WRONG["as_of"], "law": WRONG["law"], "provision": {"int": 1}},
    ),
    "query": (
        lambda **given: lovgraf.query(**{"question": "acts", **given}),
        {"as_of": WRONG["as_of"], "law": WRONG["law"], "proposals": WRONG["proposals"],
         "question": {"int": 1}, "lang": {"str": "fr", "int": 1}, "ignore_unknown": {"int": 1},
         "fact": {"int": 1}},
    ),
    "validate": (
        lambda **given: lovgraf.validate(**{"data": "d.ttl", **given}),
        {"data": {"int": 1}, "engine": {"str": "column", "int": 1},
         "ignore_unknown": {"str": "no"}, "show_values": {"str": "no"}},
    ),
    "questions": (lovgraf.questions, {"law": WRONG["law"]}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("function", "argument", "value"),
    [
        pytest.param(function, argument, value, id=f"{function}-{argument}-{kind}")
        for function, (_, arguments) in CALLS.items()
        for argument, values in arguments.items()
        for kind, value in values.items()
    ],
)
def test_an_argument_of_another_type_is_refused_by_name(
    function: str, argument: str, value: object
) -> None:
    with pytest.raises(InputError, match=argument) as caught:
        CALLS[function][0](**{argument: value})
    assert caught.value.message.da != caught.value.message.en


def test_every_argument_is_asked_of() -> None:
    for name, (_, arguments) in CALLS.items():
        known = {*inspect.signature(getattr(lovgraf, name)).parameters}
        left = known - {*arguments} - {"data", "shapes", "parameters"}
        left -= {"proposals", "mapping", "presume"} if name == "assess" else set()
        assert not left, name


@pytest.mark.slow
def test_what_no_argument_names_is_refused() -> None:
    with pytest.raises(InputError, match="names xx, but the dataset has no column of that name"):
        lovgraf.check(pa.table(COLUMNS), as_of=DAY, accept_unread=["xx"])
    for word in ("digital_post", "Digital Post", "has_nemkonto"):
        found = lovgraf.check(pa.table(COLUMNS), as_of=DAY, accept_unread=word, about=ABOUT)
        assert found.records == 3
    with pytest.raises(InputError, match="no parameter of that name"):
        lovgraf.query("age-limits", as_of=DAY, foo="x")
    with pytest.raises(InputError, match="has no parameters: foo"):
        lovgraf.query("ASK { ?s ?p ?o }", as_of=DAY, foo="x")
    with pytest.raises(InputError, match="proposal"):
        lovgraf.assess()
    with pytest.raises(InputError, match="shapes"):
        lovgraf.validate("d.ttl")
    with pytest.raises(InputError, match="record_type"):
        lovgraf.person(FACTS, record_type="persn", as_of=DAY)
    with pytest.raises(InputError, match="lang is da or en"):
        lovgraf.law(as_of=DAY).report(lang="fr")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (datetime(1999, 12, 1), "1999-12-01"),
        (pd.Timestamp(1999, 12, 1), "1999-12-01"),
        (datetime(1999, 11, 30, 23, 30, tzinfo=UTC), "1999-12-01"),
        (np.datetime64("1999-12-01"), "1999-12-01"),
        (datetime(1999, 12, 1, 12), None),
        (b"1999-12-01", None),
        ({"day": 1}, None),
        (object(), None),
    ],
)
def test_a_moment_is_the_day_that_a_check_takes_it_for(value: Any, day: str | None) -> None:
    """A moment is its day in Denmark; of a time of a day without a zone nobody knows the day."""
    if day is None:
        with pytest.raises(InputError, match="birth_date"):
            lovgraf.person({**FACTS, "birth_date": value}, as_of=DAY)
        return
    assert pairs_of({"birth_date": value}) == [f"birth_date={day}"]


def test_facts_of_tables_are_taken_as_they_are() -> None:
    facts = {
        "a": pd.NA, "b": pd.NaT, "c": None, "d": np.bool_(True), "e": np.int64(3),
        "f": Decimal("1.5"), "g": {"3"}, "h": np.array(["3", "5"]), "i": ("3", None),
    }  # fmt: skip
    assert pairs_of(facts) == ["d=true", "e=3", "f=1.5", "g=3", "h=3 5", "i=3"]


def test_the_day_of_a_moment_is_that_in_denmark() -> None:
    assert day_of(datetime(2014, 11, 30, 23, 30, tzinfo=UTC)) == DAY
    assert day_of(datetime(2014, 12, 1, 23, 30)) == DAY


def test_a_law_of_ones_own_may_be_named_by_text(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text("# nothing\n", "utf-8")
    for given in (str(own), own, [str(own)]):
        with pytest.raises(InputError, match="says nothing"):
            load_law(given)


SECRET = "0101010101"


def failing() -> object:
    """A relation whose library shows a value where it cannot go on."""
    connection = duckdb.connect()
    relation = connection.sql(f"SELECT CAST('x{SECRET}' AS INTEGER) AS birth_date")
    _kept.append(connection)
    return relation


def breaking_off() -> object:
    """Batches that end in an error."""

    def batches() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch(COLUMNS)
        raise ValueError(SECRET)

    return pa.RecordBatchReader.from_batches(pa.table(COLUMNS).schema, batches())


_kept: list[duckdb.DuckDBPyConnection] = []


def beside(kind: str) -> object:
    """A column of a type that only DuckDB has, beside others."""
    connection = duckdb.connect()
    _kept.append(connection)
    return connection.sql(f"SELECT '1990-01-01' AS birth_date, {kind} AS odd")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: pd.Series(["1990-01-01"], name="birth_date"), "nor a table: Series"),
        (lambda: pd.Index(["1990-01-01"]), "nor a table: Index"),
        (lambda: pd.DataFrame(COLUMNS).groupby("birth_date"), "nor a table: DataFrameGroupBy"),
        (lambda: pl.Series("birth_date", ["1990-01-01"]), "nor a table: Series"),
        (lambda: pa.chunked_array([["1990-01-01"]]), "nor a table: ChunkedArray"),
        (lambda: pl.DataFrame, "nor a table: type"),
        (lambda: beside("union_value(a := 1)"), "column odd cannot be read"),
        (lambda: beside("INTERVAL 1 DAY"), "column odd cannot be read"),
        (
            lambda: beside("INTERVAL 1 DAY AS other, [union_value(a := 1)]"),
            "columns other, odd cannot be read",
        ),
        (
            lambda: {"odd": pa.array([2**62], pa.timestamp("s")), "birth_date": ["1990-01-01"]},
            "column odd cannot be read",
        ),
        (failing, "The table .DuckDBPyRelation. could not be read to its end"),
        (breaking_off, "The table .RecordBatchReader. could not be read to its end"),
        (lambda: {"\ud800": ["x"]}, "name of a column has characters"),
    ],
)
def test_what_is_no_table_that_can_be_read_is_refused_in_one_line(
    data: Callable[[], object], said: str
) -> None:
    """By its name, and without the words of another library, which may show a value."""
    with pytest.raises(InputError, match=said) as caught:
        lovgraf.check(data(), as_of=DAY)
    told = caught.value.message
    assert told.da != told.en
    assert SECRET not in "".join(map(str, (told.da, told.en, caught.value)))
    assert "\n" not in str(caught.value)


def test_runs_are_read_as_the_values_that_they_stand_for() -> None:
    runs = pa.RunEndEncodedArray.from_arrays(pa.array([2, 3], pa.int32()), pa.array(["a", "b"]))
    assert texts(pa.table({"x": runs}))["x"] == ["a", "a", "b"]
