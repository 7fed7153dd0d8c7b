"""Check every day of a history, on this machine or on a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from checker.history.days import Day
from checker.judging import Progress
from checker.parts.inputs import Inputs
from checker.parts.run import Asked, check_parts
from checker.parts.work import Work
from checker.reports.result import CheckResult
from checker.terms import Text


def check_days(
    days: Sequence[Day], asked: Asked, folder: Path, progress: Progress | None = None
) -> Iterator[CheckResult]:
    """The result of each day; its findings are read from a work folder below `folder`.

    Raises as `check_parts`.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    for number, day in enumerate(days):
        if progress is not None:
            shown = day.as_of.isoformat()
            text = Text(f"Kontrollerer {shown}", f"Checking {shown}")
            progress(number / len(days), text)
        work = Work.begin(folder / day.as_of.isoformat())
        yield check_parts(day.inputs, replace(asked, as_of=day.as_of), work)


def check_days_on_spark(
    days: Sequence[Day], asked: Asked, master: str, progress: Progress | None = None
) -> Iterator[CheckResult]:
    """The result of each day from a cluster, which reads all days at once.

    Raises as `check_on_spark`.
    """
    from checker.spark.check import check_in
    from checker.spark.cluster import cluster
    from checker.spark.run import Options

    options = Options(
        asked.law, asked.mapping, asked.record_type, frozenset(asked.complete), asked.fail_on,
        asked.show_values, asked.exact, progress or (lambda _fraction, _text: None),
    )  # fmt: skip
    files = tuple(file for day in days for file in day.inputs.files)
    dates = [day.as_of for day in days for _ in day.inputs.files]
    with cluster(master) as running:
        yield from check_in(running, Inputs(days[0].inputs.name, files), dates, options)
