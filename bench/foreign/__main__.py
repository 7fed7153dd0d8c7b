"""`python -m bench.foreign`: check registers that share nothing with `lovgraf sample`.

For every register, as CSV and as Parquet: seconds and processor seconds of a check, both against
DuckDB reading every column of the same file (what ten rows cost is taken off both; `apart` without
what it takes to compare values that must be unique), the peak of
memory, and what ten rows take with a warm cache. Beside it four floors, in processor seconds and
against the same reading: the check where nothing is left to settle, the check that looks at no row
again (`bench/settling.py`; not of more than a million rows), a program that does only what no
check can avoid (`bench/floor.py`), and one that does what comes before judging (`bench/least.py`).
The first check of a register fills the cache; its time is
printed as well. Then the same with made norms beside the law, and two workers of a Spark cluster
against one (`bench/spark.py`).

Files of some gigabytes are written where `TMPDIR` says. What has not begun when the minutes are up
is named and left out.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import nan
from pathlib import Path

from bench.foreign.write import REGISTERS
from bench.process import LOVGRAF, Timing, alternate, run
from lovgraf.core import own_process
from lovgraf.core.private import PrivateFolder

FEW = 10
MILLION = 1_000_000
AIMS = (
    "Aims: CSV 2 times reading; Parquet 6 times at a million rows, 4 at ten; 1,500 MB; ten rows\n"
    "in 1 s of a quiet core; 600 norms more 1.5 times. Processor seconds count where others work."
)


@dataclass(frozen=True)
class Measured:
    """What one file took: seconds, MB (10^6 bytes), and ratios to reading.

    `kept`, `cells` and `floor` are processor seconds of the floors, their ratios those against
    reading; `apart` is the ratio of processor seconds without those that it takes to compare values
    that must be unique, which the aims leave out.
    """

    register: str
    suffix: str
    rows: int
    first: float
    check: float
    processor: float
    reading: float
    ratio: float
    processor_ratio: float
    apart: float
    megabytes: float
    few: float
    few_processor: float
    kept: float
    kept_ratio: float
    cells: float
    cells_ratio: float
    floor: float
    floor_ratio: float
    least: float
    least_ratio: float

    @classmethod
    def of(
        cls,
        name: str,
        path: Path,
        rows: int,
        first: float,
        timings: list[Timing],
        settled: Mapping[str, float],
    ) -> Measured:
        """The figures of six timings: the check and the reading, of all rows and of ten; and the
        two floors of all rows. `settled` are those of `bench.settling`, where it was asked."""
        check, read, few, read_few, floor, before = timings
        reading = max(read.seconds - read_few.seconds, 1e-3)
        worked = max(read.processor - read_few.processor, 1e-3)
        less = floor.processor - read_few.processor
        least = before.processor - read_few.processor
        kept, cells, unique = (settled.get(each, nan) for each in ("kept", "cells", "unique"))
        return cls(
            name,
            path.suffix[1:],
            rows,
            first,
            check.seconds,
            check.processor,
            reading,
            (check.seconds - few.seconds) / reading,
            (check.processor - few.processor) / worked,
            (check.processor - few.processor - unique) / worked,
            check.megabytes,
            few.seconds,
            few.processor,
            kept,
            kept / worked,
            cells,
            cells / worked,
            less,
            less / worked,
            least,
            least / worked,
        )


@dataclass(frozen=True)
class Case:
    """A register in a format, in a folder that is removed."""

    name: str
    suffix: str
    rows: int
    work: Path

    @property
    def path(self) -> Path:
        """The file of all rows."""
        return self.work / f"{self.name}-{self.rows}.{self.suffix}"

    @property
    def few(self) -> Path:
        """The file of ten rows."""
        return self.work / f"{self.name}-{FEW}.{self.suffix}"

    @property
    def report(self) -> Path:
        """Where the report goes."""
        return self.work / "report.json"

    @property
    def stated(self) -> list[str]:
        """The delimiter where DuckDB has to be told it."""
        register = REGISTERS[self.name]
        return [register.delimiter] if register.ragged and self.suffix == "csv" else []

    def write(self) -> None:
        """Write both files."""
        for path, count in ((self.path, self.rows), (self.few, FEW)):
            tell(f"writing {count} rows of {self.name} ({self.suffix})")
            run([sys.executable, "-m", "bench.foreign.write", self.name, str(count), str(path)])

    def remove(self) -> None:
        """Remove them."""
        self.path.unlink()
        self.few.unlink()

    def check(self, path: Path, *more: str) -> list[str]:
        """The command that checks a file."""
        as_of = REGISTERS[self.name].as_of.isoformat()
        output = ["--format", "json", "--output", str(self.report)]
        return [*LOVGRAF, "check", str(path), "--as-of", as_of, *more, *output]

    def read(self, path: Path) -> list[str]:
        """The command that reads every column of a file."""
        return [sys.executable, "-m", "bench.reading", str(path), *self.stated]

    def settled(self) -> dict[str, float]:
        """What `bench.settling` says; of more than a million rows what `bench.comparing` does."""
        as_of = REGISTERS[self.name].as_of.isoformat()
        if self.rows > MILLION:
            command = [sys.executable, "-m", "bench.comparing", str(self.path), as_of]
            return {"unique": float(run(command).output)}
        command = [sys.executable, "-m", "bench.settling", str(self.path), "--as-of", as_of]
        found: dict[str, float] = json.loads(run(command).output)
        return found

    def floor(self) -> list[str]:
        """The command of the floor, on the columns that the last check read."""
        delimiter = [*self.stated, ""][0]
        return [sys.executable, "-m", "bench.floor", str(self.path), delimiter, *self._columns()]

    def least(self) -> list[str]:
        """The command that does what comes before judging, on these columns."""
        register = REGISTERS[self.name]
        given = [register.delimiter, register.as_of.isoformat(), *self._columns()]
        return [sys.executable, "-m", "bench.least", str(self.path), *given]

    def _columns(self) -> list[str]:
        (table,) = json.loads(self.report.read_text(encoding="utf-8"))["intake"]["tables"]
        return [column["header"] for column in table["columns"] if column["read"]]


def main() -> None:
    """Measure; the tables go to stdout, progress to stderr."""
    options = _options()
    end = time.monotonic() + 60 * options.minutes
    names, formats = options.registers.split(","), options.formats.split(",")
    found: list[Measured] = []
    left: list[str] = []
    grown: list[tuple[Case, float]] = []
    with PrivateFolder() as work:
        os.environ["XDG_CACHE_HOME"] = str(work / "cache")
        own_process.begin()  # the floors take memory as a check does
        print(HEAD)
        sizes = zip(map(int, options.rows.split(",")), _runs(options), strict=False)
        for rows, runs in sizes:
            for case in (Case(name, form, rows, work) for name in names for form in formats):
                if time.monotonic() > end:
                    left.append(f"{case.name} ({case.suffix}, {rows} rows)")
                    continue
                case.write()
                found.append(measure(case, runs))
                print(line(found[-1]), flush=True)
                if options.norms and rows <= MILLION:
                    grown.append((case, more_norms(case, options.norms, runs)))
                case.remove()
        print(f"\n{AIMS}")
        if grown:
            print(f"\nWith {options.norms} made norms more, processor time, times as long:")
        for case, times in grown:
            print(f"{case.name:<11} {case.suffix:<8} {case.rows:>9} {times:>8.2f}")
    for name in names if options.spark_rows else ():
        if time.monotonic() > end:
            left.append(f"{name} on Spark")
            continue
        print(f"\nSpark, {options.spark_rows} rows of {name} as CSV:", flush=True)
        command = [sys.executable, "-m", "bench.spark", "--register", name, "--runs", "1"]
        print(run([*command, "--rows", str(options.spark_rows)], (0, 1)).output, end="")
    for one in left:
        print(f"not measured, the {options.minutes} minutes were up: {one}")
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in found], indent=2) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.foreign", description=__doc__)
    parser.add_argument("--rows", default=f"{MILLION},{10 * MILLION}", help="rows, with commas")
    parser.add_argument("--registers", default=",".join(REGISTERS), help="names, with commas")
    parser.add_argument("--formats", default="csv,parquet", help="formats, with commas")
    parser.add_argument(
        "--runs", default="3,1", help="runs of which the median is taken, for each number of rows"
    )
    parser.add_argument("--norms", type=int, default=600, help="norms that are made; 0 for none")
    parser.add_argument("--spark-rows", type=int, default=100_000, help="rows on Spark; 0 for none")
    parser.add_argument("--minutes", type=float, default=90, help="when nothing more is begun")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    return parser.parse_args()


def _runs(options: argparse.Namespace) -> Sequence[int]:
    """How many runs each number of rows has; the last number goes for all that follow."""
    stated = [int(number) for number in options.runs.split(",")]
    return [*stated, *[stated[-1]] * options.rows.count(",")]


def measure(case: Case, runs: int) -> Measured:
    """Check and read a register that is written."""
    tell(f"checking {case.name} ({case.suffix})")
    run(case.check(case.few), (0, 1))
    first = run(case.check(case.path), (0, 1)).seconds
    commands = [
        case.check(case.path), case.read(case.path), case.check(case.few), case.read(case.few),
    ]  # fmt: skip
    timings = alternate([*commands, case.floor(), case.least()], runs)
    return Measured.of(case.name, case.path, case.rows, first, timings, case.settled())


def more_norms(case: Case, count: int, runs: int) -> float:
    """How many times as long a check takes with norms that are made beside the law: both are run in
    turn, since a machine is twice as fast in one minute as in another."""
    tell(f"checking {case.name} ({case.suffix}) with {count} norms more")
    register, made = REGISTERS[case.name], case.work / f"norms-{case.name}.ttl"
    day = register.as_of.isoformat()
    run([sys.executable, "-m", "bench.generated", str(count), day, register.record_type, str(made)])
    more = ["--data", str(made)]
    run(case.check(case.few, *more), (0, 1))
    run(case.check(case.path, *more), (0, 1))
    plain, grown = alternate([case.check(case.path), case.check(case.path, *more)], runs)
    return grown.processor / plain.processor


def tell(text: str) -> None:
    """Say what is done, on stderr."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


HEAD = (
    f"{'register':<11} {'format':<8} {'rows':>9} {'first s':>8} {'check s':>8} {'cpu s':>7} "
    f"{'reading s':>9} {'ratio':>6} {'cpu ratio':>9} {'apart':>6} {'peak MB':>8} "
    f"{'ten rows s':>10} {'cpu s':>6} {'kept cpu s':>10} {'ratio':>6} "
    f"{'cells cpu s':>11} {'ratio':>6} "
    f"{'floor cpu s':>11} {'ratio':>6} {'least cpu s':>11} {'ratio':>6}"
)


def line(one: Measured) -> str:
    """A line of the table."""
    return (
        f"{one.register:<11} {one.suffix:<8} {one.rows:>9} {one.first:>8.2f} {one.check:>8.2f} "
        f"{one.processor:>7.2f} {one.reading:>9.2f} {one.ratio:>6.1f} {one.processor_ratio:>9.1f} "
        f"{one.apart:>6.1f} {one.megabytes:>8.0f} {one.few:>10.2f} {one.few_processor:>6.2f} "
        f"{one.kept:>10.2f} {one.kept_ratio:>6.1f} {one.cells:>11.2f} {one.cells_ratio:>6.1f} "
        f"{one.floor:>11.2f} {one.floor_ratio:>6.1f} {one.least:>11.2f} {one.least_ratio:>6.1f}"
    )


if __name__ == "__main__":
    main()
