"""What a run has found, as its result."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace

from lovgraf.check.causes import ordered
from lovgraf.check.details import identifying_facts, inferences, keep_details
from lovgraf.check.findings import StoredFindings
from lovgraf.check.presuming import in_order, nothing_asked
from lovgraf.check.ran_out import with_ran_out
from lovgraf.check.run import Run
from lovgraf.check.summing_up import summing_up
from lovgraf.check.untyped import untyped_records
from lovgraf.core.errors import InputError
from lovgraf.core.intake import WHO
from lovgraf.core.result import (
    MOST_OPEN,
    ONLY,
    OUTLOOKS,
    VERDICTS,
    Cause,
    CheckResult,
    Findings,
    NoFindings,
    NormResult,
)
from lovgraf.core.terms import Text
from lovgraf.core.written import date_text, list_text, quoted
from lovgraf.law.added_notes import added_notes
from lovgraf.law.authorities import names_in
from lovgraf.law.coverage import coverage_notes
from lovgraf.law.names import cited_on
from lovgraf.law.norms import Norm, natural
from lovgraf.readers.column_findings import INFERRED_TYPE
from lovgraf.readers.headers import TYPE
from lovgraf.readers.lost import how_read

_AND = Text("og", "and")


def finish_run(
    run: Run,
    kinds: Iterable[str],
    receipt: Callable[[], dict[str, str]],
    of_several: bool = False,
) -> CheckResult:
    """What a run has found of records of some types: all of its file's, or of a part of a file
    `of_several`.

    Raises `InputError` where no norm was in force; a part may have a type alone that has none.
    """
    as_of, law = run.view.as_of, run.law
    if not run.norms and not of_several:
        raise _nothing_to_check(run)
    causes = with_ran_out(run.connection, run.view, run.table, run.values, run.causes.all())
    findings, open_findings = _stored(run, causes)
    missing = {name for cause in causes if not cause.inexact for name in cause.missing}
    plain = summing_up(law.facts, run.table.values, missing)
    above = run.table.intake.rows_above
    return CheckResult(
        as_of=as_of,
        dataset=run.table.name,
        records=run.records,
        norms=run.rests.on(with_outlooks(run.norms, causes)),
        causes=ordered(one for one in causes if one.count),
        findings=findings,
        quality=tuple(flaw.below(above) for flaw in (*run.table.quality, *run.quality)),
        receipt=receipt() | {"cells": str(run.cells)},
        notes=(
            *added_notes(law),
            *_asked_about(run),
            *_no_of_everybody(run),
            *_how_read(run, told=True),
            *coverage_notes(law, as_of, set(kinds)),
            *_weak_type(run),
            *_how_read(run, told=False),
            *run.notes,
        ),  # fmt: skip
        labels=labels(run, causes, plain),
        columns=tuple(sorted(run.table.values)),
        may_be_none=_may_be_none(run, missing),
        plain=plain,
        profile=law.profile.name,
        presumptions=run.rests.uses(law),
        not_asked=tuple(sorted(run.not_asked, key=lambda norm: norm.norm)),
        open=run.open,
        intake=run.table.intake.below(above).of_records(run.records),
        open_findings=open_findings,
    )


def _nothing_to_check(run: Run) -> InputError:
    """The error that no norm was asked of a dataset."""
    if untyped_records(run.quality):
        return InputError(
            f"Ingen registrering har en type, der kan læses ({TYPE}). Ret den, oversæt jeres eget "
            "ord for den i en mapping, eller angiv én for alle med --type.",
            f"No record has a type that can be read ({TYPE}). Correct it, translate your own word "
            "for it in a mapping, or give one for all by --type.",
            run.table.name,
        )
    if run.not_asked:
        unread = [
            column.header
            for table in run.table.intake.tables
            for column in table.columns
            if column.name is None
            and column.header.strip()
            and column.reason not in ("other-type", WHO)
        ]
        return nothing_asked(run.not_asked, run.table.name, run.law.facts, unread)
    day = date_text(run.view.as_of)
    return InputError(
        f"Der er intet at kontrollere: ingen regler i grafen gælder for disse registreringer "
        f"den {day.da}.",
        f"There is nothing to check: no norm in the graph is in force for these records on "
        f"{day.en}.",
        run.table.name,
    )


def _weak_type(run: Run) -> Iterator[Text]:
    """That the law was chosen by one heading."""
    for one in run.table.quality:
        if one.code == INFERRED_TYPE and one.severity == "warning":
            yield one.message


def _asked_about(run: Run) -> Iterator[Text]:
    """That only some rules were asked, where that is so, as they are cited on the day."""
    if about := run.request.about:
        cited = (cited_on(run.law.graph, one, run.view.as_of).text for one in about)
        listed = list_text([*dict.fromkeys(cited)], _AND)
        yield Text(f"{ONLY.da} {listed.da}.", f"{ONLY.en} {listed.en}.")


def _no_of_everybody(run: Run) -> Iterator[Text]:
    """What counts as no of everybody since a blank means no and the dataset lacks the column."""
    there = {column.name for table in run.table.intake.tables for column in table.columns}
    lacking = sorted((run.table.complete & run.table.values.keys()) - there)
    labels = [run.law.facts.columns[name].label for name in lacking]
    if labels:
        named = list_text([quoted(one) for one in labels], _AND)
        yield Text(
            f"{named.da} står ikke i datasættet og regnes for nej hos alle, som det er sagt.",
            f"{named.en} is not in the dataset and counts as no for everybody, as was said.",
        )


def _how_read(run: Run, told: bool) -> Iterator[Text]:
    """How columns are read whose headings do not tell it: those of which something
    else told it, or the others."""
    columns = run.law.facts.columns
    read = {c.name: c for table in run.table.intake.tables for c in table.columns if c.name}
    for name, one in sorted(read.items()):
        by_more = one.told_by is not None
        if name in columns and by_more == told and (columns[name].told or told):
            yield how_read(columns[name], one.header, one.told_by)


def _stored(run: Run, causes: Sequence[Cause]) -> tuple[Findings, Findings]:
    """The records that were listed: those of what is sought, and those of verdicts left open."""
    if not run.sources:
        return NoFindings(), NoFindings()
    order = by_norm(run.order, causes)
    open_ = [VERDICTS.index(cause.verdict) not in run.listed for cause in causes]
    few = [one and cause.count <= MOST_OPEN for one, cause in zip(open_, causes, strict=True)]
    part(run.connection, order, {"findings": [not one for one in open_], "open_findings": few})
    causes = run.numbered = [causes[n] for n in order]
    ids, sources = tuple(cause.id for cause in causes), tuple(run.sources)
    if run.request.show_values:
        kinds = {norm.record_type for norm in run.norms}
        run.details = keep_details(run.connection, run.view, run.table, run.values, causes, kinds)
    found, opened = (
        StoredFindings(run.connection, name, ids, sources, run.details, run.table.intake.rows_above)
        for name in ("findings", "open_findings")
    )
    return found, opened


def part(connection: Any, order: Sequence[int], parts: Mapping[str, Sequence[bool]]) -> None:
    """Part the findings into tables by name, each of some of the causes, which have the place of
    their number in an `order` as their new number."""
    numbers = np.argsort(order).tolist()
    connection.execute("ALTER TABLE findings RENAME TO all_findings")
    for name, chosen in parts.items():
        connection.execute(
            f"CREATE TABLE {name} AS SELECT row, ($numbers::INTEGER[])[cause + 1] AS cause "
            "FROM all_findings WHERE ($chosen::BOOLEAN[])[cause + 1]",
            {"numbers": numbers, "chosen": [*chosen]},
        )
    connection.execute("DROP TABLE all_findings")


def by_norm(norms: Sequence[str], causes: Sequence[Cause]) -> list[int]:
    """The numbers of causes in the order of their norms: those of a record stand in one order,
    whatever records were read before it."""
    place = {norm: number for number, norm in enumerate(norms)}
    return sorted(range(len(causes)), key=lambda n: place.get(causes[n].norm, len(place)))


def with_outlooks(norms: Iterable[NormResult], causes: Iterable[Cause]) -> tuple[NormResult, ...]:
    """Norms in order, with what their undetermined verdicts may come to."""
    open_: dict[str, Counter[str]] = defaultdict(Counter)
    for cause in causes:
        if cause.outlook:
            open_[cause.norm][cause.outlook] += cause.count
    found = (replace(norm, possible=in_order(open_[norm.norm], OUTLOOKS)) for norm in norms)
    return tuple(sorted(found, key=lambda norm: natural(norm.norm)))


def _may_be_none(run: Run, missing: set[str]) -> tuple[str, ...]:
    """The columns of the file of which a blank may mean no, or that there is none (see
    `CheckResult`)."""
    columns, given = run.law.facts.columns, run.table.values.keys() - run.table.complete
    found = ((name, columns[name]) for name in missing & given)
    return tuple(sorted(n for n, c in found if c.denied is not None or c.datatype == "boolean"))


def labels(run: Run, causes: Sequence[Cause], plain: Iterable[str]) -> dict[str, Text]:
    """Labels of bearers, judges and facts that are told by IRI, of columns by name; `plain` are
    those that sum up what is missing."""
    graph, day = run.law.graph, run.view.as_of
    named: dict[str, list[Norm]] = {}
    for norm in run.norms:
        named.setdefault(norm.bearer, []).append(run.law.norms[norm.norm])
    for cause in causes:
        for judge in cause.judgment:
            named.setdefault(judge, []).append(run.law.norms[cause.norm])
    found = {iri: names_in(graph, iri, day, norms) for iri, norms in sorted(named.items())}
    names = {name for cause in causes for name in cause.missing}
    names |= {name for norm in run.not_asked for name in norm.needs}
    names |= {*plain}
    names |= {use.column for use in run.rests.uses(run.law)}
    names |= {column.means for column in run.table.intake.unread_columns if column.means}
    names |= {q.column for q in run.quality if q.column}
    names |= {column for q in run.quality if q.severity == "error" for column in q.columns}
    columns = run.law.facts.columns
    if run.request.show_values:
        kinds = {norm.record_type for norm in run.norms}
        found |= {iri: run.law.facts[iri].label for iri in identifying_facts(run.law.facts, kinds)}
        listed = [run.law.norms[norm.norm] for norm in run.norms]
        for one in inferences(run.view, listed, run.table.values):
            names |= {one.column.name, *one.said.partition("=")[2].split(",")}
    return found | {n: columns[n].label for n in sorted(names) if n in columns}
