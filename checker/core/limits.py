"""How much memory and time it may take to read what somebody hands in: a job of the pages, or a
command."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from lovgraf.core.memory import held, of_machine

if TYPE_CHECKING:  # jobs of the pages start without what errors need
    from lovgraf.core.errors import InputError

SECONDS = 3600.0
"""How long one may take; of processor time, so many seconds on each core."""
_LEAST = 1 << 30
_NO_MEMORY = frozenset({"OutOfMemoryException", "ArrowMemoryError", "_ArrayMemoryError"})
"""What engines call it where they have no memory left; named, since a caller may know none of
them."""


def memory() -> int:
    """Two fifths of the machine's memory: two jobs at once leave room for the pages."""
    return max(of_machine() * 2 // 5, _LEAST)


def processor_seconds(seconds: float) -> int:
    """The processor time beyond any honest use of so long a time."""
    return int(seconds * (os.cpu_count() or 1)) + 1


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says that the memory allowed was not enough, also for one more thread."""
    if isinstance(error, RuntimeError) and str(error) == "can't start new thread":
        return True
    return isinstance(error, MemoryError) or type(error).__name__ in _NO_MEMORY


def _error(danish: str, english: str, file: str | None = None) -> InputError:
    from lovgraf.core.errors import InputError

    return InputError(danish, english, file)


def no_memory(file: str | None = None) -> InputError:
    """The error that something takes more memory than it may."""
    return _error(
        "Filerne kræver mere hukommelse, end en kontrol må bruge (to femtedele af maskinens); del "
        "dem op, eller tillad mere med LOVGRAF_MEMORY (i GB).",
        "The files need more memory than a check may use (two fifths of the machine's); split "
        "them, or allow more with LOVGRAF_MEMORY (in GB).",
        file,
    )


def no_time() -> InputError:
    """The error that something takes longer than it may."""
    return _error(
        "Filerne kræver mere regnetid, end en kontrol må bruge (en time på hver kerne); del dem "
        "op, eller tillad mere med LOVGRAF_SECONDS.",
        "The files need more computing time than a check may use (an hour on each core); split "
        "them, or allow more with LOVGRAF_SECONDS.",
    )


@contextmanager
def limited() -> Iterator[None]:
    """While a command reads its input: the limits of a job of the pages, beyond what the process
    has taken before. Where that counted, a process that has run for long could start no thread,
    and a library may wait for one for ever.

    `LOVGRAF_MEMORY` (GB) and `LOVGRAF_SECONDS` stand in for them; lower limits of the process
    stay. Raises `InputError` where an own limit is no number, or the time is used up.
    """
    allowed = int(own_limit("LOVGRAF_MEMORY", memory() / (1 << 30)) * (1 << 30))
    wanted = {
        resource.RLIMIT_DATA: held() + allowed,
        resource.RLIMIT_CPU: processor_seconds(own_limit("LOVGRAF_SECONDS", SECONDS)),
    }
    before = {kind: resource.getrlimit(kind) for kind in wanted}
    handler = None
    with suppress(ValueError):  # only the main thread may
        handler = signal.signal(signal.SIGXCPU, _out_of_time)
    try:
        for kind, value in wanted.items():
            soft, hard = before[kind]
            caps = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (min([value, *caps]), hard))
        yield
    finally:
        for kind, limits in before.items():
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, limits)
        if handler is not None:
            signal.signal(signal.SIGXCPU, handler)


def own_limit(name: str, default: float) -> float:
    """The limit that the environment names, else the default.

    Raises `InputError` where it is no number above 0.
    """
    text = os.environ.get(name)
    try:
        found = default if text is None else float(text)
    except ValueError:
        found = -1.0
    if 0 < found < 1e9:
        return found
    raise _error(f"{name} skal være et tal over 0.", f"{name} must be a number above 0.")


def _out_of_time(_number: int, _frame: FrameType | None) -> NoReturn:
    raise no_time()
