"""Load on the pages: `python -m bench.web [--users 20] [--seconds 60] [--rows 1000000]`.

Starts `lovgraf serve --workers 2` on loopback with a state folder of its own, and lets so many
users read mixed pages, each with a second or so between two requests: first alone, then while a
dataset of so many rows is uploaded and checked. Tells the 95th percentile of each kind of page, the
ratio of the two phases, errors, and the memory of the web workers before, during and after.

Traffic goes to 127.0.0.1 alone and ends with the time that is given.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import requests

DAY = "2014-12-01"
PAGES = {
    "overview": f"/da/?as_of={DAY}",
    "law": f"/da/law?as_of={DAY}",
    "provision": f"/da/provision/law/2012/528/par/3/stk/1?as_of={DAY}",
    "search": f"/da/search?q=fritagelse&as_of={DAY}",
    "person form": f"/da/person?as_of={DAY}",
    "one citizen": "/da/person",
    "query": f"/da/query?query={quote('SELECT ?n { ?n a core:Obligation } LIMIT 20')}&as_of={DAY}",
    "ontology": "/en/ontology",
    "dataset": f"/en/dataset?as_of={DAY}",
    "about": "/en/about",
}
CITIZEN = {"as_of": DAY, "birth_date": "1990-05-05", "home_in_denmark": "true", "eid": "nemid"}
SERVE = "import sys; from checker.cli import main; sys.exit(main())"
_TIMEOUT = 60.0


@dataclass
class Seen:
    """What one phase saw: seconds by kind of page, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, name: str, seconds: float, status: int) -> None:
        """One answer."""
        with self.lock:
            self.seconds.setdefault(name, []).append(seconds)
            if status != 200:
                self.errors.append(f"{name}: {status}")

    def p95(self, name: str | None = None) -> float | None:
        """The 95th percentile of a kind of page, or of all, in milliseconds; None where a slow
        machine answered fewer than two."""
        some = self.seconds.get(name, []) if name else [s for v in self.seconds.values() for s in v]
        return round(1000 * statistics.quantiles(some, n=20)[-1]) if len(some) > 1 else None


class User:
    """One reader with cookies of their own."""

    def __init__(self, base: str, number: int) -> None:
        self.base, self.random, self.http = base, random.Random(number), requests.Session()
        self.token = token_of(self.http.get(f"{base}/da/person", timeout=_TIMEOUT).text)

    def read(self, until: float, seen: Seen) -> None:
        """Read one page after the other until a time."""
        while time.monotonic() < until:
            name = self.random.choice(list(PAGES))
            began = time.monotonic()
            try:
                status = self._ask(name)
            except requests.RequestException as error:
                with seen.lock:
                    seen.errors.append(f"{name}: {type(error).__name__}")
                continue
            seen.note(name, time.monotonic() - began, status)
            time.sleep(self.random.uniform(0.5, 1.5))

    def _ask(self, name: str) -> int:
        address = self.base + PAGES[name]
        if name == "one citizen":
            form = CITIZEN | {"csrf_token": self.token}
            return self.http.post(address, data=form, timeout=_TIMEOUT).status_code
        return self.http.get(address, timeout=_TIMEOUT).status_code


def token_of(page: str) -> str:
    """The token of a page's forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


@contextmanager
def served(folder: Path, workers: int) -> Iterator[tuple[str, int]]:
    """The address and process of the server."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, "serve", "--port", "0", "--workers", str(workers)],
        env={**os.environ, "LOVGRAF_STATE": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[0].rstrip("/"), process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def memory(pid: int) -> float:
    """MB (10^6 bytes) that the web workers have to themselves or share with each other alone."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return sum(map(_own, [str(pid), *children])) / 1e6


def _own(pid: str) -> float:
    rolled = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    found = re.search(r"^Pss:\s+(\d+) kB", rolled, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0.0


def phase(users: list[User], seconds: float) -> Seen:
    """Let all users read for a time."""
    seen = Seen()
    ends = time.monotonic() + seconds
    threads = [threading.Thread(target=user.read, args=(ends, seen)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def upload(base: str, file: Path, said: dict[str, object]) -> None:
    """Upload a dataset, check it as its columns are recognised, and wait for the report."""
    http, began = requests.Session(), time.monotonic()
    token = token_of(http.get(f"{base}/en/dataset", timeout=_TIMEOUT).text)
    with file.open("rb") as stream:
        sent = http.post(
            f"{base}/en/dataset?as_of={DAY}", data={"csrf_token": token},
            files={"file": (file.name, stream)}, timeout=600,
        )  # fmt: skip
    address = sent.url.partition("?")[0]
    said["upload"] = round(time.monotonic() - began, 1)
    state = address.replace("/dataset/", "/jobs/") + ".json"
    _until_done(http, state)
    columns = http.get(f"{address}?format=json", timeout=_TIMEOUT).json()["columns"]
    form = {f"column-{n}": one["column"] or "-" for n, one in enumerate(columns)}
    form |= {"csrf_token": token, "as_of": DAY}
    http.post(f"{address}/start", data=form, timeout=_TIMEOUT)
    said["state"] = _until_done(http, state)
    report = http.get(f"{address}/result?format=json", timeout=600)
    said["records"] = report.json().get("records")
    said["whole"] = round(time.monotonic() - began, 1)
    http.post(
        address.replace("/dataset/", "/jobs/") + "/remove", data={"csrf_token": token},
        timeout=_TIMEOUT,
    )  # fmt: skip


def _until_done(http: requests.Session, state: str) -> str:
    while True:
        now = str(http.get(state, timeout=_TIMEOUT).json()["state"])
        if now not in ("queued", "running"):
            return now
        time.sleep(1)


def main() -> int:
    """Measure; 1 where a user saw an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    from checker.sample import write_sample

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.csv"
        write_sample(asked.rows, file, faults=0.05)
        with served(Path(folder) / "state", asked.workers) as (base, pid):
            users = [User(base, number) for number in range(asked.users)]
            phase(users, min(20, asked.seconds))  # what a date needs is prepared once a worker
            before = memory(pid)
            alone = phase(users, asked.seconds)
            said: dict[str, object] = {}
            work = threading.Thread(target=upload, args=(base, file, said))
            work.start()
            beside = phase(users, asked.seconds)
            during = memory(pid)
            said["outlasted_the_users"] = work.is_alive()
            work.join(1800)
            after = memory(pid)
    print(json.dumps(_report(alone, beside, said, (before, during, after)), indent=1))
    return 1 if alone.errors or beside.errors else 0


def _report(
    alone: Seen, beside: Seen, said: dict[str, object], megabytes: tuple[float, float, float]
) -> dict[str, object]:
    quiet, busy = alone.p95(), beside.p95()
    return {
        "requests": [sum(map(len, one.seconds.values())) for one in (alone, beside)],
        "errors": [*alone.errors, *beside.errors],
        "p95_ms": {name: [one.p95(name) for one in (alone, beside)] for name in PAGES},
        "p95_ms_of_all": [quiet, busy],
        "ratio": round(busy / quiet, 2) if quiet and busy else None,
        "upload": said,
        "megabytes": dict(zip(("before", "during", "after"), map(round, megabytes), strict=True)),
    }


if __name__ == "__main__":
    sys.exit(main())
