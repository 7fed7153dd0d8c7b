"""What a check says, to be compared between engines."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from lovgraf.check.dataset import check_dataset
from lovgraf.check.parts.run import check_parts
from lovgraf.check.parts.work import Work
from lovgraf.check.request import CheckRequest
from lovgraf.check.spark.check import check_in
from lovgraf.check.spark.cluster import Cluster
from lovgraf.check.spark.run import Options
from lovgraf.core.result import CheckResult
from lovgraf.law import Law
from lovgraf.readers.inputs import find_inputs
from lovgraf.reports.as_json import write
from lovgraf.reports.formats import ReportOptions

DAY = date(2014, 12, 1)
FAIL_ON = frozenset({"breached", "unattainable"})


def report(result: CheckResult, show_values: bool) -> dict[str, Any]:
    """The JSON report, but for the name of the engine."""
    options = ReportOptions("en", FAIL_ON, show_values)
    found: dict[str, Any] = json.loads("".join(write(result, options)))
    assert found["receipt"].pop("engine") in ("columns", "spark")
    found["record_quality"].sort(key=json.dumps)
    for listed in ("findings", "open_findings"):  # a row's own come in the order they were met
        for one in found[listed]:  # reports of Spark have the id alone
            one.pop("due", None), one.pop("done", None), one.pop("late", None)
        found[listed].sort(key=lambda one: (str(one.get("file")), one["row"], one["cause"]))
    return found


def by_columns(path: Path, law: Law, day: date = DAY, **options: Any) -> dict[str, Any]:
    """The report of the engine on one machine."""
    shown = options.get("show_values", False)
    inputs = find_inputs(str(path))
    if inputs.single:
        return report(check_dataset(path, CheckRequest(day, law, **options)), shown)
    with tempfile.TemporaryDirectory() as work:
        asked = CheckRequest(law=law, as_of=day, **options)
        return report(check_parts(inputs, asked, Work.begin(Path(work))), shown)


def by_spark(
    running: Cluster,
    path: Path,
    law: Law,
    day: date = DAY,
    tell: Callable[[Any, Any], None] | None = None,
    **options: Any,
) -> dict[str, Any]:
    """The report of the same files from a cluster."""
    inputs = find_inputs(str(path))
    (result,) = check_in(running, inputs, [day] * len(inputs.files), asked(law, tell, **options))
    return report(result, options.get("show_values", False))


def asked(law: Law, tell: Callable[[Any, Any], None] | None = None, **options: Any) -> Options:
    """The options of a check on a cluster."""
    request = CheckRequest(DAY, law, **{"fail_on": FAIL_ON, **options})
    return Options(request, tell or (lambda _fraction, _text: None))
