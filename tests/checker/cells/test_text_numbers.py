"""Dates and numbers read from the bytes of texts are those that Python reads."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.engine.lookups import DAYS, FIRST_DAY
from lovgraf.engine.text_numbers import (
    DateForm,
    days_of,
    flags_of,
    numbers_of,
    without_mark,
)
from tests.examples import examples

FORMS = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d")
TIMES = ("T00:00:00", " 00:00:00.000")
FIRST = date(1970, 1, 1) + timedelta(FIRST_DAY)
ODD = st.text("0123456789-/. :;ax+æ", max_size=12)


def shown(found: tuple[object, object, object], count: int) -> list[tuple[int | None, bool]]:
    """Value and strangeness of each row."""
    values, valid, strange = (np.broadcast_to(np.asarray(part), count) for part in found)
    return [
        (int(v) if known else None, bool(odd))
        for v, known, odd in zip(values, valid, strange, strict=True)
    ]


@pytest.mark.slow
@examples(13, whole=40, of=200)
@given(st.data(), st.sampled_from(FORMS), st.sampled_from(("", "", *TIMES)))
def test_days(data: st.DataObject, form: str, time: str) -> None:
    form += time
    texts = st.dates(date(1000, 1, 1)).map(lambda day: day.strftime(form))
    near = st.dates(date(1840, 1, 1), date(2160, 1, 1)).map(lambda day: day.strftime(form))
    spoiled = st.tuples(near, st.integers(0, 22), st.characters(codec="ascii")).map(
        lambda t: t[0][: t[1] % len(t[0])] + t[2] + t[0][t[1] % len(t[0]) + 1 :]
    )
    written = data.draw(st.lists(st.one_of(st.none(), texts, near, near, spoiled, ODD), max_size=9))
    array = pa.array(written, pa.string())
    start = data.draw(st.integers(0, len(written)))
    expected = []
    for text in written[start:]:
        day = read(text, form)
        expected.append((day, text is not None and day is None))
    said = DateForm.of(form)
    assert said is not None
    assert shown(days_of(array[start:], said), len(expected)) == expected


def read(text: str | None, form: str) -> int | None:
    """The day, of texts of the full width alone, within the days that are looked up."""
    try:
        day = datetime.strptime(text or "", form).date()  # noqa: DTZ007
    except ValueError:
        return None
    number = (day - date(1970, 1, 1)).days
    looked_up = FIRST_DAY <= number < FIRST_DAY + DAYS[1]
    return number if looked_up and day.strftime(form) == text else None


@pytest.mark.slow
@examples(20, of=100)
@given(
    st.lists(st.one_of(st.none(), st.from_regex(r"\d{10}", fullmatch=True), ODD)),
    st.sampled_from([8, 10]),
)
def test_numbers(written: list[str | None], count: int) -> None:
    expected = []
    for text in written:
        good = text is not None and len(text) == count and text.isascii() and text.isdigit()
        expected.append((int(text or "") if good else None, text is not None and not good))
    array = pa.array(written, pa.string())
    assert shown(numbers_of(array, count), len(written)) == expected


def unmarked(text: bytes) -> bytes:
    return text[:6] + text[7:] if len(text) == 11 and text[6] in b"- " else text


@examples(13, whole=40, of=100)
@given(
    st.lists(st.one_of(st.none(), st.from_regex(r"\d{5,6}[- x]?\d{4,5}", fullmatch=True), ODD)),
    st.data(),
)
def test_a_mark_at_its_place_is_left_out(written: list[str | None], data: st.DataObject) -> None:
    array = pa.array(written, pa.string())
    start = data.draw(st.integers(0, len(written)))
    expected = [
        None if text is None else unmarked(text.encode()).decode() for text in written[start:]
    ]
    found = without_mark(array[start:], 11, 6, b"- ")
    found.validate(full=False)
    assert found.to_pylist() == expected


@pytest.mark.parametrize("form", ["%d-%m-%y", "%Y-%m", "%H:%M:%S%Y", "%Y-%m-%dT%Y"])
def test_a_form_that_is_no_date_of_a_fixed_width(form: str) -> None:
    assert DateForm.of(form) is None


def test_the_flags_of_a_slice() -> None:
    array = pa.array([1, None, 3, None])[1:3]
    assert np.asarray(flags_of(array)).tolist() == [False, True]
