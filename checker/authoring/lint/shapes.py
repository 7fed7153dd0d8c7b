"""What the shapes of the law graph find, as findings of the linter."""

from __future__ import annotations

from collections.abc import Collection

from rdflib import SH, BNode, Graph, URIRef
from rdflib.term import Node

from lovgraf.authoring.lint.finding import LintFinding, Severity
from lovgraf.authoring.lint.sources import Sources
from lovgraf.core.terms import Text, relative, text_of
from lovgraf.law.well_formed import named_shapes, validate

_SEVERITIES: dict[Node, Severity] = {
    SH.Violation: "error",
    SH.Warning: "warning",
    SH.Info: "info",
}


def shape_findings(
    sources: Sources,
    shapes: Graph | None = None,
    codes: Collection[str] | None = None,
    files: Collection[str] | None = None,
) -> list[LintFinding]:
    """What shapes (those in the files themselves, if no others; or those of some codes) say of the
    files (or of some, by the names shown)."""
    shapes = sources.graph if shapes is None else shapes
    names = [s for s in named_shapes(shapes) if codes is None or _code(s) in codes]
    found = []
    about = None if files is None else lambda node: sources.file(sources.home(node)) in files
    for shape, focus in validate(sources.graph, shapes, names, about):
        severity = shapes.value(shape, SH.severity) or SH.Violation
        message = text_of(shapes, shape, SH.message) or Text(str(shape), str(shape))
        home = sources.home(focus)
        found.append(
            LintFinding(
                _code(shape),
                _SEVERITIES.get(severity, "error"),
                message,
                sources.file(home),
                "" if isinstance(home, BNode) else relative(str(home)),
            )
        )
    return found


def _code(shape: URIRef) -> str:
    return relative(str(shape)).removeprefix("shape/")
