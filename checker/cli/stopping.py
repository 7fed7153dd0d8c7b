"""Signals that end a run, remembered: libraries turn the exception that tells of one into errors of
their own (a file that is damaged, an answer that did not come), or drop it."""

from __future__ import annotations

import signal
from types import FrameType
from typing import NoReturn

_NUMBERS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_statuses: list[int] = []


def listen() -> None:
    """From now on SIGINT, SIGTERM and SIGHUP (the terminal is gone) end the run, as any error does,
    so that nothing half-written remains; not those that are ignored, as `nohup` has it.

    For the main thread.
    """
    for number in _NUMBERS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)


def stop(number: int, _frame: FrameType | None) -> NoReturn:
    """Remember a signal, and raise what ends the run."""
    _statuses.append(128 + number)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)


def stopped() -> int | None:
    """The exit status that a signal asked for; None where there was none."""
    return _statuses[0] if _statuses else None


def expected() -> None:
    """A signal was how the run was to end."""
    _statuses.clear()


def end() -> None:
    """The run has ended: from now on signals change nothing."""
    for number in _NUMBERS:
        signal.signal(number, signal.SIG_IGN)
