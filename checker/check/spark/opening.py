"""A part of a file as a table, in the process of a worker.

How the columns of a file are written is found out from a sample, by every process that reads some
of it: what is found holds values, which stay where they are.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from msgspec import structs

from lovgraf.check.spark.looking import Dataset, Look, Part, opened_table
from lovgraf.readers.connection import connect
from lovgraf.readers.formats import open_source
from lovgraf.readers.headers import book_of
from lovgraf.readers.source import Request, Source
from lovgraf.readers.stores.files import local, local_name
from lovgraf.readers.table import InputTable


@dataclass
class Opened:
    """A file that this process has opened: a connection, and the table without its rows."""

    dataset: Dataset
    number: int
    look: Look
    connection: Any = field(init=False)
    table: InputTable = field(init=False)

    def __post_init__(self) -> None:
        file = self.dataset.files[self.number].file
        self.connection = connect(None)
        self.connection.execute("SET threads = 1")  # Spark runs a task on every core
        request = Request(
            file.path, file.name, self.connection, show_values=self.dataset.show_values
        )
        if file.url is not None:
            target = request.place.file(local_name(file, self.number))
            request = structs.replace(request, path=local(file, target).path)
        book = book_of(self.dataset.facts)
        look = self.look
        if look.layout is None:
            mapping = structs.replace(
                self.dataset.mapping, sheet=file.sheet or self.dataset.mapping.sheet
            )
            source = open_source(request, book, mapping)
        else:
            source = Source(
                relation="",
                sample=look.layout.sample(request.path, request.place),
                columns=look.columns,
                place=request.place,
                rows=look.rows,
                warnings=look.ragged,
                marks=look.marks,
                layout=look.layout,
                evidence=look.evidence,
            )
        self.table = opened_table(self.dataset, file, request, source, book)
        self.place = request.place

    def part(self, part: Part) -> InputTable:
        """The rows of a part as a table."""
        if self.look.layout is None:
            return self.table
        path = self.dataset.files[self.number].file.path
        return self.table.part(path, part.first, part.last)


_last: dict[str, Opened] = {}


@contextmanager
def opened(key: str, dataset: Dataset, number: int, look: Look) -> Iterator[Opened]:
    """A file of a dataset, for the time of one task; `key` names the run.

    What was found out of it is kept as long as a process reads no other. Nothing is left on the
    disk after a task: a worker's process may end at any time, and cleans up nothing when it does.
    """
    name = f"{key}/{number}"
    if name not in _last:
        _last.clear()
        _scratch()
        _last[name] = Opened(dataset, number, look)
    file = _last[name]
    try:
        yield file
    finally:
        if look.layout is None:
            _last.clear()
        file.place.clear()


def _scratch() -> None:
    """Have temporary files made where Spark removes what a worker leaves, if it says where."""
    places = os.environ.get("SPARK_LOCAL_DIRS", "").split(",")
    if os.path.isdir(places[0]):
        tempfile.tempdir = places[0]


def aligned(table: InputTable, warnings: tuple[tuple[str, str | None, Any], ...]) -> InputTable:
    """The table with the warnings of several files, in their order."""
    own = {(code, column): sql for code, column, sql, _ in table.warnings}
    found = tuple(
        (code, column, own.get((code, column), "false"), text) for code, column, text in warnings
    )
    return replace(table, warnings=found)
