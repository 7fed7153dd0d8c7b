"""What the children of the tests do; a child imports it by name."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path

from lovgraf.core.errors import InputError


def keep(_kept: object, value: bytes) -> list[bytes]:
    return [value]


def add(kept: list[bytes], value: bytes) -> list[bytes]:
    return [*kept, value]


def told(kept: list[bytes]) -> bytes:
    return b" ".join(kept)


def change(kept: list[bytes]) -> bytes:
    kept.append(b"changed")
    return b""


def long_answer(_kept: object, size: int) -> bytes:
    return b"x" * size


def refuse(_kept: object) -> bytes:
    raise InputError("Nej: æøå", "No", "file", 3, 4)


def fault(_kept: object) -> bytes:
    raise ValueError("610190-1234")


def die(_kept: object, number: int = signal.SIGSEGV) -> bytes:
    os.kill(os.getpid(), number)
    return b""


def sleep(_kept: object, seconds: float) -> bytes:
    time.sleep(seconds)
    return b"slept"


def spin(_kept: object, seconds: float) -> bytes:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return b"spun"


def read(_kept: object) -> bytes:
    return Path(__file__).read_bytes()


def call(_kept: object, port: int) -> bytes:
    socket.create_connection(("127.0.0.1", port), 2)
    return b"connected"


def write(_kept: object, descriptor: int) -> bytes:
    return str(os.write(descriptor, b"leak")).encode()


def fork(_kept: object) -> bytes:
    return str(os.fork()).encode()


def environment(_kept: object) -> bytes:
    return " ".join(sorted(os.environ)).encode()
