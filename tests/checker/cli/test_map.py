"""`lovgraf map` proposes a mapping, asks for the rest, and writes what `--mapping` reads."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from lovgraf.cli import run
from lovgraf.cli.mapper import Mapper
from lovgraf.core.disclosure import told_apart
from lovgraf.law import Law
from lovgraf.readers.preview import preview
from tests.checker.cli.said import Capture

ROWS = "".join(
    f"{n};01-02-19{n};påmeldt;rød\n{n}0;02-02-1980;ikke påmeldt;blå\n" for n in range(50, 60)
)
KNOWN = f"id;birth_date;digital_post;Farve\n{ROWS}"
OWN = f"Nr.;Født dato;Post;Farve\n{ROWS}"


@pytest.mark.slow
def test_the_mapping_is_read_by_check(tmp_path: Path, capsys: Capture) -> None:
    data, mapping = tmp_path / "d.csv", tmp_path / "m.json"
    data.write_text(KNOWN)
    assert run(["map", str(data), "--output", str(mapping), "--lang", "en"]) == 0
    told = capsys.readouterr().err
    assert (
        "2 words were mapped to codes (xxxx xxxxxxx = false, xxxxxxx = true), 0 are not read"
        in told
    )
    assert "Farve is not read." in told
    columns = json.loads(mapping.read_text())["tableSchema"]["columns"]
    assert columns[2]["lovgraf:codes"] == {"ikke påmeldt": "false", "påmeldt": "true"}
    assert columns[3] == {"titles": "Farve", "suppressOutput": True}
    command = ["check", str(data), "--as-of", "2014-12-01", "--format", "json"]
    run([*command, "--mapping", str(mapping)])
    found = json.loads(capsys.readouterr().out)
    assert found["records"] == 20
    assert not [flaw for flaw in found["record_quality"] if flaw["code"] == "unreadable"]


@pytest.mark.slow
def test_the_paths_of_xml_are_read_by_check(tmp_path: Path, capsys: Capture) -> None:
    data, mapping = tmp_path / "d.xml", tmp_path / "m.json"
    person = "<p nr='{}'><født><birth_date>01-02-1950</birth_date></født>{}<post>{}</post></p>"
    rows = (person.format(n, "<farve>rød</farve>" * 2, "ja" if n % 2 else "nej") for n in range(9))
    data.write_text(f"<r><h/><ps>{''.join(rows)}</ps></r>".replace("post", "digital_post"))
    assert run(["check", str(data), "--lang", "en"]) == 2
    assert "lovgraf map" in capsys.readouterr().err
    assert run(["map", str(data), "--output", str(mapping), "--lang", "en"]) == 0
    assert "farve is not read" in capsys.readouterr().err
    told = json.loads(mapping.read_text())
    assert told["lovgraf:records"] == "/r/ps/p"
    paths = {one["titles"]: one["lovgraf:path"] for one in told["tableSchema"]["columns"]}
    assert paths == {"nr": "@nr", "birth_date": "født/birth_date", "farve": "farve",
                     "digital_post": "digital_post"}  # fmt: skip
    run(["check", str(data), "--as-of", "2014-12-01", "--format", "json", "--mapping",
         str(mapping)])  # fmt: skip
    found = json.loads(capsys.readouterr().out)
    assert found["records"] == 9
    read = {c["header"] for c in found["intake"]["tables"][0]["columns"] if c["read"]}
    assert {"birth_date", "digital_post"} <= read


@pytest.mark.slow
def test_headings_that_may_be_values_are_not_written_unasked(
    tmp_path: Path, capsys: Capture
) -> None:
    data = tmp_path / "d.csv"
    data.write_text(OWN.replace("Født dato", "Alder").replace("Post", "Farven"))
    assert run(["map", str(data), "--lang", "en"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "Farve" not in told.err
    mapping = tmp_path / "m.json"
    assert run(["map", str(data), "--show-values", "--output", str(mapping)]) == 0
    assert mapping.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("shown", [False, True])
def test_what_cannot_be_told_is_asked(law: Law, tmp_path: Path, shown: bool) -> None:
    data, asked = tmp_path / "d.csv", list[str]()
    data.write_text(OWN.replace("ikke påmeldt", "andet"))
    may_show = [] if shown else ["n"]
    answers = iter(["id", "j", "vrøvl", "digital_post", *may_show, "nej", "ja", ""])

    def read(question: str) -> str:
        asked.append(question)
        return next(answers)

    mapper = Mapper(preview(data, law.facts, None, True), law.facts, "da", shown, read)
    mapper.map()
    assert mapper.names[0:3] == ["id", "birth_date", "digital_post"]
    assert mapper.names[3] is None
    assert mapper.codes[2] == {"andet": "false", "påmeldt": "true"}
    assert any("Født dato »Fødselsdato«" in question for question in asked)
    assert any("andet" in question for question in asked) is shown


@pytest.mark.parametrize(
    ("born", "read", "advised"),
    [
        (["01-02-1980 14:30", "03-04-1985 08:00:00", "30-05-1990 23:59"], True, True),
        (["1021980", "3041985", "30051990"], True, True),
        (["1. januar 1980", "3. maj 1985", "24. juli 1990"], False, False),
        (["29221", "31170", "33078"], False, False),
        (["01-02-80", "03-04-85", "30-05-90"], False, False),
    ],
)
def test_what_map_advises_leads_on(
    tmp_path: Path, capsys: Capture, born: list[str], read: bool, advised: bool
) -> None:
    data, mapping = tmp_path / "d.csv", tmp_path / "m.json"
    rows = "".join(f"{n};{day};ja;nej;0\n" for n, day in enumerate(born))
    data.write_text("id;birth_date;home_in_denmark;digital_post;exemption_ground\n" + rows)
    check = ["check", str(data), "--as-of", "2016-12-01", "--lang", "en"]
    assert run(check) == 2
    assert ("lovgraf map" in capsys.readouterr().err) is advised
    assert run(["map", str(data), "--output", str(mapping), "--lang", "en"]) == 0
    told = capsys.readouterr().err
    assert ("no mapping can say" in told) is not read
    assert (run([*check, "--mapping", str(mapping)]) == 2) is not read
    assert "lovgraf map" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("answers", "dates"), [(["vrøvl", "?", "j"], "MM/dd/yyyy"), (["n"], "dd/MM/yyyy"), ([""], None)]
)
def test_day_and_month_that_nothing_tells_apart_are_asked_about(
    law: Law, tmp_path: Path, answers: list[str], dates: str | None
) -> None:
    data, said = tmp_path / "d.csv", iter(answers)
    data.write_text(
        "id;birth_date;left_on;emigrated_on\n" + "1;03/04/1980;12/31/1990;31/12/1990\n" * 3
    )
    found = preview(data, law.facts, None, True)
    mapper = Mapper(found, law.facts, "da", False, lambda _: next(said))
    mapper.map()
    assert mapper.dates.get(1) == dates


@pytest.mark.slow
def test_a_table_of_a_database_is_mapped(tmp_path: Path, capsys: Capture) -> None:
    data, mapping, toml = tmp_path / "d.sqlite", tmp_path / "m.json", tmp_path / "lovgraf.toml"
    with sqlite3.connect(data) as base:
        base.execute("CREATE TABLE people (id TEXT, birth_date TEXT, digital_post TEXT)")
        base.execute("CREATE TABLE others (x TEXT)")
        base.executemany("INSERT INTO people VALUES (?, '1980-02-01', 'påmeldt')", [["a"], ["b"]])
    url = f"sqlite:///{data}"
    assert run(["map", url, "--lang", "en"]) == 2
    assert "--table" in capsys.readouterr().err
    assert run(["map", url, "--table", "people", "--output", str(mapping), "--lang", "en"]) == 0
    assert len(json.loads(mapping.read_text())["tableSchema"]["columns"]) == 3
    assert run(["init", url, "--table", "people", "-o", str(toml), "--lang", "en"]) == 0
    assert 'table = "people"' in toml.read_text()
    capsys.readouterr()
    assert run(["run", str(toml), "--check", "--lang", "en"]) == 0
    assert "can be read" in capsys.readouterr().out
    toml.write_text(toml.read_text().replace('table = "people"', ""))
    assert run(["run", str(toml), "--check", "--lang", "en"]) == 2
    assert "--table" in capsys.readouterr().err


def test_run_tells_ahead_which_files_of_a_folder_it_does_not_read(
    tmp_path: Path, capsys: Capture
) -> None:
    folder, toml = tmp_path / "in", tmp_path / "lovgraf.toml"
    folder.mkdir()
    for name in ("a.csv", "b.txt"):
        (folder / name).write_text(f"id,birth_date,digital_post\n{name},1980-02-01,ja\n")
    toml.write_text(f'[[dataset]]\nname = "in"\npath = "{folder}"\n')
    assert run(["run", str(toml), "--check", "--lang", "en"]) == 0
    assert "in: b.txt was not read: " in capsys.readouterr().out


@pytest.mark.slow
def test_what_is_not_certain_is_left_out_where_nobody_is_asked(
    tmp_path: Path, capsys: Capture
) -> None:
    data, mapping = tmp_path / "d.csv", tmp_path / "m.json"
    rows = "".join(f"{n};01-02-1980;02-02-2014;ja\n" for n in range(9))
    data.write_text(f"id;birth_date;Udrejsedato;Flyttet til udland\n{rows}")
    assert run(["map", str(data), "--output", str(mapping), "--lang", "en"]) == 0
    told = capsys.readouterr().err
    assert "it may be" in told
    assert "(emigrated_on)" in told
    assert "(left_on)" in told
    assert "nothing else tells records apart" not in told
    columns = json.loads(mapping.read_text())["tableSchema"]["columns"]
    assert [one.get("name") for one in columns] == ["id", "birth_date", None, None]
    # Without an id and a number that must be unique a nightly run can only count.
    toml = tmp_path / "lovgraf.toml"
    data.write_text(data.read_text().replace("id;", "borger_id;"))
    assert run(["init", str(data), "--output", str(toml), "--lang", "en"]) == 0
    assert "nothing else tells records apart" in (told := capsys.readouterr().err)
    assert "Is 'borger_id' one?" in told
    assert run(["run", str(toml), "--check", "--lang", "en"]) == 0
    assert "nothing else tells records apart" in capsys.readouterr().out


@pytest.mark.slow
def test_a_night_in_which_nothing_could_be_decided_is_not_green(
    tmp_path: Path, capsys: Capture
) -> None:
    data, toml = tmp_path / "d.csv", tmp_path / "lovgraf.toml"
    data.write_text("id;birth_date\n" + "".join(f"{n};01-02-1980\n" for n in range(9)))
    toml.write_text('[[dataset]]\nname = "d"\npath = "d.csv"\ntype = "person"\n'
                    'presume = "none"\nabout = ["law/2012/528"]\n')  # fmt: skip
    assert run(["run", str(toml), "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert "could be decided of nobody" in told
    assert "(digital_post)" in told or "Missing" in told
    run(["check", str(data), "--presume", "none", "--about", "law/2012/528", "--lang", "en"])
    assert "could be decided of nobody" in capsys.readouterr().out


def test_words_of_one_shape_are_told_apart() -> None:
    told = told_apart({"H": 3, "M": 9, "lav": 2}, False)
    assert told["M"].en == "X (word no. 1, 9 times)"
    assert told["H"].da == "X (ord nr. 2, 3 gange)"
    assert told["lav"].en == "xxx"
    assert told_apart({"H": 3, "M": 9}, True)["H"].en == "H"
