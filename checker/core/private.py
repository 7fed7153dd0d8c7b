"""Private temporary folders for personal values: each goes with the process that made it, and what
a process left that was killed goes with the next that makes one.

A process holds its folder locked (`flock` on the folder itself) as long as it lives.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from lovgraf.core.locks import alone

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says where a file finds no room."""
_PREFIX = "lovgraf-work-"
_NAME = re.compile(re.escape(_PREFIX) + r"[a-z0-9_]+")
_NEW = 60.0
"""Seconds after which a folder that nobody holds is taken for left behind."""
_EVERY = 10.0
"""Seconds within which a program looks once for such folders: it makes a folder for each connection
to the data engine, and there may be thousands of temporary files."""
_looked: dict[str, float] = {}
"""When it looked last, by place."""


class NoTemporaryFolder(OSError):
    """None of the temporary folders that there are can be written to."""


class PrivateFolder:
    """A folder that only this user can read; removed with this object, or by `remove`."""

    def __init__(self) -> None:
        """Make the folder. Raises `OSError` where the disk is full."""
        try:
            clear_away()
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        except FileNotFoundError as error:  # Python tried TMPDIR and all others that it knows
            raise NoTemporaryFolder(errno.ENOENT, "no temporary folder can be written") from error
        self._remove = weakref.finalize(
            self, _removed, str(self.path), _lock(self.path), os.getpid()
        )

    def remove(self) -> None:
        """Remove the folder with all it holds; more than once does no harm."""
        self._remove()

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.remove()


def clear_away() -> None:
    """Remove this user's folders whose process is gone, unless one looked just now."""
    place, now = tempfile.gettempdir(), time.monotonic()
    if now - _looked.get(place, -_EVERY) < _EVERY:
        return
    _looked[place] = now
    for name in os.listdir(place):
        if not (name.startswith(_PREFIX) and _NAME.fullmatch(name)):
            continue
        path = Path(place, name)
        with suppress(OSError):
            found = path.lstat()
            ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
            if not (ours and found.st_mtime < time.time() - _NEW):
                continue
            handle = _lock(path)
            if handle is not None:
                _removed(str(path), handle, os.getpid())


def _lock(path: Path) -> int | None:
    """A descriptor that holds a folder locked; None where another process does, or the system has
    no locks."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows
        return None
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    if not alone(handle):
        os.close(handle)
        return None
    return handle


def _removed(path: str, handle: int | None, maker: int) -> None:
    """Remove a folder, but not in a fork of the process that made it."""
    if os.getpid() == maker:
        shutil.rmtree(path, ignore_errors=True)
    if handle is not None:
        with suppress(OSError):
            os.close(handle)
