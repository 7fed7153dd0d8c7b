"""Check every day of a history on a cluster, and keep the days that are finished."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.check.parts.merge import joined_digests
from lovgraf.check.parts.work import Work
from lovgraf.check.receipt import changed
from lovgraf.check.request import CheckRequest
from lovgraf.check.spark.check import PART, check_in, digests_in
from lovgraf.check.spark.cluster import Cluster, cluster
from lovgraf.check.spark.run import Options
from lovgraf.check.stored import store, stored
from lovgraf.core.progress_rate import Progress
from lovgraf.core.result import CheckResult
from lovgraf.readers.inputs import InputFile, Inputs
from lovgraf.runs.history import Day, Laws, noted


def check_days_on_spark(
    days: Sequence[Day],
    request: CheckRequest,
    laws: Laws,
    master: str,
    work: Work | None = None,
    progress: Progress | None = None,
) -> Iterator[CheckResult]:
    """The result of each day from a cluster.

    Without `work` all days of one law are read at once. Else some days at a time are, enough to
    keep the cluster busy, and each result is kept in the work folder, where days that are finished
    are not checked again: of these the files are only hashed. Raises as `check_on_spark`.
    """
    told = progress or (lambda _fraction, _text: None)
    with cluster(master) as running:
        run = _Run(running, days[0].inputs.name, request, laws, told)
        if work is None:
            for some in [days] if laws.one else [[day] for day in days]:
                yield from run.check(some)
            return
        digests = run.digests(days)
        places = [run.key(day, digest) for day, digest in zip(days, digests, strict=True)]
        due = [n for n, place in enumerate(places) if not work.has(place)]
        for numbers in _together(due, days, running.cores * PART if laws.one else 0):
            for number, result in zip(numbers, run.check([days[n] for n in numbers]), strict=True):
                if result.receipt["input_sha256"] != digests[number]:
                    raise changed(days[number].inputs.files[0].name)
                work.part(places[number], partial(_keep, result, request.show_values))
    for place in places:
        yield stored(work.folder / place)


def _keep(result: CheckResult, show_values: bool, folder: Path) -> None:
    store(result, folder, show_values)


def _together(due: Iterable[int], days: Sequence[Day], size: int) -> Iterator[list[int]]:
    """Days that are checked at once: some that have `size` bytes, or one."""
    some, held = list[int](), 0
    for number in due:
        some.append(number)
        held += sum(map(_size, days[number].inputs.files))
        if held >= size:
            yield some
            some, held = [], 0
    if some:
        yield some


def _size(file: InputFile) -> int:
    """The bytes of a file; one of a store is taken to be as large as a part may be."""
    return PART if file.url else file.path.stat().st_size


class _Run(Struct, frozen=True):
    """A running cluster, and what is asked of it."""

    cluster: Cluster
    name: str
    request: CheckRequest
    laws: Laws
    progress: Progress

    def check(self, days: Sequence[Day]) -> Iterator[CheckResult]:
        """The results of some days, which are read at once by the law of the first."""
        law, _ = self.laws.of(days[0].as_of)
        options = Options(replace(self.request, law=law), self.progress)
        dates = [day.as_of for day in days for _ in day.inputs.files]
        inputs = Inputs(self.name, tuple(file for day in days for file in day.inputs.files))
        for result in check_in(self.cluster, inputs, dates, options):
            yield noted(result, self.laws.of(result.as_of)[1])

    def digests(self, days: Sequence[Day]) -> list[str]:
        """What stands for all files of each day, as its receipt has it."""
        files = [file for day in days for file in day.inputs.files]
        found = iter(digests_in(self.cluster, files))
        return [
            joined_digests((next(found), file.name) for file in day.inputs.files) for day in days
        ]

    def key(self, day: Day, digest: str) -> str:
        """A hash of all that the result of a day follows from."""
        law, _ = self.laws.of(day.as_of)
        whole = InputFile(Path(self.name), self.name)
        return replace(self.request, as_of=day.as_of, law=law).key(whole, digest)
