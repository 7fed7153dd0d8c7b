"""A PostgreSQL server of its own for the tests: on loopback, in a temporary folder, gone after."""

from __future__ import annotations

import os
import pwd
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
class Server:
    """A running server: by socket it trusts its user, by TCP it wants the password."""

    folder: Path
    port: int

    @property
    def by_socket(self) -> str:
        return f"postgresql://{USER}@/{DATABASE}?host={self.folder}&port={self.port}"

    def by_tcp(self, user: str = USER, password: str | None = None) -> str:
        own = user if password is None else f"{user}:{password}"
        return f"postgresql://{own}@127.0.0.1:{self.port}/{DATABASE}"

    def run(self, *statements: str, database: str = DATABASE) -> None:
        from adbc_driver_postgresql import dbapi

        url = f"postgresql://{USER}@/{database}?host={self.folder}&port={self.port}"
        with dbapi.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def programs() -> Path | None:
    """The folder of the newest server installed here; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent
    return found[-1].parent if found else None


@contextmanager
def serving(bin_folder: Path) -> Iterator[Server]:
    """Start a server and stop it afterwards; as another user where this one is root."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    other: dict[str, Any] = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam("nobody")
        os.chown(folder, account.pw_uid, account.pw_gid)
        other = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    try:
        secret = folder / "secret"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        data = folder / "data"
        subprocess.run(
            [
                bin_folder / "initdb", "-D", data, "-U", USER, "-E", "UTF8", "--no-locale",
                "--no-sync", "--auth-local=trust", "--auth-host=scram-sha-256",
                f"--pwfile={secret}",
            ],
            check=True, capture_output=True, cwd=folder, timeout=120, **other,
        )  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        server = Server(folder, port)
        process = subprocess.Popen(
            [
                bin_folder / "postgres", "-D", data, "-k", folder, "-p", str(port),
                "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
            ],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **other,
        )  # fmt: skip
        try:
            _wait(server)
            server.run(f"CREATE DATABASE {DATABASE}", database="postgres")
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # does not wait for those still connected
            process.wait(60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: Server) -> None:
    for _ in range(600):
        try:
            server.run("SELECT 1", database="postgres")
        except Exception:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")
