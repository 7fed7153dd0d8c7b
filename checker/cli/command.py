"""A command that takes its arguments and options as one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from inspect import Parameter, Signature
from typing import Any, TypeVar, get_type_hints

import typer

_Options = TypeVar("_Options")


def taking(
    options: type[_Options],
) -> Callable[[Callable[[typer.Context, _Options], int]], Callable[..., int]]:
    """Have a command take the fields of a dataclass as its arguments and options, in their order:
    each is annotated as typer reads it of a parameter."""

    def made(run: Callable[[typer.Context, _Options], int]) -> Callable[..., int]:
        def command(ctx: typer.Context, **given: Any) -> int:
            return run(ctx, options(**given))

        command.__doc__, command.__name__ = run.__doc__, run.__name__
        hints = {"ctx": typer.Context, **get_type_hints(options, include_extras=True)}
        defaults = {one.name: one.default for one in fields(options)}  # type: ignore[arg-type]
        parameters = [
            Parameter(
                name, Parameter.KEYWORD_ONLY, annotation=hint,
                default=Parameter.empty if (own := defaults.get(name, MISSING)) is MISSING else own,
            )
            for name, hint in hints.items()
        ]  # fmt: skip
        command.__annotations__ = hints
        command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
        return command

    return made
