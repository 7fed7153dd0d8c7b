"""Typer's commands as they are here: texts are looked up, words are taken as they are typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup

from lovgraf.cli.language import Lang
from lovgraf.cli.texts import FIRST, text
from lovgraf.reports.formats import FORMATS


def lang_of(context: Any) -> Lang:
    """The language of a run; English where the shell asks for completions."""
    lang: Lang = context.find_root().obj or "en"
    return lang


class _Own:
    """Names the option for help in one order (typer takes a set of names as it comes), and takes
    words and paths as they are typed, without pydantic, which takes a tenth of a short run."""

    def get_help_option_names(self, ctx: Any) -> list[str]:
        """The long name first."""
        names: list[str] = super().get_help_option_names(ctx)  # type: ignore[misc]
        return sorted(names, key=len, reverse=True)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What is left of the arguments of the command line."""
        for parameter in self.get_params(ctx):  # type: ignore[attr-defined]
            _take_as_typed(parameter)
        left: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        return left


def _take_as_typed(parameter: Any) -> None:
    """Have a parameter made of what is typed for it, where typer would only look at that."""
    take = _AS_TYPED.get(parameter.type_descriptor.annotation)
    if take is not None:
        parameter.get_runtime_param = lambda: take


class _AsTyped:
    """Makes the value of a parameter, as typer's own `RuntimeParam` does."""

    def __init__(self, kind: type, several: bool) -> None:
        self._kind, self._several = kind, several

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """A word or path, or a list of them; what is not given stays as it is."""
        if value is None:
            return () if self._several else None
        return [self._kind(one) for one in value] if self._several else self._kind(value)


_AS_TYPED: dict[Any, _AsTyped] = {
    bool: _AsTyped(bool, several=False),
    str: _AsTyped(str, several=False),
    Path: _AsTyped(Path, several=False),
    list[str]: _AsTyped(str, several=True),
    list[Path]: _AsTyped(Path, several=True),
}
"""By annotation. A flag comes as what it is: none of them is read from the environment."""


class Command(_Own, TyperCommand):
    """A command whose help is looked up by key."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """One line: what to type."""
        _usage(self, ctx, formatter)

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """What the command does."""
        _paragraph(text(self.help or "", lang_of(ctx)), formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments and options."""
        _parameters(self, ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """What the exit status means."""
        _paragraph(text("status", lang_of(ctx)), formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """What the command does, for the shell's completion, in English."""
        return text(self.help or "", "en")


class Group(_Own, TyperGroup):
    """The whole program, with its commands in the order in which they are declared."""

    command_class = Command
    users: Mapping[str, Sequence[str]]
    """The names of the commands by who uses them most, both keys of texts."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands; none is loaded for it."""
        return [*self.commands]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """One line: what to type."""
        _usage(self, ctx, formatter)

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """What the program does, and a first command for each kind of user."""
        lang = lang_of(ctx)
        _paragraph(text(self.help or "", lang), formatter)
        first = [(text(f"first-{one}", lang), text(f"first-{one}-is", lang)) for one in FIRST]
        with formatter.section(text("first", lang)):
            formatter.write_dl(first)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Options and commands."""
        _parameters(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands with what they do, in full, by who uses them most."""
        lang = lang_of(ctx)
        for users, names in self.users.items():
            with formatter.section(text(users, lang)):
                formatter.write_dl([(name, text(name, lang)) for name in names])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """What the exit status means."""
        _paragraph(text("status", lang_of(ctx)), formatter)


def _usage(command: Any, ctx: Any, formatter: Any) -> None:
    lang = lang_of(ctx)
    pieces = " ".join(text(piece.strip("{}"), lang) for piece in command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix=text("Usage", lang))


def _paragraph(words: str, formatter: Any) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(words)


def _parameters(command: Any, ctx: Any, formatter: Any) -> None:
    lang = lang_of(ctx)
    arguments, options = [], []
    for parameter in command.get_params(ctx):
        if parameter.hidden:
            continue
        if parameter.param_type_name == "argument":
            arguments.append((parameter.metavar, _help(parameter, lang)))
            continue
        names = ", ".join([*parameter.opts, *parameter.secondary_opts])
        flag = parameter.is_flag or parameter.metavar is None
        options.append((names if flag else f"{names} {parameter.metavar}", _help(parameter, lang)))
    for title, rows in (("Arguments", arguments), ("Options", options)):
        if rows:
            with formatter.section(text(title, lang)):
                formatter.write_dl(rows)


def _help(parameter: Any, lang: Lang) -> str:
    own = {"help", "install_completion", "show_completion"}
    key = parameter.name if parameter.name in own else parameter.help or ""
    return text(key, lang).replace("{formats}", ", ".join(FORMATS))
