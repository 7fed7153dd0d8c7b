"""`lovgraf history`: daily extracts, each against the law of its day."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lovgraf.cli import options, values
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


def history(
    ctx: typer.Context,
    dataset: _Dataset,
    format_: _Format = None,
    as_of_column: _Column = "day",
    type_: options.Type = None,
    mapping: options.Mapping = None,
    complete: options.Complete = None,
    sheet: options.Sheet = None,
    accept_unread: options.AcceptUnread = None,
    presume: options.Presume = None,
    all_norms: options.AllNorms = False,
    data: options.Data = None,
    with_: options.With = None,
    engine: options.Engine = None,
    master: options.Master = None,
    output: _Folder = None,
    fail_on: options.FailOn = None,
    show_values: options.ShowValues = False,
    exact: options.Exact = False,
    resume: options.Resume = False,
    progress: options.Progress = False,
    lang: options.Language = None,
) -> int:
    """Check every day, tell of each in a line, and return 1 where one holds what `--fail-on`
    names; of a folder of kept runs show the trend."""
    language = lang_of(ctx)
    from lovgraf.runs.nightly.trend import has_trend

    if has_trend(Path(dataset)):
        return _trend(Path(dataset), format_, output, language)
    if format_ is not None:
        raise values.no_trend()
    from lovgraf.readers.inputs import local_path

    dataset = local_path(dataset)
    kinds = values.fail_on(fail_on)
    method = values.one_of("--engine", "columns" if engine is None else engine, values.ENGINES)
    cluster = values.master(method, master)
    values.not_within(dataset, [output])
    kept = values.history_work(resume, output)

    from lovgraf.check.request import CheckRequest
    from lovgraf.core.intake import Intake
    from lovgraf.core.output import write_output
    from lovgraf.law import load_law
    from lovgraf.proposals import read_proposal
    from lovgraf.reports.history import HistoryFolder, lines
    from lovgraf.reports.read import read_lines
    from lovgraf.runs.history import Laws, days_of

    law = values.presuming(load_law(data or ()), presume, "register")
    values.tell_beside(law, language)
    held = ExitStack()
    inputs = _extracts(dataset, held, law, sheet, fetch=not cluster)
    days = days_of(inputs, as_of_column, law.first_day)
    laws = Laws(law, [read_proposal(path) for path in with_ or ()])
    request = CheckRequest(
        days[0].as_of, law, mapping, values.record_type(type_, law), tuple(complete or ()), method,
        kinds, show_values, exact, tuple(accept_unread or ()), all_norms,
    )  # fmt: skip
    report = ReportOptions(language, kinds, show_values)
    with held:
        tell = held.enter_context(progress_bar(language, progress))
        folder = HistoryFolder(output, as_of_column, report) if output else None
        if folder:
            held.callback(folder.give_up)
        work = _work(kept, cluster, held)
        results = _named(_checked(days, request, laws, cluster, work, tell), request)
        found, notes = _collected(results, laws, folder)
        if folder:
            folder.finish()
        if work is not None:
            work.remove()
    passed_over = read_lines(Intake(not_read=inputs.not_read))
    said = list(dict.fromkeys([*passed_over, *notes]))
    write_output(lines(found, said, language), None)
    return int(any(result.found(kinds) for result, _ in found))


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
