"""Whether what a proposal asks for can be asked: its classes and shapes can be evaluated, and ask
for values that facts can have, of records that have these facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from rdflib import URIRef

from lovgraf.conditions.tree import (
    Condition,
    Excludes,
    Leaf,
    OneOf,
    Range,
    Test,
    facts_of,
    questions,
)
from lovgraf.core.errors import InputError
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text, label
from lovgraf.core.written import date_text, number_text
from lovgraf.facts.countries import country_names
from lovgraf.facts.fact import Column, Fact
from lovgraf.facts.type_names import plural_of
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.known_values import check_values
from lovgraf.law.known_words import Written
from lovgraf.law.view import Law
from lovgraf.proposals.changes import Views, views_of
from lovgraf.proposals.overlay import Overlay, lay_over
from lovgraf.proposals.proposal import Proposal
from lovgraf.verdicts.program import readers

_TYPES: dict[str, tuple[type, ...]] = {
    "boolean": (bool,), "integer": (int, Decimal), "decimal": (int, Decimal), "date": (date,),
    "string": (str,),
}  # fmt: skip
_NAMES = {
    "boolean": Text("ja eller nej (true, false)", "yes or no (true, false)"),
    "integer": Text("et helt tal", "a whole number"),
    "decimal": Text("et tal", "a number"),
    "date": Text("en dato", "a date"),
    "string": Text("en tekst", "a text"),
}


def misfits(condition: Condition, facts: FactVocabulary) -> Iterator[Text]:
    """What a condition asks for in vain, each with what the fact can have instead."""
    for question in questions(condition):
        fact = facts.facts.get(question.fact)
        if not isinstance(question, Leaf) or fact is None:
            continue
        for value in _values(question.test):
            if not _fits(value, fact):
                can = _can_have(fact)
                asked = _asked_for(value)
                yield Text(
                    f"»{fact.label.da}« kan ikke være {asked.da}; det er {can.da}.",
                    f'"{fact.label.en}" cannot be {asked.en}; it is {can.en}.',
                )


def _asked_for(value: object) -> Text:
    """A value as a condition asks for it, as a drafter reads and writes it."""
    if isinstance(value, bool):
        return Text("ja (true)", "yes (true)") if value else Text("nej (false)", "no (false)")
    if isinstance(value, date):
        return date_text(value)
    return number_text(value) if isinstance(value, int | Decimal) else Text(*[str(value)] * 2)


def _values(test: Test) -> Iterator[object]:
    match test:
        case OneOf(values):
            yield from sorted(values, key=str)
        case Range(low, high):
            yield from (bound for bound in (low, high) if bound is not None)
        case Excludes(inner):
            yield from _values(inner)


def _fits(value: object, fact: Fact) -> bool:
    if isinstance(value, bool) is not (fact.datatype == "boolean"):
        return False
    if not isinstance(value, _TYPES[fact.datatype]):
        return False
    codes = _codes(fact)
    return not codes or value in codes


def _codes(fact: Fact) -> tuple[str, ...]:
    if not isinstance(fact, Column):
        return ()
    listed = fact.code_list.notations if fact.code_list else _countries(fact)
    if not listed:
        return ()
    words = (fact.present_value, fact.absent_value)
    return (*listed, *(word for word in words if word is not None))


def _countries(fact: Column) -> tuple[str, ...]:
    return tuple(country_names()) if fact.format == _COUNTRY else ()


_COUNTRY = "Country"


def _can_have(fact: Fact) -> Text:
    if isinstance(fact, Column) and fact.format == _COUNTRY:
        return Text("et land med ISO's to bogstaver (DK)", "a country by ISO's two letters (DK)")
    if codes := _codes(fact):
        listed = ", ".join(codes)
        return Text(f"en af koderne {listed}", f"one of the codes {listed}")
    return _NAMES[fact.datatype]


def lay_over_fitting(law: Law, proposals: Sequence[Proposal], as_of: date | None) -> Overlay:
    """Proposals laid over a law (`lay_over`), where what they ask for can be asked on the day that
    an assessment is of: a check or an answer would be of another law than was meant."""
    overlay = lay_over(law, proposals, as_of)
    begun = max(overlay.starts.values())
    check_compilable(views_of(overlay, max(begun, as_of or begun)))
    return overlay


def check_compilable(views: Views) -> None:
    """Raise `InputError` at the first class or shape of a proposal that cannot be evaluated, or
    asks for what nobody can have."""
    _check_compilable(views)
    for proposal in views.overlay.proposals:
        check_values(
            Written(proposal.text, proposal.graph, proposal.file), proposal.graph, views.graph
        )


def _check_compilable(views: Views) -> None:
    for proposal in views.overlay.proposals:
        for iri, record_type, shape in _used(views, proposal):
            owl, shacl = readers(views.after, record_type)
            try:
                if shape:
                    shacl.readable.check_duty(URIRef(iri))
                condition = (shacl if shape else owl).condition(URIRef(iri))
                views.after.law.facts.lineage(facts_of(condition))
            except InputError as error:
                name = label(views.graph, URIRef(iri))
                why = error.message
                if isinstance(error, NotCompilable):
                    raise proposal.error(
                        iri,
                        f"»{name.da}« kan ikke vurderes: den bruger {error.what.da}. Se "
                        "docs/encode-an-act.md om, hvad en klasse og en form kan bruge.",
                        f'"{name.en}" cannot be evaluated: it uses {error.what.en}. See '
                        "docs/encode-an-act.md on what a class and a shape can use.",
                    ) from None
                raise proposal.error(
                    iri,
                    f"»{name.da}« kan ikke vurderes: {why.da}",
                    f'"{name.en}" cannot be evaluated: {why.en}',
                ) from None
            _refuse_first(views, proposal, iri, misfits(condition, views.after.law.facts))
            _refuse_first(views, proposal, iri, strange(facts_of(condition), record_type, views))
        for iri in proposal.introduces:
            norm = views.after.norms.get(iri)
            if norm is not None and norm.judged and norm.duty is None:
                raise proposal.error(
                    iri,
                    f"»{norm.label.da}« siger ikke, hvad der skal være opfyldt. Angiv core:duty "
                    "med en form, eller hvad den afløser med core:replaces.",
                    f'"{norm.label.en}" does not say what must hold. Give core:duty with a shape, '
                    "or what it takes the place of with core:replaces.",
                )
            if norm is not None:
                days = [d for one in norm.deadlines for d in (*one.triggers, one.performed_on)]
                asked = [day for day in days if day is not None]
                _refuse_first(views, proposal, iri, strange(asked, norm.record_type, views))


def _refuse_first(views: Views, proposal: Proposal, iri: str, why: Iterable[Text]) -> None:
    """Raise `InputError` for the first thing that is wrong with what an IRI names."""
    name = label(views.graph, URIRef(iri))
    for one in why:
        raise proposal.error(iri, f"»{name.da}«: {one.da}", f'"{name.en}": {one.en}')


def strange(asked: Iterable[str], record_type: str, views: Views) -> Iterator[Text]:
    """Which facts (IRIs) that are asked of records of a type no record of that type has."""
    law = views.after.law
    for iri in sorted(asked):
        fact = law.facts.facts.get(iri)
        if fact is None:
            continue
        kinds = fact.record_types
        if not kinds:
            below = law.facts.lineage([iri])
            kinds = frozenset().union(*(one.record_types for one in below))
        if kinds and record_type not in kinds:
            own, other = (
                plural_of(law.graph, law.facts, kind) for kind in (record_type, min(kinds))
            )
            yield Text(
                f"»{fact.label.da}« siges ikke om {own.da}, men om {other.da}. Spørg om en "
                "kendsgerning, som de selv har.",
                f'"{fact.label.en}" is not said of {own.en} but of {other.en}. Ask for a fact that '
                "they themselves have.",
            )


def _used(views: Views, proposal: Proposal) -> Iterator[tuple[str, str, bool]]:
    """Classes and shapes that a proposal's norms and routes use: (IRI, record type, a shape)."""
    for iri in proposal.introduces:
        norm = views.after.norms.get(iri)
        if norm is not None:
            for name in (norm.addressee, norm.eligible, norm.granted):
                if name is not None:
                    yield name, norm.record_type, False
            if norm.duty is not None:
                yield norm.duty, norm.record_type, True
    for route in views.after.routes:
        if route.iri in proposal.introduces and route.eligible is not None:
            for kind in sorted(route.record_types):
                yield route.eligible, kind, False
