"""Child process: the least that an exact check of this law does before it judges anything.

Arrow takes the file apart, sets aside lines with too many or too few values, and gives the columns
that the law asks for. Of these, days are read in the forms that the file mixes, personal numbers as
numbers with their day, and of other texts each is a number; a text that cannot be read is told from
a blank. Of two days it is told which is the earlier, of one whether it has
come; of a personal number whether another row has it too. Rows of which all this is the same are of
one kind, and kinds are counted: a row that contradicts itself is told by its kind. No law is
applied, no row is listed, no report written: an exact checker does more than that.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

Numbers = npt.NDArray[np.int64]
FORM = re.compile(r"(\d\d)[-.](\d\d)[-.](\d{4})|(\d{4})-(\d\d)-(\d\d)")
EPOCH = date(1970, 1, 1)
NEVER = np.int64(-(10**6))
DIGITS = 10
SOME, FEW = 1000, 100
PAIRS = 31
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def pieces(
    path: str, delimiter: str, columns: Sequence[str], uneven: list[object]
) -> Iterator[Any]:
    """Columns of the file, some rows at a time; those of a CSV as texts. Adds lines that are
    uneven."""
    if path.endswith(".parquet"):
        yield from parquet.ParquetFile(path).iter_batches(columns=[*columns])
        return

    def aside(row: object) -> str:
        uneven.append(row)
        return "skip"

    with open(path, "rb") as file:
        head = file.readline().decode("utf-8-sig").rstrip("\r\n")
    names = [name.strip('"') for name in head.split(delimiter)]
    yield from csv.open_csv(
        path,
        csv.ReadOptions(column_names=names, skip_rows=1, block_size=1 << 22),
        csv.ParseOptions(delimiter=delimiter, invalid_row_handler=aside),
        csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()),
            strings_can_be_null=True,
            include_columns=[*columns],
        ),
    )


def whole(values: Any) -> Numbers:
    """Whole numbers as an array."""
    return np.asarray(values.to_numpy(zero_copy_only=False), np.int64)


def days(values: Any) -> Numbers:
    """The day of each value since 1970: 0 for a blank, `NEVER` for what is none."""
    if pa.types.is_date32(values.type):
        return whole(pc.fill_null(values.cast(pa.int32()), 0))
    coded = values.cast(pa.string()).dictionary_encode()
    read = [_day(text) for text in coded.dictionary.to_pylist()]
    return np.array([*read, 0], np.int64)[whole(pc.fill_null(coded.indices, len(read)))]


_known: dict[str, int] = {}


def _day(text: str) -> int:
    if text not in _known:
        found = FORM.fullmatch(text)
        day, month, year = (found[1], found[2], found[3]) if found and found[1] else ("",) * 3
        if found and not found[1]:
            day, month, year = found[6], found[5], found[4]
        try:
            _known[text] = (date(int(year), int(month), int(day)) - EPOCH).days
        except ValueError:
            _known[text] = int(NEVER)
    return _known[text]


def role_of(values: Any) -> str:
    """How the values of a column are read, by its first ones."""
    if pa.types.is_date(values.type):
        return "day"
    texts = [str(one) for one in values.drop_null()[:SOME].to_pylist()]
    if 2 * sum(_day(text) != NEVER for text in texts) > len(texts):
        return "day"
    if 2 * sum(len(text) == DIGITS and text.isdigit() for text in texts) > len(texts):
        return "number"
    return "given" if 2 * len({*texts}) > len(texts) > FEW else "word"


def personal(values: Any) -> Numbers:
    """The number that each value is: 0 for a blank, -1 for what is none."""
    texts = values.cast(pa.string())
    fits = pc.equal(pc.binary_length(texts), DIGITS)
    texts = pc.if_else(pc.and_(fits, pc.utf8_is_digit(texts)), texts, None)
    found = whole(pc.fill_null(texts.cast(pa.int64()), -1)).copy()
    found[values.is_null().to_numpy(False)] = 0
    return found


def dates_of(numbers: Numbers) -> Numbers:
    """The day in each personal number, since 1970: 0 for a blank, `NEVER` for what has none."""
    day, month, year = numbers // 10**8 % 60, numbers // 10**6 % 100, numbers // 10**4 % 100
    seventh = numbers // 1000 % 10
    later = (seventh == 4) | (seventh == 9)
    century = np.where((seventh > 3) & ~later | later & (year < 37), 2000, 1900)
    century = np.where((seventh > 4) & (seventh < 9) & (year > 57), 1800, century)
    month = np.where((month > 0) & (month < 13), month, 1)
    first = ((century + year - 1970) * 12 + month - 1).astype("datetime64[M]")
    found = first.astype("datetime64[D]").astype(np.int64) + day - 1
    return np.where(numbers > 0, found, np.where(numbers < 0, NEVER, 0))


def order(days: Sequence[Numbers], size: int) -> Iterator[Numbers]:
    """Which of each two days is the earlier, in words of some pairs each."""
    pairs = [*combinations(days, 2)]
    for start in range(0, len(pairs), PAIRS):
        word = np.zeros(size, np.int64)
        for one, other in pairs[start : start + PAIRS]:
            word = word << 2 | (one < other) | (one == other) << np.int64(1)
        yield word


def words(values: Any, known: dict[object, int]) -> Numbers:
    """A number for each text, the same for the same."""
    coded = values.dictionary_encode()
    each = [known.setdefault(one, len(known) + 1) for one in coded.dictionary.to_pylist()]
    return np.array([*each, 0], np.int64)[whole(pc.fill_null(coded.indices, len(each)))]


def joined(columns: Iterable[Numbers], size: int) -> npt.NDArray[np.uint64]:
    """One number of all columns of a row: the same for the same."""
    found = np.zeros(size, np.uint64)
    for column in columns:
        found = (found ^ column.view(np.uint64)) * MULTIPLIER
        found ^= found >> np.uint64(29)
    return found


def main(path: str, delimiter: str, as_of: str, columns: Sequence[str]) -> None:
    """Read a file, some `columns` of which the law asks for; prints its rows, the lines that were
    set aside, the kinds, and how many numbers are repeated."""
    now, uneven = (date.fromisoformat(as_of) - EPOCH).days, list[object]()
    known: dict[str, dict[object, int]] = {name: {} for name in columns}
    kinds, numbers, roles = list[npt.NDArray[np.uint64]](), list[Numbers](), dict[str, str]()
    for piece in pieces(path, delimiter, columns, uneven):
        roles = roles or {name: role_of(piece.column(name)) for name in columns}
        size, own, told = len(piece), list[Numbers](), list[Numbers]()
        for name, role in roles.items():
            values = piece.column(name)
            if role == "day":
                own.append(days(values))
            elif role == "number":
                numbers.append(personal(values))
                own.append(dates_of(numbers[-1]))
            elif role == "word":
                told.append(words(values, known[name]))
            else:
                told.append(values.is_valid().to_numpy(False).astype(np.int64))
        told += [(one != 0) + (one == NEVER) * np.int64(2) + (one > now) * 4 for one in own]
        told += order(own, size)
        kinds.append(joined(told, size))
    every = np.concatenate(kinds)
    repeated = np.sort(np.concatenate(numbers)) if numbers else np.zeros(0, np.int64)
    twice = int(((repeated[1:] == repeated[:-1]) & (repeated[1:] > 0)).sum())
    print(len(every), len(uneven), len(np.unique(every)), twice)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
