"""Start the command line and turn whatever happens into one line and an exit status."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
import warnings
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from types import FrameType
from typing import NoReturn

from checker.cli.completing import join_words
from checker.cli.ending import begin_process, end_process
from checker.cli.failure import INTERRUPTED, report_failure
from checker.cli.language import LANGUAGES, chosen, language

_OBJECTS = 300_000
"""New objects between two searches for garbage in cycles: a run keeps most of what it makes, and
looking through it at Python's own pace takes a tenth of the start of a check."""
_ending: list[int] = []
"""The exit status once the system ends the process."""


def main() -> NoReturn:
    """The console script: run on the process's arguments and exit."""
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` has it
                signal.signal(number, _terminate)
    begin_process()
    status = run(sys.argv[1:])
    with suppress(OSError):
        sys.stderr.flush()
    try:
        sys.stdout.flush()
    except OSError:
        _drop_stdout()
    end_process(status)


def run(arguments: Sequence[str]) -> int:
    """Run the program on arguments; the exit status: 0, 1 (findings), 2 (unusable), 130."""
    _utf8()
    if not os.environ.get("LOVGRAF_DEBUG"):
        warnings.simplefilter("ignore")
    logging.getLogger().addHandler(logging.NullHandler())
    join_words(os.environ)
    lang = language(arguments, os.environ)
    try:
        from checker.cli.app import app

        wish = chosen(arguments)
        if wish is not None and wish not in LANGUAGES:
            from checker.errors import InputError

            raise InputError("--lang skal være da eller en.", "--lang must be da or en.")
        import typer.main

        command = typer.main.get_command(app)
        status = command.main(list(arguments), "lovgraf", standalone_mode=False, obj=lang)
    except BrokenPipeError:
        _drop_stdout()
        return 0
    except (Exception, KeyboardInterrupt) as error:
        if _interrupted(error):
            if _ending:
                return _ending[0]
            error = KeyboardInterrupt()
        return report_failure(error, lang)
    if status == INTERRUPTED:
        return report_failure(KeyboardInterrupt(), lang)
    return int(status or 0)


def _interrupted(error: BaseException) -> bool:
    """Whether the data engine tells in its own words that a signal came while it worked."""
    return type(error) is RuntimeError and str(error) == "Query interrupted"


def _utf8() -> None:
    """Write UTF-8 whatever the locale says; a lone surrogate becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _drop_stdout() -> None:
    """Nobody reads standard output any more: let the rest go nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _terminate(number: int, _frame: FrameType | None) -> NoReturn:
    """End on SIGTERM or when the terminal is gone as on any error, so that nothing half-written
    remains."""
    _ending.append(128 + number)
    raise SystemExit(128 + number)
