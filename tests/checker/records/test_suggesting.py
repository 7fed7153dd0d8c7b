"""What columns may be by their headings and by their values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lovgraf.cli.mapper import Mapper
from lovgraf.law import Law
from lovgraf.readers.headers import HeaderBook
from lovgraf.readers.heading import HeadingIndex, heading_of
from lovgraf.readers.preview import Preview, PreviewColumn, preview
from lovgraf.readers.reading import Reader
from lovgraf.readers.suggesting import (
    Suggested,
    Values,
    code_of,
    codes_of,
    few,
    fitting,
    read_as,
    suggest,
)
from tests.examples import one_in


def look(law: Law, folder: Path, text: str) -> Preview:
    path = folder / "own.csv"
    path.write_text(text, encoding="utf-8")
    return preview(path, law.facts)


def one(law: Law, folder: Path, header: str, *values: str) -> PreviewColumn:
    """A column beside one that is known."""
    rows = "".join(f"{n};{value}\n" for n, value in enumerate(values * 4, 1))
    return look(law, folder, f"id;{header}\n{rows}").columns[1]


@pytest.mark.parametrize(
    ("header", "values", "fact"),
    one_in(
        3,
        [
            ("Digital post tilmeldt", ("J", "N"), "digital_post"),
            ("Digital post tilmeldt", ("01-02-2014", "03-02-2014"), "digital_post_since"),
            ("Fødselsdag (åååå)", ("19800102", "19900304"), "birth_date"),
            ("Statsborgerskab (iso)", ("DK", "SE"), "citizenship"),
            ("felt 7", ("720580-0836", "630255-2097"), "cpr_number"),
            ("felt 7", ("01-02-2014", "03-02-2014"), None),
            ("felt 7", ("ja", "nej"), None),
            ("nemkonto", ("J", "N"), "has_nemkonto"),
        ],
    ),
)
def test_a_column_is_suggested_by_heading_and_values(
    law: Law, tmp_path: Path, header: str, values: tuple[str, ...], fact: str | None
) -> None:
    found = one(law, tmp_path, header, *values)
    assert (found.name, found.suggested) == (None, fact)
    assert found.by_values == (header == "felt 7" and fact is not None)


def test_codes_of_a_list_are_no_yes_and_no(law: Law, tmp_path: Path) -> None:
    """Where most are 0 and some of the others 1, a column of grounds is not one of yes and no."""
    path = tmp_path / "t.json"
    codes = ["0"] * 40 + ["1", "2", "7"]
    path.write_text(
        json.dumps([
            {"cpr": f"610170-{4000 + n}", "adresse": {"bopaelIDanmark": "ja"},
             "digitalPost": {"fritagelse": {"grund": code}}}
            for n, code in enumerate(codes)
        ])
    )  # fmt: skip
    found = {c.path: c for c in preview(path, law.facts).columns if c.path}
    assert found["digitalPost/fritagelse/grund"].suggested == "exemption_ground"
    assert found["adresse/bopaelIDanmark"].near[0] == "home_in_denmark"
    mapper = Mapper(preview(path, law.facts), law.facts, "en", False)
    mapper.map()
    assert any("bopaelIDanmark" in line and "(home_in_denmark)" in line for line in mapper.said())


def test_no_fact_is_suggested_twice(law: Law, tmp_path: Path) -> None:
    rows = "".join(f"{n};ja;ja\n" for n in range(1, 9))
    found = look(law, tmp_path, f"id;Post tilmeldt digital;Digital post tilmeldt\n{rows}")
    names = [column.suggested for column in found.columns if column.suggested]
    assert len(names) == len(set(names)) > 0


@pytest.mark.parametrize(
    ("column", "texts", "codes"),
    [
        ("digital_post", ("med", "ikke med"), {"med": "true", "ikke med": "false"}),
        ("digital_post", ("X", "sandt"), {"sandt": "true"}),
        ("digital_post", ("blå", "ja"), {"blå": None}),
        ("digital_post", ("1", "2"), {"1": None, "2": None}),
        ("digital_post", ("1", "0", "9", "ja"), {"0": None, "1": None, "9": None}),
        ("eid", ("NemID!", "drage"), {"NemID!": "nemid", "drage": None}),
        ("exemption_ground", ("QQ", "QQ, 1", "WW|QQ"), {"QQ": None, "WW": None}),
        ("cpr_status", ("101", "851"), {"101": None, "851": None}),
        ("exemption_ground", ("DEM", "DEM PC", "PC"), {"DEM": None, "PC": None}),
        ("exemption_ground", ("Ingen pc",), {"Ingen pc": None}),
    ],
)  # fmt: skip
def test_words_are_mapped_to_codes_or_asked_about(
    law: Law, column: str, texts: tuple[str, ...], codes: dict[str, str | None]
) -> None:
    found = fitting(law.facts.columns[column], Values(dict.fromkeys(texts, 3)))
    assert dict(found.codes) == codes


def test_what_is_no_list_of_codes_is_never_taken_for_one(law: Law) -> None:
    many = Values({f"word {n}": 1 for n in range(99)})
    assert fitting(law.facts.columns["eid"], many).codes == {}
    assert fitting(law.facts.columns["eid"], Values({"drage": 1}, all=False)).codes == {}


def test_dates_of_another_form_are_told(law: Law, tmp_path: Path) -> None:
    born = law.facts.columns["birth_date"]
    assert fitting(born, Values({"12/31/1980": 3, "01/02/1980": 3})).dates == "MM/dd/yyyy"
    assert fitting(born, Values({"31121980": 3, "02011980": 3})).dates == "ddMMyyyy"
    assert fitting(born, Values({"31121980": 3, "02011980": 3, "0": 40})).dates == "ddMMyyyy"
    assert fitting(born, Values({"0": 40})).dates is None
    assert fitting(born, Values({"31-12-1980": 3})).dates is None
    assert fitting(born, Values({"rød": 3})).dates is None
    assert fitting(born, Values({"01-02-1980 14:30": 3})).dates == "dateTime"
    assert fitting(born, Values({"12/31/1980 14:30": 3})).dates is None
    assert fitting(born, Values({"1121980": 3, "31121980": 3})).dates == "dMMyyyy"
    assert fitting(born, Values({"1121980": 3})).dates is None


@pytest.mark.parametrize(
    ("born", "others", "dates", "ways"),
    [
        ("03/04/1980", ["12/31/1980"], "MM/dd/yyyy", False),
        ("03-04-1980", ["12-31-1980"], "MM-dd-yyyy", False),
        ("03041980", ["12311980"], "MMddyyyy", False),
        ("03/04/1980", ["31/12/1980"], None, False),
        ("03-04-1980", ["12/31/1980"], None, False),
        ("31/12/1980", ["12/31/1980"], None, False),
        ("03/04/1980", ["12/31/1980", "31/12/1980"], None, True),
        ("03/04/1980", ["12/31/1980 14:30"], "MM/dd/yyyy", False),
        ("03/04/1980 14:30", ["12/31/1980 14:30"], None, False),
        ("03/04/1980 14:30", ["31/12/1980 14:30"], "dateTime", False),
        ("1121980", ["31121980"], "dMMyyyy", False),
        ("1121980", ["12311980", "31121980"], None, False),
    ],
)
def test_other_columns_tell_the_form_of_dates(
    law: Law, tmp_path: Path, born: str, others: list[str], dates: str | None, ways: bool
) -> None:
    path = tmp_path / "d.csv"
    headings = ["Fødselsdato", "Ændret", "Rettet"][: len(others) + 1]
    path.write_text(f"Id;{';'.join(headings)}\n" + f"1;{';'.join([born, *others])}\n" * 4)
    found = preview(path, law.facts)
    assert (found.columns[1].dates, bool(found.columns[1].written.ways)) == (dates, ways)
    mapper = Mapper(found, law.facts, "en", False)
    mapper.map()
    said = [line for line in mapper.said() if line.startswith("Fødselsdato: day and month")]
    assert (mapper.dates.get(1), bool(said)) == (dates, ways)


def suggested(law: Law, header: str, values: Values, kind: str | None = None) -> Suggested | None:
    columns = [c for c in law.facts.columns.values() if kind is None or kind in c.record_types]
    kinds = law.facts.heading_words
    return suggest(heading_of(header, kinds), values, HeadingIndex(columns, kinds), ())


def test_a_word_that_denies_a_code_is_not_that_code(law: Law) -> None:
    assert code_of(law.facts.columns["cpr_status"], "inaktiv") is None
    assert code_of(law.facts.columns["cpr_status"], "udvandret") == "80"


def test_a_word_that_several_codes_begin_with_is_none_of_them(law: Law) -> None:
    """Who lives in Greenland is active in the Civil Registration System as well."""
    status = law.facts.columns["cpr_status"]
    assert code_of(status, "aktiv") is None
    assert Reader(status).read("aktiv").value is None
    assert Reader(status).read("aktiv, bopæl i Danmark").value == "01"
    assert Reader(status).read("aktiv, bopæl i Grønland").value == "05"


@pytest.mark.parametrize(
    ("column", "word"),
    [
        ("cpr_status", "01?"),
        ("cpr_status", "Død?"),
        ("eid", "NemID?"),
        ("cpr_status", "90*"),
        ("cpr_status", "01a"),
    ],
)
def test_a_word_of_doubt_is_no_code(law: Law, column: str, word: str) -> None:
    assert code_of(law.facts.columns[column], word) is None


def test_a_cross_beside_a_written_no_may_be_anything(law: Law) -> None:
    answer = law.facts.columns["digital_post"]
    assert dict(read_as(answer, [("J", 5), ("N", 3), ("X", 1)]).codes) == {"X": None}
    assert dict(read_as(answer, [("x", 5), ("", 3)]).codes) == {}


def test_words_of_two_codes_are_not_told_apart(law: Law) -> None:
    assert code_of(law.facts.columns["digital_post"], "måske") is None
    assert suggested(law, "zz", Values({})) is None


def test_a_heading_of_another_type_does_not_outvote_the_rest(law: Law, tmp_path: Path) -> None:
    rows = "".join(f"{n};Xx;01-02-1980;J\n" for n in range(1, 9))
    found = look(law, tmp_path, f"Borgernr;Navn;Født dato;Digital post tilmeldt\n{rows}")
    assert found.record_type == "person"


EVENTS = {
    # What is read unasked is what the words say: a day on which somebody left, and the date of that
    # in the register.
    "Udrejst den": "left_on", "Udrejst dato": "left_on",
    "Rejst den": "left_on", "Afrejst den": "left_on", "Fraflytningsdato": "left_on",
    "Udvandret den": "left_on", "Registreret udrejst den": "emigrated_on",
    "Udrejse anmeldt den": "emigration_notified_on", "Meldt udrejst den": "emigration_notified_on",
    "Indrejst den": "arrived_on", "Indrejsedato": "arrived_on", "Indvandret den": "arrived_on",
    "Født den": "birth_date", "Død den": "death_date", "Flyttet den": "moved_on",
    "Bopæl fra": "home_since", "Beskyttet fra": "protected_on", "Fritaget den": "exempted_on",
    # What may mean several days, or one of which there is no column, is asked.
    "Udrejsedato": None, "Fraflyttet den": None, "Tilflyttet den": None, "Statusdato": None,
    "Status fra": None,
    "Gift den": None, "Skilt den": None, "Anmeldt den": None, "Tilmeldt den": None,
    "Registreret den": None, "Fritaget til": None, "Bopæl til": None, "Adresse fra dato": None,
    "Adresse til dato": None, "Statsborger siden": None, "Gyldig til": None, "Oprettet den": None,
    "Modtaget den": None, "Ansøgt den": None, "Frameldt den": None,
}  # fmt: skip


@pytest.mark.parametrize(("header", "fact"), one_in(4, EVENTS.items()))
def test_the_heading_of_a_day_is_read_as_it_says_or_asked_about(
    law: Law, header: str, fact: str | None
) -> None:
    days = Values({f"{day:02}-02-2014": 1 for day in (1, 14, 28)})
    columns = law.facts.columns_of("person")
    known = HeaderBook(law.facts).candidates(header) & {column.name for column in columns}
    if fact is None:
        assert len(known) != 1
        found = suggested(law, header, days, "person")
        assert found is None or not found.certain or len(known) > 1
    else:
        assert known == {fact}


def test_the_heading_of_an_end_is_not_like_that_of_a_beginning(law: Law) -> None:
    kinds = law.facts.heading_words
    columns = law.facts.columns
    index = HeadingIndex(columns.values(), kinds)

    def likeness(header: str, name: str) -> float:
        return index.likeness(heading_of(header, kinds), columns[name])[0]

    assert likeness("Beskyttelse til", "protection_until") >= 0.5
    assert likeness("Bopæl til", "home_since") == 0
    assert likeness("Gift den", "birth_date") < 0.5


def test_a_label_is_its_column_where_all_else_that_it_may_be_is_there(
    law: Law, tmp_path: Path
) -> None:
    rows = "".join(f"{n};01-02-2014;02-02-2014\n" for n in range(1, 9))
    beside = look(law, tmp_path, f"id;Udrejsedato;Afrejsedato\n{rows}").columns
    assert [column.name for column in beside] == ["id", "emigrated_on", "left_on"]
    alone = look(law, tmp_path, f"id;Udrejsedato;Indrejsedato\n{rows}").columns
    assert [column.name for column in alone] == ["id", None, "arrived_on"]
    assert alone[1].others == ("emigrated_on", "left_on")


def test_countries_are_codes_that_words_may_mean(law: Law) -> None:
    country = law.facts.columns["residence_country"]
    assert codes_of(country)["NO"].da == "Norge"
    many = Values({str(5200 + n): 1 for n in range(30)})
    assert few(many)
    assert not few(Values({f"navn {n}": 1 for n in range(30)}))
    assert not fitting(country, many).codes  # the pages ask about few
    assert len(fitting(country, many, 30).codes) == 30
