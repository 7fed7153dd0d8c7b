"""Each page as its first reader waits for it: `python -m bench.cold [--as-of DAY] [--empty]`.

Prints, for each kind of page, the seconds of the first request (as a reader waits, and of the
processor) to a process that has done nothing but get ready (`lovgraf_web.warm.prepare`), with the
user's cache as it is or (`--empty`) without one. Each page has a process of its own; the longest
wait is the last line.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import date
from urllib.parse import quote

PROVISION = "law/2012/528/par/3/stk/1"
PAGES = {
    "start": "/da/",
    "questions": "/da/citizen",
    "a question": "/da/citizen/digital-post-person",
    "all facts": "/da/citizen/digital-post-person?all=1",
    "a customer": "/da/citizen/aml-remote",
    "an application": "/da/citizen/filing-digital",
    "all rules": "/da/person",
    "search": f"/da/search?q={quote('pensionist i Spanien')}",
    "law": "/da/law",
    "act": "/da/provision/law/2012/528",
    "provision": f"/da/provision/{PROVISION}",
    "drawing": f"/da/neighbours.svg?of={PROVISION}",
    "matrix": "/da/analysis",
    "why": f"/da/analysis/why?norm={PROVISION}/norm/connection&group=group/1",
    "changes": "/da/analysis/changes",
    "dataset": "/da/dataset",
    "proposals": "/da/proposals",
    "editor": f"/da/proposals/new?norm={PROVISION}/norm/connection",
    "queries": "/da/query",
    "ontology": "/da/ontology",
    "term": "/da/term/group/1",
    "sources": "/da/about/sources",
}
_ONE = """
import sys, time
from lovgraf_web import create_app
from lovgraf_web.warm import prepare
app = create_app()
prepare(app)
client = app.test_client()
began = time.perf_counter(), time.process_time()
status = client.get(sys.argv[1]).status_code
print(time.perf_counter() - began[0], time.process_time() - began[1], status, flush=True)
import os
os._exit(0)
"""


def waited(address: str, cache: str | None) -> tuple[float, float]:
    """Seconds of the first request for a page: as a reader waits, and of the processor."""
    own = {"XDG_CACHE_HOME": cache} if cache else {}
    done = subprocess.run(
        [sys.executable, "-c", _ONE, address], env={**os.environ, **own}, capture_output=True,
        text=True, timeout=300, check=True,
    )  # fmt: skip
    wall, own_time, status = done.stdout.split()
    if status != "200":
        raise SystemExit(f"{address}: {status}")
    return round(float(wall), 3), round(float(own_time), 3)


def main() -> int:
    """Measure; 1 where a page took longer than a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--as-of", default=date.today().isoformat())
    parser.add_argument("--empty", action="store_true")
    asked = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, address in PAGES.items():
            joint = "&" if "?" in address else "?"
            dated = f"{address}{joint}as_of={asked.as_of}"
            found[name] = waited(dated, folder if asked.empty else None)
            print(f"{name:16} {found[name][0]:8.3f} {found[name][1]:8.3f}", flush=True)
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")
    longest = max(found, key=lambda name: found[name])
    print(f"longest: {longest} {found[longest][0]}")
    return 0 if found[longest][0] <= 1 else 1


if __name__ == "__main__":
    sys.exit(main())
