"""Check a dataset of several files: each on its own, in bounded memory, and all in one report."""

from __future__ import annotations

from msgspec.structs import replace

from lovgraf.check import row_recheck
from lovgraf.check.parts.file import FileCheck, Opened, Place, without_open
from lovgraf.check.parts.merge import merged, with_duplicates
from lovgraf.check.parts.unique import found_twice
from lovgraf.check.parts.work import Work
from lovgraf.check.request import CheckRequest
from lovgraf.core.progress_rate import Progress
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import Text
from lovgraf.engine.prepared import kept_for
from lovgraf.readers.delimited import none_has_rows
from lovgraf.readers.formats import readable
from lovgraf.readers.inputs import InputFile, Inputs
from lovgraf.readers.prefetch import Prefetch

_MEMORY = "1GB"


def check_parts(
    inputs: Inputs,
    request: CheckRequest,
    work: Work,
    progress: Progress | None = None,
    shared: bool = False,
    rows: bool = False,
    ahead: Prefetch | None = None,
) -> CheckResult:
    """Check every file of a dataset; the result's findings are read from the work folder.

    A large file is checked in blocks (`whole.py`). Parts that are finished in the folder are not
    checked again; other parts there are removed unless the folder is `shared` with other datasets.
    With `rows`, rows that stood in a file of the same name when the folder was last used are not
    read again (`known.py`). Rows that a cell leaves open are looked at again where they are few in
    all files together, as when these are one. `ahead` is what was begun with the file before the
    law was there. Raises `InputError` for a file that cannot be used,
    by its name, and where no file holds a record.
    """
    tell = progress or (lambda _fraction, _text: None)
    earlier = work.parts() if rows else None
    sizes = [_size(file) for file in inputs.files]
    total = max(sum(sizes), 1)
    opened, files = Opened(request.exact), list[FileCheck]()
    with kept_for(request.law, request.as_of) as prepared:
        for number, file in enumerate(inputs.files):
            place = f"{file.name} ({number + 1}/{len(inputs.files)})"
            progress_of = Place(tell, place, sum(sizes[:number]), sizes[number], total)
            known = earlier, progress_of, prepared, ahead, inputs.single
            files.append(FileCheck(file, request, work, *known))
            files[-1].check(opened)
        together = opened.too_many and (opened.parts > 1 or not inputs.single)
        if together:
            for checked in files:
                checked.leave_open()
    results = [checked.result() for checked in files]
    if together:
        results = [without_open(result) for result in results]
    tell(None, Text("Samler resultaterne", "Putting the results together"))
    if not shared:
        work.forget_others({place.name for checked in files for place in checked.used})
    if not any(result.records for result in results):
        raise none_has_rows(inputs.name)
    columns = request.law.facts.columns
    places = [
        (None if inputs.single else checked.file.name, before + result.intake.rows_above, place)
        for checked, result in zip(files, results, strict=True)
        for before, place in checked.places
    ]
    found = results[0] if inputs.single else merged(inputs.name, results)
    if together:
        found = replace(found, notes=(*found.notes, row_recheck.left_open(opened.count)))
    found = replace(found, open=opened.count)
    return with_duplicates(found, found_twice(places, columns, _MEMORY), columns)


def _size(file: InputFile) -> int:
    """The bytes of a file that can be read."""
    readable(file.path, file.name)
    return file.path.stat().st_size
