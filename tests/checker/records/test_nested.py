"""Nested JSON and XML: what a mapping says of records and paths. The files are written by hand, by
`json`, lxml and pandas."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lovgraf.core.errors import InputError
from lovgraf.readers.nested.outline import outlined
from tests.checker.records.vocabulary import Opened

DAY = date(1990, 2, 1)
COLUMNS = [
    {"titles": "nr", "name": "id", "lovgraf:path": "nr"},
    {"titles": "født", "name": "birth_date", "lovgraf:path": "person/født"},
    {"titles": "cpr", "name": "cpr_number", "lovgraf:path": "person/cpr"},
    {"titles": "pas", "name": "passport", "lovgraf:path": "pas"},
    {"titles": "lande", "name": "citizenship", "lovgraf:path": "lande/land"},
]
NUMBER = [{"titles": "nr", "name": "months", "lovgraf:path": "nr"}]
RECORDS: list[dict[str, Any]] = [
    {"nr": "007", "person": {"født": "1990-02-01", "cpr": "6102901234"}, "pas": True,
     "lande": [{"land": "DK"}, {"land": "SE"}]},
    {"nr": 8, "person": {"født": None, "cpr": 102901234}, "pas": False, "lande": []},
    {"nr": "9", "person": {}, "lande": {"land": "NO"}},
]  # fmt: skip


def opened(
    folder: Path, name: str, content: str | bytes, records: str = "/", **more: Any
) -> Opened:
    """A file opened with a mapping."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    columns = more.pop("columns", COLUMNS)
    told = {"url": name, "lovgraf:records": records, "tableSchema": {"columns": columns}}
    (folder / "m.json").write_text(json.dumps({**told, **more}), encoding="utf-8")
    return Opened(path, mapping=folder / "m.json")


def expected(found: Opened) -> None:
    """What all forms of the same three records say."""
    assert found["id"] == ["007", "8", "9"]
    assert found["birth_date"] == [DAY, None, None]
    assert found["cpr_number"] == ["6102901234", "0102901234", None]
    assert found["passport"] == [True, False, None]
    assert found["citizenship"] == [["DK", "SE"], None, ["NO"]]
    assert not found.table.intake.tables[0].left_out


@pytest.mark.parametrize(
    ("content", "records"),
    [
        (json.dumps(RECORDS), "/"),
        ("\n".join(map(json.dumps, RECORDS)), "/"),
        (json.dumps({"dato": 1, "data": {"personer": RECORDS}, "antal": 3}, indent=2),
         "/data/personer"),
        (json.dumps([{"x": RECORDS[:2]}, {"y": [{"x": 1}], "x": RECORDS[2:]}]), "/x"),
        (json.dumps({"a/b": RECORDS}), "/a~1b"),
        ("\ufeff" + json.dumps(RECORDS, ensure_ascii=False), "/"),
    ],
)  # fmt: skip
def test_records_of_json(tmp_path: Path, content: str, records: str) -> None:
    expected(opened(tmp_path, "t.json", content, records))


XML = """<?xml version="1.0" encoding="{encoding}"?>
<u:udtræk xmlns:u="urn:u" dato="2026-11-29"><!-- {comment} -->
  <hoved><person><født>2000-01-01</født></person></hoved>
  <u:poster>
    <post><nr>007</nr><person><født>1990-02-01</født><cpr>6102901234</cpr></person><pas>true</pas>
      <lande><land>DK</land><land><![CDATA[SE]]></land></lande></post>
    <post><nr> 8 </nr><person><født/><cpr>102901234</cpr></person><pas>false</pas><lande/></post>
    <post xmlns="urn:other"><nr>9</nr><person/><lande><land>NO</land></lande></post>
  </u:poster><hale/>
</u:udtræk>
"""


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "iso-8859-1", "utf-16"])
def test_records_of_xml(tmp_path: Path, encoding: str) -> None:
    text = XML.format(encoding=encoding, comment="æ")
    expected(opened(tmp_path, "t.xml", text.encode(encoding), "/udtræk/poster/post"))


def test_records_of_xml_as_lxml_writes_it(tmp_path: Path) -> None:
    etree = pytest.importorskip("lxml.etree")
    root = etree.Element("{urn:r}root", nsmap={None: "urn:r"})
    for record in RECORDS:
        post = etree.SubElement(root, "{urn:r}post", nr=str(record["nr"]))
        person = etree.SubElement(post, "{urn:r}person")
        for key, value in record["person"].items():
            etree.SubElement(person, f"{{urn:r}}{key}").text = value and str(value)
        if "pas" in record:
            etree.SubElement(post, "{urn:r}pas").text = str(record["pas"]).lower()
        countries = record["lande"] if isinstance(record["lande"], list) else [record["lande"]]
        for country in countries:
            etree.SubElement(post, "{urn:r}lande").append(one := etree.Element("{urn:r}land"))
            one.text = country["land"]
    columns = [{**COLUMNS[0], "lovgraf:path": "@nr"}, *COLUMNS[1:]]
    content = etree.tostring(root, xml_declaration=True, encoding="ISO-8859-1")
    expected(opened(tmp_path, "t.xml", content, "/root/post", columns=columns))


def test_records_of_xml_as_pandas_writes_it(tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    frame = pd.DataFrame({"nr": ["01", "02"], "født": [DAY, None], "pas": [True, False]})
    frame.to_xml(tmp_path / "p.xml", index=False)
    columns = [COLUMNS[0], {**COLUMNS[1], "lovgraf:path": "født"}, COLUMNS[3]]
    content = (tmp_path / "p.xml").read_bytes()
    found = opened(tmp_path, "t.xml", content, "/data/row", columns=columns)
    assert found["id"] == ["01", "02"]
    assert found["birth_date"] == [DAY, None]
    assert found["passport"] == [True, False]


def test_a_condition_or_a_number_chooses_one_of_several(tmp_path: Path) -> None:
    xml = "<r><p><a t='før'><k>1</k></a><a t='nu'><k>2</k></a></p><p><a t='nu'><k>3</k></a></p></r>"
    columns = [{"titles": "m", "name": "months", "lovgraf:path": "a[@t='nu']/k"},
               {"titles": "t", "name": "name", "lovgraf:path": "a[1]/@t"}]  # fmt: skip
    found = opened(tmp_path, "t.xml", xml, "/r/p", columns=columns)
    assert (found["months"], found["name"]) == ([2, 3], ["før", "nu"])
    columns = [{"titles": "m", "name": "months", "lovgraf:path": "a/1/k"},
               {"titles": "f", "name": "fee", "lovgraf:path": "a/0/k"}]  # fmt: skip
    text = '[{"a": [{"k": 1}, {"k": 2}]}, {"a": [{"k": 3}, {}, {"k": 4}]}]'
    assert opened(tmp_path, "t.json", text, columns=columns)["months"] == [2, None]


def test_what_is_no_record_is_told_by_number(tmp_path: Path) -> None:
    text = '[{"nr": 1}, 5, null, {"nr": 2, "x": {"a": 1, "a": 2}}, {"nr": 3}]'
    found = opened(tmp_path, "t.json", text, columns=NUMBER)
    assert found["months"] == [1, 3]
    assert found.left_out("no-object") == [2, 3]
    assert found.left_out("repeated-key") == [4]
    assert found._column("lovgraf_row") == [1, 5]


def test_a_path_that_no_record_has_is_a_lost_column(tmp_path: Path) -> None:
    columns = [COLUMNS[0], {**COLUMNS[1], "lovgraf:path": "person/foedt"}]
    lost = opened(tmp_path, "t.json", json.dumps(RECORDS), columns=columns).table.lost
    assert [(one.header, one.near) for one in lost] == [("født", ("birth_date",))]


BOMB = (
    '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><r><p><nr>&b;</nr></p>'
    "</r>"
)
OUTSIDE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><p><nr>&x;</nr></p></r>'


@pytest.mark.parametrize(
    ("content", "records", "said"),
    [
        (BOMB, "/r/p", "document type"),
        (OUTSIDE, "/r/p", "document type"),
        ('<!DOCTYPE r SYSTEM "http://x.invalid/r.dtd"><r><p><nr>1</nr></p></r>', "/r/p",
         "document type"),
        ("<r>" + "<p>" * 200 + "</p>" * 200 + "</r>", "/r/p", "100 levels"),
        ("<r><p><nr>1</nr></p>", "/r/p", "no valid XML"),
        ("<r><p><nr>1</nr></p></r>", "/r/q", "leads to no record"),
        ("<r><p><nr><x>1</x></nr></p></r>", "/r/p", "parts of its own"),
        ("<r><p><nr>1</nr><nr>2</nr></p></r>", "/r/p", "several values in record no. 1"),
        ('[{"nr": 1}, {"nr": 2}', "/", "no valid JSON"),
        ('[{"nr": 1}, {"nr": [1, 2]}]', "/", "several values in record no. 2"),
        ('[{"nr": {"a": 1}}]', "/", "parts of its own"),
        ('{"a": [{"nr": 1}], "a": [{"nr": 2}]}', "/a", "there twice"),
        ("[" * 200 + "]" * 200, "/", "100 levels"),
        ('{"x": 1}', "/a", "leads to no record"),
        ('[1, 2]', "/", "None of the rows is a record: 2"),
        ("nr;navn\n1;Bo\n", "/", "no valid JSON"),
        ('[{"nr": 1' + "0" * 100_000 + "}]", "/", "more than 4000 digits"),
        ('[{"nr": 1E+10000000000000000000000}]', "/", "no valid JSON"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(
    tmp_path: Path, content: str, records: str, said: str
) -> None:
    name = "t.xml" if content.startswith("<") else "t.json"
    with pytest.raises(InputError, match=said):
        opened(tmp_path, name, content, records, columns=NUMBER)


def test_a_number_beyond_all_measure_leads_to_no_outline(tmp_path: Path) -> None:
    """The parser would end the process there."""
    path = tmp_path / "t.json"
    path.write_text('[{"a": {"id": 1}, "b": ' + "9" * 100_000 + "}]", encoding="utf-8")
    assert outlined(path) is None


@pytest.mark.slow
def test_a_record_beyond_all_measure_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lovgraf.readers.nested.walking.LARGEST", 1 << 17)
    many = "<p><nr>1</nr></p>" * 20_000
    assert len(opened(tmp_path, "t.xml", f"<r>{many}</r>", "/r/p", columns=NUMBER)["months"])
    for content in (f"<r><p><nr>{'9' * 300_000}</nr></p></r>", f'[{{"nr": "{"x" * 300_000}"}}]'):
        name, records = ("t.xml", "/r/p") if content[0] == "<" else ("t.json", "/")
        with pytest.raises(InputError, match="takes more than"):
            opened(tmp_path, name, content, records, columns=NUMBER)


@pytest.mark.parametrize("path", ["a//b", "/a", "u:a", "a[", ""])
def test_a_path_that_is_none_is_refused(tmp_path: Path, path: str) -> None:
    columns = [{**NUMBER[0], "lovgraf:path": path}]
    with pytest.raises(InputError, match="path"):
        opened(tmp_path, "t.xml", "<r><p><a>1</a></p></r>", "/r/p", columns=columns)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[{"Navn": {"for": "A", "efter": "B"}, "pas": true}]', "Navn holds objects"),
        ('{"passport": true, "grounds": [{"x": 1}]}\n{"passport": false}', "grounds holds objects"),
        ('[{"x": {"passport": true}}]', "no key is known"),
        ('{"a": [{"passport": true}, {"passport": false}]}', "one object that holds lists"),
        ("<r><p><passport>true</passport></p></r>", "describe the paths in a mapping"),
    ],
)
def test_without_a_mapping_it_is_refused_with_the_way_to_one(
    tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / ("t.xml" if content[0] == "<" else "t.json")
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said) as refused:
        Opened(path)
    assert "--mapping" in str(refused.value)


def test_an_object_that_no_fact_is_asked_of_is_told_as_before(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text('[{"passport": true, "x": {"y": 1}}]', encoding="utf-8")
    assert Opened(path)["passport"] == [True]


@pytest.mark.parametrize(
    ("name", "content", "records", "columns"),
    [
        ("t.xml",
         "<u:r xmlns:u='u'><h><d>1</d></h><ps><p id='1'><n>A</n><a><k>1</k></a></p>"
         "<p id='2'><a><k>2</k></a><a><k>3</k></a></p></ps></u:r>",
         "/r/ps/p", [("id", "@id", False), ("n", "n", False), ("k", "a/k", True)]),
        ("t.json", '{"d": 1, "ps": [{"a": {"k": 1}, "b": {"k": [1, 2]}}]}', "/ps",
         [("a k", "a/k", False), ("b k", "b/k", True)]),
        ("t.json", '{"a": {"k": 1}}\n{"a": {"k": 2}, "x/y": 3}', "/",
         [("k", "a/k", False), ("x/y", "x~1y", False)]),
        ("t.json", '{"k": 1, "l": [1, 2]}\n{"k": 2}', None, []),
        ("t.csv", "a;b\n1;2\n", None, []),
    ],
)  # fmt: skip
def test_paths_are_proposed_where_they_show(
    tmp_path: Path, name: str, content: str, records: str | None,
    columns: list[tuple[str, str, bool]],
) -> None:  # fmt: skip
    (tmp_path / name).write_text(content, encoding="utf-8")
    found = outlined(tmp_path / name)
    assert (found and found.paths.records) == records
    told = found.paths.columns if found else ()
    several = found.several if found else ()
    assert [(c.header, c.path, c.header in several) for c in told] == columns


def test_no_paths_are_proposed_where_nothing_repeats(tmp_path: Path) -> None:
    (tmp_path / "t.xml").write_text("<r><p><a>1</a></p></r>", encoding="utf-8")
    with pytest.raises(InputError, match="Nothing in the file repeats"):
        outlined(tmp_path / "t.xml")
