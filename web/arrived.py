"""Whether a request has arrived as far as a thread should wait for it, told from what lies in the
socket's buffer without taking it out."""

from __future__ import annotations

import re
import socket
from enum import Enum

FORM = 32 * 1024
"""Bytes of a request that is waited for, well below what a socket takes in before somebody reads; a
larger one is an upload, which is read as it comes."""
_ENDS = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\n(content-length)[ \t]*:[ \t]*(\d{1,15})[ \t]*(?=\r?\n)", re.IGNORECASE)
_OTHER = re.compile(rb"\n(content-length|transfer-encoding|expect)\b", re.IGNORECASE)


class Come(Enum):
    """How far a request has come: `NOTHING` of it, a `PART`, the `WHOLE`, or as far as a thread has
    to wait for the `REST` (an upload's body, a head that is too long)."""

    NOTHING, PART, WHOLE, REST = range(4)


def arrived(link: socket.socket) -> Come:
    """How far a request has come: its head, and a body unless that is an upload.

    What is no proper request counts as one whose rest is waited for: whoever reads it refuses it. A
    connection that has ended is whole.
    """
    try:
        seen = link.recv(FORM, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return Come.NOTHING
    except OSError:
        return Come.WHOLE
    end = _ENDS.search(seen)
    if end is None:
        return Come.REST if len(seen) >= FORM else Come.PART if seen else Come.WHOLE
    head = b"\n" + seen[: end.end()]
    lengths, all_of_it = _LENGTH.findall(head), len(_OTHER.findall(head))
    if not all_of_it:
        return Come.WHOLE
    if len(lengths) != 1 or all_of_it != 1:
        return Come.REST
    whole = end.end() + int(lengths[0][1])
    if whole > FORM:
        return Come.REST
    return Come.WHOLE if len(seen) >= whole else Come.PART
