"""Validate texts of Turtle, and compare reports."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rdflib import URIRef

from lovgraf.validate import validate
from lovgraf.validate.report import ValidationReport

PREFIXES = """@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
Row = tuple[str, str | None, str | None, str, str, str]
"""Focus node, value, path, component, severity, shape; blank nodes are all alike."""


def report_of(folder: Path, data: str, shapes: str, engine: str) -> ValidationReport:
    """The report on two texts of Turtle, to which `PREFIXES` are added."""
    data_file, shapes_file = folder / "data.ttl", folder / "shapes.ttl"
    data_file.write_text(PREFIXES + data, encoding="utf-8")
    shapes_file.write_text(PREFIXES + shapes, encoding="utf-8")
    return validate(data_file, shapes_file, engine, show_values=True)


def rows(report: ValidationReport) -> Counter[Row]:
    """The results, counted."""
    found: Counter[Row] = Counter()
    for number, (group, _) in enumerate(report.groups):
        for focus, value, path in report.rows(number):
            shape = f"<{group.shape}>" if isinstance(group.shape, URIRef) else "_:"
            row = (
                _alike(focus),
                None if value is None else _alike(value),
                path or group.path,
                str(group.component),
                str(group.severity),
                shape,
            )
            found[row] += 1
    return found


def _alike(term: str) -> str:
    return "_:" if term.startswith("_:") else term
