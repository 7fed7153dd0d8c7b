"""The norms of some places in the law: of an act, of a provision, or one by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from rdflib import URIRef
from rdflib.namespace import DCTERMS, RDFS, SKOS

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Text, absolute, label
from lovgraf.facts.spelling import squeeze
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


def places_on(
    law: Law, said: Iterable[str], day: date, record_type: str | None = None
) -> tuple[str, ...]:
    """The places in the law (IRIs) that are asked about on a day: each as it is addressed, or an
    act by what people call it; of an act with those for which the same text is in use. Raises
    `InputError` for what names nothing to which a rule that gives verdicts belongs."""
    asked = [one for one in said if one.strip()]
    texts = acts_in_use(law, record_type, day) if asked else {}
    found: dict[str, None] = {}
    for one in asked:
        for place in called(law, one, texts) or read_places(law, [one]):
            found |= dict.fromkeys(of_one_text(place, texts))
    return tuple(found)


def of_one_text(place: str, texts: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """An act with those for which the same text is in use; any other place alone (IRIs)."""
    return next((acts for acts in texts.values() if place in acts), (place,))


def called(law: Law, said: str, texts: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The acts, by the text in use for them, that people call so."""
    key = squeeze(said)
    return [
        act
        for text, acts in texts.items()
        if any(key in _names(law, one) for one in {text, *acts})
        for act in acts
    ]


def _names(law: Law, act: str) -> set[str]:
    """What an act is called: by its label, with and without what stands in brackets, by its title,
    and as people say it."""
    iri, found = URIRef(act), set[str]()
    for predicate in (RDFS.label, DCTERMS.title, SKOS.altLabel):
        for name in map(str, law.graph.objects(iri, predicate)):
            found |= {squeeze(name), squeeze(name.split(" (")[0])}
    return found


def read_places(law: Law, said: Iterable[str]) -> tuple[str, ...]:
    """Places in the law (IRIs), as they are addressed; of a consolidation those of the act that it
    restates, where rules that give verdicts belong to these alone. Raises `InputError` for one to
    which no norm belongs that gives verdicts."""
    named = sorted({absolute(one.strip().strip("/")) for one in said})
    found = tuple(dict.fromkeys(one for place in named for one in _judging_places(law, place)))
    for place in found:
        if not _judging(law, place):
            raise InputError(
                "Ingen regel, der giver udfald, hører til det, --about nævner. Skriv en lov, som "
                "man kalder den, eller en bestemmelse, fx CPR-loven eller law/2012/528; lovgraf "
                "law viser dem.",
                "No rule that gives verdicts belongs to what --about names. Write an act by its "
                "name, or a provision, such as 'CPR Act' or law/2012/528; lovgraf law lists them.",
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
