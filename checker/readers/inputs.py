"""What the user named as the dataset: one file, a folder, or a pattern of names."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.core.intake import NotRead
from lovgraf.core.terms import Text
from lovgraf.readers.bombs import PACKED
from lovgraf.readers.formats import SUFFIXES, readable
from lovgraf.readers.lakes import refuse_lake

_LOOSE = frozenset({".txt", ".xml", ".json"})
"""Endings that notes and settings have as well: such a file is read only where it is named."""
_ARCHIVES = frozenset({".zip", ".tar", ".tgz", ".tbz2", ".txz"})
_KEY = re.compile(r"([^=]+)=(.*)")
_NOTHING = "__HIVE_DEFAULT_PARTITION__"
"""What writers of partitioned tables call a folder of rows without a value."""
_HIDDEN = Text(
    "navnet begynder med punktum, understreg eller ~$ eller ender på .tmp eller .crc, som filer, "
    "der ikke hører til dataene",
    "its name begins with a dot, an underscore or ~$, or ends in .tmp or .crc, as files do that "
    "are none of the data",
)
_NO_FILES = Text("mappen er tom", "the folder is empty")
_OWN = Text(
    "noter og indstillinger har også den endelse; nævn den for sig, hvis den hører til dataene",
    "notes and settings have that ending as well; name it by itself if it belongs to the data",
)
_ARCHIVE = Text(
    "et arkiv læses kun, hvor det nævnes for sig; gør det, hvis det hører til dataene",
    "an archive is read only where it is named by itself; do so if it belongs to the data",
)
_NO_TABLE = Text(
    "dens endelse er ikke en tabels; nævn den selv, hvis den skal med",
    "its ending is not that of a table; name it if it belongs to the data",
)


@dataclass(frozen=True)
class InputFile:
    """One file: `name` is how findings call it; `keys` are the values that its folders give, as in
    `year=2014/`, by the name of a column; `url` is where it lies in a store, `path` being only its
    name there."""

    path: Path
    name: str
    keys: dict[str, str] = field(default_factory=dict)
    url: str | None = field(default=None, repr=False)
    sheet: str | None = None
    """The sheet of a workbook; None where it is found out."""

    @classmethod
    def of(cls, file: InputFile | Path) -> InputFile:
        """A file; one that is only a path is called by its name."""
        return file if isinstance(file, InputFile) else cls(file, file.name)


class Inputs(Struct, frozen=True):
    """The files of a dataset in order of name, and what reports call it."""

    name: str
    files: tuple[InputFile, ...]
    single: bool = False
    not_read: tuple[NotRead, ...] = ()
    """The files beside them that are not read, and why."""


def local_path(dataset: str) -> str:
    """The path that a `file:` URL names; what is no such URL stays as it is.

    Raises `InputError` for a URL of another machine's file.
    """
    if not dataset.lower().startswith("file:/"):
        return dataset
    parts = urlsplit(dataset)
    if parts.netloc not in ("", "localhost"):
        raise InputError(
            "Adressen nævner en fil på en anden maskine; skriv den som file:///sti, eller angiv "
            "stien.",
            "The address names a file of another machine; write it as file:///path, or give the "
            "path.",
        )
    return unquote(parts.path)


def find_inputs(dataset: str) -> Inputs:
    """The files that a path, a folder or a pattern such as `in/*.parquet` names.

    A folder is searched through its subfolders for files that are tables by their ending; names
    that begin with a dot or an underscore are passed over, as writers of partitions mean it.
    Raises `InputError` where there is none, or one of several cannot be read.
    """
    path = Path(dataset)
    if path.is_dir():
        return _folder(path)
    if not os.path.lexists(path) and glob.has_magic(dataset):
        return _pattern(dataset)
    return Inputs(path.name, (InputFile(path, path.name),), single=True)


def _folder(folder: Path) -> Inputs:
    found: list[Path] = []
    others: list[NotRead] = []
    for place, folders, names in os.walk(folder, onerror=_unreadable_folder):
        refuse_lake(Path(place), Path(place).name or str(folder))
        below = Path(place).relative_to(folder)
        others += [_not_read(below, f"{name}/") for name in folders if passed_over(name)]
        if not names and not folders:
            others.append(NotRead(f"{below.as_posix()}/", None, _NO_FILES))
        folders[:] = sorted(name for name in folders if not passed_over(name))
        for name in names:
            if is_table(name) and not passed_over(name):
                found.append(Path(place, name))
            else:
                others.append(_not_read(below, name))
    shown = folder.resolve().name or str(folder)
    if not found:
        known = ", ".join(sorted(SUFFIXES - _LOOSE))
        raise InputError(
            f"Mappen har ingen filer, der kan læses som tabeller ({known}); kontrollér stien.",
            f"The folder holds no files that can be read as tables ({known}); check the path.",
            shown,
        )
    return Inputs(shown, _named(found, folder), not_read=in_order(others))


def _pattern(pattern: str) -> Inputs:
    found = [Path(name) for name in glob.glob(pattern, recursive=True)]
    found = [path for path in found if not path.is_dir()]
    if not found:
        raise InputError(
            "Mønstret passer ikke på nogen fil; kontrollér det, og sæt det i anførselstegn.",
            "The pattern matches no file; check it, and put it in quotation marks.",
            Path(pattern).name,
        )
    fixed = Path(*_before_magic(Path(pattern)))
    return Inputs(Path(pattern).name, _named(found, fixed))


def _before_magic(pattern: Path) -> Iterable[str]:
    for part in pattern.parts[:-1]:
        if glob.has_magic(part):
            return
        yield part


def _named(paths: Iterable[Path], root: Path) -> tuple[InputFile, ...]:
    """The files in order of name, each checked to be readable before any work is done."""
    files = []
    for path in sorted(paths, key=lambda p: [natural(part) for part in p.parts]):
        name = path.relative_to(root).as_posix()
        try:
            readable(path)
        except InputError as error:
            raise InputError(error.message.da, error.message.en, name) from None
        files.append(InputFile(path, name, keys_of(name)))
    return tuple(files)


def natural(text: str) -> list[tuple[bool, int, str]]:
    """An order in which `part-10` follows `part-9`."""
    pieces = re.split(r"([0-9]+)", text)
    return [(p.isdigit(), int(p) if p.isdecimal() and p.isascii() else 0, p) for p in pieces]


def keys_of(name: str) -> dict[str, str]:
    """The values that the folders of a name give (`year=2014/`), by header."""
    keys = {}
    for part in name.split("/")[:-1]:
        if found := _KEY.fullmatch(part):
            value = unquote(found[2])
            keys[unquote(found[1])] = "" if value == _NOTHING else value
    return keys


def passed_over(name: str) -> bool:
    """Whether a file or a folder of that name is none of the data, as writers of partitions mean
    it, and Excel with the file beside a workbook that is open."""
    return name.startswith((".", "_", "~$")) or name.endswith((".tmp", ".crc"))


def is_table(name: str) -> bool:
    """Whether a file of that name is read where only its folder is named."""
    return _ending(name) in SUFFIXES - _LOOSE


def _ending(name: str) -> str:
    """The ending of a name, but for that of what packed the file."""
    path = Path(name.lower())
    return Path(path.stem).suffix if path.suffix in PACKED.values() else path.suffix


def why_not_read(name: str) -> Text:
    """Why a file or a folder (with a slash at its end) is not read that only lies in a folder."""
    if passed_over(name.removesuffix("/")):
        return _HIDDEN
    if (ending := _ending(name)) in _ARCHIVES:
        return _ARCHIVE
    return _OWN if ending in _LOOSE else _NO_TABLE


def in_order(others: Iterable[NotRead]) -> tuple[NotRead, ...]:
    """Files that are not read in the order of their names."""
    return tuple(sorted(others, key=lambda other: natural(other.file)))


def _not_read(below: Path, name: str) -> NotRead:
    shown = name if below == Path() else f"{below.as_posix()}/{name}"
    return NotRead(shown, None, why_not_read(name))


def _unreadable_folder(error: OSError) -> None:
    raise InputError(
        "Mappen må ikke læses af denne bruger; ret rettighederne.",
        "This user may not read the folder; correct its permissions.",
        Path(str(error.filename)).name,
    )
