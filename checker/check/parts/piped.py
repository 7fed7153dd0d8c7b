"""A dataset that comes through a pipe: `-` for standard input, a named pipe, `<(zcat ...)`.

It can be read only once, so it is kept in a private folder for the time of a check.
"""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lovgraf.core.errors import InputError
from lovgraf.readers.inputs import InputFile, Inputs
from lovgraf.readers.temporary import keep

_STDIN = "-"
_CHUNK = 1 << 20


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
    Raises `InputError` where nothing is piped, it cannot be read, or the disk is full.
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
    target = folder / f"piped{Path(name).suffix}"
    keep(_read(stream, name), target, name)
    return Inputs(name, (InputFile(target, name),), single=True)


def _read(stream: IO[bytes], name: str) -> Iterator[bytes]:
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
        yield piece
