"""Delta and Iceberg tables, read by their log (the extra `lake`): which files and rows count."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lovgraf.core.errors import InputError
from lovgraf.core.extras import not_installed
from lovgraf.readers.lakes import ICEBERG, VERSION, kind_of
from lovgraf.readers.spooled.arrow import plain
from lovgraf.readers.spooled.spool import Batches, write_batches

READ = frozenset({"Delta", "Iceberg"})
"""The kinds of tables that are read."""


def is_lake(path: Path) -> bool:
    """Whether a folder is such a table itself."""
    return path.is_dir() and kind_of(path) in READ


def read_lake(path: Path, name: str, folder: Path, room: int) -> Path:
    """The present rows of a table as a Parquet file in a folder.

    Raises `InputError` where it cannot be read, also for what the library does not know of its
    kind (deleted rows kept as vectors, renamed columns): rows would be wrong.
    """
    target = folder / "lake.parquet"
    opened = _delta if kind_of(path) == "Delta" else _iceberg
    write_batches(opened, path, name, target, room)
    return target


def _delta(path: Path, name: str) -> Batches:
    try:
        from deltalake import DeltaTable
    except ImportError:
        raise not_installed("lake", "Delta", "Delta", name) from None
    table = DeltaTable(path.absolute())
    _within(path, table.file_uris(), name)
    dataset = table.to_pyarrow_dataset()
    batches = dataset.to_batches(batch_size=65_536, batch_readahead=2, fragment_readahead=1)
    return plain(dataset.schema, iter(batches))


def _iceberg(path: Path, name: str) -> Batches:
    try:
        from pyiceberg.table import StaticTable
    except ImportError:
        raise not_installed("lake", "Iceberg", "Iceberg", name) from None
    table: Any = StaticTable.from_metadata(str(_newest(path).absolute()))
    snapshot = table.current_snapshot()
    if snapshot is not None:
        _within(path, [snapshot.manifest_list], name)
        _within(path, [one.manifest_path for one in snapshot.manifests(table.io)], name)
    scan = table.scan()
    for task in scan.plan_files():
        files = [task.file, *task.delete_files]
        _within(path, [one.file_path for one in files], name)
    reader = scan.to_arrow_batch_reader()
    return plain(reader.schema, iter(reader))


def _newest(path: Path) -> Path:
    """The newest metadata of an Iceberg table: that of its hint, else the last by number."""
    folder = path / ICEBERG
    hint = folder / "version-hint.text"
    if hint.is_file():
        number = hint.read_text("ascii", "replace").strip()
        for named in (f"v{number}{VERSION}", f"{number}{VERSION}", number):
            if "/" not in named and (folder / named).is_file():
                return folder / named
    return max(folder.glob(f"*{VERSION}"), key=lambda one: (_number(one.name), one.name))


def _number(name: str) -> int:
    digits = name.lstrip("v").split("-")[0].split(".")[0]
    return int(digits) if digits.isdigit() else -1


def _within(folder: Path, addresses: Iterable[str], name: str) -> None:
    """Refuse a table whose log names files elsewhere: whoever wrote it chooses what is read."""
    root = folder.resolve()
    for address in addresses:
        parts = urlsplit(address)
        local = parts.scheme in ("", "file")
        path = Path(unquote(parts.path) if parts.scheme else address)
        if not local or not (root / path).resolve().is_relative_to(root):
            raise InputError(
                "Tabellens log nævner filer uden for dens egen mappe og læses ikke. Skriv tabellen "
                "ud som Parquet, og angiv det.",
                "The table's log names files outside its own folder and is not read. Write the "
                "table out as Parquet and name that.",
                name,
            )
