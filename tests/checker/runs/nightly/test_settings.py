"""`lovgraf.toml`: what it may hold, and what is said of each mistake."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from lovgraf.cli import run
from lovgraf.cli.init import _TEXT
from lovgraf.core.errors import InputError
from lovgraf.core.result import VERDICTS
from lovgraf.law import Law
from lovgraf.law.presumptions import PROFILES
from lovgraf.reports.formats import FORMATS
from lovgraf.runs.nightly.settings import SCHEMA, read_settings
from tests.checker.cli.said import Capture, one_line
from tests.checker.small_law import write_ships
from tests.places import ROOT

ONE = '[[dataset]]\nname = "a"\npath = "a.csv"\n'
OWNERS = """
[[owner]]
name = "post"
label = {da = "Posten", en = "The mail"}
rules = ["law/2012/528", "law/2007/798/par/1"]

[[owner]]
name = "fee"
rules = ["law/2012/528/par/3"]
"""
MISTAKES = [
    ('kep = "x"\n' + ONE, 1, "Did you mean keep?"),
    (ONE + 'typ = "person"\n', 4, "Did you mean type?"),
    (ONE + '[[dataset]]\nname = "b"\npath = "b"\nshet = "x"\n', 7, "Did you mean sheet?"),
    (ONE + '[mail]\nto = ["a@b.dk"]\nfrom = "a@b.dk"\nsecurty = "tls"\n', 7, "security"),
    (ONE + '[mail]\nto = ["a@b.dk"]\nfrom = "nobody"\n', 6, "mail.from"),
    (ONE + '[mail]\nfrom = "a@b.dk"\n', 4, "to is missing in mail"),
    (ONE + '[webhook]\nurl = "ftp://b"\n', 5, "webhook.url"),
    ('[[dataset]]\nname = "a"\n', 1, "path is missing in dataset"),
    ('[[dataset]]\nname = "a b"\npath = "x"\n', 2, "dataset.name is not written"),
    ('keep = "x"\n', 1, "dataset is missing"),
    ('fail_on = ["breachd"]\n' + ONE, 1, "Did you mean breached?"),
    ('outputs = ["html", "jsn"]\n' + ONE, 1, "Did you mean json?"),
    ('status = "all"\n' + ONE, 1, "The choices are new, any"),
    ("retention_days = 0\n" + ONE, 1, "retention_days must be from 1 to 36500"),
    ('retention_days = "90"\n' + ONE, 1, "retention_days must be a whole number"),
    ("exact = 1\n" + ONE, 1, "exact must be true or false"),
    ('as_of = "2014-02-30"\n' + ONE, 1, "no such day"),
    ('as_of = "first"\n' + ONE, 1, "as_of is not written"),
    ("as_of = 2014-02-30\n" + ONE, 1, "no TOML"),
    ("\n\nkeep = \n" + ONE, 3, "no TOML"),
    ('keep = "a"\nkeep = "b"\n' + ONE, 2, "twice"),
    (ONE + ONE, 5, "same name"),
    (ONE + 'owner = "pots"\n' + OWNERS, 4, "Did you mean post?"),
    ('presume = "regster"\n' + ONE, 1, "none, register, case or a Turtle file"),
    ("dataset = 3\n", 1, "dataset must be a list"),
    (ONE + '[[owner]]\nname = "a"\nlabel = 3\n', 6, "owner.label cannot be used"),
]


def written(folder: Path, text: str) -> Path:
    """A file of settings."""
    path = folder / "lovgraf.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("text", "line", "said"), MISTAKES)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, said: str, capsys: Capture
) -> None:
    path = written(tmp_path, text)
    assert run(["run", str(path), "--check", "--lang", "en"]) == 2
    told = one_line(capsys)
    assert told.startswith(f"lovgraf: lovgraf.toml:{line}")
    assert said in told
    assert run(["run", str(path), "--lang", "da"]) == 2
    assert one_line(capsys) != told


def test_no_word_of_the_file_is_repeated(tmp_path: Path) -> None:
    """It may be a number of somebody that was pasted in the wrong place."""
    secret = "6101809995"
    for text in (f'"{secret}" = 1\n{ONE}', f'status = "{secret}"\n{ONE}', f"{ONE}x{secret}\n",
                 f'{ONE}owner = "{secret}"\n{OWNERS}', f'presume = "{secret}"\n{ONE}'):  # fmt: skip
        with pytest.raises(InputError) as told:
            read_settings(written(tmp_path, text))
        assert secret not in str(told.value.message)


def test_no_file_says_how_to_write_one(tmp_path: Path, capsys: Capture) -> None:
    assert run(["run", str(tmp_path / "lovgraf.toml"), "--lang", "en"]) == 2
    assert "lovgraf init DATASET" in one_line(capsys)


def test_what_is_left_out_has_its_usual_meaning(tmp_path: Path) -> None:
    found = read_settings(written(tmp_path, "as_of = 2014-12-01\n" + ONE))
    (one,) = found.datasets
    assert (one.path, one.presume) == (str(tmp_path / "a.csv"), "register")
    assert (found.keep, found.log) == (tmp_path / "runs", tmp_path / "runs" / "log.jsonl")
    assert (found.as_of, found.outputs, found.status) == (
        date(2014, 12, 1),
        ("json", "html"),
        "new",
    )


def test_a_dataset_has_what_it_says_itself(tmp_path: Path) -> None:
    text = 'presume = "own.ttl"\nfail_on = []\n' + ONE + 'presume = "case"\nmapping = "m.json"\n'
    more = '[[dataset]]\nname = "b"\npath = "s3://c/b"\nfail_on = ["pending"]\n'
    one, other = read_settings(written(tmp_path, text + more)).datasets
    assert (one.presume, one.fail_on, one.mapping) == ("case", frozenset(), tmp_path / "m.json")
    assert (other.path, other.presume) == ("s3://c/b", str(tmp_path / "own.ttl"))
    assert other.fail_on == {"pending"}


def test_the_nearest_owner_sees_to_a_rule(tmp_path: Path) -> None:
    found = read_settings(written(tmp_path, ONE + 'owner = "fee"\n' + OWNERS))
    (one,) = found.datasets
    base = "https://w3id.org/lovgraf/"
    owners = {
        "law/2012/528/par/3/stk/1/norm/x": "fee",
        "law/2012/528/par/4": "post",
        "law/2007/798/par/1": "post",
        "law/2007/798/par/10": "fee",
    }
    for norm, owner in owners.items():
        seen = found.owner_of(base + norm, one)
        assert seen is not None
        assert seen.name == owner, norm
    assert found.owners[0].label.da == "Posten"


def test_the_schema_is_one_and_says_what_the_program_knows() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    outputs = schema["properties"]["outputs"]["items"]["enum"]
    assert set(outputs) == {*FORMATS, "parquet"}
    assert schema["$defs"]["verdicts"]["items"]["enum"] == list(VERDICTS)
    assert all(name in schema["$defs"]["presume"]["pattern"] for name in PROFILES)


def test_the_schema_is_written(capsys: Capture) -> None:
    assert run(["init", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "lovgraf.toml"


def test_the_page_tells_of_every_key() -> None:
    page = (ROOT / "docs" / "run.md").read_text("utf-8")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    parts = [schema, *(schema["properties"][name] for name in ("mail", "webhook"))]
    parts += [schema["properties"][name]["items"] for name in ("dataset", "owner")]
    assert [key for part in parts for key in part["properties"] if f"`{key}`" not in page] == []


def test_the_page_shows_a_file_that_holds(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "run.md").read_text("utf-8")
    shown = page.partition("```toml\n")[2].partition("```")[0]
    found = read_settings(written(tmp_path, shown))
    assert found.mail is not None
    assert found.owners[0].label.en == "The mail team"
    beside = read_settings(written(tmp_path, 'data = ["own.ttl"]\n' + shown))
    assert beside.data == (tmp_path / "own.ttl",)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_init_writes_what_run_reads(
    tmp_path: Path, only_ships: Law, capsys: Capture, lang: str
) -> None:
    write_ships(tmp_path / "Skibe æ.csv", 5)
    out = tmp_path / "lovgraf.toml"
    command = ["init", str(tmp_path / "Skibe æ.csv"), "--type", "ship", "-o", str(out)]
    assert run([*command, "--lang", lang]) == 0
    (one,) = read_settings(out).datasets
    assert (one.name, one.record_type) == ("Skibe", "ship")
    assert one.path == str(tmp_path / "Skibe æ.csv")
    assert run(["run", str(out), "--check"]) == 0
    capsys.readouterr()
    assert run([*command, "--lang", lang]) == 2
    assert "lovgraf.toml" in one_line(capsys)
    commented = "\n".join(line.removeprefix("# ") for line in _TEXT[lang].splitlines()[2:])
    commented = commented.replace("{data}", 'data = ["own.ttl"]\n')
    tomllib.loads(commented.replace("{dataset}", 'name = "a"\npath = "a"\n'))


def test_init_maps_headings_of_ones_own(tmp_path: Path, capsys: Capture) -> None:
    data, out = tmp_path / "d.csv", tmp_path / "lovgraf.toml"
    rows = "".join(
        f"{n};01-02-19{n};påmeldt\n{n}0;02-02-1980;ikke påmeldt\n" for n in range(50, 60)
    )
    data.write_text(f"id;birth_date;digital_post\n{rows}")
    assert run(["init", str(data), "-o", str(out)]) == 0
    (one,) = read_settings(out).datasets
    assert one.mapping == tmp_path / "d.csv-metadata.json"
    columns = json.loads(one.mapping.read_text())["tableSchema"]["columns"]
    assert columns[2]["lovgraf:codes"] == {"ikke påmeldt": "false", "påmeldt": "true"}


def test_init_names_the_files_of_a_folder_that_a_run_will_not_read(
    tmp_path: Path, capsys: Capture
) -> None:
    folder, out = tmp_path / "in", tmp_path / "lovgraf.toml"
    folder.mkdir()
    (folder / "a.csv").write_text("id\n1\n")
    (folder / "b.json").write_text("[]")
    assert run(["init", str(folder), "-o", str(out), "--lang", "en"]) == 0
    assert "b.json was not read" in one_line(capsys)
    assert out.exists()


def test_init_says_what_it_needs(capsys: Capture) -> None:
    assert run(["init", "--lang", "en"]) == 2
    assert "DATASET is missing" in one_line(capsys)
