"""What a proposal claims to achieve for each group, beside what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rdflib import URIRef

from lovgraf.conditions.tree import Condition, all_of
from lovgraf.core.errors import InputError
from lovgraf.core.terms import label
from lovgraf.proposals.answer_cache import AnswerCache, Answers
from lovgraf.proposals.changes import Views
from lovgraf.proposals.findings import OutcomeFound
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.inquiry import Inquiry
from lovgraf.proposals.programs import Comparison
from lovgraf.verdicts.program import readers


def outcomes(
    views: Views,
    comparisons: Sequence[Comparison],
    gaps: Iterable[Gap],
    asked: Mapping[str, Sequence[Condition]],
    answers: Answers,
    *,
    certain: bool,
) -> Iterator[OutcomeFound]:
    """The claimed outcome of each group beside the one found.

    `infeasible` where a gap that is an error strikes somebody of the group, or rests on no person
    at all; `feasible` where none does; None where an error's people are too many to go through, or
    (not `certain`) not every kind of gap was looked for, or nothing acts on the law. `asked` are
    the conditions that were asked about each norm (IRI) together.
    """
    errors = [gap for gap in gaps if gap.severity == "error"]
    for proposal in views.overlay.proposals:
        for outcome in proposal.outcomes:
            found = None
            if certain:
                strikes = [
                    _strikes(views, comparisons, gap, outcome.group, asked, answers)
                    for gap in errors
                ]
                found = "infeasible" if any(strikes) else None if None in strikes else "feasible"
            name = label(views.graph, URIRef(outcome.group))
            yield OutcomeFound(outcome.group, name, outcome.expected, found)


def _strikes(
    views: Views,
    comparisons: Sequence[Comparison],
    gap: Gap,
    group: str,
    asked: Mapping[str, Sequence[Condition]],
    answers: Answers,
) -> bool | None:
    """Whether a gap strikes somebody of a group; any group where it rests on no person."""
    norm = views.after.norms.get(gap.norm or "")
    if gap.witness is None or norm is None:
        return True
    struck = gap.strikes
    if struck is None:
        return None
    (compared,) = [c for c in comparisons if c.record_type == norm.record_type]
    cache = AnswerCache(compared.nothing, views.before, norm.record_type, answers)
    cache.together(asked.get(norm.iri, ()))
    condition = readers(views.after, norm.record_type)[0].condition(URIRef(group))
    inquiry = Inquiry(norm.record_type, all_of(struck, condition), described=False)
    try:
        return cache.ask(inquiry).cells > 0
    except InputError:
        return None
