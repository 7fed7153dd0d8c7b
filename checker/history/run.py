"""Check every day of a history, on this machine or on a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checker.history.days import Day
from checker.history.laws import Laws
from checker.judging import Progress
from checker.parts.inputs import Inputs
from checker.parts.run import Asked, check_parts
from checker.parts.work import Work
from checker.reports.result import CheckResult
from checker.terms import Text


def check_days(
    days: Sequence[Day], asked: Asked, laws: Laws, work: Work, progress: Progress | None = None
) -> Iterator[CheckResult]:
    """The result of each day; its findings are read from the work folder, where parts that are
    finished are not checked again.

    Raises as `check_parts`.
    """
    for number, day in enumerate(days):
        if progress is not None:
            shown = day.as_of.isoformat()
            text = Text(f"Kontrollerer {shown}", f"Checking {shown}")
            progress(number / len(days), text)
        law, notes = laws.of(day.as_of)
        own = replace(asked, as_of=day.as_of, law=law)
        yield _noted(check_parts(day.inputs, own, work, shared=True), notes)


def check_days_on_spark(
    days: Sequence[Day], asked: Asked, laws: Laws, master: str, progress: Progress | None = None
) -> Iterator[CheckResult]:
    """The result of each day from a cluster, which reads all days of one law at once.

    Raises as `check_on_spark`.
    """
    from checker.spark.check import check_in
    from checker.spark.cluster import cluster
    from checker.spark.run import Options

    together = [days] if laws.one else [[day] for day in days]
    with cluster(master) as running:
        for some in together:
            law, _ = laws.of(some[0].as_of)
            options = Options(
                law, asked.mapping, asked.record_type, frozenset(asked.complete), asked.fail_on,
                asked.show_values, asked.exact, progress or (lambda _fraction, _text: None),
            )  # fmt: skip
            files = tuple(file for day in some for file in day.inputs.files)
            dates = [day.as_of for day in some for _ in day.inputs.files]
            inputs = Inputs(days[0].inputs.name, files)
            for result in check_in(running, inputs, dates, options):
                yield _noted(result, laws.of(result.as_of)[1])


def _noted(result: CheckResult, notes: tuple[Text, ...]) -> CheckResult:
    return replace(result, notes=(*notes, *result.notes))
