"""The norms of some places in the law: of an act, of a provision, or one by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from rdflib import URIRef

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Text, absolute, label
from lovgraf.law.names import act_on
from lovgraf.law.norms import Norm
from lovgraf.law.provisions import act_of
from lovgraf.law.view import Law


def within(norm: Norm, places: Collection[str]) -> bool:
    """Whether a norm is one of some places (by IRI), or belongs to one."""
    own = (norm.iri, *norm.provisions)
    return any(one == place or one.startswith(f"{place}/") for one in own for place in places)


def acts_judging(law: Law, record_type: str | None) -> dict[str, Text]:
    """The acts (by IRI) with norms that give verdicts on a type of record, or on any, and what each
    is called."""
    norms = (norm for norm in law.norms.values() if norm.judged)
    acts = {
        act_of(law.graph, norm.provision)
        for norm in norms
        if record_type in (None, norm.record_type)
    }
    return {act: label(law.graph, URIRef(act)) for act in sorted(acts)}


def acts_in_use(law: Law, record_type: str | None, day: date) -> dict[str, tuple[str, ...]]:
    """Those acts by the text that is in use for each on a day (all IRIs): a consolidation is for
    the act that it restates, and for what it brought itself."""
    found: dict[str, tuple[str, ...]] = {}
    for act in acts_judging(law, record_type):
        text = act_on(law.graph, act, day)
        found[text] = (*found.get(text, ()), act)
    return found


def read_places(law: Law, said: Iterable[str]) -> tuple[str, ...]:
    """Places in the law (IRIs), as they are addressed; of a consolidation those of the act that it
    restates, to which its norms belong. Raises `InputError` for one to which no norm belongs that
    gives verdicts."""
    named = sorted({absolute(one.strip().strip("/")) for one in said})
    found = tuple(dict.fromkeys(one for place in named for one in _judging_places(law, place)))
    for place in found:
        if not _judging(law, place):
            raise InputError(
                "Ingen regel, der giver udfald, hører til det, --about nævner. Skriv en lov eller "
                "en bestemmelse, fx law/2012/528; lovgraf law viser dem.",
                "No rule that gives verdicts belongs to what --about names. Write an act or a "
                "provision, such as law/2012/528; lovgraf law lists them.",
            )
    return found


def restated(law: Law, place: str) -> list[str]:
    """The places by the same number (IRIs) in the acts that the act of a place consolidates."""
    return [
        f"{act}{place.removeprefix(str(one))}"
        for one, act in sorted(law.graph.subject_objects(CORE.consolidates))
        if f"{place}/".startswith(f"{one}/")
    ]


def _judging_places(law: Law, place: str) -> list[str]:
    """A place, or those that it restates, where rules that give verdicts belong to these alone."""
    if _judging(law, place):
        return [place]
    return [one for one in restated(law, place) if _judging(law, one)] or [place]


def _judging(law: Law, place: str) -> bool:
    """Whether a norm belongs to a place that gives verdicts."""
    return any(norm.judged and within(norm, [place]) for norm in law.norms.values())
