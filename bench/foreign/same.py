"""`python -m bench.foreign.same CHECKOUT`: whether another checkout reports the same.

Every register is written as CSV and as Parquet and checked by this program and by that of the other
checkout. The JSON reports, and the status they end with, must be the same, byte for byte: what
makes a check quicker may change nothing that it finds.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from bench.foreign.__main__ import Case, tell
from bench.foreign.write import REGISTERS
from bench.process import run
from lovgraf.core.private import PrivateFolder

OWN = Path(__file__).parents[2]


def main() -> None:
    """Compare; exits with 1 where a report is another."""
    parser = argparse.ArgumentParser(prog="python -m bench.foreign.same", description=__doc__)
    parser.add_argument("other", type=Path, help="the other checkout")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of each register")
    parser.add_argument("--registers", default=",".join(REGISTERS), help="names, with commas")
    parser.add_argument("--formats", default="csv,parquet", help="formats, with commas")
    options = parser.parse_args()
    differ = 0
    with PrivateFolder() as work:
        os.environ["XDG_CACHE_HOME"] = str(work / "cache")
        for name in options.registers.split(","):
            for suffix in options.formats.split(","):
                case = Case(name, suffix, options.rows, work)
                case.write()
                same = reported(case, OWN) == reported(case, options.other.resolve())
                print(f"{name:<11} {suffix:<8} {'the same' if same else 'ANOTHER REPORT'}")
                case.remove()
                differ += not same
    sys.exit(1 if differ else 0)


def reported(case: Case, checkout: Path) -> tuple[int, bytes]:
    """The status and the report of the program of a checkout."""
    tell(f"checking {case.name} ({case.suffix}) by {checkout.name}")
    os.environ["PYTHONPATH"] = os.pathsep.join(map(str, (checkout / "src", checkout)))
    status = run(case.check(case.path), (0, 1)).status
    return status, case.report.read_bytes()


if __name__ == "__main__":
    main()
