"""Samples of persons with a column of each kind: all columns take thrice the time.

What a check takes is mostly what it finds out of rows that leave verdicts open, and hence grows
with the rows that differ, not with all of them.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.csv as pc
import pyarrow.parquet as pq

from lovgraf.authoring.sample import write_sample

COLUMNS = [
    "id", "cpr_number", "birth_date", "death_date", "citizenship", "cpr_status", "home_in_denmark",
    "expected_stay_months", "eid", "eid_since", "digital_post", "digital_post_since",
    "exemption_ground", "exempted_on", "has_nemkonto", "nemkonto",
]  # fmt: skip


def write_some(
    count: int, path: Path, seed: int, faults: float = 0.0, different: int | None = None
) -> None:
    """Write persons with some of their columns, as CSV or Parquet; with `different`, rows differ
    in more than their id only so far, and come again in turn."""
    with TemporaryDirectory() as folder:
        whole = Path(folder, "whole.parquet")
        write_sample(count, whole, seed=seed, faults=faults)
        table = pq.read_table(whole, columns=COLUMNS)
    if different is not None:
        again = table.take([row % different for row in range(count)])
        place = table.schema.get_field_index("id")
        table = again.set_column(place, "id", table.column("id"))
    if path.suffix == ".csv":
        pc.write_csv(table, path)
    else:
        pq.write_table(table, path)
