"""Whoever has a duty already gets less time for it, or more is asked (`stricter`).

A shorter deadline takes time from everybody who has the duty, on whatever day it begins to run for
them. Time that is running on the day of commencement is cut short besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace
from rdflib import URIRef

from lovgraf.conditions.tree import Condition, Not, all_of, any_of
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Text, label
from lovgraf.core.written import date_text, filled, list_text
from lovgraf.law.deadline_words import deadlines_said
from lovgraf.law.deadlines import Deadline
from lovgraf.law.norms import Norm
from lovgraf.proposals.changed_duty import ChangedDuty, quoted
from lovgraf.proposals.edits import Edit, new_graph, who_is_reached, with_measure
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import GapKind, Statement, ToRepair
from lovgraf.proposals.inquiry import Answer
from lovgraf.proposals.phrase import in_words
from lovgraf.proposals.statements import with_descriptions
from lovgraf.verdicts.program import Program

_DEADLINE, _DUTY, _TRANSITION = map(str, (CORE.deadline, CORE.duty, CORE.TransitionMeasure))
_LATE = Text(
    "for sent på den efter den nye frist og ikke efter den hidtidige",
    "late by the new deadline and not by that of before",
)
_UNTOLD = Text("ikke fundet: der er for mange slags", "not found: there are too many kinds")
_KEEP = {
    _DEADLINE: Text("Behold fristen i »{norm}«.", 'Keep the deadline of "{norm}".'),
    _DUTY: Text("Behold det, som »{norm}« kræver.", 'Keep what "{norm}" asks.'),
}


class Stricter(GapKind):
    """Less time, or more to do, for those who had a duty before."""

    code = "stricter"
    burdens = True

    def of_change(self, changed: ChangedDuty) -> Iterator[Gap]:
        """What the change of a duty takes from those who had it."""
        for old in changed.predecessors:
            bound = [changed.new.addressed, old.addressed]
            unless: list[Condition] = [Not(changed.new.exempt), Not(old.exempt)]
            if old.norm.deadlines != changed.norm.deadlines:
                try:
                    yield from self._less_time(changed, old, bound, unless)
                except InputError as error:
                    yield from self._of_too_many(changed, old.norm, error)
            if old.norm.duty != changed.norm.duty:
                struck = [*bound, old.duty, Not(changed.new.duty)]
                found = changed.cache.ask(changed.inquiry(struck, (), unless))
                if found.cells:
                    statement = self._in_words(changed, "more-asked", [*struck, *unless])
                    yield changed.gap(*statement, found, within=unless, about=[_DUTY])
            if (old.norm.kind, changed.norm.kind) == ("BestEffortObligation", "Obligation"):
                struck = [*bound, Not(changed.new.met), Not(changed.new.pending)]
                found = changed.cache.ask(changed.inquiry(struck, (), unless))
                if found.cells:
                    statement = self._in_words(changed, "binding", [*struck, *unless])
                    yield changed.gap(*statement, found, within=unless)
            yield from self._punished(changed, old)

    def _punished(self, changed: ChangedDuty, old: Program) -> Iterator[Gap]:
        """What can follow from a breach now, and could not before."""
        after, before = changed.views.graph, changed.views.before.law.graph
        new = set(after.objects(URIRef(changed.norm.iri), CORE.sanction))
        was = set(before.objects(URIRef(old.norm.iri), CORE.sanction))
        if not new - was:
            return
        yield changed.gap_of_nobody(
            *self.statement(
                "sanction",
                duty=changed.norm.label,
                day=date_text(changed.since),
                sanctions=quoted([label(after, one) for one in sorted(new - was, key=str)]),
            )
        )

    def _less_time(
        self, changed: ChangedDuty, old: Program, bound: list[Condition], unless: list[Condition]
    ) -> Iterator[Gap]:
        """Of those who have the duty before and after: who is late now, and was not."""
        new = changed.new
        late = [*bound, new.duty, old.met, Not(new.met)]
        running = [*bound, old.pending, Not(new.pending), Not(new.met)]
        shown = [changed.cache.ask(changed.inquiry(one, (), unless)) for one in (late, running)]
        one = next((found for found in shown if found.cells), None)
        if one is None:
            return
        struck = (
            bound
            if _same_start(old.norm, changed.norm)
            else [*bound, any_of(all_of(*late), all_of(*running))]
        )
        everyone = changed.cache.ask(changed.inquiry(struck, (), unless))
        groups = changed.groups_among([*struck, *unless])
        statement = self._statement(changed, old.norm, groups)
        found = replace(everyone, witness=one.witness, verdict=one.verdict)
        days = [day for n in (old.norm, changed.norm) for d in n.deadlines for day in _days(d)]
        about = list(dict.fromkeys([_DEADLINE, *days]))
        yield changed.gap(*statement, found, within=unless, about=about)
        if shown[1].cells:
            yield self._running(changed, shown[1], unless)

    def _of_too_many(self, changed: ChangedDuty, old: Norm, error: InputError) -> Iterator[Gap]:
        """What is certain of all who have the duty, where there are too many kinds to go through;
        raises the error where nothing is."""
        if shorter(changed.norm, old):
            return
        if not shorter(old, changed.norm):
            raise error
        yield changed.gap_of_nobody(*self._statement(changed, old, _UNTOLD))
        yield changed.gap_of_nobody(*self._cut_short(changed), about=[_TRANSITION])

    def _statement(self, changed: ChangedDuty, old: Norm, groups: Text) -> Statement:
        """That there is less time."""
        return self.statement(
            "less-time",
            duty=changed.norm.label,
            old=_said(changed, old),
            day=date_text(changed.since),
            new=_said(changed, changed.norm),
            groups=groups,
        )

    def _running(self, changed: ChangedDuty, found: Answer, unless: list[Condition]) -> Gap:
        """Whose time is cut short that runs on the day."""
        gap = changed.gap(*self._cut_short(changed), found, within=unless, about=[_TRANSITION])
        # The days that two deadlines take the same names; what counts is that one has run out.
        who = in_words(changed.new.addressed, changed.words)
        return replace(gap, who_words=Text(f"{who.da}; {_LATE.da}", f"{who.en}; {_LATE.en}"))

    def _cut_short(self, changed: ChangedDuty) -> Statement:
        """That time which runs on the day is cut short, with a transition or without."""
        measures = (one for p in changed.views.overlay.proposals for one in p.measures)
        eased = any(one.kind == "TransitionMeasure" for one in measures)
        return self.statement(
            "running-with-transition" if eased else "running",
            duty=changed.norm.label,
            day=date_text(changed.since),
        )

    def _in_words(self, changed: ChangedDuty, wording: str, struck: list[Condition]) -> Statement:
        """The wordings that name the day and the groups alone."""
        return self.statement(
            wording,
            duty=changed.norm.label,
            day=date_text(changed.since),
            groups=changed.groups_among(struck),
        )

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Keep what the norm in whose place it comes says; give running time a transition."""
        norm = case.own
        if norm is None:
            return
        for about in case.gap.about:
            if about == _TRANSITION:
                what = Text(
                    "Lad den hidtidige frist gælde for det, der er begyndt før: en "
                    "overgangsordning.",
                    "Let the deadline of before hold for what began before: a transition.",
                )
                reached = who_is_reached(case.proposal, [norm])
                yield with_measure(case.proposal, CORE.TransitionMeasure, (), reached, what)
            elif about in _KEEP and any(new == norm.iri for new, _ in case.proposal.replaces):
                yield _as_before(case, norm, about)


def _as_before(case: ToRepair, norm: Norm, predicate: str) -> Edit:
    """A changed norm without what it says anew by a property."""
    own, removed = case.proposal.graph, new_graph()
    for value in list(own.objects(URIRef(norm.iri), URIRef(predicate))):
        removed.add((URIRef(norm.iri), URIRef(predicate), value))
        for node in with_descriptions(own, [value]) if not isinstance(value, URIRef) else ():
            for triple in own.triples((node, None, None)):
                removed.add(triple)
    return Edit(filled(_KEEP[predicate], norm=norm.label), new_graph(), removed)


def shorter(old: Norm, new: Norm) -> bool:
    """Whether it shows in two norms that the newer gives less time, to all who have both: one
    deadline each, counted from the same, which ends sooner whatever its kind."""
    if len(old.deadlines) != 1 or len(new.deadlines) != 1:
        return False
    (was,), (now,) = old.deadlines, new.deadlines
    if was.at_least or now.at_least:
        return False
    if (was.triggers, was.performed_on) != (now.triggers, now.performed_on):
        return False
    if now.closing != was.closing and not _ends_itself(now, was):
        return False  # a closed day may move its end past that of before
    if any(one.before_event and one.period.bank_days for one in (was, now)):
        return False
    lengths = list(zip(_units(now), _units(was), strict=True))
    if all(a <= b for a, b in lengths):
        return any(a < b for a, b in lengths)
    longest, shortest = _days_at_most(now), _days_at_least(was)
    return longest is not None and shortest is not None and longest < shortest


def _ends_itself(now: Deadline, was: Deadline) -> bool:
    """Whether no closed day moves the end of a deadline, nor its first day that of another."""
    rule, counted = now.closing, was.closing.earlier if was.closing else timedelta(0)
    if rule is None:
        return not counted
    return rule.certain is None and rule.possible is None and rule.earlier >= counted


def _units(deadline: Deadline) -> tuple[int, int, int]:
    """How many months, days and bank days after what starts it a deadline ends; before: less than
    none."""
    sign, period = -1 if deadline.before_event else 1, deadline.period
    return sign * period.months, sign * period.days, sign * period.bank_days


def _days_at_most(deadline: Deadline) -> int | None:
    """How many days after what starts it a deadline ends at most; None where none is certain."""
    months, days, bank_days = _units(deadline)
    return None if bank_days else months * (31 if months > 0 else 28) + days


def _days_at_least(deadline: Deadline) -> int | None:
    """How many days after what starts it a deadline ends at least; None where none is certain."""
    months, days, bank_days = _units(deadline)
    return None if bank_days else months * (28 if months > 0 else 31) + days


def _same_start(old: Norm, new: Norm) -> bool:
    """Whether two norms' deadlines begin to run with the same, so that all who have both have
    less time, or none."""
    starts = [[(d.triggers, d.before_event) for d in norm.deadlines] for norm in (old, new)]
    return starts[0] == starts[1]


def _days(deadline: Deadline) -> Iterator[str]:
    """The facts (IRIs) that a deadline reads."""
    yield from deadline.triggers
    if deadline.performed_on:
        yield deadline.performed_on


def _said(changed: ChangedDuty, norm: Norm) -> Text:
    """The deadlines of a norm in words."""
    found = deadlines_said(norm, changed.views.graph)
    return list_text(found, Text("og", "and")) if found else Text("ingen frist", "no deadline")
