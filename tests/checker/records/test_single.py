"""One record given as pairs."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.core.errors import InputError
from lovgraf.law import Law
from lovgraf.readers.single import read_pairs
from tests.checker.records.vocabulary import FACTS

DAY = date(2014, 12, 1)
RECORD = "https://w3id.org/lovgraf/record#"


def test_pairs_are_read_by_the_rules_of_a_file() -> None:
    found = read_pairs(
        ["birth_date=24-12-1990", "Har pas=nej", "citizenship=dk Sverige", "fee=185,50", "name="],
        FACTS,
        "person",
    )
    assert found == {
        RECORD + "birthDate": date(1990, 12, 24),
        RECORD + "passport": False,
        RECORD + "citizenship": ("DK", "SE"),
        RECORD + "fee": 185.5,
    }


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("birth_date", "NAME=VALUE"),
        ("birthdate=6101901234", "birth_date"),
        ("born_day=1990-01-01", "no name"),
        ("birth_date=6101901234", "a date"),
        ("passport=måske", "yes or no"),
        ("status=55", "01, 03, 90"),
        ("country=Atlantis", "a country"),
        ("paid_on=1990-01-01", "belongs to another type of record"),
    ],
)
def test_a_pair_that_cannot_be_read(pair: str, words: str) -> None:
    if pair.startswith("birthdate"):
        assert read_pairs(["birthdate=1990-12-24"], FACTS, "person")
        pair = "birth_dat=1990-12-24"
    with pytest.raises(InputError) as caught:
        read_pairs([pair], FACTS, "person")
    text = caught.value.in_language("en")
    assert words in text
    assert "6101901234" not in text
    assert caught.value.message.da != text


def test_a_repeated_key_and_an_unknown_type() -> None:
    with pytest.raises(InputError, match="twice"):
        read_pairs(["fee=1", "Gebyr=2"], FACTS, "person")
    with pytest.raises(InputError, match="record type"):
        read_pairs([], FACTS, "robot")


def test_every_code_of_the_shipped_vocabulary_is_read_by_each_of_its_names(law: Law) -> None:
    from lovgraf.readers.reading import Reader

    for column in law.facts.columns.values():
        if column.code_list is None:
            continue
        reader = Reader(column)
        for concept in column.code_list.concepts:
            expected = (concept.notation,) if column.multi else concept.notation
            assert reader.read(concept.notation).value == expected
            assert reader.read(concept.notation.upper()).value == expected
            for name in (concept.label.da, concept.label.en):
                found = reader.read(name).value
                assert found in (expected, None), f"{column.name}: {name}"


def test_every_shipped_header_leads_to_its_column(law: Law) -> None:
    from lovgraf.readers.headers import book_of

    book = book_of(law.facts)
    assert book_of(law.facts) is book
    for name, column in law.facts.columns.items():
        assert book.candidates(name.upper()) == {name}
        for header in column.headers:
            assert name in book.candidates(header) or len(book.candidates(header)) == 1, header


@pytest.mark.parametrize("said", ["none", "None", "nej", "no", "ingen", "false", "0"])
@pytest.mark.parametrize("column", ["nemkonto", "cvr_number"])
def test_a_no_of_a_number_says_that_there_is_none(column: str, said: str, law: Law) -> None:
    """A NemKonto that is denied is none (lov nr. 798/2007, § 1, stk. 1): not an account `no`."""
    [value] = read_pairs([f"{column}={said}"], law.facts.on(DAY), "legal-entity").values()
    assert value == "none"


@pytest.mark.parametrize("pair", ["nemkonto=zzz", "nemkonto=ja", "nemkonto=1", "name=nej"])
def test_an_answer_is_no_account_and_no_name(pair: str, law: Law) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_pairs([pair], law.facts.on(DAY), "customer" if pair.startswith("name") else "person")


def test_an_account_stands_as_it_is_written(law: Law) -> None:
    assert [*read_pairs(["nemkonto=1234-567890"], law.facts.on(DAY), "person").values()] == [
        "1234-567890"
    ]


def test_a_yes_to_a_number_says_what_to_write_instead(law: Law) -> None:
    for said in ("ja", "yes", "12"):
        with pytest.raises(InputError) as error:
            read_pairs([f"cvr_number={said}"], law.at(DAY).facts_of_day, "legal-entity")
        told = error.value.message
        assert "a CVR number of eight digits, or no where there is none; a yes alone" in told.en
        assert "eller nej, hvis der ikke er noget; et ja alene" in told.da


@pytest.mark.parametrize(
    ("pair", "instead"),
    [
        ("exempted_on=yes", "write exempt=yes."),
        ("exemption_ground=known", "write exempt=yes."),
        ("left_on=ja", "write departed=yes."),
        ("digital_post_since=yes", "write digital_post=yes."),
        ("nemkonto=known", "write has_nemkonto=yes."),
        ("cpr_number=known", "write cpr_basis=administrative|atp|registered|tax."),
        ("eid_since=yes", "write eid=nemid."),
    ],
)
def test_who_knows_that_there_is_one_is_told_where_that_is_said(
    pair: str, instead: str, law: Law
) -> None:
    with pytest.raises(InputError) as error:
        read_pairs([pair], law.at(DAY).facts_of_day, "person")
    assert instead in error.value.message.en
    with pytest.raises(InputError) as error:
        read_pairs([f"{pair.partition('=')[0]}=xyz"], law.at(DAY).facts_of_day, "person")
    assert "Where there is one" not in error.value.message.en
