"""A validation report as SHACL has it (section 3.6), in Turtle, written as it goes."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import SH, Literal
from rdflib.term import Node

from lovgraf.validate.report import BlankNames, Group, ValidationReport, shown

_PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def write(report: ValidationReport, show_values: bool) -> Iterator[str]:
    """The report in pieces. What is withheld leaves no `sh:value`, or an anonymous focus node;
    where nothing was found and not everything was checked, there is no `sh:conforms`."""
    names = BlankNames()
    yield _PREFIXES
    lines = ["_:report a sh:ValidationReport"]
    if report.conforms is not None:
        lines.append(f"sh:conforms {'true' if report.conforms else 'false'}")
    for row in report.not_checked:
        said = row.said()
        for lang, start in (("da", "Ikke kontrolleret"), ("en", "Not checked")):
            lines.append(f"rdfs:comment {names.text(Literal(f'{start}: {said[lang]}', lang=lang))}")
    yield "\n" + " ;\n  ".join(lines) + " .\n"
    for number, (group, _) in enumerate(report.groups):
        fixed = _fixed(group, names)
        for focus, value, path in report.rows(number):
            node = shown(focus, show_values)
            lines = [f"sh:focusNode {'[]' if node is None else names.term(node)}", *fixed]
            if (way := group.path if path is None else shown(path, show_values)) is not None:
                lines.append(f"sh:resultPath {way}")
            if (kept := shown(value, show_values)) is not None:
                lines.append(f"sh:value {names.term(kept)}")
            yield "\n_:report sh:result [\n  " + " ;\n  ".join(lines) + "\n] .\n"


def _fixed(group: Group, names: BlankNames) -> list[str]:
    """What the results of a group share."""
    messages: list[Literal] = list(group.messages) or [
        Literal(group.words.da, lang="da"),
        Literal(group.words.en, lang="en"),
    ]
    lines = [
        "a sh:ValidationResult",
        f"sh:resultSeverity {_node(group.severity, names)}",
        f"sh:sourceConstraintComponent {_node(group.component, names)}",
        f"sh:sourceShape {_node(group.shape, names)}",
    ]
    if group.constraint is not None:
        lines.append(f"sh:sourceConstraint {_node(group.constraint, names)}")
    lines += [f"sh:resultMessage {names.text(message)}" for message in messages]
    return lines


def _node(node: Node, names: BlankNames) -> str:
    text = str(node)
    local = text.removeprefix(str(SH))
    return f"sh:{local}" if local != text and local.isalnum() else names.text(node)
