"""Signals that end a run, remembered: libraries turn the exception that tells of one into errors of
their own (a file that is damaged, an answer that did not come), or drop it.

Where it was dropped it is raised again, until the run ends; never in the midst of what tidies up,
nor of an import: a module that is half there stays locked for all other threads, and some libraries
abort the process.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import Any, NoReturn

_NUMBERS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_AGAIN = 0.25
"""Seconds after which a run that goes on all the same is stopped again."""
_SOON = 0.02
"""Seconds after which one looks whether an import has ended."""
_PATIENCE = 8
"""How often one waits for what handles an error that does not come of the signal."""
_IMPORTS = "<frozen importlib._bootstrap>"
"""The file of what imports modules, in the frames of a thread that does."""
_statuses: list[int] = []
_tries: list[int] = []
_gentle: list[bool] = []


def listen() -> None:
    """From now on SIGINT, SIGTERM and SIGHUP (the terminal is gone) end the run, as any error does,
    so that nothing half-written remains; not those that are ignored, as `nohup` has it.

    For the main thread.
    """
    for number in _NUMBERS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _stop_again)
    sys.unraisablehook = _dropped


def stop(number: int, frame: FrameType | None) -> None:
    """Remember a signal, and raise what ends the run; after the import that goes on, if any."""
    _statuses.append(128 + number)
    if _put_off(frame):
        return
    if not _gentle:
        _rearm(_AGAIN)
    _raise()


def raise_if_stopped() -> None:
    """Raise what ends the run where a signal asked for it and a library dropped that."""
    if _statuses and not _gentle:
        _raise()


def stopped() -> int | None:
    """The exit status that a signal asked for; None where there was none."""
    return _statuses[0] if _statuses else None


def ends_by_itself() -> None:
    """A signal makes what runs from now on (a server) end in its own time."""
    _gentle.append(True)


def expected() -> None:
    """A signal was how the run was to end."""
    _statuses.clear()


def ending() -> None:
    """The run has come to its end, and needs no further push."""
    _rearm(0)


def end() -> None:
    """The run has ended: from now on signals change nothing."""
    ending()
    for number in _NUMBERS:
        signal.signal(number, signal.SIG_IGN)


def _raise() -> NoReturn:
    status = _statuses[0]
    if status == 128 + signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(status)


def _stop_again(_number: int, frame: FrameType | None) -> None:
    """Raise anew what ends the run, unless it is on its way."""
    if not _statuses or _put_off(frame):
        return
    if not _gentle:
        _rearm(_AGAIN)
    _tries.append(0)
    handled = sys.exc_info()[1]
    if handled is None or (len(_tries) > _PATIENCE and not _is_of_signal(handled)):
        _raise()


def _put_off(frame: FrameType | None) -> bool:
    """Whether an import goes on, after which one is called again."""
    if not _alarmed():
        return False
    while frame is not None:
        if frame.f_code.co_filename == _IMPORTS:
            _rearm(_SOON)
            return True
        frame = frame.f_back
    return False


def _is_of_signal(error: BaseException | None) -> bool:
    """Whether an error is what ends the run, or came of it."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            return True
        error = error.__cause__ or error.__context__
    return False


def _rearm(seconds: float) -> None:
    """Be called again after so many seconds; never where nobody listens to the alarm."""
    if _alarmed():
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _alarmed() -> bool:
    """Whether one can be called again."""
    return hasattr(signal, "setitimer") and signal.getsignal(signal.SIGALRM) is _stop_again


def _dropped(unraisable: Any) -> None:
    """An exception that Python cannot pass on; one that ends the run comes again."""
    if not issubclass(unraisable.exc_type, KeyboardInterrupt | SystemExit):
        sys.__unraisablehook__(unraisable)
