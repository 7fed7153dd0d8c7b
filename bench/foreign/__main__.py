"""`python -m bench.foreign`: check registers that share nothing with `lovgraf sample`.

For every register, as CSV and as Parquet: seconds and processor seconds of a check, both against
DuckDB reading every column of the same file (what ten rows cost is taken off both), the peak of
memory, and what ten rows take with a warm cache. The first check of a register fills the cache; its
time is printed as well. Files of some gigabytes are written where `TMPDIR` says.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.foreign.write import REGISTERS
from bench.process import LOVGRAF, Timing, alternate, run
from lovgraf.core.private import PrivateFolder

FEW = 10
MILLION = 1_000_000


@dataclass(frozen=True)
class Measured:
    """What one file took: seconds, MB (10^6 bytes), and ratios to reading."""

    register: str
    suffix: str
    rows: int
    first: float
    check: float
    processor: float
    reading: float
    ratio: float
    processor_ratio: float
    megabytes: float
    few: float
    few_processor: float

    @classmethod
    def of(cls, name: str, path: Path, rows: int, first: float, timings: list[Timing]) -> Measured:
        """The figures of four timings: the check and the reading, of all rows and of ten."""
        check, read, few, read_few = timings
        reading = max(read.seconds - read_few.seconds, 1e-3)
        worked = max(read.processor - read_few.processor, 1e-3)
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
            check.megabytes,
            few.seconds,
            few.processor,
        )


def main() -> None:
    """Measure; a line a file goes to stdout, progress to stderr."""
    options = _options()
    found = []
    print(HEAD)
    with PrivateFolder() as work:
        os.environ["XDG_CACHE_HOME"] = str(work / "cache")
        for rows in map(int, options.rows.split(",")):
            for name in options.registers.split(","):
                for suffix in options.formats.split(","):
                    one = measure(name, suffix, rows, options.runs, work)
                    print(line(one), flush=True)
                    found.append(one)
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in found], indent=2) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.foreign", description=__doc__)
    parser.add_argument("--rows", default=f"{MILLION},{10 * MILLION}", help="rows, with commas")
    parser.add_argument("--registers", default=",".join(REGISTERS), help="names, with commas")
    parser.add_argument("--formats", default="csv,parquet", help="formats, with commas")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the median is taken")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    return parser.parse_args()


def measure(name: str, suffix: str, rows: int, runs: int, work: Path) -> Measured:
    """Write a register, check and read it, and remove it again."""
    whole, few = work / f"{name}.{suffix}", work / f"{name}-{FEW}.{suffix}"
    for path, count in ((whole, rows), (few, FEW)):
        print(f"bench: writing {count} rows of {name} ({suffix})", file=sys.stderr, flush=True)
        run([sys.executable, "-m", "bench.foreign.write", name, str(count), str(path)])
    as_of = REGISTERS[name].as_of.isoformat()

    def check(path: Path) -> list[str]:
        output = ["--format", "json", "--output", str(work / "report.json")]
        return [*LOVGRAF, "check", str(path), "--as-of", as_of, *output]

    def read(path: Path) -> list[str]:
        return [sys.executable, "-m", "bench.reading", str(path)]

    print(f"bench: checking {name} ({suffix})", file=sys.stderr, flush=True)
    run(check(few), (0, 1))
    first = run(check(whole), (0, 1)).seconds
    timings = alternate([check(whole), read(whole), check(few), read(few)], runs)
    found = Measured.of(name, whole, rows, first, timings)
    whole.unlink()
    few.unlink()
    return found


HEAD = (
    f"{'register':<11} {'format':<8} {'rows':>9} {'first s':>8} {'check s':>8} {'cpu s':>7} "
    f"{'reading s':>9} {'ratio':>6} {'cpu ratio':>9} {'peak MB':>8} {'ten rows s':>10} {'cpu s':>6}"
)


def line(one: Measured) -> str:
    """A line of the table."""
    return (
        f"{one.register:<11} {one.suffix:<8} {one.rows:>9} {one.first:>8.2f} {one.check:>8.2f} "
        f"{one.processor:>7.2f} {one.reading:>9.2f} {one.ratio:>6.1f} {one.processor_ratio:>9.1f} "
        f"{one.megabytes:>8.0f} {one.few:>10.2f} {one.few_processor:>6.2f}"
    )


if __name__ == "__main__":
    main()
