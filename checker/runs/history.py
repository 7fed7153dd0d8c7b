"""A history of extracts, one folder a day, each checked against the law of its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from msgspec import Struct, structs

from lovgraf.check.parts.run import check_parts
from lovgraf.check.parts.work import Work
from lovgraf.check.request import CheckRequest
from lovgraf.core.errors import InputError
from lovgraf.core.progress_rate import Progress
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import Text
from lovgraf.core.written import date_text
from lovgraf.law.coverage import not_covered
from lovgraf.law.view import Law
from lovgraf.proposals import Overlay, Proposal, overlay_notes
from lovgraf.proposals.fitting import lay_over_fitting
from lovgraf.readers.inputs import Inputs

# Check every day of a history on this machine.


def check_days(
    days: Sequence[Day],
    request: CheckRequest,
    laws: Laws,
    work: Work,
    progress: Progress | None = None,
) -> Iterator[CheckResult]:
    """The result of each day; its findings are read from the work folder, where parts that are
    finished are not checked again.

    Raises as `check_parts`.
    """
    for number, day in enumerate(days):
        if progress is not None:
            shown = date_text(day.as_of)
            text = Text(f"Kontrollerer {shown.da}", f"Checking {shown.en}")
            progress(number / len(days), text)
        law, notes = laws.of(day.as_of)
        own = structs.replace(request, as_of=day.as_of, law=law)
        yield noted(check_parts(day.inputs, own, work, shared=True), notes)


def noted(result: CheckResult, notes: tuple[Text, ...]) -> CheckResult:
    """A result with what must be said of the proposals."""
    return structs.replace(result, notes=(*notes, *result.notes))


# The law of each day of a history, with proposals laid over it.


class Laws:
    """The law under some proposals, day by day: as `lovgraf check --with` has it on that day."""

    def __init__(self, law: Law, proposals: Sequence[Proposal] = ()) -> None:
        self._law, self._proposals = law, list(proposals)
        self._laid: dict[date | None, Overlay] = {}

    def of(self, day: date) -> tuple[Law, tuple[Text, ...]]:
        """The law of a day, and what a report must say of the proposals.

        Raises `InputError` where a proposal cannot be used.
        """
        if not self._proposals:
            return self._law, ()
        laid = None if self.one else day
        if laid not in self._laid:
            self._laid = {laid: lay_over_fitting(self._law, self._proposals, laid)}
        found = self._laid[laid]
        return replace(found.law, profile=self._law.profile), overlay_notes(found, day)

    @property
    def one(self) -> bool:
        """Whether one law says it for all days: each proposal tells when it commences. Another is
        taken to commence on the day itself."""
        return all(proposal.commencement is not None for proposal in self._proposals)


# The days of a history, as the names of its folders give them: `day=2014-10-31/`.


class Day(Struct, frozen=True):
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
