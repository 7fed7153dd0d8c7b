"""The commands of the program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pkgutil import resolve_name
from typing import Annotated, Any

import typer
import typer.main

from lovgraf.cli import options
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


class _Commands(Mapping[str, Any]):
    """The commands by name (of `click`): each is loaded when it is asked for."""

    def __init__(self) -> None:
        self._users = {name: users for users, own in _COMMANDS.items() for name in own}
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Any:
        users = self._users[name]
        run = resolve_name(f"lovgraf.cli.{_COMMANDS[users][name]}")
        alone = typer.Typer(
            add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
        )
        alone.command(name, cls=Command, help=name)(run)
        return typer.main.get_command(alone)

    def __iter__(self) -> Iterator[str]:
        return iter(self._users)

    def __len__(self) -> int:
        return len(self._users)


@cache
def program() -> Any:
    """All commands as one that runs arguments (of `click`), made once a process."""
    found: Any = typer.main.get_command(app)
    found.commands = _Commands()
    found.users = {users: [*own] for users, own in _COMMANDS.items()}
    return found
