"""`lovgraf history`: daily extracts, each against the law of its day."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from lovgraf.cli import options, values
from lovgraf.cli.columns_said import mapping_of
from lovgraf.cli.command import taking
from lovgraf.cli.help import lang_of
from lovgraf.cli.language import Lang
from lovgraf.cli.progress import progress_bar
from lovgraf.core.private import PrivateFolder
from lovgraf.reports.formats import ReportOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from lovgraf.check.parts.work import Work
    from lovgraf.check.request import CheckRequest
    from lovgraf.core.progress_rate import Progress
    from lovgraf.core.result import CheckResult
    from lovgraf.core.terms import Text
    from lovgraf.law import Law
    from lovgraf.readers.inputs import Inputs
    from lovgraf.reports.history import HistoryFolder
    from lovgraf.runs.history import Day, Laws

_Column = Annotated[str, typer.Option("--as-of-column", metavar="NAME", help="as-of-column")]
_Folder = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FOLDER", help="history-output")
]
_Dataset = Annotated[str, typer.Argument(metavar="FOLDER", help="history-folder")]
_Format = Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="history-format")]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class HistoryOptions:
    """Which extracts are to be checked, by which laws, how, and what is written of them."""

    dataset: _Dataset
    format_: _Format = None
    as_of_column: _Column = "day"
    type_: options.Type = None
    mapping: options.Mapping = None
    column: options.ColumnsSaid = None
    complete: options.Complete = None
    sheet: options.Sheet = None
    accept_unread: options.AcceptUnread = None
    presume: options.Presume = None
    all_norms: options.AllNorms = False
    data: options.Data = None
    with_: options.With = None
    engine: options.Engine = None
    master: options.Master = None
    output: _Folder = None
    fail_on: options.FailOn = None
    show_values: options.ShowValues = False
    exact: options.Exact = False
    resume: options.Resume = False
    progress: options.Progress = False
    lang: options.Language = None


@taking(HistoryOptions)
def history(ctx: typer.Context, given: HistoryOptions) -> int:
    """Check every day, tell of each in a line, and return 1 where one holds what `--fail-on`
    names; of a folder of kept runs show the trend."""
    language = lang_of(ctx)
    from lovgraf.runs.nightly.trend import has_trend

    if has_trend(Path(given.dataset)):
        return _trend(Path(given.dataset), given.format_, given.output, language)
    if given.format_ is not None:
        raise values.no_trend()
    plan = _planned(given)

    from lovgraf.core.output import write_output
    from lovgraf.law import load_law
    from lovgraf.reports.history import lines

    law = values.presuming(load_law(given.data or ()), given.presume, "register")
    values.tell_beside(law, language)
    found, said = _days_checked(given, plan, law, language)
    write_output(lines(found, said, language), None)
    return int(any(result.found(plan.kinds) for result, _ in found))


class _Plan(Struct, frozen=True):
    """What a history is told, read: before the law is loaded."""

    dataset: str
    kinds: frozenset[str]
    method: str
    cluster: str | None
    kept: Path | None


def _planned(given: HistoryOptions) -> _Plan:
    """What a history is told. Raises `InputError` for what cannot be."""
    from lovgraf.readers.inputs import local_path

    dataset = local_path(given.dataset)
    kinds = values.fail_on(given.fail_on)
    method = "columns" if given.engine is None else given.engine
    method = values.one_of("--engine", method, values.ENGINES)
    cluster = values.master(method, given.master)
    values.not_within(dataset, [given.output])
    kept = values.history_work(given.resume, given.output)
    return _Plan(dataset, kinds, method, cluster, kept)


def _days_checked(
    given: HistoryOptions, plan: _Plan, law: Law, language: Lang
) -> tuple[list[tuple[CheckResult, date]], list[Text]]:
    """The result of each day, with the day since which its law stands, and what is to be said
    beside; the folder that is asked for is written meanwhile."""
    from lovgraf.proposals import read_proposal
    from lovgraf.reports.history import HistoryFolder
    from lovgraf.reports.read import not_read_lines
    from lovgraf.runs.history import Laws, days_of

    held, column = ExitStack(), given.as_of_column
    inputs = _extracts(plan.dataset, held, law, given.sheet, fetch=not plan.cluster)
    days = days_of(inputs, column, law.first_day)
    laws = Laws(law, [read_proposal(path) for path in given.with_ or ()])
    mapping = mapping_of(given.column or (), given.mapping, law.facts, held)
    request = _request(given, plan, days[0].as_of, law, mapping)
    report = ReportOptions(language, plan.kinds, given.show_values)
    with held:
        tell = held.enter_context(progress_bar(language, given.progress))
        folder = HistoryFolder(given.output, column, report) if given.output else None
        if folder:
            held.callback(folder.give_up)
        work = _work(plan.kept, plan.cluster, held)
        results = _named(_checked(days, request, laws, plan.cluster, work, tell), request)
        found, notes = _collected(results, laws, folder)
        if folder:
            folder.finish()
        if work is not None:
            work.remove()
    passed_over = not_read_lines(inputs.not_read)
    return found, list(dict.fromkeys([*passed_over, *notes]))


def _request(
    given: HistoryOptions, plan: _Plan, as_of: date, law: Law, mapping: Path | None
) -> CheckRequest:
    """What is asked of the extract of a day."""
    from lovgraf.check.request import CheckRequest

    return CheckRequest(
        as_of, law, mapping, values.record_type(given.type_, law),
        tuple(given.complete or ()), plan.method, plan.kinds, given.show_values, given.exact,
        tuple(given.accept_unread or ()), given.all_norms,
    )  # fmt: skip


def _extracts(dataset: str, held: ExitStack, law: Law, sheet: str | None, *, fetch: bool) -> Inputs:
    """The files of the extracts; without `fetch` those of a store stay there."""
    from lovgraf.readers.inputs import find_inputs
    from lovgraf.readers.stores.address import is_stored
    from lovgraf.readers.stores.files import fetched, find_stored

    stored = is_stored(dataset)
    inputs = find_stored(dataset) if stored else find_inputs(dataset)
    if stored and fetch:
        inputs = fetched(inputs, _temporary(held))
    if sheet is None:
        return inputs
    from lovgraf.check.parts.sheets import with_sheet

    return with_sheet(inputs, sheet, law.facts)


def _work(kept: Path | None, cluster: str | None, held: ExitStack) -> Work | None:
    """The folder in which finished parts are kept, which stays where this run breaks off; None for
    a cluster, unless `kept` says where."""
    if cluster and kept is None:
        return None
    from lovgraf.check.parts.work import Work

    work = Work.begin(kept or _temporary(held))
    held.callback(work.leave)
    return work


def _checked(
    days: list[Day],
    request: CheckRequest,
    laws: Laws,
    cluster: str | None,
    work: Work | None,
    tell: Progress | None,
) -> Iterator[CheckResult]:
    """The result of each day, one after another."""
    if cluster:
        from lovgraf.runs.history_on_spark import check_days_on_spark

        return check_days_on_spark(days, request, laws, cluster, work, tell)
    from lovgraf.runs.history import check_days

    assert work is not None
    return check_days(days, request, laws, work, tell)


def _named(results: Iterator[CheckResult], request: CheckRequest) -> Iterator[CheckResult]:
    """The results, each with what `accept_unread` passes over that it does not have. Raises
    `InputError` for a column that no day has."""
    from lovgraf.core.errors import InputError
    from lovgraf.runs.dataset import require_named

    wrong, days = list[InputError](), 0
    for result in results:
        days += 1
        try:
            yield require_named(result, request)
        except InputError as error:
            wrong.append(error)
            yield result
    if wrong and len(wrong) == days:
        raise wrong[0]


def _trend(folder: Path, format_: str | None, output: Path | None, lang: Lang) -> int:
    """Show what became of the findings over the kept runs of a folder."""
    form = values.trend_format(format_, output)

    from lovgraf.core.output import write_output
    from lovgraf.runs.nightly import trend_text
    from lovgraf.runs.nightly.trend import read_trend

    found = read_trend(folder)
    if form == "json":
        write_output([trend_text.as_json(found)], output)
    else:
        write = trend_text.as_html if form == "html" else trend_text.as_text
        write_output(write(found, lang), output)
    return 0


def _collected(
    results: Iterator[CheckResult], laws: Laws, folder: HistoryFolder | None
) -> tuple[list[tuple[CheckResult, date]], list[Text]]:
    """The result of each day, with the day since which its law stands; what must be said of the
    proposals. Each goes into the folder as it comes."""
    found: list[tuple[CheckResult, date]] = []
    notes: list[Text] = []
    for result in results:
        if folder:
            folder.add(result)
        law, said = laws.of(result.as_of)
        found.append((result, law.at(result.as_of).since))
        notes += said
    return found, notes


def _temporary(held: ExitStack) -> Path:
    """A folder that `held` removes."""
    return held.enter_context(PrivateFolder())
