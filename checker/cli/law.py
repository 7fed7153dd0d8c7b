"""`lovgraf law`: what is in force, or one provision with its norms and history."""

from __future__ import annotations

from typing import Annotated

import typer

from lovgraf.cli import options, values
from lovgraf.cli.help import lang_of

Provision = Annotated[str | None, typer.Argument(metavar="PROVISION", help="provision")]


def law(
    ctx: typer.Context,
    provision: Provision = None,
    as_of: options.AsOf = None,
    data: options.Data = None,
    format_: options.TextOrJson = None,
    output: options.Output = None,
    lang: options.Language = None,
) -> int:
    """Show the law in force on a date."""
    day = values.day(as_of)
    form = values.plain_format(format_, output)

    from lovgraf.core.output import write_output
    from lovgraf.law import load_law
    from lovgraf.reports import law as reports

    loaded = load_law(data or ())
    if provision is None:
        content = reports.in_force(loaded.at(values.in_time(day, loaded)))
    else:
        content = reports.one_provision(loaded, reports.find(loaded, provision), day)
    if form == "json":
        write_output(reports.as_json(content), output)
    else:
        write_output(reports.as_text(content, lang_of(ctx)), output)
    return 0
