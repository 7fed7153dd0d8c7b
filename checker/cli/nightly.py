"""`lovgraf run`: the checks that `lovgraf.toml` names, as a nightly run needs them."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from lovgraf.cli import options, values
from lovgraf.cli.help import lang_of
from lovgraf.cli.progress import progress_bar

if TYPE_CHECKING:
    from lovgraf.law import Law

_Settings = Annotated[Path, typer.Argument(metavar="[lovgraf.toml]", help="run-settings")]
_Check = Annotated[bool, typer.Option("--check", help="run-check")]


def run(
    ctx: typer.Context,
    settings: _Settings = Path("lovgraf.toml"),
    check: _Check = False,
    progress: options.Progress = False,
    lang: options.Language = None,
) -> int:
    """Check what the file names, tell what changed, and return 1 where findings are new, 2 where a
    dataset cannot be used."""
    language = lang_of(ctx)
    from lovgraf.runs.nightly.settings import read_settings

    found = read_settings(settings)
    if lang is None and "LOVGRAF_LANG" not in os.environ:
        language = found.lang
    if check:
        from lovgraf.cli.nightly_check import checked

        return checked(found, language)

    import sys

    from lovgraf.core.output import write_output
    from lovgraf.core.safe import plain
    from lovgraf.law import load_law
    from lovgraf.runs.nightly import notices
    from lovgraf.runs.nightly.run import run_all

    @cache
    def law_of(presume: str) -> Law:
        return values.presuming(load_law(found.data), presume, "register")

    with progress_bar(language, progress) as tell:
        nightly = run_all(found, law_of, progress=tell)
    notices.write_log(nightly, found)
    used = tuple(one for one in nightly.datasets if one.error is None)
    write_output(notices.as_text(replace(nightly, datasets=used), found, language), None)
    for one in nightly.datasets:
        if one.error is not None:
            line = f"{one.dataset}: {one.error[language]}"
            print(f"lovgraf: {plain(line)}", file=sys.stderr)
    notices.tell(nightly, found)
    if nightly.failed:
        return 2
    return int(nightly.found(found.status))
