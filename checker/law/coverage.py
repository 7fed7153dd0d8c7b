"""For which dates the graph holds an act, and what to say on others."""

from __future__ import annotations

from datetime import date

from rdflib.term import Node

from checker.law.view import Law
from checker.terms import CORE, Text, label, text_of


def coverage_notes(law: Law, as_of: date) -> list[Text]:
    """A note for each act in force on a date for which the graph does not hold it whole.

    Acts state `core:coveredFrom` and `core:coveredUntil`; ends are included.
    """
    graph = law.graph
    acts = {*graph.subjects(CORE.coveredFrom), *graph.subjects(CORE.coveredUntil)}
    notes = []
    for act in sorted(acts, key=str):
        start, end = _day(law, act, CORE.coveredFrom), _day(law, act, CORE.coveredUntil)
        began, ended = _day(law, act, CORE.inForceFrom), _day(law, act, CORE.inForceUntil)
        if began is not None and as_of < began or ended is not None and ended < as_of:
            continue
        if end is not None and began is not None and end < began:
            notes.append(_note(law, act, Text("er ikke indarbejdet", "is not encoded")))
            continue
        if end is not None and end < as_of:
            bounds = Text(
                f"er kun indarbejdet til og med {end.isoformat()}",
                f"is encoded only up to and with {end.isoformat()}",
            )
        elif start is not None and as_of < start:
            bounds = Text(
                f"er kun indarbejdet fra {start.isoformat()}",
                f"is encoded only from {start.isoformat()}",
            )
        else:
            continue
        notes.append(_note(law, act, bounds))
    return notes


def _note(law: Law, act: Node, bounds: Text) -> Text:
    name = label(law.graph, act)
    more = text_of(law.graph, act, CORE.coverageNote) or Text("", "")
    return Text(
        f"{name.da} {bounds.da}. {more.da}".strip(),
        f"{name.en} {bounds.en}. {more.en}".strip(),
    )


def _day(law: Law, act: Node, predicate: Node) -> date | None:
    value = law.graph.value(act, predicate)
    return None if value is None else date.fromisoformat(str(value))
