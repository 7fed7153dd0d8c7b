"""Small files that unpack to huge ones, and XML that expands its own entities, are refused.

Source: what was tried against the libraries in use; limits are far above honest registers.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from lovgraf.core.errors import InputError
from lovgraf.readers.temporary import Workplace, full_disk, room

MAX_RATIO = 200
"""Unpacked over packed size; text of a register packs to between a third and a fiftieth."""
FREE = 64 << 20
"""Bytes below which no ratio is looked at."""
MAX_UNPACKED = 64 << 30
MAX_WORKBOOK = 4 << 30
MAX_CELLS_A_BYTE = 400
"""Parquet: values over bytes; a column of one repeated value is tiny, a register is not."""
FREE_CELLS = 20_000_000
FREE_DECODED = 1 << 30
"""Bytes of decoded rows below which no ratio to the file is looked at."""
_SAMPLED_GROUPS, _SAMPLED_ROWS, _SAMPLED_BYTES = 8, 1000, 64 << 20
"""Of how many row groups so many rows are decoded, or fewer: of a column at most so many bytes."""
_VALUE = 8
"""Bytes that any decoded value takes, about."""
_ANY_LENGTH = frozenset({"BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"})
"""Types of a Parquet column whose values may take more."""
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


class Unpacking:
    """Writes what a packed file holds into a folder, as much as its size warrants and the disk has
    room for, over all its members."""

    def __init__(self, path: Path, folder: Path, name: str) -> None:
        self._size, self._room, self._name = path.stat().st_size, room(folder), name
        self._written = 0

    def write(self, packed: IO[bytes], target: Path) -> None:
        """Write a member. Raises `InputError` for a bomb and a full disk."""
        with target.open("wb") as out:
            while chunk := packed.read(_CHUNK):
                self._written += len(chunk)
                if self._written > MAX_UNPACKED or self._unwarranted():
                    raise bomb(self._name)
                if self._written > self._room:
                    raise full_disk(self._name)
                out.write(chunk)

    def _unwarranted(self) -> bool:
        return self._written > FREE and self._written > MAX_RATIO * self._size


def unpack(path: Path, place: Workplace, name: str) -> Path:
    """A packed file (`PACKED`) unpacked into the workplace.

    Raises `InputError` for a bomb, a broken file, or a full disk.
    """
    target = place.file("unpacked")
    unpacking = Unpacking(path, target.parent, name)
    try:
        with _packed(path) as packed:
            unpacking.write(packed, target)
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
    except (InputError, MemoryError):
        raise
    except Exception:  # the library raises whatever a damaged archive provokes
        raise InputError(
            "Regnearket er beskadiget; åbn det i Excel eller LibreOffice, og gem det igen.",
            "The workbook is damaged; open it in Excel or LibreOffice and save it again.",
            name,
        ) from None


def protected(name: str) -> InputError:
    """The error for a workbook with a password."""
    return InputError(
        "Regnearket har en adgangskode; gem det uden.",
        "The workbook has a password; save it without.",
        name,
    )


def refuse_doctype(stream: IO[bytes], name: str) -> None:
    """Refuse XML with a document type declaration, before anything expands its entities.

    Only what comes before the first element is parsed. Raises `ParseError` where that is no XML.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

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


_MOST_DECODED = (
    f"greatest(num_values, 0)::DOUBLE * (greatest(total_uncompressed_size, 0) + {_VALUE}) "
    "+ greatest(total_uncompressed_size, 0)"
)
PARQUET_SIZES = (
    "coalesce(sum(greatest(num_values, 0)), 0), "
    "coalesce(max(greatest(row_group_bytes, 0))::DOUBLE * count(DISTINCT row_group_id), 0), "
    f"coalesce(sum({_MOST_DECODED}), 0)"
)
"""SQL over the data engine's `parquet_metadata`: what `is_small` asks of a file."""


def is_small(values: float, unpacked: float, decoded: float) -> bool:
    """Whether a Parquet file has so few values, and takes so few bytes unpacked and decoded at
    most, that `check_decoded` passes it whatever its size."""
    return values <= FREE_CELLS and unpacked <= FREE and decoded <= FREE_DECODED


_checking = Lock()
_passed: list[object] = []
"""What the file that passed last was when it was looked at."""


def check_decoded(path: Path, name: str) -> None:
    """Refuse a Parquet file whose rows take far more memory decoded than its bytes warrant: few
    values that very many rows repeat, or pages that unpack to far more.

    A file is looked at once, whichever threads ask. What cannot be read is passed over: whoever
    reads the file says what is wrong with it.
    """
    import pyarrow as pa

    with _checking, suppress(pa.ArrowException, OSError):
        was = path.stat()
        key = path, was.st_dev, was.st_ino, was.st_size, was.st_mtime_ns
        if key not in _passed:
            _check_decoded(path, name, was.st_size)
            _passed[:] = [key]


def _check_decoded(path: Path, name: str, size: int) -> None:
    from pyarrow import parquet

    metadata = parquet.read_metadata(path)
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    unpacked = sum(max(group.total_byte_size, 0) for group in groups)
    if unpacked > FREE and unpacked > MAX_RATIO * size:
        raise bomb(name)
    most = max(FREE_DECODED, MAX_RATIO * size)
    chunks = [group.column(n) for group in groups for n in range(group.num_columns)]
    values = sum(max(chunk.num_values, 0) for chunk in chunks)
    if values > FREE_CELLS and values > MAX_CELLS_A_BYTE * size:
        raise bomb(name)
    if sum(_at_most(chunk) for chunk in chunks) > most and _decoded(path, metadata, chunks) > most:
        raise bomb(name)


def _at_most(chunk: Any) -> int:
    """The bytes that a column of a row group takes decoded, at most."""
    size, repeated = max(chunk.total_uncompressed_size, 0), 0
    if chunk.has_dictionary_page and chunk.physical_type in _ANY_LENGTH:
        repeated = size
    return int(max(chunk.num_values, 0) * (_VALUE + repeated) + size)


def _decoded(path: Path, metadata: Any, chunks: Sequence[Any]) -> int:
    """About how many bytes all rows take decoded, by the first values of columns in some row
    groups: of a column that may have very long ones no more than fit into `_SAMPLED_BYTES`. What
    values of one length take at most is known from their `chunks`."""
    from pyarrow import parquet

    names = dict.fromkeys(field.name for field in metadata.schema.to_arrow_schema())
    sampled = {_column(c, names) for c in chunks if c.physical_type in _ANY_LENGTH}
    known = sum(_at_most(c) for c in chunks if _column(c, names) not in sampled)
    file = parquet.ParquetFile(path, metadata=metadata, pre_buffer=False)
    step = max(metadata.num_row_groups // _SAMPLED_GROUPS, 1)
    found = rows = 0
    for number in range(0, metadata.num_row_groups, step):
        group = metadata.row_group(number)
        longest = _longest(group, names)
        rows += group.num_rows
        for name in filter(sampled.__contains__, names):
            batches = file.iter_batches(
                max(min(_SAMPLED_BYTES // max(longest[name], 1), _SAMPLED_ROWS), 1),
                row_groups=[number],
                columns=[name],
                use_threads=False,
            )
            batch = next(iter(batches), None)
            if batch is not None and batch.num_rows:
                size = sum(_size(column) for column in batch.columns)
                found += size * group.num_rows // batch.num_rows
    return known + (int(found * metadata.num_rows // rows) if rows else 0)


def _longest(group: Any, names: Collection[str]) -> Counter[str]:
    """The bytes that a value of each column takes in a row group, at most."""
    found = Counter[str]()
    for chunk in map(group.column, range(group.num_columns)):
        found[_column(chunk, names)] += max(chunk.total_uncompressed_size, 0)
    return found


def _column(chunk: Any, names: Collection[str]) -> str:
    """The column that a chunk is of, or is a part of."""
    path = str(chunk.path_in_schema)
    return path if path in names else path.split(".", 1)[0]


def _size(column: Any) -> int:
    """The bytes of a column, of which a dictionary is spelt out."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    lengths = pc.take(pc.binary_length(column.dictionary), column.indices)
    return int(pc.sum(lengths).as_py() or 0) + _VALUE * len(column)
