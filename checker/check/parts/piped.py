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

_STDIN = "-"
_CHUNK = 1 << 20
_MOST = 64 << 30
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
    room = min(shutil.disk_usage(folder).free // 2, _MOST) / (1 << 30)
    keep(_read(stream, name, own_limit("LOVGRAF_PIPED", room)), target, name)
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


def _read(stream: IO[bytes], name: str, most: float) -> Iterator[bytes]:
    """The pieces of a stream, of which at most so many GB are taken."""
    left = int(most * (1 << 30))
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
            raise _too_much(name, most)
        yield piece


def _too_much(name: str, most: float) -> InputError:
    return InputError(
        f"Der kommer mere end {most:.3g} GB gennem røret, og måske holder det aldrig op; læg "
        "dataene i en fil, eller tillad mere med LOVGRAF_PIPED (i GB).",
        f"More than {most:.3g} GB come through the pipe, and perhaps it never ends; put the data "
        "into a file, or allow more with LOVGRAF_PIPED (in GB).",
        name,
    )
