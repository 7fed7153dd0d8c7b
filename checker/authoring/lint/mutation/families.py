"""The family of an act: the file of law that states it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from lovgraf.core.terms import BASE

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def families(files: Iterable[Path]) -> dict[str, str]:
    """The name of the file that states each subject (IRIs), of several the first; without its
    ending."""
    found: dict[str, str] = {}
    for file in files:
        for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=BASE):
            if quad.predicate.value == _TYPE and isinstance(quad.subject, ox.NamedNode):
                found.setdefault(quad.subject.value, file.stem)
    return found
