"""Small files that unpack to huge ones, and XML that expands its own entities, are refused.

Source: what was tried against the libraries in use; limits are far above honest registers.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from checker.errors import InputError
from checker.records.temporary import Workplace, full_disk

MAX_RATIO = 200
"""Unpacked over packed size; text of a register packs to between a third and a fiftieth."""
FREE = 64 << 20
"""Bytes below which no ratio is looked at."""
MAX_UNPACKED = 64 << 30
MAX_WORKBOOK = 4 << 30
MAX_CELLS_A_BYTE = 400
"""Parquet: values over bytes; a column of one repeated value is tiny, a register is not."""
FREE_CELLS = 500_000_000
LONGEST_ENTITY = 200
"""Characters of an entity in RDF/XML, which stands for the beginning of an IRI."""
_CHUNK = 1 << 20
PACKED = {
    b"\x1f\x8b": ".gz", b"\x28\xb5\x2f\xfd": ".zst", b"BZh": ".bz2", b"\xfd7zXZ\0": ".xz",
}  # fmt: skip
"""How packed files begin, and the ending of their names."""


def bomb(name: str) -> InputError:
    """The error for a file that unpacks to more than it should."""
    return InputError(
        "Filen pakker ud til langt mere, end dens størrelse svarer til, og læses ikke; udpak den "
        "selv, hvis den er rigtig, eller del den op.",
        "The file unpacks to far more than its size warrants and is not read; unpack it yourself "
        "if it is genuine, or split it.",
        name,
    )


def unpack(path: Path, place: Workplace, name: str) -> Path:
    """A packed file (`PACKED`) unpacked into the workplace.

    Raises `InputError` for a bomb, a broken file, or a full disk.
    """
    target = place.file("unpacked")
    size, written, room = path.stat().st_size, 0, place.room()
    try:
        with _packed(path) as packed, target.open("wb") as out:
            while chunk := packed.read(_CHUNK):
                written += len(chunk)
                if written > MAX_UNPACKED or (written > FREE and written > MAX_RATIO * size):
                    raise bomb(name)
                if written > room:
                    raise full_disk(name)
                out.write(chunk)
    except (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError):
        raise _damaged(name) from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise _damaged(name) from None
    return target


def _packed(path: Path) -> Any:
    """A stream of the unpacked bytes of a file, by what it starts with."""
    match packed_as(path):
        case ".bz2":
            return bz2.open(path, "rb")
        case ".xz":
            return lzma.open(path, "rb")
        case ".zst":
            import pyarrow as pa

            return pa.input_stream(str(path), compression="zstd")
    return gzip.open(path, "rb")


def packed_as(path: Path) -> str | None:
    """The ending that tells how a file is packed, by what it starts with; None where it is not."""
    with path.open("rb") as stream:
        head = stream.read(8)
    return next((ending for magic, ending in PACKED.items() if head.startswith(magic)), None)


def _damaged(name: str) -> InputError:
    return InputError(
        "Den pakkede fil er beskadiget eller afkortet; hent eller pak den igen.",
        "The packed file is damaged or cut short; fetch or pack it again.",
        name,
    )


def check_workbook(path: Path, name: str) -> None:
    """Refuse an Excel file that is a bomb, damaged, or carries a document type declaration."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            total = sum(member.file_size for member in members)
            if total > MAX_WORKBOOK or (total > FREE and total > MAX_RATIO * path.stat().st_size):
                raise bomb(name)
            if any(member.flag_bits & 1 for member in members):
                raise protected(name)
            for member in members:
                if member.filename.endswith((".xml", ".rels", ".vml")):
                    with archive.open(member) as stream:
                        refuse_doctype(stream, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ParseError):
        raise InputError(
            "Excel-filen er beskadiget; åbn den i Excel, og gem den igen.",
            "The Excel file is damaged; open it in Excel and save it again.",
            name,
        ) from None


def protected(name: str) -> InputError:
    """The error for a workbook with a password, or in the format before 2007."""
    return InputError(
        "Filen er en Excel-fil med adgangskode eller i det gamle format (.xls); gem den som .xlsx "
        "uden adgangskode.",
        "The file is an Excel file with a password or in the old format (.xls); save it as .xlsx "
        "without a password.",
        name,
    )


def refuse_doctype(stream: IO[bytes], name: str) -> None:
    """Refuse XML with a document type declaration, before anything expands its entities.

    Only what comes before the first element is parsed. Raises `ParseError` where that is no XML.
    """
    from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

    events: Iterator[object] = iterparse(stream, events=("start",), forbid_dtd=True)
    try:
        next(events, None)
    except DefusedXmlException:
        raise InputError(
            "Filen har en dokumenttypeerklæring (DOCTYPE), som kan svulme op, og læses ikke; gem "
            "den uden.",
            "The file has a document type declaration (DOCTYPE), which can be made to expand, and "
            "is not read; save it without one.",
            name,
        ) from None


def refuse_entities(stream: IO[bytes], name: str) -> None:
    """Refuse RDF/XML whose document type declaration has more than short names for IRIs, or lies
    elsewhere.

    Ontology editors write such entities; they have no references in them, are at most
    `LONGEST_ENTITY` long and lie in the file. Only what comes before the first element is parsed.
    Raises `ParseError` where that is no XML.
    """
    parser = expat.ParserCreate()

    def outside(_name: str, where: str | None, public: str | None, _inside: bool) -> None:
        if where is not None or public is not None:
            raise _Expanding

    def entity(_name: str, parameter: bool, value: str | None, *_where: str | None) -> None:
        if parameter or value is None or len(value) > LONGEST_ENTITY or set("&%<") & set(value):
            raise _Expanding

    def start(_name: str, _attributes: object) -> None:
        raise _Begun

    parser.StartDoctypeDeclHandler = outside
    parser.EntityDeclHandler, parser.StartElementHandler = entity, start
    try:
        parser.ParseFile(stream)
    except _Begun:
        pass
    except _Expanding:
        raise InputError(
            "Filens dokumenttypeerklæring (DOCTYPE) ligger i en anden fil eller har entiteter, som "
            "kan svulme op, og filen læses ikke; gem den uden.",
            "The document type declaration (DOCTYPE) of the file lies in another file or has "
            "entities that can be made to expand, and the file is not read; save it without them.",
            name,
        ) from None
    except expat.ExpatError as error:
        fault = ParseError(str(error))
        fault.position = error.lineno, error.offset
        raise fault from None


class _Begun(Exception):
    """The first element was reached."""


class _Expanding(Exception):
    """An entity is more than a short name, or may be."""


def check_parquet(rows: int, columns: int, size: int, name: str) -> None:
    """Refuse a Parquet file with far more values than its bytes can honestly hold."""
    cells = rows * columns
    if cells > FREE_CELLS and cells > MAX_CELLS_A_BYTE * size:
        raise bomb(name)
