"""The first look at a file, by a worker: what is in it, and where it may be cut."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

from msgspec import Struct, field, structs

from lovgraf.check.receipt import file_digest
from lovgraf.core.errors import InputError, NoRows
from lovgraf.core.intake import Intake
from lovgraf.core.private import PrivateFolder
from lovgraf.core.result import QualityFinding
from lovgraf.core.terms import Text
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.connection import connect
from lovgraf.readers.csvw import Mapping
from lovgraf.readers.formats import open_source, readable
from lovgraf.readers.headers import HeaderBook, book_of
from lovgraf.readers.inputs import InputFile
from lovgraf.readers.lost import Lost
from lovgraf.readers.source import Evidence, Layout, Request, Source, SourceColumn, Warned
from lovgraf.readers.stores.files import local, local_name
from lovgraf.readers.table import InputTable, from_folders, typed_table, with_folders


class Given(Struct, frozen=True):
    """A file of the dataset, and the day of which the law is that it is checked against."""

    file: InputFile
    as_of: date


class Dataset(Struct, frozen=True):
    """The files of a dataset and how they are to be understood; `single` says that it is one file
    by name, and `part` about how many bytes a part of a file has."""

    files: tuple[Given, ...]
    single: bool
    facts: FactVocabulary
    mapping: Mapping
    record_type: str | None
    complete: frozenset[str]
    part: int
    show_values: bool = False
    accept_unread: tuple[str, ...] = ()


class Look(Struct, frozen=True):
    """What one file holds, without any value of a row; nothing but its digest where it is empty.
    The digest is worked out beside the rest (`digest_at`).

    `names` are canonical columns; `several_types` says that each row tells its type of record;
    `warnings` (code, column, message) are what rows may be warned of; `columns`, `marks` and
    `ragged` are the source's; `layout` is None where the file can only be read as a whole, else
    `cuts` tell where it may be cut.
    """

    digest: str = ""
    names: tuple[str, ...] = ()
    warnings: tuple[tuple[str, str | None, Text], ...] = ()
    quality: tuple[QualityFinding, ...] = ()
    record_type: str | None = None
    several_types: bool = False
    row: str | None = None
    """The column of the relation that numbers its rows, where some of the file are left out."""
    rows: int = 0
    columns: tuple[SourceColumn, ...] = ()
    marks: dict[str, str] = field(default_factory=dict)
    ragged: tuple[Warned, ...] = ()
    layout: Layout | None = None
    cuts: tuple[int, ...] = ()
    intake: Intake = field(default_factory=Intake)
    lost: tuple[Lost, ...] = ()
    evidence: Evidence = Evidence()
    """What all rows tell of how its columns are read."""

    @property
    def empty(self) -> bool:
        """Whether the file holds no record."""
        return not self.columns


class Part(Struct, frozen=True):
    """Rows of a file, between two cuts of its layout."""

    file: int
    first: int = 0
    last: int = 0


def look_at(dataset: Dataset, number: int) -> Look:
    """Look at one of the files.

    Raises `InputError` where it cannot be used, or not from where the worker runs.
    """
    file = dataset.files[number].file
    if file.url is None:
        return _looked_at(dataset, file)
    with PrivateFolder() as folder:
        here = local(file, folder / local_name(file, number))
        found = _looked_at(dataset, here)
        # It is fetched anew by who reads it, and by one worker as a whole.
        return structs.replace(found, layout=None, cuts=(), digest=file_digest(here.path))


def digest_at(dataset: Dataset, number: int) -> str | None:
    """The digest of one of the files; None of one that `look_at` must fetch, and tells itself.

    Raises as `look_at`.
    """
    file = dataset.files[number].file
    return None if file.url is not None else digest_of(None, (number, file))


def digest_of(_shared: None, numbered: tuple[int, InputFile]) -> str:
    """The digest of a file, which is fetched for that if it lies in a store.

    Raises as `look_at`.
    """
    number, file = numbered
    if file.url is None:
        _check(file.path, file.name)
        return file_digest(file.path)
    with PrivateFolder() as folder:
        return file_digest(local(file, folder / local_name(file, number)).path)


def _check(path: Path, name: str) -> None:
    if not os.access(path, os.R_OK):
        raise InputError(
            "Filen kan ikke læses af klyngens arbejdere; læg den, hvor hver arbejder kan læse den "
            "under samme sti.",
            "The cluster's workers cannot read the file; put it where every worker can read it "
            "under the same path.",
            name,
        )


def _looked_at(dataset: Dataset, file: InputFile) -> Look:
    _check(file.path, file.name)
    try:
        readable(file.path, file.name)
        return _look(dataset, file)
    except NoRows:
        if dataset.single:
            raise
        return Look()


def _look(dataset: Dataset, file: InputFile) -> Look:
    request = Request(file.path, file.name, connect(None), show_values=dataset.show_values)
    try:
        return _looked(dataset, file, request)
    finally:
        request.place.clear()


def _looked(dataset: Dataset, file: InputFile, request: Request) -> Look:
    book = book_of(dataset.facts)
    mapping = structs.replace(dataset.mapping, sheet=file.sheet or dataset.mapping.sheet)
    source = open_source(request, book, mapping)
    table = opened_table(dataset, file, request, source, book)
    # What leaves rows out is read at once by one worker: their numbers are those of the whole file.
    layout = table.layout if table.row is None else None
    return Look(
        names=tuple(table.values),
        warnings=tuple((code, column, text) for code, column, _, text in table.warnings),
        quality=table.quality,
        record_type=table.record_type,
        several_types=table.record_type is None and "type" in table.values,
        row=table.row,
        rows=table.rows,
        columns=source.columns,
        marks=source.marks,
        ragged=source.warnings,
        layout=layout,
        cuts=layout.cuts(file.path, dataset.part) if layout else (),
        intake=table.intake,
        lost=table.lost,
        evidence=table.evidence,
    )


def opened_table(
    dataset: Dataset, file: InputFile, request: Request, source: Source, book: HeaderBook
) -> InputTable:
    """An opened file as typed columns."""
    folders, kind = from_folders(file.keys, book, dataset.record_type)
    table = typed_table(
        request, source, book, dataset.mapping, kind, dataset.complete, folders,
        dataset.accept_unread,
    )  # fmt: skip
    return replace(table, intake=with_folders(table.intake, file.keys, book))


def parts_of(number: int, look: Look) -> list[Part]:
    """The parts of a file, in order."""
    if look.empty:
        return []
    if look.layout is None:
        return [Part(number)]
    return [Part(number, *ends) for ends in zip(look.cuts, look.cuts[1:], strict=False)]
