"""`lovgraf map` proposes a mapping, asks for the rest, and writes what `--mapping` reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lovgraf.cli import run
from lovgraf.cli.mapper import Mapper
from lovgraf.law import Law
from lovgraf.readers.preview import preview
from tests.checker.cli.said import Capture

ROWS = "".join(
    f"{n};01-02-19{n};tilmeldt;rød\n{n}0;02-02-1980;ikke tilmeldt;blå\n" for n in range(50, 60)
)
KNOWN = f"id;birth_date;digital_post;Farve\n{ROWS}"
OWN = f"Nr.;Født dato;Post;Farve\n{ROWS}"


@pytest.mark.slow
def test_the_mapping_is_read_by_check(tmp_path: Path, capsys: Capture) -> None:
    data, mapping = tmp_path / "d.csv", tmp_path / "m.json"
    data.write_text(KNOWN)
    assert run(["map", str(data), "--output", str(mapping), "--lang", "en"]) == 0
    told = capsys.readouterr().err
    assert "2 words were mapped to codes, 0 are not read" in told
    assert "Farve is not read." in told
    columns = json.loads(mapping.read_text())["tableSchema"]["columns"]
    assert columns[2]["lovgraf:codes"] == {"ikke tilmeldt": "false", "tilmeldt": "true"}
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
    data.write_text(OWN.replace("ikke tilmeldt", "andet"))
    answers = iter(["id", "j", "vrøvl", "digital_post", "nej", "ja", ""])

    def read(question: str) -> str:
        asked.append(question)
        return next(answers)

    mapper = Mapper(preview(data, law.facts, None, True), law.facts, "da", shown, read)
    mapper.map()
    assert mapper.names[0:3] == ["id", "birth_date", "digital_post"]
    assert mapper.names[3] is None
    assert mapper.codes[2] == {"andet": "false", "tilmeldt": "true"}
    assert any("Født dato »Fødselsdato«" in question for question in asked)
    assert any("andet" in question for question in asked) is shown
