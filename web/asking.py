"""One query of the pages or of the endpoint: its place in a lane, its child, how it ended."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import current_app

from lovgraf.core.errors import InputError
from lovgraf.core.sandbox import Displaced, SandboxError
from lovgraf.query.run import Answer, Dataset, Engine, Formats
from lovgraf_web.current import engine, lanes
from lovgraf_web.lanes import PATIENCE, Cancelled, Full, Lanes, Place
from lovgraf_web.metrics import Metrics

_LOOK = 0.2
"""Seconds after which a slow query is asked again whether it was cancelled."""


@dataclass(frozen=True)
class Desk:
    """What answers queries, for use in any thread."""

    engine: Engine
    lanes: Lanes
    metrics: Metrics

    @staticmethod
    def here() -> Desk:
        """That of the running application."""
        return Desk(engine(), lanes(), current_app.extensions["metrics"])

    def answer(
        self,
        text: str,
        day: date,
        formats: Formats,
        dataset: Dataset | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """The answer. Where `cancelled` says so the child is killed.

        Raises `InputError`, `lovgraf_web.lanes.Full`, a `SandboxError`, or
        `lovgraf_web.lanes.Cancelled`.
        """
        outcome = "fault"
        try:
            with self.lanes.place() as place:
                over = _Overtime(place, cancelled)
                found = self.engine.run(text, day, formats, dataset, PATIENCE, over)
            outcome = "answered"
        except InputError:
            outcome = "refused"
            raise
        except Full:
            outcome = "full"
            raise
        except SandboxError as error:
            if isinstance(error, Displaced) and cancelled():
                outcome = "cancelled"
                raise Cancelled from None
            outcome = type(error).__name__.lower()
            raise
        finally:
            self.metrics.queries.labels(outcome).inc()
        return found


class _Overtime:
    """How long a query may go on: as its lane says, and until it is cancelled."""

    def __init__(self, place: Place, cancelled: Callable[[], bool]) -> None:
        self._place, self._cancelled, self._slow = place, cancelled, False

    def __call__(self, pid: int, spent: float) -> float | None:
        if self._cancelled():
            return None
        if self._slow:
            return _LOOK
        more = self._place.overtime(pid, spent)
        self._slow = more == math.inf
        return _LOOK if self._slow else more
