"""Numbers for Prometheus: requests, jobs, queries, caches; no label is anything that a user chose.

Several workers share what they count through files in the folder `PROMETHEUS_MULTIPROC_DIR`
(https://prometheus.github.io/client_python/multiprocess/), which `lovgraf serve --workers` sets up;
it must be set before this is used first.
"""

from __future__ import annotations

import hmac
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, abort, current_app, request

from lovgraf.core.errors import InputError
from lovgraf_web.jobs import folders
from lovgraf_web.jobs.store import STATES, Totals, totals

if TYPE_CHECKING:
    from prometheus_client.core import Metric

pages = Blueprint("metrics", __name__)

SHARED, TOKEN = "PROMETHEUS_MULTIPROC_DIR", "LOVGRAF_METRICS_TOKEN"
_SHORTEST = 32
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """What one application counts."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self._own = own = CollectorRegistry()
        self._requests = Counter(
            "lovgraf_http_requests", "Answered requests.",
            ["method", "route", "status"], registry=own,
        )  # fmt: skip
        self._seconds = Histogram(
            "lovgraf_http_request_seconds", "Seconds until the answer begins.",
            ["method", "route"], registry=own, buckets=_SECONDS,
        )  # fmt: skip
        self.security = Counter(
            "lovgraf_security_events", "Refusals and sign-ins by kind.", ["kind"], registry=own
        )
        self.queries = Counter(
            "lovgraf_queries", "Queries by how they ended.", ["outcome"], registry=own
        )
        self._children = Gauge(
            "lovgraf_query_children", "Processes that answer queries, at work or waiting.",
            ["state"], registry=own, multiprocess_mode="livesum",
        )  # fmt: skip
        self._cached = Gauge(
            "lovgraf_cache_entries", "Entries of caches in the memory of the web workers.",
            ["cache"], registry=own, multiprocess_mode="livesum",
        )  # fmt: skip

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def look_at(self, app: Flask) -> None:
        """Note how much this process holds in memory."""
        held = app.extensions
        for name in ("law-at", "explainers"):
            self._cached.labels(name).set(held[name].cache_info().currsize)
        self._cached.labels("standings").set(held["standings"].known())
        pool = held["query-engine"].made and held["query-engine"]().data.pool
        waiting, busy, dates = pool.counts() if pool else (0, 0, 0)
        self._children.labels("waiting").set(waiting)
        self._children.labels("answering").set(busy)
        self._cached.labels("query-dates").set(dates)

    def text(self, jobs: Path) -> bytes:
        """Everything in the text format of Prometheus, with the jobs of a folder."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        own = self._own
        if SHARED in os.environ:
            own = CollectorRegistry()
            MultiProcessCollector(own)  # type: ignore[no-untyped-call]
        others = CollectorRegistry()
        others.register(_OfJobs(jobs))
        return bytes(generate_latest(own)) + bytes(generate_latest(others))


class _OfJobs:
    """What a folder of jobs says of itself, each time it is asked."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def collect(self) -> Iterator[Metric]:
        """The jobs that are written down by state, and how all that ever ended did so."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        found = totals(self._root) or Totals({}, {})
        now = GaugeMetricFamily("lovgraf_jobs", "Jobs by state.", labels=["state"])
        for state in STATES:
            now.add_metric([state], found.now.get(state, 0))
        yield now
        ended = CounterMetricFamily("lovgraf_jobs_ended", "Ended jobs.", labels=["kind", "state"])
        for labels, number in sorted(found.ended.items()):
            ended.add_metric([*labels], number)
        yield ended


@pages.get("/metrics")
def metrics() -> Response:
    """The numbers, for this machine; where people sign in, for who holds the token."""
    if "login" in current_app.extensions and not _holds_the_token():
        abort(404)
    content = current_app.extensions["metrics"].text(current_app.extensions["jobs-folder"])
    return Response(content, content_type="text/plain; version=0.0.4; charset=utf-8")


def _holds_the_token() -> bool:
    wanted: str | None = current_app.config.get("METRICS_TOKEN")
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if not wanted or kind.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), wanted.encode())


def metrics_token() -> str | None:
    """The token of the environment. Raises `InputError` for one that is too short."""
    given = os.environ.get(TOKEN)
    if given is not None and len(given) < _SHORTEST:
        raise InputError(
            f"{TOKEN} skal være mindst {_SHORTEST} tilfældige tegn.",
            f"{TOKEN} must be at least {_SHORTEST} random characters.",
        )
    return given


@contextmanager
def shared(state: Path) -> Iterator[None]:
    """Let the workers of this program count together, in a folder that goes with it.

    What a program left that was killed goes too. An environment that names a folder is obeyed.
    """
    if SHARED in os.environ:
        yield
        return
    folder = state / "metrics"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in folder.iterdir():
        if not folders.held(old / folders.ALIVE):
            shutil.rmtree(old, ignore_errors=True)
    maker, own = os.getpid(), folder / secrets.token_hex(8)
    own.mkdir(mode=0o700)
    alive = folders.lock(own / folders.ALIVE)  # which the workers inherit
    os.environ[SHARED] = str(own)
    try:
        yield
    finally:
        if os.getpid() == maker:  # a worker that ends comes by here too
            del os.environ[SHARED]
            shutil.rmtree(own, ignore_errors=True)
            if alive is not None:
                os.close(alive)
