"""Replacement personal numbers, in bulk: unique, consistent with the date of birth, nobody's.

A replacement number has 60 added to the day, so that it cannot be a real person's. The seventh
digit follows from the century (CPR-kontoret's table): 1858-1899 5-8; 1900-1936 0-3; 1937-1999 0-4
and 9; 2000-2036 4-9; 2037-2057 5-8.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from lovgraf.core.errors import InputError

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
