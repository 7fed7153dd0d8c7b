"""`python -m bench.settling FILE --as-of DATE`: what it takes to settle what rows leave open.

A file is checked twice in one process, with the law loaded. The second time all that was found out
of cells, kinds of rows and their days is still there, also what no run keeps for another since it
rests on values: each pattern was settled once. No program that judges rows as this one does can be
done sooner. What the first check took more is what settling took. Processor seconds of all threads;
those of merely reading the file are printed beside them.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from bench.process import run
from lovgraf.check.dataset import Share, check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.engine.prepared import Prepared
from lovgraf.law.view import Law, load_law


def main() -> None:
    """Measure, and print a line."""
    parser = argparse.ArgumentParser(prog="python -m bench.settling", description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--as-of", type=date.fromisoformat, required=True)
    parser.add_argument("--delimiter", default="", help="of a CSV with uneven rows")
    options = parser.parse_args()
    law, prepared = load_law(), Prepared()
    first, again = (checked(options.path, options.as_of, law, prepared) for _ in range(2))
    stated = [options.delimiter] if options.delimiter else []
    reading = run([sys.executable, "-m", "bench.reading", str(options.path), *stated]).processor
    print(f"first {first:.2f}, nothing left to settle {again:.2f}, reading {reading:.2f} cpu s")


def checked(path: Path, as_of: date, law: Law, prepared: Prepared) -> float:
    """The processor seconds of a check."""
    before = sum(os.times()[:2])
    check_dataset(path, CheckRequest(as_of, law), share=Share(prepared=prepared))
    return sum(os.times()[:2]) - before


if __name__ == "__main__":
    main()
