"""What records say of facts is the same whichever way it comes."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from lovgraf.engine import in_memory, many_records
from lovgraf.facts.values import NONE, State
from lovgraf.verdicts.told import Told
from tests.checker.verdicts.test_alike import LAWS, records, told
from tests.checker.verdicts.test_feasible import memory
from tests.examples import dice, drawn, one_in

FACTS = ("born", "here", "codes", "name")
ROWS = [
    (date(1990, 1, 1), False, True, None, ["b", "a"], False, "x", False),
    (None, True, False, False, None, None, "x", True),
    (date(1990, 1, 1), None, None, False, ["a", "b"], False, None, False),
    (date(2001, 5, 3), False, True, False, [], False, "y", False),
]
TYPES = (pa.date32(), pa.bool_(), pa.bool_(), pa.bool_(), pa.list_(pa.string()), pa.bool_(),
         pa.string(), pa.bool_())  # fmt: skip


def test_arrays_say_what_rows_say() -> None:
    names = [f"{part}{n}" for n in range(len(FACTS)) for part in "fg"]
    by_rows = Told.of(FACTS, names, ROWS)
    columns = zip(names, TYPES, zip(*ROWS, strict=True), strict=True)
    table = pa.table({name: pa.array(column, kind) for name, kind, column in columns})
    by_arrays = Told.of_arrays(FACTS, table)
    assert by_arrays is not None
    for place in range(len(ROWS)):
        assert by_rows.known(place) == by_arrays.known(place)
    assert by_rows.known(1) == {("born", NONE), ("here", False), ("name", NONE)}
    days = by_arrays.ordinals("born").tolist()
    assert days == by_rows.ordinals("born").tolist()
    assert days == [0 if row[1] or row[0] is None else row[0].toordinal() for row in ROWS]
    assert 0 in days, "one of them says nothing"


def test_a_day_that_python_cannot_hold_is_left_to_rows() -> None:
    table = pa.table({"f0": pa.array([4_000_000], pa.int32()).cast(pa.date32()), "g0": [False]})
    assert Told.of_arrays(["born"], table) is None


@pytest.mark.slow
@pytest.mark.drawn
@pytest.mark.parametrize("names", one_in(3, LAWS))
def test_many_records_are_told_as_few_are(
    names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Arrays, kinds of records found many at a time, and what a norm sees of them change no
    verdict."""
    some: list[dict[str, State]] = records(dice(3), drawn(30, of=250, whole=120))
    half = len(some) // 2
    monkeypatch.setattr(many_records, "FEW", 1000)
    expected = [one for part in (some[:half], some[half:]) for one in told(memory(*names), part)]
    monkeypatch.setattr(many_records, "FEW", 1)
    monkeypatch.setattr(in_memory, "MANY", 1)
    assert told(memory(*names), some) == expected
