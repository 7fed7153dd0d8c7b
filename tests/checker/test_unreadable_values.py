"""The unreadable values that a check may tell: the same however many there are."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.check import input_quality
from lovgraf.check.input_quality import unreadable_values
from tests.examples import examples

VALUES = st.one_of(
    st.none(), st.text("aÆ9 -ß*", max_size=4), st.text("aZ7é", min_size=38, max_size=43)
)


@examples(40, whole=200)
@given(st.lists(st.tuples(VALUES, VALUES), max_size=12), st.booleans())
def test_many_values_are_told_as_few_are(
    rows: list[tuple[str | None, str | None]], shown: bool
) -> None:
    """Few are masked one by one, many in the data engine, each of which is masked once."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE given (a VARCHAR, b VARCHAR)")
        connection.executemany("INSERT INTO given VALUES (?, ?)", [("a", "b"), *rows])
        table = SimpleNamespace(raw={"a": "a", "b": "b"}, unreadable={"a": "true", "b": "b <> ''"})
        told = []
        for few in (1000, 0):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(input_quality, "_FEW", few)
                own = connection, cast(Any, table), "given", ["b", "none", "a"], shown
                told.append(unreadable_values(*own))
    assert told[0] == told[1]
    assert set(told[0]) == {"a", "b"}
