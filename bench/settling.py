"""`python -m bench.settling FILE --as-of DATE [--data TURTLE]`: the least that a check of a file
takes that judges as this program does.

The file is checked three times in one process, with the law loaded, under the presumptions of the
command line. The second time all that was found out of cells, kinds of rows and their days is still
there, also what no run keeps for another since it rests on values: what the first check took more
is what settling took. The third time no row is looked at again that its cell leaves open. Printed
are processor seconds of all threads, as JSON. With norms beside the law (`--data`, made by
`bench.generated`) it tells the least that a check by more rules takes.
"""

from __future__ import annotations

import argparse
import json
import os
from datetime import date
from pathlib import Path

from lovgraf.api.given import presuming
from lovgraf.check.dataset import Share, check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.engine.prepared import Prepared
from lovgraf.law import Law, load_law


def main() -> None:
    """Measure, and print a line."""
    parser = argparse.ArgumentParser(prog="python -m bench.settling", description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--as-of", type=date.fromisoformat, required=True)
    parser.add_argument("--data", type=Path, action="append", default=[])
    options = parser.parse_args()
    law, prepared = presuming(load_law(options.data), "register"), Prepared()
    found = {
        name: checked(options.path, options.as_of, law, prepared, name == "cells")
        for name in ("first", "kept", "cells")
    }
    print(json.dumps(found))


def checked(
    path: Path, as_of: date, law: Law, prepared: Prepared, leave_open: bool = False
) -> float:
    """The processor seconds of a check."""
    before = sum(os.times()[:2])
    share = Share(prepared=prepared, leave_open=leave_open)
    check_dataset(path, CheckRequest(as_of, law), share=share)
    return sum(os.times()[:2]) - before


if __name__ == "__main__":
    main()
