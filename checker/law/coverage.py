"""For which dates the graph holds an act, and what to say on others."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from rdflib.term import Node

from lovgraf.core.terms import CORE, Text, label, text_of
from lovgraf.core.written import date_text
from lovgraf.law.view import Law


def not_covered(day: date, first: date) -> Text:
    """What is said of a day before the first on which the graph holds law."""
    asked, begins = date_text(day), date_text(first)
    return Text(
        f"Grafen dækker ikke {asked.da}: dens første regel er i kraft fra {begins.da}.",
        f"The graph does not cover {asked.en}: its first rule is in force from {begins.en}.",
    )


def coverage_notes(
    law: Law, as_of: date, record_types: Collection[str] | None = None
) -> list[Text]:
    """A note for each act in force on a date for which the graph does not hold it whole.

    Acts state `core:coveredFrom` and `core:coveredUntil`; ends are included. An act all of whose
    norms and routes are about other types of record than those given needs no note. Kept in the
    user's cache by date and types.
    """
    return list(notes_by_act(law, as_of, record_types).values())


def notes_by_act(
    law: Law, as_of: date, record_types: Collection[str] | None = None
) -> dict[str, Text]:
    """The same by the IRI of the act."""
    types = ["every type"] if record_types is None else sorted(record_types)
    parts = "by act", as_of.isoformat(), *types
    return law.kept("coverage", parts, lambda: _notes(law, as_of, record_types))


def _notes(law: Law, as_of: date, record_types: Collection[str] | None) -> dict[str, Text]:
    graph = law.graph
    acts = {*graph.subjects(CORE.coveredFrom), *graph.subjects(CORE.coveredUntil)}
    notes = {}
    for act in sorted(acts, key=str):
        about = _about(law, f"{act}/")
        if record_types is not None and about and about.isdisjoint(record_types):
            continue
        start, end = _day(law, act, CORE.coveredFrom), _day(law, act, CORE.coveredUntil)
        began, ended = _day(law, act, CORE.inForceFrom), _day(law, act, CORE.inForceUntil)
        if began is not None and as_of < began or ended is not None and ended < as_of:
            continue
        if end is not None and began is not None and end < began:
            notes[str(act)] = _note(law, act, Text("er ikke indarbejdet", "is not encoded"))
            continue
        if end is not None and end < as_of:
            bounds = Text(
                f"er kun indarbejdet til og med {date_text(end).da}",
                f"is encoded only up to and with {date_text(end).en}",
            )
        elif start is not None and as_of < start:
            bounds = Text(
                f"er kun indarbejdet fra {date_text(start).da}",
                f"is encoded only from {date_text(start).en}",
            )
        else:
            continue
        notes[str(act)] = _note(law, act, bounds)
    return notes


def _about(law: Law, below: str) -> frozenset[str]:
    """The types of record that the norms and routes of an act are about."""
    norms = (
        norm.record_type
        for norm in law.norms.values()
        if any(provision.startswith(below) for provision in norm.provisions)
    )
    routes = (
        kind
        for route in law.access.routes
        if (route.provision or "").startswith(below)
        for kind in route.record_types
    )
    return frozenset({*norms, *routes})


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
