"""Several web workers: gunicorn, over an application that is loaded once and shared by forks."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from web.logs import tell

_THREADS = 8


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
        "worker_class": "gthread",
        "threads": _THREADS,
        "preload_app": True,
        "logger_class": QuietLogger,
        "loglevel": "warning",
        "graceful_timeout": 10,
        "control_socket_disable": True,
        "child_exit": _worker_ended,
    }
    Workers(app, settings).run()
