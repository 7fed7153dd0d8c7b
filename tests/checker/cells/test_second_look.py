"""Days in another form than most of a column: read form by form as text by text."""

from __future__ import annotations

import random
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from lovgraf.engine.array_ops import Number
from lovgraf.engine.second_look import _DAY_FORMS, SecondLook
from lovgraf.facts.dates import DateForm
from lovgraf.facts.fact import Column
from lovgraf.facts.plain import Plain, Told
from lovgraf.law import Law
from lovgraf.readers.reading import Form, Reader

ODD = ["31-02-1970", "00.00.0000", "1-1-70", "03/04-1990", "1690-01-01", "  2001-02-03", "x" * 10]


@pytest.mark.parametrize("day_first", [True, False])
def test_forms_are_read_as_their_texts_are(
    law: Law, monkeypatch: pytest.MonkeyPatch, day_first: bool
) -> None:
    column = law.facts.columns["birth_date"]
    form = Form(dates=DateForm(day_first=day_first))
    dice = random.Random(5)
    days = [date(1851, 1, 1) + timedelta(dice.randrange(120_000)) for _ in range(400)]
    texts = [day.strftime(dice.choice(_DAY_FORMS)) for day in days] + ODD
    read = look(column, form, texts)
    monkeypatch.setattr(SecondLook, "_forms", [])
    assert read == look(column, form, texts)
    assert len(read) > len(texts) / 3
    without = look(column, form, texts, kept=False)
    assert without == {row: (*said[:-1], texts[row]) for row, said in read.items()}


def look(
    column: Column, form: Form, texts: list[str], kept: bool = True
) -> dict[int, tuple[object, ...]]:
    """By row that was read: its number, whether it has one, its flaw, and the text that is kept."""
    reader = Reader(column, form)

    def told(text: str) -> Told | None:
        found = reader.read(text)
        return Told(found.value, "", found.flaw)

    how = Plain("c IS NULL", "NULL", common=True, told=told)
    array = pa.array(texts)
    empty = Number(np.zeros(len(texts), np.int32), np.zeros(len(texts), np.bool_))
    found = SecondLook.of(how, column, lambda _text: None, kept)(
        array, array, empty, np.ones(len(texts), np.bool_)
    )
    valid = np.broadcast_to(found.values.valid, len(texts))
    said = found.texts.to_pylist()
    return {
        int(row): (int(found.values.values[row]) if valid[row] else None, int(flaw), said[row])
        for row, flaw in zip(found.rows, found.flaws, strict=True)
    }
