"""Tables that are folders with a log of their own: their Parquet files alone are not the table.

A Delta, Iceberg or Hudi table keeps files of rows that were deleted or replaced; only its log says
which count.
"""

from __future__ import annotations

from pathlib import Path

from lovgraf.core.errors import InputError

_LEVELS = 12
"""How many folders above a file are looked at: those of partitions, and the table's own."""
MARKS = {"_delta_log": "Delta", ".hoodie": "Hudi"}
"""Folders of logs, and whose they are."""
READ = frozenset({"Delta", "Iceberg"})
"""Those of which a table on this machine is read where its own folder is named."""
ICEBERG, VERSION = "metadata", ".metadata.json"
"""The folder of logs of an Iceberg table, and how the names of logs in it end."""


def refuse_lake(path: Path, name: str) -> None:
    """Raise `InputError` for a folder that is such a table, and for what lies in one."""
    place = path.absolute()
    for folder in (place, *place.parents[:_LEVELS]):
        kind = kind_of(folder)
        if kind is not None:
            raise lake(kind, name, alone=kind in READ)


def kind_of(folder: Path) -> str | None:
    """Whose table a folder is; None where it is none."""
    try:
        for mark, kind in MARKS.items():
            if (folder / mark).is_dir():
                return kind
        metadata = folder / ICEBERG
        if metadata.is_dir() and next(metadata.glob("*" + VERSION), None) is not None:
            return "Iceberg"
    except OSError:
        return None
    return None


def lake(kind: str, name: str, alone: bool = False) -> InputError:
    """The error for such a table; `alone` says that it is read where its own folder is named."""
    article = "an" if kind[0] in "AEIO" else "a"
    if alone:
        return InputError(
            f"Det er en {kind}-tabel (eller en fil i en), hvis log siger, hvilke filer og rækker "
            "der gælder. Nævn tabellens egen mappe for sig, så læses den.",
            f"That is {article} {kind} table (or a file of one), whose log says which files and "
            "rows count. Name the table's own folder by itself, then it is read.",
            name,
        )
    return InputError(
        f"Det er en {kind}-tabel (eller en fil i en): dens log siger, hvilke filer og rækker der "
        "gælder, og den læses ikke. Skriv tabellens nuværende indhold ud som Parquet et andet "
        "sted, og angiv det.",
        f"That is {article} {kind} table (or a file of one): its log says which files and rows "
        "count, and it is not read. Write the table's present content out as Parquet elsewhere and "
        "name that.",
        name,
    )
