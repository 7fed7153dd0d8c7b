"""Some who become obliged meet the conditions of no exemption (`no-exemption`)."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import URIRef

from lovgraf.conditions.tree import Not, any_of
from lovgraf.core.terms import CORE, Text
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.changed_duty import ChangedDuty, exemptions_said, schemes
from lovgraf.proposals.edits import Edit, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import NEWLY, GapKind, ToRepair
from lovgraf.proposals.proposal import Proposal


class NoExemption(GapKind):
    """A new duty without a way out."""

    code = "no-exemption"
    moments = NEWLY

    def of_duty(self, changed: ChangedDuty) -> Iterator[Gap]:
        """Some who become obliged can neither ask for an exemption, nor are exempt by law."""
        known = schemes(changed)
        grounds = [condition for _, condition in known]
        newly = [changed.new.addressed, Not(changed.had)]
        found = changed.cache.ask(changed.inquiry([*newly, *map(Not, grounds)]))
        if not found.cells:
            return
        if not known:
            yield changed.gap(*self.statement("none", duty=changed.norm.label), found)
            return
        some = changed.count(newly, also=(any_of(*grounds),)).also[0]
        statement = self.statement(
            "some-not" if some else "nobody",
            duty=changed.norm.label,
            exemptions=exemptions_said(changed.views.after, [norm for norm, _ in known]),
        )
        yield changed.gap(*statement, found)

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Keep the exemption that is ended; or share one that there is."""
        if case.own is not None:
            yield from _not_ended(case.own, case.before, case.proposal)
            yield from _shared(case.own, case.after)


def _not_ended(norm: Norm, before: LawView, proposal: Proposal) -> Iterator[Edit]:
    """Let an exemption from a duty, or from the one in whose place it comes, stay that the proposal
    ends."""
    mine = {norm.iri, *(old for new, old in proposal.replaces if new == norm.iri)}
    for iri in proposal.ends:
        ended = before.norms.get(iri)
        if ended is not None and mine & {*ended.exempts, *ended.overrides}:
            edit = Edit(
                Text(f"Behold »{ended.label.da}«.", f'Keep "{ended.label.en}".'),
                new_graph(),
                new_graph(),
            )
            edit.removed.add((URIRef(proposal.iri), CORE.ends, URIRef(iri)))
            yield edit


def _shared(norm: Norm, after: LawView) -> Iterator[Edit]:
    """Let those be exempt who are exempt from a norm that asks the same, or needs the same."""
    tried: set[frozenset[str]] = set()
    alike = [
        other
        for other in after.norms.values()
        if other.iri != norm.iri
        and (other.bearer, other.record_type) == (norm.bearer, norm.record_type)
        and (other.duty == norm.duty or set(other.requires) & set(norm.requires))
    ]
    for other in sorted(alike, key=lambda one: (one.duty != norm.duty, one.iri)):
        grounds = frozenset(n.iri for n in after.lifting(other.iri) if n.kind == "Exemption")
        if not grounds or grounds in tried:
            continue
        tried.add(grounds)
        added = new_graph()
        added.add((URIRef(norm.iri), CORE.exemptedAs, URIRef(other.iri)))
        yield Edit(
            Text(
                f"Lad fritagelserne fra »{other.label.da}« også gælde »{norm.label.da}«.",
                f'Let the exemptions from "{other.label.en}" also apply to "{norm.label.en}".',
            ),
            added,
            new_graph(),
            stretch=int(other.duty != norm.duty),
        )
