"""Read Turtle files into one graph, fast, with the place of an error."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import time

from msgspec import Struct
from rdflib import Graph

from lovgraf.core.cache import cached_value
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE
from lovgraf.law.numbered_terms import literal
from lovgraf.law.participants import carry
from lovgraf.law.patterns import expand
from lovgraf.law.store import NumberStore, Plain, graph_of

_BESIDE = Path(__file__).parents[2]
ONTOLOGY = (_BESIDE / "lovgraf_ontology").resolve()
SHAPES = (_BESIDE / "lovgraf_shapes").resolve()


class LawGraph(Struct, frozen=True):
    """The vocabulary, the law and the shapes in one graph.

    `digest` is the SHA-256 of the files' contents, the shipped ones by path and then further ones
    as they were given; `sources` are their names in that order;
    `shipped` whether they are the files that are shipped and no other; `kept` whether what is made
    of it is kept in the user's cache, by the digest: of what is shipped, and of that with further
    files beside it. `before` is the graph without proposals, where some are laid over it;
    `answered` the digest of the same law as records answer, where it is asked of the person's own
    facts whether a route is open (`participants`).
    """

    graph: Graph
    digest: str
    sources: tuple[str, ...]
    shipped: bool = False
    before: Graph | None = None
    kept: bool = False
    answered: str | None = None
    added: tuple[str, ...] = ()
    reaches: tuple[tuple[str, str], ...] = ()


def digest_of_persons(answered: str) -> str:
    """The digest of a law in which persons' own facts are asked; `answered` as in `LawGraph`."""
    return hashlib.sha256(f"{answered} of persons".encode()).hexdigest()


_RESTED = 2.0
"""Seconds after which a file that is written again has another time on every disk."""
_digests: dict[Path, tuple[tuple[int, ...], bytes]] = {}
"""The digests of files, with what told them to be as they were."""


def shipped_files() -> list[Path]:
    """The Turtle files of the vocabulary, of the law of all days and of the shapes, by path;
    proposals are laid over on demand."""
    found = [*ONTOLOGY.rglob("*.ttl"), *SHAPES.rglob("*.ttl")]
    return sorted(path for path in found if path.parent.name != "proposal")


def proposal_files() -> list[Path]:
    """The Turtle files of the shipped proposals."""
    return sorted((ONTOLOGY / "proposal").glob("*.ttl"))


def load_graph(extra: Sequence[Path] = (), files: Iterable[Path] | None = None) -> LawGraph:
    """Read the shipped files (or `files`) and any further ones, with what patterns give, and what
    participants can have and get.

    What the shipped files give, alone or with further ones, is kept in the user's cache, by
    content. Raises `InputError` with line and column where a file is missing or is not Turtle, and
    where one beside the shipped ones says what it cannot (`lovgraf.law.added`).
    """
    paths = [*(shipped_files() if files is None else files), *extra]
    contents = [_read(path) for path in paths]
    digest = _digest(contents)
    kept = files is None
    reaches: tuple[tuple[str, str], ...] = ()
    before = cache(lambda: load_graph().graph)
    with uncollected():
        graph = (
            _cached(digest, contents, paths, extra, before) if kept else _parsed(contents, paths)
        )
        if kept and extra:
            reaches = _reaches(digest, extra, before)
    names = tuple(path.name for path in paths)
    added = tuple(path.name for path in extra)
    return LawGraph(
        graph, digest, names, shipped=kept and not extra, kept=kept, added=added, reaches=reaches
    )


def shipped_digest() -> str:
    """The digest of the shipped files as they are now. Raises `InputError`."""
    return _joined(map(_digest_of, shipped_files()))


def _digest(contents: Iterable[bytes]) -> str:
    return _joined(hashlib.sha256(content).digest() for content in contents)


def _joined(digests: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(digests)).hexdigest()


def _digest_of(path: Path) -> bytes:
    """The digest of what a file holds now. One that was found to be written some time ago is read
    again when its times, its size or its place on the disk are others: what is written later has a
    later time."""
    try:
        found = path.stat()
    except OSError:
        return hashlib.sha256(_read(path)).digest()
    state = found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
    kept = _digests.get(path)
    if kept is not None and kept[0] == state:
        return kept[1]
    digest = hashlib.sha256(_read(path)).digest()
    if time() - max(found.st_mtime, found.st_ctime) > _RESTED:
        _digests[path] = state, digest
    return digest


def _parsed(contents: Sequence[bytes], paths: Sequence[Path]) -> Graph:
    return _derived(_stated(contents, paths))


def _beside(contents: Sequence[bytes], paths: Sequence[Path], extra: Sequence[Path]) -> Graph:
    """The same of the shipped files and further ones after them: what the shipped ones state, which
    takes most of it, is in the user's cache from the first time that any lie beside them."""
    many = len(paths) - len(extra)
    shipped = contents[:many]

    def make() -> Plain:
        return _stated(shipped, paths[:many]).plain

    try:
        store = NumberStore.of_plain(cached_value("stated", [_digest(shipped)], make))
    except (ValueError, TypeError, AttributeError):  # somebody wrote into the cache
        return _parsed(contents, paths)
    for number, (content, path) in enumerate(zip(contents[many:], extra, strict=True), many):
        _parse(content, path, store, number)
    return _derived(store)


def _stated(contents: Sequence[bytes], paths: Sequence[Path]) -> NumberStore:
    """What files state."""
    store = NumberStore()
    for number, (content, path) in enumerate(zip(contents, paths, strict=True)):
        _parse(content, path, store, number)
    return store


def _derived(store: NumberStore) -> Graph:
    """The graph of what files state, with what follows from it."""
    graph = graph_of(store)
    expand(graph)
    carry(graph)
    return graph


def _cached(
    digest: str,
    contents: Sequence[bytes],
    paths: Sequence[Path],
    extra: Sequence[Path],
    before: Callable[[], Graph],
) -> Graph:
    def make() -> Plain:
        graph = _checked(contents, paths, extra, before()) if extra else _parsed(contents, paths)
        assert isinstance(graph.store, NumberStore)
        return graph.store.plain

    try:
        return graph_of(NumberStore.of_plain(cached_value("law", [digest], make)))
    except (ValueError, TypeError, AttributeError):  # somebody wrote into the cache
        return _parsed(contents, paths)


def _checked(
    contents: Sequence[bytes], paths: Sequence[Path], extra: Sequence[Path], before: Graph
) -> Graph:
    """The graph of all files, of which the further ones can be used beside the others: `before` is
    the graph of these."""
    from lovgraf.law.added import check_after, check_before, read_added

    added = read_added(extra)
    check_before(added, before)
    graph = _beside(contents, paths, extra)
    check_after(added, before, graph)
    return graph


def _reaches(
    digest: str, extra: Sequence[Path], before: Callable[[], Graph]
) -> tuple[tuple[str, str], ...]:
    """What further files do to the law as it was before, from the user's cache where that is
    kept."""

    def make() -> list[list[str]]:
        from lovgraf.law.added import reaches, read_added

        return [list(pair) for pair in reaches(read_added(extra), before())]

    return tuple((what, iri) for what, iri in cached_value("reaches", [digest], make))


@contextmanager
def uncollected() -> Iterator[None]:
    """Without garbage collection: a graph in the making is nothing but live objects."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(
            f"Filen kan ikke læses ({reason}).", f"The file cannot be read ({reason}).", str(path)
        ) from None


def _parse(content: bytes, path: Path, store: NumberStore, file: int) -> None:
    """Parse with pyoxigraph: about fifty times as fast as rdflib, and it never fetches.

    Blank nodes are named by the file's number and their own, the same in every run.
    """
    import pyoxigraph as ox

    numbers: dict[object, int] = {}
    blanks = 0

    def number(node: object) -> int:
        nonlocal blanks
        if isinstance(node, ox.NamedNode):
            text = node.value
        elif isinstance(node, ox.Literal):
            text = literal(node.value, node.language, node.datatype.value)
        elif isinstance(node, ox.BlankNode):
            text = f"_:b{file}x{blanks}"
            blanks += 1
        else:
            raise InputError(
                "Tripler om tripler bruges ikke her.", "Triple terms are not used here."
            )
        found = numbers[node] = store.number(text)
        return found

    try:
        for quad in ox.parse(content, format=ox.RdfFormat.TURTLE, base_iri=BASE):
            s, p, o = quad.subject, quad.predicate, quad.object
            store.add_numbers(
                numbers[s] if s in numbers else number(s),
                numbers[p] if p in numbers else number(p),
                numbers[o] if o in numbers else number(o),
            )
    except SyntaxError as error:
        from lovgraf.core.turtle import reason_of

        reason = reason_of(error)
        raise InputError(
            f"Filen er ikke gyldig Turtle: {reason.da}.",
            f"The file is not valid Turtle: {reason.en}.",
            str(path),
            error.lineno,
            error.offset,
        ) from None
