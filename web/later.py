"""A page that is being got ready: it says so, and loads itself anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Response
from rdflib import Graph

from lovgraf.core.terms import Text
from lovgraf_web.navigation import Link
from lovgraf_web.page_cache import do_not_keep
from lovgraf_web.twins import respond


def not_yet(title: Text, as_of: date, way: Sequence[Link]) -> Response:
    """The page with a title, on the way to it."""
    do_not_keep()
    found = respond("not_yet.html", title, data=dict, graph=Graph, as_of=as_of, way=way)
    found.headers["Refresh"] = "1"
    return found
