"""One run on a cluster: look at the files, read them, judge their cells, ask for rows."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.check.request import CheckRequest
from lovgraf.check.spark.batches import batches_of
from lovgraf.check.spark.cluster import Cluster
from lovgraf.check.spark.gathering import (
    Spread,
    cells_of,
    gathered,
    shares_of,
    summaries_of,
    twice_of,
)
from lovgraf.check.spark.job import FILE, Job
from lovgraf.check.spark.looking import Dataset, Look, Part, digest_at, look_at
from lovgraf.check.spark.outcome import Task, results
from lovgraf.check.spark.population import Counted, Rest, counted
from lovgraf.check.spark.reading import Summary, kinds_in, read_part
from lovgraf.check.spark.together import together
from lovgraf.core.progress_rate import Progress
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import Text


class Options(Struct, frozen=True):
    """What a check is to do, each file having a day of its own; `findings` is a folder that the
    workers write every finding into."""

    request: CheckRequest
    tell: Progress
    findings: Path | None = None


class SparkRun:
    """One run on a cluster over some files."""

    def __init__(self, running: Cluster, dataset: Dataset, name: str, options: Options) -> None:
        self._cluster, self._dataset, self._name = running, dataset, name
        self._options = options

    def check(self) -> list[CheckResult]:
        """What was found, day by day.

        Raises `InputError` where a file or the cluster cannot be used, or no norm was in force.
        """
        tell = self._options.tell
        tell(None, Text("Ser på filerne", "Looking at the files"))
        job = self._job(self._looks())
        judging = batches_of(job, self._kinds(job), self._options)
        job = replace(
            job,
            batch_of=tuple(judging.of_file.get(number, -1) for number in range(len(job.looks))),
            batches=tuple(judging.batches),
            sections=tuple(judging.sections),
        )
        parts, shared = job.parts(), self._cluster.share(job)
        tell(None, Text("Læser registreringerne", "Reading the records"))
        groups = tuple(section.group for section in job.sections)
        shares = shares_of(len(parts), self._cluster.cores)
        spread = Spread(len(parts), shares, groups)
        task = self._cluster.over(parts, Task(read_part, shared)).mapPartitionsWithIndex(spread)
        # What is moved to a partition lies on the workers' disks, and is there for later questions.
        read = task.partitionBy(len(parts) + shares, int)
        context, last = self._cluster.context, range(len(parts), len(parts) + shares)
        found = self._cluster.run(lambda: context.runJob(read, gathered, list(last)))
        summaries = summaries_of(found)
        bases = _bases(summaries)
        same = twice_of(found, [one.part.file * FILE + bases[one.part] for one in summaries])
        tell(None, Text("Kontrollerer registreringerne", "Checking the records"))
        rest = Rest(self._cluster, shared, read, bases, _where(summaries))
        counts = _counted(summaries, bases, [same.get(group, {}) for group in groups])
        judged = judging.judged(rest, cells_of(found), counts)
        return together(job, self._name, judged, _records(summaries), same, judging.groups)

    def _looks(self) -> list[Look]:
        """A look at every file, with its digest, which another worker may work out meanwhile."""
        numbers = range(len(self._dataset.files))
        asked = [(question, number) for question in (look_at, digest_at) for number in numbers]
        found = self._each(_answered, self._dataset, asked)
        looks, digests = found[: len(numbers)], found[len(numbers) :]
        return [
            replace(look, digest=digest or look.digest)
            for look, digest in zip(looks, digests, strict=True)
        ]

    def _each(self, function: Any, shared: Any, items: Iterable[Any]) -> list[Any]:
        found = self._cluster.over(list(items), Task(function, self._cluster.share(shared)))
        return results(self._cluster.run(found.collect))

    def _job(self, looks: Sequence[Look]) -> Job:
        return Job(
            key=secrets.token_hex(8),
            secret=secrets.token_hex(16),
            dataset=self._dataset,
            looks=tuple(looks),
            batch_of=(),
            batches=(),
            sections=(),
            show_values=self._options.request.show_values,
        )

    def _kinds(self, job: Job) -> list[list[str]]:
        """The types of record in each file."""
        several = [part for part in job.parts() if job.looks[part.file].several_types]
        found: list[list[str]] = self._each(kinds_in, job, several) if several else []
        own: dict[int, set[str]] = {}
        for part, kinds in zip(several, found, strict=True):
            own.setdefault(part.file, set()).update(kinds)
        return [
            sorted(
                own.get(number, ())
                if look.several_types
                else {look.record_type or job.dataset.facts.usual_type}
            )
            for number, look in enumerate(job.looks)
        ]


def _answered(dataset: Dataset, asked: tuple[Callable[[Dataset, int], Any], int]) -> Any:
    question, number = asked
    return question(dataset, number)


def _bases(summaries: Iterable[Summary]) -> dict[Part, int]:
    """How many rows of its file come before each part."""
    found: dict[Part, int] = {}
    seen: dict[int, int] = {}
    for one in summaries:
        found[one.part] = seen.get(one.part.file, 0)
        seen[one.part.file] = found[one.part] + one.rows
    return found


def _where(summaries: Iterable[Summary]) -> dict[int, list[int]]:
    """The partitions that hold rows of each section."""
    found: dict[int, list[int]] = {}
    for place, one in enumerate(summaries):
        for number in one.sections:
            found.setdefault(number, []).append(place)
    return found


def _records(summaries: Iterable[Summary]) -> Counter[int]:
    """How many records each file holds."""
    found: Counter[int] = Counter()
    for one in summaries:
        found[one.part.file] += sum(records for records, _, _, _ in one.sections.values())
    return found


def _counted(
    summaries: Sequence[Summary],
    bases: dict[Part, int],
    same: Sequence[Mapping[str, tuple[int, tuple[int, ...]]]],
) -> dict[int, Counted]:
    sections = sorted({number for one in summaries for number in one.sections})
    return {n: counted(list(_own(n, summaries, bases)), same[n]) for n in sections}


def _own(number: int, summaries: Iterable[Summary], bases: dict[Part, int]) -> Iterator[Any]:
    for one in summaries:
        if number in one.sections:
            yield one.part.file * FILE + bases[one.part], one.sections[number]
