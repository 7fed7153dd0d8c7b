"""The end of a process, which leaves it to the system to take its memory back.

To give memory back bit by bit takes a tenth of a second and more after a large file.
"""

from __future__ import annotations

import atexit
import os
from typing import NoReturn

from lovgraf.core import own_process

_held: list[object] = []


def begin_process() -> None:
    """This process ends with the run that begins: `end_process` will end it."""
    own_process.begin()


def hold(*objects: object) -> None:
    """Keep objects until the process ends, if it ends with this run."""
    if own_process.is_own():
        _held.extend(objects)


def end_process(status: int) -> NoReturn:
    """End the process as Python would, but for giving back its memory."""
    atexit._run_exitfuncs()
    os._exit(status)
