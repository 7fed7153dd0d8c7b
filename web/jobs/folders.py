"""Where jobs lie: a folder that only this user can read, one inside it for each job."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from lovgraf.core.locks import alone

STORE, INCOMING, LOCK, LOG = "jobs.sqlite", "incoming", "keeper.lock", "keeper.log"
ALIVE = "alive"
"""The file that the process of a job holds locked as long as it lives."""


class Insecure(Exception):
    """The jobs' folder is not this user's own."""


def state_folder() -> Path:
    """Where state is kept (`LOVGRAF_STATE`, else the user's state folder)."""
    named = os.environ.get("LOVGRAF_STATE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "lovgraf"


def prepare(root: Path) -> None:
    """Make the jobs' folder. Raises `Insecure` where it is somebody else's, or a link."""
    root.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    root.mkdir(exist_ok=True, mode=0o700)
    found = root.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Insecure(root.name)
    root.chmod(0o700)
    (root / INCOMING).mkdir(exist_ok=True, mode=0o700)


def folder_of(root: Path, job: str) -> Path:
    """The folder of a job."""
    return root / f"job-{job}"


def remove(root: Path, job: str) -> None:
    """Remove a job's folder with everything in it; a link inside is removed, not followed."""
    shutil.rmtree(folder_of(root, job), ignore_errors=True)


def strays(root: Path, known: set[str], before: float) -> list[str]:
    """Jobs with a folder that are written down nowhere, made before a time."""
    found = []
    for path in root.glob("job-*"):
        name = path.name.removeprefix("job-")
        try:
            if name not in known and path.stat().st_mtime < before:
                found.append(name)
        except OSError:
            continue
    return found


def expire(folder: Path, before: float) -> None:
    """Remove what was put into a folder before a time."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        with suppress(OSError):
            if path.lstat().st_mtime < before:
                shutil.rmtree(path, ignore_errors=True)


def size(folder: Path) -> int:
    """Bytes of the files in a folder."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.lstat().st_size
        except OSError:
            continue
    return total


def lock(path: Path) -> int | None:
    """A file descriptor that holds the lock of a file; None where another holds it, or the file's
    folder is gone.

    The lock belongs to the open file: processes that inherit it hold it too, and it ends with the
    last of them.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    if not alone(handle):
        os.close(handle)
        return None
    return handle


def held(path: Path) -> bool:
    """Whether a living process holds the lock of a file."""
    if not path.exists():
        return False
    handle = lock(path)
    if handle is None:
        return path.exists()
    os.close(handle)
    return False
