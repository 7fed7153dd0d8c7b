"""Whatever goes wrong, in one line on standard error, without personal values."""

from __future__ import annotations

import os
import re
import sys
import traceback
from pathlib import Path

from lovgraf.cli.language import Lang

UNUSABLE, INTERRUPTED = 2, 130
_OPTION = re.compile(r"--?[A-Za-z][A-Za-z-]*")


def report_failure(error: BaseException, lang: Lang) -> int:
    """Print the one line for an error and return the exit status it stands for."""
    name = type(error).__name__
    status = UNUSABLE
    if isinstance(error, KeyboardInterrupt) or name == "Abort":
        line, status = _pick(lang, "Afbrudt.", "Interrupted."), INTERRUPTED
    elif hasattr(error, "in_language"):
        line = error.in_language(getattr(error, "language", None) or lang)
    elif hasattr(error, "format_message") and hasattr(error, "exit_code"):
        line = _usage(error, name, lang)
    elif _out_of_memory(error):
        from lovgraf.core.limits import no_memory

        line = no_memory().in_language(lang)
    elif full := _no_room(error, lang):
        line = full
    elif isinstance(error, RecursionError) and not os.environ.get("LOVGRAF_DEBUG"):
        line = _pick(
            lang,
            "Noget i filerne er for dybt indlejret til at blive læst; del det op i navngivne dele.",
            "Something in the files nests too deep to be read; split it into parts with names.",
        )
    else:
        line = _unexpected(error, name, lang)
    from lovgraf.core.safe import plain

    print(f"lovgraf: {plain(line)}", file=sys.stderr)
    return status


def _out_of_memory(error: BaseException) -> bool:
    """Whether the memory that a command may have was not enough."""
    from lovgraf.core.limits import is_out_of_memory

    return is_out_of_memory(error)


def _no_room(error: BaseException, lang: Lang) -> str:
    """That a disk is full, or no temporary folder can be written; empty for other errors."""
    from lovgraf.core.private import NO_ROOM, NoTemporaryFolder

    if isinstance(error, NoTemporaryFolder):
        return _pick(
            lang,
            "Der kan ikke skrives i nogen midlertidig mappe: disken er fuld, eller mapperne må "
            "ikke skrives; frigør plads, eller angiv en anden mappe i TMPDIR.",
            "No temporary folder can be written to: the disk is full, or the folders may not be "
            "written; free some room, or name another folder in TMPDIR.",
        )
    if (isinstance(error, OSError) and error.errno in NO_ROOM) or _engine_is_full(error):
        return _pick(
            lang,
            "Der er ikke mere plads på disken; frigør plads der, hvor rapporter og resultater "
            "gemmes, eller angiv en anden mappe til det foreløbige arbejde i TMPDIR.",
            "The disk is full; free some room where reports and results are kept, or name another "
            "folder for the work in progress in TMPDIR.",
        )
    return ""


def _engine_is_full(error: BaseException) -> bool:
    """Whether the data engine found no room for what it writes."""
    if not type(error).__module__.startswith(("duckdb", "_duckdb")):
        return False
    from lovgraf.readers.source import finds_no_room

    return finds_no_room(error)


def _usage(error: BaseException, name: str, lang: Lang) -> str:
    """A mistake in the command line; what was typed is not repeated, save an option's name."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "lovgraf"
    see = _pick(lang, f"Se {path} --help.", f"See {path} --help.")
    option = str(getattr(error, "option_name", ""))
    shown = option if _OPTION.fullmatch(option) else ""
    if name == "NoSuchOption":
        possible = sorted(getattr(error, "possibilities", None) or ())
        hint = ", ".join(possible)
        mean = _pick(lang, f" Mente du {hint}?", f" Did you mean {hint}?") if hint else ""
        what = _pick(lang, f"Valget {shown} findes ikke.", f"There is no option {shown}.")
        if not shown:
            what = _pick(lang, "Der er et valg, som ikke findes.", "There is an unknown option.")
        return f"{what}{mean} {see}"
    if name == "BadOptionUsage":
        what = _pick(
            lang, f"Valget {shown} mangler en værdi.", f"The option {shown} lacks a value."
        )
        return f"{what} {see}"
    parameter = getattr(error, "param", None)
    hint = str(getattr(parameter, "metavar", None) or getattr(parameter, "name", None) or "")
    if name == "MissingParameter":
        return f"{_pick(lang, f'{hint} mangler.', f'{hint} is missing.')} {see}"
    if name == "BadParameter":
        return f"{_pick(lang, f'{hint} kan ikke bruges.', f'{hint} cannot be used.')} {see}"
    message = str(getattr(error, "message", ""))
    if message.startswith(("No such command", "Missing command")):
        commands = ", ".join(getattr(context.command, "commands", ())) if context else ""
        found = re.search(r"Did you mean '([a-z]+)'", message)
        if found:
            mean = _pick(lang, f"Mente du {found[1]}?", f"Did you mean {found[1]}?")
            return f"{_pick(lang, 'Kommandoen findes ikke.', 'There is no such command.')} {mean}"
        return _pick(
            lang, f"Skriv en af kommandoerne {commands}.", f"Type one of the commands {commands}."
        )
    if message.startswith("Got unexpected extra"):
        what = _pick(lang, "Der er for mange argumenter.", "There are too many arguments.")
        return f"{what} {see}"
    what = _pick(lang, "Kommandolinjen kan ikke forstås.", "The command line cannot be understood.")
    return f"{what} {see}"


def _unexpected(error: BaseException, name: str, lang: Lang) -> str:
    """A fault of the program: its kind and place, never its message, which may hold values."""
    frames = traceback.extract_tb(error.__traceback__)
    if os.environ.get("LOVGRAF_DEBUG"):
        sys.stderr.writelines(traceback.format_list(frames))
    root = str(Path(__file__).parents[2])
    place = ""
    for frame in frames:
        if frame.filename.startswith(root) and "site-packages" not in frame.filename:
            place = f"{Path(frame.filename).relative_to(root).as_posix()}:{frame.lineno}"
    return _pick(
        lang,
        f"Uventet fejl ({name}, {place}). Det er en fejl i Lovgraf: meld den med denne linje og "
        "det, du skrev, men uden personlige værdier. LOVGRAF_DEBUG=1 viser mere.",
        f"Unexpected error ({name}, {place}). This is a fault in Lovgraf: report it with this line "
        "and what you typed, but without personal values. LOVGRAF_DEBUG=1 shows more.",
    )


def _pick(lang: Lang, danish: str, english: str) -> str:
    return danish if lang == "da" else english
