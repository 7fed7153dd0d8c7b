"""Parquet, Excel, JSON, RDF and packed files."""

from __future__ import annotations

import gzip
import itertools
import json
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lovgraf.core.errors import InputError
from lovgraf.readers.connection import connect
from lovgraf.readers.triples.read import read_graph
from tests.checker.records.vocabulary import Opened
from tests.examples import cells, one_in

DAY = date(1990, 2, 1)
RECORD = "https://w3id.org/lovgraf/record#"


def parquet(path: Path, select: str) -> Path:
    """A Parquet file with the rows of a query."""
    connect().execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path


def test_parquet_with_types(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "t.parquet",
        "SELECT 1 AS id, DATE '1990-02-01' AS birth_date, true AS passport, 6 AS months, "
        "185.50::DECIMAL(9,2) AS fee, ['DK', 'SE'] AS citizenship, '01' AS status UNION ALL "
        "SELECT 2, NULL, NULL, NULL, NULL, NULL, 'x'",
    )
    opened = Opened(path)
    assert opened["id"] == ["1", "2"]
    assert opened["birth_date"] == [DAY, None]
    assert opened["passport"] == [True, None]
    assert opened["months"] == [6, None]
    assert opened["fee"] == [185.5, None]
    assert opened["citizenship"] == [["DK", "SE"], None]
    assert opened["status"] == ["01", None]
    assert opened.unreadable("status") == [2]
    assert opened.unreadable("citizenship") == opened.unreadable("birth_date") == []


def test_parquet_with_other_types(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "t.parquet",
        "SELECT * FROM (VALUES (1, TIMESTAMP '1990-02-01 00:00', 1, 6.0, 101585000, 1, "
        "'01-02-1990'),"
        "(2, TIMESTAMP '1990-02-01 12:00', 2, 6.5, NULL, 2, NULL)) "
        "AS t(id, birth_date, passport, months, cpr_number, status, left_on)",
    )
    opened = Opened(path)
    assert opened["birth_date"] == [DAY, None]
    assert opened.unreadable("birth_date") == [2]
    # A 1 beside a 2 is a code, and may be no.
    assert opened["passport"] == [None, None]
    assert opened.unreadable("passport") == [1, 2]
    assert opened["months"] == [6, None]
    assert opened.unreadable("months") == [2]
    assert opened["cpr_number"] == ["0101585000", None]
    assert opened["status"] == ["01", None]
    assert opened["left_on"] == [DAY, None]
    assert opened.warned("leading-zero") == [1]


@pytest.mark.slow
@pytest.mark.parametrize("zone", one_in(3, ["America/New_York", "Europe/Copenhagen", "UTC"]))
def test_a_day_told_as_a_moment_is_the_same_on_every_machine(tmp_path: Path, zone: str) -> None:
    """Winter, summer, world time, a summer in the war; an afternoon and an evening."""
    moments = ("1990-01-31 23:00", "2013-06-30 22:00", "2013-07-01 00:00", "1947-05-22 22:00",
               "2013-07-01 12:00", "2013-12-01 22:00")  # fmt: skip
    rows = ", ".join(f"({n}, TIMESTAMPTZ '{m}+00')" for n, m in enumerate(moments))
    path = parquet(tmp_path / "t.parquet", f"FROM (VALUES {rows}) AS t(id, birth_date)")
    program = (
        "import sys; from pathlib import Path\n"
        "from tests.checker.records.vocabulary import Opened\n"
        "found = Opened(Path(sys.argv[1]))\n"
        "print(*found['birth_date'], found.unreadable('birth_date'))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, str(path)], env={**os.environ, "TZ": zone},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    days = "1990-02-01 2013-07-01 2013-07-01 1947-05-23 2013-07-01 2013-12-01"
    assert told.stdout.strip() == f"{days} []"


def test_typed_columns_of_which_nothing_can_be_read_are_lost(tmp_path: Path) -> None:
    rows = ", ".join(f"('A{n}', TIMESTAMP '1990-02-0{n} 11:00', 6.5, {n})" for n in range(2, 6))
    path = parquet(
        tmp_path / "t.parquet", f"FROM (VALUES {rows}) AS t(id, birth_date, months, passport)"
    )
    table = Opened(path).table
    assert [lost.near for lost in table.lost] == [("birth_date",), ("months",), ("passport",)]
    assert "without a time zone" in table.lost[0].why.en
    assert "a whole number; its type is" in table.lost[1].why.en


@pytest.mark.parametrize("kind", ["parquet", "csv", "xlsx"])
def test_a_mapping_may_say_that_times_are_danish(tmp_path: Path, kind: str) -> None:
    path, days = tmp_path / f"t.{kind}", [datetime(1990, 2, n, n, 30) for n in range(1, 4)]
    if kind == "parquet":
        rows = ", ".join(f"('A{day.day}', TIMESTAMP '{day}')" for day in days)
        parquet(path, f"FROM (VALUES {rows}) AS t(id, birth_date)")
    elif kind == "csv":
        path.write_text("id;birth_date\n" + "".join(f"A{d.day};{d.isoformat()}\n" for d in days))
    else:
        workbook = openpyxl.Workbook()
        for row in (["id", "birth_date"], *([f"A{d.day}", d] for d in days)):
            workbook.active.append(row)
        workbook.save(path)
    (lost,) = Opened(path).table.lost
    assert "say in the mapping that the times are Danish" in lost.why.en
    described = [{"name": "id"}, {"name": "birth_date", "datatype": "dateTime"}]
    mapping = tmp_path / "m.json"
    mapping.write_text(json.dumps({"tableSchema": {"columns": described}}))
    found = Opened(path, mapping=mapping)
    assert not found.table.lost
    assert found["birth_date"] == [day.date() for day in days]
    assert found.unreadable("birth_date") == []


def test_excel(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    first = workbook.active
    assert first is not None
    first.title = "Forside"
    first["A1"] = "Udtræk"
    sheet = workbook.create_sheet("Data")
    sheet.append(["Liste over kunder", None])
    sheet.append(
        ["Løbenummer", "Fødselsdato", "Har pas", "Skostørrelse", "Navn", "Måneder", "CPR-nummer"]
    )
    sheet.append([1, datetime(1990, 2, 1), True, None, 'Åse; "Ø"', 6, 101585000])
    sheet.append([2, "01-02-1990", "nej", None, None, 6.5, "610190-1234"])
    sheet.append([None] * 7)
    sheet.append([3, datetime(1990, 2, 1, 12), None, None, "x", None, None])
    workbook.save(tmp_path / "t.xlsx")
    opened = Opened(tmp_path / "t.xlsx")
    assert opened["id"] == ["1", "2", "3"]
    assert opened["birth_date"] == [DAY, DAY, None]
    assert opened.unreadable("birth_date") == [3]
    assert opened["passport"] == [True, False, None]
    assert opened["name"] == ['Åse; "Ø"', None, "x"]
    assert opened["months"] == [6, None, None]
    assert opened["cpr_number"] == ["0101585000", "6101901234", None]


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": 1, "birth_date": "1990-02-01", "passport": True, "other": {"a": 1}}),
        json.dumps({"id": "2", "citizenship": ["DK", "SE"], "months": 6, "passport": None}),
        "{broken",
        json.dumps({"id": 4, "fee": 1.5, "Navn": "Åse"}),
    ]
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    opened = Opened(path)
    assert opened["id"] == ["1", "2", "4"]
    assert opened["birth_date"] == [DAY, None, None]
    assert opened["passport"] == [True, None, None]
    assert opened["citizenship"] == [None, ["DK", "SE"], None]
    assert opened["fee"] == [None, None, 1.5]
    assert opened["name"][2] == "Åse"
    (flaw,) = [flaw for flaw in opened.table.quality if flaw.code == "unreadable-row"]
    assert flaw.examples == (3,)
    assert opened.found["unknown-column"] == "other"


def test_json_keys_after_the_sample(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    rows = "".join(f'{{"id": {n}, "fee": 1}}\n' for n in range(30_000))
    path.write_text(rows + '{"id": "x", "months": 3}\n')
    opened = Opened(path)
    assert opened["months"][-1] == 3


def test_json_array(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text('[{"id": "a", "fee": 5},\n {"id": "b", "fee": "x"}]')
    opened = Opened(path)
    assert opened["fee"] == [5, None]
    assert opened.unreadable("fee") == [2]


TURTLE = f"""@prefix r: <{RECORD}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:a> a r:Person ; r:id "A1" ; r:birthDate "1990-02-01"^^xsd:date ; r:passport true ;
  r:months 6 ; r:citizenship "DK", "SE" ; r:status "01" ; r:name "Åse"@da .
<urn:b> a r:Person ; r:birthDate "1987-13-45"^^xsd:date ; r:passport "ja"^^xsd:boolean ;
  r:months "6"^^xsd:decimal ; r:name "a", "b" ; r:status "xx" .
<urn:c> <urn:other> "no record" .
"""


def expect_turtle(opened: Opened) -> None:
    """What the Turtle above says."""
    assert opened["id"] == ["A1", "urn:b"]
    assert opened["type"] == ["person", "person"]
    assert opened["birth_date"] == [DAY, None]
    assert opened["passport"] == [True, None]
    assert opened["months"] == [6, None]
    assert sorted(opened["citizenship"][0]) == ["DK", "SE"]
    for column in ("birth_date", "passport", "months", "status"):
        assert opened.unreadable(column) == [2], column


@pytest.mark.slow
@pytest.mark.parametrize(
    "suffix", one_in(2, [".ttl", ".turtle", ".rdf", ".nt", ".jsonld", ".nt.gz", ".nt.zst"])
)
def test_rdf(tmp_path: Path, suffix: str) -> None:
    import pyoxigraph as ox

    form = {
        ".ttl": ox.RdfFormat.TURTLE, ".turtle": ox.RdfFormat.TURTLE,
        ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML,
        ".jsonld": ox.RdfFormat.JSON_LD, ".nt.gz": ox.RdfFormat.N_TRIPLES,
        ".nt.zst": ox.RdfFormat.N_TRIPLES,
    }[suffix]  # fmt: skip
    triples = [quad.triple for quad in ox.parse(TURTLE.encode(), ox.RdfFormat.TURTLE)]
    data = ox.serialize(triples, format=form)
    assert data is not None
    path = tmp_path / f"t{suffix}"
    if suffix.endswith("gz"):
        data = gzip.compress(data)
    elif suffix.endswith("zst"):
        data = pa.compress(data, codec="zstd", asbytes=True)
    path.write_bytes(data)
    expect_turtle(Opened(path))


def test_packed_csv(tmp_path: Path) -> None:
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress("id;Født\n1;01-02-1990\n".encode("cp1252")))
    opened = Opened(path)
    assert opened["birth_date"] == [DAY]
    assert opened.table.name == "t.csv.gz"


def test_temporary_files_go_with_the_table(tmp_path: Path) -> None:
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(b"id;fee\n1;2\n"))
    opened = Opened(path)
    folder = opened.table.holder.file("x").parent
    assert folder.exists()
    assert folder.stat().st_mode & 0o077 == 0
    del opened
    assert not folder.exists()


def _left_out(opened: Opened) -> dict[str, tuple[int, ...]]:
    (table,) = opened.table.intake.tables
    return {rows.reason: rows.rows for rows in table.left_out}


ODD_OBJECTS = {
    "a key twice": ('{"id": "b", "passport": true, "passport": false}', "repeated-key"),
    "a key twice with one value": ('{"id": "b", "fee": 1, "fee": 1}', "repeated-key"),
    "a key that is not read twice": ('{"id": "b", "other": 1, "other": 2}', "repeated-key"),
    "a nested key twice": ('{"id": "b", "other": {"a": 1, "a": 2}}', "repeated-key"),
    "a key twice in a list": ('{"id": "b", "other": [3, {"a": {"a": 1, "a": 2}}]}', "repeated-key"),
    "an escaped key twice": ('{"id": "b", "fee": 1, "\\u0066ee": 2}', "repeated-key"),
    "an array": ("[1, 2]", "no-object"),
    "an array of an object": ('[{"id": "b"}]', "no-object"),
    "a text": ('"b"', "no-object"),
    "null": ("null", "no-object"),
    "an object without values": ("{}", "empty"),
    "an object of nulls": ('{"id": null}', "empty"),
}


@pytest.mark.parametrize(
    ("kind", "form"), cells(ODD_OBJECTS, list(itertools.product((True, False), (False, True))))
)
def test_a_json_line_that_is_no_record_is_left_out_and_told(
    tmp_path: Path, kind: str, form: tuple[bool, bool]
) -> None:
    (odd, reason), (first, array) = ODD_OBJECTS[kind], form
    lines = ['{"id": "a", "passport": true, "other": {"a": 1}}', odd, '{"id": "c", "fee": 2}']
    lines = [odd, lines[0], lines[2]] if first else lines
    path = tmp_path / "t.json"
    path.write_text(f"[{', '.join(lines)}]" if array else "\n".join(lines))
    opened = Opened(path)
    assert opened["id"] == ["a", "c"]
    assert opened["passport"] == [True, None]
    assert _left_out(opened) == {reason: (1 if first else 2,)}
    flaws = [flaw.code for flaw in opened.table.quality]
    assert ("unreadable-row" in flaws) == (reason != "empty")


@pytest.mark.parametrize(
    ("written", "name"),
    cells(
        itertools.product(("utf-16", "utf-8", "utf-16-le", "utf-8-sig", "cp1252"), (False, True)),
        ["t.json", "t.jsonl.gz", "piped", "t.csv"],
    ),
)
def test_json_in_any_encoding_under_any_name(
    tmp_path: Path, written: tuple[str, bool], name: str
) -> None:
    encoding, array = written
    if encoding.startswith("utf-16") and name in ("piped", "t.csv"):
        return
    lines = ['{"id": "a", "Navn": "Åse", "citizenship": ["DK", "SE"]}', '{"id": "b", "fee": 2}']
    content = (f"[{', '.join(lines)}]" if array else "\n".join(lines)).encode(encoding)
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    opened = Opened(path)
    assert opened["id"] == ["a", "b"]
    assert opened["name"] == ["Åse", None]
    assert opened["citizenship"] == [["DK", "SE"], None]


@pytest.mark.parametrize("end", [",", ", \n", "", ",\0"])
def test_an_array_cut_between_two_records_is_refused(tmp_path: Path, end: str) -> None:
    path = tmp_path / "t.json"
    records = ", ".join(f'{{"id": {n}, "passport": true}}' for n in range(9))
    path.write_text(f"[{records}{end}")
    with pytest.raises(InputError, match="cut short"):
        Opened(path)
    path.write_text(f"[{records}] \n")
    assert len(Opened(path)["id"]) == 9


def test_a_parquet_heading_that_comes_twice_is_called_by_its_name(tmp_path: Path) -> None:
    """The data engine numbers the second one."""
    path = tmp_path / "t.parquet"
    yes, no = pa.array([True, False] * 9), pa.array([False, True] * 9)
    ids = pa.array([str(n) for n in range(18)])
    for second, code in ((yes, "repeated-column"), (no, None)):
        table = pa.Table.from_arrays([ids, yes, second], ["id", "passport", "passport"])
        pq.write_table(table, path)
        opened = Opened(path)
        assert opened["passport"] == yes.to_pylist()
        assert bool(opened.table.lost) is (code is None)
        assert "passport_1" not in repr(opened.table.intake)


def test_json_that_is_no_table_is_refused(tmp_path: Path) -> None:
    for name, text, word in (
        ("wrapped", '{"when": "2014", "data": [{"id": "a", "fee": 1}]}', "one object that holds"),
        ("lists", '{"id": ["a", "b"], "fee": [1, 2]}', "one object that holds lists"),
        ("nothing", " [ ]\n", "The file is empty"),
        ("no keys", "{}", "The file is empty"),
        ("case", '{"id": "a", "Fee": 1}\n{"id": "b", "fee": 2}\n', "but for capital letters"),
        ("keys", "\n".join(f'{{"id": "a", "k{n}": 1}}' for n in range(2100)), "different keys"),
        ("lines", '{"id": "a", "fee": 1}\n' + "[1]\n" * 10_001, "More than 10000 lines"),
        ("all", '{"id": "a", "fee": 1, "fee": 2}\n[1]\n', "None of the rows is a record: 1"),
        ("twice", '{"id": "a", "fee": 1, "fee": 2}\n' * 10_001, "More than 10000 lines"),
    ):
        path = tmp_path / f"{name}.jsonl"
        path.write_text(text)
        with pytest.raises(InputError, match=word):
            Opened(path)


def test_json_ld_with_a_key_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonld"
    path.write_text(f'{{"@id": "urn:a",\n"{RECORD}passport": true,\n"{RECORD}passport": false}}')
    with pytest.raises(InputError, match=r"t\.jsonld:3: An object has the same key twice"):
        Opened(path)
    with pytest.raises(InputError, match="the same key twice"):
        read_graph(path)
