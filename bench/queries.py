"""`python -m bench.queries`: how fast the questions are, in this process and through the endpoint.

Prints how long `lovgraf serve` takes to open its endpoint; the 95th percentile of each question in
milliseconds; then several clients at once, without and with one that asks without end, twice; and
the memory of the server, its processes together, before, between and after. Then the relations of a
date, worked out in an empty cache, of another after it, of all dates of change, and kept ones asked
for in a server and by a whole command, also as a ratio against loading the law. Each with its
target.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench.process import LOVGRAF
from bench.served import Served, served

AS_OF, EARLIER = date(2014, 12, 1), date(2014, 11, 1)
BOUND = "ASK { ?norm core:mayBind ?group }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + "".join(f"?a{n} ?b{n} ?c{n} . " for n in range(9)) + "}"
HERE, THERE, OPENING = 50, 80, 3
"""Targets: milliseconds in the process and through the endpoint, seconds to open it."""
RELATIONS, KEPT = 5, 0.2
"""Targets: seconds to work out the relations of a date, and to load them."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.queries", description=__doc__)
    parser.add_argument("--runs", type=int, default=20, help="runs of each question")
    parser.add_argument("--clients", type=int, default=8, help="clients at once")
    parser.add_argument("--seconds", type=float, default=60, help="how long they ask")
    parser.add_argument("--only", help="questions by name, with commas between")
    parser.add_argument("--relations", action="store_true", help="the relations of a date alone")
    options = parser.parse_args()

    from lovgraf.query.library import questions

    texts = {
        name: question.filled({"asOf": AS_OF.isoformat(), "lang": "en"})
        for name, question in questions().items()
        if not options.only or name in options.only.split(",")
    }
    if options.relations:
        _relations()
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} of all that runs here\n")
    start = time.perf_counter()
    with served() as server:
        _ask(server.address, "ASK {}")
        print(f"endpoint open in {time.perf_counter() - start:.1f} s (target {OPENING})")
        address = f"{server.address}?as_of={AS_OF}&query="
        _ask(address, "ASK {}")
        print(f"server and its processes: {server.megabytes():.0f} MB\n")
        _each(texts, address, server, options.runs)
        _rounds(list(texts.values()), address, server, options.clients, options.seconds)
    _relations()


def _each(texts: dict[str, str], address: str, server: Served, runs: int) -> None:
    """Each question by itself."""
    from lovgraf.law import load_law
    from lovgraf.query.data import QueryData, proposal_graphs, shipped_proposals
    from lovgraf.query.run import Engine

    engine = Engine(QueryData(load_law(), proposal_graphs(shipped_proposals())))
    print(f"{'question':30}{'here':>8}{'endpoint':>10}{'processor':>11}   ms; p95 of {runs}, mean")
    worst, over = [0.0, 0.0, 0.0], [0, 0]
    for name, text in texts.items():
        here = _p95(lambda t=text: engine.run(t, AS_OF), runs)  # type: ignore[misc]
        used = server.processor()
        there = _p95(lambda t=text: _ask(address, t), runs)  # type: ignore[misc]
        spent = 1000 * (server.processor() - used) / (runs + 1)
        worst = [max(pair) for pair in zip(worst, (here, there, spent), strict=True)]
        over = [over[0] + (here > HERE), over[1] + (there > THERE)]
        print(f"{name:30}{here:8.0f}{there:10.0f}{spent:11.0f}")
    print(f"{'the slowest':30}{worst[0]:8.0f}{worst[1]:10.0f}{worst[2]:11.0f}")
    print(f"{'above the target':30}{over[0]:8}{over[1]:10}   (targets {HERE} and {THERE})\n")


def _rounds(texts: list[str], address: str, server: Served, clients: int, seconds: float) -> None:
    """Many clients, alone and beside one that asks without end, and what memory that takes."""
    memory = [server.megabytes()]
    for _ in range(2):
        found: list[float] = []
        for title in ("alone", "beside an endless client"):
            stop = threading.Event()
            if found:
                greedy = threading.Thread(target=_without_end, args=(address, stop), daemon=True)
                greedy.start()
            times, errors = _crowd(address, texts, clients, seconds)
            if found:
                stop.set()
                greedy.join()
            found.append(_percentile(times))
            print(
                f"{clients} clients {title}: {len(times)} answers, {errors} errors (target 0), "
                f"median {statistics.median(times):.0f} ms, p95 {found[-1]:.0f} ms"
            )
        print(f"p95 beside an endless client: {found[1] / found[0]:.2f} times (target 2)")
        memory.append(server.megabytes())
    shown = ", ".join(f"{one:.0f}" for one in memory)
    print(f"memory before, after one round, after two: {shown} MB (target: the last two alike)")


def _relations() -> None:
    """The relations of a date: worked out in an empty cache; again, which is what judging the
    ready examples and proving that there are no others takes; of another date; kept ones,
    put into a running server and asked for by a whole command; of all dates of change. In seconds
    of processor, and against loading the law (the date's graph made and put into a store)."""
    from lovgraf.law import load_law
    from lovgraf.query.data import QueryData, contents_from, relations_from
    from lovgraf.query.holding import add_days, hold
    from lovgraf.query.relations import written
    from lovgraf.query.run import Engine

    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        law = load_law()
        engine = Engine(QueryData(law))
        engine.run("ASK {}", AS_OF)
        contents = contents_from(law)
        _, loading = _spent(lambda: add_days(hold(None, contents, {}), [AS_OF]))
        print(f"\nthe law of {AS_OF} put into a store: {loading:.2f} s of processor")
        for what, work in (
            (f"{AS_OF} from an empty cache", lambda: relations_from(law, AS_OF)),
            (f"{AS_OF} again, its rules compiled", lambda: written(law.at(AS_OF))),
            (f"{EARLIER} after it", lambda: relations_from(law, EARLIER)),
        ):
            wall, used = _spent(work)
            print(
                f"relations of {what}: {used:.1f} s of processor (target {RELATIONS}), "
                f"{used / loading:.1f} times loading; {wall:.1f} s by the clock"
            )
        for what in ("first", "second"):
            took, used = _beside(lambda: engine.run(BOUND, AS_OF))
            print(
                f"the {what} query of kept relations in a server: {used:.2f} s of processor "
                f"(target {KEPT}), {used / loading:.2f} times loading; {took:.2f} s by the clock"
            )
        query = Path(folder, "bound.rq")
        for what, text in (("kept relations", BOUND), ("no relations", "ASK {}")):
            query.write_text(text)
            took, used = _command([*LOVGRAF, "query", str(query), "--as-of", AS_OF.isoformat()])
            print(
                f"a whole command that asks for {what}: {used:.1f} s of processor; {took:.1f} s by "
                "the clock"
            )
        days = law.days_of_change
        wall, used = _spent(lambda: [relations_from(law, day) for day in days])
        print(
            f"all {len(days)} dates of change: {used:.0f} s of processor; {wall:.0f} by the clock"
        )


def _beside(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processor of this process and those below it."""
    here = Served("", os.getpid(), {})
    start, before = time.perf_counter(), here.processor()
    work()
    return time.perf_counter() - start, here.processor() - before


def _command(words: list[str]) -> tuple[float, float]:
    """Seconds by the clock, and of processor of a program that has ended and what it waited for."""
    start, before = time.perf_counter(), os.times()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    used = after.children_user + after.children_system
    return time.perf_counter() - start, used - before.children_user - before.children_system


def _spent(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processor of this process."""
    start, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - used


def _ask(address: str, text: str) -> int:
    try:
        if not address.endswith("="):
            address += "?query="
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


if __name__ == "__main__":
    main()
