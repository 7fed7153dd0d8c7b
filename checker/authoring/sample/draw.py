"""Draw the facts of a chunk of persons, profile by profile, as arrays of numbers.

Every column is an array of 64-bit integers with `BLANK` for no value: days since 1970-01-01,
0 or 1, a whole number, the place of a text in the column's vocabulary, or the digits of a number.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from lovgraf.authoring.sample.profiles import Draw, ProfileBook, Scalar, days_of
from lovgraf.core.errors import InputError

# Replacement personal numbers, in bulk: unique, consistent with the date of birth, nobody's.
#
# A replacement number has 60 added to the day, so that it cannot be a real person's. The seventh
# digit follows from the century (CPR-kontoret's table): 1858-1899 5-8; 1900-1936 0-3; 1937-1999 0-4
# and 9; 2000-2036 4-9; 2037-2057 5-8.

Days = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.int64]

_FIRST, _LAST = date(1858, 1, 1), date(2057, 12, 31)
_EPOCH = date(1970, 1, 1)
_STEP = 1789  # prime to every number of serials, so that all are met before one comes again
_ERAS = ((1900, (5, 6, 7, 8)), (1937, (0, 1, 2, 3)), (2000, (0, 1, 2, 3, 4, 9)),
         (2037, (4, 5, 6, 7, 8, 9)), (2058, (5, 6, 7, 8)))  # fmt: skip


class CprNumbers:
    """Gives replacement numbers for dates of birth, none of them twice."""

    def __init__(self) -> None:
        self._offset = (_FIRST - _EPOCH).days
        self._given = np.zeros((_LAST - _FIRST).days + 1, np.int32)
        years = [(_FIRST.year if n == 0 else _ERAS[n - 1][0]) for n in range(len(_ERAS))]
        self._eras = np.array(years)
        self._digits = np.zeros((len(_ERAS), 6), np.int64)
        for era, (_, digits) in enumerate(_ERAS):
            self._digits[era, : len(digits)] = digits
        self._many = np.array([len(digits) * 1000 for _, digits in _ERAS])

    def take(self, born: Days) -> Numbers:
        """A new number for each date (days since 1970-01-01).

        Raises `InputError` where a day has more births than numbers.
        """
        slot = born.astype(np.int64) - self._offset
        rank = _rank_within(slot) + self._given[slot]
        np.maximum.at(self._given, slot, (rank + 1).astype(np.int32))
        dates = born.astype("datetime64[D]")
        months = dates.astype("datetime64[M]")
        year = dates.astype("datetime64[Y]").astype(np.int64) + 1970
        month = months.astype(np.int64) % 12 + 1
        day = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
        era = np.searchsorted(self._eras, year, side="right") - 1
        many = self._many[era]
        if bool((rank >= many).any()):
            raise InputError(
                "Der er ikke numre nok til så mange fødte på én dag; vælg færre personer.",
                "There are not enough numbers for so many births on one day; ask for fewer.",
            )
        serial = (rank * _STEP + slot * 7) % many
        seventh = self._digits[era, serial // 1000]
        head = (day + 60) * 10_000 + month * 100 + year % 100
        return np.asarray(head * 10_000 + seventh * 1000 + serial % 1000, np.int64)


def _rank_within(keys: Numbers) -> Numbers:
    """For each element, how many equal ones come before it."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.r_[True, ordered[1:] != ordered[:-1]]
    positions = np.arange(len(keys))
    first = np.maximum.accumulate(np.where(starts, positions, 0))
    rank = np.empty(len(keys), np.int64)
    rank[order] = positions - first
    return rank


Values = npt.NDArray[np.int64]
BLANK = np.int64(np.iinfo(np.int64).min)
_ACCOUNTS = 10**14


class Vocabulary(Struct):
    """The texts of a column, numbered in order of first use."""

    places: dict[str, int] = field(default_factory=dict)

    def place(self, text: str) -> int:
        """The number of a text."""
        return self.places.setdefault(text, len(self.places))


class Chunk(Struct):
    """Some consecutive persons; `profile` and `fault` are places in the book (-1: no fault)."""

    first: int
    profile: Values
    columns: dict[str, Values]
    fault: Values
    text: dict[str, dict[str, Values]] = field(default_factory=dict)
    """By column and text written instead of a value: the rows."""


class Drawer:
    """Draws chunks of persons from a book of profiles; the same seed gives the same persons."""

    def __init__(self, book: ProfileBook, seed: int, faults: float) -> None:
        self._book, self._seed, self._faults = book, seed, faults
        weights = np.array([profile.weight for profile in book.profiles])
        self._shares = np.cumsum(weights) / weights.sum()
        self._numbers = CprNumbers()
        self._births: dict[tuple[int, int], tuple[int, int]] = {}
        self.vocabularies = {
            name: Vocabulary() for name, kind in book.columns.items() if kind == "string"
        }

    def chunk(self, number: int, first: int, size: int) -> Chunk:
        """The chunk of that number: `size` persons from row `first` (0-based) on."""
        random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([self._seed, number])))
        last = len(self._shares) - 1
        profile = np.minimum(np.searchsorted(self._shares, random.random(size), "right"), last)
        columns = {name: np.full(size, BLANK) for name in self._book.columns}
        chunk = Chunk(first, profile, columns, np.full(size, -1))
        for place, one in enumerate(self._book.profiles):
            rows = np.flatnonzero(profile == place)
            if len(rows):
                for name, draw in one.facts.items():
                    if draw.way != "cpr":
                        columns[name][rows] = self._values(name, draw, chunk, rows, random)
        for name, kind in self._book.columns.items():
            if kind == "cpr":
                self._number(name, chunk)
        if self._faults:
            self._spoil(chunk, random)
        return chunk

    def _number(self, name: str, chunk: Chunk) -> None:
        """Number all persons of the chunk at once, so that none gets another's number."""
        born = np.full(len(chunk.profile), BLANK)
        for place, one in enumerate(self._book.profiles):
            draw = one.facts[name]
            if draw.way == "cpr":
                rows = chunk.profile == place
                born[rows] = chunk.columns[draw.other][rows]
        rows = np.flatnonzero(born != BLANK)
        chunk.columns[name][rows] = self._numbers.take(born[rows].astype(np.int32))

    def _values(
        self, name: str, draw: Draw, chunk: Chunk, rows: Values, random: np.random.Generator
    ) -> Values | np.int64:
        size = len(rows)
        match draw.way:
            case "constant":
                return self._scalar(name, draw.choices[0][0])
            case "any":
                values = np.array([self._scalar(name, value) for value, _ in draw.choices])
                if len(values) == 1:
                    return np.int64(values[0])
                shares = np.cumsum([weight for _, weight in draw.choices])
                places = np.searchsorted(shares / shares[-1], random.random(size), "right")
                return values[np.minimum(places, len(values) - 1)]
            case "age":
                return random.integers(*self._born(draw), size, endpoint=True)
            case "between":
                return random.integers(draw.low, draw.high, size, endpoint=True)
            case "after":
                other = chunk.columns[draw.other][rows]
                later = other + random.integers(draw.low, draw.high, size, endpoint=True)
                return np.where(other == BLANK, BLANK, later)
            case "account":
                return random.integers(0, _ACCOUNTS, size)
            case _:
                return rows + chunk.first + 1

    def _scalar(self, name: str, value: Scalar) -> np.int64:
        if value is None:
            return BLANK
        if isinstance(value, date):
            return np.int64(days_of(value))
        if isinstance(value, str):
            return np.int64(self.vocabularies[name].place(value))
        return np.int64(value)

    def _born(self, draw: Draw) -> tuple[int, int]:
        """The first and the last day of birth for ages in completed years."""
        key = draw.low, draw.high
        if key not in self._births:
            day = self._book.as_of
            first, last = _years_before(day, draw.high + 1), _years_before(day, draw.low)
            self._births[key] = days_of(first) + 1, days_of(last)
        return self._births[key]

    def _spoil(self, chunk: Chunk, random: np.random.Generator) -> None:
        """Put a fault into some records."""
        size = len(chunk.profile)
        hit = random.random(size) < self._faults
        which = random.integers(0, len(self._book.faults), size)
        for place, fault in enumerate(self._book.faults):
            rows = hit & (which == place)
            for name in fault.needs:
                rows &= chunk.columns[name] != BLANK
            found = np.flatnonzero(rows)
            chunk.fault[found] = place
            for name, draw in fault.changes.items():
                if draw.way == "text":
                    chunk.text.setdefault(name, {})[str(draw.choices[0][0])] = found
                else:
                    value = self._values(name, draw, chunk, found, random)
                    chunk.columns[name][found] = value


def _years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for 29 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
