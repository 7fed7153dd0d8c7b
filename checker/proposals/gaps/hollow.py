"""Some who become obliged may be exempt on request and for good (`hollow`)."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Literal as RdfLiteral
from rdflib import URIRef

from lovgraf.conditions.tree import Condition, Not, facts_of
from lovgraf.core.terms import CORE
from lovgraf.facts.fact import Derived
from lovgraf.facts.operators import operator_of
from lovgraf.law.norms import Norm
from lovgraf.proposals.changed_duty import NOT_SHORT, ChangedDuty, how, schemes
from lovgraf.proposals.edits import Edit, narrowed
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import NEWLY, GapKind, Statement, ToRepair
from lovgraf.proposals.phrase import in_words
from lovgraf.verdicts.program import readers


class Hollow(GapKind):
    """A duty that those who get it may decline."""

    code = "hollow"
    moments = NEWLY

    def of_duty(self, changed: ChangedDuty) -> Iterator[Gap]:
        """Some who become obliged may be exempt on request and for good."""
        norm, new, had = changed.norm, changed.new, changed.had
        for scheme, may in schemes(changed):
            if scheme.eligible is None or scheme.discretionary or not _for_good(changed, scheme):
                continue
            found = changed.cache.ask(changed.inquiry([new.addressed, Not(had), may]))
            if found.cells:
                yield changed.gap(*self._statement(changed, norm, scheme, may), found)

    def _statement(
        self, changed: ChangedDuty, norm: Norm, scheme: Norm, may: Condition
    ) -> Statement:
        """That the duty can be declined, with who may not decline it."""
        newly = [changed.new.addressed, Not(changed.had)]
        if how(scheme) == "law":
            return self.statement("by-law", duty=norm.label, exemption=scheme.label)
        counted = changed.count(newly, also=(Not(may),))
        left = counted.also[0]
        if not left:
            return self.statement("nobody-remains", duty=norm.label, exemption=scheme.label)
        who = changed.cache.ask(changed.inquiry([*newly, Not(may)])).who
        return self.statement(
            "some-remain",
            duty=norm.label,
            exemption=scheme.label,
            left=left,
            every=counted.cells,
            who=in_words(who, changed.words) if who is not None else NOT_SHORT,
        )

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Keep outside the duty who may decline it."""
        if case.own is not None:
            yield from narrowed(case.gap, case.own)


def _for_good(changed: ChangedDuty, scheme: Norm) -> bool:
    """Whether an exemption is without limit of time: by the law, or because it has no expiry."""
    if changed.views.graph.value(URIRef(scheme.iri), CORE.unlimited) == RdfLiteral(True):
        return True
    if scheme.granted is None:
        return True
    owl, _ = readers(changed.views.after, changed.norm.record_type)
    facts = changed.comparison.facts
    below = facts.lineage(facts_of(owl.condition(URIRef(scheme.granted))))
    return not any(isinstance(fact, Derived) and operator_of(fact).expires for fact in below)
