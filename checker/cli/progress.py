"""A progress bar on standard error, only where a person watches it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from checker.cli.language import Lang

if TYPE_CHECKING:
    from checker.terms import Text

Tell = Callable[["float | None", "Text"], None]


@contextmanager
def progress_bar(lang: Lang) -> Iterator[Tell | None]:
    """A callback for the fraction done (None: unknown) and what is going on; None without a bar."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(fraction: float | None, text: Text) -> None:
            total = None if fraction is None else 1.0
            bar.update(task, description=text[lang], total=total, completed=fraction or 0.0)

        yield tell
