"""Several web workers: gunicorn, over an application that is loaded once and shared by forks."""

from __future__ import annotations

import logging
import re
import selectors
import socket
import struct
import sys
import threading
import time
from contextlib import suppress
from enum import Enum
from functools import partial
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from lovgraf_web.logs import tell
from lovgraf_web.warm import practise

# Whether a request has arrived as far as a thread should wait for it, told from what lies in the
# socket's buffer without taking it out.

FORM = 32 * 1024
"""Bytes of a request that is waited for, well below what a socket takes in before somebody reads; a
larger one is an upload, which is read as it comes."""
_ENDS = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\n(content-length)[ \t]*:[ \t]*(\d{1,15})[ \t]*(?=\r?\n)", re.IGNORECASE)
_OTHER = re.compile(rb"\n(content-length|transfer-encoding|expect)\b", re.IGNORECASE)


class Come(Enum):
    """How far a request has come: `NOTHING` of it, a `PART`, the `WHOLE`, or as far as a thread has
    to wait for the `REST` (an upload's body, a head that is too long)."""

    NOTHING, PART, WHOLE, REST = range(4)


def arrived(link: socket.socket) -> Come:
    """How far a request has come: its head, and a body unless that is an upload.

    What is no proper request counts as one whose rest is waited for: whoever reads it refuses it. A
    connection that has ended is whole.
    """
    try:
        seen = link.recv(FORM, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return Come.NOTHING
    except OSError:
        return Come.WHOLE
    end = _ENDS.search(seen)
    if end is None:
        return Come.REST if len(seen) >= FORM else Come.PART if seen else Come.WHOLE
    head = b"\n" + seen[: end.end()]
    lengths, all_of_it = _LENGTH.findall(head), len(_OTHER.findall(head))
    if not all_of_it:
        return Come.WHOLE
    if len(lengths) != 1 or all_of_it != 1:
        return Come.REST
    whole = end.end() + int(lengths[0][1])
    if whole > FORM:
        return Come.REST
    return Come.WHOLE if len(seen) >= whole else Come.PART


_THREADS = 8
_UPLOADS = 4
"""Threads of a worker that may wait for the rest of a request at once; the others are left for
those that ask for a page."""
_WAIT = 60.0
"""Seconds that an upload may wait for one of these."""
_STALL = 10
"""Seconds that a client may be silent in the middle of a request."""
_KEEP = 15
"""Seconds that a connection stays open for the next request: closed sooner, it is closed while a
reader who looks at a page for a moment sends that."""
_HEAD = 15.0
"""Seconds that the head of a request, or a form in whole, may take in all."""
_LOOK = 0.02
"""Seconds between two looks at requests that have begun to arrive."""


class QuietLogger(Logger):  # type: ignore[misc]
    """gunicorn's log as lines like all others: its messages may quote what a reader typed."""

    def setup(self, cfg: Any) -> None:
        """Leave writing to `lovgraf_web.logs`; there is no log of its own for requests."""
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
    """gunicorn's worker with threads, whose threads do not wait for clients that dawdle.

    A request goes to a thread when it has arrived in whole, an upload when its head has; so any
    number of clients that stall keeps nobody waiting. Uploads take some of the threads at most, and
    wait for each other. One that takes too long is dropped, and so is an upload that stalls: many
    of these at once would need a proxy in front that takes them in.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._heads: dict[Any, float] = {}
        self._begun: dict[Any, float] = {}
        """Connections with a part of a request, and when its first part was seen."""
        self._held: dict[Any, float] = {}
        """Uploads that wait for a thread, the first one first, and since when."""
        self._uploads: set[Any] = set()
        """Connections whose thread may have to wait for them."""

    def enqueue_req(self, conn: Any) -> None:
        """Hand a connection to a thread once a request has arrived (called by the main thread)."""
        ahead = conn.parser is not None and conn.parser.unreader.buf.getvalue()
        here = Come.REST if ahead else arrived(conn.sock)
        if here in (Come.WHOLE, Come.REST):
            self._begun.pop(conn, None)
            if here is Come.REST and len(self._uploads) >= _UPLOADS:
                self._held.setdefault(conn, time.monotonic())
                return
            if here is Come.REST:
                self._uploads.add(conn)
            self._held.pop(conn, None)
            conn.data_ready = True
            super().enqueue_req(conn)
        elif here is Come.NOTHING:
            conn.sock.setblocking(False)
            conn.timeout = time.monotonic() + self.cfg.keepalive
            self.pending_conns.append(conn)
            ready = partial(self.on_pending_socket_readable, conn)
            self.poller.register(conn.sock, selectors.EVENT_READ, ready)
        else:
            self._begun.setdefault(conn, time.monotonic())

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait for what happens next, and look after requests that have begun to arrive."""
        looked_after = self._begun or self._held
        super().wait_for_and_dispatch_events(min(timeout, _LOOK) if looked_after else timeout)
        self._look_after(self._begun, _HEAD)
        self._look_after(self._held, _WAIT)

    def _look_after(self, waiting: dict[Any, float], seconds: float) -> None:
        """Take up those that are ready now, and drop who has waited too long."""
        late = time.monotonic() - seconds
        for conn, began in list(waiting.items()):
            if began < late:
                del waiting[conn]
                self.nr_conns -= 1
                tell("slow-client", logging.WARNING, "security")
                conn.close()
            elif waiting is self._begun or len(self._uploads) < _UPLOADS:
                self.enqueue_req(conn)

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
            self._uploads.discard(conn)

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


def _worker_begins(worker: Any) -> None:
    """Let each process find out for itself, beside its readers, what the first would wait for."""
    threading.Thread(target=practise, args=(worker.app.load(),), daemon=True).start()


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
        "post_worker_init": _worker_begins,
        "child_exit": _worker_ended,
    }
    Workers(app, settings).run()
