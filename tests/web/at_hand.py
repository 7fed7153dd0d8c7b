"""What applications over one law have at hand in tests: what one has made ready, the next need not.

That an application makes it ready by itself, the first one shows; that it does so without being
waited for, tests with an application of their own.
"""

from __future__ import annotations

from typing import Any

from flask import Flask

from lovgraf.law import Law

OF_THE_LAW = ("law-at", "explainers", "answering", "prepared", "search")
"""Extensions that depend on the law alone."""
OF_QUERIES = ("relating", "query-engine")
"""Those that hold the law in processes."""

_made: dict[tuple[int, str], tuple[Law, Any]] = {}


def at_hand(app: Flask, *, queries: bool = False) -> Flask:
    """An application with what another one over the same law has made ready, but for the processes
    that answer queries, unless those are wanted too."""
    law: Law = app.extensions["law"]
    for name in OF_THE_LAW + (OF_QUERIES if queries else ()):
        app.extensions[name] = _made.setdefault((id(law), name), (law, app.extensions[name]))[1]
    return app
