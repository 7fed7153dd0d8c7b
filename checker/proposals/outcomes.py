"""What a proposal claims to achieve for each group, beside what was found."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rdflib import URIRef

from checker.conditions.kleene import Logic
from checker.engine import Memory
from checker.proposals.assess import Assessment
from checker.proposals.gap import Gap
from checker.records.single import read_pairs
from checker.terms import Text, label
from checker.verdicts.program import compile_programs, readers


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

    `infeasible` where a gap that is an error strikes somebody of the group (its witness) or rests
    on no person at all, `feasible` where no gap is an error; None where the errors have witnesses
    of other groups only, or not every kind of gap was looked for.
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
    if found.feasible:
        return "feasible"
    errors = [gap for gap in found.gaps if gap.severity == "error"]
    return "infeasible" if any(_strikes(found, gap, group) for gap in errors) else None


def _strikes(found: Assessment, gap: Gap, group: str) -> bool:
    """Whether the witness of a gap certainly belongs to a group; any group where there is none."""
    view = found.views.after
    norm = view.norms.get(gap.norm or "")
    if gap.witness is None or norm is None:
        return True
    condition = readers(view, norm.record_type)[0].condition(URIRef(group))
    programs = replace(compile_programs(view, norm.record_type, ()), programs={})
    memory = Memory.compile(programs, also=[condition])
    pairs = [f"{name}={value}" for name, value in gap.witness.items()]
    record = read_pairs(pairs, programs.facts, norm.record_type)
    true, _ = Logic(memory.plan.atoms, memory.codes([record])).evaluate(condition)
    return bool(true[0])
