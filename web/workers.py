"""Several web workers: gunicorn, over an application that is loaded once and shared by forks."""

from __future__ import annotations

import logging
import socket
import struct
import sys
import time
from contextlib import suppress
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from web.logs import tell

_THREADS = 8
_STALL = 10
"""Seconds that a client may be silent in the middle of a request."""
_KEEP = 15
"""Seconds that a connection stays open for the next request: closed sooner, it is closed while a
reader who looks at a page for a moment sends that."""
_HEAD = 15.0
"""Seconds that the head of a request may take in all."""


class QuietLogger(Logger):  # type: ignore[misc]
    """gunicorn's log as lines like all others: its messages may quote what a reader typed."""

    def setup(self, cfg: Any) -> None:
        """Leave writing to `web.logs`; there is no log of its own for requests."""
        super().setup(cfg)
        self.error_log.handlers[:] = []
        self.error_log.propagate = True

    def warning(self, msg: object, *args: object, **kwargs: object) -> None:
        """A request that is no HTTP is told without what it was."""
        if str(msg).startswith("Invalid request"):
            tell("invalid-http", logging.WARNING, "security")
            return
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: object, *args: object, **kwargs: object) -> None:
        """A client that stalls is no fault of ours."""
        if isinstance(sys.exc_info()[1], BlockingIOError):
            tell("slow-client", logging.WARNING, "security")
            return
        super().exception(msg, *args, **kwargs)


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, whose threads do not wait for ever for a client that dawdles.

    One that stalls, or that takes too long for the head of its request, is dropped. Many at once
    still keep others waiting for so long: a proxy in front takes requests in before it passes them
    on.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._heads: dict[Any, float] = {}

    def handle(self, conn: Any) -> Any:
        """Read a request and answer it, in a thread."""
        stall = struct.pack("ll", _STALL, 0)
        with suppress(OSError):
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, stall)
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, stall)
        self._heads[conn] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            self._heads.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request whose head is read."""
        self._heads.pop(conn, None)
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """Drop who takes too long; called once a second."""
        super().murder_pending()
        late = time.monotonic() - _HEAD
        for conn, began in list(self._heads.items()):
            if began < late:
                self._heads.pop(conn, None)
                tell("slow-client", logging.WARNING, "security")
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RDWR)


class Workers(BaseApplication):  # type: ignore[misc]
    """gunicorn's arbiter for one application, configured here rather than by a file."""

    def __init__(self, app: Flask, settings: dict[str, Any]) -> None:
        self._app, self._settings = app, settings
        super().__init__()

    def load_config(self) -> None:
        """Take the settings."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application."""
        return self._app


def _worker_ended(_arbiter: object, worker: Any) -> None:
    """Say so, and let it be counted no longer."""
    from prometheus_client.multiprocess import mark_process_dead

    tell("worker-ended", worker=worker.pid)
    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def run(app: Flask, handle: int, workers: int) -> None:
    """Serve a listening socket by so many processes until interrupted."""
    settings = {
        "bind": [f"fd://{handle}"],
        "workers": workers,
        "worker_class": PatientWorker,
        "threads": _THREADS,
        "preload_app": True,
        "logger_class": QuietLogger,
        "loglevel": "warning",
        "graceful_timeout": 10,
        "keepalive": _KEEP,
        "control_socket_disable": True,
        "child_exit": _worker_ended,
    }
    Workers(app, settings).run()
