"""Exemptions and those who become obliged: none reaches them, or one is theirs for the asking.

Source: semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Literal as RdfLiteral
from rdflib import URIRef

from lovgraf.conditions.tree import Condition, Not, any_of, facts_of
from lovgraf.core.terms import CORE, Text
from lovgraf.facts.operators import operator_of
from lovgraf.facts.vocabulary import Derived
from lovgraf.law.norms import Norm
from lovgraf.proposals.asked import NOT_SHORT, Asked
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.phrase import in_words
from lovgraf.verdicts.program import readers


def no_exemption(asked: Asked) -> Iterator[Gap]:
    """No exemption reaches some of those who become obliged."""
    norm, new = asked.norm, asked.new
    grounds = [condition for _, condition in _schemes(asked)]
    newly = [new.addressed, Not(asked.had)]
    found = asked.asker.ask(asked.inquiry([*newly, *map(Not, grounds)]))
    if not found.cells:
        return
    everyone = not grounds or not asked.count(newly, also=(any_of(*grounds),)).also[0]
    yield asked.gap(
        "no-exemption",
        "warning" if everyone else "info",
        Text(
            f"Ingen fritagelse når dem, der får pligten »{norm.label.da}«. Giv dem en, fx med "
            "core:exemptedAs.",
            f'No exemption reaches those who get the duty "{norm.label.en}". Give them one, for '
            "instance with core:exemptedAs.",
        )
        if everyone
        else Text(
            f"Nogle af dem, der får pligten »{norm.label.da}«, når ingen fritagelse.",
            f'No exemption reaches some of those who get the duty "{norm.label.en}".',
        ),
        found,
    )


def hollow(asked: Asked) -> Iterator[Gap]:
    """Some who become obliged may be exempt on request and for good."""
    norm, new, had = asked.norm, asked.new, asked.had
    for scheme, may in _schemes(asked):
        if scheme.eligible is None or scheme.discretionary or not _for_good(asked, scheme):
            continue
        found = asked.asker.ask(asked.inquiry([new.addressed, Not(had), may]))
        if not found.cells:
            continue
        bound = _remaining(asked, may)
        yield asked.gap(
            "hollow",
            "warning",
            Text(
                f"»{norm.label.da}« kan afvises af nogle, der får den: »{scheme.label.da}« gives "
                f"efter anmodning og for altid. {bound.da}",
                f'"{norm.label.en}" can be declined by some who get it: "{scheme.label.en}" is '
                f"granted on request and for good. {bound.en}",
            ),
            found,
        )


def _remaining(asked: Asked, may: Condition) -> Text:
    """Who of those who become obliged may not be exempt, and how many kinds that is."""
    newly = [asked.new.addressed, Not(asked.had)]
    counted = asked.count(newly, also=(Not(may),))
    left, every = counted.also[0], counted.cells
    if not left:
        return Text("Ingen forbliver bundet.", "Nobody remains bound.")
    who = asked.asker.ask(asked.inquiry([*newly, Not(may)])).who
    said = in_words(who, asked.words) if who is not None else NOT_SHORT
    return Text(
        f"Bundne forbliver {left} af {every} slags: {said.da}.",
        f"{left} of {every} kinds remain bound: {said.en}.",
    )


def _schemes(asked: Asked) -> list[tuple[Norm, Condition]]:
    """The norms that exempt from the duty, each with who may be exempt by it."""
    owl, _ = readers(asked.views.after, asked.norm.record_type)
    return [
        (norm, owl.condition(URIRef(norm.eligible or norm.granted or "")))
        for norm in asked.views.after.lifting(asked.norm.iri)
        if asked.norm.iri in norm.exempts and (norm.eligible or norm.granted)
    ]


def _for_good(asked: Asked, scheme: Norm) -> bool:
    """Whether an exemption is without limit of time: by the law, or because it has no expiry."""
    if asked.views.graph.value(URIRef(scheme.iri), CORE.unlimited) == RdfLiteral(True):
        return True
    if scheme.granted is None:
        return True
    owl, _ = readers(asked.views.after, asked.norm.record_type)
    facts = asked.comparison.facts
    below = facts.lineage(facts_of(owl.condition(URIRef(scheme.granted))))
    return not any(isinstance(fact, Derived) and operator_of(fact).expires for fact in below)
