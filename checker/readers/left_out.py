"""Rows of a table that are no records: empty ones, totals, repeated headers, rules, notes, units;
and those with more or fewer values than headers, whose values may stand in other columns.

Where in doubt a row is a record, and what is wrong with it is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from lovgraf.core.errors import InputError
from lovgraf.core.intake import ROW_REASONS, LeftOut
from lovgraf.core.result import FIRST_ROWS
from lovgraf.facts.fact import Column
from lovgraf.readers.doubtful_rows import UNEVEN, DoubtfulRows
from lovgraf.readers.headers import HeaderBook
from lovgraf.readers.pieces import Pieces
from lovgraf.readers.row_signs import Row, RowSigns, second_table, unlike
from lovgraf.readers.source import ROW, Layout, Request, Source


class Finder(Struct, frozen=True, dict=True):
    """Finds the rows of a source that are no records; `placed` are the columns that are read, by
    their place."""

    request: Request
    source: Source
    placed: Mapping[int, Column]
    book: HeaderBook

    @cached_property
    def rows(self) -> DoubtfulRows:
        """The rows that may be none."""
        return DoubtfulRows(self.request, self.source, self.placed, self.book)

    @cached_property
    def signs(self) -> RowSigns:
        """What reads the signs of a row."""
        return RowSigns(self.source, self.placed, self.book, self.request.name)

    def left_out(self) -> tuple[Source, tuple[LeftOut, ...]]:
        """The source without them, its rows numbered as in the file (`ROW`), and what they are.

        Raises `InputError` where another table begins below the first.
        """
        if not self.source.relation:
            return self.source, self.source.left_out
        found = self._left_out()
        self.rows.drop()
        return found

    def _left_out(self) -> tuple[Source, tuple[LeftOut, ...]]:
        source = self.source
        found = self._by_their_signs()
        numbers = sorted({n for rows in found.values() for n in rows})
        empty = self.rows.empty({*numbers}) if source.suspicious else None
        uneven = list(self.rows.uneven({*numbers})) if source.suspicious else []
        if not found and not empty and not uneven:
            return self._as_it_is(), source.left_out
        each = [*source.left_out]
        each += [LeftOut(why, len(rows), tuple(rows[:FIRST_ROWS])) for why, rows in found.items()]
        each += [*([empty] if empty else []), *uneven]
        conditions = [f"NOT ({self.rows.blank})"] if empty else []
        conditions += [f"NOT coalesce({UNEVEN[one.reason]}, false)" for one in uneven]
        return self._without(numbers, conditions), tuple(each)

    def _by_their_signs(self) -> dict[str, list[int]]:
        """The rows (by number) that say themselves that they are no records, by what they are."""
        found = {reason: list(rows) for reason, rows in self.source.no_records.items()}
        if self._has_units():
            found["units"] = [1]
        if not self.source.suspicious:
            return found
        known = {n for rows in found.values() for n in rows}
        for row in self.rows.marked():
            if row.number in known:
                continue
            if (reason := self.signs.reason(row)) is None:
                self.signs.refuse_headings(row)
            else:
                found.setdefault(reason, []).append(row.number)
        for number, reason in self._at_the_end({n for rows in found.values() for n in rows}):
            found.setdefault(reason, []).append(number)
        return found

    def _has_units(self) -> bool:
        """Whether the first row tells the units or forms of its columns."""
        form = self.source.form.format if self.source.form else ""
        if form in ("rdf", "json", "xml", "fixed"):
            return False
        first = self.rows.first()
        if first is None or not self.signs.are_units(first):
            return False
        self.signs.refuse_headings(first)
        if any(not self.source.columns[at].header.strip() for at, _ in first.filled):
            raise _two_lines(self.request.name)
        return True

    def _at_the_end(self, known: set[int]) -> Iterator[tuple[int, str]]:
        """Notes and sums without a word below the last record, from the end up."""
        if len(self.source.columns) < 3:
            return
        last = self.rows.last()
        below = {row.number: row for row in last}
        for row in reversed(last):
            if row.number in known or not row.filled:
                continue
            before = below.get(row.number - 1)
            apart = before is not None and not before.filled
            if self.signs.begins_a_table(row, apart):
                raise second_table(row.number, self.request.name)
            reason = self.signs.note_or_sum(row, apart or unlike(row, last))
            if reason is None and self._counts_records(row, last, known):
                reason = "total"
            if reason is not None:
                yield row.number, reason
            elif not self.signs.goes_on(row):
                return

    def _counts_records(self, row: Row, last: Sequence[Row], known: Collection[int]) -> bool:
        """Whether one of the last rows says how many records stand above it."""
        above = [one for one in last if one.number < row.number and one.filled]
        blank = sum(one.number < row.number and not one.filled for one in last)
        others = sum(number < row.number for number in known)
        count = row.number - 1 - blank - others
        records = [one for one in above if one.number not in known]
        return self.signs.counts_those(row, count, records[-1] if records else None)

    def _without(self, numbers: Sequence[int], conditions: Sequence[str]) -> Source:
        """The source without the rows of these numbers, its other rows such as meet conditions of
        SQL."""
        listed = [f"{ROW} NOT IN ({', '.join(map(str, numbers))})"] if numbers else []
        both = " AND ".join([*conditions, *listed])
        relation = f"(SELECT * FROM {self.rows.every} WHERE {both})"
        pieces, layout = self._apart(both, tuple(numbers), " AND ".join(conditions))
        return replace(
            self.source,
            relation=relation,
            sample=f"(FROM {relation} LIMIT 20000)",
            marks=self.source.marks | {ROW: "BIGINT"},
            layout=layout if self.source.layout is not None else None, pieces=pieces, lines=None,
        )  # fmt: skip

    def _as_it_is(self) -> Source:
        """The source where all its rows are records. Some of them may be uneven all the same."""
        source = self.source
        if source.uneven is None or source.pieces is not None:
            return source
        pieces, layout = source.uneven.others(np.zeros(0, np.int64), (), "")
        return replace(source, pieces=pieces, layout=layout if source.layout else None)

    def _apart(
        self, both: str, named: tuple[int, ...], condition: str
    ) -> tuple[Pieces | None, Layout | None]:
        """The rows that meet a condition and are not `named`, apart from the data engine, and in
        parts, where that is possible; `both` is SQL of all that they are to meet."""
        if self.source.pieces is not None:
            self.source.pieces.give_up()
        if self.source.uneven is None:
            return None, None
        connection = self.request.connection
        found = connection.execute(f"SELECT {ROW} FROM {self.rows.numbered} WHERE NOT ({both})")
        left_out = found.fetchnumpy()[ROW].astype(np.int64)
        return self.source.uneven.others(left_out, named, condition)


def _two_lines(name: str) -> InputError:
    return InputError(
        "Overskrifterne står i to linjer, og en af dem dækker flere kolonner; giv hver kolonne én "
        "overskrift i én linje.",
        "The headers stand in two lines, and one of them stands over several columns; give each "
        "column one header in one line.",
        name,
    )


def no_records(left_out: Sequence[LeftOut], name: str) -> InputError:
    """The error that none of the rows of a file is a record, and what they are."""
    why = [(rows.count, ROW_REASONS[rows.reason]) for rows in left_out]
    danish = "; ".join(f"{count} ({reason.da})" for count, reason in why)
    english = "; ".join(f"{count} ({reason.en})" for count, reason in why)
    return InputError(
        f"Ingen af rækkerne er en registrering: {danish}. Ret dem, og gem filen igen.",
        f"None of the rows is a record: {english}. Correct them and save the file again.",
        name,
    )


def columns_at(read: Mapping[int, str], columns: Mapping[str, Column]) -> dict[int, Column]:
    """The columns that are read, by their place."""
    return {place: columns[name] for place, name in read.items()}
