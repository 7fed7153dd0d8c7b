"""The commands of the program."""

from __future__ import annotations

from functools import cache
from pkgutil import resolve_name
from typing import Annotated, Any

import typer
import typer.main

from lovgraf.cli import options
from lovgraf.cli.help import Command, Group
from lovgraf.core.made_later import MadeLater

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


_COMMANDS = {
    "caseworkers": {"ask": "ask:ask", "person": "person:person", "law": "law:law"},
    "drafters": {"assess": "assess:assess", "query": "query:query", "lint": "lint:lint"},
    "agencies": {
        "check": "check:check",
        "map": "map:map_",
        "columns": "columns:columns",
        "init": "init:init",
        "run": "nightly:run",
        "compare": "compare:compare",
        "history": "history:history",
        "sample": "tools:sample",
    },
    "developers": {
        "validate": "validate:validate",
        "token": "token:token",
        "format": "tools:format_",
        "serve": "tools:serve",
    },
}
"""The commands by who uses them most, as help lists them, each with the module and the function
that runs it."""


def _command(name: str, place: str) -> Any:
    """A command (of `click`), of which the module is loaded now."""
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    alone.command(name, cls=Command, help=name)(resolve_name(f"lovgraf.cli.{place}"))
    return typer.main.get_command(alone)


@cache
def program() -> Any:
    """All commands as one that runs arguments (of `click`), made once a process; each is loaded
    when it is asked for."""
    found: Any = typer.main.get_command(app)
    places = {name: place for own in _COMMANDS.values() for name, place in own.items()}
    found.commands = MadeLater(places, lambda name: _command(name, places[name]))
    found.users = {users: [*own] for users, own in _COMMANDS.items()}
    return found
