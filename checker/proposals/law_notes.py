"""What a reader must know about the law an assessment rests on: acts not held whole that day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lovgraf.conditions.tree import Condition, Named, facts_of
from lovgraf.core.terms import Text
from lovgraf.law.coverage import notes_by_act, told_once
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.changed_duty import named_parts
from lovgraf.proposals.changes import Views
from lovgraf.proposals.programs import Comparison
from lovgraf.proposals.reach import ways


def law_notes(
    views: Views, comparisons: Sequence[Comparison], asked: Mapping[str, Sequence[Condition]]
) -> tuple[Text, ...]:
    """A note for each act that is not held whole on the day and that the assessment rests on.

    It rests on the acts of the norms that change or work differently, of what lifts them and the
    routes to what they need, and of the classes and facts in what was `asked` of them.
    """
    notes = notes_by_act(views.overlay.before, views.day)
    used = set(_used(views, comparisons, asked)) if notes else set()
    some = (note for act, note in notes.items() if any(iri.startswith(f"{act}/") for iri in used))
    return tuple(told_once(some))


def _used(
    views: Views, comparisons: Sequence[Comparison], asked: Mapping[str, Sequence[Condition]]
) -> Iterator[str]:
    """The IRIs of what was looked at."""
    changes = [*views.changes, *(change for one in comparisons for change, _, _ in one.changes)]
    for route in views.routes:
        yield from (route.iri, route.provision or "")
    for change in changes:
        for view, norm in ((views.before, change.before), (views.after, change.after)):
            if norm is not None:
                yield from _of_norm(view, norm)
    facts = views.after.law.facts
    for condition in (one for conditions in asked.values() for one in conditions):
        yield from (part.iri for part in named_parts(condition) if isinstance(part, Named))
        known = facts_of(condition) & facts.facts.keys()
        yield from (fact.iri for fact in facts.lineage(known))


def _of_norm(view: LawView, norm: Norm) -> Iterable[str]:
    """A norm, what lifts it, and the routes to what it needs, with what they rest on."""
    for one in (norm, *view.lifting(norm.iri)):
        yield one.iri
        yield from one.provisions
    for way in ways(view, norm.requires, norm.record_type):
        yield way.route.provision or ""
