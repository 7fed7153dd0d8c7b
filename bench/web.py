"""Load on the pages: `python -m bench.web [--users 20] [--seconds 60] [--rows 1000000]`.

Starts `lovgraf serve --workers 2` on loopback with a state folder of its own, and lets so many
users read mixed pages, each with a second or so between two requests: first alone, then while a
dataset of so many rows is uploaded and checked. Tells the 95th percentile of each kind of page as
a reader sees it, of each route as the server itself measures it, the ratio of the two phases,
errors, and the memory of the server and its processes before, during and after.

The citizens are persons of the sample register, each with some of their facts, so that hardly any
is asked about twice. Traffic goes to 127.0.0.1 alone and ends with the time that is given.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from bench.readers import DAY, PAGES, TIMEOUT, Seen, User, citizens, in_server, p95, token_of
from bench.served import Served

SERVE = "import sys; from lovgraf.cli import main; sys.exit(main())"
_CITIZEN = "POST /<any(da, en):lang>/person"


@contextmanager
def served(folder: Path, workers: int, log: Path) -> Iterator[Served]:
    """The server, which writes its log into a file."""
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, "serve", "--port", "0", "--workers", str(workers)],
            env={**os.environ, "LOVGRAF_STATE": str(folder)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().split()[0].rstrip("/")
        yield Served(address, process.pid, {})
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


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
    token = token_of(http.get(f"{base}/en/dataset", timeout=TIMEOUT).text)
    with file.open("rb") as stream:
        sent = http.post(
            f"{base}/en/dataset?as_of={DAY}", data={"csrf_token": token},
            files={"file": (file.name, stream)}, timeout=600,
        )  # fmt: skip
    address = sent.url.partition("?")[0]
    said["upload"] = round(time.monotonic() - began, 1)
    state = address.replace("/dataset/", "/jobs/") + ".json"
    _until_done(http, state)
    columns = http.get(f"{address}?format=json", timeout=TIMEOUT).json()["columns"]
    form = {f"column-{n}": one["column"] or "-" for n, one in enumerate(columns)}
    form |= {"csrf_token": token, "as_of": DAY}
    http.post(f"{address}/start", data=form, timeout=TIMEOUT)
    said["state"] = _until_done(http, state)
    report = http.get(f"{address}/result?format=json", timeout=600)
    said["records"] = report.json().get("records")
    said["whole"] = round(time.monotonic() - began, 1)
    http.post(
        address.replace("/dataset/", "/jobs/") + "/remove", data={"csrf_token": token},
        timeout=TIMEOUT,
    )  # fmt: skip


def _until_done(http: requests.Session, state: str) -> str:
    while True:
        now = str(http.get(state, timeout=TIMEOUT).json()["state"])
        if now not in ("queued", "running"):
            return now
        time.sleep(1)


def _megabytes(server: Served) -> tuple[int, int]:
    """Memory of the web workers with the process that they were forked from; and with those that
    answer queries and fill the matrix."""
    return round(server.megabytes(deepest=1)), round(server.megabytes())


def main() -> int:
    """Measure; 1 where a user saw an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    from lovgraf.authoring.sample import write_sample

    load, said, own = os.getloadavg()[0], dict[str, object](), list[dict[str, list[float]]]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, log = folder / "register.csv", folder / "log"
        write_sample(asked.rows, file, faults=0.05)
        write_sample(400, folder / "people.csv")
        with served(folder / "state", asked.workers, log) as server:
            users = [User(server.address, number) for number in range(asked.users)]
            people = citizens(folder / "people.csv", users[0].asked)
            for user in users:
                user.citizens = people
            phase(users, min(30, asked.seconds))  # what a date needs is prepared once a worker
            memory = {"before": _megabytes(server)}
            start = log.stat().st_size
            alone = phase(users, asked.seconds)
            own.append(in_server(log, start))
            start = log.stat().st_size
            work = threading.Thread(target=upload, args=(server.address, file, said))
            work.start()
            beside = phase(users, asked.seconds)
            own.append(in_server(log, start))
            memory["during"] = _megabytes(server)
            said["outlasted_the_users"] = work.is_alive()
            work.join(1800)
            memory["after"] = _megabytes(server)
    quiet, busy = alone.p95(), beside.p95()
    report = {
        "load_of_the_machine_before": load,
        "requests": [sum(map(len, one.seconds.values())) for one in (alone, beside)],
        "errors": [*alone.errors, *beside.errors],
        "p95_ms": {page: [one.p95(page) for one in (alone, beside)] for page in PAGES},
        "p95_ms_of_all": [quiet, busy],
        "ratio": round(busy / quiet, 2) if quiet and busy else None,
        "p95_ms_in_the_server": {
            route: [p95(one.get(route, [])) for one in own] for route in sorted(own[0])
        },
        "one_citizen_in_the_server": [p95(one.get(_CITIZEN, [])) for one in own],
        "upload": said,
        "megabytes_of_the_workers_and_of_all": memory,
    }
    print(json.dumps(report, indent=1))
    return 1 if alone.errors or beside.errors else 0


if __name__ == "__main__":
    sys.exit(main())
