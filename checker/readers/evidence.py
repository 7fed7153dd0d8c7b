"""What the rows of a file tell of how its columns are read: its sample, and where that does not
suffice all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from lovgraf.facts.dates import DateOrder
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.codes_of_yes import coded_columns
from lovgraf.readers.csvw import Mapping as Csvw
from lovgraf.readers.date_forms import in_doubt, months_of
from lovgraf.readers.date_orders import date_orders
from lovgraf.readers.expressions import Sample
from lovgraf.readers.lost_zeros import zeros_kept
from lovgraf.readers.reading import CPR
from lovgraf.readers.source import DISTINCT, Evidence, Request, Source, SourceColumn, run
from lovgraf.readers.typed import as_text


def evidence_of(
    request: Request,
    source: Source,
    placed: Mapping[str, SourceColumn],
    samples: Mapping[str, Sample],
    mapping: Csvw,
    facts: FactVocabulary,
) -> Evidence:
    """What tells how the columns `placed`, by canonical name, are written; `samples` are the
    distinct texts of `lovgraf_sample`, by SQL, of those that are read as texts."""
    columns = {name: facts.columns[name] for name in placed}
    numbers = {name: at for name, at in placed.items() if columns[name].format == CPR}
    texts = {
        name: text for name, at in placed.items() if (text := as_text(at.sql, at.type)) in samples
    }
    answers = {
        text: form
        for name, text in texts.items()
        if columns[name].datatype == "boolean" and not (form := mapping.form(name)).true
    }
    coded = coded_columns(request, source, samples, answers)
    dates = {name for name in placed if columns[name].datatype == "date"}
    patterns = {name: how for name in dates if (how := mapping.form(name).dates.pattern)}
    days = {text: samples[text] for name, text in texts.items() if name in dates - {*patterns}}
    orders = date_orders(request, source, days, "lovgraf_sample")
    others = _others(request, source, placed.values()) if in_doubt(orders.values()) else ()
    return Evidence(
        zeros_kept=zeros_kept(request, source, numbers, samples),
        coded=frozenset(name for name, text in texts.items() if text in coded),
        orders={name: orders[text] for name, text in texts.items() if text in orders},
        months=months_of([*orders.values(), *others], patterns.values()),
    )


def _others(
    request: Request, source: Source, read: Iterable[SourceColumn]
) -> Collection[DateOrder]:
    """The order of the dates in the columns that are not read."""
    own = {at.sql for at in read}
    others = [at.sql for at in source.columns if at.sql not in own and at.type == "VARCHAR"]
    if not source.relation or not others:
        return ()
    samples = samples_of(request, others, source.sample)
    return date_orders(request, source, samples, source.sample).values()


def samples_of(
    request: Request, texts: Sequence[str], rows_of: str = "lovgraf_sample"
) -> dict[str, Sample]:
    """What the rows of a sample say, the most frequent first, by SQL of a text: of few rows that
    is asked at once, since the data engine takes milliseconds for each question."""
    rows = texts and run(request, f"SELECT {', '.join(texts)} FROM {rows_of} LIMIT {DISTINCT + 1}")
    if len(rows) > DISTINCT:
        return {text: _sample(request, text, rows_of) for text in texts}
    return {text: _counted(row[n] for row in rows) for n, text in enumerate(texts)}


def _counted(written: Iterable[str | None]) -> Sample:
    counts = Counter(text for text in written if text is not None)
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _sample(request: Request, text: str, rows_of: str) -> Sample:
    rows = run(
        request,
        f"SELECT {text} AS t, count(*) AS n FROM {rows_of} WHERE {text} IS NOT NULL "
        f"GROUP BY ALL ORDER BY n DESC, t LIMIT {DISTINCT}",
    )
    return [(str(written), int(count)) for written, count in rows]
