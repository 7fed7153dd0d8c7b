"""The smaller commands: sample data, the form of Turtle files, the web pages."""

from __future__ import annotations

import importlib.util
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from lovgraf.cli import options, values
from lovgraf.cli.help import lang_of
from lovgraf.core import stopping

Size = Annotated[str, typer.Argument(metavar="N", help="size")]
SampleFile = Annotated[Path, typer.Argument(metavar="FILE", help="sample-file")]
Seed = Annotated[str | None, typer.Option("--seed", metavar="S", help="seed")]
Faults = Annotated[str | None, typer.Option("--faults", metavar="SHARE", help="faults")]
Expected = Annotated[Path | None, typer.Option("--expected", metavar="FILE", help="expected")]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="files")]
OnlyCheck = Annotated[bool, typer.Option("--check", help="format-check")]
Host = Annotated[str, typer.Option("--host", metavar="H", help="host")]
Port = Annotated[str | None, typer.Option("--port", metavar="P", help="port")]
Workers = Annotated[str | None, typer.Option("--workers", metavar="N", help="workers")]


def _late(module: str, name: str) -> Any:
    """A function of a module that only this command needs."""
    return getattr(import_module(module), name)


def sample(
    ctx: typer.Context,
    size: Size,
    file: SampleFile,
    seed: Seed = None,
    faults: Faults = None,
    expected: Expected = None,
    lang: options.Language = None,
) -> int:
    """Write a synthetic dataset and, where asked, the verdicts it must get."""
    count = values.whole("N", size, 0, 1)
    number = values.whole("--seed", seed, 1)
    share = values.share("--faults", faults)
    write_sample = _late("lovgraf.authoring.sample", "write_sample")
    summary = write_sample(count, file, number, faults=share, expected=expected)
    if lang_of(ctx) == "da":
        line = f"Skrev {summary.records} syntetiske registreringer pr. {summary.as_of} til {file}."
    else:
        line = f"Wrote {summary.records} synthetic records as of {summary.as_of} to {file}."
    print(f"lovgraf: {line}", file=sys.stderr)
    return 0


def format_(files: Files, check: OnlyCheck = False, lang: options.Language = None) -> int:
    """Rewrite Turtle files; with `--check` only name those that would change."""
    from lovgraf.core.turtle import format_files

    changed = format_files(files, check)
    for path in changed:
        print(path)
    return int(check and bool(changed))


def _processes() -> int:
    """How many processes answer where nobody says: two where there are two cores and processes can
    be forked, since one keeps a single core busy."""
    return min(2, os.cpu_count() or 1) if hasattr(os, "fork") else 1


def serve(
    ctx: typer.Context,
    host: Host = "127.0.0.1",
    port: Port = None,
    workers: Workers = None,
    lang: options.Language = None,
) -> int:
    """Serve the web pages until interrupted."""
    number = values.whole("--port", port, 8000)
    processes = values.whole("--workers", workers, _processes(), 1)
    from lovgraf.core.extras import not_installed

    if importlib.util.find_spec("flask") is None:
        raise not_installed("web", "Siderne", "The web pages")
    from lovgraf_web import is_plain
    from lovgraf_web import serve as run_server

    if is_plain():
        plain = {
            "da": "Siderne vises uden deres udseende, som ikke er bygget (make assets).",
            "en": "The pages are shown plain: their look was not built (make assets).",
        }
        print(f"lovgraf: {plain[lang_of(ctx)]}", file=sys.stderr)
    stopping.ends_by_itself()
    run_server(host, number, processes)
    stopping.expected()
    return 0
