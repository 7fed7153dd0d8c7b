"""A MariaDB server of its own for the tests: on loopback, in a temporary folder, gone after."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

USER, PASSWORD, DATABASE = "clerk", "hemmelig-7", "register"


@dataclass(frozen=True)
class MySQLServer:
    """A running server."""

    port: int
    socket: Path

    def url(self, password: str | None = None, database: str = DATABASE) -> str:
        own = USER if password is None else f"{USER}:{password}"
        return f"mysql://{own}@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str, database: str | None = DATABASE) -> None:
        import pymysql

        connection = pymysql.connect(unix_socket=str(self.socket), user="root", database=database)
        with connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            connection.commit()


def server_program() -> Path | None:
    """The server, where one is installed."""
    found = shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return Path(found) if found and shutil.which("mariadb-install-db") else None


@contextmanager
def serving(program: Path) -> Iterator[MySQLServer]:
    """Start a server and stop it afterwards; as another user where this one is root."""
    folder = Path(tempfile.mkdtemp(prefix="my-"))
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
        as_user = ["--user=nobody"]
    running: subprocess.Popen[Any] | None = None
    try:
        data = folder / "data"
        subprocess.run(
            ["mariadb-install-db", "--no-defaults", *as_user, f"--datadir={data}",
             "--auth-root-authentication-method=normal", "--skip-test-db"],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            server = MySQLServer(int(free.getsockname()[1]), folder / "s")
        running = subprocess.Popen(
            [program, "--no-defaults", *as_user, f"--datadir={data}", f"--socket={server.socket}",
             "--bind-address=127.0.0.1", f"--port={server.port}", "--skip-log-bin",
             f"--pid-file={folder / 'pid'}", "--innodb-flush-log-at-trx-commit=0"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _wait(server)
        yield server
    finally:
        if running is not None:
            running.send_signal(signal.SIGTERM)
            running.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: MySQLServer) -> None:
    """Wait for the server, and make the user and the database."""
    import pymysql

    for _ in range(300):
        try:
            server.run(
                f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4",
                f"CREATE USER {USER}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'",
                f"GRANT ALL ON {DATABASE}.* TO {USER}@'127.0.0.1'",
                database=None,
            )
            return
        except pymysql.OperationalError:
            time.sleep(0.1)
    raise TimeoutError
