"""A server on loopback in a thread, as `lovgraf serve` runs it, and one that only listens."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import make_server

from lovgraf_web.serving import QuietHandler


@contextmanager
def running(app: Flask, listener: socket.socket | None = None) -> Iterator[str]:
    """The address of an application that is being served; there, where something listens."""
    port, handle = (listener.getsockname()[1], listener.fileno()) if listener else (0, None)
    server = make_server(
        "127.0.0.1", port, app, threaded=True, request_handler=QuietHandler, fd=handle
    )
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Listener:
    """A server that counts who connects to it, which nobody should."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"

    def heard(self) -> bool:
        """Whether anybody has connected since the last time."""
        self._socket.settimeout(0.05)
        try:
            connection, _ = self._socket.accept()
        except TimeoutError:
            return False
        connection.close()
        return True

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()
