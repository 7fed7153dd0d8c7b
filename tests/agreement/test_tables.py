"""A table gets the verdicts that its rows get one by one, whatever form the table is in.

A check of a table judges cells: what rows have in common, worked out by the data engine. Records in
memory are judged by all they say. Whatever cells keep of a row must lead to the same verdicts, and
what cells leave open the rows themselves must settle.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import RECORD
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE, State
from lovgraf.law import LawView
from tests.agreement.laws import AS_OF, VALUES, laws, records, view_of
from tests.examples import examples

ROWS = 25
UNREAD = st.sets(st.sampled_from(sorted(VALUES)), max_size=3)
"""Columns that the table does not have."""


def _given(record: Mapping[str, State], left_out: set[str]) -> dict[str, State]:
    """What a table can say of a record: a blank is unknown."""
    blank = {str(RECORD[name]) for name in left_out}
    return {iri: None if state is NONE or iri in blank else state for iri, state in record.items()}


def _columns(view: LawView, rows: Sequence[Mapping[str, State]]) -> list[Column]:
    """The columns of which some row says anything."""
    columns = view.law.facts.columns_of("thing")
    return [c for c in columns if any(row.get(c.iri) is not None for row in rows)]


def _cell(state: State) -> Any:
    if isinstance(state, tuple):
        return " ".join(map(str, state))
    if state is None or isinstance(state, bool):
        return state
    return str(state)


def _csv(path: Path, columns: Sequence[Column], rows: Sequence[Mapping[str, State]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(column.name for column in columns)
        for row in rows:
            cells = [_cell(row.get(column.iri)) for column in columns]
            writer.writerow("" if cell is None else str(cell).lower() if isinstance(cell, bool)
                            else cell for cell in cells)  # fmt: skip


def _json(path: Path, columns: Sequence[Column], rows: Sequence[Mapping[str, State]]) -> None:
    lines = (
        {c.name: _cell(row[c.iri]) for c in columns if row.get(c.iri) is not None} for row in rows
    )
    path.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")


def _parquet(path: Path, columns: Sequence[Column], rows: Sequence[Mapping[str, State]]) -> None:
    def typed(state: State) -> Any:
        return " ".join(map(str, state)) if isinstance(state, tuple) else state

    pq.write_table(
        pa.table({c.name: pa.array([typed(row.get(c.iri)) for row in rows]) for c in columns}), path
    )


FORMS = {"csv": _csv, "jsonl": _json, "parquet": _parquet}


@pytest.mark.parametrize("form", FORMS)
@examples(1, of=3, shrink=False)
@given(
    laws(norms=3, facts=6, judged=True),
    st.lists(records(unknown=6), min_size=ROWS, max_size=ROWS),
    UNREAD,
)
def test_a_table_gets_the_verdicts_of_its_rows(
    tmp_path_factory: pytest.TempPathFactory,
    form: str,
    turtle: str,
    found: list[dict[str, State]],
    left_out: set[str],
) -> None:
    view = view_of(turtle)
    rows = [_given(record, left_out) for record in found]
    try:
        alone = verdicts_for(view, rows, "thing")
    except NotCompilable:
        reject()
    path = tmp_path_factory.mktemp("table") / f"rows.{form}"
    FORMS[form](path, _columns(view, rows), rows)
    report = check_dataset(
        path,
        CheckRequest(
            AS_OF, view.law, record_type="thing", exact=True, accept_unread=sorted(VALUES)
        ),
    )
    for norm in report.norms:
        wanted = Counter(one[norm.norm].verdict for one in alone)
        assert {v: n for v, n in norm.verdicts.items() if n} == wanted, (norm.norm, turtle, rows)
