"""What cells and days say of rows tells contradictions apart as the rows themselves do."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from lovgraf.check import told_rows
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.check.told_rows import HeldRows
from lovgraf.engine.arrow_arrays import arrow_type
from lovgraf.engine.cell_disputes import _numbers, _values
from lovgraf.engine.items import raw_size
from lovgraf.engine.record_table import RecordTable
from lovgraf.facts.fact import Column
from lovgraf.facts.repairs import Disputes
from lovgraf.law import Law
from tests.checker.test_row_recheck import held
from tests.examples import WHOLE, one_in

__all__ = ["held"]


@pytest.mark.slow
@pytest.mark.parametrize("held", [True], indirect=True)
def test_rows_get_the_same_whether_their_days_were_kept(
    law: Law, tmp_path: Path, held: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Values that contradict each other in the ways that the law knows, and days near."""
    monkeypatch.setattr(told_rows, "_SHARE", 1)
    dice = random.Random(7)
    days = ["", "", "", "2026-05-20", "2026-06-20", "2014-12-01"]
    values = {
        "citizenship": ["DK"] * 9 + ["", "none", "none DK", "SE DK", "PL"],
        "cpr_status": ["", "01", "80", "20", "90"],
        "exemption_ground": ["", "0", "3", "0 3", "1 6"],
        "nemkonto": ["", "none", "12345678901234"],
        "has_nemkonto": ["", "ja", "nej"],
        "home_in_denmark": ["", "ja", "nej"],
        "emigration_notified": ["", "ja", "nej"],
        "digital_post": ["", "ja", "nej"],
        "moved_to_country": ["", "SE", "none"],
        **dict.fromkeys(["left_on", "emigrated_on", "arrived_on", "digital_post_since"], days),
        "birth_date": [*["1990-01-01"] * 9, "", "1700-01-01", "2011-06-02"],
    }
    lines = [
        ",".join(dice.choice(own) for own in values.values()) for _ in range(100 if WHOLE else 25)
    ]
    path = tmp_path / "persons.csv"
    path.write_text("\n".join([",".join(values), *lines]) + "\n")
    norms = [norm.iri for norm in law.at(date(2026, 6, 1)).judged("person")]
    request = CheckRequest(date(2026, 6, 1), law, about=tuple(one_in(40, norms)))
    found = check_dataset(path, request)
    monkeypatch.setattr(HeldRows, "of", lambda *_: None)
    again = check_dataset(path, request)
    assert found.norms == again.norms
    assert found.causes == again.causes
    assert [*found.findings] == [*again.findings]
    assert held == [True]


def test_each_state_of_a_column_has_the_number_of_its_value(law: Law) -> None:
    disputes = Disputes(law.facts, date(2026, 6, 1))
    told = 0
    for iri, apart in disputes.apart.items():
        column = law.facts[iri]
        assert isinstance(column, Column)
        listed = raw_size(column) is not None
        if column.datatype == "date" or not (listed or {*apart} <= {column.absent_value}):
            continue
        values = _values(column)[: None if listed or (apart and not column.multi) else 2]
        number = column.datatype in ("integer", "decimal")
        said = [[*v] if isinstance(v, tuple) else 1 if number and v else v for v in values]
        kind = arrow_type(column.datatype, column.multi)
        given = pa.table({column.name: pa.array(said, kind)})
        records = RecordTable.of([column], given, ())
        assert records is not None
        expected = records.numbers(iri, apart)
        own = np.array(_numbers(column, apart))[: len(values)]
        told += len(values)
        if column.multi:
            # Any numbers will do that are the same for the same, and tell a blank and the rest.
            pairs = {*zip(own.tolist(), expected.tolist(), strict=True)}
            assert len(pairs) == len({*own.tolist()}) == len({*expected.tolist()})
            own, expected = np.minimum(own, 3), np.minimum(expected, 3)
        assert own.tolist() == expected.tolist(), iri
    assert told > 50
