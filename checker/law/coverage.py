"""For which dates the graph holds an act, and what to say on others."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from msgspec import Struct
from rdflib import URIRef

from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.core.written import date_text, filled, list_text
from lovgraf.law.names import name_on, norm_cited_on
from lovgraf.law.norms import Norm
from lovgraf.law.time import day_of
from lovgraf.law.view import Law

_AND = Text("og", "and")


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
    return told_once(notes_by_act(law, as_of, record_types).values())


def told_once(notes: Iterable[Text]) -> list[Text]:
    """Some notes, each once: an act and its consolidation have one name on a day, and of two notes
    of which one begins with all that the other says, the longer is told."""
    found = list(dict.fromkeys(notes))
    return [one for one in found if not any(_says_more(other, one) for other in found)]


def _says_more(one: Text, other: Text) -> bool:
    """Whether a note begins with all that another one says, and goes on."""
    return one != other and one.da.startswith(other.da) and one.en.startswith(other.en)


def notes_by_act(
    law: Law, as_of: date, record_types: Collection[str] | None = None
) -> dict[str, Text]:
    """The same by the IRI of the act."""
    types = ["every type"] if record_types is None else sorted(record_types)
    parts = "by act", as_of.isoformat(), *types
    return law.kept("coverage", parts, lambda: _notes(law, as_of, record_types))


def _notes(law: Law, as_of: date, record_types: Collection[str] | None) -> dict[str, Text]:
    notes = {}
    for act, bound in _bounds(law, as_of).items():
        about = _about(law, f"{act}/")
        if record_types is None or not about or not about.isdisjoint(record_types):
            notes[act] = _note(law, act, bound, as_of)
    return notes


def covered_in_short(law: Law, as_of: date, norms: Iterable[Norm]) -> Text | None:
    """The same in one line, of the acts that some norms are cited by; None where the graph holds
    them whole. An act and its consolidation have one name on a day, and are named once."""
    bounds = law.once(("bounds", as_of.isoformat()), lambda: _bounds(law, as_of))
    found: dict[Text, dict[Text, None]] = {}
    for norm in norms:
        for act in _restated(law, norm_cited_on(law.graph, norm, as_of).act):
            if act in bounds:
                found.setdefault(bounds[act].plainly, {})[name_on(law.graph, act, as_of)] = None
    if not found:
        return None
    said = [filled(one, acts=list_text([*acts], _AND)) for one, acts in found.items()]
    return Text(" ".join(one.da for one in said), " ".join(one.en for one in said))


def _restated(law: Law, act: str) -> list[str]:
    """An act, and what it restates."""
    restated = law.graph.subjects(CORE.consolidatedBy, URIRef(act))
    return [act, *sorted(map(str, restated))]


class _Bound(Struct, frozen=True):
    """How far the graph holds an act: in words that follow its name, and as what is missing from
    what is said by it."""

    said: Text
    plainly: Text


_LATER = Text(
    "Det, der er ændret siden den {day}, er ikke med her: {{acts}}.",
    "What has changed since {day} is not covered here: {{acts}}.",
)
_EARLIER = Text(
    "Det, der gjaldt før den {day}, er ikke med her: {{acts}}.",
    "What applied before {day} is not covered here: {{acts}}.",
)
_NOT_AT_ALL = Text(
    "Det, der følger af {acts}, er ikke med her.", "What follows from {acts} is not covered here."
)


def _bounds(law: Law, as_of: date) -> dict[str, _Bound]:
    """For the acts in force that the graph does not hold whole on a date, how far it does."""
    graph = law.graph
    found = {}
    for act in sorted(
        {*graph.subjects(CORE.coveredFrom), *graph.subjects(CORE.coveredUntil)}, key=str
    ):
        start, end = day_of(graph, act, CORE.coveredFrom), day_of(graph, act, CORE.coveredUntil)
        began, ended = day_of(graph, act, CORE.inForceFrom), day_of(graph, act, CORE.inForceUntil)
        if began is not None and as_of < began or ended is not None and ended < as_of:
            continue
        if end is not None and began is not None and end < began:
            found[str(act)] = _Bound(Text("er ikke indarbejdet", "is not encoded"), _NOT_AT_ALL)
        elif end is not None and end < as_of:
            said = Text(
                f"er kun indarbejdet til og med {date_text(end).da}",
                f"is encoded only up to and including {date_text(end).en}",
            )
            found[str(act)] = _Bound(said, filled(_LATER, day=date_text(end)))
        elif start is not None and as_of < start:
            said = Text(
                f"er kun indarbejdet fra {date_text(start).da}",
                f"is encoded only from {date_text(start).en}",
            )
            found[str(act)] = _Bound(said, filled(_EARLIER, day=date_text(start)))
    return found


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


def _note(law: Law, act: str, bound: _Bound, as_of: date) -> Text:
    name = name_on(law.graph, act, as_of)
    more = text_of(law.graph, URIRef(act), CORE.coverageNote) or Text("", "")
    return Text(
        f"{name.da} {bound.said.da}. {more.da}".strip(),
        f"{name.en} {bound.said.en}. {more.en}".strip(),
    )
