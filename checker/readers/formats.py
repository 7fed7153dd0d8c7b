"""Which format a file is in, by what it holds rather than by its name, and the way to open it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lovgraf.core.errors import InputError
from lovgraf.core.private import NO_ROOM
from lovgraf.readers.bombs import packed_as, unpack
from lovgraf.readers.described import FixedWidth, Paths
from lovgraf.readers.foreign import refuse_foreign
from lovgraf.readers.lakes import refuse_lake
from lovgraf.readers.source import ROW, Request, Source
from lovgraf.readers.temporary import full_disk
from lovgraf.readers.triples.endings import ENDINGS
from lovgraf.readers.workbooks import WORKBOOKS

if TYPE_CHECKING:
    from lovgraf.readers.csvw import Mapping
    from lovgraf.readers.headers import HeaderBook
    from lovgraf.readers.spooled.spool import Opened

_NO_HEADING = 10_000
"""Characters of which a text is no heading that anybody knows: a cell may have millions."""
_JSON = frozenset({".jsonl", ".ndjson", ".json"})
SUFFIXES = frozenset(
    {
        *ENDINGS, *_JSON, *WORKBOOKS, ".csv", ".tsv", ".txt", ".parquet", ".arrow", ".feather",
        ".ipc", ".orc", ".avro", ".sas7bdat", ".xpt", ".sav", ".zsav", ".dta",
    }
)  # fmt: skip
"""Endings of names of files that are read; what a file holds decides, an ending only helps."""
_PAGE = re.compile(rb"(\xef\xbb\xbf)?\s*(<!doctype html|<html|<table|<meta|<head)", re.IGNORECASE)
_OBJECTS = re.compile(rb'(\xef\xbb\xbf)?\s*(\{\s*"|\[\s*\{)')
"""How JSON begins, whatever it is called: what comes through a pipe has no name."""
_PARQUET, _ZIP, _OLE = b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SPOOLED = (
    (b"ARROW1", "arrow", "arrow", "open_file"),
    (b"\xff\xff\xff\xff", "arrow", "arrow", "open_stream"),
    (b"ORC", "orc", "orc", "open_orc"),
    (b"Obj\x01", "avro", "avro", "open_avro"),
)
"""How files begin that come as batches: their format, and the module and function that open it."""
_STAT = (
    (b"\x00" * 12 + b"\xc2\xea\x81\x60", "sas", "sas7bdat"),
    (b"HEADER RECORD*******", "sas", "xport"),
    (b"$FL2", "spss", "sav"),
    (b"$FL3", "spss", "sav"),
    (b"<stata_dta>", "stata", "dta"),
)
"""How files of programs for statistics begin: their format, and what pyreadstat calls it."""
_OLD_STATA = (b"\x69", b"\x6b", b"\x6c", b"\x6e", b"\x6f", b"\x71", b"\x72", b"\x73")


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

    Raises `InputError` where it cannot be used, where a column has the name that numbers of rows
    have here, or where what is kept of it meanwhile finds no room.
    """
    try:
        source = _open(request, book, mapping)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise full_disk(request.name) from None
        raise
    # Beside numbers of rows the engine calls a column of the file the same with a number more.
    if any(column.header.casefold().startswith(ROW) for column in source.columns):
        raise InputError(
            f"En kolonne hedder '{ROW}', som rækkernes numre hedder her; giv den et andet navn.",
            f"A column is called '{ROW}', as numbers of rows are here; give it another name.",
            request.name,
        )
    return replace(source, layout=None) if packed_as(request.path) else source


def _open(request: Request, book: HeaderBook, mapping: Mapping) -> Source:
    from lovgraf.readers.delimited import empty, open_delimited

    def known(header: str) -> bool:
        return len(header) < _NO_HEADING and (
            mapping.names(header) or bool(book.candidates(header))
        )

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

        return open_parquet(request, book.headings)
    spooled = _opened(magic, suffix)
    if spooled is not None:
        from lovgraf.readers.spooled.spool import open_spooled

        return open_spooled(request, *spooled)
    if suffix not in ENDINGS and _is_page(magic):
        from lovgraf.readers.html_table import open_html

        return open_html(request, known, book.headings)
    if isinstance(mapping.described, FixedWidth):
        from lovgraf.readers.fixed import open_fixed

        return open_fixed(request, mapping.described)
    if isinstance(mapping.described, Paths):
        from lovgraf.readers.nested import open_nested

        return open_nested(request, mapping.described)
    refuse_foreign(path, request.name, suffix in ENDINGS)
    if magic.startswith((_ZIP, _OLE)):
        from lovgraf.readers.excel import open_excel

        return open_excel(request, known, mapping.sheet, book.headings)
    if suffix in ENDINGS:
        from lovgraf.readers.rdf import open_rdf

        return open_rdf(request, ENDINGS[suffix], book)
    if suffix in _JSON or _OBJECTS.match(magic):
        from lovgraf.readers.jsonlines import open_json

        return open_json(request, known)

    return open_delimited(request, known, mapping.dialect, book.headings)


def _opened(magic: bytes, suffix: str) -> tuple[str, Opened] | None:
    """The format of a file that comes as batches, and what opens it; None for others."""
    from importlib import import_module

    for start, form, module, function in _SPOOLED:
        if magic.startswith(start):
            found = import_module(f"lovgraf.readers.spooled.{module}")
            return form, getattr(found, function)
    stat = [(form, kind) for start, form, kind in _STAT if magic.startswith(start)]
    if suffix == ".dta" and magic[:1] in _OLD_STATA:
        stat = [("stata", "dta")]
    if not stat:
        return None
    from lovgraf.readers.spooled.stat import opened_as

    return stat[0][0], opened_as(stat[0][1])


def _is_page(head: bytes) -> bool:
    """Whether a file begins as HTML."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").lstrip("\ufeff").encode()
    return bool(_PAGE.match(head))


def holds_workbook(path: Path) -> bool:
    """Whether a file begins as a workbook does. Raises `OSError` where it cannot be opened."""
    return _magic(path).startswith((_ZIP, _OLE))


def _magic(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(64)
