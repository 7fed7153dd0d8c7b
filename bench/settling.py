"""`python -m bench.settling FILE --as-of DATE [--data TURTLE]`: the least that a check of a file
takes that judges as this program does.

The file is checked three times in one process, with the law loaded, under the presumptions of the
command line. The second time all that was found out of cells, kinds of rows and their days is still
there, also what no run keeps for another since it rests on values: what the first check took more
is what settling took. The third time no row is looked at again that its cell leaves open. Beside
these it is told what it takes the third check to look for values that must be unique, which the
aims leave out. Printed are processor seconds of all threads, as JSON. With norms beside the law
(`--data`, made by `bench.generated`) it tells the least that a check by more rules takes.
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from bench.comparing import Comparing
from lovgraf.api.given import presuming
from lovgraf.check.dataset import ALONE, Share, check_dataset
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
        name: checked(options.path, options.as_of, law, prepared) for name in ("first", "kept")
    }
    with Comparing() as comparing:
        share = Share(leave_open=True)
        found["cells"] = checked(options.path, options.as_of, law, prepared, share)
    print(json.dumps(found | {"unique": comparing.seconds}))


def checked(path: Path, as_of: date, law: Law, prepared: Prepared, share: Share = ALONE) -> float:
    """The processor seconds of a check."""
    before = time.process_time()
    check_dataset(path, CheckRequest(as_of, law), share=replace(share, prepared=prepared))
    return time.process_time() - before


if __name__ == "__main__":
    main()
