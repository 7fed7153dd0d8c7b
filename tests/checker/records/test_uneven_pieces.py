"""The rows that are read apart from the data engine are those that it reads, with their numbers,
whatever stands between them: uneven rows, blank lines, totals, headings, blanks beyond the last."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import lovgraf.readers.delimited
import lovgraf.readers.encodings
import lovgraf.readers.pieces
import lovgraf.readers.seen_lines
import lovgraf.readers.tally
import lovgraf.readers.uneven
from lovgraf.core.errors import InputError
from lovgraf.readers.connection import connect
from lovgraf.readers.pieces import NOTHING_TYPED
from lovgraf.readers.table import InputTable, Reading, open_dataset
from tests.checker.records.vocabulary import FACTS
from tests.examples import examples

GOOD = "Bo 1;1990-01-01;ja;x"
LINES = (
    GOOD, GOOD + ";", GOOD + ";;", GOOD + ";;;7", GOOD + ';""', GOOD + "; ", "Bo 2;1990-01-01;ja;",
    "Bo 3;1990-01-01;ja;;", '"Bo; 4";1990-01-01;ja;"a;b";', "Bo 5;1990-01-01", "", ";;;", ";;;;;",
    "I alt;;;", "I alt;4", "Sum 5;1990-01-01;ja;x", "id;birth_date;passport;name", "----;----;;",
    ' ;"";;', "Bo 6;1.1.1690;ja;Åse", "id 7;1990-01-01;nej;",
)  # fmt: skip
MANY = st.lists(st.sampled_from(LINES), min_size=1, max_size=30)
"""Lines of all kinds, mostly not good."""


def seen(table: InputTable, connection: Any) -> tuple[list[Any], list[Any]] | None:
    """The rows with their numbers as the engine reads them, and apart from it; None where they are
    not read apart."""
    pieces = table.pieces
    if pieces is None:
        return None
    own = {sql: name for sql, name in pieces.columns.items() if sql in table.given}
    row = table.row or "row_number() OVER ()"
    told = connection.execute(f"SELECT {row}, {', '.join(own)} FROM {table.source}").fetchall()
    read = pieces.read(list(own.values()), frozenset(), NOTHING_TYPED)
    rows = pa.concat_tables(one() for one in read).select(list(own.values()))
    columns = [[text or None for text in column.to_pylist()] for column in rows.itercolumns()]
    numbers = pieces.numbers(0, rows.num_rows)
    if len(numbers):
        for step in (2, len(numbers)):
            some = pieces.some(numbers[::step])
            assert some is not None
            expected = rows.take(np.arange(0, len(numbers), step))
            assert some.select(list(own.values())).equals(expected)
    engine = [(row[0], *(text or None for text in row[1:])) for row in told]
    return engine, list(zip(numbers.tolist(), *columns, strict=True))


@pytest.mark.slow
@examples(3, of=150, whole=6, shrink=False)
@given(MANY, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.sampled_from([7, 60, 1 << 16]))
@example([GOOD + ";"] * 5, "\n", True, 60)
@example([GOOD, GOOD, "", "I alt;;;"], "\n", True, 60)
@example([GOOD, "", "", "", GOOD, "", GOOD], "\r\n", True, 7)
@example([GOOD, GOOD, ""], "\r\n", True, 60)
@example([GOOD + ";;;7", GOOD + ';""', "Bo 5;1990-01-01"], "\n", False, 60)
def test_rows_are_the_same_apart(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], ends: str, ended: bool, stretch: int
) -> None:
    """However many bytes lie between the lines of which it is remembered where they begin."""
    path = tmp_path_factory.mktemp("uneven") / "f.csv"
    text = ends.join(["id;birth_date;passport;name", *lines, GOOD]) + ends * ended
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lovgraf.readers.delimited, "_SMALL", 0)
        patch.setattr(lovgraf.readers.pieces, "_PIECE", 60)
        patch.setattr(lovgraf.readers.uneven, "_CHUNK", 50)
        patch.setattr(lovgraf.readers.seen_lines, "_STRETCH", stretch)
        patch.setattr(lovgraf.readers.encodings, "_CHUNK", 3 * stretch)
        patch.setattr(lovgraf.readers.tally, "_LARGE", 200)
        connection = connect(None)
        try:
            table = open_dataset(path, Reading(FACTS), connection)
        except InputError:
            return
        found = seen(table, connection)
    assert found is not None
    assert found[0] == found[1]
