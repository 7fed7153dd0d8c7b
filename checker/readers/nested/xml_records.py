"""The records of XML, read as a stream. Names stand for elements of any namespace.

Document types are refused, and with them entities and what they would fetch (defusedxml); an
element is forgotten when it has ended, so that no more than a record is held.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from lovgraf.core.errors import InputError
from lovgraf.readers.described import PathColumn, Paths, steps
from lovgraf.readers.nested.walking import DEEPEST, Bounded, Found, NotOneValue, too_deep

_NAMESPACE = re.compile(r"(^|/)([\w.-]+:|\{)")
"""A step with a namespace."""


def xml_records(stream: Bounded, paths: Paths, name: str) -> Iterator[Found]:
    """What stands at the path of the records, in order.

    Raises `NotOneValue`, `InputError` for what is too deep or a path that is none, `ParseError` and
    `DefusedXmlException` for what is no XML, or has a document type.
    """
    wanted = list(steps(paths.records))
    columns = [_parted(column, name) for column in paths.columns]
    for element in elements_at(stream, wanted, name):
        stream.go_on()
        yield Found([_column(element, *column) for column in columns])


def elements_at(stream: Bounded, wanted: list[str], name: str) -> Iterator[Element]:
    """The elements at a path from the root, each with its tags without namespaces."""
    open_: list[Element] = []
    for event, element in iterparse(stream, ("start", "end"), forbid_dtd=True):
        if event == "start":
            element.tag = element.tag.rpartition("}")[2]
            open_.append(element)
            if len(open_) > DEEPEST:
                raise too_deep(name)
            continue
        depth = len(open_)
        if depth == len(wanted) and all(_is(o, step) for o, step in zip(open_, wanted)):  # noqa: B905
            yield element
        open_.pop()
        # What is not in a record is forgotten when it ends, and a record after it was read.
        within = depth > len(wanted) and all(map(_is, open_, wanted))
        if open_ and not within:
            open_[-1].remove(element)


def _is(element: Element, step: str) -> bool:
    return element.tag == step


def _parted(column: PathColumn, name: str) -> tuple[str, str, str | None]:
    """The header of a column, the path of its elements, and its attribute."""
    path, _, attribute = column.path.rpartition("@")
    if column.path.count("@") and "]" not in attribute:
        elements = path.rstrip("/") or "."
    else:
        elements, attribute = column.path, ""
    try:
        if _NAMESPACE.search(elements):
            raise SyntaxError
        Element("record").findall(elements)
    except (SyntaxError, KeyError, IndexError, TypeError, ValueError):
        raise InputError(
            f"{column.header}: {column.path} er ikke en sti, der kan bruges; skriv navnene uden "
            "navnerum, fx adresse/postnr eller adresse[@type='nu']/postnr.",
            f"{column.header}: {column.path} is no path that can be used; write names without "
            "namespaces, address/postcode or address[@type='now']/postcode, say.",
            name,
        ) from None
    return column.header, elements, attribute or None


def _column(
    record: Element, header: str, path: str, attribute: str | None
) -> list[str | None] | None:
    found: list[str | None] = []
    for element in record.findall(path):
        if attribute is not None:
            if attribute in element.attrib:
                found.append(_filled(element.get(attribute)))
            continue
        if len(element):
            raise NotOneValue(header)
        found.append(_filled(element.text))
    return found or None


def _filled(text: Any) -> str | None:
    return (text or "").strip() or None
