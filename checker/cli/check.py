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
from lovgraf.core.private import PrivateFolder
from lovgraf.reports.formats import FORMATS, ReportOptions

if TYPE_CHECKING:
    from lovgraf.check.parts.work import Work
    from lovgraf.check.request import CheckRequest
    from lovgraf.core.progress_rate import Progress
    from lovgraf.core.result import CheckResult
    from lovgraf.facts.vocabulary import FactVocabulary
    from lovgraf.readers.databases.address import Address
    from lovgraf.readers.inputs import Inputs
    from lovgraf.readers.prefetch import Prefetch
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
    method = values.one_of("--engine", engine or "columns", values.ENGINES)
    cluster = values.master(method, master)
    shown = values.whole("--rows", rows, ReportOptions.rows, 1)
    for path in (output, findings):
        values.not_an_input(path, [mapping, *(data or ()), *(with_ or ())])
    values.two_outputs(output, findings)
    summarised = values.summary_of(summary, output)
    values.findings_name(findings)
    values.not_within(dataset, [output, findings, since])
    kept = values.work_folder(resume, since, output or findings)
    listed = None if findings is None else findings.name
    width, colour = terminal(output, ReportOptions.width)
    report = _Report(
        form, ReportOptions(language, kinds, show_values, shown, width, colour, listed),
        output, findings, summarised,
    )  # fmt: skip

    from lovgraf.check.findings import StoredFindings
    from lovgraf.check.request import CheckRequest
    from lovgraf.law import load_law

    with ExitStack() as held:
        address, inputs = _dataset(dataset, table, query, held)
        read = [file.path for file in inputs.files] if address is None else [Path(address.target)]
        for path in (output, findings):
            values.not_an_input(path, read)
        way = _Way(held, address, cluster, _work(kept, since, address, cluster, held), since, ahead)
        with progress_bar(language, progress) as tell:
            law, notes = values.with_proposals(load_law(data or ()), with_, day)
            law = values.presuming(law, presume, "register")
            request = CheckRequest(
                values.in_time(day, law), law, mapping, values.record_type(type_, law),
                tuple(complete or ()), method, kinds, show_values, exact,
                tuple(accept_unread or ()), all_norms,
            )  # fmt: skip
            inputs = way.at_hand(inputs, sheet, law.facts, tell)
            result = way.check(inputs, request, report, tell)
        intake = result.intake.beside(inputs.not_read)
        result = replace(result, notes=(*notes, *result.notes), intake=intake)
        if not result.checked:
            raise _nothing_checked(inputs.name)
        report.write(result)
        way.done()
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
            (self.form.write(result, self.options), self.output)
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


@dataclass(frozen=True)
class _Way:
    """Which way a dataset is checked: at once, in parts, or on a cluster.

    `held` holds what lives until the report is written; `work` keeps what is done; `since` is the
    folder of an earlier check, `ahead` what was begun with the file.
    """

    held: ExitStack
    address: Address | None
    cluster: str | None
    work: Work | None
    since: Path | None
    ahead: Prefetch | None

    def at_hand(
        self, inputs: Inputs, sheet: str | None, facts: FactVocabulary, tell: Progress | None
    ) -> Inputs:
        """The dataset as files of this machine, or as a cluster reads them."""
        from lovgraf.readers.stores.files import fetched

        if self.address is not None:
            inputs = _table(self.address, facts, self.held, tell)
        elif inputs.files[0].url is not None and not self.cluster:
            inputs = fetched(inputs, self.held.enter_context(PrivateFolder()), tell)
        if sheet is None:
            return inputs
        from lovgraf.check.parts.sheets import with_sheet

        return with_sheet(inputs, sheet, facts)

    def check(
        self, inputs: Inputs, request: CheckRequest, report: _Report, tell: Progress | None
    ) -> CheckResult:
        """What is found of a dataset."""
        from lovgraf.check.dataset import check_dataset
        from lovgraf.check.parts.larger_than_memory import exceeds_memory
        from lovgraf.check.parts.run import check_parts
        from lovgraf.check.parts.work import Work

        if self.cluster:
            from lovgraf.check.spark.check import check_on_spark

            folder = report.findings
            if folder is None or folder.suffix == ".parquet":
                return check_on_spark(inputs, self.cluster, request, progress=tell)
            report.findings = None
            return check_on_spark(inputs, self.cluster, request, progress=tell, findings=folder)
        if inputs.single and self.work is None and not exceeds_memory(inputs.files[0].path):
            return check_dataset(inputs.files[0], request, progress=tell, ahead=self.ahead)
        work = self.work or Work.begin(self.held.enter_context(PrivateFolder()))
        return check_parts(inputs, request, work, tell, rows=self.since is not None)

    def done(self) -> None:
        """Drop what was kept to be taken up again: the report is written."""
        if self.work is not None and self.since is None:
            self.work.remove()


def _dataset(
    dataset: str, table: str | None, query: str | None, held: ExitStack
) -> tuple[Address | None, Inputs]:
    """What the user named: a table of a database, or files."""
    from lovgraf.check.parts.piped import is_piped, spool
    from lovgraf.readers.databases.address import find_address
    from lovgraf.readers.inputs import Inputs, find_inputs
    from lovgraf.readers.stores.address import is_stored
    from lovgraf.readers.stores.files import find_stored

    if table is None and query is None:
        if is_stored(dataset):
            return None, find_stored(dataset)
        if is_piped(dataset):
            return None, spool(dataset, held.enter_context(PrivateFolder()))
    address = find_address(dataset, table, query)
    if address is None:
        return None, find_inputs(dataset)
    return address, Inputs(address.database, ())


def _work(
    kept: Path | None,
    since: Path | None,
    address: Address | None,
    cluster: str | None,
    held: ExitStack,
) -> Work | None:
    """The folder in which what is done is kept, where it is to be taken up again."""
    if cluster and address is not None:
        raise values.no_table_on_spark()
    if cluster and kept is not None:
        raise values.no_parts_on_spark()
    if kept is None:
        return None
    from lovgraf.check.parts.work import Work

    work = Work.begin(kept)
    if since is None:
        held.callback(work.leave)
    return work


def _table(
    address: Address, facts: FactVocabulary, held: ExitStack, tell: Progress | None
) -> Inputs:
    """A table of a database as a file in a temporary folder, which `held` removes."""
    from lovgraf.readers.databases.spool import read_database
    from lovgraf.readers.inputs import InputFile, Inputs

    path, name = read_database(address, facts, held.enter_context(PrivateFolder()), tell)
    return Inputs(name, (InputFile(path, name),), single=True)


def _nothing_checked(name: str) -> Exception:
    from lovgraf.core.errors import InputError

    return InputError(
        "Intet blev kontrolleret: filen har ingen registreringer, som en regel gælder for. Se, om "
        "det er den rigtige fil, og om --type og --as-of passer.",
        "Nothing was checked: the file has no records that a rule is about. See whether it is the "
        "right file and whether --type and --as-of fit.",
        name,
    )
