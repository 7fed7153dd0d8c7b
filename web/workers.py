"""Several web workers: gunicorn, over an application that is loaded once and shared by forks."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

_THREADS = 8
_QUERY = re.compile(r"\?[^\s'\"]*")


class QuietLogger(Logger):  # type: ignore[misc]
    """gunicorn's log without query strings and without the messages of errors: both may quote what
    a reader typed."""

    def error(self, msg: object, *args: object, **kwargs: object) -> None:
        """An error without the address's query."""
        self.error_log.error(_QUERY.sub("", str(msg) % args if args else str(msg)))

    def exception(self, msg: object, *args: object, **kwargs: object) -> None:
        """What was being done, without the trace."""
        self.error(msg, *args)


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
    }
    Workers(app, settings).run()
