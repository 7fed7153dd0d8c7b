"""How far it is, on standard error: a bar where a person watches it, lines where asked for."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from lovgraf.cli.language import Lang
from lovgraf.core.safe import plain

if TYPE_CHECKING:
    from lovgraf.core.progress_rate import Progress
    from lovgraf.core.terms import Text

EVERY = 10.0


@contextmanager
def progress_bar(lang: Lang, lines: bool = False) -> Iterator[Progress | None]:
    """A callback for the fraction done (None: unknown) and what is going on, with the time left.

    Where standard error is no terminal there is none, or a line now and then where `lines` are
    asked for.
    """
    if not sys.stderr.isatty():
        yield _Lines(lang, time.monotonic()) if lines else None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True, force_jupyter=False)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(fraction: float | None, text: Text) -> None:
            total = None if fraction is None else 1.0
            bar.update(task, description=text[lang], total=total, completed=fraction or 0.0)

        yield tell


class _Lines(Struct):
    """A line on standard error when `EVERY` seconds have gone since the last one."""

    lang: Lang
    _start: float
    _last: float | None = None

    def __call__(self, fraction: float | None, text: Text) -> None:
        now = time.monotonic()
        if self._last is not None and now - self._last < EVERY:
            return
        self._last = now
        line = text[self.lang]
        if fraction:
            left = int((now - self._start) * (1 - fraction) / fraction)
            word = {"da": "tilbage", "en": "left"}[self.lang]
            clock = f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02}"
            line = f"{line} ({100 * fraction:.0f} %, {clock} {word})"
        print(f"lovgraf: {plain(line)}", file=sys.stderr, flush=True)
