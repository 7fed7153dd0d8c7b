"""The days of a history, as the names of its folders give them: `day=2014-10-31/`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lovgraf.core.errors import InputError
from lovgraf.law.coverage import not_covered
from lovgraf.readers.inputs import Inputs


@dataclass(frozen=True)
class Day:
    """The files of one day."""

    as_of: date
    inputs: Inputs


def days_of(inputs: Inputs, column: str, first_day: date | None) -> list[Day]:
    """The days of a dataset in order; `column` is what its folders call the day.

    Raises `InputError` for a file that is in no folder of a day, a day that is no date, or one
    before `first_day`, on which there is no law yet.
    """
    files: dict[date, list[int]] = {}
    for number, file in enumerate(inputs.files):
        written = file.keys.get(column)
        if written is None:
            raise InputError(
                f"Filen ligger ikke i en mappe, hvis navn giver dagen, fx {column}=2014-10-31/. "
                "Angiv mappernes ord for dagen med --as-of-column.",
                f"The file is in no folder whose name gives the day, such as {column}=2014-10-31/. "
                "Name what the folders call the day with --as-of-column.",
                file.name,
            )
        files.setdefault(_day(written, column, file.name, first_day), []).append(number)
    return [
        Day(day, Inputs(inputs.name, tuple(inputs.files[n] for n in numbers)))
        for day, numbers in sorted(files.items())
    ]


def _day(written: str, column: str, name: str, first_day: date | None) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise InputError(
            f"Mappens dag er ikke en dato; skriv den som {column}=åååå-mm-dd.",
            f"The folder's day is no date; write it as {column}=yyyy-mm-dd.",
            name,
        ) from None
    if first_day is not None and day < first_day:
        said = not_covered(day, first_day)
        raise InputError(said.da, said.en, name)
    return day
