"""`lovgraf check`: a dataset against the law."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from msgspec import Struct, structs

from lovgraf.cli import options, values
from lovgraf.cli.columns_said import mapping_of
from lovgraf.cli.command import taking
from lovgraf.cli.ending import hold
from lovgraf.cli.help import lang_of
from lovgraf.cli.progress import progress_bar
from lovgraf.cli.terminal import terminal
from lovgraf.reports.formats import FORMATS, ReportOptions

if TYPE_CHECKING:
    from datetime import date

    from lovgraf.check.parts.work import Work
    from lovgraf.check.request import CheckRequest
    from lovgraf.cli.language import Lang
    from lovgraf.core.progress_rate import Progress
    from lovgraf.core.result import CheckResult, Earlier
    from lovgraf.law import Law
    from lovgraf.readers.inputs import Inputs
    from lovgraf.readers.prefetch import Prefetch
    from lovgraf.reports.formats import Format
    from lovgraf.runs.dataset import NamedDataset


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CheckOptions:
    """What is to be checked, by which law, how, and what is written of it."""

    dataset: options.Dataset
    table: options.Table = None
    query: options.Query = None
    type_: options.Type = None
    mapping: options.Mapping = None
    column: options.ColumnsSaid = None
    as_of: options.AsOf = None
    complete: options.Complete = None
    sheet: options.Sheet = None
    accept_unread: options.AcceptUnread = None
    presume: options.Presume = None
    all_norms: options.AllNorms = False
    about: options.AboutActs = None
    data: options.Data = None
    with_: options.With = None
    engine: options.Engine = None
    master: options.Master = None
    format_: options.ReportFormat = None
    output: options.Output = None
    summary: options.Summary = False
    fail_on: options.FailOn = None
    show_values: options.ShowValues = False
    exact: options.Exact = False
    rows: options.Rows = None
    all_: options.CheckAll = False
    compare: options.Earlier = None
    findings: options.FindingsFile = None
    letters: options.Letters = None
    resume: options.Resume = False
    since: options.Since = None
    progress: options.Progress = False
    lang: options.Language = None

    @property
    def goes_on(self) -> bool:
        """Whether it goes on from parts that were checked before."""
        return self.resume or self.since is not None


@taking(CheckOptions)
def check(ctx: typer.Context, given: CheckOptions) -> int:
    """Check a dataset, write the report, and return 1 where it found what `--fail-on` names."""
    from lovgraf.readers.connection import made_ahead

    language = lang_of(ctx)
    ctx.with_resource(made_ahead())
    ahead = _read_ahead(ctx, given)
    plan = _planned(given, language, ahead)

    from lovgraf.check.findings import StoredFindings
    from lovgraf.core.safe import plain
    from lovgraf.runs.lacking import left_undecided, nothing_decided

    with ExitStack() as held:
        result, law = _checked(given, plan, held)
    if isinstance(result.findings, StoredFindings) and not result.findings.on_disk:
        hold(result, law)
    kinds = plan.kinds
    said = nothing_decided(result, law.facts)
    if said is not None and kinds and not result.found(kinds) and not result.passes(kinds):
        for told in (said, left_undecided(result, law.facts)):
            if told is not None:
                print(f"lovgraf: {plain(told[language])}", file=sys.stderr)
        return 2
    return int(result.found(kinds))


def _read_ahead(ctx: typer.Context, given: CheckOptions) -> Prefetch | None:
    """Begin to read a file before it is known what of it is needed; None where none is to be read
    from its beginning."""
    from lovgraf.readers.prefetch import Prefetch

    ahead = None if given.master or given.goes_on else Prefetch.begin(Path(given.dataset))
    if ahead is not None:
        ctx.with_resource(ahead)
    return ahead


class _Plan(Struct, frozen=True):
    """What a check is told, read: before the law is loaded."""

    dataset: str
    day: date
    method: str
    kinds: frozenset[str]
    earlier: Earlier | None
    report: _Report
    way: _Way


def _planned(given: CheckOptions, language: Lang, ahead: Prefetch | None) -> _Plan:
    """What a check is told. Raises `InputError` for what cannot be."""
    from lovgraf.readers.inputs import local_path

    dataset, output, findings = local_path(given.dataset), given.output, given.findings
    day = values.day(given.as_of)
    form = FORMATS[values.report_format(given.format_, output)]
    kinds = values.fail_on(given.fail_on)
    method = "columns" if given.engine is None else given.engine
    method = values.one_of("--engine", method, values.ENGINES)
    cluster = values.master(method, given.master)
    shown = values.whole("--rows", given.rows, ReportOptions.rows, 1)
    read = [given.mapping, given.compare, *(given.data or ()), *(given.with_ or ())]
    outputs = (output, findings, given.letters)
    for path in outputs:
        values.not_an_input(path, read)
    values.different(output=output, findings=findings, letters=given.letters)
    earlier = None if given.compare is None else _earlier(given.compare)
    how = ReportOptions(language, kinds, given.show_values, shown, all=given.all_)
    report = _report(form, how, outputs, given.summary)
    values.not_within(dataset, [*outputs, given.since])
    kept = values.work_folder(given.resume, given.since, output or findings or given.letters)
    way = _Way(cluster, kept, given.since is not None, ahead)
    return _Plan(dataset, day, method, kinds, earlier, report, way)


def _checked(given: CheckOptions, plan: _Plan, held: ExitStack) -> tuple[CheckResult, Law]:
    """What the check finds, once its report is written, and the law that was asked."""
    from lovgraf.law import load_law
    from lovgraf.runs.dataset import find_dataset, require_named

    found = find_dataset(plan.dataset, held, given.table, given.query)
    for path in (given.output, given.findings, given.letters):
        values.not_an_input(path, found.files)
    work = plan.way.work(found, held)
    with progress_bar(plan.report.options.lang, given.progress) as tell:
        law, notes = values.with_proposals(load_law(given.data or ()), given.with_, plan.day)
        law = values.presuming(law, given.presume, "register")
        mapping = mapping_of(given.column or (), given.mapping, law.facts, held)
        request = _request(given, plan, law, mapping)
        here = plan.way.cluster is None
        inputs = found.at_hand(law.facts, held, sheet=given.sheet, fetch=here, progress=tell)
        result = plan.way.result(inputs, request, plan.report, work, held, tell)
        result = require_named(result, request)
    notes = (*notes, *result.notes)
    plan.report.write(structs.replace(result, notes=notes, earlier=plan.earlier))
    if work is not None and given.since is None:
        work.remove()
    return result, law


def _request(given: CheckOptions, plan: _Plan, law: Law, mapping: Path | None) -> CheckRequest:
    """What is asked of the dataset."""
    from lovgraf.check.request import CheckRequest
    from lovgraf.law.within import places_on

    day = values.in_time(plan.day, law)
    return CheckRequest(
        day, law, mapping, values.record_type(given.type_, law),
        tuple(given.complete or ()), plan.method, plan.kinds,
        given.show_values or given.letters is not None, given.exact,
        tuple(given.accept_unread or ()), given.all_norms, places_on(law, given.about or (), day),
    )  # fmt: skip


class _Report(Struct):
    """How a report is written, and where to."""

    form: Format
    options: ReportOptions
    output: Path | None
    findings: Path | None
    """The file of all findings; None where there is none, or a cluster writes it."""
    summarised: Path | None
    letters: Path | None
    """The list of whom to write to; it shows who they are."""

    def write(self, result: CheckResult) -> None:
        """Write the report and what goes beside it; say what the format leaves out."""
        from lovgraf.core.output import Pieces, write_outputs

        shown = self.options.show_values
        outputs: list[tuple[Pieces, Path | None]] = [
            (self.form.pieces(result, self.options), self.output)
        ]
        if self.findings is not None:
            from lovgraf.check.findings_table import write

            outputs.insert(0, (write(result, shown), self.findings))
        if self.letters is not None:
            from lovgraf.reports.as_letters import unlisted

            whom = FORMATS["letters"]
            named = replace(self.options, show_values=True)
            write_outputs([(whom.pieces(result, named), self.letters)], private=True)
            if note := unlisted(result):
                print(f"lovgraf: {note[self.options.lang]}", file=sys.stderr)
        write_outputs(outputs, shown)
        if self.summarised is not None:
            from lovgraf.reports.summary import of_check

            print(of_check(result, self.options, self.summarised), end="")
        if self.output is not None or self.summarised is not None:
            from lovgraf.reports.read import unread_columns

            for line in dict.fromkeys(unread_columns(result.intake.tables, self.options.lang)):
                print(f"lovgraf: {line}", file=sys.stderr)
        if note := self.form.left_out(result):
            print(f"lovgraf: {note[self.options.lang]}", file=sys.stderr)

    def left_to_workers(self) -> Path | None:
        """The folder of findings, where that is asked for: a cluster's workers write it."""
        if self.findings is None or self.findings.suffix == ".parquet":
            return None
        folder, self.findings = self.findings, None
        return folder


def _report(
    form: Format,
    how: ReportOptions,
    outputs: tuple[Path | None, Path | None, Path | None],
    summary: bool,
) -> _Report:
    """The report that is asked for, as wide and as colourful as where it goes; `outputs` are where
    it, all findings and the list of whom to write to go."""
    output, findings, letters = outputs
    summarised = values.summary_of(summary, output)
    values.findings_name(findings)
    values.letters_name(letters)
    width, colour = terminal(output, ReportOptions.width)
    listed, whom = (None if path is None else path.name for path in (findings, letters))
    how = replace(how, width=width, colour=colour, findings=listed, letters=whom)
    return _Report(form, how, output, findings, summarised, letters)


class _Way(Struct, frozen=True):
    """How a check is done: on a cluster or here, and what is kept for the next run."""

    cluster: str | None
    """The address of the cluster; None for this machine."""
    kept: Path | None
    """The folder in which what is done is kept; None where it is not."""
    since: bool
    """Whether later runs go on from there; else only this one does, when it is resumed."""
    ahead: Prefetch | None

    def work(self, found: NamedDataset, held: ExitStack) -> Work | None:
        """The folder in which finished parts are kept, which stays where this run breaks off.
        Raises `InputError` where a cluster cannot check such a dataset, or keep anything."""
        if self.cluster and found.address is not None:
            raise values.no_table_on_spark()
        if self.cluster and self.kept is not None:
            raise values.no_parts_on_spark()
        if self.kept is None:
            return None
        from lovgraf.check.parts.work import Work

        work = Work.begin(self.kept)
        if not self.since:
            held.callback(work.leave)
        return work

    def result(
        self,
        inputs: Inputs,
        request: CheckRequest,
        report: _Report,
        work: Work | None,
        held: ExitStack,
        tell: Progress | None,
    ) -> CheckResult:
        """What the check finds."""
        from lovgraf.runs.dataset import accounted, check_inputs

        if not self.cluster:
            return check_inputs(
                inputs, request, held, work=work, rows=self.since, progress=tell, ahead=self.ahead
            )
        from lovgraf.check.spark.check import check_on_spark

        folder = report.left_to_workers()
        found = check_on_spark(inputs, self.cluster, request, progress=tell, findings=folder)
        return accounted(found, inputs, request)


def _earlier(path: Path) -> Earlier:
    """What an earlier report counted. Raises `InputError` for what is none."""
    from lovgraf.core.result import Earlier
    from lovgraf.runs.saved import read_run

    run = read_run(path)
    return Earlier(run.name, run.as_of, {cause.id: cause.count for cause in run.causes.values()})
