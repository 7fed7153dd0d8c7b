"""How deep a document nests: pyoxigraph ends the process at some thousand levels of JSON-LD, and
takes time that grows with the square of the levels of RDF/XML."""

from __future__ import annotations

import re
from typing import BinaryIO
from xml.parsers import expat

from lovgraf.core.errors import InputError

DEEPEST = 500
_CHUNK = 1 << 20
_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
_OTHERS = bytes(sign for sign in range(256) if sign not in b"[{]}")


def refuse_deep(stream: BinaryIO, form: str, name: str) -> None:
    """Raise `InputError` for a document of JSON-LD or RDF/XML with more than `DEEPEST` levels."""
    deep = {"json-ld": _deep_json, "rdf-xml": _deep_xml}.get(form)
    if deep is not None and deep(stream):
        raise InputError(
            f"Filen har for mange niveauer inden i hinanden: højst {DEEPEST}.",
            f"The file nests too many levels: at most {DEEPEST}.",
            name,
        )


def _deep_json(stream: BinaryIO) -> bool:
    """Whether so many brackets are open at once, outside texts."""
    import numpy as np

    level, rest = 0, b""
    while chunk := stream.read(max(_CHUNK, len(rest))):
        text = _TEXTS.sub(b"", rest + chunk)
        cut = text.find(b'"')  # where a text begins whose end is still to be read
        text, rest = (text, b"") if cut < 0 else (text[:cut], text[cut:])
        steps = np.frombuffer(text.translate(_STEPS, _OTHERS), dtype=np.int8)
        if steps.size:
            levels = level + np.cumsum(steps, dtype=np.int64)
            if levels.max() > DEEPEST:
                return True
            level = int(levels[-1])
    return False


class _TooDeep(Exception):
    pass


def _deep_xml(stream: BinaryIO) -> bool:
    """Whether so many elements are open at once; what is no XML is for the parser to tell."""
    level = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal level
        level += 1
        if level > DEEPEST:
            raise _TooDeep

    def end(_name: str) -> None:
        nonlocal level
        level -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.ParseFile(stream)
    except _TooDeep:
        return True
    except expat.ExpatError:
        pass
    return False
