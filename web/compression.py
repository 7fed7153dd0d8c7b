"""Pages that are the same for everyone, compressed for those who take it: Brotli, else gzip.

A page with something of one reader (a token, what was typed) is never packed: its length would tell
of it (BREACH). Each packing has an `ETag` of its own, as RFC 9110 asks (8.8.1).
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from typing import Literal

import brotli
from flask import Flask, Response, request

from lovgraf.core.lasting import Lasting

Packing = Literal["br", "gzip"]
_PACK: dict[Packing, Callable[[bytes], bytes]] = {
    "br": lambda content: bytes(brotli.compress(content, quality=5)),
    "gzip": lambda content: gzip.compress(content, 5, mtime=0),
}
"""How each is packed, the one that is liked best first; at these levels Brotli takes the time of
gzip, and an eighth less room."""
LEAST = 1000
"""Bytes from which on packing pays."""
MOST = 12_000_000
"""Bytes of packed content that a process keeps."""
_KINDS = ("text/", "image/svg+xml", "application/javascript")
_ENDINGS = ("json", "xml", "javascript", "n-triples", "n-quads", "trig")
_kept: Lasting[tuple[str, Packing], bytes] = Lasting(MOST)


def chosen() -> Packing | None:
    """The packing that the client takes, Brotli where it likes both alike; None for neither."""
    taken = {name: request.accept_encodings[name] for name in _PACK}
    best = max(_PACK, key=lambda name: taken[name])
    return best if taken[best] > 0 else None


def suits(response: Response) -> bool:
    """Whether packing makes an answer shorter: text that is whole and not packed yet."""
    kind = response.mimetype or ""
    texts = kind.startswith(_KINDS) or kind.endswith(_ENDINGS)
    return texts and "Content-Encoding" not in response.headers and response.status_code == 200


def pack(response: Response, tag: str | None = None) -> None:
    """Pack an answer as its reader takes it, with the `ETag` of the packing; a client that has it
    already is told so (304). `tag` stands for the content, which else is read for one."""
    content = response.get_data()
    tag = tag or hashlib.sha256(content).hexdigest()[:32]
    if suits(response) and len(content) >= LEAST:
        response.vary.add("Accept-Encoding")
        if packing := chosen():
            response.set_data(_packed(content, tag, packing))
            response.headers["Content-Encoding"] = packing
            tag = f"{tag}-{packing}"
    if request.method in ("GET", "HEAD"):
        response.set_etag(tag)
        response.make_conditional(request)


def _packed(content: bytes, tag: str, packing: Packing) -> bytes:
    found = _kept.get((tag, packing))
    if found is None:
        found = _PACK[packing](content)
        _kept.put((tag, packing), found, len(found))
    return found


def pack_files(app: Flask) -> None:
    """Let an application pack its style, scripts and pictures."""

    @app.after_request
    def _files(response: Response) -> Response:
        if request.endpoint == "static":
            response.vary.add("Accept-Encoding")
            if request.method in ("GET", "HEAD") and suits(response):
                response.direct_passthrough = False
                pack(response, response.get_etag()[0])
        return response
