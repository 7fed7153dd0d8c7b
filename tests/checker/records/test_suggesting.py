"""What columns may be by their headings and by their values."""

from __future__ import annotations

from pathlib import Path

import pytest

from lovgraf.law import Law
from lovgraf.readers.preview import Preview, PreviewColumn, preview
from lovgraf.readers.suggesting import Values, code_of, fitting, suggest


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
    [
        ("Digital post tilmeldt", ("J", "N"), "digital_post"),
        ("Digital post tilmeldt", ("01-02-2014", "03-02-2014"), None),
        ("Fødselsdag (åååå)", ("19800102", "19900304"), "birth_date"),
        ("Statsborgerskab (land)", ("DK", "SE"), "citizenship"),
        ("felt 7", ("720580-0836", "630255-2097"), "cpr_number"),
        ("felt 7", ("01-02-2014", "03-02-2014"), None),
        ("felt 7", ("ja", "nej"), None),
        ("nemkonto", ("J", "N"), "has_nemkonto"),
    ],
)
def test_a_column_is_suggested_by_heading_and_values(
    law: Law, tmp_path: Path, header: str, values: tuple[str, ...], fact: str | None
) -> None:
    found = one(law, tmp_path, header, *values)
    assert (found.name, found.suggested) == (None, fact)
    assert found.by_values == (header == "felt 7" and fact is not None)


def test_no_fact_is_suggested_twice(law: Law, tmp_path: Path) -> None:
    rows = "".join(f"{n};ja;ja\n" for n in range(1, 9))
    found = look(law, tmp_path, f"id;Post tilmeldt digital;Digital post tilmeldt\n{rows}")
    names = [column.suggested for column in found.columns if column.suggested]
    assert len(names) == len(set(names)) > 0


@pytest.mark.parametrize(
    ("column", "texts", "codes"),
    [
        ("digital_post", ("med", "ikke med"), {"med": "true", "ikke med": "false"}),
        ("digital_post", ("X", "sandt"), {"X": "true", "sandt": "true"}),
        ("digital_post", ("blå", "ja"), {"blå": None}),
        ("eid", ("NemID!", "drage"), {"NemID!": "nemid", "drage": None}),
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
    assert fitting(born, Values({"31-12-1980": 3})).dates is None
    assert fitting(born, Values({"rød": 3})).dates is None


def test_words_of_two_codes_are_not_told_apart(law: Law) -> None:
    assert code_of(law.facts.columns["digital_post"], "måske") is None
    assert suggest("zz", Values({}), law.facts.columns.values(), ()) is None


def test_a_heading_of_another_type_does_not_outvote_the_rest(law: Law, tmp_path: Path) -> None:
    rows = "".join(f"{n};Xx;01-02-1980;J\n" for n in range(1, 9))
    found = look(law, tmp_path, f"Borgernr;Navn;Født dato;Digital post tilmeldt\n{rows}")
    assert found.record_type == "person"
