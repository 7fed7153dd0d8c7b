"""Assess proposals: what they change, for whom, and which gaps they leave.

Source: semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from lovgraf.core.cache import cached_value
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Text
from lovgraf.core.written import date_text
from lovgraf.law.added_notes import added_notes
from lovgraf.law.coverage import not_covered
from lovgraf.law.presumptions import NOTHING, Profile
from lovgraf.law.view import Law
from lovgraf.proposals.changes import (
    Befores,
    Views,
    change_answers,
    law_of_persons,
    touch_routes,
    views_of,
)
from lovgraf.proposals.differences import acts
from lovgraf.proposals.findings import Findings, Gain, Kinds, OutcomeFound
from lovgraf.proposals.fitting import check_compilable
from lovgraf.proposals.gap import Gap, feasible
from lovgraf.proposals.overlay import lay_over
from lovgraf.proposals.programs import Comparison, comparisons
from lovgraf.proposals.proposal import Proposal

if TYPE_CHECKING:
    from lovgraf.proposals.answer_cache import Answers
    from lovgraf.proposals.dataset import Counted, Heads


class Assessment(Struct, frozen=True, dict=True):
    """What was found of proposals on the law of a day.

    `counted` is the matrix of a dataset where one was given, `dataset` its name, `presumed` by
    which presumptions its blanks were read. `asked_as_of` is the day asked for. `paths` are the
    files of the proposals (by IRI) and `data` the further files of law, as the user named them.
    """

    views: Views
    comparisons: tuple[Comparison, ...]
    findings: Findings
    dataset: str | None = None
    counted: tuple[Counted, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)
    data: tuple[str, ...] = ()
    presumed: str = NOTHING.name
    asked_as_of: date | None = None

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps, from the worst to the mildest."""
        return self.findings.gaps

    @property
    def another_day(self) -> Text | None:
        """That the day asked for is not that of the law, since a proposal commences only later;
        None where it is, or none was asked for."""
        if self.asked_as_of is None or self.asked_as_of >= self.day:
            return None
        starts = self.views.overlay.starts
        last = max(self.views.overlay.proposals, key=lambda one: starts[one.iri])
        asked, day = date_text(self.asked_as_of), date_text(self.day)
        return Text(
            f"Der er spurgt om loven {asked.da}, men »{last.title.da}« træder først i kraft "
            f"{day.da}: det er loven den dag, der er vurderet.",
            f'The law of {asked.en} was asked for, but "{last.title.en}" commences only on '
            f"{day.en}: it is the law of that day that was assessed.",
        )

    @property
    def beside(self) -> tuple[Text, ...]:
        """Which files were read beside the law."""
        return tuple(added_notes(self.views.after.law))

    @property
    def notes(self) -> tuple[Text, ...]:
        """What a reader must know about what the assessment rests on."""
        moved = () if self.another_day is None else (self.another_day,)
        return (*self.beside, *moved, *self.findings.notes)

    @property
    def examined(self) -> frozenset[str]:
        """The codes of the gaps that were looked for."""
        return self.findings.examined

    @property
    def not_examined(self) -> tuple[str, ...]:
        """The kinds of gap (by IRI) that the graph names and that were not looked for."""
        return self.findings.not_examined

    def heads(self, place: int) -> Heads | None:
        """How many records of the dataset a gap (by its place) strikes; None without one, or where
        the gap is about nobody in it."""
        found = [counted.struck[place] for counted in self.counted if place in counted.struck]
        return found[0] if found else None

    @property
    def left_out(self) -> tuple[Text, ...]:
        """What could not be looked at, and why."""
        return self.findings.left_out

    @property
    def kinds(self) -> tuple[Kinds, ...]:
        """Which kinds of persons each change begins and ceases to address."""
        return self.findings.kinds

    @property
    def gains(self) -> tuple[Gain, ...]:
        """Who is better off."""
        return self.findings.gains

    @property
    def outcomes(self) -> tuple[OutcomeFound, ...]:
        """What the proposals claim, beside what was found."""
        return self.findings.outcomes

    @property
    def day(self) -> date:
        """The day of the law that the proposals were laid over."""
        return self.views.day

    @cached_property
    def acts(self) -> bool:
        """Whether a rule in force on the day changes, or works differently."""
        return acts(self.views, self.comparisons)

    @property
    def feasible(self) -> bool | None:
        """Whether no gap is an error; None where none is, but nothing acts on the law of the day
        either, or something could not be looked at, so that nothing can be concluded."""
        found = feasible(self.gaps)
        return None if found and (not self.acts or self.left_out) else found


class DatasetFile(Struct, frozen=True):
    """A file in which people are counted whom proposals meet, how it is read
    (`lovgraf.readers.table.open_dataset`), and what its blanks are taken to mean."""

    path: Path
    mapping: Path | None = None
    record_type: str | None = None
    complete: Sequence[str] = ()
    sheet: str | None = None
    profile: Profile = NOTHING


def assess(
    law: Law,
    proposals: Sequence[Proposal],
    *,
    as_of: date | None = None,
    dataset: DatasetFile | None = None,
    repairs: bool = False,
    answers: Answers | None = None,
) -> Assessment:
    """Assess proposals, the first laid over the law first.

    With `repairs` small changes that close a gap are looked for, and each is assessed again;
    `answers` are those that are known already, and keep what is found out.

    They are looked at on the day on which the last of them begins: its commencement; where that is
    undetermined, `as_of`, else the day that the proposal names. What is found on the law as shipped
    is kept in the user's cache. Raises `InputError` where a proposal or the dataset cannot be used.
    """
    befores: Befores = {}
    views, compared = _compared(law, proposals, as_of, befores)

    def make() -> Findings:
        from lovgraf.proposals.answer_cache import Answers
        from lovgraf.proposals.find import find

        known = Answers() if answers is None else answers
        repaired = _repairer(law, proposals, as_of, views, known, befores) if repairs else None
        return find(views, compared, known, repaired)

    key = [law.source.digest, repr(as_of), repr(repairs), *(p.digest for p in proposals)]
    found = cached_value("assessment", key, make) if law.source.shipped else make()
    counted: tuple[Counted, ...] = ()
    if dataset is not None:
        from lovgraf.proposals.dataset import count_dataset

        # Records hold their own answers.
        answered = views if views.overlay.before is law else _laid_over(law, proposals, as_of, {})
        counted = tuple(
            count_dataset(
                dataset,
                compared if answered is views else tuple(comparisons(answered)),
                answered.after,
                found.gaps,
            )
        )
    name = dataset.path.name if dataset else None
    presumed = dataset.profile.name if dataset else NOTHING.name
    return Assessment(views, compared, found, name, counted, presumed=presumed, asked_as_of=as_of)


def _compared(
    law: Law, proposals: Sequence[Proposal], as_of: date | None, known: Befores
) -> tuple[Views, tuple[Comparison, ...]]:
    """The law without and with proposals, and the programs of what they change."""
    views = _views(law, proposals, as_of, known)
    check_compilable(views)
    return views, tuple(comparisons(views))


def _views(law: Law, proposals: Sequence[Proposal], as_of: date | None, known: Befores) -> Views:
    """Of persons' own facts where the proposals change what records answer."""
    if not touch_routes(law, proposals):
        found = _laid_over(law, proposals, as_of, known)
        if not change_answers(found):
            return found
    of_persons = _laid_over(law_of_persons(law), proposals, as_of, known)
    if change_answers(of_persons):
        return of_persons
    return _laid_over(law, proposals, as_of, known)


def _laid_over(
    law: Law, proposals: Sequence[Proposal], as_of: date | None, known: Befores
) -> Views:
    overlay = lay_over(law, proposals, as_of)
    day = max(overlay.starts.values())
    if as_of is not None and as_of > day:
        day = as_of
    if law.first_day is not None and day < law.first_day:
        message = not_covered(day, law.first_day)
        raise InputError(
            message.da,
            message.en,
            proposals[-1].file,
            proposals[-1].line(str(CORE.inForceFrom)),
        )
    return views_of(overlay, day, known)


def _repairer(
    law: Law,
    proposals: Sequence[Proposal],
    as_of: date | None,
    views: Views,
    answers: Answers,
    befores: Befores,
) -> Callable[[list[Gap]], list[Gap]]:
    """Gives gaps the small changes of their proposals that close them."""
    from lovgraf.proposals.repairs import explained, with_repairs
    from lovgraf.proposals.trial import Trial

    known: dict[tuple[int, str], Trial | InputError] = {}

    def repaired(gaps: list[Gap]) -> list[Gap]:
        for place, proposal in enumerate(proposals):

            def again(changed: Proposal, place: int = place) -> Trial:
                key = place, changed.text
                if key not in known:
                    stacked = [*proposals[:place], changed, *proposals[place + 1 :]]
                    try:
                        compared = _compared(law, stacked, as_of, befores)
                        known[key] = Trial(*compared, answers.counting)
                    except InputError as error:
                        known[key] = error
                found = known[key]
                if isinstance(found, InputError):
                    raise found
                return found

            found = with_repairs(gaps, proposal, views.before, views.after, again)
            gaps = [new if new.repairs else old for new, old in zip(found, gaps, strict=True)]
        return [explained(gap, views) for gap in gaps]

    return repaired
