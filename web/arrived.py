"""Whether a request has arrived as far as a thread should wait for it, told from what lies in the
socket's buffer without taking it out."""

from __future__ import annotations

import re
import socket

FORM = 32 * 1024
"""Bytes of a request that is waited for, well below what a socket takes in before somebody reads; a
larger one is an upload, which is read as it comes."""
_ENDS = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\n(content-length)[ \t]*:[ \t]*(\d{1,15})[ \t]*(?=\r?\n)", re.IGNORECASE)
_OTHER = re.compile(rb"\n(content-length|transfer-encoding|expect)\b", re.IGNORECASE)


def arrived(link: socket.socket) -> bool | None:
    """Whether a request lies there in whole: its head, and a body unless that is an upload.

    None where nothing has come yet. What is no proper request counts as arrived: whoever reads it
    refuses it. So does a connection that has ended.
    """
    try:
        seen = link.recv(FORM, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:
        return True
    end = _ENDS.search(seen)
    if end is None:
        return len(seen) >= FORM or not seen
    head = b"\n" + seen[: end.end()]
    lengths = _LENGTH.findall(head)
    if len(lengths) != 1 or len(_OTHER.findall(head)) != 1:
        return True
    whole = end.end() + int(lengths[0][1])
    return whole > FORM or len(seen) >= whole
