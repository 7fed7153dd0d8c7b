"""Where the results of single files lie until all of them are one report: a private folder.

A part's result is kept under a hash of all that it follows from: the part's bytes and name, the
law, the date, the options and the program itself. It is written under another name and moved, so
that what is there is whole. A run that was broken off is taken up by finding its finished parts; a
run on changed files finds those that did not change. Either way every part's result comes from the
folder, so that the report is the same bytes as that of a run which had to make all of them.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from lovgraf.check.receipt import file_digest
from lovgraf.core.errors import InputError
from lovgraf.core.locks import alone
from lovgraf.core.private import NO_ROOM
from lovgraf.readers.source import no_room

_SECRET = "lovgraf-parts"
_SUMS = "sums"
"""A file of a part that tells what its other files hold: a disk may have damaged them since."""
_OURS = re.compile(r"[0-9a-f]{40}|unfinished-.*|spill")


@dataclass(frozen=True)
class Work:
    """A folder of finished parts, with the secret that their hashes are keyed with; where it is not
    `lasting`, no later run takes anything up from it."""

    folder: Path
    secret: str = field(repr=False)
    _held: IO[str] = field(repr=False, compare=False)
    _whole: set[str] = field(default_factory=set, repr=False, compare=False)
    """The parts that were found whole, or made, by this run: none is hashed twice."""
    marks: str | None = field(default=None, repr=False)
    """The secret of the marks that are kept of records with findings; None where none are."""
    lasting: bool = True

    @classmethod
    def begin(cls, folder: Path, marks: str | None = None, lasting: bool = True) -> Work:
        """Take up the work in a folder, or begin it, for this process alone.

        Raises `InputError` where the folder cannot be used, holds something else, or is in use.
        """
        kept = folder / _SECRET
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            if not kept.exists() and any(folder.iterdir()):
                raise InputError(
                    "Mappen til det foreløbige arbejde har andet indhold; vælg en ny mappe.",
                    "The folder for the work in progress holds something else; choose a new one.",
                    folder.name,
                )
            held = kept.open("a+", encoding="ascii")
            kept.chmod(0o600)
            if not alone(held):
                raise InputError(
                    "En anden kørsel bruger mappen; vent, til den er færdig.",
                    "Another run is using the folder; wait until it has finished.",
                    folder.name,
                )
            held.seek(0)
            secret = held.read()
            if len(secret) != 32:
                held.truncate(0)
                secret = secrets.token_hex(16)
                held.write(secret)
                held.flush()
        except OSError:
            raise InputError(
                "Der kan ikke skrives i mappen til det foreløbige arbejde; vælg et andet sted.",
                "The folder for the work in progress cannot be written; choose another place.",
                folder.name,
            ) from None
        return cls(folder, secret, held, marks=marks, lasting=lasting)

    def has(self, key: str) -> bool:
        """Whether a part is finished."""
        place = self.folder / key
        if key in self._whole and place.is_dir():
            return True
        if not _sound(place):
            return False
        self._whole.add(key)
        return True

    def part(self, key: str, make: Callable[[Path], None]) -> Path:
        """The folder of a finished part; what is not there is made.

        Raises `InputError` where there is no room for it, and what `make` raises.
        """
        place = self.folder / key
        if not self.has(key):
            shutil.rmtree(place, ignore_errors=True)
            temporary = Path(tempfile.mkdtemp(dir=self.folder, prefix="unfinished-"))
            try:
                make(temporary)
                if self.lasting:
                    _seal(temporary)
                temporary.replace(place)
                self._whole.add(key)
            except OSError as error:
                shutil.rmtree(temporary, ignore_errors=True)
                if error.errno in NO_ROOM:
                    raise no_room(self.folder.name) from None
                raise
            except BaseException:
                shutil.rmtree(temporary, ignore_errors=True)
                raise
        return place

    def parts(self) -> list[Path]:
        """The folders of the parts that are finished."""
        return sorted(p for p in self.folder.iterdir() if len(p.name) == 40 and self.has(p.name))

    def forget_others(self, keys: set[str]) -> None:
        """Remove what does not belong to these parts: old ones, and what a crash left."""
        for path in self.folder.iterdir():
            if path.is_dir() and path.name not in keys and _OURS.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)

    def leave(self) -> None:
        """Remove the work where there is nothing in it that a later run could take up."""
        if self.folder.is_dir() and not self.parts():
            self.remove()

    def remove(self) -> None:
        """Remove the work, and the folder unless there is something else in it."""
        self.forget_others(set())
        with suppress(OSError):
            (self.folder / _SECRET).unlink()
            self.folder.rmdir()


def _seal(folder: Path) -> None:
    """Write down what the files of a part hold, and see them all onto the disk."""
    (folder / _SUMS).write_text(_sums(folder), encoding="utf-8")
    for path in folder.iterdir():
        with path.open("rb") as stream:
            os.fsync(stream.fileno())


def _sound(place: Path) -> bool:
    """Whether a part is there and holds what was written."""
    try:
        return (place / _SUMS).read_text(encoding="utf-8") == _sums(place)
    except (OSError, ValueError):
        return False


def _sums(place: Path) -> str:
    files = sorted(path for path in place.iterdir() if path.name != _SUMS)
    return "".join(f"{file_digest(path)} {path.name}\n" for path in files)
