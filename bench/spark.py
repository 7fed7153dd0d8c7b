"""`python -m bench.spark`: a check on one worker of one core against one on two, both warm.

A master and workers run on this machine's loopback address; persons are synthetic, all norms in
force. Printed are seconds by the clock and their ratio, of the whole check and of the reading,
which is what the workers do; then the driver judges the cells.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.standalone import Standalone
from lovgraf.authoring.sample import write_sample
from lovgraf.check.request import CheckRequest
from lovgraf.check.spark.check import check_in
from lovgraf.check.spark.cluster import Cluster, cluster
from lovgraf.check.spark.run import Options
from lovgraf.core.terms import Text
from lovgraf.law import Law, load_law
from lovgraf.readers.inputs import find_inputs

AS_OF = date(2014, 12, 1)
READING, JUDGING = "Reading the records", "Checking the records"


def main() -> None:
    """Measure; the figures go to stdout."""
    parser = argparse.ArgumentParser(prog="python -m bench.spark", description=__doc__)
    parser.add_argument("--rows", type=int, default=3_000_000, help="persons in the file")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the median is taken")
    parser.add_argument("--format", default="csv", help="csv or parquet")
    options = parser.parse_args()
    if importlib.util.find_spec("pyspark") is None:
        print("Spark is not measured: pyspark is not there (make spark).")
        return
    with tempfile.TemporaryDirectory(prefix="lovgraf-bench-") as folder:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
        path = Path(folder) / f"persons.{options.format}"
        write_sample(options.rows, path)
        measure(path, options.runs, Path(folder))


def measure(path: Path, runs: int, folder: Path) -> None:
    """Print what one and two workers take."""
    law = load_law()
    standalone = Standalone(folder)
    os.environ |= {"SPARK_CONF_DIR": str(standalone.conf), "PYSPARK_PYTHON": sys.executable}
    found = []
    try:
        for workers in (1, 2):
            standalone.workers(1)
            with cluster(standalone.url) as running:
                while _executors(running) < workers:
                    time.sleep(0.2)
                _checked(running, path, law)
                times = [_checked(running, path, law) for _ in range(runs)]
            found.append([statistics.median(column) for column in zip(*times, strict=True)])
            whole, read = found[-1]
            print(f"{workers} worker(s): {whole:.1f} s, of which reading {read:.1f} s", flush=True)
    finally:
        standalone.stop()
    (whole, read), (whole_by_two, read_by_two) = found
    print(f"two against one: {whole / whole_by_two:.2f} times as fast, reading alone ", end="")
    print(f"{read / read_by_two:.2f} times (aim: at least 1.3)")


def _checked(running: Cluster, path: Path, law: Law) -> tuple[float, float]:
    """Seconds of a check, and of the reading in it."""
    begun: dict[str, float] = {}

    def tell(_fraction: Any, text: Text) -> None:
        begun[text.en] = time.perf_counter()

    options = Options(CheckRequest(AS_OF, law), tell)
    start = time.perf_counter()
    check_in(running, find_inputs(str(path)), [AS_OF], options)
    return time.perf_counter() - start, begun[JUDGING] - begun[READING]


def _executors(running: Cluster) -> int:
    return int(running.context._jsc.sc().getExecutorMemoryStatus().size()) - 1


if __name__ == "__main__":
    main()
