"""Which rows have a flaw is told of a thousand, and how many more there are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import lovgraf
from lovgraf.law import Law


@pytest.mark.parametrize("rows", [7, 30, 1500])
def test_each_row_with_a_flaw_is_named(tmp_path: Path, law: Law, rows: int) -> None:
    path = tmp_path / "persons.csv"
    lines = ["birth_date,digital_post", *("1980-01-01,perhaps" for _ in range(rows))]
    path.write_text("\n".join([*lines, "1980-01-01,yes", ""]), "utf-8")
    found = lovgraf.check(path, as_of=date(2026, 6, 1), record_type="person", law=law)
    (flaw,) = (one for one in found.as_dict()["record_quality"] if one["column"] == "digital_post")
    assert (flaw["count"], flaw["rows"]) == (rows, list(range(1, min(rows, 1000) + 1)))
    text = found.report("text")
    assert (f"and {rows - 10:,} more" in text) == (rows > 10)
    assert f"{min(rows, 10)} (line {min(rows, 10) + 1})" in " ".join(text.split())


@pytest.mark.parametrize("odd", ["1980-01-01,yes,more", "1980-01-01"], ids=["long", "short"])
@pytest.mark.parametrize("rows", [7, 1500])
def test_each_row_that_cannot_be_read_is_named(
    tmp_path: Path, law: Law, rows: int, odd: str
) -> None:
    path = tmp_path / "persons.csv"
    lines = ["birth_date,digital_post", *[odd] * rows, *["1980-01-01,yes"] * 2 * rows]
    path.write_text("\n".join([*lines, ""]), "utf-8")
    found = lovgraf.check(path, as_of=date(2026, 6, 1), record_type="person", law=law)
    (table,) = found.as_dict()["intake"]["tables"]
    (left_out,) = table["rows_left_out"]
    assert (left_out["count"], left_out["rows"]) == (rows, list(range(1, min(rows, 1000) + 1)))
    assert "1, 2, 3, 4, 5 …" in " ".join(found.report("text").split())
