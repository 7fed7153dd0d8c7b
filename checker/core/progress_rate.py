"""How far the reading of rows is, and how fast it goes, for those who wait."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec import Struct, field

from lovgraf.core.terms import Text

Progress = Callable[[float | None, Text], None]
"""Is told the fraction done (None: unknown) and what is going on."""


class ProgressRate(Struct):
    """Tells a number of rows as a fraction of about `rows`, with the rows of a second."""

    tell: Progress
    rows: int
    _start: float = field(default_factory=time.monotonic)

    def __call__(self, done: int) -> None:
        rate = int(done / max(time.monotonic() - self._start, 0.001))
        fraction = min(done / self.rows, 1.0) if self.rows else None
        danish = f"{done:,} rækker, {rate:,} i sekundet".replace(",", ".").replace(". ", ", ")
        self.tell(fraction, Text(danish, f"{done:,} rows, {rate:,} a second"))
