"""`lovgraf history`: daily extracts, each against the law of its day."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from checker.cli import options, values
from checker.cli.help import lang_of
from checker.cli.progress import progress_bar
from checker.reports.formats import ReportOptions

_Column = Annotated[str, typer.Option("--as-of-column", metavar="NAME", help="as-of-column")]
_Folder = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FOLDER", help="history-output")
]


def history(
    ctx: typer.Context,
    dataset: options.Dataset,
    as_of_column: _Column = "day",
    type_: options.Type = None,
    mapping: options.Mapping = None,
    complete: options.Complete = None,
    data: options.Data = None,
    engine: options.Engine = None,
    master: options.Master = None,
    output: _Folder = None,
    fail_on: options.FailOn = None,
    show_values: options.ShowValues = False,
    exact: options.Exact = False,
    lang: options.Language = None,
) -> int:
    """Check every day, tell of each in a line, and return 1 where one holds what `--fail-on`
    names."""
    language = lang_of(ctx)
    kinds = values.fail_on(fail_on)
    method = values.one_of("--engine", engine or "columns", values.ENGINES)
    cluster = values.master(method, master)

    from checker.history.days import days_of
    from checker.history.run import check_days, check_days_on_spark
    from checker.law import load_law
    from checker.output import write_output
    from checker.parts.inputs import find_inputs
    from checker.parts.run import Asked
    from checker.reports.history import HistoryFolder, lines

    law = load_law(data or ())
    days = days_of(find_inputs(dataset), as_of_column, law.first_day)
    asked = Asked(
        days[0].as_of, law, mapping, values.record_type(type_, law), tuple(complete or ()), method,
        kinds, show_values, exact,
    )  # fmt: skip
    report = ReportOptions(language, kinds, show_values)
    with ExitStack() as held:
        progress = held.enter_context(progress_bar(language))
        folder = HistoryFolder(output, as_of_column, report) if output else None
        if folder:
            held.callback(folder.give_up)
        if cluster:
            results = check_days_on_spark(days, asked, cluster, progress)
        else:
            work = Path(held.enter_context(TemporaryDirectory(prefix="lovgraf-")))
            results = check_days(days, asked, work, progress)
        told, found = [], False
        for result in results:
            if folder:
                folder.add(result)
            told.append((result, law.at(result.as_of).since))
            found = found or result.found(kinds)
        if folder:
            folder.finish()
    write_output(lines(told, language), None)
    return int(found)
