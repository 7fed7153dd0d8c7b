"""Which format a file is in, by what it holds rather than by its name, and the way to open it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lovgraf.core.errors import InputError
from lovgraf.readers.bombs import packed_as, unpack
from lovgraf.readers.foreign import refuse_foreign
from lovgraf.readers.lakes import refuse_lake
from lovgraf.readers.source import Request, Source
from lovgraf.readers.temporary import NO_ROOM, full_disk
from lovgraf.readers.triples.endings import ENDINGS

if TYPE_CHECKING:
    from lovgraf.readers.csvw import Mapping
    from lovgraf.readers.headers import HeaderBook

_JSON = frozenset({".jsonl", ".ndjson", ".json"})
SUFFIXES = frozenset({*ENDINGS, *_JSON, ".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".xlsm"})
"""Endings of names of files that are read; what a file holds decides, an ending only helps."""
_OBJECTS = re.compile(rb'(\xef\xbb\xbf)?\s*(\{\s*"|\[\s*\{)')
"""How JSON begins, whatever it is called: what comes through a pipe has no name."""
_PARQUET, _ZIP = b"PAR1", b"PK\x03\x04"


def readable(path: Path, name: str | None = None) -> None:
    """Raise `InputError` for a path that is no readable, non-empty file; `name` is its name."""
    name = name or path.name or str(path)
    refuse_lake(path, name)
    try:
        if path.is_dir():
            raise InputError(
                "Det er en mappe; angiv en fil.", "That is a folder; name a file.", name
            )
        if not path.is_file() and path.exists():
            raise InputError(
                "Det er et rør eller en enhed og kan ikke læses her; gem indholdet i en fil.",
                "That is a pipe or a device and cannot be read here; save what it gives to a file.",
                name,
            )
        with path.open("rb") as stream:
            if not stream.read(1):
                from lovgraf.readers.delimited import empty

                raise empty(name)
    except FileNotFoundError:
        raise InputError(
            "Filen findes ikke; kontrollér stien.", "There is no such file; check the path.", name
        ) from None
    except PermissionError:
        raise InputError(
            "Filen må ikke læses af denne bruger; ret rettighederne.",
            "This user may not read the file; correct its permissions.",
            name,
        ) from None
    except (OSError, ValueError):
        raise InputError(
            "Filen kan ikke åbnes; kontrollér stien.",
            "The file cannot be opened; check the path.",
            name,
        ) from None


def open_source(request: Request, book: HeaderBook, mapping: Mapping) -> Source:
    """Open a file in whatever format it is.

    Raises `InputError` where it cannot be used, or what is kept of it meanwhile finds no room.
    """
    try:
        source = _open(request, book, mapping)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise full_disk(request.name) from None
        raise
    return replace(source, layout=None) if packed_as(request.path) else source


def _open(request: Request, book: HeaderBook, mapping: Mapping) -> Source:
    from lovgraf.readers.delimited import empty, open_delimited

    def known(header: str) -> bool:
        return mapping.names(header) or bool(book.candidates(header))

    path, suffix = request.path, request.path.suffix.lower()
    magic = _magic(path)
    if packed_as(path):
        path = unpack(path, request.place, request.name)
        suffix = Path(request.path.stem).suffix.lower()
        request = Request(path, request.name, request.connection, request.place)
        magic = _magic(path)
        if not magic:
            raise empty(request.name)
    if magic.startswith(_PARQUET):
        from lovgraf.readers.parquet import open_parquet

        return open_parquet(request)
    refuse_foreign(path, request.name, suffix in ENDINGS)
    if magic.startswith(_ZIP):
        from lovgraf.readers.excel import open_excel

        return open_excel(request, known, mapping.sheet)
    if suffix in ENDINGS:
        from lovgraf.readers.rdf import open_rdf

        return open_rdf(request, ENDINGS[suffix], book)
    if suffix in _JSON or _OBJECTS.match(magic):
        from lovgraf.readers.jsonlines import open_json

        return open_json(request)

    return open_delimited(request, known, mapping.dialect)


def _magic(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(64)
