"""`python -m bench.queries`: how fast the questions are, in this process and through the endpoint.

Prints the 95th percentile of each question in milliseconds; then several clients at once, without
and with one that asks without end, and the memory of the server before and after.
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path

AS_OF = date(2014, 12, 1)
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + "".join(f"?a{n} ?b{n} ?c{n} . " for n in range(9)) + "}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.queries", description=__doc__)
    parser.add_argument("--runs", type=int, default=20, help="runs of each question")
    parser.add_argument("--clients", type=int, default=8, help="clients at once")
    parser.add_argument("--seconds", type=float, default=60, help="how long they ask")
    options = parser.parse_args()

    start = time.perf_counter()
    from werkzeug.serving import make_server

    from checker.query.library import questions
    from web import create_app
    from web.serving import QuietHandler

    app = create_app()
    engine = app.extensions["query-engine"]()
    engine.run("ASK {}", AS_OF)
    print(f"opened in {time.perf_counter() - start:.1f} s, {_megabytes():.0f} MB\n")
    texts = {
        name: question.filled({"asOf": AS_OF.isoformat(), "lang": "en"})
        for name, question in questions().items()
    }
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/sparql?as_of={AS_OF}&query="

    print(f"{'question':32}{'here':>8}{'endpoint':>10}   p95 in ms of {options.runs} runs")
    worst = [0.0, 0.0]
    for name, text in texts.items():
        here = _p95(lambda t=text: engine.run(t, AS_OF), options.runs)  # type: ignore[misc]
        there = _p95(lambda t=text: _ask(address, t), options.runs)  # type: ignore[misc]
        worst = [max(worst[0], here), max(worst[1], there)]
        print(f"{name:32}{here:8.0f}{there:10.0f}")
    print(f"{'the slowest':32}{worst[0]:8.0f}{worst[1]:10.0f}\n")

    before = _megabytes()
    alone = _crowd(address, list(texts.values()), options.clients, options.seconds)
    stop = threading.Event()
    greedy = threading.Thread(target=_without_end, args=(address, stop), daemon=True)
    greedy.start()
    beside = _crowd(address, list(texts.values()), options.clients, options.seconds)
    stop.set()
    for title, (times, errors) in (("alone", alone), ("beside an endless client", beside)):
        print(
            f"{options.clients} clients {title}: {len(times)} answers, {errors} errors, "
            f"p95 {_percentile(times):.0f} ms"
        )
    print(f"memory {before:.0f} MB before, {_megabytes():.0f} MB after")
    server.shutdown()


def _ask(address: str, text: str) -> int:
    try:
        with urllib.request.urlopen(address + urllib.parse.quote(text), timeout=60) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def _p95(work: Callable[[], object], runs: int) -> float:
    """Milliseconds; the first run, which parses the text, is left out."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return _percentile(times)


def _percentile(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else sum(times)


def _crowd(address: str, texts: list[str], clients: int, seconds: float) -> tuple[list[float], int]:
    """The times of all answers, and how many were no answers."""
    times: list[float] = []
    errors: list[int] = []
    end = time.monotonic() + seconds

    def client(number: int) -> None:
        while time.monotonic() < end:
            start = time.perf_counter()
            status = _ask(address, texts[number % len(texts)])
            times.append(1000 * (time.perf_counter() - start))
            if status != 200:
                errors.append(status)
            number += clients

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(errors)


def _without_end(address: str, stop: threading.Event) -> None:
    while not stop.is_set():
        _ask(address, ENDLESS)


def _megabytes() -> float:
    """Resident memory of this process; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS")), 0.0)


if __name__ == "__main__":
    main()
