"""Child process: a check with further norms, or one that times the uniqueness check apart.

Prints one line of JSON: norms, cells, records, seconds in all, seconds and processor time for
uniqueness (the law loaded, the file read, verdicts given; no report written).
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from checker.check import check_dataset
from checker.law import load_law


def main(path: str, as_of: str, further: list[str]) -> None:
    """Check a file under the shipped law and further Turtle files."""
    module = importlib.import_module("checker.judging")
    spent, processor = [0.0], [0.0]
    unique = module.duplicate_finding

    def timed(*arguments: Any) -> Any:
        begin, used = time.perf_counter(), time.process_time()
        try:
            return unique(*arguments)
        finally:
            spent[0] += time.perf_counter() - begin
            processor[0] += time.process_time() - used

    setattr(module, "duplicate_finding", timed)  # noqa: B010
    start = time.perf_counter()
    law = load_law([Path(name) for name in further])
    result = check_dataset(Path(path), as_of=date.fromisoformat(as_of), law=law)
    seconds = time.perf_counter() - start
    found = {
        "norms": len(result.norms),
        "cells": int(result.receipt["cells"]),
        "records": result.records,
        "seconds": seconds,
        "unique_seconds": spent[0],
        "unique_processor": processor[0],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
