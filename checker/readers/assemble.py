"""From a file's columns to the vocabulary's: which is which, how each is read, what to report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from msgspec import Struct, field, structs

from lovgraf.core.cache import stable_text
from lovgraf.core.disclosure import Headings
from lovgraf.core.errors import InputError
from lovgraf.core.intake import WHO, ColumnRead, Intake, LeftOut, TableRead
from lovgraf.core.result import QualityFinding
from lovgraf.core.terms import Text
from lovgraf.facts.dates import DateOrder
from lovgraf.facts.decimals import NumberStyle, number_style
from lovgraf.facts.fact import Column
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.column_findings import column_findings, unreadable_rows
from lovgraf.readers.csvw import Mapping
from lovgraf.readers.date_forms import dated
from lovgraf.readers.delimited import no_rows
from lovgraf.readers.evidence import evidence_of, samples_of
from lovgraf.readers.expressions import ColumnSql, Sample, blank_sql, constant_sql, text_sql
from lovgraf.readers.headers import ID, TYPE, HeaderBook, Matched, did_you_mean, suggestion
from lovgraf.readers.joined import joined, own_columns
from lovgraf.readers.left_out import Finder, columns_at, no_records
from lovgraf.readers.lost import (
    Lost,
    left_undecided,
    lost_columns,
    lost_paths,
    tell_differing,
    with_days,
)
from lovgraf.readers.lost_values import lost_fields, lost_type, lost_values
from lovgraf.readers.reading import MONTH_FIRST, UNREADABLE, Form, Reader, answers, codes_of_answers
from lovgraf.readers.source import (
    SAMPLE_ROWS,
    Evidence,
    Request,
    Source,
    SourceColumn,
    SourceForm,
    Warned,
    long_line,
    run,
)
from lovgraf.readers.told_by_more import take_by_more
from lovgraf.readers.typed import as_text, day_text, is_real, typed_sql
from lovgraf.readers.who import Who

_LARGE = 2 << 20
"""Bytes of a file that cannot be without a row."""


class Assembled(Struct):
    """The columns of a table by canonical name, and everything to be said about the file."""

    record_type: str | None
    source: Source
    """The rows that are records."""
    columns: dict[str, ColumnSql] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    warnings: list[Warned] = field(default_factory=list)
    quality: list[QualityFinding] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)
    intake: Intake = field(default_factory=Intake)
    lost: list[Lost] = field(default_factory=list)
    who: dict[str, str] = field(default_factory=dict)
    """What says who somebody is, by heading, as text; nothing unless values are shown."""
    meaning: list[str] = field(default_factory=list)
    """How each column is read: values that are written the same then mean the same."""
    samples: dict[str, Sample] = field(default_factory=dict)
    """What the rows of the sample say, by SQL of a text."""
    numbers: Sample = ()
    """What they say in columns of numbers with decimals of which no mapping tells the form."""
    evidence: Evidence = Evidence()
    """What all rows tell of how the columns are read."""


def assemble(
    request: Request,
    source: Source,
    book: HeaderBook,
    mapping: Mapping,
    record_type: str | None,
    folders: dict[str, str],
) -> Assembled:
    """Match the headers, look at a sample, and make the expressions of every known column.

    `folders` are values that the names of folders give for columns which the file itself lacks.
    Raises `InputError` where there is no row, or no column that a norm could ask about.
    """
    facts = book.facts
    headers = [column.header for column in source.columns]
    compared = [book.compared(column.header, column.label) for column in source.columns]
    told = _headings(request, source, book, mapping, compared)
    given = mapping.positions(headers, request.name, told)
    ignored = mapping.ignored(headers)
    matched = book.match(compared, record_type, given, ignored)
    take_by_more(request, source, matched, book, given)
    mapping = mapping.with_codes(
        {
            name: codes_of_answers(facts.columns[name], headers[at])
            for name, at in matched.columns.items()
        }
    )
    virtual = mapping.virtual()
    mapping.check_constants(matched.columns)
    _something_to_check(matched, folders | virtual, headers, facts, request)
    placed_at = columns_at(matched.read, facts.columns)
    source, left_out = Finder(request, source, placed_at, book).left_out()
    found = Assembled(matched.record_type, source)
    tell_differing(request, source, matched)
    found.lost = list(lost_columns(request, source, matched, book, told))
    found.lost += lost_paths(source, matched)
    whom = tuple(_who_places(source, matched, mapping, facts))
    who = whom if request.show_values else ()
    may_be = left_undecided(headers, ignored.difference(who), matched, book) if ignored else {}
    found.intake = _intake(
        request, source, matched, told, left_out, mapping.unchecked, book, whom, may_be
    )
    found.warnings += source.warnings
    placed = dict(_placed(source, matched, mapping))
    typed = _typed(placed, mapping, facts)
    as_words = _as_words(request, source, typed, facts)
    typed |= dict.fromkeys(as_words)
    asked = dict.fromkeys(
        one.sql for name, sql in typed.items() if sql is None for one in own_columns(placed[name])
    )
    _take_sample(request, source, list(asked))
    if not run(request, "SELECT 1 FROM lovgraf_sample LIMIT 1"):
        raise _nothing(request, left_out)
    found.quality += [
        *source.quality,
        *column_findings(matched, headers, facts, request.show_values, who),
        *unreadable_rows(left_out),
    ]
    texts = (
        _written(at, facts.columns[name], mapping.form(name))
        for name, at in placed.items()
        if typed[name] is None
    )
    found.samples = samples_of(request, list(dict.fromkeys(texts)))
    found.lost += _lost_typed(request, source, placed, typed, facts)
    found.numbers = _numbers(found, placed, mapping, facts)
    found.evidence = source.evidence or structs.replace(
        evidence_of(request, source, placed, found.samples, mapping, facts), as_words=as_words
    )
    for name, place in placed.items():
        _add_column(found, request, facts.columns[name], place, mapping.form(name), typed[name])
    found.lost = [with_days(one, request, source, matched, book) for one in found.lost]
    for name, text in virtual.items():
        if name not in found.columns:
            _add_constant(found, name, text, _constant(facts.columns[name], text, mapping, request))
    for name, text in folders.items():
        if name not in found.columns:
            _add_constant(found, name, text, _from_folder(facts.columns[name], text, request))
    names = matched.read
    found.who = {
        headers[at]: _as_shown(source.columns[at], found.columns.get(names.get(at, "")))
        for at in who
    }
    run(request, "DROP TABLE lovgraf_sample")
    own = (one for column in placed.values() for one in own_columns(column))
    found.given = {column.sql: column.type for column in own} | source.marks
    return found


def _placed(
    source: Source, matched: Matched, mapping: Mapping
) -> Iterator[tuple[str, SourceColumn]]:
    """Each column that is read, by its canonical name."""
    for name, at in sorted(matched.columns.items()):
        places = [at, *matched.joined.get(name, ())]
        yield name, joined([source.columns[place] for place in places], mapping.form(name).nulls)


def _headings(
    request: Request, source: Source, book: HeaderBook, mapping: Mapping, compared: Sequence[str]
) -> Headings:
    """The headings of a file, as they may be told; `compared` is how each is compared."""
    headers = [column.header for column in source.columns]
    known = [
        n
        for n, (h, c) in enumerate(zip(headers, compared, strict=True))
        if mapping.names(h) or book.candidates(c)
    ]
    return Headings.of(headers, known, request.show_values or source.names_columns)


def _typed(
    placed: dict[str, SourceColumn], mapping: Mapping, facts: FactVocabulary
) -> dict[str, ColumnSql | None]:
    """How each column is read by its type; None where it has to be read as text."""
    found: dict[str, ColumnSql | None] = {}
    for name, at in placed.items():
        form = mapping.form(name)
        if form.stated:
            found[name] = None
        else:
            found[name] = typed_sql(at.sql, at.type, facts.columns[name], form.dates.times)
    return found


def _as_words(
    request: Request,
    source: Source,
    typed: dict[str, ColumnSql | None],
    facts: FactVocabulary,
) -> frozenset[str]:
    """The columns of yes and no that a file types as numbers and that hold others than 1 and 0, so
    that they are read as the words of a list are."""
    flaws = {
        name: f"coalesce(bool_or({sql.unreadable}), false)"
        for name, sql in typed.items()
        if sql and sql.unreadable != "false" and facts.columns[name].datatype == "boolean"
    }
    if source.evidence is not None:
        return source.evidence.as_words
    if not flaws or not source.relation:
        return frozenset()
    (found,) = run(request, f"SELECT {', '.join(flaws.values())} FROM {source.relation}")
    return frozenset(name for name, flawed in zip(flaws, found, strict=True) if flawed)


def _numbers(
    found: Assembled, placed: dict[str, SourceColumn], mapping: Mapping, facts: FactVocabulary
) -> Sample:
    """What the sample says in columns of numbers with decimals of which no mapping tells the
    form."""
    return [
        one
        for name, at in placed.items()
        if facts.columns[name].datatype == "decimal"
        and mapping.form(name).numbers is NumberStyle.UNKNOWN
        for one in found.samples.get(as_text(at.sql, at.type), ())
    ]


def _as_shown(place: SourceColumn, read: ColumnSql | None) -> str:
    """SQL of the text that a column shows, with the zero on that a spreadsheet took where it is
    `read` as a number."""
    text = as_text(place.sql, place.type)
    lacks = read.leading_zero if read else None
    return f"CASE WHEN {lacks} THEN '0' || trim({text}) ELSE {text} END" if lacks else text


def _who_places(
    source: Source, matched: Matched, mapping: Mapping, facts: FactVocabulary
) -> Iterable[int]:
    """Where the columns stand that say who somebody is."""
    headers = [column.header for column in source.columns]
    left, stated = mapping.ignored(headers), mapping.showing(headers)
    return Who(facts).places(headers, matched.columns, left, mapping.described, stated)


def _written(place: SourceColumn, column: Column, form: Form) -> str:
    """SQL of the text as which a column is read."""
    if column.datatype == "date" and not column.multi:
        return day_text(place.sql, place.type, form.nulls | form.codes.keys())
    return as_text(place.sql, place.type)


def _add_column(
    found: Assembled,
    request: Request,
    column: Column,
    place: SourceColumn,
    form: Form,
    sql: ColumnSql | None,
) -> None:
    """Add a column of the file; `sql` is None where it has to be read as text."""
    text = _written(place, column, form) if sql is None else as_text(place.sql, place.type)
    found.raw[column.name] = text
    how = f"{place.type} {form.dates.times}"
    if sql is None:
        sample = found.samples[text]
        if is_real(place.type):
            form = structs.replace(form, numbers=NumberStyle.POINT)
        form, contradiction = _form(found, form, column, sample)
        found.quality += contradiction
        unread = lost_fields(place, column) or lost_values(place.header, column, form, sample)
        if unread is not None:
            found.lost.append(unread)
        sql = text_sql(text, Reader(column, form), sample, request.connection)
        how = stable_text(form)
    given, parts = (None, place.parts) if place.parts else (place.sql, ())
    plain = replace(sql.plain, column=given, parts=tuple(one.sql for one in parts))
    found.columns[column.name] = structs.replace(sql, plain=plain)
    found.meaning += [column.name, text, how]
    found.warnings += _warnings(column.name, column, sql)


def _lost_typed(
    request: Request,
    source: Source,
    placed: dict[str, SourceColumn],
    typed: dict[str, ColumnSql | None],
    facts: FactVocabulary,
) -> Iterable[Lost]:
    """The typed columns of which no value of the sample can be read."""
    flawed = {name: sql for name, sql in typed.items() if sql and sql.unreadable != "false"}
    if not flawed or not source.relation:
        return
    counts = (f"count({placed[name].sql}), count({sql.value})" for name, sql in flawed.items())
    (found,) = run(request, f"SELECT {', '.join(counts)} FROM {source.sample}")
    for name, given, read in zip(flawed, found[::2], found[1::2], strict=True):
        if not read and (lost := lost_type(placed[name], facts.columns[name], given)) is not None:
            yield lost


def add_blank(found: Assembled, complete: Collection[str], facts: FactVocabulary) -> None:
    """Add the columns in which a blank means no, and which the file lacks: it is no of everybody,
    and contradicts what it would where the column were there and blank."""
    for name in sorted({*complete} - found.columns.keys()):
        column = facts.columns.get(name)
        types = column.record_types if column else ()
        if column and (not types or found.record_type in types):
            _add_constant(found, name, "", blank_sql(column))


def _add_constant(found: Assembled, name: str, text: str, sql: ColumnSql) -> None:
    """Add a column that has one value in all rows."""
    found.columns[name] = sql
    found.meaning += [name, text]
    found.raw[name] = sql.value


def _nothing(request: Request, left_out: Sequence[LeftOut]) -> InputError:
    """The error that a file has no record."""
    if left_out:
        return no_records(left_out, request.name)
    # The engine passes over a last line that is too long without a word.
    large = request.path.stat().st_size > _LARGE
    return long_line(request.name) if large else no_rows(request.name)


def _unread(shown: str, why: str, header: str, matched: Matched, book: HeaderBook) -> ColumnRead:
    """A column that is not read; what its heading names, where that is a column the file lacks."""
    kind = matched.record_type
    named = [
        book.columns[name]
        for name in sorted(book.candidates(header))
        if name not in matched.columns and (kind is None or kind in book.columns[name].record_types)
    ]
    if len(named) != 1:
        return ColumnRead(shown, None, why)
    (one,) = named
    others = (
        other.name
        for other in book.columns.values()
        if any(iri == one.iri for iri, _ in other.none_when)
        or any(iri == other.iri for _, iri, _ in one.contradicts)
    )
    return ColumnRead(shown, None, why, means=one.name, tells_of=(one.name, *sorted(others)))


def _intake(
    request: Request,
    source: Source,
    matched: Matched,
    told: Headings,
    left_out: tuple[LeftOut, ...],
    unchecked: tuple[str, ...],
    book: HeaderBook,
    who: Collection[int],
    may_be: dict[int, tuple[str, ...]],
) -> Intake:
    """What is read and not read of a table; `who` are the places of what only shows whom a row is
    about, `may_be` what the columns may be that the mapping leaves undecided."""
    form = source.form or SourceForm("table")
    titles = (LeftOut("title", form.titles),) if form.titles else ()
    read = matched.read
    places = range(len(told.headers))
    why = dict.fromkeys(places, "suppressed")
    why |= dict.fromkeys(matched.unknown, "unknown") | dict.fromkeys(matched.ambiguous, "ambiguous")
    why |= {place: "doubled" for place, _ in matched.doubled}
    why |= dict.fromkeys(matched.differing, "differing")
    why |= {place: "other-type" for place, _ in matched.other_type}
    why |= dict.fromkeys(matched.nameless, "nameless")
    columns = tuple(
        ColumnRead(
            told.disclosed(at),
            read.get(at),
            None if at in read else WHO,
            told_by=matched.told_by.get(at),
        )
        if at in read or at in who
        else structs.replace(
            _unread(told.disclosed(at), why[at], told.headers[at], matched, book),
            may_be=may_be.get(at, ()),
        )
        for at in places
    )
    table = TableRead(
        request.name, form.format, form.sheet, form.encoding, form.delimiter, form.header, columns,
        (*titles, *left_out), unchecked=unchecked,
        first_line=form.first_line,
    )  # fmt: skip
    return Intake((table,), source.not_read)


def _take_sample(request: Request, source: Source, asked: Sequence[str]) -> None:
    """Make table `lovgraf_sample`: columns, by SQL, of some rows."""
    found = source.pieces.first(SAMPLE_ROWS, asked) if source.pieces and asked else None
    if found is not None:
        request.connection.register("lovgraf_first", found)
    rows = source.sample if found is None else "lovgraf_first"
    run(
        request,
        f"CREATE OR REPLACE TEMP TABLE lovgraf_sample AS "
        f"SELECT {', '.join(asked) or '1 AS nothing'} FROM {rows}",
    )
    if found is not None:
        request.connection.unregister("lovgraf_first")


def _form(
    found: Assembled, form: Form, column: Column, sample: Sample
) -> tuple[Form, list[QualityFinding]]:
    """The form that a sample and the other columns of the file show, and a finding where its dates
    can be read both ways."""
    if column.datatype == "boolean" and not form.true:
        coded = column.name in found.evidence.coded
        written = answers(column, (text for text, _ in sample))
        return structs.replace(form, coded=coded, answers=written), []
    if column.datatype == "decimal":
        if form.numbers is not NumberStyle.UNKNOWN:
            return form, []
        return structs.replace(form, numbers=number_style(sample, found.numbers)), []
    if column.name in found.evidence.zeros_kept:
        return structs.replace(form, zeros_lost=False), []
    if column.datatype != "date" or form.dates.pattern is not None:
        return form, []
    order = found.evidence.orders.get(column.name, DateOrder())
    return dated(form, column, order, found.evidence.months)


def _warnings(name: str, column: Column, sql: ColumnSql) -> list[Warned]:
    found: list[Warned] = []
    if sql.leading_zero:
        message = Text(
            f"Værdien i {name} ({column.label.da}) mangler det foranstillede nul, som et regneark "
            "fjerner; det er sat på igen. Gem kolonnen som tekst.",
            f"The value in {name} ({column.label.en}) lacks the leading zero that a spreadsheet "
            "drops; it was restored. Save the column as text.",
        )
        found.append(("leading-zero", name, sql.leading_zero, message))
    if sql.month_first:
        message = Text(
            f"Datoen i {name} ({column.label.da}) har måneden før dagen og er ikke læst. Andre "
            "datoer i kolonnen, der kan læses på to måder, er læst med dagen først: de er forkerte "
            "læst, hvis de er skrevet som den. Skriv dem som 1990-12-24, eller angiv formatet i en "
            "CSVW-fil (datatype.format).",
            f"The date in {name} ({column.label.en}) has the month before the day and was not "
            "read. Other dates of the column that can be read both ways were read day first, which "
            "is wrong of those that are written as it is. Write them as 1990-12-24, or state the "
            "format in a CSVW file (datatype.format).",
        )
        found.append((MONTH_FIRST, name, sql.month_first, message))
    if sql.null_word:
        message = Text(
            f"Værdien i {name} ({column.label.da}) står for ingenting (NULL, N/A, -); den er "
            "læst som blank.",
            f"The value in {name} ({column.label.en}) stands for nothing (NULL, N/A, -); it was "
            "read as blank.",
        )
        found.append(("null-word", name, sql.null_word, message))
    return found


def _constant(column: Column, text: str, mapping: Mapping, request: Request) -> ColumnSql:
    reading = Reader(column, mapping.form(column.name)).read(text)
    if reading.value is None:
        raise InputError(
            f"Standardværdien for {column.name} i CSVW-filen kan ikke læses.",
            f"The default of {column.name} in the CSVW file cannot be read.",
            request.name,
        )
    return constant_sql(column, reading.value)


def folder_values(keys: dict[str, str], book: HeaderBook) -> dict[str, str]:
    """What the names of folders (`cpr_status=90/`) say of columns, by canonical name."""
    found = {}
    for header, value in keys.items():
        names = book.candidates(header)
        if len(names) == 1:
            found[min(names)] = value
    return found


def _from_folder(column: Column, text: str, request: Request) -> ColumnSql:
    reading = Reader(column).read(text)
    if reading.flaw == UNREADABLE:
        raise InputError(
            f"Mappens navn giver {column.name} en værdi, der ikke kan læses; omdøb mappen.",
            f"The folder's name gives {column.name} a value that cannot be read; rename it.",
            request.name,
        )
    return constant_sql(column, reading.value)


def _something_to_check(
    matched: Matched,
    virtual: dict[str, str],
    headers: Sequence[str],
    facts: FactVocabulary,
    request: Request,
) -> None:
    names = {*matched.columns, *virtual} - {ID, TYPE}
    if names:
        return
    near = next(
        (near for n in matched.unknown if (near := suggestion(headers[n], facts.columns))), None
    )
    hint = did_you_mean(near)
    raise InputError(
        f"Der er intet at kontrollere: ingen af de {len(headers)} overskrifter er kendt.{hint.da} "
        "Brug de kanoniske navne, eller angiv en CSVW-fil med --mapping.",
        f"There is nothing to check: none of the {len(headers)} headers is known.{hint.en} Use "
        "the canonical names, or name a CSVW file with --mapping.",
        request.name,
    )
