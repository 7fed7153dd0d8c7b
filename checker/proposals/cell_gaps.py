"""Gaps that show only when everyone is asked: who is struck, exactly, with a person among them.

Source: semantics, section 6. Nothing here knows a law: norms, groups and routes come as data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from rdflib import URIRef

from checker.conditions.tree import FALSE, TRUE, Not, all_of
from checker.conditions.words import Words
from checker.proposals.asked import Asked, spelled
from checker.proposals.changes import Views
from checker.proposals.describe import describe
from checker.proposals.everyone import possible
from checker.proposals.gap import Gap
from checker.proposals.phrase import in_words
from checker.proposals.programs import Comparison
from checker.proposals.reach import blocks
from checker.terms import CORE, Text, label
from checker.verdicts.decide import UNDETERMINED

CODES = frozenset(
    {"unreachable", "burdensome", "hollow", "no-exemption", "redundant", "uncovered", "overlap",
     "discretion", "blind-effect"}
)  # fmt: skip
"""The gaps that are looked for here."""


def cell_gaps(views: Views, comparison: Comparison) -> list[Gap]:
    """The gaps of the changed norms of one type of record, in no particular order.

    Raises `InputError` where there are too many possible citizens.
    """
    found: list[Gap] = []
    for change, old, new in comparison.changes:
        if new is not None and change.kind in ("introduced", "replaced"):
            asked = Asked(views, comparison, old, new)
            for look in (_unreachable, _blind, _burdensome, _exemptions, _redundant, _discretion):
                found += look(asked)
            found += _uncovered(asked)
    return [*found, *_overlap(views, comparison)]


def _unreachable(asked: Asked) -> Iterator[Gap]:
    """Someone becomes obliged, and no route within reach gives what the duty needs."""
    norm, new = asked.norm, asked.new
    if not norm.requires or norm.bearer != str(CORE.Subject):
        return
    addressed, _, reach = asked.before
    cells = asked.everyone(new.addressed, new.exempt, new.met, new.reach, addressed, reach)
    already = cells.truth(addressed) & cells.falsity(reach)
    failing = cells.truth(new.addressed) & cells.falsity(new.reach) & ~already
    bound = cells.falsity(new.exempt) & cells.falsity(new.met)
    if not (failing & bound).any():
        return
    needs = [label(asked.views.graph, URIRef(need)) for need in norm.requires]
    danish, english = (", ".join(need[lang] for need in needs) for lang in ("da", "en"))
    gap = asked.gap(
        "unreachable",
        "error",
        Text(
            f"Nogle får pligten »{norm.label.da}«, men kan ikke få det, den kræver ({danish}). "
            "Åbn en vej for dem, fritag dem, eller hold dem uden for pligten.",
            f'Some get the duty "{norm.label.en}" but cannot get what it needs ({english}). Open '
            "a route for them, exempt them, or keep them outside the duty.",
        ),
        cells,
        failing,
        bound,
    )
    who = all_of(new.addressed, Not(new.reach), Not(addressed))
    stops = blocks(asked.views.after, asked.whole, norm.requires, norm.record_type, who)
    yield replace(gap, blocking=tuple(stops))


def _blind(asked: Asked) -> Iterator[Gap]:
    """What happens by law strikes someone who becomes obliged and cannot reach what it takes."""
    norm, new = asked.norm, asked.new
    if not norm.requires or norm.bearer != str(CORE.Subject):
        return
    addressed, _, _ = asked.before
    for name, struck in asked.effects:
        cells = asked.everyone(new.addressed, new.reach, addressed, struck)
        failing = cells.truth(struck) & cells.truth(new.addressed) & cells.falsity(new.reach)
        failing &= ~cells.truth(addressed)
        if failing.any():
            yield asked.gap(
                "blind-effect",
                "warning",
                Text(
                    f"»{name.da}« rammer også nogle, der får pligten »{norm.label.da}« uden at "
                    "kunne få det, den kræver. Lad virkningen vente, til de kan, eller undtag dem.",
                    f'"{name.en}" also strikes some who get the duty "{norm.label.en}" and cannot '
                    "get what it needs. Let the effect wait until they can, or exempt them.",
                ),
                cells,
                failing,
            )


def _burdensome(asked: Asked) -> Iterator[Gap]:
    """Someone who becomes obliged gets what the duty needs for a fee only."""
    norm, new = asked.norm, asked.new
    if not norm.requires or norm.bearer != str(CORE.Subject) or asked.free == new.reach:
        return
    free = asked.free
    addressed, _, _ = asked.before
    cells = asked.everyone(new.addressed, new.exempt, new.reach, free, addressed)
    bound = cells.falsity(new.exempt)
    failing = cells.truth(new.addressed) & cells.truth(new.reach) & cells.falsity(free)
    failing &= ~cells.truth(addressed)
    if (failing & bound).any():
        yield asked.gap(
            "burdensome",
            "info",
            Text(
                f"Nogle, der får pligten »{norm.label.da}«, kan kun få det, den kræver, mod "
                "betaling. Overvej, om gebyret skal bortfalde for dem.",
                f'Some who get the duty "{norm.label.en}" can get what it needs for a fee only. '
                "Consider waiving the fee for them.",
            ),
            cells,
            failing,
            bound,
        )


def _exemptions(asked: Asked) -> Iterator[Gap]:
    """Who becomes obliged may be exempt on request (hollow), or no exemption reaches them."""
    norm, new = asked.norm, asked.new
    addressed, _, _ = asked.before
    if not any(n.kind == "Exemption" for n in asked.views.after.lifting(norm.iri)):
        cells = asked.everyone(new.addressed, addressed)
        failing = cells.truth(new.addressed) & ~cells.truth(addressed)
        if failing.any():
            yield asked.gap(
                "no-exemption",
                "warning",
                Text(
                    f"Ingen kan fritages fra pligten »{norm.label.da}«. Lad en "
                    "fritagelsesordning omfatte den.",
                    f'Nobody can be exempt from the duty "{norm.label.en}". Let an exemption '
                    "scheme cover it.",
                ),
                cells,
                failing,
            )
        return
    for scheme, may in asked.schemes:
        cells = asked.everyone(new.addressed, addressed, may)
        newly = cells.truth(new.addressed) & ~cells.truth(addressed)
        failing = newly & cells.truth(may)
        if not failing.any():
            continue
        every = cells.count(failing) == cells.count(newly)
        yield asked.gap(
            "hollow",
            "warning" if every else "info",
            Text(
                f"{'Alle' if every else 'Nogle'}, der får pligten »{norm.label.da}«, kan på "
                f"anmodning fritages efter »{scheme.label.da}«. Afklar, om pligten skal gælde dem.",
                f'{"All" if every else "Some"} who get the duty "{norm.label.en}" may be exempt '
                f'on request by "{scheme.label.en}". Settle whether the duty is meant for them.',
            ),
            cells,
            failing,
        )


def _redundant(asked: Asked) -> Iterator[Gap]:
    """A group that the proposal extends a duty to is bound by it already."""
    norm, new = asked.norm, asked.new
    addressed, _, _ = asked.before
    if addressed == FALSE:
        return
    for group in asked.concerned:
        cells = asked.everyone(group.condition, new.addressed, addressed)
        own = cells.truth(group.condition) & cells.truth(new.addressed)
        if own.any() and not (own & ~cells.truth(addressed)).any():
            yield asked.gap(
                "redundant",
                "warning",
                Text(
                    f"»{norm.label.da}« gælder allerede for »{group.label.da}«; forslaget ændrer "
                    "intet for dem.",
                    f'"{norm.label.en}" already applies to "{group.label.en}"; the proposal '
                    "changes nothing for them.",
                ),
                cells,
                own,
            )


def _uncovered(asked: Asked) -> Iterator[Gap]:
    """People of a group that the proposal speaks of, whom the duty reaches neither way."""
    norm, new = asked.norm, asked.new
    for group in asked.concerned:
        cells = asked.everyone(group.condition, new.addressed)
        own = cells.truth(group.condition)
        failing = own & cells.falsity(new.addressed)
        if failing.any() and (own & cells.truth(new.addressed)).any():
            yield asked.gap(
                "uncovered",
                "info",
                Text(
                    f"Forslaget taler om »{group.label.da}«, men »{norm.label.da}« omfatter ikke "
                    "alle i gruppen. Afklar, om resten er overset.",
                    f'The proposal speaks of "{group.label.en}", but "{norm.label.en}" does not '
                    "cover all of the group. Settle whether the rest was overlooked.",
                ),
                cells,
                failing,
            )


def _discretion(asked: Asked) -> Iterator[Gap]:
    """What comes out for some who become obliged turns on an authority's judgment."""
    norm, new = asked.norm, asked.new
    if norm.kind == "BestEffortObligation":
        return
    addressed, _, _ = asked.before
    cells = asked.everyone(*new.conditions, addressed)
    failing = (cells.verdicts(new) == UNDETERMINED) & ~cells.truth(addressed)
    if not failing.any():
        return
    with_name = norm.authority and label(asked.views.graph, URIRef(norm.authority))
    judge = with_name or Text("en myndighed", "an authority")
    yield asked.gap(
        "discretion",
        "warning",
        Text(
            f"Om nogle, der får pligten »{norm.label.da}«, overholder den, beror på et skøn "
            f"({judge.da}). Skriv i loven, hvad der skal lægges vægt på.",
            f'Whether some who get the duty "{norm.label.en}" comply turns on a judgment '
            f"({judge.en}). Say in the law what is to count.",
        ),
        cells,
        failing,
    )


def _overlap(views: Views, comparison: Comparison) -> Iterator[Gap]:
    """Someone belongs to two of the groups that the proposals speak of, or to one in two ways."""
    names = {name for p in views.overlay.proposals for name in p.concerns}
    concerned = [group for group in comparison.groups if group.iri in names]
    words = Words(views.graph, comparison.facts)
    for place, one in enumerate(concerned):
        for other in concerned[place + 1 :]:
            pair = [one.condition, other.condition]
            cells = possible(comparison.nothing, also=pair, record_type=comparison.record_type)
            cells = cells.seen_by(pair)
            first, second = (cells.truth(condition) for condition in pair)
            both = first & second
            # One group inside another is a choice of words, not an overlap.
            if both.any() and (first & ~second).any() and (second & ~first).any():
                found = describe(cells, both, [c for c in pair if c != TRUE])
                yield Gap(
                    "overlap",
                    "info",
                    Text(
                        f"Den samme person kan høre til både »{one.label.da}« og "
                        f"»{other.label.da}«. Skriv, hvad der gælder for dem.",
                        f'The same person can belong to both "{one.label.en}" and '
                        f'"{other.label.en}". Say what applies to them.',
                    ),
                    who=found,
                    who_words=in_words(found, words),
                    witness=spelled(cells, int(np.flatnonzero(both)[0])),
                    cells=cells.count(both),
                    of=cells.of,
                )
