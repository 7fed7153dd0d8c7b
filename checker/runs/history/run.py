"""Check every day of a history on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lovgraf.check.parts.asked import Asked
from lovgraf.check.parts.run import check_parts
from lovgraf.check.parts.work import Work
from lovgraf.core.progress_rate import Progress
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import Text
from lovgraf.core.written import date_text
from lovgraf.runs.history.days import Day
from lovgraf.runs.history.laws import Laws


def check_days(
    days: Sequence[Day], asked: Asked, laws: Laws, work: Work, progress: Progress | None = None
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
        own = replace(asked, as_of=day.as_of, law=law)
        yield noted(check_parts(day.inputs, own, work, shared=True), notes)


def noted(result: CheckResult, notes: tuple[Text, ...]) -> CheckResult:
    """A result with what must be said of the proposals."""
    return replace(result, notes=(*notes, *result.notes))
