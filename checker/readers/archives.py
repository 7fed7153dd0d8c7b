"""Archives (ZIP, tar) as folders of tables: unpacked into a private folder, in bounded room."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self

from lovgraf.core.errors import InputError
from lovgraf.core.intake import NotRead
from lovgraf.readers.bombs import Unpacking, bomb
from lovgraf.readers.inputs import InputFile, Inputs, in_order, is_table, natural, why_not_read
from lovgraf.readers.inputs import passed_over as hidden
from lovgraf.readers.temporary import not_kept

_MOST = 10_000
"""Members of an archive, at most."""
_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "xl/workbook.bin"})
"""Members of what is no archive to its user: a workbook, a document."""


def is_archive(path: Path) -> bool:
    """Whether a file is an archive by what it holds."""
    if not path.is_file():
        return False
    if zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
        except (OSError, zipfile.BadZipFile, ValueError):
            return False
        return not _OFFICE & set(names) and not any(name.startswith("xl/") for name in names)
    with path.open("rb") as stream:
        head = stream.read(262)
    packed = head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"))
    name = path.name.lower()
    return head[257:262] == b"ustar" or (packed and (".tar." in name or name.endswith(".tgz")))


def unpacked(path: Path, name: str, folder: Path) -> Inputs:
    """The tables of an archive as files of a folder.

    Raises `InputError` for a bomb, a password, a damaged archive, one without tables, and a full
    disk.
    """
    unpacking = Unpacking(path, folder, name)
    files, others = list[InputFile](), list[NotRead]()
    try:
        for number, (member, stream) in enumerate(_members(path, name)):
            if number >= _MOST:
                raise bomb(name)
            place = Path(member)
            if stream is None or not is_table(place.name) or any(map(hidden, place.parts)):
                others.append(NotRead(member, None, why_not_read(_shown(place))))
                continue
            target = folder / f"{number}{''.join(place.suffixes[-2:])[-20:]}"
            unpacking.write(stream, target)
            files.append(InputFile(target, member))
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError):
        raise _damaged(name) from None
    except OSError as error:
        raise (_damaged(name) if error.errno is None else not_kept(error, name)) from None
    if not files:
        raise InputError(
            "Arkivet har ingen filer, der kan læses som tabeller; kontrollér, om det er det "
            "rigtige.",
            "The archive holds no files that can be read as tables; check that it is the right "
            "one.",
            name,
        )
    files.sort(key=lambda file: natural(file.name))
    return Inputs(name, tuple(files), len(files) == 1, in_order(others))


def _members(path: Path, name: str) -> Iterator[tuple[str, IO[bytes] | None]]:
    """The name of each member that is no folder, with its bytes; None for what is no file, such as
    a link."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if member.flag_bits & 1:
                    raise _locked(name)
                if not member.is_dir():
                    with archive.open(member) as stream:
                        yield member.filename, stream
        return
    with tarfile.open(path, "r|*", tarinfo=_Member) as archive_:
        for entry in archive_:
            if not entry.isdir():
                yield entry.name, archive_.extractfile(entry) if entry.isreg() else None


_NO_MORE: type[Exception] = tarfile.EmptyHeaderError  # type: ignore[attr-defined]
_CUT_SHORT = tarfile.ReadError


class _Member(tarfile.TarInfo):
    """A member of a tar; one that ends without its last blocks is damaged: more may have come."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        """The next member. Raises `tarfile.TarError`."""
        try:
            return super().fromtarfile(tarfile)
        except _NO_MORE:
            raise _CUT_SHORT("cut short") from None


def _shown(place: Path) -> str:
    """The part of a name that says why it is not read."""
    return next((part for part in place.parts if hidden(part)), place.name)


def _locked(name: str) -> InputError:
    return InputError(
        "Arkivet har en adgangskode; pak det ud, og angiv filen eller mappen.",
        "The archive has a password; unpack it and name the file or the folder.",
        name,
    )


def _damaged(name: str) -> InputError:
    return InputError(
        "Arkivet er beskadiget eller afkortet; hent eller pak det igen.",
        "The archive is damaged or cut short; fetch or pack it again.",
        name,
    )
