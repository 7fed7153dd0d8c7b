"""Citizens: what each duty is, who gets it, who is let off, and who cannot meet it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lovgraf.core.terms import CORE
from lovgraf.proposals.changes import Change, Group
from lovgraf.reports.assessment.blocks import Block, Items, Paragraph
from lovgraf.reports.assessment.changes import changed
from lovgraf.reports.assessment.measures import measured
from lovgraf.reports.assessment.telling import Telling
from lovgraf.reports.phrases import listed, norms

ALIKE = 3
"""Duties that work differently for the same reason and are still told one by one."""


def citizens(tell: Telling) -> Iterator[Block]:
    """What each duty is, who gets it, who is let off, and who cannot meet it."""
    duties = [c for c in changed(tell) if c.norm.judged and c.norm.bearer == str(CORE.Subject)]
    several = _alike(tell, [change for change in duties if change.kind == "affected"])
    for change in duties:
        if change.kind != "affected":
            yield from _duty(tell, change)
    for because, alike in several.items():
        if len(alike) <= ALIKE:
            for change in alike:
                yield from _duty(tell, change)
        else:
            names = [tell.text(change.norm.label) for change in alike]
            reason = tell.word("because", what=tell.quoted(because)) if because else ""
            how_many = norms(len(names), tell.lang)
            yield Paragraph(tell.word("duties-affected", norms=how_many, because=reason))
            yield Items(tuple((name, ()) for name in names))
    for code, key in (("unreachable", "blocked"), ("blind-effect", "blind")):
        if found := tell.of_kind(code):
            yield Paragraph(tell.word(key, points=tell.refer(found)))
    yield measured(tell, "InformationMeasure", "informed", "not-informed")


def _alike(tell: Telling, changes: Iterable[Change]) -> dict[tuple[str, ...], list[Change]]:
    """Changes that work differently for the same reason: the exemptions that begin or end for them,
    and the ways to what they need."""
    views = tell.found.views
    found: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        lifting = [view.lifting(change.norm.iri) for view in (views.before, views.after)]
        old, new = ({norm.iri: norm.label for norm in norms} for norms in lifting)
        labels = [(old | new)[iri] for iri in sorted(old.keys() ^ new.keys())]
        labels += [r.label for r in views.routes if set(r.grants) & set(change.norm.requires)]
        found.setdefault(tuple(map(tell.text, labels)), []).append(change)
    return found


def _duty(tell: Telling, change: Change) -> Iterator[Block]:
    norm = change.norm
    kind = {"introduced": "new"}.get(change.kind, change.kind)
    title = tell.word(f"duty-{kind}", what=tell.text(norm.label))
    yield Paragraph(f"{title}. {tell.text(norm.definition)}".strip())
    told: list[tuple[str, tuple[str, ...]]] = []
    own = [kinds for kinds in tell.found.kinds if kinds.change == change]
    for key, struck in (
        ("newly", [kinds for kinds in own if kinds.begins]),
        ("no-longer", [kinds for kinds in own if kinds.ends]),
    ):
        if struck:
            groups = _spoken_of(tell, [kinds.group for kinds in struck if kinds.group])
            whom = listed(groups or [tell.word("others")], tell.lang)
            told.append((tell.word(key, groups=whom), ()))
    if own and not told:
        told.append((tell.word("nobody"), ()))
    if change.after is not None:
        lifting = tell.found.views.after.lifting(norm.iri)
        names = tuple(tell.text(n.label) for n in lifting if n.kind == "Exemption")
        points = tell.refer(tell.of_kind("hollow", "no-exemption"))
        told.append((tell.word("exempt-by" if names else "no-exemption", points=points), names))
    yield Items(tuple(told))


def _spoken_of(tell: Telling, groups: Sequence[Group]) -> list[str]:
    """Those of the groups that the proposals speak of, else all of them."""
    spoken: set[str] = set()
    for proposal in tell.found.views.overlay.proposals:
        spoken |= {*proposal.concerns, *(outcome.group for outcome in proposal.outcomes)}
    own = [group for group in groups if group.iri in spoken] or groups
    return [tell.text(group.label) for group in own]
