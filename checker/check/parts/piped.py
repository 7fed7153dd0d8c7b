"""A dataset that comes through a pipe: `-` for standard input, a named pipe, `<(zcat ...)`.

It can be read only once, so it is kept in a private folder for the time of a check. What never ends
would fill the disk: a device is refused, and more is not taken than half of the room there is.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lovgraf.core.errors import InputError
from lovgraf.core.limits import own_limit
from lovgraf.readers.inputs import InputFile, Inputs
from lovgraf.readers.temporary import keep

_STDIN, _SET = "-", "LOVGRAF_PIPED"
_CHUNK = 1 << 20
_GB = 1 << 30
_MOST = 64 * _GB
"""How many bytes are kept at most, where the disk has room for more."""


def is_piped(dataset: str) -> bool:
    """Whether a dataset is standard input, a pipe or a device rather than a file."""
    if dataset == _STDIN:
        return True
    try:
        mode = Path(dataset).stat().st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISSOCK(mode)


def spool(dataset: str, folder: Path) -> Inputs:
    """All that comes through a pipe, as a file in a folder.

    Its format is told by what it holds, and by the ending of the pipe's name where it has one.
    Raises `InputError` where nothing is piped, or what is piped cannot be read, kept, or ended.
    """
    if dataset != _STDIN:
        path = Path(dataset)
        try:
            stream = path.open("rb")
        except OSError:
            raise InputError(
                "Filen kan ikke åbnes; kontrollér stien.",
                "The file cannot be opened; check the path.",
                path.name,
            ) from None
        with stream:
            return _kept(stream, path.name, folder)
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError(
            "- betyder, at dataene kommer gennem et rør, fx zcat personer.csv.gz | lovgraf "
            "check -.",
            "- means that the data comes through a pipe, such as zcat persons.csv.gz | lovgraf "
            "check -.",
        )
    return _kept(sys.stdin.buffer, "stdin", folder)


def _kept(stream: IO[bytes], name: str, folder: Path) -> Inputs:
    _refuse_device(stream, name)
    target = folder / f"piped{Path(name).suffix}"
    room = shutil.disk_usage(folder).free // 2
    most = own_limit(_SET, max(1, min(room, _MOST)) / _GB)
    scarce = _SET not in os.environ and room < _MOST
    too_much = _no_room(name, room) if scarce else _too_much(name, most)
    keep(_read(stream, name, int(most * _GB), too_much), target, name)
    return Inputs(name, (InputFile(target, name),), single=True)


def _refuse_device(stream: IO[bytes], name: str) -> None:
    """Raise `InputError` for a device, which has no end, other than the empty one."""
    try:
        found = os.fstat(stream.fileno())
    except OSError:  # no stream of the system
        return
    if stat.S_ISCHR(found.st_mode) and not os.path.samestat(found, os.stat(os.devnull)):
        raise InputError(
            "Det er en enhed, som ingen ende har; angiv en fil, eller send dataene gennem et rør.",
            "This is a device, which has no end; name a file, or send the data through a pipe.",
            name,
        )


def _read(stream: IO[bytes], name: str, most: int, too_much: InputError) -> Iterator[bytes]:
    """The pieces of a stream, of which at most so many bytes are taken."""
    left = most
    while True:
        try:
            piece = stream.read(_CHUNK)
        except OSError:
            raise InputError(
                "Det, der kommer gennem røret, kan ikke læses; kontrollér, at noget skriver til "
                "det, og at det ikke er en mappe.",
                "What comes through the pipe cannot be read; check that something writes to it, "
                "and that it is no folder.",
                name,
            ) from None
        if not piece:
            return
        left -= len(piece)
        if left < 0:
            raise too_much
        yield piece


def _no_room(name: str, room: int) -> InputError:
    """The error that the disk, not the pipe, sets the limit."""
    megabytes = f"{room / (1 << 20):.1f}"
    return InputError(
        "Der er ikke plads på disken til det, der kommer gennem røret: af den midlertidige mappes "
        f"plads bruges højst halvdelen, {megabytes.replace('.', ',')} MB; frigør plads, angiv en "
        f"anden mappe i TMPDIR, eller tillad mere med {_SET} (i GB).",
        "There is no room on the disk for what comes through the pipe: at most half of what is "
        f"free in the temporary folder is used, {megabytes} MB; free some, name another folder in "
        f"TMPDIR, or allow more with {_SET} (in GB).",
        name,
    )


def _too_much(name: str, most: float) -> InputError:
    return InputError(
        f"Der kommer mere end {most:.3g} GB gennem røret, og måske holder det aldrig op; læg "
        f"dataene i en fil, eller tillad mere med {_SET} (i GB).",
        f"More than {most:.3g} GB come through the pipe, and perhaps it never ends; put the data "
        f"into a file, or allow more with {_SET} (in GB).",
        name,
    )
