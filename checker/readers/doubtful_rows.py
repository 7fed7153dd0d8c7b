"""The rows of a table that may be no records, as texts.

Few rows are looked through here, since each question to the data engine reads them anew; of many
the data engine is asked. Both find the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property

from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.core.intake import LeftOut
from lovgraf.core.result import FIRST_ROWS
from lovgraf.facts.fact import Column
from lovgraf.facts.plain import DIGITS
from lovgraf.readers.headers import HeaderBook
from lovgraf.readers.row_signs import BLANKS, Row
from lovgraf.readers.source import LAST_ROWS, ROW, Request, Source, quoted, run
from lovgraf.readers.totals import TOTALS
from lovgraf.readers.typed import as_text

UNEVEN = {"too-long": "beyond IS NOT NULL", "too-short": "cut_short"}
"""SQL of the rows that have more or fewer values than there are headers."""
_TOTAL_SQL = rf"(?i){TOTALS}\b[^\n]*"
_TOTAL_MARK = re.compile(
    rf"{TOTALS}\b[^\n]*".replace("s", "[sſ]").replace("k", "[k\u212a]"), re.IGNORECASE | re.ASCII
)
"""`_TOTAL_SQL`, to which the long s is an s, and kelvin a k."""
_RULER_SQL = r"[-=_+*~.|\s]{2,}"
_RULER_MARK = re.compile(r"[-=_+*~.|\t\n\f\r ]{2,}")
_SPACES = "".join(map(chr, (0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
"""What the data engine trims."""
_PROBED = 3
"""Columns whose cells are compared with the words of headings: most cells of a heading row have
some."""
_OF_DIGITS = frozenset({"date", "integer", "decimal"})
_APART = "lovgraf_apart"
"""What the data engine calls the rows that are read apart from the others."""
_LABEL = "lovgraf_label"
"""What it calls the first value of each of them."""
_HELD = 150_000
"""Cells up to which rows are looked through here."""


class _HeldRow(Row, frozen=True):
    """A row with its cells as they are written (None for none), and the first value beyond those
    that have headers (None for none)."""

    written: tuple[str | None, ...]
    beyond: str | None

    @property
    def blank(self) -> bool:
        """Whether it gives nothing."""
        return not self.filled and not self.beyond

    def marked(self, header: str, heading: Callable[[str], bool], probed: Sequence[int]) -> bool:
        """What `DoubtfulRows.marked_sql` says of it; `header` is the first heading, `heading` says
        whether a cell of the columns that are `probed` is any."""
        if self.filled:
            label = self.filled[0][1]
            if (
                _TOTAL_MARK.fullmatch(label)
                or _RULER_MARK.fullmatch(label)
                or _lower(label) == header
            ):
                return True
        cells = (cell for at in probed if (cell := self.written[at]) is not None)
        return any(
            heading(_lower(cell.strip(_SPACES))) for cell in cells if cell > ":" or cell < "0"
        )


def _lower(text: str) -> str:
    """A text in small letters, each by itself, as the data engine writes them."""
    return text.lower() if text.isascii() else "".join([sign.lower()[0] for sign in text])


def _told(reason: str, rows: Iterable[Row], known: Collection[int]) -> LeftOut | None:
    """Rows that are no records, but those that are known."""
    numbers = sorted(row.number for row in rows if row.number not in known)
    return LeftOut(reason, len(numbers), tuple(numbers[:FIRST_ROWS])) if numbers else None


class DoubtfulRows(Struct, frozen=True, dict=True):
    """The rows of a source that may be no records; `placed` are the columns that are read, by their
    place."""

    request: Request
    source: Source
    placed: Mapping[int, Column]
    book: HeaderBook

    @cached_property
    def every(self) -> str:
        """SQL of all rows with their numbers."""
        if ROW in self.source.marks:
            return self.source.relation
        return f"(SELECT *, row_number() OVER () AS {ROW} FROM {self.source.relation})"

    @cached_property
    def numbered(self) -> str:
        """SQL of the rows that may be no records, with their numbers: all, where no more is
        known. Those that are apart are read once, for all that is asked of them."""
        if self.source.uneven is None or self.held is not None:
            return self._stored
        sql = f"SELECT *, {self._label} AS {_LABEL} FROM {self._stored}"
        run(self.request, f"CREATE OR REPLACE TEMP TABLE {_APART} AS {sql}")
        return _APART

    @property
    def _stored(self) -> str:
        """The same, as they are stored."""
        return self.every if self.source.uneven is None else self.source.uneven.relation

    def drop(self) -> None:
        """Nothing more is asked of them."""
        if vars(self).get("numbered") == _APART:
            run(self.request, f"DROP TABLE {_APART}")

    @cached_property
    def held(self) -> list[_HeldRow] | None:
        """All rows that may be no records, where they are few; None where the data engine is to be
        asked."""
        columns = self.source.columns
        uneven = self.source.uneven
        rows = self.source.rows if uneven is None else uneven.rows
        if not self.source.suspicious or not 0 < rows * len(columns) <= _HELD:
            return None
        marks = self.source.marks
        short = "cut_short" if "cut_short" in marks else "false"
        beyond = "beyond" if "beyond" in marks else "NULL"
        texts = ", ".join(as_text(column.sql, column.type) for column in columns)
        asked = f"SELECT {ROW}, {short}, {beyond}, {texts} FROM {self._stored}"
        # What cannot be read is told by the question that meets it.
        with suppress(InputError):
            found = run(self.request, f"{asked} LIMIT {_HELD + 1}")
            if len(found) * len(columns) <= _HELD:
                return [
                    _HeldRow(
                        number, tuple([(cell or "").strip(BLANKS) for cell in cells]), bool(cut),
                        tuple(cells), more,
                    )
                    for number, cut, more, *cells in found
                ]  # fmt: skip
        return None

    def first(self) -> Row | None:
        """The first of them."""
        rows = self.held[:1] if self.held else self.rows("", "LIMIT 1")
        return rows[0] if rows else None

    def last(self) -> Sequence[Row]:
        """Those of them that are among the last of the file, in their order."""
        if self.source.uneven is not None:
            count = self.source.uneven.rows
        elif self.held is not None:
            count = len(self.held)
        else:
            ((count,),) = run(self.request, f"SELECT count(*) FROM {self.source.relation}")
        if self.held is None:
            return self.rows(f"WHERE {ROW} > {count - LAST_ROWS}", f"ORDER BY {ROW}")
        held = sorted(self.held, key=lambda row: row.number)
        return [row for row in held if row.number > count - LAST_ROWS]

    def empty(self, known: Collection[int]) -> LeftOut | None:
        """The rows without any value, but those that are `known` to be no records."""
        if self.held is not None:
            return _told("empty", [row for row in self.held if row.blank], known)
        return self._told_by_engine("empty", self._blank_here, known)

    def uneven(self, known: Collection[int]) -> Iterator[LeftOut]:
        """The rows with more or fewer values than headers, but for those that are `known` to be no
        records: which value is which is not known of them."""
        for reason, sql in UNEVEN.items():
            if sql.split()[0] not in self.source.marks:
                continue
            if self.held is not None:
                long = reason == "too-long"
                odd = [r for r in self.held if (r.beyond is not None if long else r.short)]
                found = _told(reason, [row for row in odd if not row.blank], known)
            else:
                found = self._told_by_engine(reason, f"{sql} AND NOT ({self._blank_here})", known)
            if found is not None:
                yield found

    def _told_by_engine(self, reason: str, where: str, known: Collection[int]) -> LeftOut | None:
        """The rows that meet a condition of SQL, but those that are known."""
        others = f" AND {ROW} NOT IN ({', '.join(map(str, sorted(known)))})" if known else ""
        ((count, rows),) = run(
            self.request,
            f"SELECT count(*), list({ROW} ORDER BY {ROW})[1:{FIRST_ROWS}] FROM {self.numbered} "
            f"WHERE {where}{others}",
        )
        return LeftOut(reason, count, tuple(rows)) if count else None

    def rows(self, where: str, more: str = "", parameters: Sequence[object] = ()) -> list[Row]:
        """Those of them that meet a clause of SQL."""
        short = "cut_short" if "cut_short" in self.source.marks else "false"
        texts = ", ".join(self._texts)
        rows = run(
            self.request,
            f"SELECT {ROW}, {short}, {texts} FROM {self.numbered} {where} {more}",
            parameters,
        )
        return [
            Row(number, tuple(str(cell or "") for cell in cells), bool(cut))
            for number, cut, *cells in rows
        ]

    def marked(self) -> Sequence[Row]:
        """The rows that something marks as no record (`marked_sql`)."""
        if self.held is None:
            return self.marked_by_engine()
        header = next((c.header for c in self.source.columns if c.header.strip()), "")
        own, listed = _lower(header.strip(BLANKS)), frozenset(self._listed)
        probed = self._probed_at if len(self.source.columns) > 1 else []
        return [row for row in self.held if row.marked(own, listed.__contains__, probed)]

    def marked_by_engine(self) -> Sequence[Row]:
        """The same, asked of the data engine."""
        given = [self._listed] if len(self.source.columns) > 1 else []
        return self.rows(f"WHERE {self.marked_sql()}", parameters=given)

    def marked_sql(self) -> str:
        """SQL: whether the first value of a row is one that marks a row as no record, or some value
        is a heading (one of `$1`: written out, thousands of words take as long as all else)."""
        header = next((c.header for c in self.source.columns if c.header.strip()), "")
        label = self._label_here
        return (
            f"regexp_full_match({label}, {quoted(_TOTAL_SQL)}) OR "
            f"regexp_full_match({label}, {quoted(_RULER_SQL)}) OR "
            f"lower({label}) = lower({quoted(header.strip(BLANKS))}) OR {self._says_heading}"
        )

    @property
    def _says_heading(self) -> str:
        """SQL: whether some of the columns that tell it says what a heading says."""
        if len(self.source.columns) < 2:
            return "false"
        cells = [
            f"CASE WHEN {t} > ':' OR {t} < '0' THEN lower(trim({t})) END" for t in self._probed
        ]
        return " OR ".join(f"coalesce({c} IN (SELECT unnest($1)), false)" for c in cells)

    @cached_property
    def _listed(self) -> list[str]:
        """What headings say."""
        own = {column.header.strip(BLANKS).lower() for column in self.source.columns}
        return sorted((self.book.headings | own) - {""})

    @property
    def _probed(self) -> Iterator[str]:
        """SQL of the columns that tell a heading, as texts."""
        for at in self._probed_at:
            column = self.source.columns[at]
            yield as_text(column.sql, column.type)

    @cached_property
    def _probed_at(self) -> list[int]:
        """Some columns that are read, by place; first those in which headings stand out."""

        def stands_out(at: int) -> bool:
            column = self.placed[at]
            return column.datatype in _OF_DIGITS or column.format in DIGITS

        return sorted(self.placed, key=lambda at: (not stands_out(at), at))[:_PROBED]

    @cached_property
    def _texts(self) -> list[str]:
        """SQL of each column as a trimmed text; NULL where it is blank."""
        blanks = quoted(BLANKS)
        columns = [as_text(column.sql, column.type) for column in self.source.columns]
        return [f"nullif(trim({text}, {blanks}), '')" for text in columns]

    @cached_property
    def _label(self) -> str:
        """SQL of the first value of a row."""
        return f"coalesce({', '.join(self._texts)}, NULL)"

    @property
    def _label_here(self) -> str:
        """The same over the rows that are `numbered`."""
        return _LABEL if self.numbered == _APART else self._label

    @property
    def blank(self) -> str:
        """SQL: whether a row gives nothing."""
        return self._is_blank(self._label)

    @property
    def _blank_here(self) -> str:
        """The same over the rows that are `numbered`."""
        return self._is_blank(self._label_here)

    def _is_blank(self, label: str) -> str:
        beyond = " AND coalesce(beyond, '') = ''" if "beyond" in self.source.marks else ""
        return f"{label} IS NULL{beyond}"
