"""Assess proposals: what they change, for whom, and which gaps they leave.

Source: semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rdflib import URIRef
from rdflib.namespace import SKOS

from checker.errors import InputError
from checker.law.view import Law
from checker.proposals.asker import Answers
from checker.proposals.cell_gaps import CODES, Kinds, cell_gaps
from checker.proposals.changes import Views, views_of
from checker.proposals.compilable import check_compilable
from checker.proposals.dataset import Counted, count_dataset
from checker.proposals.gap import Gap, feasible, ordered
from checker.proposals.graph_gaps import graph_gaps, principle_of
from checker.proposals.overlay import lay_over
from checker.proposals.programs import Comparison, comparisons
from checker.proposals.proposal import Proposal
from checker.proposals.repairs import with_repairs
from checker.proposals.route_gaps import route_gaps
from checker.proposals.term_gaps import term_gaps
from checker.terms import BASE, Text

IN_GRAPH = frozenset(
    {"no-information", "no-transition", "no-legal-basis", "uncommenced", "companion", "dangling",
     "threshold", "outside-law", "circular", "undefined-term"}
)  # fmt: skip
"""The gaps that show without asking whom they strike."""
OF_NEW_DUTIES = frozenset({"no-information", "no-transition"})
"""The gaps that are none where nobody is newly obliged."""


@dataclass(frozen=True)
class Assessment:
    """What was found of proposals on the law of a day.

    `examined` are the codes of the gaps that were looked for; `kinds` tells which kinds of persons
    each change begins and ceases to address; `counted` is the matrix of a dataset
    where one was given, `dataset` its name.
    """

    views: Views
    comparisons: tuple[Comparison, ...]
    gaps: tuple[Gap, ...]
    notes: tuple[Text, ...]
    examined: frozenset[str]
    kinds: tuple[Kinds, ...]
    dataset: str | None = None
    counted: tuple[Counted, ...] = ()

    @property
    def not_examined(self) -> tuple[str, ...]:
        """The kinds of gap (by IRI) that the graph names and that were not looked for."""
        graph = self.views.graph
        kinds = {str(kind) for kind in graph.subjects(SKOS.inScheme, URIRef(f"{BASE}gap"))}
        return tuple(sorted(kinds - {f"{BASE}gap/{code}" for code in self.examined}))

    @property
    def day(self) -> date:
        """The day of the law that the proposals were laid over."""
        return self.views.day

    @property
    def feasible(self) -> bool:
        """Whether no gap is an error."""
        return feasible(self.gaps)


def assess(
    law: Law,
    proposals: Sequence[Proposal],
    *,
    as_of: date | None = None,
    dataset: Path | None = None,
    mapping: Path | None = None,
    record_type: str | None = None,
    complete: Sequence[str] = (),
    repairs: bool = False,
    answers: Answers | None = None,
) -> Assessment:
    """Assess proposals, the first laid over the law first.

    With `repairs` small changes that close a gap are looked for, and each is assessed again;
    `answers` are those to questions asked before.

    They are looked at on the day on which the last of them begins: its commencement; where that is
    undetermined, `as_of`, else the day that the proposal names. Raises `InputError` where a
    proposal or the dataset cannot be used.
    """
    overlay = lay_over(law, proposals, as_of)
    day = max(overlay.starts.values())
    if as_of is not None and as_of > day:
        day = as_of
    if law.first_day is not None and day < law.first_day:
        raise InputError(
            f"Grafen dækker ikke {day.isoformat()}: dens første regel er i kraft fra "
            f"{law.first_day.isoformat()}.",
            f"The graph does not cover {day.isoformat()}: its first rule is in force from "
            f"{law.first_day.isoformat()}.",
            proposals[-1].file,
        )
    views = views_of(overlay, day)
    check_compilable(views)
    compared = tuple(comparisons(views))
    counted: tuple[Counted, ...] = ()
    if dataset is not None:
        counted = tuple(
            count_dataset(
                dataset, compared, views.after.law, mapping=mapping, record_type=record_type,
                complete=complete,
            )
        )  # fmt: skip
    known = Answers() if answers is None else answers
    struck = cell_gaps(views, compared, known)
    gaps = [*graph_gaps(views), *route_gaps(views), *term_gaps(views), *struck.gaps]
    if not struck.obliging:
        gaps = [gap for gap in gaps if gap.code not in OF_NEW_DUTIES]
    placed = [_placed(views, gap) for gap in gaps]
    if repairs:
        placed = _repaired(law, proposals, as_of, views, placed, known)
    return Assessment(
        views,
        compared,
        tuple(ordered(placed)),
        (*_notes(views), *struck.too_large),
        IN_GRAPH | CODES - struck.missed,
        tuple(struck.kinds),
        dataset.name if dataset else None,
        counted,
    )


def _repaired(
    law: Law,
    proposals: Sequence[Proposal],
    as_of: date | None,
    views: Views,
    gaps: list[Gap],
    answers: Answers,
) -> list[Gap]:
    """The gaps with the small changes of their proposals that close them."""
    for place, proposal in enumerate(proposals):

        def again(changed: Proposal, place: int = place) -> Sequence[Gap]:
            stacked = [*proposals[:place], changed, *proposals[place + 1 :]]
            return assess(law, stacked, as_of=as_of, answers=answers.counting).gaps

        found = with_repairs(gaps, proposal, views.after, again)
        gaps = [new if new.repairs else old for new, old in zip(found, gaps, strict=True)]
    return gaps


def _placed(views: Views, gap: Gap) -> Gap:
    """A gap with the principle that its kind touches."""
    if gap.principle is not None:
        return gap
    return replace(gap, principle=principle_of(views.graph, gap.code))


def _notes(views: Views) -> tuple[Text, ...]:
    """What a reader must know about the law that the assessment rests on."""
    from checker.law.coverage import coverage_notes

    types = {change.norm.record_type for change in views.changes}
    return tuple(coverage_notes(views.overlay.before, views.day, types)) if types else ()
