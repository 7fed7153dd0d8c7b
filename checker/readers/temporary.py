"""A private folder for unpacked or transcoded input: personal values, gone with the table."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from lovgraf.core.errors import InputError
from lovgraf.core.private import NO_ROOM, PrivateFolder

_SPARE = 256 << 20


class Workplace:
    """A folder that only this user can read; made on first use, removed with this object."""

    def __init__(self) -> None:
        self._folder: PrivateFolder | None = None

    def file(self, name: str) -> Path:
        """The path of a file in the folder."""
        if self._folder is None:
            self._folder = PrivateFolder()
        return self._folder.path / name

    def clear(self) -> None:
        """Remove the folder; another is made when it is needed."""
        if self._folder is not None:
            self._folder.remove()
        self._folder = None

    def room(self) -> int:
        """Bytes that may still be written."""
        return room(self.file("").parent)


def room(folder: Path) -> int:
    """Bytes that may still be written into a folder, with something left for others."""
    return max(0, shutil.disk_usage(folder).free - _SPARE)


def keep(pieces: Iterable[bytes], target: Path, name: str) -> None:
    """Write what comes of some input into a file of a private folder.

    Raises `InputError` where it cannot be kept, and whatever `pieces` raise, which is no `OSError`.
    """
    try:
        with target.open("wb") as out:
            out.writelines(pieces)
    except OSError as error:
        raise not_kept(error, name) from None


def not_kept(error: OSError, name: str) -> InputError:
    """The error that input cannot be written to the temporary disk."""
    if error.errno in NO_ROOM:
        return full_disk(name)
    return InputError(
        "Der kan ikke skrives i den midlertidige mappe; angiv en anden i TMPDIR.",
        "The temporary folder cannot be written to; name another in TMPDIR.",
        name,
    )


def full_disk(name: str) -> InputError:
    """The error that the temporary disk cannot hold what is kept of some input."""
    return InputError(
        "Der er ikke plads på disken til det, der lægges i den midlertidige mappe, mens dataene "
        "læses; frigør plads, eller angiv en anden mappe i TMPDIR.",
        "There is no room on the disk for what is kept in the temporary folder while the data is "
        "read; free some, or name another folder in TMPDIR.",
        name,
    )
