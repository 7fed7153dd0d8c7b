"""What a proposal claims to achieve for each group, beside what was found."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import URIRef

from checker.conditions.tree import all_of
from checker.errors import InputError
from checker.proposals.asker import Answers, Asker
from checker.proposals.assess import Assessment
from checker.proposals.gap import Gap
from checker.proposals.inquiry import Inquiry
from checker.terms import Text, label
from checker.verdicts.program import readers


@dataclass(frozen=True)
class OutcomeFound:
    """What a proposal claims for a group and what was found; `group_label` names it."""

    group: str
    group_label: Text
    expected: str
    found: str | None

    @property
    def agrees(self) -> bool | None:
        """Whether the claim is what was found; None where that is not known."""
        return None if self.found is None else self.expected == self.found


def outcomes(found: Assessment) -> list[OutcomeFound]:
    """The claimed outcome of each group beside the one found.

    `infeasible` where a gap that is an error strikes somebody of the group, or rests on no person
    at all; `feasible` where none does; None where an error's people are too many to go through, or
    not every kind of gap was looked for.
    """
    graph = found.views.graph
    return [
        OutcomeFound(
            outcome.group,
            label(graph, URIRef(outcome.group)),
            outcome.expected,
            None if found.not_examined else _found(found, outcome.group),
        )
        for proposal in found.views.overlay.proposals
        for outcome in proposal.outcomes
    ]


def _found(found: Assessment, group: str) -> str | None:
    errors = [gap for gap in found.gaps if gap.severity == "error"]
    strikes = [_strikes(found, gap, group) for gap in errors]
    if any(strikes):
        return "infeasible"
    return None if None in strikes else "feasible"


def _strikes(found: Assessment, gap: Gap, group: str) -> bool | None:
    """Whether a gap strikes somebody of a group; any group where it rests on no person."""
    norm = found.views.after.norms.get(gap.norm or "")
    if gap.witness is None or norm is None:
        return True
    if gap.who is None:
        return None
    (compared,) = [c for c in found.comparisons if c.record_type == norm.record_type]
    asker = Asker(compared.nothing, found.views.before, norm.record_type, Answers())
    condition = readers(found.views.after, norm.record_type)[0].condition(URIRef(group))
    asked = Inquiry(norm.record_type, all_of(gap.who, condition), described=False)
    try:
        return asker.ask(asked).cells > 0
    except InputError:
        return None
