"""`lovgraf check`: a dataset against the law."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from lovgraf.cli import options, values
from lovgraf.cli.ending import hold
from lovgraf.cli.help import lang_of
from lovgraf.cli.progress import progress_bar
from lovgraf.cli.terminal import terminal
from lovgraf.reports.formats import FORMATS, ReportOptions

if TYPE_CHECKING:
    from lovgraf.check.parts.work import Work
    from lovgraf.check.request import CheckRequest
    from lovgraf.core.progress_rate import Progress
    from lovgraf.core.result import CheckResult, Earlier
    from lovgraf.readers.inputs import Inputs
    from lovgraf.reports.formats import Format


def check(
    ctx: typer.Context,
    dataset: options.Dataset,
    table: options.Table = None,
    query: options.Query = None,
    type_: options.Type = None,
    mapping: options.Mapping = None,
    as_of: options.AsOf = None,
    complete: options.Complete = None,
    sheet: options.Sheet = None,
    accept_unread: options.AcceptUnread = None,
    presume: options.Presume = None,
    all_norms: options.AllNorms = False,
    data: options.Data = None,
    with_: options.With = None,
    engine: options.Engine = None,
    master: options.Master = None,
    format_: options.ReportFormat = None,
    output: options.Output = None,
    summary: options.Summary = False,
    fail_on: options.FailOn = None,
    show_values: options.ShowValues = False,
    exact: options.Exact = False,
    rows: options.Rows = None,
    all_: options.CheckAll = False,
    compare: options.Earlier = None,
    findings: options.FindingsFile = None,
    resume: options.Resume = False,
    since: options.Since = None,
    progress: options.Progress = False,
    lang: options.Language = None,
) -> int:
    """Check a dataset, write the report, and return 1 where it found what `--fail-on` names."""
    language = lang_of(ctx)
    from lovgraf.readers.prefetch import Prefetch

    ahead = None if master or resume or since else Prefetch.begin(Path(dataset))
    if ahead is not None:
        ctx.with_resource(ahead)
    from lovgraf.readers.inputs import local_path

    dataset = local_path(dataset)
    day = values.day(as_of)
    form = FORMATS[values.report_format(format_, output)]
    kinds = values.fail_on(fail_on)
    method = values.one_of("--engine", "columns" if engine is None else engine, values.ENGINES)
    cluster = values.master(method, master)
    shown = values.whole("--rows", rows, ReportOptions.rows, 1)
    for path in (output, findings):
        values.not_an_input(path, [mapping, compare, *(data or ()), *(with_ or ())])
    earlier = None if compare is None else _earlier(compare)
    values.two_outputs(output, findings)
    summarised = values.summary_of(summary, output)
    values.findings_name(findings)
    values.not_within(dataset, [output, findings, since])
    kept = values.work_folder(resume, since, output or findings)
    listed = None if findings is None else findings.name
    width, colour = terminal(output, ReportOptions.width)
    report = _Report(
        form, ReportOptions(language, kinds, show_values, shown, width, colour, listed, all_),
        output, findings, summarised,
    )  # fmt: skip

    from lovgraf.check.findings import StoredFindings
    from lovgraf.check.request import CheckRequest
    from lovgraf.law import load_law
    from lovgraf.runs.dataset import check_inputs, find_dataset

    with ExitStack() as held:
        found = find_dataset(dataset, held, table, query)
        for path in (output, findings):
            values.not_an_input(path, found.files)
        if cluster and found.address is not None:
            raise values.no_table_on_spark()
        if cluster and kept is not None:
            raise values.no_parts_on_spark()
        work = None if kept is None else _work(kept, since is None, held)
        with progress_bar(language, progress) as tell:
            law, notes = values.with_proposals(load_law(data or ()), with_, day)
            law = values.presuming(law, presume, "register")
            request = CheckRequest(
                values.in_time(day, law), law, mapping, values.record_type(type_, law),
                tuple(complete or ()), method, kinds, show_values, exact,
                tuple(accept_unread or ()), all_norms,
            )  # fmt: skip
            inputs = found.at_hand(
                law.facts, held, sheet=sheet, fetch=cluster is None, progress=tell
            )
            if cluster:
                result = report.from_cluster(inputs, cluster, request, tell)
            else:
                result = check_inputs(
                    inputs, request, held, work=work, rows=since is not None, progress=tell,
                    ahead=ahead,
                )  # fmt: skip
        result = replace(result, notes=(*notes, *result.notes), earlier=earlier)
        report.write(result)
        if work is not None and since is None:
            work.remove()
    if isinstance(result.findings, StoredFindings) and not result.findings.on_disk:
        hold(result, law)
    return int(result.found(kinds))


@dataclass
class _Report:
    """How a report is written, and where to."""

    form: Format
    options: ReportOptions
    output: Path | None
    findings: Path | None
    """The file of all findings; None where there is none, or a cluster writes it."""
    summarised: Path | None

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
        write_outputs(outputs, shown)
        if self.summarised is not None:
            from lovgraf.reports.summary import of_check

            print(of_check(result, self.options, self.summarised), end="")
        if note := self.form.left_out(result):
            print(f"lovgraf: {note[self.options.lang]}", file=sys.stderr)

    def from_cluster(
        self, inputs: Inputs, master: str, request: CheckRequest, tell: Progress | None
    ) -> CheckResult:
        """What a cluster finds; a folder of findings is written by its workers."""
        from lovgraf.check.spark.check import check_on_spark
        from lovgraf.runs.dataset import accounted

        folder = None
        if self.findings is not None and self.findings.suffix != ".parquet":
            folder, self.findings = self.findings, None
        found = check_on_spark(inputs, master, request, progress=tell, findings=folder)
        return accounted(found, inputs)


def _work(kept: Path, once: bool, held: ExitStack) -> Work:
    """The folder in which what is done is kept; that of one run is left as it is if that ends."""
    from lovgraf.check.parts.work import Work

    work = Work.begin(kept)
    if once:
        held.callback(work.leave)
    return work


def _earlier(path: Path) -> Earlier:
    """What an earlier report counted. Raises `InputError` for what is none."""
    from lovgraf.core.result import Earlier
    from lovgraf.runs.saved import read_run

    run = read_run(path)
    return Earlier(run.name, run.as_of, {cause.id: cause.count for cause in run.causes.values()})
