"""Serve the pages: on this machine, and on another address only where people sign in."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import threading
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from lovgraf.core.errors import InputError
from lovgraf.query.pool import sprout
from lovgraf_web import logs
from lovgraf_web.app import create_app
from lovgraf_web.cors import origins
from lovgraf_web.jobs.folders import state_folder
from lovgraf_web.loopback import is_loopback
from lovgraf_web.metrics import metrics_token, shared
from lovgraf_web.warm import practise, prepare

# The key that signs cookies: the same for all workers, and after a restart.

NAME, VARIABLE = "secret-key", "LOVGRAF_SECRET_KEY"
_SHORTEST = 32


def secret_key(folder: Path) -> str:
    """The key of the environment; else that of a file in the folder, made once, private.

    Raises `InputError` for a key that is too short, and for a file that others may read.
    """
    given = os.environ.get(VARIABLE)
    if given is not None:
        return _long_enough(given, VARIABLE)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / NAME
    _make(path)
    found = path.lstat()
    if found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise InputError(
            f"Andre kan læse nøglen {path}; slet den, så laves en ny.",
            f"Others may read the key {path}; delete it, and a new one is made.",
        )
    return _long_enough(path.read_text("utf-8").strip(), str(path))


def _make(path: Path) -> None:
    """Write a new key where there is none; whole, so that no other worker reads half of it."""
    if path.exists():
        return
    new = path.with_name(f".{NAME}.{secrets.token_hex(8)}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(secrets.token_hex(32))
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        new.unlink()


def _long_enough(key: str, where: str) -> str:
    if len(key) < _SHORTEST:
        raise InputError(
            f"{where} skal være mindst {_SHORTEST} tilfældige tegn.",
            f"{where} must be at least {_SHORTEST} random characters.",
        )
    return key


class QuietHandler(WSGIRequestHandler):
    """Say nothing of requests: `lovgraf_web.observing` does, without what a reader typed."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Not here."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Leave out the server's own messages: they quote the request."""


def require_login(host: str) -> None:
    """Raise `InputError` where a host name means more than this machine and nobody has to sign in,
    or where the login is configured by half."""
    from lovgraf_web.login.settings import LoginSettings

    if LoginSettings.from_environment() is None and not is_loopback(host):
        raise InputError(
            f"Uden login vises siderne kun på denne maskine (127.0.0.1, ::1 eller localhost), "
            f"ikke på {host!r}; docs/login.md siger, hvordan login sættes op.",
            f"Without a login the pages are served on this machine only (127.0.0.1, ::1 or "
            f"localhost), not on {host!r}; docs/login.md says how to configure one.",
        )


def _warm(app: Flask) -> None:
    """Get the law of today ready, so that nobody waits for it."""
    prepare(app)
    practise(app)


def configured() -> Flask:
    """The application as the environment configures it, with a key that all workers share.

    Raises `InputError` where the environment cannot be used.
    """
    from lovgraf_web.login.settings import LoginSettings

    config: dict[str, Any] = {"SECRET_KEY": secret_key(state_folder())}
    config["LOGIN"] = LoginSettings.from_environment()
    config["CORS"] = origins()
    config["METRICS_TOKEN"] = metrics_token()
    config["REHEARSE"] = True
    logs.configure()
    return create_app(config)


def serve(host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> None:
    """Serve until interrupted, by so many processes.

    Raises `InputError` where the host is not this machine and there is no login, or the port is
    taken.
    """
    require_login(host)
    address = host.strip("[]")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        listener = socket.create_server((address, port), family=family)
    except (OSError, OverflowError):
        raise InputError(
            f"Port {port} kan ikke bruges; vælg en anden med --port.",
            f"Port {port} cannot be used; choose another with --port.",
        ) from None
    with listener, contextlib.ExitStack() as held:
        if workers > 1:
            held.enter_context(shared(state_folder()))
        else:
            sprout()
        app = configured()
        chosen = listener.getsockname()[1]
        shown = f"[{address}]" if ":" in address else address
        print(f"http://{shown}:{chosen}/  (Ctrl-C)", flush=True)
        if workers > 1:
            from lovgraf_web.workers import run

            prepare(app)
            run(app, listener.detach(), workers)
            return
        threading.Thread(target=_warm, args=(app,), daemon=True).start()
        server = make_server(
            address,
            chosen,
            app,
            threaded=True,
            request_handler=QuietHandler,
            fd=listener.fileno(),
        )
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
