"""The commands of the program."""

from __future__ import annotations

from typing import Annotated

import typer

from checker.cli import (
    assess,
    check,
    compare,
    history,
    law,
    lint,
    options,
    person,
    query,
    tools,
    validate,
)
from checker.cli.help import Command, Group

app = typer.Typer(
    name="lovgraf",
    cls=Group,
    help="app",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"lovgraf {version('lovgraf')}")
        except PackageNotFoundError:
            print("lovgraf")
        raise typer.Exit


_LIMITED = frozenset({"check", "assess", "query", "compare", "history", "validate"})
"""The commands that read what others hand in, under limits of memory and time."""


@app.callback()
def _root(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="version", callback=_show_version, is_eager=True)
    ] = False,
    lang: options.Language = None,
) -> None:
    """Take the options of the program as a whole; `main` has read the language already."""
    if ctx.invoked_subcommand in _LIMITED:
        from checker.limits import limited

        ctx.with_resource(limited())


for name, command in (
    ("check", check.check),
    ("person", person.person),
    ("assess", assess.assess),
    ("law", law.law),
    ("query", query.query),
    ("compare", compare.compare),
    ("history", history.history),
    ("validate", validate.validate),
    ("lint", lint.lint),
    ("format", tools.format_),
    ("sample", tools.sample),
    ("serve", tools.serve),
):
    app.command(name, cls=Command, help=name)(command)
