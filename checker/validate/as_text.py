"""A validation report to read: a paragraph for each constraint that was broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal as Choice

from rdflib import SH, BNode

from lovgraf.core.safe import plain
from lovgraf.core.terms import Text
from lovgraf.validate.report import NOTE, BlankNames, Group, ValidationReport, shown

_SEVERITIES = {
    SH.Violation: Text("Overtrædelse", "Violation"),
    SH.Warning: Text("Advarsel", "Warning"),
    SH.Info: Text("Oplysning", "Information"),
}

_NOT_CHECKED = Text("Ikke kontrolleret:", "Not checked:")


def write(
    report: ValidationReport, show_values: bool, lang: Choice["da", "en"], most: int
) -> Iterator[str]:
    """The report in pieces; `most` results are listed for each constraint."""
    names = BlankNames()
    yield _head(report)[lang] + "\n"
    for number, (group, count) in enumerate(report.groups):
        yield "\n" + _title(group, count, names)[lang] + "\n"
        yield f"  {plain(_message(group, lang))}\n"
        hidden = 0
        for focus, value, path in report.rows(number, most):
            node, kept = shown(focus, show_values), shown(value, show_values)
            hidden += node is None
            if node is None:
                continue
            path = shown(path, show_values)
            said = f" {path}" if path else ""
            said += f" = {names.term(kept)}" if kept and kept != node else ""
            yield f"    {plain(names.term(node) + said)}\n"
        more = max(count - most, 0) + hidden
        if more:
            yield f"    {_more(more)[lang]}\n"
    for refused in report.refused:
        yield "\n" + plain(_by_reference(names.text(refused.shape), refused.construct)[lang])
    yield "\n" * bool(report.refused)
    if report.not_checked:
        yield "\n" + _NOT_CHECKED[lang] + "\n"
        for row in report.not_checked:
            yield f"  {plain(row.said()[lang])}\n"
    for note in report.notes:
        yield f"\n{note[lang]}\n"
    if report.found and not show_values:
        yield f"\n{NOTE[lang]}\n"


def _head(report: ValidationReport) -> Text:
    over = Text(
        f"{_number(report.shapes, 'form', 'former')} på "
        f"{_number(report.focus_nodes, 'node', 'noder')}",
        f"{_number(report.shapes, 'shape', 'shapes')} on "
        f"{_number(report.focus_nodes, 'node', 'nodes')}",
    )
    if report.conforms is None:
        return Text(
            f"Intet fundet i det, der blev kontrolleret: {over.da}. Ikke alt blev kontrolleret.",
            f"Nothing found in what was checked: {over.en}. Not everything was checked.",
        )
    if report.conforms:
        return Text(f"Dataene opfylder formerne: {over.da}.", f"The data conforms: {over.en}.")
    danish = _number(report.results, "resultat", "resultater")
    english = _number(report.results, "result", "results")
    return Text(
        f"Dataene opfylder ikke formerne: {danish}; {over.da}.",
        f"The data does not conform: {english}; {over.en}.",
    )


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _title(group: Group, count: int, names: BlankNames) -> Text:
    severity = _SEVERITIES.get(group.severity) or Text(str(group.severity), str(group.severity))
    component = str(group.component).removeprefix(str(SH)).removesuffix("ConstraintComponent")
    anonymous = isinstance(group.shape, BNode) and group.path is not None
    where = "" if anonymous else f" {names.text(group.shape)}"
    where += f" {group.path}" if group.path else ""
    return Text(
        plain(f"{severity.da} ({count}):{where} [{component}]"),
        plain(f"{severity.en} ({count}):{where} [{component}]"),
    )


def _message(group: Group, lang: str) -> str:
    """The shape's message in the language asked for, else without a language, else any."""
    if not group.messages:
        return group.words[lang]
    best = sorted(group.messages, key=lambda m: ((m.language or "").split("-")[0] != lang,
                                                 m.language is not None, m.n3()))  # fmt: skip
    return str(best[0])


def _more(count: int) -> Text:
    return Text(f"og {count} til, som ikke vises her", f"and {count} more that are not shown here")


def _by_reference(shape: str, construct: Text) -> Text:
    return Text(
        f"Formen {shape} er afprøvet med pySHACL, fordi den bruger noget, som ikke kan omsættes "
        f"til kolonner: {construct.da}.",
        f"The shape {shape} was validated by pySHACL, since it uses something that cannot be "
        f"turned into columns: {construct.en}.",
    )
