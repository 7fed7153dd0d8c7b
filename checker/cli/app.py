"""The commands of the program."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

import typer
import typer.main

from lovgraf.cli import (
    ask,
    assess,
    check,
    columns,
    compare,
    history,
    init,
    law,
    lint,
    nightly,
    options,
    person,
    query,
    token,
    tools,
    validate,
)
from lovgraf.cli import map as map_
from lovgraf.cli.help import Command, Group

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
        from lovgraf.core.release import release

        print(f"lovgraf {release()}")
        raise typer.Exit


_LIMITED = frozenset(
    {"check", "map", "assess", "query", "compare", "history", "validate", "run", "init"}
)
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
        from lovgraf.core.limits import limited

        ctx.with_resource(limited())


_COMMANDS: dict[str, dict[str, Callable[..., int]]] = {
    "caseworkers": {"ask": ask.ask, "person": person.person, "law": law.law},
    "drafters": {"assess": assess.assess, "query": query.query, "lint": lint.lint},
    "agencies": {
        "check": check.check,
        "map": map_.map_,
        "columns": columns.columns,
        "init": init.init,
        "run": nightly.run,
        "compare": compare.compare,
        "history": history.history,
        "sample": tools.sample,
    },
    "developers": {
        "validate": validate.validate,
        "token": token.token,
        "format": tools.format_,
        "serve": tools.serve,
    },
}
"""The commands by who uses them most, as help lists them."""

for users, commands in _COMMANDS.items():
    for name, command in commands.items():
        app.command(name, cls=Command, help=name, rich_help_panel=users)(command)


@cache
def program() -> Any:
    """All commands as one that runs arguments (of `click`), made once a process."""
    return typer.main.get_command(app)
