"""Pages that are the same for everyone who may open them, kept as they were written.

What a page shows depends on the law that was loaded, on the date, and on the language; so it is
made once, packed, and a browser that has it is told so (304). A token for forms is put in for each
reader, and such a page is not packed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask_wtf.csrf import generate_csrf

from lovgraf.core.lasting import Lasting
from lovgraf_web.address import takes
from lovgraf_web.compression import pack
from lovgraf_web.twins import wanted

MOST = 24_000_000
"""Bytes of pages that a process keeps; those not asked for the longest go first."""
_MARK = f"token-{secrets.token_hex(16)}"
"""Stands for the token of a form in a page that is kept."""


@dataclass(frozen=True)
class Kept:
    """A page as it was written, with its headers."""

    content: bytes
    headers: tuple[tuple[str, str], ...]
    digest: str


Pages = Lasting[object, Kept]
"""The pages that a process keeps, by their bytes."""


def keep_pages(app: Flask) -> None:
    """Let an application keep pages."""
    app.extensions["kept-pages"] = Pages(MOST)
    app.jinja_env.globals["csrf_token"] = _token
    app.context_processor(lambda: {"csrf_token": _token})


def _token() -> str:
    return _MARK if g.get("keeping") else generate_csrf()


def do_not_keep() -> None:
    """Say of the page at hand that it will look otherwise soon."""
    g.keeping_no = True


def same_for_all(
    *names: str, several: Collection[str] = ()
) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """A page that depends on its address alone: on the date, the form and the parameters `names`,
    of some of which there may be `several`.

    An address with any other parameter is answered anew, and nothing of it is kept.
    """
    known = {"as_of", "format", *names}

    def wrap(view: Callable[..., Response]) -> Callable[..., Response]:
        @takes(*names, several=several)
        @wraps(view)
        def page(**values: Any) -> Response:
            if not known.issuperset(request.args):
                return view(**values)
            asked = tuple(tuple(request.args.getlist(name)) for name in ("as_of", *names))
            role = getattr(g.get("user"), "role", None)
            key = request.endpoint, *values.items(), wanted(), asked, date.today(), role
            pages: Pages = current_app.extensions["kept-pages"]
            kept = pages.get(key)
            if kept is None:
                g.keeping = True
                try:
                    response = view(**values)
                finally:
                    g.keeping = False
                kept = _kept(response)
                if response.status_code != 200:
                    return response
                if not g.get("keeping_no"):
                    pages.put(key, kept, len(kept.content))
            return _response(kept)

        return page

    return wrap


def _kept(response: Response) -> Kept:
    content = response.get_data()
    headers = tuple((name, value) for name, value in response.headers if name != "Content-Length")
    return Kept(content, headers, hashlib.sha256(content).hexdigest()[:32])


def _response(kept: Kept) -> Response:
    mark = _MARK.encode()
    if mark in kept.content:
        content = kept.content.replace(mark, generate_csrf().encode())
        return Response(content, headers=list(kept.headers))
    response = Response(kept.content, headers=list(kept.headers))
    response.headers["Cache-Control"] = "private, no-cache"
    pack(response, kept.digest)
    return response
