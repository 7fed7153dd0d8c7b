"""Child process: a check with further norms, with the uniqueness check timed apart or left out.

Prints one line of JSON: norms, cells, records, seconds and processor time in all, and those between
the begin and the end of the uniqueness check (the law loaded, the file read, verdicts given; no
report written).
"""

from __future__ import annotations

import argparse
import json
import time
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from bench.comparing import Comparing
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.law import load_law
from lovgraf.readers.prefetch import Prefetch


def main(path: Path, as_of: str, further: list[Path], uniqueness: bool) -> None:
    """Check a file under the shipped law and further Turtle files."""
    start, before = time.perf_counter(), time.process_time()
    watched = Comparing(left_out=not uniqueness)
    with watched as comparing, Prefetch.begin(path) or nullcontext() as ahead:
        result = check_dataset(
            path, CheckRequest(date.fromisoformat(as_of), load_law(further)), ahead=ahead
        )
    found = {
        "norms": len(result.norms),
        "cells": int(result.receipt["cells"]),
        "records": result.records,
        "seconds": time.perf_counter() - start,
        "processor": time.process_time() - before,
        "unique_seconds": comparing.clock,
        "unique_processor": comparing.seconds,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.checked", description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("as_of")
    parser.add_argument("further", type=Path, nargs="*")
    parser.add_argument("--without-uniqueness", action="store_true")
    options = parser.parse_args()
    main(options.path, options.as_of, options.further, not options.without_uniqueness)
