"""Deadlines of norms as values, read from the graph."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace
from rdflib import XSD, Graph
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, RECORD, relative, short
from lovgraf.facts.calendar_reader import calendar_of
from lovgraf.facts.closed_days import Calendar
from lovgraf.facts.operators.bank_days_between import BankDaysBetween
from lovgraf.facts.period import Period
from lovgraf.law.deadline_rules import Closing, DeadlineRules
from lovgraf.law.provisions import provision_label
from lovgraf.law.time import key_provision
from lovgraf.law.unclear_norm import UnclearNorm


class Deadline(Struct, frozen=True):
    """By when: a period after the latest trigger; `performed_on` is the date it was done.

    `at_least` turns it into a shortest time; `no_day` says that the law says at once, or names no
    time, so that no day is told. A duty before an event has the event as its trigger; its period is
    counted backwards. `closing` is how general law counts it, `calendar` the closed
    days that bank days leave out. All facts are IRIs.
    """

    triggers: tuple[str, ...]
    period: Period
    performed_on: str | None = None
    at_least: bool = False
    before_event: bool = False
    no_day: bool = False
    closing: Closing | None = None
    calendar: Calendar | None = None

    @property
    def kind(self) -> str:
        """Its kind (a `core:PeriodKind`, by IRI)."""
        if self.before_event:
            return str(CORE.BeforeEvent)
        if self.at_least:
            return str(CORE.ShortestTime)
        if self.period.bank_days:
            return str(CORE.BankDaysAfter)
        if self.period.months:
            return str(CORE.MonthsAfter)
        return str(CORE.DaysAfter if self.period.days else CORE.AtOnce)

    @property
    def open_point(self) -> str | None:
        """The judgment fact (IRI) on which it turns how it is counted, where that is disputed."""
        return self.closing.open_point if self.closing else None


def deadline_of(
    graph: Graph,
    norm: Node,
    node: Node,
    rules: DeadlineRules,
    bearer: str,
    provisions: tuple[str, ...],
) -> Deadline:
    """A deadline of a norm with how it is counted: by the rule that it names, else by that of
    general law for its bearer and provisions (IRIs). Raises `UnclearNorm` where it cannot be
    counted as it stands."""
    deadline = _Statements(graph, norm, node).deadline()
    own = graph.value(node, CORE.countedBy)
    if own is not None:
        closing: Closing | None = rules.named(str(own))
    else:
        closing = rules.of(deadline.kind, bearer, provisions)
    calendar = _bank_days(graph) if deadline.period.bank_days else None
    return replace(deadline, closing=closing, calendar=calendar)


def _bank_days(graph: Graph) -> Calendar:
    """The closed days that bank days leave out."""
    banks = graph.value(RECORD[BankDaysBetween.name], RECORD.calendar)
    if banks is None:
        raise InputError(
            "En frist er i bankdage, men grafen har ingen kalender for dem.",
            "A deadline is in bank days, but the graph has no calendar for them.",
        )
    return calendar_of(graph, banks)


class _Statements(Struct, frozen=True):
    """What the graph states of a deadline (`node`) of a norm."""

    graph: Graph
    norm: Node
    node: Node

    def deadline(self) -> Deadline:
        """The deadline, but for how it is counted."""
        event, performed = self._one(CORE.beforeEvent), self._one(CORE.performedOn)
        triggers = self._triggers(event)
        self._must_be_dates(*triggers, performed)
        length = self._one(CORE.period), self._one(CORE.bankDays)
        period = self._period(*length, may_lack=event is not None or self._kept())
        bound = self._bound()
        return Deadline(
            triggers=tuple(map(str, triggers)),
            period=period,
            performed_on=str(performed) if performed is not None else None,
            at_least=bound == CORE.AtLeast,
            before_event=event is not None,
            no_day=(self.node, CORE.noDayNamed, RdfLiteral(True)) in self.graph,
        )

    def _one(self, predicate: Node) -> Node | None:
        values = sorted(self.graph.objects(self.node, predicate), key=str)
        if len(values) > 1:
            what = f"core:{short(str(predicate))}"
            raise self._refused(
                f"{what} står der mere end én gang.", f"{what} is there more than once."
            )
        return values[0] if values else None

    def _triggers(self, event: Node | None) -> list[Node]:
        """From what it is counted: the triggers, or the event that it lies before."""
        triggers = sorted(self.graph.objects(self.node, CORE.trigger), key=str)
        if (event is None) is (not triggers):
            raise self._refused(
                "angiv enten core:trigger eller core:beforeEvent.",
                "give either core:trigger or core:beforeEvent.",
            )
        return triggers if event is None else [event]

    def _must_be_dates(self, *facts: Node | None) -> None:
        for fact in facts:
            if fact is not None and self.graph.value(fact, RECORD.datatype) != XSD.date:
                what = short(str(fact))
                raise self._refused(
                    f"{what} er ikke en dato. Vælg en kendsgerning, der er en (record:datatype "
                    "xsd:date).",
                    f"{what} is not a date. Choose a fact that is one (record:datatype xsd:date).",
                )

    def _kept(self) -> bool:
        """Whether the norm itself says how long something is kept."""
        stated = (CORE.keptAtLeast, CORE.keptAtMost)
        return any((self.norm, predicate, None) in self.graph for predicate in stated)

    def _period(self, duration: Node | None, bank_days: Node | None, may_lack: bool) -> Period:
        """The length, which is never negative; it `may_lack` one before an event, and where the
        norm itself says how long something is kept."""
        if (duration is None) is (bank_days is None) and not (may_lack and duration is None):
            raise self._refused(
                "angiv netop én længde: core:period eller core:bankDays.",
                "give exactly one length: core:period or core:bankDays.",
            )
        try:
            if bank_days is not None:
                found = Period(bank_days=int(str(bank_days)))
            else:
                found = Period.parse(str(duration)) if duration is not None else Period()
        except InputError as error:
            raise self._refused(error.message.da, error.message.en) from None
        except ValueError:
            raise self._refused(
                f"{bank_days} er ikke et antal bankdage.", f"{bank_days} is no number of bank days."
            ) from None
        if min(found.months, found.days, found.bank_days) < 0:
            length = duration if bank_days is None else bank_days
            raise self._refused(
                f"længden {length} er negativ. En frist før en begivenhed angives med "
                "core:beforeEvent.",
                f"the length {length} is negative. A deadline before an event is given with "
                "core:beforeEvent.",
            )
        return found

    def _bound(self) -> Node | None:
        bound = self._one(CORE.bound)
        if bound not in (None, CORE.AtLeast, CORE.AtMost):
            what = short(str(bound))
            raise self._refused(
                f"core:bound er core:AtMost eller core:AtLeast, ikke {what}.",
                f"core:bound is core:AtMost or core:AtLeast, not {what}.",
            )
        return bound

    def _refused(self, da: str, en: str) -> UnclearNorm:
        name = relative(str(self.norm))
        place = provision_label(self.graph, str(key_provision(self.graph, self.norm) or self.norm))
        return UnclearNorm(
            f"Fristen i normen {name} ({place.da}) kan ikke regnes: {da}",
            f"The deadline of the norm {name} ({place.en}) cannot be counted: {en}",
            norm=str(self.norm),
            code="no-deadline",
        )
