"""What one value as written means."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.terms import Text
from lovgraf.facts.dates import (
    DateForm,
    date_form,
    date_order,
    months_first,
    order_of_pattern,
)
from lovgraf.facts.decimals import NumberStyle, number_style, read_decimal
from lovgraf.facts.fact import Column
from lovgraf.law import load_law
from lovgraf.readers.reading import Form, Reader
from tests.checker.records.vocabulary import FACTS
from tests.examples import examples

CHRISTMAS = date(1990, 12, 24)


def read(column: str, text: str, form: Form | None = None) -> Any:
    """The value, or the flaw in angle brackets."""
    found = Reader(FACTS.columns[column], form).read(text)
    return f"<{found.flaw}>" if found.flaw and found.value is None else found.value


@pytest.mark.parametrize(
    "text",
    [
        "1990-12-24", "24-12-1990", "24.12.1990", "24/12/1990", " 24-12-1990 ", "19901224",
        "1990/12/24", "1990-12-24T00:00:00", "1990-12-24 00:00:00.000", "1990-12-24T00:00:00Z",
        "24-12-1990 00:00", "1990-12-24+01:00", "1990-12-24Z", "1990-12-24-05:00",
    ],
)  # fmt: skip
def test_a_date_is_read_in_each_form(text: str) -> None:
    assert read("birth_date", text) == CHRISTMAS


@pytest.mark.parametrize(
    "text",
    [
        "12/24/1990", "24-12-90", "90-12-24", "1990-13-01", "31-02-1990", "1990-24-12",
        "24-12.1990",
        "1990-12-24T12:00:00", "24121990", "24 dec 1990", "01-02-0090", "1990", "x",
        "２4-12-1990",
    ],
)  # fmt: skip
def test_a_date_in_doubt_is_not_read(text: str) -> None:
    assert read("birth_date", text) == "<unreadable>"


@given(st.dates(date(1000, 1, 1)), st.sampled_from("-./"))
def test_day_and_month_are_never_swapped(day: date, mark: str) -> None:
    written = f"{day.day:02d}{mark}{day.month:02d}{mark}{day.year:04d}"
    assert read("birth_date", written) == day
    assert DateForm(day_first=False).read(written) in (day, None)
    month_first = f"{day.month:02d}{mark}{day.day:02d}{mark}{day.year:04d}"
    found = date_form(date_order([(month_first, 1)])).read(month_first)
    if day.day > 12:
        assert found is None


@pytest.mark.parametrize(
    ("texts", "others", "day_first"),
    [
        (["03-04-1990"], [], True),
        (["25-04-1990", "03-04-1990"], [], True),
        (["04/25/1990", "03/04/1990"], [], False),
        (["04/25/1990", *["25/04/1990"] * 30], [], True),
        (["03/04/1990"], ["04/25/1990"], False),
        (["03-04-1990"], ["04/25/1990"], True),
        (["04/04/1990"], ["04/25/1990 14:30"], False),
        ([], ["04/25/1990"], False),
        (["25/04/1990", "03/04/1990"], ["04/25/1990"], True),
        (["03/04/1990"], ["04/25/1990", *["25/04/1990"] * 30], True),
    ],
)
def test_month_first_shows_itself(texts: list[str], others: list[str], day_first: bool) -> None:
    months = months_first([date_order((text, 1) for text in others)])
    assert date_form(date_order((text, 1) for text in texts), months).day_first is day_first


@pytest.mark.parametrize(
    ("pattern", "months"),
    [("MM/dd/yyyy", "/"), ("M.d.yyyy", "."), ("dd/MM/yyyy", None), ("yyyy-MM-dd", None)],
)
def test_a_stated_pattern_tells_its_order(pattern: str, months: str | None) -> None:
    assert months_first([order_of_pattern(pattern)]) == ({months} if months else set())


@pytest.mark.parametrize(
    ("pattern", "text", "value"),
    [
        ("dd-MM-yyyy", "24-12-1990", CHRISTMAS),
        ("MM/dd/yyyy", "12/24/1990", CHRISTMAS),
        ("MM/dd/yyyy", "12/11/1990", date(1990, 12, 11)),
        ("ddMMyyyy", "24121990", CHRISTMAS),
        ("yyyy-MM-dd'T'HH:mm:ss", "1990-12-24T00:00:00", CHRISTMAS),
        ("d.M.yyyy", "1990-12-24", None),
    ],
)
def test_a_stated_pattern_is_the_only_one(pattern: str, text: str, value: date | None) -> None:
    assert DateForm(pattern=pattern).read(text) == value


@pytest.mark.parametrize("word", ["ja", "J", "1", "TRUE", "sand", "Yes", " y ", "1.0"])
def test_words_for_true(word: str) -> None:
    assert read("passport", word) is True


@pytest.mark.parametrize("word", ["nej", "N", "0", "False", "falsk", "no"])
def test_words_for_false(word: str) -> None:
    assert read("passport", word) is False


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("passport", "måske", "<unreadable>"),
        ("passport", "2", "<unreadable>"),
        ("passport", "", None),
        ("passport", " \u00a0", None),
        ("passport", "NULL", "<null-word>"),
        ("months", "N/A", "<null-word>"),
        ("birth_date", "-", "<null-word>"),
        ("passport", " - ", "<null-word>"),
        ("fee", "..", "<null-word>"),
        ("status", "\u2013", "<null-word>"),
        ("name", "-", "<null-word>"),
        ("name", "-a", "-a"),
        ("months", "6", 6),
        ("months", "6,0", 6),
        ("months", "-1", -1),
        ("months", "1.000", "<unreadable>"),
        ("months", "1.5", "<unreadable>"),
        ("months", "1_0", "<unreadable>"),
        ("fee", "185,00", 185.0),
        ("fee", "1.234,50", 1234.5),
        ("fee", "1,234.50", 1234.5),
        ("fee", "1.234", "<unreadable>"),
        ("fee", "12.5", 12.5),
        ("fee", "185 kr.", 185.0),
        ("fee", "1e3", "<unreadable>"),
        ("fee", "nan", "<null-word>"),
        ("fee", "inf", "<unreadable>"),
        ("cpr_number", "610190-1234", "6101901234"),
        ("cpr_number", "610190 1234", "6101901234"),
        ("cpr_number", '="0161901234"', "0161901234"),
        ("cpr_number", '="610190-1234" ', "6101901234"),
        ("cpr_number", '="6101"901234"', "<unreadable>"),
        ("cpr_number", '="610190"&"1234"', "<unreadable>"),
        ("status", '="01"', "01"),
        ("birth_date", '="03-04-1990"', "<unreadable>"),
        ("name", '="Bo"', '="Bo"'),
        ("cpr_number", "PRESENT", "present"),
        ("cpr_number", "999990123", "<unreadable>"),
        ("cpr_number", "12345678", "<unreadable>"),
        ("cvr_number", "DK 12 34 56 78", "12345678"),
        ("cvr_number", "1234567", "<unreadable>"),
        ("name", " Åse Øst ", "Åse Øst"),
        ("name", "Na", "Na"),
        ("name", "N/A", "<null-word>"),
        ("name", "a\0b", "<unreadable>"),
        ("status", "01", "01"),
        ("status", "Afdød", "90"),
        ("status", "DOED PERSON", "90"),
        ("status", "01 - Bopæl", "01"),
        ("status", "01 - Død", "<unreadable>"),
        ("status", "2", "<unreadable>"),
        ("status", "none", "<null-word>"),
        ("country", "dk", "DK"),
        ("country", "DNK", "DK"),
        ("country", "Tyskland", "DE"),
        ("country", "germany", "DE"),
        ("country", "Storbritannien", "GB"),
        ("country", "NA", "NA"),
        ("country", "Atlantis", "<unreadable>"),
        ("citizenship", "DK SE", ("DK", "SE")),
        ("citizenship", "DK, Sverige;NO", ("DK", "SE", "NO")),
        ("citizenship", "Sri Lanka", ("LK",)),
        ("citizenship", "DK XX", "<unreadable>"),
        ("citizenship", "DK DK", ("DK",)),
        ("citizenship", '["DK", "SE"]', ("DK", "SE")),
        ("grounds", "1 2", ("1", "2")),
        ("grounds", "2.0", ("2",)),
        ("grounds", "none", ("0",)),
        ("type", "Borger", "person"),
    ],
)
def test_values(column: str, text: str, value: Any) -> None:
    assert read(column, text) == value


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [("cpr_number", "101585000", "0101585000"), ("status", "1", "01"), ("status", "3.0", "03")],
)
def test_a_lost_zero_is_restored_with_a_warning(column: str, text: str, value: str) -> None:
    found = Reader(FACTS.columns[column]).read(text)
    assert (found.value, found.flaw) == (value, "leading-zero")


@pytest.mark.parametrize(
    ("text", "day"),
    [("2014-12-01T11:30", 1), ("2014-12-01 11:30:59.123", 1), ("01-12-2014 11:30", 1),
     ("20141201T11:30:00", 1), ("2014-12-01T23:30Z", 2), ("2014-12-01T23:30+01:00", 1),
     ("2014-12-01T23:30-05:00", 2), ("2014-12-01", 1), ("2014-12-01T00:00", 1),
     ("2014-12-01T25:30", None), ("2014-13-01T11:30", None)],
)  # fmt: skip
def test_a_time_stands_for_its_day_where_a_mapping_says_so(text: str, day: int | None) -> None:
    form = Form(dates=DateForm(times=True))
    found = Reader(FACTS.columns["birth_date"], form).read(text).value
    assert found == (day and date(2014, 12, day))


def test_a_style_of_numbers_needs_evidence() -> None:
    assert number_style([("1.234", 5)]) is NumberStyle.UNKNOWN
    assert number_style([("1.234", 5), ("2,5", 1)]) is NumberStyle.COMMA
    assert number_style([("1.5", 1)]) is NumberStyle.POINT
    assert read_decimal("1.234", NumberStyle.COMMA) == 1234
    assert read_decimal("1.234", NumberStyle.POINT) == 1.234
    assert read_decimal("1,234", NumberStyle.POINT) == 1234
    assert read_decimal("1,234", NumberStyle.COMMA) == 1.234


@pytest.mark.parametrize("text", ["15,000", "15.000", "-1,234", "999.999"])
def test_what_may_be_thousands_or_decimals_is_not_read_without_evidence(text: str) -> None:
    assert read("fee", text) == "<unreadable>"
    assert read_decimal(text, number_style([(text, 9), ("500", 3)])) is None
    assert read_decimal(text, number_style([(text, 9), ("2,5", 1), ("2.5", 1)])) is None


@pytest.mark.parametrize("text", ["0,125", "0.125", "-0,125", "0000,125"])
def test_nobody_writes_thousands_after_a_zero(text: str) -> None:
    assert abs(read_decimal(text) or 0) == 0.125


def test_other_numbers_of_a_file_are_evidence_of_thousands_where_a_column_has_none() -> None:
    comma = number_style([("1.234", 5)], [("2,5", 1)])
    point = number_style([("1.234", 5)], [("2.5", 1)])
    assert (comma, point) == (NumberStyle.COMMA_ELSEWHERE, NumberStyle.POINT_ELSEWHERE)
    assert (read_decimal("1.234", comma), read_decimal("1,234", point)) == (1234, 1234)
    # Three decimals beside a column of two: as likely thousands.
    assert read_decimal("1,234", comma) is read_decimal("1.234", point) is None
    assert number_style([("1.5", 5)], [("2,5", 1)]) is NumberStyle.POINT
    assert number_style([("1.5", 5), ("1,5", 1)], [("2,5", 1)]) is NumberStyle.UNKNOWN


@examples(30, whole=100)
@given(st.text(max_size=30), st.sampled_from(sorted(FACTS.columns)))
def test_any_text_is_read_or_named(text: str, column: str) -> None:
    found = Reader(FACTS.columns[column]).read(text)
    assert (
        found.value is not None
        or found.flaw
        or not text.strip(" \t\r\n\u00a0\u200b\ufeff")
        or (not text.strip() or not text.strip(",;|/ "))
    )


def test_the_value_that_says_that_there_is_nothing_is_no_blank() -> None:
    """`citizenship` is `none` for whoever has none; that is known, and a blank is not."""
    columns = [c for c in load_law().facts.columns.values() if c.absent_value is not None]
    assert {"citizenship", "cpr_number"} <= {column.name for column in columns}
    for column in columns:
        value = (column.absent_value,) if column.multi else column.absent_value
        assert Reader(column).read(str(column.absent_value)).value == value
        assert Reader(column).read("").value is None


def test_several_free_texts_in_a_cell() -> None:
    cargo = Column("i", Text("last", "cargo"), None, "string", frozenset(), name="c", multi=True)
    for text, values in {
        "tea": ("tea",), "tea;wine": ("tea", "wine"), "tea, red wine": ("tea", "red wine"),
        "tea|wine|tea": ("tea", "wine"), "rum/coke": ("rum/coke",), '["a;b"]': ("a;b",), ";": None,
    }.items():  # fmt: skip
        assert Reader(cargo).read(text).value == values
