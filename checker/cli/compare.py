"""`lovgraf compare`: what changed between two reports of `lovgraf check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lovgraf.cli import options, values
from lovgraf.cli.help import lang_of

_Old = Annotated[Path, typer.Argument(metavar="OLD.json", help="compare-old")]
_New = Annotated[Path, typer.Argument(metavar="NEW.json", help="compare-new")]


def compare(
    ctx: typer.Context,
    old: _Old,
    new: _New,
    format_: options.TextOrJson = None,
    output: options.Output = None,
    lang: options.Language = None,
) -> int:
    """Compare, write the comparison, and return 1 where something breached is new."""
    language = lang_of(ctx)
    form = values.plain_format(format_, output)
    values.not_an_input(output, [old, new])

    from lovgraf.core.output import write_output
    from lovgraf.runs import compare
    from lovgraf.runs.compare import compare_runs
    from lovgraf.runs.saved import read_run

    comparison = compare_runs(read_run(old), read_run(new))
    if form == "json":
        write_output([compare.as_json(comparison)], output)
    else:
        write_output(compare.as_text(comparison, language), output)
    return int(comparison.worse)
