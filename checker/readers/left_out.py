"""Rows of a table that are no records: empty ones, totals, repeated headers, rules, notes, units;
and those with more or fewer values than headers, whose values may stand in other columns.

They are recognised by what they say, never by where an id is missing; a row that gives any fact of
a record stays one. Where in doubt a row is a record, and what is wrong with it is told. A row of
headings that are not those of the file begins another table: what stands below it is not read with
the columns of the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from lovgraf.core.errors import InputError
from lovgraf.core.intake import ROW_REASONS, LeftOut
from lovgraf.facts.fact import Column
from lovgraf.facts.plain import DIGITS
from lovgraf.facts.spelling import squeeze
from lovgraf.readers.headers import ID, HeaderBook
from lovgraf.readers.pieces import Pieces
from lovgraf.readers.reading import Reader
from lovgraf.readers.source import LAST_ROWS, ROW, Layout, Request, Source, quoted, run
from lovgraf.readers.typed import as_text

_SHOWN = 5
_TOTALS = (
    r"(i ?alt|sub ?total\w*|total\w*|del ?sum\w*|mellem ?sum\w*|hoved ?total|grand total|sum|summa|"
    r"summer|samlet|antal( \w+)?|gennemsnit|average|count|rows?)"
)
_TOTAL = re.compile(rf"{_TOTALS}\b.*", re.IGNORECASE | re.DOTALL)
_TOTAL_SQL = rf"(?i){_TOTALS}\b[^\n]*"
TOTAL_STARTS = ("ia", "i ", "su", "to", "de", "me", "ho", "gr", "sa", "an", "ge", "av", "co", "ro")
"""How the words for a total begin."""
_RULER = re.compile(r"[-=_+*~.|\s]{2,}")
_RULER_SQL = r"[-=_+*~.|\s]{2,}"
_NUMBER = re.compile(r"[-+(]?[\d.,\s\u00a0]+\)?( ?(kr\.?|dkk|%|stk\.?|\w+))?", re.IGNORECASE)
_NUMBER_SQL = r"[-+(]?[\d.,\s]+\)?"
_SENTENCE = re.compile(r"(?=.*[\d:*])\S+( \S+){2,}|\S+( \S+){4,}|\S+( \S+)+\.|\*.*", re.DOTALL)
"""A first value that is a note rather than a name: several words with a number, or many."""
_UNEVEN = {"too-long": "beyond IS NOT NULL", "too-short": "cut_short"}
"""SQL of the rows that have more or fewer values than there are headers."""
_BLANKS = " \t\r\n\u00a0\ufeff\x1a"
_PROBED = 3
"""Columns whose cells are compared with the words of headings: most cells of a heading row have
some."""
_OF_DIGITS = frozenset({"date", "integer", "decimal"})
_TOTAL_MARK = re.compile(
    rf"{_TOTALS}\b[^\n]*".replace("s", "[sſ]").replace("k", "[k\u212a]"), re.IGNORECASE | re.ASCII
)
"""`_TOTAL_SQL`, to which the long s is an s, and kelvin a k."""
_RULER_MARK = re.compile(r"[-=_+*~.|\t\n\f\r ]{2,}")
_SPACES = "".join(map(chr, (0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
"""What the data engine trims."""
_HELD = 20_000
"""Cells up to which rows are looked through here: each question to the data engine reads them
anew."""
_FEW = 1000
"""Rows up to which that is asked of a text rather than of a relation, which takes longer to make
and less for each row."""


@dataclass(frozen=True)
class _Row:
    """A row as texts, in the order of the columns; `short` says that it has too few values."""

    number: int
    cells: tuple[str, ...]
    short: bool

    @cached_property
    def filled(self) -> list[tuple[int, str]]:
        return [(at, cell) for at, cell in enumerate(self.cells) if cell]


@dataclass(frozen=True)
class _HeldRow(_Row):
    """A row with its cells as they are written (None for none), and whether it has more values than
    there are headers."""

    written: tuple[str | None, ...]
    beyond: bool

    @property
    def blank(self) -> bool:
        """Whether it gives nothing."""
        return not self.filled and not self.beyond

    def marked(self, header: str, heading: Callable[[str], bool], probed: Sequence[int]) -> bool:
        """What `Finder._marked` says of it; `header` is the first heading, `heading` says whether a
        cell of the columns that are `probed` is any."""
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


@dataclass(frozen=True)
class Finder:
    """Finds the rows of a source that are no records; `placed` are the columns that are read, by
    their place."""

    request: Request
    source: Source
    placed: Mapping[int, Column]
    book: HeaderBook

    def left_out(self) -> tuple[Source, tuple[LeftOut, ...]]:
        """The source without them, its rows numbered as in the file (`ROW`), and what they are.

        Raises `InputError` where another table begins below the first.
        """
        if not self.source.relation:
            return self.source, self.source.left_out
        found = {reason: list(rows) for reason, rows in self.source.no_records.items()}
        form = self.source.form.format if self.source.form else ""
        if form not in ("rdf", "json", "xml", "fixed"):
            first = self._held[:1] if self._held else self._rows("", "LIMIT 1")
            if first and self._are_units(first[0]):
                self._refuse_headings(first[0])
                if any(not self.source.columns[at].header.strip() for at, _ in first[0].filled):
                    raise _two_lines(self.request.name)
                found["units"] = [1]
        if self.source.suspicious:
            known = {n for rows in found.values() for n in rows}
            for row in self._marked_rows():
                if row.number in known:
                    continue
                if (reason := self._reason(row)) is None:
                    self._refuse_headings(row)
                else:
                    found.setdefault(reason, []).append(row.number)
            for place, reason in self._at_the_end({n for rows in found.values() for n in rows}):
                found.setdefault(reason, []).append(place)
        numbers = sorted({n for rows in found.values() for n in rows})
        empty = self._empty(found) if self.source.suspicious else ()
        uneven = self._uneven(numbers) if self.source.suspicious else {}
        if not found and not empty and not uneven:
            return self._as_it_is(), self.source.left_out
        each = [*self.source.left_out]
        each += [LeftOut(why, len(rows), tuple(rows[:_SHOWN])) for why, rows in found.items()]
        each += [*empty, *uneven.values()]
        conditions = [f"NOT ({self._blank})"] if empty else []
        conditions += [f"NOT coalesce({_UNEVEN[reason]}, false)" for reason in uneven]
        listed = f"{ROW} NOT IN ({', '.join(map(str, numbers))})"
        both = " AND ".join([*conditions, *([listed] if numbers else [])])
        relation = f"(SELECT * FROM {self._every} WHERE {both})"
        pieces, layout = self._apart(both, tuple(numbers), " AND ".join(conditions))
        source = replace(
            self.source,
            relation=relation,
            sample=f"(FROM {relation} LIMIT 20000)",
            marks=self.source.marks | {ROW: "BIGINT"},
            layout=layout if self.source.layout is not None else None, pieces=pieces, lines=None,
        )  # fmt: skip
        return source, tuple(each)

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
        found = connection.execute(f"SELECT {ROW} FROM {self._numbered} WHERE NOT ({both})")
        left_out = found.fetchnumpy()[ROW].astype(np.int64)
        return self.source.uneven.others(left_out, named, condition)

    @cached_property
    def _every(self) -> str:
        """SQL of all rows with their numbers."""
        if ROW in self.source.marks:
            return self.source.relation
        return f"(SELECT *, row_number() OVER () AS {ROW} FROM {self.source.relation})"

    @cached_property
    def _numbered(self) -> str:
        """SQL of the rows that may be no records, with their numbers: all, where no more is
        known."""
        return self._every if self.source.uneven is None else self.source.uneven.relation

    @cached_property
    def _texts(self) -> list[str]:
        """SQL of each column as a trimmed text; NULL where it is blank."""
        blanks = quoted(_BLANKS)
        columns = [as_text(column.sql, column.type) for column in self.source.columns]
        return [f"nullif(trim({text}, {blanks}), '')" for text in columns]

    @cached_property
    def _label(self) -> str:
        """SQL of the first value of a row."""
        return f"coalesce({', '.join(self._texts)}, NULL)"

    @property
    def _blank(self) -> str:
        beyond = " AND beyond IS NULL" if "beyond" in self.source.marks else ""
        return f"{self._label} IS NULL{beyond}"

    def _empty(self, found: Mapping[str, Sequence[int]]) -> tuple[LeftOut, ...]:
        """The rows without any value, but those that are known to be no records."""
        known = ", ".join(str(n) for rows in found.values() for n in rows)
        others = f" AND {ROW} NOT IN ({known})" if known else ""
        if self._held is not None:
            out = {n for rows in found.values() for n in rows}
            blank = sorted(row.number for row in self._held if row.blank and row.number not in out)
            return (LeftOut("empty", len(blank), tuple(blank[:_SHOWN])),) if blank else ()
        ((count, rows),) = run(
            self.request,
            f"SELECT count(*), list({ROW} ORDER BY {ROW})[1:{_SHOWN}] FROM {self._numbered} "
            f"WHERE {self._blank}{others}",
        )
        return (LeftOut("empty", count, tuple(rows)),) if count else ()

    def _uneven(self, known: list[int]) -> dict[str, LeftOut]:
        """The rows with more or fewer values than headers, but for those that are left out: which
        value is which is not known of them."""
        found = {}
        others = f"AND {ROW} NOT IN ({', '.join(map(str, known))})" if known else ""
        for reason, sql in _UNEVEN.items():
            if sql.split()[0] not in self.source.marks:
                continue
            if self._held is not None:
                long, out = reason == "too-long", {*known}
                odd = sorted(
                    row.number for row in self._held if (row.beyond if long else row.short)
                    and not row.blank and row.number not in out
                )  # fmt: skip
                if odd:
                    found[reason] = LeftOut(reason, len(odd), tuple(odd[:_SHOWN]))
                continue
            ((count, rows),) = run(
                self.request,
                f"SELECT count(*), list({ROW} ORDER BY {ROW})[1:{_SHOWN}] FROM {self._numbered} "
                f"WHERE {sql} AND NOT ({self._blank}) {others}",
            )
            if count:
                found[reason] = LeftOut(reason, count, tuple(rows))
        return found

    def _marked_rows(self) -> Sequence[_Row]:
        """The rows that something marks as no record (`_marked`)."""
        if self._held is None:
            return self._rows(f"WHERE {self._marked()}")
        header = next((c.header for c in self.source.columns if c.header.strip()), "")
        own, probed = _lower(header.strip(_BLANKS)), self._probed_at
        words, listed = f"\n{chr(10).join(self._listed)}\n", frozenset(self._listed)
        few = self.source.rows <= _FEW

        def heading(cell: str) -> bool:
            return f"\n{cell}\n" in words if few else cell in listed

        if len(self.source.columns) < 2:
            probed = []
        return [row for row in self._held if row.marked(own, heading, probed)]

    def _marked(self) -> str:
        """SQL: whether the first value of a row is one that marks a row as no record, or some value
        is a heading."""
        header = next((c.header for c in self.source.columns if c.header.strip()), "")
        return (
            f"regexp_full_match({self._label}, {quoted(_TOTAL_SQL)}) OR "
            f"regexp_full_match({self._label}, {quoted(_RULER_SQL)}) OR "
            f"lower({self._label}) = lower({quoted(header.strip(_BLANKS))}) OR {self._says_heading}"
        )

    @property
    def _says_heading(self) -> str:
        """SQL: whether some of the columns that tell it says what a heading says."""
        if len(self.source.columns) < 2:
            return "false"
        listed = self._listed
        cells = [
            f"CASE WHEN {t} > ':' OR {t} < '0' THEN lower(trim({t})) END" for t in self._probed
        ]
        if self.source.rows <= _FEW:
            words = quoted("\n" + "\n".join(listed) + "\n")
            among = [f"contains({words}, chr(10) || {cell} || chr(10))" for cell in cells]
        else:
            words = f"(SELECT unnest([{', '.join(map(quoted, listed))}]))"
            among = [f"{cell} IN {words}" for cell in cells]
        return " OR ".join(f"coalesce({one}, false)" for one in among)

    @cached_property
    def _listed(self) -> list[str]:
        """What headings say."""
        own = {column.header.strip(_BLANKS).lower() for column in self.source.columns}
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
    def _headers(self) -> list[str]:
        return [squeeze(column.header) for column in self.source.columns]

    def _repeats(self, at: int, cell: str) -> bool:
        """Whether a cell says of its column what the heading says, in whatever words."""
        if self._headers[at] == squeeze(cell):
            return True
        names = self.book.candidates(cell)
        if (column := self.placed.get(at)) is not None:
            return column.name in names
        return bool(names & self.book.candidates(self.source.columns[at].header))

    def _refuse_headings(self, row: _Row) -> None:
        """Raise `InputError` for a row that is headings of another table: most of its values are
        headings, and none is a value of its column."""
        own = set(self._headers) - {""}
        said = [c for _, c in row.filled if squeeze(c) in own or self.book.is_heading(c)]
        if len(said) < 2 or 2 * len(said) <= len(row.filled):
            return
        if not any(self._readable(at, cell) for at, cell in row.filled):
            raise _second_table(row.number, self.request.name)

    @cached_property
    def _held(self) -> list[_HeldRow] | None:
        """All rows that may be no records, where they are few; None where the data engine is to be
        asked."""
        columns = self.source.columns
        uneven = self.source.uneven
        rows = self.source.rows if uneven is None else uneven.rows
        if not self.source.suspicious or not 0 < rows * len(columns) <= _HELD:
            return None
        marks = self.source.marks
        short = "cut_short" if "cut_short" in marks else "false"
        beyond = "beyond IS NOT NULL" if "beyond" in marks else "false"
        texts = ", ".join(as_text(column.sql, column.type) for column in columns)
        asked = f"SELECT {ROW}, {short}, {beyond}, {texts} FROM {self._numbered}"
        # What cannot be read is told by the question that meets it.
        with suppress(InputError):
            found = run(self.request, f"{asked} LIMIT {_HELD + 1}")
            if len(found) * len(columns) <= _HELD:
                return [
                    _HeldRow(
                        number, tuple([(cell or "").strip(_BLANKS) for cell in cells]), bool(cut),
                        tuple(cells), bool(more),
                    )
                    for number, cut, more, *cells in found
                ]  # fmt: skip
        return None

    def _rows(self, where: str, more: str = "") -> list[_Row]:
        short = "cut_short" if "cut_short" in self.source.marks else "false"
        rows = run(
            self.request,
            f"SELECT {ROW}, {short}, {', '.join(self._texts)} FROM {self._numbered} {where} {more}",
        )
        return [
            _Row(number, tuple(str(cell or "") for cell in cells), bool(cut))
            for number, cut, *cells in rows
        ]

    def _reason(self, row: _Row) -> str | None:
        """Why a row is no record, by what it says; None where it may be one."""
        if not row.filled:
            return None
        if all(self._repeats(at, cell) for at, cell in row.filled) and (
            len(row.filled) > 1 or self._headers[row.filled[0][0]] == squeeze(row.filled[0][1])
        ):
            return "repeated-header"
        if all(_RULER.fullmatch(cell) for _, cell in row.filled):
            return "ruler"
        (_, label), *others = row.filled
        if _TOTAL.fullmatch(label) and all(self._counts(at, cell) for at, cell in others):
            return "total"
        return None

    def _counts(self, at: int, cell: str) -> bool:
        """Whether a cell may stand in a row of totals: a number that is no fact of a person."""
        if not _NUMBER.fullmatch(cell) and not _TOTAL.fullmatch(cell):
            return False
        column = self.placed.get(at)
        if column is None or not (column.datatype == "date" or column.format in ("CprNumber",)):
            return True
        return Reader(column).read(cell).value is None

    def _readable(self, at: int, cell: str) -> bool | None:
        """Whether a cell can be read in its column; None where any text can."""
        column = self.placed.get(at)
        if column is None:
            return None
        reader = Reader(column)
        if reader.free and column.format is None:
            return None
        return reader.read(cell).value is not None

    def _are_units(self, row: _Row) -> bool:
        """Whether the first row tells the units or forms of its columns: it has no digit, and no
        value that its column could read."""
        if any(any(c.isdigit() for c in cell) for _, cell in row.filled):
            return False
        told = [self._readable(at, cell) for at, cell in row.filled]
        return told.count(False) > 1 and True not in told and not self._reason(row)

    def _at_the_end(self, known: set[int]) -> Iterator[tuple[int, str]]:
        """Notes and sums without a word below the last record, from the end up."""
        if len(self.source.columns) < 3:
            return
        if self.source.uneven is None and self._held is not None:
            count = len(self._held)
        elif self.source.uneven is None:
            ((count,),) = run(self.request, f"SELECT count(*) FROM {self.source.relation}")
        else:
            count = self.source.uneven.rows
        last: Sequence[_Row]
        if self._held is None:
            last = self._rows(f"WHERE {ROW} > {count - LAST_ROWS}", f"ORDER BY {ROW}")
        else:
            held = sorted(self._held, key=lambda row: row.number)
            last = [row for row in held if row.number > count - LAST_ROWS]
        below = {row.number: row for row in last}
        for row in reversed(last):
            if row.number in known or not row.filled:
                continue
            before = below.get(row.number - 1)
            apart = before is not None and not before.filled
            if self._begins_a_table(row, apart):
                raise _second_table(row.number, self.request.name)
            reason = self._note_or_sum(row, apart or _unlike(row, last))
            if reason is None:
                if not self._goes_on(row):
                    return
                continue
            yield row.number, reason

    def _note_or_sum(self, row: _Row, apart: bool) -> str | None:
        (at, label), *others = row.filled
        if not others and row.short and (at == 0 and " " in label or label in _BLANKS):
            return "note"
        if not others and apart and " " in label and self._readable(at, label) is not True:
            return "note"
        if not others and at == 0 and at not in self.placed and _SENTENCE.fullmatch(label):
            return "note"
        identified = next((n for n, c in self.placed.items() if c.name == ID), None)
        if identified is None or row.cells[identified] or row.short:
            return None
        numbers = all(re.fullmatch(_NUMBER_SQL, cell) for _, cell in row.filled)
        read = any(self._readable(n, cell) for n, cell in row.filled)
        return "total" if numbers and not read else None

    def _goes_on(self, row: _Row) -> bool:
        """Whether a row may belong to another table below the first, whose headers come before."""
        return row.short and len(row.filled) > 1

    def _begins_a_table(self, row: _Row, apart: bool) -> bool:
        """Whether a row has headers of another table: several words, none of them a value."""
        if not (row.short or apart) or len(row.filled) < 2 or self._reason(row):
            return False
        if any(any(c.isdigit() for c in cell) for _, cell in row.filled):
            return False
        told = [self._readable(at, cell) for at, cell in row.filled]
        return False in told and True not in told


def _unlike(row: _Row, last: Sequence[_Row]) -> bool:
    """Whether a row has several words where each of the rows with more values has one, as a note
    below a table has that a spreadsheet filled up with delimiters."""
    (at, label), *others = row.filled
    above = [one.cells[at] for one in last if len(one.filled) > 1]
    return not others and " " in label and any(above) and not any(" " in cell for cell in above)


def _second_table(row: int, name: str) -> InputError:
    return InputError(
        f"Under tabellen begynder en anden med sine egne overskrifter (række {row}); gem den som "
        "en fil for sig.",
        f"Below the table another begins with headers of its own (row {row}); save it as a file "
        "of its own.",
        name,
    )


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


def is_total(label: str) -> bool:
    """Whether the first value of a row is a word for a total."""
    return _TOTAL.fullmatch(label.strip()) is not None


def columns_at(matched: Mapping[str, int], columns: Mapping[str, Column]) -> dict[int, Column]:
    """The columns that are read, by their place."""
    return {place: columns[name] for name, place in matched.items()}
