"""Rows of usual values: the words of their items by looking up each column, the rest computed.

The row SQL asks some hundred questions of a row, most of them of one column alone. Here each column
is asked once: one CASE gives the bits of all its items. Rows in which some value is not usual are
kept as they are, for the row SQL (see `Population`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from checker.cells.flags import Flags, enumerable
from checker.cells.items import Item
from checker.cells.layout import Slot
from checker.cells.lookups import COLUMN, DAYS, DOUBT, NUMBER, NUMBERS, Lookup, Masks
from checker.records.engine_types import engine_type
from checker.records.facts import Column
from checker.records.plain import Plain

if TYPE_CHECKING:
    from checker.cells.records import Records
    from checker.cells.row_sql import RowSource

Wanted = Sequence[Sequence[Sequence[str]]]
RAW = "_raw"
"""The column that keeps a doubtful row as it stands in the source, as a list of texts."""


@dataclass(frozen=True)
class Quick:
    """The row SQL in two parts.

    `single` selects the words of the items that rest on one column each, `several` those of all
    others, both from `records` with every column of the plan; `masks` says which bits of which
    word are looked up for a column; `read` names the columns that `several` reads. `wanted` says
    of a column of lists, which are costly to make, when it is: where for one of some groups of
    sets of columns each set has a column that is given. `flags` are further columns that `several`
    reads, from the words that are looked up, of which there are `words`.
    """

    single: str
    several: str
    masks: Mapping[str, Masks]
    read: tuple[str, ...]
    wanted: Mapping[str, Wanted]
    flags: Mapping[str, str]
    words: int

    def to_json(self) -> str:
        """All of it as a text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Quick:
        """The reverse of `to_json`."""
        found = json.loads(text)
        masks = {
            name: {int(word): mask for word, mask in words.items()}
            for name, words in found["masks"].items()
        }
        return cls(**found | {"masks": masks, "read": tuple(found["read"])})


def split_rows(
    source: RowSource, slots: Mapping[Item, Slot], carry: Mapping[str, str], words: int
) -> Quick:
    """The row SQL in parts (`carry` as for `row_sql`)."""
    from checker.cells.row_sql import read_columns, row_sql

    reads = read_columns(source, slots)
    looked_up = {
        item: next(iter(names))
        for item, names in reads.items()
        if len(names) == 1 and enumerable(item, next(iter(names)), source.items)
    }
    several = {item: slots[item] for item in slots if item not in looked_up}
    flags = Flags.of(source, several, words)
    looked_up |= flags.columns
    single = {item: slots.get(item) or flags.slots[item] for item in looked_up}
    masks: dict[str, dict[int, int]] = {name: {} for name in source.columns}
    for item, name in looked_up.items():
        slot = single[item]
        masks[name][slot.word] = masks[name].get(slot.word, 0) | slot.mask
    asked = {COLUMN: "BIGINT", NUMBER: "BIGINT"}
    kept = dict(carry) | {f"p{word}": "BIGINT" for word in range(words)} | {RAW: "VARCHAR"}
    read, wanted = _columns(source, several, flags)
    return Quick(
        single=row_sql(source, single, asked, words + flags.words),
        several=row_sql(source, several, kept | flags.carry, words, flags.ready),
        masks=masks,
        read=read,
        wanted=wanted,
        flags=flags.sql,
        words=words + flags.words,
    )


def _columns(
    source: RowSource, several: Mapping[Item, Slot], flags: Flags
) -> tuple[tuple[str, ...], dict[str, Wanted]]:
    """The columns that `several` reads, and when each column of lists among them is asked for at
    all; one that always is is left out."""
    from checker.cells.row_sql import needs

    needed = needs(source, several, flags.carry, flags.ready)
    read = frozenset().union(*(need.reads for need in needed.values()))
    found: dict[str, Wanted] = {}
    for name in sorted(read & set(source.columns)):
        others = [
            [
                sorted(names)
                for names in sorted(need.absences, key=sorted)
                if name not in names and names <= set(source.columns)
            ]
            for need in needed.values()
            if name in need.reads
        ]
        if source.items.facts.columns[name].multi and all(others):
            found[name] = sorted(others)
    return tuple(sorted(read & set(source.columns))), found


def quick_sql(
    quick: Quick,
    words: int,
    lookups: Mapping[str, Lookup],
    columns: Mapping[str, Column],
    records: Records,
) -> str:
    """SQL that reads records into words and carried columns; doubtful rows into RAW.

    `columns` are the plan's, `lookups` what each of them is looked up in.
    """
    plain = records.plain
    parsed = {n: f'"_parsed_{n}"' for n, p in plain.items() if p.parsed}
    values = {n: parsed.get(n) or p.value() for n, p in plain.items()}
    looked: list[list[str]] = [[] for _ in range(quick.words)]
    for name, how in sorted(plain.items()):
        for word, bits in _bits(how, parsed.get(name), columns.get(name), lookups.get(name)):
            looked[word].append(bits)
    looked[0] += [f"CASE WHEN {condition} THEN {DOUBT} ELSE 0 END" for condition in records.doubts]
    typed = [
        f'{_made(name, quick, values)}::{engine_type(column)} AS "{name}"'
        for name, column in columns.items()
    ]
    kept = {a: values[name] for a, name in records.usual.values.items()}
    kept |= dict(records.usual.others)
    as_given = {f"_given{n}": name for n, name in enumerate(records.given)}
    doubtful = " | ".join(f"p{word}" for word in range(quick.words)) + f" >= {DOUBT}"
    flags = "".join(f', {sql} AS "{alias}"' for alias, sql in quick.flags.items())
    packed = ", ".join(f"{alias}::VARCHAR" for alias in as_given)
    read = f"SELECT *{_listed(parsed, plain)} FROM {records.source}"
    return (
        f"WITH parsed AS ({read}), looked AS (SELECT "
        + ", ".join(
            [
                *typed,
                *(f"({' | '.join(w) or '0'})::BIGINT AS p{n}" for n, w in enumerate(looked)),
                *(f'{sql} AS "{alias}"' for alias, sql in kept.items()),
                *(f"{name} AS {alias}" for alias, name in as_given.items()),
            ]
        )
        + f" FROM parsed), records AS (SELECT *, CASE WHEN ({doubtful}) THEN "
        f"[{packed}] END AS {RAW}{flags} FROM looked) SELECT "
        + ", ".join(
            [
                *(f'"{alias}"' for alias in kept),
                *(f"(k{n} | p{n}) & {DOUBT - 1} AS k{n}" for n in range(words)),
                RAW,
            ]
        )
        + f" FROM ({quick.several})"
    )


def _made(name: str, quick: Quick, values: Mapping[str, str]) -> str:
    """SQL of a column's typed value, as far as it is read."""
    if name not in quick.read:
        return "NULL"
    if name not in quick.wanted:
        return values[name]
    groups = dict.fromkeys(
        " AND ".join(
            f"({' OR '.join(f'{values[d]} IS NOT NULL' for d in names if d in values) or 'false'})"
            for names in sets
        )
        for sets in quick.wanted[name]
    )
    return f"CASE WHEN {' OR '.join(f'({group})' for group in groups)} THEN {values[name]} END"


def _listed(parsed: Mapping[str, str], plain: Mapping[str, Plain]) -> str:
    return "".join(f", {plain[name].parsed} AS {alias}" for name, alias in parsed.items())


def _bits(
    how: Plain, parsed: str | None, column: Column | None, lookup: Lookup | None
) -> Iterator[tuple[int, str]]:
    """SQL of the bits that a column adds to each word; the first of them tells of doubt."""
    blank = lookup.blank if lookup else {}
    for number, word in enumerate(sorted(blank) or [0]):
        doubt = 0 if number else DOUBT
        none = blank.get(word, 0)
        if parsed is None:
            values = lookup.values if lookup else ({},) * len(how.values)
            results = [str(bits.get(word, 0)) for bits in values]
            yield word, how.cases(results, str(none), str(doubt))
        elif lookup and lookup.runs and column:
            tree = _tree(_cuts(parsed, column, lookup), _steps(lookup, word, doubt))
            yield word, f"CASE WHEN {how.blank} THEN {none} ELSE {tree} END"
        else:
            yield word, f"CASE WHEN {parsed} IS NOT NULL OR {how.blank} THEN 0 ELSE {doubt} END"


def _steps(lookup: Lookup, word: int, doubt: int) -> list[int]:
    """The bits of each run of a lookup, before the first and after the last as well."""
    return [doubt, *(run.get(word, 0) for _, run in lookup.runs), doubt]


def _cuts(value: str, column: Column, lookup: Lookup) -> list[str]:
    """SQL for "below the start" of each run of a lookup, and for "not above the last"."""
    if column.datatype == "string":
        return [f"{value} < '{at}'" for at, _ in lookup.runs] + [f"{value} < ':'"]
    first, count = DAYS if column.datatype == "date" else NUMBERS
    starts = [*(at for at, _ in lookup.runs), count]
    return [f"{value} < ({first} + {at})" for at in starts]


def _tree(cuts: Sequence[str], bits: Sequence[int]) -> str:
    """Nested comparisons that find the run of a value; NULL ends where the highest values do."""

    def between(low: int, high: int) -> str:
        if low == high:
            return str(bits[low])
        middle = (low + high) // 2
        below, above = between(low, middle), between(middle + 1, high)
        return (
            below if below == above else f"CASE WHEN {cuts[middle]} THEN {below} ELSE {above} END"
        )

    return between(0, len(cuts))
