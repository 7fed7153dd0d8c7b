"""A validation report as JSON, under the names of SHACL, written as it goes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lovgraf.validate.report import BlankNames, Group, ValidationReport, shown


def write(report: ValidationReport, show_values: bool) -> Iterator[str]:
    """The report in pieces; terms in N-Triples, paths in Turtle, null for what is withheld, and
    for `conforms` where nothing was found and not everything was checked."""
    names = BlankNames()
    head = {
        "conforms": report.conforms,
        "shapes": report.shapes,
        "focusNodes": report.focus_nodes,
        "count": report.results,
        "byReference": [
            {"shape": names.text(refused.shape), "construct": refused.construct.en}
            for refused in report.refused
        ],
        "notChecked": [
            {
                "what": {"da": row.what.da, "en": row.what.en},
                "shape": None if row.shape is None else names.text(row.shape),
                "file": row.file,
                "line": row.line,
            }
            for row in report.not_checked
        ],
        "notes": [{"da": note.da, "en": note.en} for note in report.notes],
    }
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "results": ['
    comma = ""
    for number, (group, _) in enumerate(report.groups):
        fixed = _fixed(group, names)
        for focus, value, path in report.rows(number):
            node, kept = shown(focus, show_values), shown(value, show_values)
            row = {
                "focusNode": None if node is None else names.term(node),
                "resultPath": group.path if path is None else shown(path, show_values),
                "value": None if kept is None else names.term(kept),
                **fixed,
            }
            yield f"{comma}\n  {json.dumps(row, ensure_ascii=False)}"
            comma = ","
    yield ("\n ]" if comma else "]") + "\n}\n"


def _fixed(group: Group, names: BlankNames) -> dict[str, Any]:
    messages = [{"text": str(m), "lang": m.language} for m in group.messages] or [
        {"text": group.words.da, "lang": "da"},
        {"text": group.words.en, "lang": "en"},
    ]
    source = group.constraint
    return {
        "resultSeverity": str(group.severity),
        "sourceConstraintComponent": str(group.component),
        "sourceShape": names.text(group.shape),
        "sourceConstraint": None if source is None else names.text(source),
        "resultMessage": messages,
    }
