"""The sheets of workbooks as files of their own, where more than one is to be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from lovgraf.core.errors import InputError
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.excel import ALL, sheets_with_records
from lovgraf.readers.foreign import refuse_foreign
from lovgraf.readers.formats import holds_workbook
from lovgraf.readers.headers import HeaderBook, book_of
from lovgraf.readers.inputs import InputFile, Inputs
from lovgraf.readers.workbooks import WORKBOOKS


def with_sheet(inputs: Inputs, sheet: str, facts: FactVocabulary) -> Inputs:
    """The files with the sheet of each workbook that is read; `all` makes a file of every sheet
    with records.

    Raises `InputError` where no file is a workbook, or one cannot be read.
    """
    if not any(_is_workbook(file) for file in inputs.files):
        raise no_workbook(inputs.name)
    if sheet != ALL:
        files = tuple(
            replace(file, sheet=sheet) if _is_workbook(file) else file for file in inputs.files
        )
        return structs.replace(inputs, files=files)
    files = tuple(part for file in inputs.files for part in _parts(file, book_of(facts)))
    return structs.replace(inputs, files=files, single=inputs.single and len(files) == 1)


def _parts(file: InputFile, book: HeaderBook) -> Iterator[InputFile]:
    if not _is_workbook(file):
        yield file
        return
    refuse_foreign(file.path, file.name, as_rdf=False)
    names = sheets_with_records(file.path, lambda header: bool(book.candidates(header)), file.name)
    if len(names) < 2:
        yield replace(file, sheet=names[0] if names else None)
        return
    for name in names:
        yield replace(file, name=f"{file.name} [{name}]", sheet=name)


def _is_workbook(file: InputFile) -> bool:
    return file.url is None and is_workbook(file.path)


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, by what it holds: what programs save as .xls is often a page or
    text. Of a file that cannot be opened the name says it, and whoever opens it what is wrong."""
    try:
        return holds_workbook(path)
    except OSError:
        return path.suffix.lower() in WORKBOOKS


def no_workbook(name: str | None = None) -> InputError:
    """The error that a sheet is named where there are none."""
    return InputError(
        "--sheet gælder regneark (.xlsx, .xls, .xlsb, .ods); en HTML-side eller tekst, der er gemt "
        "som .xls, har ingen ark: udelad --sheet.",
        "--sheet is for workbooks (.xlsx, .xls, .xlsb, .ods); an HTML page or text that was saved "
        "as .xls has no sheets: leave --sheet out.",
        name,
    )
