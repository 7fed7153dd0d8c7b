"""The changes of a proposal, and for whom: norms, routes, kinds, head-counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rdflib import URIRef

from lovgraf.conditions.tree import (
    Condition,
    Leaf,
    Range,
    questions,
)
from lovgraf.conditions.words import Words
from lovgraf.core.safe import plain
from lovgraf.core.terms import CORE
from lovgraf.proposals.changes import EFFECTS, Change
from lovgraf.proposals.differences import of_norm, of_route, replaced_routes
from lovgraf.proposals.phrase import in_words
from lovgraf.reports.assessment.blocks import Block, Items, Paragraph, Table
from lovgraf.reports.assessment.telling import Telling
from lovgraf.reports.assessment.whom import asked
from lovgraf.reports.assessment.words import CHANGE, EFFECT
from lovgraf.reports.phrases import listed
from lovgraf.verdicts.program import readers

if TYPE_CHECKING:
    from lovgraf.law.norms import Norm
    from lovgraf.law.view import LawView
    from lovgraf.proposals.assess import Assessment
    from lovgraf.proposals.dataset import Counted, Entry

MOST_PLACES = 8
"""Provisions named that keep a limit; JSON names all."""
MOST_SHOWN = 20
"""Rows named for each effect; JSON names more."""


def changed(tell: Telling) -> list[Change]:
    """The norms that change or work differently, each once."""
    affected = [change for one in tell.found.comparisons for change, _, _ in one.changes]
    return list(dict.fromkeys([*tell.found.views.changes, *affected]))


def _together(tell: Telling) -> list[list[Change]]:
    """The changes; the norms that stay and state the same pattern together."""
    found: dict[object, list[Change]] = {}
    for change in changed(tell):
        norm = change.norm
        patterns = sorted(map(str, tell.graph.objects(URIRef(norm.iri), CORE.pattern)))
        alike = change.kind == "affected" and patterns
        key = (norm.duty, norm.kind, tuple(patterns)) if alike else change
        found.setdefault(key, []).append(change)
    return list(found.values())


def _named(tell: Telling, alike: Sequence[Change]) -> str:
    """The first of changes by name, with how many more there are."""
    first, more = tell.text(alike[0].norm.label), len(alike) - 1
    if not more:
        return first
    return listed([first, tell.word("more-rules", count=tell.number(more))], tell.lang)


def changes(tell: Telling) -> Iterator[Block]:
    """The norms and routes."""
    views, lang = tell.found.views, tell.lang
    rows = tuple(
        (
            _named(tell, alike),
            CHANGE[alike[0].kind][lang],
            tell.provision(alike[0].norm.provision, alike[0].norm.iri),
        )
        for alike in _together(tell)
    )
    if rows:
        yield Table((tell.word("norm"), tell.word("change"), tell.word("provision")), rows)
    taken = {old for one in views.overlay.proposals for _, old in one.replaces}
    placed = {new for one in views.overlay.proposals for new, _ in one.replaces}
    routes = tuple(
        (
            tell.text(route.label),
            CHANGE[
                "replaced"
                if route.iri in placed
                else "introduced"
                if route in views.after.routes
                else "ended"
            ][lang],
            tell.provision(route.provision) if route.provision else "",
        )
        for route in views.routes
        if route.iri not in taken
    )
    if routes:
        yield Table((tell.word("routes"), tell.word("change"), tell.word("provision")), routes)
    if not rows and not routes:
        yield Paragraph(tell.word("no-changes"))
    if differing := tuple(_differing(tell)):
        yield Paragraph(tell.word("differs"))
        yield Items(differing)
    for limit, where in limits_elsewhere(tell.found):
        words = tell.text(in_words(limit, Words(tell.graph, views.after.law.facts)))
        places = list(dict.fromkeys(tell.provision(norm.provision) for norm in where))
        if more := len(places) - MOST_PLACES:
            places[MOST_PLACES:] = [tell.word("more-places", count=tell.number(more))] * (more > 0)
        yield Paragraph(tell.word("limit-elsewhere", limit=words))
        yield Items(tuple((place, ()) for place in places))


def _differing(tell: Telling) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What each changed norm and route says otherwise than before."""
    views = tell.found.views
    found = [
        (change.after.label, of_norm(views, change.before, change.after))
        for change in views.changes
        if change.before is not None and change.after is not None
    ]
    old = replaced_routes(views)
    found += [(r.label, of_route(views, old[r.iri], r)) for r in views.routes if r.iri in old]
    for name, differences in found:
        lines = tuple(
            tell.word(
                "difference",
                what=tell.text(one.label),
                before=tell.text(one.before),
                after=tell.text(one.after),
            )
            for one in differences
        )
        if lines:
            yield tell.word("quoted", name=tell.text(name)), lines


def limits_elsewhere(found: Assessment) -> list[tuple[Leaf, list[Norm]]]:
    """The limits (an age, a date, an amount) that a proposal takes out of a norm, each with the
    other norms on the same records that keep it."""
    views, limits = found.views, dict[Leaf, str]()
    for change in views.changes:
        if change.before is not None and change.after is not None:
            was, now = asked(views.before, change.before), asked(views.after, change.after)
            kept = {question for part in now for question in questions(part)}
            for part in was:
                for one in questions(part):
                    if isinstance(one, Leaf) and isinstance(one.test, Range) and one not in kept:
                        limits[one] = change.norm.record_type
    others = [n for n in views.after.norms.values() if n.iri not in {*_changed(found)}]
    result = []
    for limit, kind in limits.items():
        same = [n for n in others if n.record_type == kind and limit in _questions(views.after, n)]
        if same:
            result.append((limit, same))
    return result


def _changed(found: Assessment) -> Iterator[str]:
    for change in found.views.changes:
        yield from (norm.iri for norm in (change.before, change.after) if norm is not None)


def _questions(view: LawView, norm: Norm) -> set[Condition]:
    """What a norm asks of whom it addresses, and of whom it lets have something."""
    owl, _ = readers(view, norm.record_type)
    classes = filter(None, (norm.addressee, norm.eligible, norm.granted))
    return {one for name in classes for one in questions(owl.condition(URIRef(name)))}


def kinds(tell: Telling) -> Iterator[Block]:
    """How many kinds each change begins and ceases to address."""
    for change in dict.fromkeys(kinds.change for kinds in tell.found.kinds):
        own = [k for k in tell.found.kinds if k.change.key == change.key and (k.begins or k.ends)]
        if own:
            things = tell.things(change.norm.record_type)
            yield Paragraph(tell.word("kinds-of", norm=tell.text(change.norm.label), things=things))
            yield Table(
                (tell.word("group"), *(tell.word(key) for key in ("begins", "ends", "all-kinds"))),
                tuple(
                    (
                        tell.text(k.group.label) if k.group else tell.word("everyone"),
                        *map(tell.number, (k.begins, k.ends, k.of)),
                    )
                    for k in own
                ),
                frozenset({1, 2, 3}),
            )


def matrix(tell: Telling, *, rows: bool) -> Iterator[Block]:
    """Group by effect, a table for each changed norm; `rows` names the first rows as well."""
    for counted in tell.found.counted:
        for place, (change, _, _) in enumerate(counted.comparison.changes):
            entries = [e for e in counted.entries if e.change.key == change.key]
            norm, whole = tell.text(change.norm.label), next(e for e in entries if not e.group)
            yield Paragraph(tell.word("matrix-of", norm=norm, records=tell.number(whole.of)))
            shown = [e for e in entries if e is whole or e.undecided or any(e.effects.values())]
            yield _table(tell, shown)
            if rows and (listed := tuple(_rows(tell, counted, place, whole))):
                yield Items(listed)


def _table(tell: Telling, entries: list[Entry]) -> Table:
    effects = [effect for effect in EFFECTS if any(e.effects[effect] for e in entries)]
    return Table(
        (
            tell.word("group"),
            *(EFFECT[effect][tell.lang] for effect in effects),
            tell.word("undecided"),
            tell.word("records"),
        ),
        tuple(
            (
                tell.text(e.group.label) if e.group else tell.word("everyone"),
                *(tell.number(e.effects[effect]) for effect in effects),
                tell.number(e.undecided),
                tell.number(e.of),
            )
            for e in entries
        ),
        frozenset(range(1, len(effects) + 3)),
    )


def _rows(
    tell: Telling, counted: Counted, place: int, whole: Entry
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for (at, effect), numbers in counted.rows.items():
        if at == place:
            shown = ", ".join(map(str, numbers[:MOST_SHOWN]))
            if (left := whole.effects[effect] - MOST_SHOWN) > 0:
                shown += tell.word("more-rows", count=tell.number(left))
            effect_name = plain(EFFECT[effect][tell.lang])
            yield tell.word("rows", effect=effect_name, rows=shown), ()
