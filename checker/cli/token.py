"""`lovgraf token`: the tokens by which other systems use the pages."""

from __future__ import annotations

import importlib.util
import sys
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lovgraf.cli import options, values
from lovgraf.cli.help import lang_of

if TYPE_CHECKING:
    from lovgraf.cli.language import Lang

_ACTIONS = ("new", "list", "revoke")
_ROLES = ("reader", "caseworker", "drafter")
_Action = Annotated[str, typer.Argument(metavar="new|list|revoke", help="token-action")]
_Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help="token-name")]
_Role = Annotated[
    str,
    typer.Option("--role", metavar="ROLE", help="token-role", autocompletion=options.among(_ROLES)),
]
_Days = Annotated[str | None, typer.Option("--days", metavar="N", help="token-days")]


def token(
    ctx: typer.Context,
    action: _Action,
    name: _Name = None,
    role: _Role = "reader",
    days: _Days = None,
    lang: options.Language = None,
) -> int:
    """Make a token, list them, or revoke one by its id."""
    from lovgraf.core.errors import InputError
    from lovgraf.core.extras import not_installed

    language = lang_of(ctx)
    chosen = values.one_of("token", action, _ACTIONS)
    values.one_of("--role", role, _ROLES)
    number = values.whole("--days", days, 365, 1)
    if chosen != "list" and not name:
        raise InputError(
            "Navnet på tokenet (ved revoke: dets id) mangler.",
            "The token's name (for revoke its id) is missing.",
        )
    if importlib.util.find_spec("flask") is None:
        raise not_installed("web", "Siderne", "The web pages")
    web: Any = import_module("lovgraf_web.login.tokens")
    folder: Any = import_module("lovgraf_web.jobs.folders")
    tokens = web.Tokens(folder.state_folder())
    if chosen == "new":
        made, text = tokens.new(name, web.Role[role.upper()], number)
        notice = {
            "da": f"Token {made.id} ({role}) gælder til {_day(made.until)}; det vises kun nu:",
            "en": f"Token {made.id} ({role}) holds until {_day(made.until)}; it is shown only now:",
        }
        print(f"lovgraf: {notice[language]}", file=sys.stderr)
        print(text)
    elif chosen == "list":
        for one in tokens.all():
            print(_line(one, language))
    elif not tokens.revoke(name):
        raise InputError("Der er intet token med det id.", "There is no token of that id.")
    return 0


def _line(one: Any, lang: Lang) -> str:
    """A token in a line: its id, role, day of its end, last use, and name."""
    never = "aldrig brugt" if lang == "da" else "never used"
    used = never if one.used is None else _day(one.used)
    return f"{one.id}  {one.role.name.lower():10}  {_day(one.until)}  {used:12}  {one.name}"


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
