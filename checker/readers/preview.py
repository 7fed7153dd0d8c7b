"""What a file's columns are taken for, before anything is checked: for whoever maps the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.core.disclosure import Headings
from lovgraf.core.errors import InputError
from lovgraf.facts.dates import DateOrder, date_order
from lovgraf.facts.fact import Column
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.connection import connect
from lovgraf.readers.csvw import NO_MAPPING
from lovgraf.readers.date_orders import date_orders
from lovgraf.readers.days_written import (
    AS_THEY_STAND,
    DaysWritten,
    FileOrder,
    days_written,
)
from lovgraf.readers.described import steps
from lovgraf.readers.formats import open_source, readable
from lovgraf.readers.headers import HeaderBook, Matched, book_of, check_record_type
from lovgraf.readers.heading import HeadingIndex, heading_of
from lovgraf.readers.left_out import Finder
from lovgraf.readers.lost import Lost, lost_columns, tell_differing
from lovgraf.readers.nested.outline import Outline, outlined
from lovgraf.readers.reading import Reader
from lovgraf.readers.seen_values import SEEN, distinct_texts
from lovgraf.readers.source import Request, Source, run
from lovgraf.readers.suggesting import (
    Suggested,
    Values,
    few,
    fitting,
    is_text,
    is_yes_or_no,
    meant_by,
    suggest,
)
from lovgraf.readers.told_by_more import take_by_more
from lovgraf.readers.typed import as_text

Problem = Literal["unknown", "ambiguous", "doubled", "other-type", "nameless"]
SHOWN = 5
LONGEST = 80
_COUNTED = 200_000
"""Rows up to which records are counted, and not estimated."""


class PreviewColumn(Struct, frozen=True):
    """One column of a file: its header, as it stands and as it may be told, the canonical column it
    is taken for, or why it is taken for none; `filled` of the sampled rows hold something, `values`
    are the first texts. `suggested` is what it may be, `by_values` whether its values say so;
    `dates` is the pattern of its dates where they have one of their own, and `codes` are its texts
    that are no code of ours, each with the one that it may mean (None: that cannot be told)."""

    header: str
    told: str
    name: str | None
    problem: Problem | None
    filled: int
    values: tuple[str, ...]
    suggested: str | None = None
    by_values: bool = False
    dates: str | None = None
    codes: tuple[tuple[str, str | None], ...] = ()
    words: tuple[tuple[str, int], ...] = ()
    """All its distinct texts with their numbers, where there are few, or as short as codes."""
    certain: bool = False
    """Whether what is suggested needs nobody's word."""
    others: tuple[str, ...] = ()
    """The facts that it may be, where these are several."""
    path: str | None = None
    """Where it is in a record of nested data."""
    label: str | None = None
    """What a program for statistics calls it beside its name."""
    near: tuple[str, ...] = ()
    """Where it is taken for no fact, the facts that a check would ask about before it passes the
    column over: its heading resembles theirs, or may be any of them."""
    denies: str | None = None
    """The fact of which its heading says the opposite."""
    beside: str | None = None
    """The fact to which its days belong, where none reads them."""
    written: DaysWritten = AS_THEY_STAND
    """How its dates are written, where it holds some, whatever fact it is."""

    def with_suggestion(self, found: Suggested | None) -> PreviewColumn:
        """The same with what its values say."""
        if found is None:
            return self
        name = None if self.name else found.name
        codes = tuple(found.codes.items())
        return replace(
            self, suggested=name, by_values=found.by_values, dates=found.dates, codes=codes,
            certain=found.certain, others=found.others,
        )  # fmt: skip

    @property
    def shown(self) -> str:
        """What it is called to whoever maps it: by its path or label where its heading may be
        told."""
        further = self.path or self.label
        if further is None or self.told != self.header:
            return self.told
        return further if self.path else f"{self.told} ({further})"


class Preview(Struct, frozen=True):
    """A file at a glance: about how many `rows`, of which `sampled` were looked at.

    `record_type` is the type that the headers speak for, None where a column gives it.
    """

    rows: int
    sampled: int
    record_type: str | None
    columns: tuple[PreviewColumn, ...]
    outline: Outline | None = None
    """Where records and columns are in nested JSON or XML."""

    @property
    def likely(self) -> int:
        """How many columns are taken for a fact, or may be one."""
        return sum(bool(column.name or column.suggested) for column in self.columns)


def preview(
    path: Path,
    facts: FactVocabulary,
    record_type: str | None = None,
    values: bool = False,
    name: str | None = None,
    sheet: str | None = None,
) -> Preview:
    """Look at a file's headers and first rows; `values` (personal) only where asked for; `name` is
    what messages call it, `sheet` the one of a workbook with several.

    Raises `InputError` for a file that cannot be used, in one line that says what to do.
    """
    check_record_type(record_type, facts)
    name = name or path.name
    readable(path, name)
    book = book_of(facts)
    outline = outlined(path)
    stated = NO_MAPPING if outline is None else replace(NO_MAPPING, described=outline.paths)
    stated = replace(stated, sheet=sheet)
    with connect(None) as connection:
        request = Request(path, name, connection)
        source = open_source(request, book, stated)
        headers = [column.header for column in source.columns]
        paths = _paths(outline, headers)
        labels = [column.label for column in source.columns]
        matched = book.match(
            [_compared(*one, book) for one in zip(headers, paths, labels, strict=True)],
            record_type, {},
        )  # fmt: skip
        take_by_more(request, source, matched, book)
        rows = _records(request, source, matched, book)
        run(request, f"CREATE TEMP TABLE lovgraf_preview AS FROM {source.sample}")
        names = [f"count(nullif(trim({as_text(c.sql, c.type)}), ''))" for c in source.columns]
        ((sampled, *filled),) = run(
            request, f"SELECT {', '.join(['count(*)', *names])} FROM lovgraf_preview"
        )
        shown = _values(request, [as_text(c.sql, c.type) for c in source.columns]) if values else []
        taken = _taken(matched)
        columns = [
            PreviewColumn(
                header,
                "",
                *taken.get(n, (None, "unknown")),
                filled[n],
                _column(shown, n),
                path=paths[n] if paths[n] and "/" in paths[n] else None,
                label=labels[n],
            )
            for n, header in enumerate(headers)
        ]
        texts = [as_text(column.sql, column.type) for column in source.columns]
        distinct = [distinct_texts(request, text, "lovgraf_preview") for text in texts]
        columns = _suggested(columns, distinct, book, matched)
        samples = {
            text: [*seen.counts.items()]
            for text, seen in zip(texts, distinct, strict=True)
            if DateOrder() != date_order(seen.counts.items())
        }
        orders = date_orders(request, source, samples, "lovgraf_preview", SEEN)
        columns = _dated(columns, distinct, [orders.get(t, DateOrder()) for t in texts], book)
        columns = [_as_suggested(c) if n in matched.told_by else c for n, c in enumerate(columns)]
        like = [n for n, one in enumerate(columns) if one.suggested and not one.by_values]
        told = Headings.of(headers, [*matched.known, *like], values or source.names_columns)
        columns = [replace(one, told=told.disclosed(n)) for n, one in enumerate(columns)]
        tell_differing(request, source, matched)
        columns = _lost(columns, lost_columns(request, source, matched, book, told))
    if matched.inferred and matched.record_type != facts.usual_type:
        usual = preview(path, facts, facts.usual_type, values, name, sheet)
        if usual.likely >= sum(bool(c.name or c.suggested) for c in columns):
            return usual
    return Preview(rows, sampled, matched.record_type, tuple(columns), outline)


def _as_suggested(column: PreviewColumn) -> PreviewColumn:
    """A column that more than its heading tells: shown as what is suggested, which needs nobody's
    word."""
    return replace(column, name=None, problem="unknown", suggested=column.name, certain=True)


def _lost(columns: list[PreviewColumn], lost: Iterable[Lost]) -> list[PreviewColumn]:
    """Columns with the facts that a check would ask about before it passes them over, but for what
    is read of another column."""
    taken = {one.name or one.suggested for one in columns if one.name or one.certain}
    found = {one.header: one for one in lost}
    return [
        replace(
            one,
            near=tuple(name for name in like.near if name not in taken),
            denies=like.denies,
            beside=like.near[0] if like.beside else None,
        )
        if not (one.name or one.certain) and (like := found.get(one.header))
        else one
        for one in columns
    ]


def _records(request: Request, source: Source, matched: Matched, book: HeaderBook) -> int:
    """How many records a file has, without titles and totals; of a large one about how many."""
    if not source.relation or source.rows > _COUNTED:
        return source.rows
    placed = {place: book.columns[name] for name, place in matched.columns.items()}
    try:
        kept, _ = Finder(request, source, placed, book).left_out()
    except InputError:  # a second table, say: the check tells it
        return source.rows
    ((found,),) = run(request, f"SELECT count(*) FROM {kept.relation}")
    return int(found)


def _paths(outline: Outline | None, headers: Sequence[str]) -> list[str]:
    """The path of each column within a record; empty where there is none."""
    told = {c.header: c.path for c in outline.paths.columns} if outline else {}
    return [told.get(header, "") for header in headers]


def _compared(header: str, path: str, label: str | None, book: HeaderBook) -> str:
    """The heading that is compared with ours: with all of its path, where what it stands in speaks
    of something else than its own words; the label of a name that says nothing."""
    if label:
        return book.compared(header, label)
    above = list(steps(path))[:-1]
    if not above:
        return header
    kinds, names = book.facts.heading_words, sorted(book.candidates(header))
    index = HeadingIndex([book.columns[name] for name in names], kinds)
    heading = heading_of(header, kinds, above)
    ours = header in book.columns and "_" in header and not heading.elsewhere
    if ours or any(index.fits_under(heading, column) for column in index.columns):
        return header
    whole = " ".join(step.removeprefix("@") for step in steps(path))
    return whole if book.candidates(whole) else f"{whole} /"


def _suggested(
    columns: list[PreviewColumn], values: list[Values], book: HeaderBook, matched: Matched
) -> list[PreviewColumn]:
    """Columns with what their headings and values suggest, each fact once; those that are certain
    come first."""
    kind, taken = matched.record_type, set(matched.columns)
    ours = [c for c in book.columns.values() if kind is None or kind in c.record_types]
    kinds = book.facts.heading_words
    index, lacking = HeadingIndex(ours, kinds), book.lacking(matched)
    yes_or_no = HeadingIndex([c for c in ours if c.datatype == "boolean"], kinds)
    found, waiting = list(columns), list[tuple[int, Suggested]]()
    for place, (column, seen) in enumerate(zip(columns, values, strict=True)):
        above = list(steps(column.path))[:-1] if column.path else []
        own = [*steps(column.path)][-1] if column.path else column.label or column.header
        heading = heading_of(own, kinds, above)
        one = None
        if column.name and _is_no(book.columns[column.name], seen):
            # The heading names a text (an account's number, say) or a day; what is told is whether
            # there is one.
            one = suggest(heading, seen, yes_or_no, taken)
            day = book.columns[column.name].datatype == "date"
            column = replace(column, name=None, problem="unknown") if one or day else column
        elif column.name is not None:
            one = fitting(book.columns[column.name], seen)
            near = meant_by([book.columns[column.name]], seen, lacking)
            if near != (column.name,):  # days, under a heading that asks for yes or no
                one = Suggested(None, others=near)
                column = replace(column, name=None, problem="ambiguous")
        elif column.problem in ("unknown", "other-type"):
            one = suggest(heading, seen, index, taken)
        elif column.problem == "ambiguous":
            names = book.candidates(_compared(column.header, column.path or "", column.label, book))
            meant = meant_by([book.columns[name] for name in names], seen, lacking)
            one = Suggested(None, others=meant)
        words = tuple(seen.counts.items()) if few(seen) else ()
        found[place] = replace(column, words=words)
        if one is not None:
            waiting.append((place, one))
    waiting.sort(key=lambda pair: (found[pair[0]].name is None, not pair[1].certain, pair[0]))
    for place, one in waiting:
        if found[place].name is None and one.name is not None:
            if one.name in taken:
                continue
            taken.add(one.name)
        found[place] = found[place].with_suggestion(one)
    return found


def _dated(
    columns: list[PreviewColumn],
    values: list[Values],
    orders: list[DateOrder],
    book: HeaderBook,
) -> list[PreviewColumn]:
    """Columns with how their dates are written, as all columns of the file tell it."""
    days = {name: Reader(one) for name, one in book.columns.items() if one.datatype == "date"}
    if not days:
        return columns
    file, found = FileOrder.of(orders), []
    for column, seen, order in zip(columns, values, orders, strict=True):
        name = column.name or column.suggested
        if name is None or name in days:
            reader = days.get(name or "", next(iter(days.values())))
            written = days_written(seen.counts, reader, file, order)
            dates = written.dates if name else column.dates
            column = replace(column, written=written, dates=dates)
        found.append(column)
    return found


def _is_no(column: Column, seen: Values) -> bool:
    """Whether a column of texts or days holds yes and no."""
    return (is_text(column) or column.datatype == "date") and is_yes_or_no(seen)


def _values(request: Request, texts: list[str]) -> list[tuple[str | None, ...]]:
    listed = ", ".join(f"left({text}, {LONGEST})" for text in texts)
    return run(request, f"SELECT {listed} FROM lovgraf_preview LIMIT {SHOWN}")


def _column(rows: list[tuple[str | None, ...]], place: int) -> tuple[str, ...]:
    return tuple(row[place] or "" for row in rows)


def _taken(matched: Matched) -> dict[int, tuple[str | None, Problem | None]]:
    """What each position of the file is taken for, or why for nothing."""
    found: dict[int, tuple[str | None, Problem | None]] = {
        place: (name, None) for name, place in matched.columns.items()
    }
    found |= dict.fromkeys(matched.ambiguous, (None, "ambiguous"))
    found |= {place: (None, "doubled") for place, _ in matched.doubled}
    found |= {place: (None, "other-type") for place, _ in matched.other_type}
    found |= dict.fromkeys(matched.nameless, (None, "nameless"))
    return found
