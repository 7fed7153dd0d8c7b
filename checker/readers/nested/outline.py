"""Where the records of nested JSON or XML are, and which columns they have, as far as it shows: the
first thing that is there several times in one other, and all that has a value below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import ijson
from defusedxml.ElementTree import iterparse
from msgspec import Struct, field

from lovgraf.core.errors import InputError
from lovgraf.readers.described import PathColumn, Paths
from lovgraf.readers.foreign import RDF
from lovgraf.readers.nested.records import is_xml, readable
from lovgraf.readers.nested.walking import DEEPEST, Bounded, too_deep

_LOOKED_AT = 200_000
"""Elements or keys that are looked at."""
_COLUMNS = 2_000
_HEAD = 1 << 12
_OTHERS = (RDF, b"<stata_dta>", b"<html", b"urn:schemas-microsoft-com:office:spreadsheet")
"""What is told by its first bytes to be no XML of records."""
_JSON = (b"{", b"[")


class Outline(Struct, frozen=True):
    """Proposed paths; `several` are the headers of columns with several values in a record."""

    paths: Paths
    several: tuple[str, ...]


class _Node(Struct):
    """A name in a place: how often it is there at most in one parent, or whether in a list."""

    name: str
    most: int = 0
    total: int = 0
    listed: bool = False
    valued: bool = False
    children: dict[str, _Node] = field(default_factory=dict)

    @property
    def parts(self) -> bool:
        """Whether it has parts of its own, attributes aside."""
        return any(not name.startswith("@") for name in self.children)


class _Tree:
    """Grows as a file is walked through."""

    def __init__(self, name: str) -> None:
        self.root, self._file = _Node(""), name
        self._open: list[tuple[_Node, Counter[str]]] = [(self.root, Counter())]

    def begin(self, name: str, listed: bool = False) -> None:
        node, counts = self._open[-1]
        child = node.children.setdefault(name, _Node(name))
        counts[name] += 1
        child.total += 1
        child.most = max(child.most, counts[name])
        child.listed = child.listed or listed
        self._open.append((child, Counter()))
        if len(self._open) > DEEPEST:
            raise too_deep(self._file)

    def end(self, valued: bool = False) -> None:
        node, _ = self._open.pop()
        node.valued = node.valued or valued


def outlined(path: Path) -> Outline | None:
    """What a mapping of a file may say; None for what is no XML and no nested JSON, and for JSON
    that is damaged or shows no records, which the reader of JSON tells.

    Raises `InputError` for such XML.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    xml = is_xml(path)
    if (xml and any(one in head or one in head.lower() for one in _OTHERS)) or not (
        xml or head.startswith(_JSON)
    ):
        return None
    try:
        return _outline(path, xml)
    except InputError:
        if xml:
            raise
        return None


def _outline(path: Path, xml: bool) -> Outline | None:
    tree = _Tree(path.name)
    with Bounded(path, path.name, json=not xml) as stream:
        walk = (_walk_xml if xml else _walk_json)(stream, tree)
        for _ in islice(readable(walk, path.name), _LOOKED_AT):
            stream.go_on()
    found = _found(tree.root, xml, path.name)
    flat = found.paths.records == "/" and not any("/" in c.path for c in found.paths.columns)
    return None if flat else found


def _walk_xml(stream: Bounded, tree: _Tree) -> Iterator[None]:
    open_: list[Any] = []
    for event, element in iterparse(stream, ("start", "end"), forbid_dtd=True):
        if event == "start":
            tree.begin(element.tag.rpartition("}")[2])
            for name in element.attrib:
                if not name.startswith("{"):
                    tree.begin(f"@{name}")
                    tree.end(valued=True)
            open_.append(element)
        else:
            tree.end(valued=bool((element.text or "").strip()))
            open_.pop()
            if open_:
                open_[-1].remove(element)
            yield


def _walk_json(stream: Bounded, tree: _Tree) -> Iterator[None]:
    names, lists = [""], [0]
    for event, value in ijson.basic_parse(stream, multiple_values=True):
        if event == "map_key":
            names[-1] = value
        elif event == "start_map":
            tree.begin(names[-1], bool(lists[-1]))
            names.append("")
            lists.append(0)
        elif event == "end_map":
            tree.end()
            names.pop()
            lists.pop()
        elif event in ("start_array", "end_array"):
            lists[-1] += 1 if event == "start_array" else -1
        else:
            tree.begin(names[-1], bool(lists[-1]))
            tree.end(valued=value is not None)
        yield


def _found(root: _Node, xml: bool, name: str) -> Outline:
    """The records nearest to the root, the most first, and their columns."""
    level: list[tuple[list[str], _Node]]
    level = [([], root)] if xml else [([], one) for one in root.children.values()]
    several = [one for _, one in level if one.most > 1 or one.listed]
    if not xml and several:
        return _of([], several[0], xml, name)
    top = level
    while level:
        below = [([*path, c.name], c) for path, one in level for c in one.children.values()]
        fitting = [(path, c) for path, c in below if (c.most > 1 or c.listed) and c.parts]
        if fitting:
            path, node = max(fitting, key=lambda pair: pair[1].total)
            return _of(path, node, xml, name)
        level = below
    if not xml and top and top[0][1].parts:
        return _of([], top[0][1], xml, name)
    raise InputError(
        "Intet i filen gentager sig, så det kan ikke ses, hvor registreringerne er; skriv stien i "
        "en mapping (lovgraf:records).",
        "Nothing in the file repeats, so that it does not show where the records are; write the "
        "path into a mapping (lovgraf:records).",
        name,
    )


def _of(path: list[str], node: _Node, xml: bool, file: str) -> Outline:
    leaves = list(islice(_leaves(node, [], False), _COLUMNS))
    if not leaves:
        raise InputError(
            "Registreringerne i filen har ingen værdier, der kan være kolonner.",
            "The records of the file have no values that may be columns.",
            file,
        )
    last = Counter(steps[-1].removeprefix("@").casefold() for steps, _ in leaves)
    columns: list[PathColumn] = []
    several: set[str] = set()
    for names, many in leaves:
        own = names[-1].removeprefix("@")
        if last[own.casefold()] > 1 or own == ".":
            own = " ".join(name.removeprefix("@") for name in names)
        while own.casefold() in {c.header.casefold() for c in columns}:
            own += "'"
        written = "/".join(names if xml else map(_escaped, names))
        columns.append(PathColumn(own, written, True))
        several |= {own} if many else set()
    records = "/" + "/".join(path if xml else map(_escaped, path))
    return Outline(Paths(records, tuple(columns)), tuple(sorted(several)))


def _leaves(node: _Node, names: list[str], many: bool) -> Iterator[tuple[list[str], bool]]:
    """What has a value below a record, and whether there are several in one."""
    if not node.parts and (node.valued or not node.children):
        yield names or ["."], many
    for child in node.children.values():
        yield from _leaves(child, [*names, child.name], many or child.most > 1)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
