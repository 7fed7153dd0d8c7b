"""Whether a request has arrived as far as a thread should wait for it, told from what lies in the
socket's buffer without taking it out."""

from __future__ import annotations

import fcntl
import re
import socket
import struct
import termios
from contextlib import suppress

_HEAD = 1 << 16
"""Bytes within which a head must end; a longer one is refused by whoever reads it."""
FORM = 256 * 1024
"""Bytes of a body that is waited for; a larger one is an upload, which is read as it comes."""
_ENDS = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\n(content-length)[ \t]*:[ \t]*(\d{1,15})[ \t]*(?=\r?\n)", re.IGNORECASE)
_OTHER = re.compile(rb"\n(content-length|transfer-encoding|expect)\b", re.IGNORECASE)


def arrived(link: socket.socket) -> bool | None:
    """Whether a request lies there in whole: its head, and a body unless that is an upload.

    None where nothing has come yet. What is no proper request counts as arrived: whoever reads it
    refuses it. So does a connection that has ended.
    """
    try:
        seen = link.recv(_HEAD, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:
        return True
    end = _ENDS.search(seen)
    if end is None:
        return len(seen) >= _HEAD or not seen
    head = b"\n" + seen[: end.end()]
    lengths = _LENGTH.findall(head)
    if len(lengths) != 1 or len(_OTHER.findall(head)) != 1:
        return True
    whole = end.end() + int(lengths[0][1])
    return whole - end.end() > FORM or len(seen) >= whole or _lying(link) >= whole


def _lying(link: socket.socket) -> int:
    """How many bytes lie in a socket's buffer."""
    with suppress(OSError):
        found: int = struct.unpack("i", fcntl.ioctl(link, termios.FIONREAD, b"\0" * 4))[0]
        return found
    return 0
