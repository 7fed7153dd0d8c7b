"""Check a dataset on a Spark cluster; says what `check_dataset` says of the same file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from msgspec import structs

from lovgraf.check.request import CheckRequest
from lovgraf.check.spark.cluster import Cluster, cluster
from lovgraf.check.spark.findings import findings_folder
from lovgraf.check.spark.looking import Dataset, Given, digest_of
from lovgraf.check.spark.outcome import Task, results
from lovgraf.check.spark.run import Options, SparkRun
from lovgraf.core.progress_rate import Progress
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import Text
from lovgraf.readers.csvw import NO_MAPPING, read_mapping
from lovgraf.readers.headers import book_of, check_record_type
from lovgraf.readers.inputs import InputFile, Inputs
from lovgraf.readers.table import check_complete

_LEAST, PART = 4 << 20, 256 << 20
"""Bytes of a part of a file: enough to pay for a task, and few enough for a worker's memory."""


def check_on_spark(
    inputs: Inputs,
    master: str,
    request: CheckRequest,
    *,
    progress: Progress | None = None,
    findings: Path | None = None,
) -> CheckResult:
    """Check every record of some files against every norm in force on a date, on a cluster.

    `master` is the address of the cluster, such as `spark://host:7077` or `local[2]`; `findings` is
    a folder to be made, for a Parquet file of the findings of each part of the dataset. The
    request's `engine` is passed over: norms that columns cannot express are not judged, with a
    note. Raises `InputError` where the cluster or a file cannot be used, or nothing was checked.
    """
    options = Options(request, progress or _silent)
    options.tell(None, Text("Starter Spark", "Starting Spark"))
    with findings_folder(findings, request.show_values) as folder, cluster(master) as running:
        options = structs.replace(options, findings=folder)
        (found,) = check_in(running, inputs, [request.as_of] * len(inputs.files), options)
    return found


def check_in(
    running: Cluster, inputs: Inputs, days: Sequence[date], options: Options
) -> list[CheckResult]:
    """Check files in a cluster, each against the law of its own day; one result for each day, in
    order.

    Raises as `check_on_spark`.
    """
    request = options.request
    facts = request.law.facts
    check_record_type(request.record_type, facts)
    stated, mapping = NO_MAPPING, request.mapping
    if mapping is not None:
        stated = read_mapping(mapping, facts, inputs.files[0].path)
    book = book_of(facts)
    declared = frozenset(stated.called(one, book) for one in request.complete) | stated.complete
    check_complete(declared, facts)
    files = _absolute(inputs.files)
    dataset = Dataset(
        tuple(Given(file, day) for file, day in zip(files, days, strict=True)),
        inputs.single,
        facts,
        stated,
        request.record_type,
        declared,
        _part_size([file.path for file in files if not file.url], running.cores),
        request.show_values,
        tuple(request.accept_unread),
    )
    return SparkRun(running, dataset, inputs.name, options).check()


def digests_in(running: Cluster, files: Sequence[InputFile]) -> list[str]:
    """The SHA-256 of each file, worked out in a cluster.

    Raises `InputError` where the cluster or a file cannot be used.
    """
    items = list(enumerate(_absolute(files)))
    task = Task(digest_of, running.share(None))
    return results(running.run(running.over(items, task).collect))


def _absolute(files: Sequence[InputFile]) -> list[InputFile]:
    return [file if file.url else replace(file, path=file.path.absolute()) for file in files]


def _silent(_fraction: float | None, _text: Text) -> None:
    """Tell nobody how far it is."""


def _part_size(paths: Sequence[Path], cores: int) -> int:
    """Bytes of a part, so that every core has some of them."""
    size = sum(path.stat().st_size for path in paths) // (3 * cores)
    return min(max(size, _LEAST), PART)
