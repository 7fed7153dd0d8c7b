"""Read an RDF file into columns: its compression and format are found out, nothing is fetched."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Any

from rdflib import Graph

from lovgraf.core.errors import InputError
from lovgraf.core.turtle_terms import TermReader
from lovgraf.readers.bombs import PACKED, packed_as, unpack
from lovgraf.readers.formats import readable
from lovgraf.readers.temporary import Workplace
from lovgraf.readers.triples.endings import ENDINGS
from lovgraf.readers.triples.lines import fill, new_raw
from lovgraf.readers.triples.parsed import guard, parsed, triple_term
from lovgraf.readers.triples.places import LineReader, Places
from lovgraf.readers.triples.store import TripleStore


def read_rdf(path: Path, connection: Any, name: str | None = None) -> TripleStore:
    """The triples of a file; named graphs are merged with the default graph.

    Raises `InputError` for a file that is no RDF, cannot be read, or unpacks to far too much.
    """
    _readable(path)
    name, place = name or path.name, Workplace()
    form, plain_path = opened(path, place, name)
    new_raw(connection)
    fill(connection, plain_path, form, name, place)
    store = TripleStore(connection, place)
    store.build()
    return store


def read_graph(path: Path, graph: Graph | None = None, places: Places | None = None) -> Graph:
    """The graph of a file for rdflib, for shapes, with the prefixes that the file declares.

    Triples are added to `graph` if there is one; `places` learns where they stand. Raises
    `InputError` as `read_rdf` does.
    """
    _readable(path)
    place = Workplace()
    form, plain_path = opened(path, place, path.name)
    guard(plain_path, form, path.name)
    graph = Graph(bind_namespaces="none") if graph is None else graph
    places = Places() if places is None else places
    prefixes: dict[str, str] = {}
    content = plain_path.read_bytes().removeprefix(codecs.BOM_UTF8)
    places.add_file(path.name, content)
    lines = LineReader(content)
    try:
        for triple in TermReader().triples(parsed(lines, form, path.name, prefixes)):
            graph.add(triple)
            places.add(triple, path.name, lines.line)
    except ValueError:
        raise triple_term(path.name) from None
    for prefix, namespace in prefixes.items():
        graph.bind(prefix, namespace)
    return graph


def opened(path: Path, place: Workplace, name: str) -> tuple[str, Path]:
    """The format of a file and the path of its unpacked content."""
    stem = path
    if packed_as(path):
        if path.suffix.lower() in PACKED.values():
            stem = Path(path.stem)
        path = unpack(path, place, name)
    form = ENDINGS.get(stem.suffix.lower())
    if form is None:
        raise InputError(
            f"Filens navn skal ende på {', '.join(sorted(ENDINGS))} (evt. efterfulgt af .gz, "
            ".zst, .bz2 eller .xz), så dens RDF-format kan kendes.",
            f"The file's name must end in {', '.join(sorted(ENDINGS))} (perhaps followed by .gz, "
            ".zst, .bz2 or .xz), so that its RDF format is known.",
            name,
        )
    if path.stat().st_size == 0:
        raise _empty(name)
    return form, path


def _readable(path: Path) -> None:
    """Raise `InputError` for a path that is no readable file with something in it."""
    if path.is_file() and path.stat().st_size == 0:
        raise _empty(path.name)
    readable(path)


def _empty(name: str) -> InputError:
    return InputError("Filen er tom.", "The file is empty.", name)
