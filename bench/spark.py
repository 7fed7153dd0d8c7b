"""`python -m bench.spark`: a check on one worker of one core against one on two, both warm.

A master and workers run on this machine's loopback address; persons are synthetic, all norms in
force, or those of a register of `bench.foreign`. Printed are seconds by the clock and their ratio,
of the whole check and of the reading, which is what the workers do; then the driver judges the
cells. What is found is held against what a check without a cluster finds.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.foreign.write import REGISTERS, write
from bench.standalone import Standalone
from lovgraf.api.given import presuming
from lovgraf.authoring.sample import write_sample
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.check.spark.check import check_in
from lovgraf.check.spark.cluster import Cluster, cluster
from lovgraf.check.spark.run import Options
from lovgraf.core import stopping
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import Text
from lovgraf.law import load_law
from lovgraf.readers.inputs import find_inputs

AS_OF = date(2014, 12, 1)
READING, JUDGING = "Reading the records", "Checking the records"


def main() -> None:
    """Measure; the figures go to stdout."""
    parser = argparse.ArgumentParser(prog="python -m bench.spark", description=__doc__)
    parser.add_argument("--rows", type=int, default=3_000_000, help="persons in the file")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the median is taken")
    parser.add_argument("--format", default="csv", help="csv or parquet")
    parser.add_argument("--register", choices=REGISTERS, help="a register in place of the sample")
    options = parser.parse_args()
    stopping.listen()  # what is ended for its time ends the cluster too
    if importlib.util.find_spec("pyspark") is None:
        print("Spark is not measured: pyspark is not there (make spark).")
        return
    with tempfile.TemporaryDirectory(prefix="lovgraf-bench-") as folder:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
        path = Path(folder) / f"records.{options.format}"
        as_of = AS_OF
        if options.register:
            write(options.register, path, options.rows)
            as_of = REGISTERS[options.register].as_of
        else:
            write_sample(options.rows, path)
        request = CheckRequest(as_of, presuming(load_law(), "register"))
        measure(path, request, options.runs, Path(folder))


def measure(path: Path, request: CheckRequest, runs: int, folder: Path) -> None:
    """Print what one and two workers take. Raises `SystemExit` where they find something else than
    a check without a cluster."""
    alone = _told(check_dataset(path, request))
    standalone = Standalone(folder)
    os.environ |= {"SPARK_CONF_DIR": str(standalone.conf), "PYSPARK_PYTHON": sys.executable}
    found, same = [], True
    try:
        for workers in (1, 2):
            standalone.workers(1)
            with cluster(standalone.url) as running:
                while _executors(running) < workers:
                    time.sleep(0.2)
                same = same and _told(_checked(running, path, request)[1]) == alone
                times = [_checked(running, path, request)[0] for _ in range(runs)]
            found.append([statistics.median(column) for column in zip(*times, strict=True)])
            whole, read = found[-1]
            print(f"{workers} worker(s): {whole:.1f} s, of which reading {read:.1f} s", flush=True)
    finally:
        standalone.stop()
    (whole, read), (whole_by_two, read_by_two) = found
    print(f"two against one: {whole / whole_by_two:.2f} times as fast, reading alone ", end="")
    print(f"{read / read_by_two:.2f} times (aim: at least 1.3)")
    print("the same results as without a cluster" if same else "OTHER RESULTS than without one")
    if not same:
        raise SystemExit(1)


def _told(result: CheckResult) -> str:
    """What a check found, in one order: verdicts, causes and the flaws of values, counted."""
    norms = sorted((norm.norm, sorted(norm.verdicts.items())) for norm in result.norms)
    causes = sorted((cause.id, cause.count) for cause in result.causes)
    flaws = sorted((flaw.code, flaw.column or "", flaw.count) for flaw in result.quality)
    return json.dumps([result.records, norms, causes, flaws])


def _checked(
    running: Cluster, path: Path, request: CheckRequest
) -> tuple[tuple[float, float], CheckResult]:
    """Seconds of a check, and of the reading in it; and what it found."""
    begun: dict[str, float] = {}

    def tell(_fraction: Any, text: Text) -> None:
        begun[text.en] = time.perf_counter()

    start = time.perf_counter()
    inputs = find_inputs(str(path))
    (result,) = check_in(running, inputs, [request.as_of], Options(request, tell))
    seconds = time.perf_counter() - start
    return (seconds, begun[JUDGING] - begun[READING]), result


def _executors(running: Cluster) -> int:
    return int(running.context._jsc.sc().getExecutorMemoryStatus().size()) - 1


if __name__ == "__main__":
    main()
