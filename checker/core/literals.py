"""Literals of rdflib as they are written."""

from __future__ import annotations

import logging
import threading
import warnings

from rdflib import XSD, Literal, URIRef

_TRUTHS = ("true", "false", "1", "0")
_reading = threading.local()


class _Unsaid(logging.Filter):
    """Leaves out what rdflib says of a literal that it cannot convert, with a traceback, while one
    of ours is read: who reads it says by name what is wrong with it."""

    def filter(self, _record: logging.LogRecord) -> bool:
        return not getattr(_reading, "now", False)


logging.getLogger("rdflib.term").addFilter(_Unsaid())


def typed(text: str, datatype: URIRef, normalize: bool = False) -> Literal:
    """A literal with its lexical form as it is, or as its datatype prefers it (`normalize`),
    whether it can be converted or not."""
    _reading.now = True
    try:
        if datatype == XSD.boolean and text.lower() not in _TRUTHS:
            with warnings.catch_warnings(action="ignore"):
                return Literal(text, datatype=datatype, normalize=normalize)
        return Literal(text, datatype=datatype, normalize=normalize)
    finally:
        _reading.now = False
