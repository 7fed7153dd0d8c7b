"""CSVW metadata: foreign headers, formats, codes, constants."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from lovgraf.core.errors import InputError
from lovgraf.law import Law
from lovgraf.reports.read import read_lines
from tests.checker.records.vocabulary import Opened
from tests.examples import one_in

DAY = date(1990, 2, 1)
EXAMPLES = Path(__file__).parents[3] / "examples"
RECORD = "https://w3id.org/lovgraf/record#"


def mapped(folder: Path, text: str, columns: list[dict[str, Any]], **table: Any) -> Opened:
    """A file opened with metadata of these columns."""
    (folder / "t.csv").write_bytes(text.encode(table.pop("encoding", "utf-8")))
    inside = table.pop("schema", {})
    metadata = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": "t.csv",
        "tableSchema": {"columns": columns, **inside},
        **table,
    }
    path = folder / "m.json"
    path.write_text(json.dumps(metadata), encoding="utf-8")
    return Opened(folder / "t.csv", mapping=path)


def test_titles_names_and_property_urls(tmp_path: Path) -> None:
    opened = mapped(
        tmp_path,
        "Nr;Fødd;Bort\n1;01-02-1990;1990-02-01\n",
        [
            {"titles": ["Kunde", "Nr"], "name": "id"},
            {"titles": {"da": "Fødd"}, "propertyUrl": RECORD + "birthDate"},
            {"titles": "bort", "propertyUrl": "record:leftOn"},
        ],
    )
    assert opened["id"] == ["1"]
    assert opened["birth_date"] == opened["left_on"] == [DAY]


def test_formats_nulls_codes_separators_and_defaults(tmp_path: Path) -> None:
    opened = mapped(
        tmp_path,
        "id;d;p;s;g;f;l\n1;02/01/1990;X;A;1+2;1.234;-\n2;ukendt;-;B;;5;Y\n3;1990-02-01;x;;0;2,5;?\n",
        [
            {"titles": "d", "name": "birth_date",
             "datatype": {"base": "date", "format": "MM/dd/yyyy"}},
            {"titles": "p", "name": "passport", "datatype": {"base": "boolean", "format": "X|-"}},
            {"titles": "s", "name": "status", "lovgraf:codes": {"A": "01", "B": "død"}},
            {"titles": "g", "name": "grounds", "separator": "+", "default": "0"},
            {"titles": "f", "name": "fee",
             "datatype": {"base": "decimal", "format": {"decimalChar": ","}}},
            {"titles": "l", "name": "country", "null": ["-", "?"], "lovgraf:codes": {"Y": "SE"}},
        ],
        schema={"null": "ukendt"},
    )  # fmt: skip
    assert opened["birth_date"] == [DAY, None, None]
    assert opened.unreadable("birth_date") == [3]
    assert opened["passport"] == [True, False, None]
    assert opened.unreadable("passport") == [3]
    assert opened["status"] == ["01", "90", None]
    assert opened["grounds"] == [["1", "2"], ["0"], ["0"]]
    assert opened["fee"] == [1234.0, 5.0, 2.5]
    assert opened["country"] == [None, "SE", None]
    assert opened.unreadable("country") == []


def test_a_blank_beside_codes_of_ones_own_has_lost_no_zero(tmp_path: Path) -> None:
    """What looks for lost zeros asked the blank, and the file was called damaged."""
    columns: list[dict[str, Any]] = [
        {"titles": "id", "name": "id"},
        {"titles": "s", "name": "status", "lovgraf:codes": {"A": "01", "B": "90"}},
    ]
    opened = mapped(tmp_path, "id;s\n1;A\n2;\n3;B\n", columns)
    assert opened["status"] == ["01", None, "90"]
    assert opened.warned("leading-zero") == []


def test_constants_types_and_complete_columns(tmp_path: Path) -> None:
    opened = mapped(
        tmp_path,
        "id;Rejst den;Navn\n1;;x\n",
        [
            {"titles": "Rejst den", "name": "left_on", "lovgraf:complete": True},
            {"titles": "Navn", "name": "kundenavn", "suppressOutput": True},
            {"name": "passport", "virtual": True, "default": "ja"},
        ],
        **{"lovgraf:recordType": "person", "lovgraf:complete": ["birth_date"]},
    )
    assert opened["passport"] == [True]
    assert opened.unreadable("passport") == []
    assert opened.table.complete == {"left_on", "birth_date"}
    assert opened.table.record_type == "person"
    assert "name" not in opened.table.values
    assert opened.found == {}


def test_a_dialect(tmp_path: Path) -> None:
    opened = mapped(
        tmp_path,
        "Udtræk 2014\nå#01-02-1990\n",
        [{"titles": "nr", "name": "id"}, {"titles": "født", "name": "birth_date"}],
        encoding="cp865",
        dialect={"delimiter": "#", "encoding": "cp865", "header": False, "skipRows": 1},
    )
    assert opened["id"] == ["å"]
    assert opened["birth_date"] == [DAY]


def refused(folder: Path, text: str | dict[str, Any]) -> str:
    """The English message with which metadata are refused."""
    (folder / "t.csv").write_text("id;fee\n1;2\n")
    path = folder / "m.json"
    path.write_text(text if isinstance(text, str) else json.dumps(text))
    with pytest.raises(InputError) as caught:
        Opened(folder / "t.csv", mapping=path)
    assert caught.value.message.da != caught.value.message.en
    return caught.value.in_language("en")


def schema(*columns: dict[str, Any], **table: Any) -> dict[str, Any]:
    """Metadata with these columns."""
    return {"tableSchema": {"columns": list(columns)}, **table}


def test_metadata_that_cannot_be_used(tmp_path: Path) -> None:
    missing = refused(tmp_path, schema({"titles": "gebyr", "name": "fee"}))
    assert "gebyr" in missing
    assert "id, fee" in missing
    assert "m.json:1" in refused(tmp_path, "{broken")
    twice = '{"tableSchema": {"columns": [{"titles": "fee",\n"name": "fee",\n"name": "id"}]}}'
    assert "m.json:3: An object has the same key twice" in refused(tmp_path, twice)
    assert "tableSchema" in refused(tmp_path, "[]")
    assert "tableSchema" in refused(tmp_path, {})
    assert "titles" in refused(tmp_path, schema({"datatype": "date"}))
    assert "birth_date" in refused(
        tmp_path, schema({"titles": "id", "name": "id"}, **{"lovgraf:complete": ["birthdate"]})
    )
    assert "record type" in refused(tmp_path, schema(**{"lovgraf:recordType": "x"}))
    assert "date format" in refused(
        tmp_path, schema({"titles": "fee", "name": "birth_date", "datatype": {"format": "dd"}})
    )
    assert "no column" in refused(tmp_path, schema({"titles": "fee", "propertyUrl": RECORD + "x"}))
    assert "default" in refused(
        tmp_path, schema({"name": "passport", "virtual": True, "default": "måske"})
    )
    assert "exactly one table" in refused(tmp_path, {"tables": [schema(), schema()]})


@pytest.mark.parametrize("other", [{"name": "passport"}, {"suppressOutput": True}])
def test_a_column_that_is_described_twice_is_refused(tmp_path: Path, other: dict[str, Any]) -> None:
    """Either description would be passed over in silence."""
    columns = [{"titles": "id", "name": "id"}, {"titles": "p", "name": "status"}]
    with pytest.raises(InputError, match="column P is described twice"):
        mapped(tmp_path, "id;p\n1;x\n", [*columns, {"titles": "P", **other}])
    assert mapped(tmp_path, "id;p\n1;01\n", [*columns, columns[1]])["status"] == ["01"]


FEE = {"titles": "fee", "name": "passport"}


@pytest.mark.parametrize(
    ("data", "said"),
    one_in(
        3,
        [
            (schema(FEE | {"lovgraf:complet": True}), "Did you mean lovgraf:complete"),
            (
                schema(FEE | {"datatype": {"base": "boolean", "formt": "J|N"}}),
                "Did you mean format",
            ),
            (schema(FEE | {"tittles": "fee"}), "Did you mean titles"),
            (schema(FEE, **{"lovgraf:recordtype": "person"}), "Did you mean lovgraf:recordType"),
            (schema(FEE, dialekt={"delimiter": ";"}), "Did you mean dialect"),
            (schema(FEE, dialect={"delimeter": ";"}), "Did you mean delimiter"),
            ({"tableSchema": {"colums": [], "columns": [FEE]}}, "Did you mean columns"),
            (schema(FEE, dialect={"skipColumns": 2}), "skipColumns"),
            (schema(FEE, dialect={"doubleQuote": False}), "doubleQuote"),
            (schema({"titles": "fee", "name": "pasport"}), "Did you mean passport"),
            (
                schema(FEE | {"datatype": {"base": "boolean", "format": "J|"}}),
                "a word for yes and one",
            ),
            (schema(FEE | {"lovgraf:codes": {"X": "maybe"}}), "X is to mean maybe"),
            (schema(FEE, {"name": "passport", "virtual": True, "default": "true"}), "leave one"),
        ],
    ),
)
def test_nothing_in_metadata_is_passed_over(
    tmp_path: Path, data: dict[str, Any], said: str
) -> None:
    """A word misspelt in a mapping lost what it was to say, and a breach with it."""
    assert said in refused(tmp_path, data)


def test_words_of_others_and_constraints_are_told_apart(tmp_path: Path) -> None:
    """Annotations of other vocabularies say nothing of values; constraints are not checked here."""
    column = FEE | {"required": True, "dc:description": "x", "https://example.org/y": 1}
    opened = mapped(
        tmp_path,
        "id;fee\n1;ja\n2;\n",
        [{"titles": "id", "name": "id"}, column],
        schema={"primaryKey": "id", "dc:title": "T"},
    )
    assert opened["passport"] == [True, None]
    (table,) = opened.table.intake.tables
    assert table.unchecked == ("primaryKey", "required")
    assert read_lines(opened.table.intake)[0].en.endswith("not checked: primaryKey and required.")


def test_a_mapping_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id;fee\n1;2\n")
    with pytest.raises(InputError, match="cannot be read"):
        Opened(tmp_path / "t.csv", mapping=tmp_path / "missing.json")


@pytest.mark.parametrize("name", ["tax-customers-abroad", "pension-recipients"])
def test_the_examples(name: str, law: Law) -> None:
    metadata = EXAMPLES / f"{name}.csv-metadata.json"
    opened = Opened(EXAMPLES / f"{name}.csv", law.facts.on(date.today()), mapping=metadata)
    flaws = {c: rows for c in opened.table.values if (rows := opened.unreadable(c))}
    assert list(flaws) == ["birth_date"], "one date that the calendar lacks"
    assert len(flaws["birth_date"]) == 1
    assert opened.found == {}
    for number in opened["cpr_number"]:
        assert 61 <= int(number[:2]) <= 91, "replacement numbers only"


@pytest.mark.parametrize("name", ["tax-customers-abroad", "pension-recipients"])
def test_another_reader_of_csvw_agrees(name: str, law: Law) -> None:
    path = EXAMPLES / f"{name}.csv-metadata.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    opened = Opened(EXAMPLES / f"{name}.csv", law.facts.on(date.today()), mapping=path)
    import csvw  # takes seconds: not while tests are gathered

    table = csvw.Table.from_file(path)
    table.tableSchema.columns = [c for c in table.tableSchema.columns if not c.virtual]
    for column in table.tableSchema.columns:
        if column.name == "birth_date":
            column.datatype = None  # one of them is no date
    rows = list(table.iterdicts())
    plain = [
        c["name"]
        for c in data["tableSchema"]["columns"]
        if c.get("datatype") and not c.get("virtual") and c["name"] != "birth_date"
    ]
    assert plain
    for column in plain:
        assert opened[column] == [_day(row[column]) for row in rows], column


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value
