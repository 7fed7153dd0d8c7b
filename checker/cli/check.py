"""`lovgraf check`: a dataset against the law."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    from lovgraf.core.progress_rate import Progress
    from lovgraf.core.result import CheckResult, Earlier
    from lovgraf.facts.vocabulary import FactVocabulary
    from lovgraf.readers.databases.address import Address
    from lovgraf.readers.inputs import Inputs


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
    from lovgraf.check.parts.piped import is_piped, spool
    from lovgraf.check.parts.sheets import with_sheet
    from lovgraf.readers.inputs import Inputs, find_inputs, local_path

    dataset = local_path(dataset)
    day = values.day(as_of)
    form = FORMATS[values.report_format(format_, output)]
    kinds = values.fail_on(fail_on)
    method = values.one_of("--engine", engine or "columns", values.ENGINES)
    cluster = values.master(method, master)
    shown = values.whole("--rows", rows, ReportOptions.rows, 1)
    values.not_an_input(output, [mapping, compare, *(data or ()), *(with_ or ())])
    values.not_an_input(findings, [mapping, compare, *(data or ()), *(with_ or ())])
    earlier = None if compare is None else _earlier(compare)
    values.two_outputs(output, findings)
    summarised = values.summary_of(summary, output)
    values.findings_name(findings)
    values.not_within(dataset, [output, findings, since])
    kept = values.work_folder(resume, since, output or findings)

    from lovgraf.check.dataset import check_dataset
    from lovgraf.check.findings import StoredFindings
    from lovgraf.check.parts.larger_than_memory import exceeds_memory
    from lovgraf.check.parts.work import Work
    from lovgraf.core.output import Pieces, write_outputs
    from lovgraf.law import load_law
    from lovgraf.readers.databases.address import find_address
    from lovgraf.readers.stores.address import is_stored
    from lovgraf.readers.stores.files import fetched, find_stored

    held = ExitStack()
    if is_stored(dataset) and table is None and query is None:
        address, inputs = None, find_stored(dataset)
    elif is_piped(dataset) and table is None and query is None:
        address, inputs = None, spool(dataset, held.enter_context(PrivateFolder()))
    else:
        address = find_address(dataset, table, query)
        inputs = find_inputs(dataset) if address is None else Inputs(address.database, ())
    read = [file.path for file in inputs.files] if address is None else [Path(address.target)]
    values.not_an_input(output, read)
    values.not_an_input(findings, read)
    if cluster and address is not None:
        raise values.no_table_on_spark()
    if cluster and kept is not None:
        raise values.no_parts_on_spark()
    with held:
        work = None if kept is None else Work.begin(kept)
        if work is not None and since is None:
            held.callback(work.leave)
        with progress_bar(language, progress) as tell:
            law, notes = values.with_proposals(load_law(data or ()), with_, day)
            law = values.presuming(law, presume, "register")
            asked: dict[str, Any] = {
                "as_of": values.in_time(day, law),
                "law": law,
                "mapping": mapping,
                "record_type": values.record_type(type_, law),
                "complete": tuple(complete or ()),
                "accept_unread": tuple(accept_unread or ()),
                "exact": exact,
                "all_norms": all_norms,
                "fail_on": kinds,
                "show_values": show_values,
            }
            if address is not None:
                inputs = _table(address, law.facts, held, tell)
            elif inputs.files[0].url is not None and not cluster:
                inputs = fetched(inputs, held.enter_context(PrivateFolder()), tell)
            if sheet is not None:
                inputs = with_sheet(inputs, sheet, law.facts)
            if cluster:
                from lovgraf.check.spark.check import check_on_spark

                if findings is not None and findings.suffix != ".parquet":
                    asked["findings"], findings = findings, None
                result = check_on_spark(inputs, cluster, **asked, progress=tell)
            elif inputs.single and work is None and not exceeds_memory(inputs.files[0].path):
                file = inputs.files[0]
                asked |= {"engine": method, "name": file.name, "sheet": file.sheet}
                result = check_dataset(file.path, **asked, progress=tell, ahead=ahead)
            else:
                result = _check_parts(
                    inputs, asked | {"engine": method}, work, held, tell, since is not None
                )
        intake = result.intake.beside(inputs.not_read)
        result = replace(result, notes=(*notes, *result.notes), intake=intake, earlier=earlier)
        if not result.checked:
            raise _nothing_checked(inputs.name)
        width, colour = terminal(output, ReportOptions.width)
        listed = None if findings is None else findings.name
        report = ReportOptions(language, kinds, show_values, shown, width, colour, listed, all_)
        outputs: list[tuple[Pieces, Path | None]] = [(form.pieces(result, report), output)]
        if findings is not None:
            from lovgraf.check.findings_table import write

            outputs.insert(0, (write(result, show_values), findings))
        write_outputs(outputs, show_values)
        if summarised is not None:
            from lovgraf.reports.summary import of_check

            print(of_check(result, report, summarised), end="")
        if work is not None and since is None:
            work.remove()
        if note := form.left_out(result):
            print(f"lovgraf: {note[language]}", file=sys.stderr)
    if isinstance(result.findings, StoredFindings) and not result.findings.on_disk:
        hold(result, law)
    return int(result.found(kinds))


def _table(
    address: Address, facts: FactVocabulary, held: ExitStack, tell: Progress | None
) -> Inputs:
    """A table of a database as a file in a temporary folder, which `held` removes."""
    from lovgraf.readers.databases.spool import read_database
    from lovgraf.readers.inputs import InputFile, Inputs

    path, name = read_database(address, facts, held.enter_context(PrivateFolder()), tell)
    return Inputs(name, (InputFile(path, name),), single=True)


def _check_parts(
    inputs: Inputs,
    asked: dict[str, Any],
    work: Work | None,
    held: ExitStack,
    tell: Progress | None,
    rows: bool,
) -> CheckResult:
    """Check several files, or one that is to be taken up again; the work is kept where it is
    asked for, else in a temporary folder which `held` removes after the report."""
    from lovgraf.check.parts.asked import Asked
    from lovgraf.check.parts.run import check_parts
    from lovgraf.check.parts.work import Work

    if work is None:
        work = Work.begin(held.enter_context(PrivateFolder()))
    return check_parts(inputs, Asked(**asked), work, tell, rows=rows)


def _earlier(path: Path) -> Earlier:
    """What an earlier report counted. Raises `InputError` for what is none."""
    from lovgraf.core.result import Earlier
    from lovgraf.runs.saved import read_run

    run = read_run(path)
    return Earlier(run.name, run.as_of, {cause.id: cause.count for cause in run.causes.values()})


def _nothing_checked(name: str) -> Exception:
    from lovgraf.core.errors import InputError

    return InputError(
        "Intet blev kontrolleret: filen har ingen registreringer, som en regel gælder for. Se, om "
        "det er den rigtige fil, og om --type og --as-of passer.",
        "Nothing was checked: the file has no records that a rule is about. See whether it is the "
        "right file and whether --type and --as-of fit.",
        name,
    )
