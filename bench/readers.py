"""Readers of the pages, each with cookies of their own, and citizens to ask about."""

from __future__ import annotations

import csv
import json
import random
import re
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import requests

DAY = "2014-12-01"
PAGES = {
    "start": f"/da/?as_of={DAY}",
    "question": f"/da/citizen/digital-post-person?as_of={DAY}",
    "matrix": f"/da/analysis?as_of={DAY}",
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
TIMEOUT = 60.0
_FORM = re.compile(r'<(?:input|select)[^>]* name="([a-z_]+)"')
Citizen = dict[str, str]


def p95(some: Sequence[float]) -> float | None:
    """The 95th percentile of seconds, in milliseconds; None of fewer than two."""
    return round(1000 * statistics.quantiles(some, n=20)[-1], 1) if len(some) > 1 else None


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
        """The 95th percentile of a kind of page, or of all, in milliseconds."""
        return p95(
            self.seconds.get(name, []) if name else [s for v in self.seconds.values() for s in v]
        )


def citizens(register: Path, asked: set[str], number: int = 400) -> list[Citizen]:
    """What citizens say of themselves: persons of a register, each with some of their facts."""
    dice, found = random.Random(1), []
    with register.open(encoding="utf-8", newline="") as stream:
        for row in islice(csv.DictReader(stream), number):
            known = {name: value for name, value in row.items() if value and name in asked}
            some = dice.sample(sorted(known), min(len(known), dice.choice((3, 6, 10, 20, 60))))
            found.append({name: known[name] for name in some})
    return found


class User:
    """One reader."""

    def __init__(self, base: str, number: int) -> None:
        self.base, self.random, self.http = base, random.Random(number), requests.Session()
        form = self.http.get(f"{base}/da/person?as_of={DAY}", timeout=TIMEOUT).text
        self.token, self.asked = token_of(form), set(_FORM.findall(form))
        self.citizens: Sequence[Citizen] = ({},)

    def read(self, until: float, seen: Seen) -> None:
        """Read one page after the other until a time, with a second or so between them."""
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
            form = self.random.choice(self.citizens)
            form = form | {"as_of": DAY, "csrf_token": self.token}
            return self.http.post(address, data=form, timeout=TIMEOUT).status_code
        return self.http.get(address, timeout=TIMEOUT).status_code


def token_of(page: str) -> str:
    """The token of a page's forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def in_server(log: Path, start: int) -> dict[str, list[float]]:
    """Seconds that the server itself took, by method and route, from a place in its log on."""
    found: dict[str, list[float]] = {}
    for line in _lines(log, start):
        if line.get("event") == "request":
            route = f"{line['method']} {line['route']}"
            found.setdefault(route, []).append(float(line["milliseconds"]) / 1000)
    return found


def _lines(log: Path, start: int) -> Iterator[dict[str, str]]:
    with log.open("rb") as stream:
        stream.seek(start)
        for line in stream:
            if line.startswith(b"{") and line.endswith(b"}\n"):
                yield json.loads(line)
