"""A table made by chance: columns of text, drawn by shares, kept in step by masks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Days = NDArray[np.int64]
Texts = NDArray[Any]

YEAR = 365.25
CPR_DIGITS = 4


class Table:
    """Columns of text of one length; what was never put is blank."""

    def __init__(self, rows: int, seed: int) -> None:
        self.rows = rows
        self.dice = np.random.default_rng(seed)
        self.columns: dict[str, Texts] = {}
        self.marks: dict[str, Mask] = {}
        """What the makers of columns tell each other about the rows; never written."""
        self.everyone = np.ones(rows, dtype=np.bool_)

    def chance(self, share: float, among: Mask | None = None) -> Mask:
        """A share of the rows, or of some of them."""
        drawn: Mask = self.dice.random(self.rows) < share
        return drawn if among is None else drawn & among

    def pick(self, shares: Mapping[str, float]) -> Texts:
        """A code for every row, by shares (which need not add up to one)."""
        weights = np.array(list(shares.values()), dtype=float)
        return np.array(
            self.dice.choice(list(shares), self.rows, p=weights / weights.sum()), dtype=object
        )

    def between(self, low: Days | int, high: Days | int) -> Days:
        """A number for every row, both ends included; the low end where the high one is lower."""
        lows, highs = np.broadcast_to(low, self.rows), np.broadcast_to(high, self.rows)
        room = np.maximum(highs - lows, 0) + 1
        drawn: Days = lows + np.floor(self.dice.random(self.rows) * room).astype(np.int64)
        return drawn

    def back(self, from_day: Days | int, mean_years: float, not_before: Days | int) -> Days:
        """A day before another, recent days being more usual."""
        span = self.dice.exponential(mean_years * YEAR, self.rows).astype(np.int64)
        day: Days = np.maximum(from_day - 1 - span, not_before)
        return day

    def put(self, name: str, values: Texts | str, where: Mask | None = None) -> None:
        """Give rows a value; the others keep theirs."""
        column = self.columns.setdefault(name, np.full(self.rows, "", dtype=object))
        if where is None:
            column[:] = values
        else:
            column[where] = values if isinstance(values, str) else values[where]

    def put_days(self, name: str, days: Days, where: Mask | None = None) -> None:
        """Give rows a day."""
        self.put(name, iso(days), where)

    def put_bool(self, name: str, true: Mask, where: Mask | None = None) -> None:
        """Say yes or no."""
        self.put(name, np.where(true, "true", "false").astype(object), where)

    def no(self, *names: str) -> None:
        """Say no in columns for every row."""
        for name in names:
            self.put(name, "false")

    def blank(self, name: str, share: float) -> None:
        """Lose a share of a column's values, as registers do."""
        if share:
            self.put(name, "", self.chance(share))

    def write_register(
        self, path: Path, full: bool, extract: Sequence[str], blank: Mapping[str, float]
    ) -> None:
        """Write the whole truth, or the columns of an extract with blanks in some of them."""
        if full:
            self.write(path)
            return
        for name, share in blank.items():
            self.blank(name, share)
        self.write(path, extract)

    def write(self, path: Path, columns: Sequence[str] | None = None) -> None:
        """Write the table, or some columns of it, as CSV or (by the path's ending) Parquet."""
        names = list(self.columns) if columns is None else list(columns)
        table = pa.table({name: pa.array(self.columns[name].astype(str)) for name in names})
        if path.suffix == ".parquet":
            pa.parquet.write_table(table, path)
        else:
            pa.csv.write_csv(table, path)


def day_number(day: date) -> int:
    """The day's number, as numpy counts days."""
    return int(np.datetime64(day, "D").astype(np.int64))


def iso(days: Days) -> Texts:
    """Days as text."""
    texts: Texts = days.astype("datetime64[D]").astype(str).astype(object)
    return texts


def cpr_numbers(birth: Days) -> Texts:
    """Replacement numbers (day of birth plus 60), each once."""
    order = np.argsort(birth, kind="stable")
    ordered = birth[order]
    first = np.searchsorted(ordered, ordered, side="left")
    serial = np.empty(len(birth), dtype=np.int64)
    serial[order] = np.arange(len(birth)) - first
    days = birth.astype("datetime64[D]")
    dates: list[date] = days.astype(object).tolist()
    start = np.array([4000 if born.year >= 2000 else 1 for born in dates])  # noqa: PLR2004
    if (serial >= 3999).any():  # noqa: PLR2004
        raise ValueError("More people are born on one day than there are numbers.")
    numbers = [
        f"{born.day + 60:02}{born.month:02}{born.year % 100:02}-{at:0{CPR_DIGITS}}"
        for born, at in zip(dates, (start + serial).tolist(), strict=True)
    ]
    return np.array(numbers, dtype=object)


def is_in(values: Texts, codes: Collection[str]) -> Mask:
    """The rows whose value is one of some."""
    found: Mask = np.isin(values.astype(str), list(codes))
    return found
