"""A column of text as SQL that gives typed values: fast for what a sample shows, right for all.

What a sample shows becomes comparisons and the engine's own parsers; a text that these do not read
goes to the column's `Reader`, registered as a function of the engine, which is called for such
rows alone (CASE and COALESCE evaluate by row).
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

import duckdb
from msgspec import Struct

from lovgraf.facts.dates import (
    COMPACT,
    SURE_MONTH_FIRST,
    is_month_first,
    strptime_form,
    strptime_pattern,
)
from lovgraf.facts.engine_types import engine_type
from lovgraf.facts.fact import Column
from lovgraf.facts.plain import AMOUNT, DIGITS, MARKED, MARKS, NAMED, PLACES, Plain, Told
from lovgraf.readers.connection import add_function
from lovgraf.readers.reading import (
    ACCOUNT,
    CPR,
    LONGEST_NO_TEXT,
    MONTH_FIRST,
    TEXT_NULL_WORDS,
    UNREADABLE,
    Reader,
    Reading,
)
from lovgraf.readers.source import quoted

_NAMED = 24
"""Spellings that get a comparison of their own; the most frequent come first."""
_numbers = itertools.count(1)
Sample = Sequence[tuple[str, int]]
"""Distinct texts of a sample with how often they occur, most frequent first."""


class ColumnSql(Struct, frozen=True):
    """SQL over the source: the typed value, whether a text cannot be read, its other flaws, and
    how usual values are told."""

    value: str
    unreadable: str
    plain: Plain
    null_word: str | None = None
    leading_zero: str | None = None
    month_first: str | None = None
    """Where a date has the month first, and others are read day first."""


def text_sql(
    text: str, reader: Reader, sample: Sample, connection: duckdb.DuckDBPyConnection
) -> ColumnSql:
    """The expressions for a column of text; `text` is SQL for the value as written."""
    column, kind = reader.column, engine_type(reader.column)
    read, flaw = _register(reader, connection)
    readings = [(written, count, reader.read(written)) for written, count in sample]
    slow = f"{read}({text})"
    plain = _plain(text, reader, readings)
    blank = f"CASE WHEN {plain.blank} THEN {plain.blank_value}"
    if column.datatype == "date" or reader.free:
        parsed = f"coalesce({plain.parsed}, {slow})" if plain.parsed else slow
        value = f"{blank} ELSE {parsed} END"
    else:
        value = f"{blank} {_compared(text, readings, slow, kind)} END"
    unreadable = _unless_read(text, value, f"{flaw}({text}) = 'unreadable'")
    seen = {reading.flaw for _, _, reading in readings}
    null_word = _unless_read(text, value, f"{flaw}({text}) = 'null-word'")
    return ColumnSql(
        value,
        unreadable,
        plain,
        null_word if "null-word" in seen else None,
        _restored(text, reader, flaw),
        _month_first(text, value) if _reads_day_first(reader) else None,
    )


def constant_sql(column: Column, value: object) -> ColumnSql:
    """The expressions for a column that has one value in every row."""
    literal = _literal(value, engine_type(column))
    usual = Plain("false", "NULL", values=(("true", literal),), total=True)
    return ColumnSql(literal, "false", usual)


def blank_sql(column: Column) -> ColumnSql:
    """The expressions for a column that is blank in every row."""
    nothing = f"CAST(NULL AS {engine_type(column)})"
    return ColumnSql(nothing, "false", Plain("true", nothing, total=True))


def _register(reader: Reader, connection: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """Two functions of the engine: the value of a text, and its flaw."""
    number = next(_numbers)
    names = f"lovgraf_value_{number}", f"lovgraf_flaw_{number}"

    def value(text: str) -> object:
        found = reader.read(text).value
        return list(found) if isinstance(found, tuple) else found

    def flaw(text: str) -> str | None:
        return reader.read(text).flaw

    add_function(connection, names[0], value, ["VARCHAR"], engine_type(reader.column))
    add_function(connection, names[1], flaw, ["VARCHAR"], "VARCHAR")
    return names


def _plain(text: str, reader: Reader, readings: Sequence[tuple[str, int, Reading]]) -> Plain:
    """How the usual texts of a column are told: by the engine's own parser, or one by one."""
    column, kind = reader.column, engine_type(reader.column)
    blank = f"{text} IS NULL"
    if nulls := ", ".join(map(quoted, sorted(reader.form.nulls - {""}))):
        blank = f"({blank} OR {text} IN ({nulls}))"
    form = _date_form(reader, readings)
    parsed = _parsed(text, reader, form)
    flawless: list[tuple[str, object]] = []
    listed: list[str] = []
    if parsed is None:
        flawless = [
            (written, reading.value)
            for written, _, reading in readings
            if reading.flaw is None and "\0" not in written
        ]
        flawless = flawless[:NAMED]
        listed = [_literal(value, kind) for _, value in flawless]
    usual = tuple((f"{text} = {quoted(w)}", _literal(value, kind)) for w, value in flawless)
    return Plain(
        blank,
        _literal(reader.read("").value, kind),
        parsed,
        usual,
        digits=DIGITS.get(column.format or "", 0) if parsed else 0,
        marked=MARKED.get(column.format or "", 0) if parsed else 0,
        written=text,
        spellings=tuple(written for written, _ in flawless),
        source=text,
        form=form,
        nulls=reader.form.nulls,
        common=not reader.form.stated,
        told=_told(reader),
        amounts=kind == "DOUBLE" and _has_amounts(readings),
        others=_others(readings, kind, listed) if parsed is None else (),
    )


def _has_amounts(readings: Sequence[tuple[str, int, Reading]]) -> bool:
    """Whether `_compared` reads what is `AMOUNT` by a parser, and nothing such otherwise."""
    named = [r for r in readings if "\0" not in r[0]]
    unread = (w for w, _, r in named[:_NAMED] if r.value is None and re.fullmatch(AMOUNT, w))
    return len(named) > _NAMED and not any(unread)


def _others(
    readings: Sequence[tuple[str, int, Reading]], kind: str, listed: Sequence[str]
) -> tuple[str, ...]:
    """SQL of the values that a sample has and that are not listed."""
    values = (r.value for _, _, r in readings if r.value is not None)
    found = dict.fromkeys(_literal(value, kind) for value in values)
    others = [literal for literal in found if literal not in listed]
    return tuple(others[: max(0, PLACES - len(listed))])


def _told(reader: Reader) -> Callable[[str], Told | None] | None:
    """What a text says, where the engine's conditions say the same; None of texts that stand for
    themselves."""
    column, kind = reader.column, engine_type(reader.column)
    if reader.free and column.format not in DIGITS:
        return None
    shortened = reader.book.shortened if reader.book else None
    day_first = _reads_day_first(reader)

    def told(text: str) -> Told | None:
        if "\0" in text:
            return None
        found = reader.read(text)
        if found.flaw == "leading-zero" and shortened is not None and text not in shortened:
            return None
        flaw: str | None = found.flaw
        if flaw == UNREADABLE and day_first and is_month_first(text):
            flaw = MONTH_FIRST
        return Told(found.value, _literal(found.value, kind), flaw)

    return told


def _parsed(text: str, reader: Reader, form: str | None) -> str | None:
    """What the engine's own parser makes of a text: NULL where it is not sure."""
    column = reader.column
    if reader.form.codes or column.multi:
        return None
    if column.datatype == "date":
        return _date_parser(text, form) if form else None
    if column.datatype == "integer" and not reader.form.stated:
        digits = _full(text, "[0-9]{1,17}")
        return f"CASE WHEN {digits} THEN TRY_CAST({text} AS BIGINT) END"
    if not reader.free:
        return None
    if column.format in DIGITS:
        count = DIGITS[column.format]
        digits = f"CASE WHEN {_full(text, f'[0-9]{{{count}}}')} THEN {text}"
        if place := MARKED.get(column.format):
            marked = _full(text, f"[0-9]{{{place}}}[{MARKS}][0-9]{{{count - place}}}")
            digits += f" WHEN {marked} THEN left({text}, {place}) || substr({text}, {place + 2})"
        return f"{digits} END"
    words = ", ".join(map(quoted, sorted(TEXT_NULL_WORDS)))
    plain = (
        f"{text} > '!' AND NOT suffix({text}, ' ') "
        f"AND NOT prefix({text}, '\u00a0') AND NOT contains({text}, chr(0)) "
        f"AND (strlen({text}) > {max(map(len, TEXT_NULL_WORDS))} OR {text} NOT IN ({words}))"
    )
    said = ", ".join(map(quoted, reader.words)) or "NULL"
    if reader.answered:
        plain += f" AND (strlen({text}) > {LONGEST_NO_TEXT} OR {text} IN ({said}))"
    if column.format == ACCOUNT:
        plain += f" AND (regexp_matches({text}, '[0-9]') OR {text} IN ({said}))"
    return f"CASE WHEN {plain} THEN {text} END"


def _date_parser(text: str, form: str) -> str:
    """The engine's parser of dates in a form, checked against the reader's own results.

    The engine reads words such as `infinity` and `epoch` as days: a text must begin with a digit.

    The step through TIMESTAMP_NS drops years outside 1678 to 2261, such as the year 90 that the
    engine reads in `01-02-90`; the reader decides on those.
    """
    parsed = f"CAST(TRY_CAST(try_strptime({text}, '{form}') AS TIMESTAMP_NS) AS DATE)"
    if form == COMPACT:  # the engine would read seven digits as well
        return f"CASE WHEN {_full(text, '[0-9]{8}')} THEN {parsed} END"
    return f"CASE WHEN {text} >= '0' AND {text} < ':' THEN {parsed} END"


def _date_form(reader: Reader, readings: Sequence[tuple[str, int, Reading]]) -> str | None:
    """The most frequent form of a column's dates that the engine can parse."""
    if reader.column.datatype != "date" or reader.column.multi or reader.form.codes:
        return None
    dates = reader.form.dates
    stated = strptime_pattern(dates.pattern) if dates.pattern else None
    if dates.pattern and stated is None:
        return None
    forms: Counter[str] = Counter()
    for written, count, reading in readings[:_NAMED]:
        form = stated or strptime_form(written)
        certain = stated or dates.day_first or (form or "").startswith("%Y")
        if form and certain and isinstance(reading.value, date):
            forms[form] += count
    return forms.most_common(1)[0][0] if forms else None


def _compared(text: str, readings: Sequence[tuple[str, int, Reading]], slow: str, kind: str) -> str:
    """Comparisons with the spellings of the sample; further ones by a list or a parser."""
    named = [r for r in readings if "\0" not in r[0]]
    first, rest = named[:_NAMED], named[_NAMED:]
    branches = [f"WHEN {text} = {quoted(w)} THEN {_literal(r.value, kind)}" for w, _, r in first]
    same = [w for w, _, r in rest if r.value == w]
    if same and kind == "VARCHAR":
        listed = ", ".join(map(quoted, same))
        slow = f"coalesce(CAST(TRY_CAST({text} AS ENUM ({listed})) AS VARCHAR), {slow})"
    elif rest and kind == "BIGINT":
        branches.append(f"WHEN {_full(text, '[0-9]{1,17}')} THEN TRY_CAST({text} AS BIGINT)")
    elif rest and kind == "DOUBLE":
        number = f"TRY_CAST(replace({text}, ',', '.') AS DOUBLE)"
        branches.append(f"WHEN {_full(text, AMOUNT)} THEN {number}")
    return " ".join([*branches, f"ELSE {slow}"])


def _full(text: str, regex: str) -> str:
    return f"regexp_full_match({text}, '{regex}')"


def _literal(value: object, kind: str) -> str:
    match value:
        case None:
            return f"CAST(NULL AS {kind})"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"CAST({value!r} AS {kind})"
        case date():
            return f"DATE '{value.isoformat()}'"
        case tuple():
            return f"[{', '.join(quoted(str(part)) for part in value)}]"
    return quoted(str(value))


def _unless_read(text: str, value: str, otherwise: str) -> str:
    """A condition that is looked at only where there is a text without a value."""
    return (
        f"CASE WHEN {text} IS NULL THEN false WHEN ({value}) IS NOT NULL THEN false "
        f"ELSE coalesce({otherwise}, false) END"
    )


def _where_said(text: str, condition: str) -> str:
    """A condition that is looked at only where there is a text."""
    return f"CASE WHEN {text} IS NULL THEN false ELSE coalesce({condition}, false) END"


def _reads_day_first(reader: Reader) -> bool:
    """Whether dates that can be read both ways are read day first, and no mapping says so."""
    dates = reader.form.dates
    return reader.column.datatype == "date" and dates.day_first and dates.pattern is None


def _month_first(text: str, value: str) -> str:
    return _unless_read(text, value, f"regexp_full_match({text}, {quoted(SURE_MONTH_FIRST)})")


def _restored(text: str, reader: Reader, flaw: str) -> str | None:
    """Where a leading zero was restored; only texts shorter than a whole one are looked at."""
    shortened = reader.book.shortened if reader.book else {}
    if shortened and not reader.column.multi:
        if reader.form.stated:
            return _where_said(text, f"{flaw}({text}) = 'leading-zero'")
        listed = ", ".join(map(quoted, sorted(shortened)))
        return f"coalesce({text} IN ({listed}), false)"
    if reader.column.format == CPR and reader.form.zeros_lost:
        return (
            f"CASE WHEN {text} IS NULL THEN false "
            f"WHEN {_full(text, f'[0-9]{{6}}[{MARKS}]?[0-9]{{4}}')} "
            f"THEN false ELSE coalesce({flaw}({text}) = 'leading-zero', false) END"
        )
    return None
