"""The files that an address of a store names, and their content on a disk for the time it takes."""

from __future__ import annotations

import fnmatch
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct, structs

from lovgraf.core.errors import InputError
from lovgraf.core.intake import NotRead
from lovgraf.core.progress_rate import Progress
from lovgraf.core.terms import Text
from lovgraf.readers.inputs import (
    InputFile,
    Inputs,
    in_order,
    is_table,
    keys_of,
    natural,
    passed_over,
    why_not_read,
)
from lovgraf.readers.lakes import ICEBERG, MARKS, VERSION, lake
from lovgraf.readers.stores.address import name_of, opened, unreachable
from lovgraf.readers.temporary import full_disk, keep

_CHUNK = 4 << 20


class _Found(Struct, frozen=True):
    """A file of a store: its path, and its path below what was named."""

    path: str
    name: str


def find_stored(url: str) -> Inputs:
    """The files that an address names: one, those of a folder, or those of a pattern (`*`, `**`).

    Each has its own address; none is on a disk. Raises `InputError` where there is none, or the
    store cannot be read.
    """
    filesystem, path = opened(url)
    name = name_of(url)
    try:
        single, found, others = _files(filesystem, path, name)
        _refuse_lakes(filesystem, found, name)
    except OSError as error:
        raise unreachable(error, name) from None
    found.sort(key=lambda one: [natural(part) for part in one.name.split("/")])
    keys = [{} if single else keys_of(one.name) for one in found]
    files = tuple(
        InputFile(Path(one.name), one.name, own, _url(url, one.path))
        for one, own in zip(found, keys, strict=True)
    )
    return Inputs(name, files, single, in_order(others))


def _files(filesystem: Any, path: str, name: str) -> tuple[bool, list[_Found], list[NotRead]]:
    """Whether one file is named, the files, and those beside them that are not read."""
    from pyarrow.fs import FileType

    if "*" in path:
        return False, _matching(filesystem, path, name), []
    if filesystem.get_file_info(path).type == FileType.File:
        return True, [_Found(path, name)], []
    below = list(_below(filesystem, path))
    found = [one for one in below if _taken(one.name)]
    if not found:
        raise InputError(
            "På adressen er der ingen filer, der kan læses som tabeller; kontrollér den.",
            "There are no files at the address that can be read as tables; check it.",
            name,
        )
    others = [_passed_over(one.name) for one in below if not _taken(one.name)]
    return False, found, others


def _refuse_lakes(filesystem: Any, found: Sequence[_Found], name: str) -> None:
    """Refuse files that lie in a table which has a log of its own."""
    from pyarrow.fs import FileSelector, FileType

    folders = {parent.as_posix() for one in found for parent in PurePosixPath(one.path).parents}
    for folder in sorted(folders - {".", "/"}):
        marks = [f"{folder}/{mark}" for mark in (*MARKS, ICEBERG)]
        infos = filesystem.get_file_info(marks)
        for info, kind in zip(infos, MARKS.values(), strict=False):
            if info.type == FileType.Directory:
                raise lake(kind, name)
        if infos[-1].type == FileType.Directory:
            listed = filesystem.get_file_info(FileSelector(marks[-1]))
            if any(info.path.endswith(VERSION) for info in listed):
                raise lake("Iceberg", name)


def _below(filesystem: Any, folder: str) -> Iterator[_Found]:
    from pyarrow.fs import FileSelector, FileType

    for info in filesystem.get_file_info(FileSelector(folder, recursive=True)):
        if info.type == FileType.File:
            below = PurePosixPath(info.path).relative_to(folder.rstrip("/")).as_posix()
            yield _Found(info.path, below)


def _passed_over(name: str) -> NotRead:
    hidden = next((part for part in name.split("/") if passed_over(part)), None)
    return NotRead(name, None, why_not_read(hidden or name))


def _taken(name: str) -> bool:
    parts = name.split("/")
    return not any(map(passed_over, parts)) and is_table(parts[-1])


def _matching(filesystem: Any, pattern: str, name: str) -> list[_Found]:
    parts = pattern.split("/")
    fixed = next(n for n, part in enumerate(parts) if "*" in part)
    folder = "/".join(parts[:fixed])
    wanted = parts[fixed:]
    found = [one for one in _below(filesystem, folder) if _fits(one.name.split("/"), wanted)]
    if not found:
        raise InputError(
            "Mønstret passer ikke på nogen fil; kontrollér det, og sæt det i anførselstegn.",
            "The pattern matches no file; check it, and put it in quotation marks.",
            name,
        )
    return found


def _fits(names: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether a path fits a pattern as `glob` has it: `**` stands for any folders, and nothing but
    a dot stands for a dot at the beginning of a name."""
    if not pattern:
        return not names
    first, *rest = pattern
    if first == "**":
        return _fits(names, rest or ["*"]) or (
            bool(names) and not names[0].startswith(".") and _fits(names[1:], pattern)
        )
    if not names or (names[0].startswith(".") and not first.startswith(".")):
        return False
    return fnmatch.fnmatchcase(names[0], first) and _fits(names[1:], rest)


def _url(url: str, path: str) -> str:
    """The address of a path in the store of another address."""
    parts = urlsplit(url)
    if parts.scheme.lower() in ("hdfs", "viewfs"):
        return urlunsplit(parts._replace(path=path))
    bucket, _, rest = path.partition("/")
    return urlunsplit(parts._replace(netloc=_place(parts.netloc, bucket), path=f"/{rest}"))


def _place(netloc: str, bucket: str) -> str:
    return netloc if "@" in netloc else bucket


def fetch(url: str, name: str, target: Path) -> None:
    """Copy a file of a store. Raises `InputError` where it cannot be read or kept."""
    filesystem, path = opened(url)
    try:
        stream = filesystem.open_input_stream(path, compression=None)
    except OSError as error:
        raise unreachable(error, name) from None
    with stream:
        keep(_read(stream, name), target, name)


def _read(stream: Any, name: str) -> Iterator[bytes]:
    while True:
        try:
            piece = bytes(stream.read(_CHUNK))
        except OSError as error:
            raise unreachable(error, name) from None
        if not piece:
            return
        yield piece


def fetched(inputs: Inputs, folder: Path, progress: Progress | None = None) -> Inputs:
    """The files of a store in a folder of this machine, under names of their own."""
    return structs.replace(inputs, files=tuple(_fetched(inputs.files, folder, progress)))


def _fetched(
    files: Sequence[InputFile], folder: Path, progress: Progress | None
) -> Iterator[InputFile]:
    for number, file in enumerate(files):
        if progress is not None:
            told = Text(f"Henter {file.name}", f"Fetching {file.name}")
            progress(number / len(files), told)
        yield local(file, folder / local_name(file, number))


def local_name(file: InputFile, number: int) -> str:
    """What a file is called on a disk: only its ending is the store's."""
    return f"{number:06}{''.join(file.path.suffixes[-2:])}"


def local(file: InputFile, target: Path) -> InputFile:
    """A file of a store as a file that is at a path."""
    assert file.url is not None
    if shutil.disk_usage(target.parent).free == 0:
        raise full_disk(file.name)
    fetch(file.url, file.name, target)
    return replace(file, path=target, url=None)
