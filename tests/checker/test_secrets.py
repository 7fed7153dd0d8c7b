"""No cell of a dataset comes out anywhere unless its value was asked for: every column of every
type of record holds a marked secret, and every output is looked through for the marks."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from lovgraf.check import findings_table as as_parquet
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.check.stored import store
from lovgraf.cli import run
from lovgraf.core.errors import InputError
from lovgraf.core.result import CheckResult
from lovgraf.law import Law
from lovgraf.reports.formats import FORMATS, ReportOptions
from lovgraf.validate import validate
from lovgraf.validate.report import ValidationReport
from tests.checker import secrets
from tests.checker.cli.said import Capture
from tests.checker.reports.example import as_text
from tests.checker.secrets import FILES, LAYOUTS, marks, said_by, table
from tests.checker.small_law import AS_OF
from tests.examples import WHOLE, cells, one_in, whole

DAY = date(2014, 12, 1)


@pytest.fixture(scope="module")
def small() -> Law:
    """A law of a column of each kind: for what depends on how a file is read and a report written.
    Every column of the shipped law is tried below, in one file, where the whole is asked for."""
    return secrets.small_law()


def everywhere(result: CheckResult, folder: Path, show: bool) -> list[str | bytes]:
    """What a result says in every format, and what is kept of it."""
    folder.mkdir(parents=True)
    store(result, folder, show)
    said: list[str | bytes] = [*said_by(folder), b"".join(as_parquet.write(result, show))]
    options = ReportOptions("en", show_values=show, rows=1000)
    said += [as_text(name, result, options) for name in FORMATS]
    danish = ReportOptions("da", show_values=show)
    return [*said, "".join(FORMATS["text"].write(result, danish))]


def checked(path: Path, law: Law, **asked: Any) -> CheckResult | InputError:
    day = DAY if "birth_date" in law.facts.columns else AS_OF
    try:
        every = tuple(law.facts.columns)  # no column of secrets can be read
        return check_dataset(path, CheckRequest(day, law, accept_unread=every, **asked))
    except InputError as error:
        return error


@pytest.mark.slow
@pytest.mark.parametrize(("form", "layout"), cells([*FILES, "rdf"], [*LAYOUTS]))
def test_no_format_of_a_report_holds_a_cell(
    tmp_path: Path, small: Law, layout: str, form: str
) -> None:
    names, rows = LAYOUTS[layout](*table(small, every=True))
    if form == "rdf":
        path = secrets.as_rdf(tmp_path / "t", small, names, rows)
    else:
        path = FILES[form](tmp_path / "t", names, rows)
    shown = (False, True) if layout == "straight" else (False,)  # that a cell can come out at all
    for show in shown:
        found = checked(path, small, show_values=show)
        if isinstance(found, InputError):
            assert marks(found.message.da, found.message.en, str(found)) == set()
            continue
        if show:
            assert marks(as_text("json", found, ReportOptions("en", show_values=True, rows=1000)))
            continue
        said = everywhere(found, tmp_path / "kept", False)
        assert marks(*said) == set()
        assert any("xxxxxxx" in text for text in said if isinstance(text, str))


@whole("test_no_format_of_a_report_holds_a_cell")
@pytest.mark.slow
def test_no_column_of_any_type_of_record_is_told(tmp_path: Path, law: Law) -> None:
    own = secrets.with_own_columns(law, *table(law, every=True))
    path = secrets.as_csv(tmp_path / "t", *own)
    found = checked(path, law)
    assert isinstance(found, CheckResult)
    flawed = {flaw.column for flaw in found.quality if flaw.values}
    assert len(flawed) > 400
    assert marks(*everywhere(found, tmp_path / "kept", False)) == set()


@pytest.mark.slow
def test_a_result_with_values_is_written_without_them_where_they_were_not_asked_for(
    tmp_path: Path, law: Law, small: Law
) -> None:
    told_of = law if WHOLE else small
    path = secrets.as_csv(tmp_path / "t", *table(told_of, every=told_of is small))
    found = checked(path, told_of, show_values=True)
    assert isinstance(found, CheckResult)
    assert marks(*everywhere(found, tmp_path / "kept", False)) == set()


@pytest.mark.slow
def test_a_nightly_run_says_and_keeps_no_cell(
    tmp_path: Path, small: Law, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two nights of a folder, a file and one that cannot be used, and the trend over them."""
    monkeypatch.setattr("lovgraf.law.load_law", lambda _extra=(): small)
    names, rows = table(small, every=True)
    secrets.as_csv(tmp_path / "a", names, rows)
    secrets.as_csv(tmp_path / "bad", *secrets.headless(names, rows))
    out = tmp_path / "runs"
    unread = f"accept_unread = {json.dumps(names)}\n"
    datasets = "".join(
        f'[[dataset]]\nname = "{name}"\npath = "{name}.csv"\n{unread}' for name in ("a", "bad")
    )
    settings = tmp_path / "lovgraf.toml"
    outputs = '["text", "json", "html", "csv", "xlsx", "ttl", "parquet"]'
    settings.write_text(f"as_of = 2030-06-01\noutputs = {outputs}\n{datasets}")
    for _ in range(2):
        secrets.as_csv(tmp_path / "a", names[::-1], [row[::-1] for row in rows])
        assert run(["run", str(settings), "--progress"]) == 2
    assert run(["history", str(out), "--output", str(out / "trend.html")]) == 0
    assert run(["history", str(out)]) == 0
    said = capsys.readouterr()
    assert (out / "history.parquet").exists()
    assert marks(said.out, said.err, *said_by(out)) == set()


@pytest.mark.slow
def test_the_command_line_says_no_cell(
    tmp_path: Path, small: Law, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reports, findings, what `--resume` and `--since` keep, a history, a comparison, progress, and
    errors; also where debugging was asked for."""
    monkeypatch.setenv("LOVGRAF_DEBUG", "1")
    monkeypatch.setattr("lovgraf.law.load_law", lambda _extra=(): small)
    names, rows = table(small, every=True)
    register = tmp_path / "in"
    for day in ("2030-05-31", "2030-06-01"):
        (register / f"day={day}").mkdir(parents=True)
        secrets.as_csv(register / f"day={day}" / "a", names, rows)
        secrets.as_csv(register / f"day={day}" / "b", names[::-1], [row[::-1] for row in rows])
    one = str(register / "day=2030-06-01")
    out = tmp_path / "out"
    out.mkdir()
    unread = [word for name in names for word in ("--accept-unread", name)]
    shared = ["--as-of", "2030-06-01", "--progress", *unread]
    assert run(["check", one, *shared, "--output", str(out / "a.json"), "--findings",
                str(out / "a.parquet"), "--since", str(out / "kept")]) in (0, 1)  # fmt: skip
    assert run(["check", one, *shared, "--engine", "columns", "--format", "text"]) in (0, 1)
    assert run(["compare", str(out / "a.json"), str(out / "a.json")]) == 0
    assert run(["history", str(register), *unread, "--output", str(out / "days")]) in (0, 1)
    bad = secrets.as_csv(tmp_path / "bad", *secrets.headless(names, rows))
    chance = secrets.as_csv(tmp_path / "chance", *secrets.few_known(names, rows))
    mapping = tmp_path / "m.json"
    columns = [{"titles": "not there", "name": "built_on"}]
    mapping.write_text(json.dumps({"tableSchema": {"columns": columns}}))
    assert run(["check", str(bad), *shared]) == 2
    assert run(["check", str(chance), *shared]) == 2
    run(["check", str(bad), *shared, "--mapping", str(mapping)])
    said = capsys.readouterr()
    assert marks(said.out, said.err, *said_by(out)) == set()


@pytest.mark.slow
def test_reports_with_values_are_for_this_user_alone(
    tmp_path: Path, small: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lovgraf.law.load_law", lambda _extra=(): small)
    names, rows = table(small, every=True)
    register = tmp_path / "in" / "day=2030-06-01"
    register.mkdir(parents=True)
    path = secrets.as_csv(register / "t", names, rows)
    out = tmp_path / "out"
    out.mkdir()
    unread = [word for name in names for word in ("--accept-unread", name)]
    shown = [*unread, "--show-values", "--output"]
    assert run(["check", str(path), "--as-of", "2030-06-01", *shown, str(out / "a.json"),
                "--findings", str(out / "a.parquet")]) in (0, 1)  # fmt: skip
    assert run(["history", str(tmp_path / "in"), *shown, str(out / "days")]) in (0, 1)
    files = [path for path in out.rglob("*") if path.is_file()]
    assert len(files) == 4
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert (out / "days").stat().st_mode & 0o077 == 0
    assert len(marks((out / "a.json").read_bytes())) > 3
    ids = parquet.read_table(out / "a.parquet")["id"].to_pylist()
    assert not ids or marks(*map(str, ids))
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "elsewhere.json")
    assert run(["check", str(path), "--as-of", "2030-06-01", *shown, str(link)]) == 2
    assert not os.path.exists(tmp_path / "elsewhere.json")


BROKEN: dict[str, tuple[str, bytes]] = {
    "quote": ("t.csv", b'id;built_on\n"Quixolt;1990\nWazzir;"Zebulon\n'),
    "bytes": ("t.csv", b"id;built_on\nQuixolt \xff\xfe\x81;Wazzir\n"),
    "json": ("t.jsonl", b'{"id": "Quixolt", "built_on": Wazzir}\n'),
    "nested": ("t.jsonl", b'{"id": {"Quixolt": ["Wazzir"]}, "built_on": ["Zebulon"]}\n'),
    "keys": ("t.jsonl", b'{"Quixolt": 1, "Wazzir": {"Zebulon": 2}}\n'),
    "turtle": ("t.ttl", b'<urn:a> <urn:b> "Quixolt" Wazzir .\n'),
    "xml": ("t.rdf", b"<rdf:RDF><Quixolt>Wazzir</Zebulon></rdf:RDF>"),
    "jsonld": ("t.jsonld", b'{"@context": "http://Quixolt/Wazzir", "name": "Zebulon"}'),
    "workbook": ("t.xlsx", b"PK\x03\x04Quixolt Wazzir Zebulon"),
    "parquet": ("t.parquet", b"PAR1Quixolt Wazzir ZebulonPAR1"),
    "database": ("t.duckdb", b"Quixolt Wazzir Zebulon" * 99),
}


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "debug"), cells(sorted(BROKEN), ("", "1")))
def test_no_error_of_a_library_quotes_a_cell(
    tmp_path: Path, small: Law, capsys: Capture, monkeypatch: pytest.MonkeyPatch, kind: str,
    debug: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("LOVGRAF_DEBUG", debug)
    monkeypatch.setattr("lovgraf.law.load_law", lambda _extra=(): small)
    name, content = BROKEN[kind]
    (tmp_path / name).write_bytes(content)
    run(["check", str(tmp_path / name), "--as-of", "2030-06-01"])
    shapes = tmp_path / "s.ttl"
    shapes.write_text("@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:NodeShape .")
    run(["validate", str(tmp_path / name), str(shapes)])
    said = capsys.readouterr()
    assert said.err
    assert marks(said.out, said.err) == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", one_in(2, ["int", "decimal", "binary", "date", "list", "struct", "dictionary"])
)
def test_no_cell_of_any_type_of_parquet_is_told(tmp_path: Path, small: Law, kind: str) -> None:
    import pyarrow as pa

    column: Any = {
        "int": pa.array([7391739173, 88421973]),
        "decimal": pa.array(["7391739173.88421"]).cast(pa.decimal128(20, 5)),
        "binary": pa.array([b"Quixolt\xff"]),
        "date": pa.array([88421], pa.int32()).cast(pa.date32()),
        "list": pa.array([["Quixolt", "Wazzir"]]),
        "struct": pa.array([{"Quixolt": "Wazzir"}]),
        "dictionary": pa.array(["Quixolt"]).dictionary_encode(),
    }[kind]
    names = ["id", "built_on", "flag", "cargo", "sails", "cpr_number", "tonnage"]
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table([column] * len(names), names=names), path)
    found = checked(path, small)
    if isinstance(found, InputError):
        assert marks(found.message.da, found.message.en) == set()
    else:
        assert marks(*everywhere(found, tmp_path / "kept", False)) == set()


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex.org/> .
ex:S a sh:NodeShape ; sh:targetClass ex:P ;
  sh:property [ sh:path ex:name ; sh:maxLength 3 ; sh:message "For lang: {?value} {$value}"@da ] ;
  sh:property [ sh:path ex:ill ; sh:in ( "none" ) ] ;
  sh:property [ sh:path ex:mail ; sh:nodeKind sh:Literal ] ;
  sh:sparql [ sh:message "{?value} er {$this}" ; sh:select
    "SELECT $this ?value WHERE { $this <http://ex.org/name> ?value }" ] .
ex:T a sh:NodeShape ; sh:targetObjectsOf ex:ill ; sh:nodeKind sh:IRI .
"""
DATA = """
@prefix ex: <http://ex.org/> .
ex:1 a ex:P ; ex:name "Quixolt Zebulon" ; ex:ill "quixolt-sukkersyge"@da, "7391739173"^^ex:n ;
  ex:mail <mailto:quixolt@wazzir.dk>, <tel:7391739173>, <http://ex.org/?name=Wazzir> .
"""


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with data and shapes, which are validated once in each way, whatever is written."""
    folder = tmp_path_factory.mktemp("validated")
    (folder / "s.ttl").write_text(SHAPES, encoding="utf-8")
    (folder / "d.ttl").write_text(DATA, encoding="utf-8")

    @cache
    def once(data: Path, shapes: tuple[Path, ...], engine: str, **more: bool) -> ValidationReport:
        return validate(data, shapes, engine, **more)

    def instead(data: Path, shapes: list[Path], engine: str, **more: bool) -> ValidationReport:
        return once(data, tuple(shapes), engine, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lovgraf.validate.validate", instead)
        yield folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "form"),
    [
        (asked, form)
        for form, asked in cells(
            ("text", "json", "ttl"), [*product(("both", "reference"), ("da", "en"))]
        )
    ],
)
def test_a_validation_report_holds_no_literal(
    tmp_path: Path, validated: Path, capsys: Capture, form: str, asked: tuple[str, str]
) -> None:
    engine, lang = asked
    files = [str(validated / "d.ttl"), str(validated / "s.ttl")]
    more = ["--format", form, "--lang", lang, "--engine", engine]
    assert run(["validate", *files, *more]) == 1
    said = capsys.readouterr()
    assert marks(said.out, said.err) == set()
    out = tmp_path / "out"
    assert run(["validate", *files, *more, "--show-values", "--output", str(out)]) == 1
    assert len(marks(out.read_bytes())) > 3
    assert out.stat().st_mode & 0o777 == 0o600
