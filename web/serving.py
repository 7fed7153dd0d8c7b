"""Serve the pages on this machine, and on no other address."""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import socket

from werkzeug.serving import WSGIRequestHandler, make_server

from checker.errors import InputError
from web.app import create_app

LOG = logging.getLogger("lovgraf.web")


class QuietHandler(WSGIRequestHandler):
    """Log method, path and status: never a query string, which may hold what a reader typed."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """One line a request."""
        LOG.info("%s %s %s", self.command, self.path.split("?", 1)[0], code)

    def log(self, type: str, message: str, *args: object) -> None:
        """Leave out the server's own messages: they quote the request."""


def require_loopback(host: str) -> None:
    """Raise `InputError` unless a host name means this machine only."""
    try:
        local = host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        local = False
    if not local:
        raise InputError(
            f"Siderne vises kun på denne maskine (127.0.0.1, ::1 eller localhost), "
            f"ikke på {host!r}: de har ingen login.",
            f"The pages are served on this machine only (127.0.0.1, ::1 or localhost), "
            f"not on {host!r}: they have no login.",
        )


def serve(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve until interrupted.

    Raises `InputError` where the host is not this machine or the port is taken.
    """
    require_loopback(host)
    address = host.strip("[]")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        listener = socket.create_server((address, port), family=family)
    except (OSError, OverflowError):
        raise InputError(
            f"Port {port} kan ikke bruges; vælg en anden med --port.",
            f"Port {port} cannot be used; choose another with --port.",
        ) from None
    with listener:
        app = create_app()
        chosen = listener.getsockname()[1]
        server = make_server(
            address,
            chosen,
            app,
            threaded=True,
            request_handler=QuietHandler,
            fd=listener.fileno(),
        )
        shown = f"[{address}]" if ":" in address else address
        print(f"http://{shown}:{chosen}/  (Ctrl-C)", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
