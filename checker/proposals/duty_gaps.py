"""Gaps of those who become obliged: out of reach, with trouble only, or left to a judgment.

Source: semantics, section 6. Nothing here knows a law: norms, groups and routes come as data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rdflib import URIRef

from lovgraf.conditions.tree import Not, facts_of
from lovgraf.core.terms import CORE, Text
from lovgraf.facts.vocabulary import Judgment
from lovgraf.proposals.asked import Asked, listed
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.reach import blocks, burdens, reach_of, troubles, troublesome, without
from lovgraf.verdicts.program import readers


def unreachable(asked: Asked) -> Iterator[Gap]:
    """Someone becomes obliged, and no route within reach gives what the duty needs."""
    norm, new = asked.norm, asked.new
    if not norm.requires:
        return
    bound = [Not(new.exempt), Not(new.met)]
    inquiry = asked.inquiry(
        [new.addressed, Not(new.reach)], [asked.stuck], bound, rather=(Not(new.pending),)
    )
    found = asked.asker.ask(inquiry)
    if not found.cells:
        return
    needs = asked.needs
    get = Text("får", "get") if asked.obliging else Text("har", "have")
    yield asked.gap(
        "unreachable",
        "error",
        Text(
            f"Nogle {get.da} pligten »{norm.label.da}«, men kan ikke få det, den kræver "
            f"({needs.da}). Åbn en vej for dem, fritag dem, eller hold dem uden for pligten.",
            f'Some {get.en} the duty "{norm.label.en}" but cannot get what it needs ({needs.en}). '
            "Open a route for them, exempt them, or keep them outside the duty.",
        ),
        found,
        within=bound,
        blocking=blocks(
            asked.views.after, asked.asker, replace(inquiry, described=False), norm.requires
        ),
    )


def burdensome(asked: Asked) -> Iterator[Gap]:
    """Someone who becomes obliged gets what the duty needs with trouble only."""
    norm, new, view = asked.norm, asked.new, asked.views.after
    routes = troublesome(view, norm.requires, norm.record_type)
    if not routes:
        return
    easy = reach_of(
        without(view, [way.route.iri for way in routes]), norm.requires, norm.record_type
    )
    bound = [Not(new.exempt)]
    open_ = tuple(way.condition for way in routes)
    found = asked.asker.ask(
        asked.inquiry([new.addressed, new.reach, Not(easy)], [asked.had], bound, also=open_)
    )
    if not found.cells:
        return
    used = [way.route for way, count in zip(routes, found.also, strict=True) if count]
    names, needs = listed([route.label for route in used]), asked.needs
    yield asked.gap(
        "burdensome",
        "warning" if any(burdens(view, route) for route in used) else "info",
        Text(
            f"Nogle, der får pligten »{norm.label.da}«, kan kun få det, den kræver ({needs.da}), "
            f"med besvær: gebyr, post, eller et sted, der er langt væk, knapt eller uden "
            f"oplæring ({names.da}). Overvej at lette vejen for dem.",
            f'Some who get the duty "{norm.label.en}" can get what it needs ({needs.en}) only with '
            f"trouble: a fee, the post, or a place that is far, scarce or untrained ({names.en}). "
            "Consider making the way easier for them.",
        ),
        found,
        within=bound,
        blocking=[trouble for route in used for trouble in troubles(view, route)],
    )


def blind(asked: Asked) -> Iterator[Gap]:
    """What happens by law strikes someone who becomes obliged and cannot reach what it takes."""
    norm, new = asked.norm, asked.new
    if not norm.requires:
        return
    for effect in asked.effects:
        name, struck = effect.name, effect.struck
        found = asked.asker.ask(
            asked.inquiry(
                [struck, new.addressed, Not(new.reach)], [asked.had],
                rather=(Not(new.exempt), Not(new.met), Not(new.pending)),
            )
        )  # fmt: skip
        if found.cells:
            yield asked.gap(
                "blind-effect",
                "warning",
                Text(
                    f"»{name.da}« rammer også nogle, der får pligten »{norm.label.da}« uden at "
                    "kunne få det, den kræver. Lad virkningen vente, til de kan, eller undtag dem.",
                    f'"{name.en}" also strikes some who get the duty "{norm.label.en}" and cannot '
                    "get what it needs. Let the effect wait until they can, or exempt them.",
                ),
                found,
                about=(effect.norm, effect.group),
            )


_NOBODY = Text("en myndighed, som loven ikke nævner", "an authority that the law does not name")


def discretion(asked: Asked) -> Iterator[Gap]:
    """What comes out for some who become obliged turns on an authority's judgment."""
    norm, new = asked.norm, asked.new
    facts = asked.comparison.facts.facts
    judged = sorted(iri for iri in new.facts() if isinstance(facts[iri], Judgment))
    if norm.kind == "BestEffortObligation" or not (judged or norm.discretionary):
        return
    found = asked.asker.ask(asked.inquiry([], [asked.had], undetermined=True))
    if not found.cells:
        return
    judges = {one.judged_by for iri in judged if isinstance(one := facts[iri], Judgment)}
    judges |= {norm.authority}
    judge = listed([asked.authority(one) for one in sorted(filter(None, judges))] or [_NOBODY])
    yield asked.gap(
        "discretion",
        "warning",
        Text(
            f"Om nogle, der får pligten »{norm.label.da}«, overholder den, beror på et skøn "
            f"({judge.da}). Skriv i loven, hvad der skal lægges vægt på.",
            f'Whether some who get the duty "{norm.label.en}" comply turns on a judgment '
            f"({judge.en}). Say in the law what is to count.",
        ),
        found,
        about=[*judged, *_judging(asked, frozenset(judged))],
    )


def _judging(asked: Asked, judged: frozenset[str]) -> Iterator[str]:
    """The norms (IRIs) that leave something to a judgment: the duty, or what lifts it."""
    norm, new, view = asked.norm, asked.new, asked.views.after
    if norm.discretionary or judged & (facts_of(new.addressed) | facts_of(new.met)):
        yield norm.iri
    owl, _ = readers(view, norm.record_type)
    for lifting in view.lifting(norm.iri):
        if lifting.granted and judged & facts_of(owl.condition(URIRef(lifting.granted))):
            yield lifting.iri


def doubtful(asked: Asked) -> Iterator[Gap]:
    """Some could certainly get what a duty needs, and whether they still can is a judgment."""
    norm, new, old = asked.norm, asked.new, asked.old
    facts = asked.comparison.facts.facts
    judged = sorted(iri for iri in facts_of(new.reach) if isinstance(facts[iri], Judgment))
    if not judged or old is None:
        return
    bound = [new.addressed, old.reach]
    could = asked.count(bound).cells
    known = asked.count([*bound, new.reach]).cells + asked.count([*bound, Not(new.reach)]).cells
    if could == known:
        return
    graph = asked.views.graph
    judges = {str(one) for iri in judged for one in graph.objects(URIRef(iri), CORE.judgedBy)}
    judge = listed([asked.name(one) for one in sorted(judges)])
    what, needs = listed([asked.name(iri) for iri in judged]), asked.needs
    yield asked.told(
        "discretion",
        "warning",
        Text(
            f"Nogle, der har pligten »{norm.label.da}« og hidtil kunne få det, den kræver "
            f"({needs.da}), kan det nu kun efter et skøn: {what.da} ({judge.da}). Behold en vej, "
            "der ikke beror på skønnet, eller skriv i loven, hvad der skal lægges vægt på.",
            f'Some who have the duty "{norm.label.en}" and could get what it needs ({needs.en}) '
            f"now can only by a judgment: {what.en} ({judge.en}). Keep a way that does not turn "
            "on the judgment, or say in the law what is to count.",
        ),
        about=judged,
    )
