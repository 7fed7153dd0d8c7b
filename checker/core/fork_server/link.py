"""Messages between a process and the one that made it, over a pair of connected sockets.

A length and then that many bytes; a descriptor may come with the length. Ours to a child are
pickled. What a child says is bytes and is never unpickled: it may have run anything.
"""

from __future__ import annotations

import array
import socket
import struct

PIECE = 1 << 20
_LENGTH = struct.Struct("!Q")


def send(link: socket.socket, message: bytes, descriptor: int | None = None) -> None:
    """Send a message; raises `OSError` where nobody is there to read it."""
    head = _LENGTH.pack(len(message))
    if descriptor is not None:
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [descriptor]))
        link.sendmsg([head], [rights])
        link.sendall(message)
    elif len(message) < PIECE:
        link.sendall(head + message)
    else:
        link.sendall(head)
        link.sendall(message)


def receive(link: socket.socket) -> tuple[bytes, int | None] | None:
    """The next message with its descriptor; None where the other side has closed."""
    head, descriptors, _, _ = socket.recv_fds(link, _LENGTH.size, 1)
    rest = _read(link, _LENGTH.size - len(head)) if head else None
    message = _read(link, _LENGTH.unpack(head + rest)[0]) if rest is not None else None
    return None if message is None else (message, next(iter(descriptors), None))


def length_of(found: bytearray) -> tuple[int | None, int]:
    """The length of a message that has begun to come, None if unknown; how much of it is here."""
    if len(found) < _LENGTH.size:
        return None, 0
    return _LENGTH.unpack_from(found)[0], len(found) - _LENGTH.size


def _read(link: socket.socket, size: int) -> bytes | None:
    """So many bytes; None where the other side closes before."""
    found = bytearray(size)
    view = memoryview(found)
    while view:
        got = link.recv_into(view, min(len(view), PIECE))
        if not got:
            return None
        view = view[got:]
    return bytes(found)
