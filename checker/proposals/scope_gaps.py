"""Whom a duty covers beside those whom the proposal speaks of: bound already, overlooked, twice.

Source: semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from lovgraf.conditions.tree import FALSE, Not, all_of, any_of
from lovgraf.conditions.words import Words
from lovgraf.core.terms import Text
from lovgraf.proposals.answer_cache import AnswerCache
from lovgraf.proposals.asked import NOT_SHORT, Asked, spelled
from lovgraf.proposals.changes import Views
from lovgraf.proposals.gap import Gap, Severity
from lovgraf.proposals.inquiry import Inquiry
from lovgraf.proposals.phrase import in_words
from lovgraf.proposals.programs import Comparison


def redundant(asked: Asked) -> Iterator[Gap]:
    """The duty binds already some of those that it is extended to."""
    norm, new, had = asked.norm, asked.new, asked.had
    concerned = any_of(*(group.condition for group in asked.concerned))
    if FALSE in (had, concerned) or _asks_otherwise(asked):
        return
    found = asked.asker.ask(asked.inquiry([concerned, new.addressed, had]))
    if not found.cells:
        return
    free = asked.count([concerned, new.addressed, Not(had)]).cells
    whole = [
        group
        for group in asked.concerned
        if not asked.count([group.condition, new.addressed, Not(had)]).cells
        and asked.count([group.condition, new.addressed]).cells
    ]
    names = Text(
        ", ".join(f"»{group.label.da}«" for group in whole),
        ", ".join(f'"{group.label.en}"' for group in whole),
    )
    if not free:
        message = Text(
            f"»{norm.label.da}« pålægger ingen noget nyt: alle, forslaget taler om, har allerede "
            f"pligten ({names.da}).",
            f'"{norm.label.en}" obliges nobody anew: all of whom the proposal speaks have the '
            f"duty already ({names.en}).",
        )
    elif whole:
        message = Text(
            f"»{norm.label.da}« ændrer intet for {names.da}: de har allerede pligten.",
            f'"{norm.label.en}" changes nothing for {names.en}: they have the duty already.',
        )
    else:
        message = Text(
            f"Nogle af dem, forslaget taler om, har allerede pligten »{norm.label.da}«; for dem "
            "ændrer den intet.",
            f'Some of whom the proposal speaks have the duty "{norm.label.en}" already; it changes '
            "nothing for them.",
        )
    about = [group.iri for group in whole]
    severity: Severity = "info" if free else "warning"
    yield asked.gap("redundant", severity, message, found, about=about)


def _asks_otherwise(asked: Asked) -> bool:
    """Whether a version changes more of a duty than whom it binds: then it is nothing said anew."""
    if asked.old is None:
        return False
    one, other = asked.old.norm, asked.norm
    return any(
        getattr(one, what) != getattr(other, what)
        for what in ("kind", "requires", "deadlines", "discretionary", "authority")
    )


def uncovered(asked: Asked) -> Iterator[Gap]:
    """People of a group that the proposal speaks of, whom the duty does not reach."""
    norm, new = asked.norm, asked.new
    for group in asked.concerned:
        if not asked.count([group.condition, new.addressed]).cells:
            continue
        found = asked.asker.ask(asked.inquiry([group.condition, Not(new.addressed)]))
        if found.cells:
            yield asked.gap(
                "uncovered",
                "info",
                Text(
                    f"Forslaget taler om »{group.label.da}«, men »{norm.label.da}« omfatter ikke "
                    "alle i gruppen. Afklar, om resten er overset.",
                    f'The proposal speaks of "{group.label.en}", but "{norm.label.en}" does not '
                    "cover all of the group. Settle whether the rest was overlooked.",
                ),
                found,
                about=(group.iri,),
            )


def overlaps(views: Views, comparison: Comparison, asker: AnswerCache) -> Iterator[Gap]:
    """Someone belongs to two of the groups that the proposals speak of, neither in the other."""
    names = {name for p in views.overlay.proposals for name in p.concerns}
    concerned = [group for group in comparison.groups if group.iri in names]
    words = Words(views.graph, comparison.facts)
    for one, other in combinations(concerned, 2):
        pair = one.condition, other.condition
        told = Inquiry(
            comparison.record_type, any_of(*pair), terms=pair, described=False,
            also=(Not(one.condition), Not(other.condition)),
        )  # fmt: skip
        # One group inside another is a choice of words, not an overlap.
        if not all(asker.ask(told).also):
            continue
        found = asker.ask(Inquiry(comparison.record_type, all_of(*pair), terms=pair))
        if found.cells:
            yield Gap(
                "overlap",
                "info",
                Text(
                    f"Nogle hører til både »{one.label.da}« og »{other.label.da}«. Skriv, hvad der "
                    "gælder for dem.",
                    f'Some belong to both "{one.label.en}" and "{other.label.en}". Say what '
                    "applies to them.",
                ),
                who=found.who,
                who_words=NOT_SHORT if found.who is None else in_words(found.who, words),
                witness=spelled(found.witness or {}, comparison.facts),
                cells=found.cells,
                of=found.of,
                record_type=comparison.record_type,
                about=(one.iri, other.iri),
            )
