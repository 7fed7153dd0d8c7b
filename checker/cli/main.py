"""Start the command line and turn whatever happens into one line and an exit status."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import NoReturn, TextIO

from lovgraf.cli.language import Lang
from lovgraf.core import stopping

_OBJECTS = 1_000_000
"""New objects between two searches for garbage in cycles: a run keeps most of what it makes, and
looking through it at Python's own pace takes a tenth of the start of a check."""
_ENGINE = "Query interrupted"
"""What the data engine says in place of an interruption."""


def main() -> NoReturn:
    """The console script: run on the process's arguments and exit."""
    from lovgraf.cli.ending import begin_process, end_process

    status = _INTERRUPTED
    with suppress(KeyboardInterrupt):
        stopping.listen()
        gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
        begin_process()
        status = run(sys.argv[1:])
    stopping.end()
    with suppress(OSError):
        sys.stderr.flush()
    try:
        sys.stdout.flush()
    except OSError:
        _drop_stdout()
    end_process(status)


def run(arguments: Sequence[str]) -> int:
    """Run the program on arguments; the exit status: 0, 1 (findings), 2 (unusable), 130."""
    from lovgraf.cli.failure import report_failure
    from lovgraf.cli.language import language

    lang = language(arguments, os.environ)
    try:
        status = _run(arguments, lang)
    except BrokenPipeError:
        _drop_stdout()
        return 0
    except (Exception, KeyboardInterrupt, SystemExit) as error:
        stopping.ending()
        wanted = stopping.stopped()
        if wanted is None and isinstance(error, SystemExit):
            raise
        if wanted is None:
            engine = type(error) is RuntimeError and str(error) == _ENGINE
            return report_failure(KeyboardInterrupt() if engine else error, lang)
        status = wanted
    _tell_cache(lang)
    status = stopping.stopped() or status
    return report_failure(KeyboardInterrupt(), lang) if status == _INTERRUPTED else status


_INTERRUPTED = 130


def _tell_cache(lang: Lang) -> None:
    """Say on standard error where the cache could not be written; a run that used none says
    nothing, and loads nothing for it."""
    cache = sys.modules.get("lovgraf.core.cache")
    found = cache.not_kept() if cache is not None else None
    if found is not None:
        from lovgraf.core.safe import plain

        print(f"lovgraf: {plain(found[lang])}", file=sys.stderr)


def _run(arguments: Sequence[str], lang: Lang) -> int:
    """Run the program; whatever it raises passes."""
    import logging
    import warnings

    from lovgraf.cli.completing import join_words
    from lovgraf.cli.language import LANGUAGES, chosen

    _utf8()
    if os.environ.get("LOVGRAF_DEBUG"):
        warnings.showwarning = _warn
    else:
        warnings.simplefilter("ignore")
    logging.getLogger().addHandler(logging.NullHandler())
    join_words(os.environ)
    from lovgraf.cli.app import program

    wish = chosen(arguments)
    if wish is not None and wish not in LANGUAGES:
        from lovgraf.core.errors import InputError

        raise InputError("--lang skal være da eller en.", "--lang must be da or en.")
    return int(program().main(list(arguments), "lovgraf", standalone_mode=False, obj=lang) or 0)


def _warn(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Say what kind of warning came from where: its words may quote a cell."""
    print(f"{category.__name__}: {filename}:{lineno}", file=sys.stderr)


def _utf8() -> None:
    """Write UTF-8 whatever the locale says; a lone surrogate becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _drop_stdout() -> None:
    """Nobody reads standard output any more: let the rest go nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
