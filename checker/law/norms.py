"""Norms and deadlines as values, read from the graph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from typing import Literal

from rdflib import DCTERMS, RDF, RDFS, XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.cache import Kept
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, ELI, RECORD, Text, label, relative, short, text_of
from lovgraf.facts.calendar_reader import calendar_of
from lovgraf.facts.closed_days import Calendar
from lovgraf.facts.operators.bank_days_between import BankDaysBetween
from lovgraf.facts.period import Period
from lovgraf.law.time import Interval, interval, key_provision, way_up

# General law on how deadlines are counted (`core:DeadlineRule`), and which is for a deadline.
#
# A rule is bound to deadlines by their kind, by whom they bind and by the law they rest on. Where
# it is read in two ways, the days between the two are for the courts: `Closing` has both
# calendars.


@dataclass(frozen=True)
class Closing:
    """How a deadline is counted: the rule (IRI), the days by which the event's own day counts, and
    the closed days that its last day moves past.

    `certain` are those that every reading of the rule names, `possible` those that some reading
    does (None: none at all), each with the sources of that reading. Where the readings differ,
    `open_point` is the judgment fact (IRI) that is true if the widest holds.
    """

    rule: str
    certain: Calendar | None = None
    possible: Calendar | None = None
    open_point: str | None = None
    earlier: timedelta = timedelta(0)
    certain_by: Text | None = None
    possible_by: Text | None = None


@dataclass(frozen=True)
class DeadlineRule:
    """A rule, and what it is for: kinds of deadline, bearers, classes of sources (IRIs)."""

    closing: Closing
    kinds: frozenset[str]
    bearers: frozenset[str]
    law_from: frozenset[str]
    precedes: frozenset[str]


class DeadlineRules:
    """The rules of a graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        nodes = sorted(graph.subjects(RDF.type, CORE.DeadlineRule), key=str)
        self.rules = [_rule(graph, node) for node in nodes]
        self._kinds: dict[Node, frozenset[str]] = {}

    def of(self, kind: str, bearer: str, provisions: Iterable[str]) -> Closing | None:
        """The rule for a kind of deadline (IRI), by bearer and provisions (IRIs); None where there
        is none. Raises `InputError` where several would apply and none goes before the others."""
        found = self.applying(kind, bearer, provisions)
        if len(found) > 1:
            names = ", ".join(short(rule.closing.rule) for rule in found)
            raise InputError(
                f"Flere fristregler gælder for samme frist, og ingen går forud: {names}. Angiv "
                f"core:precedes.",
                f"Several deadline rules are for the same deadline, and none goes before the "
                f"others: {names}. Give core:precedes.",
            )
        return found[0].closing if found else None

    def applying(self, kind: str, bearer: str, provisions: Iterable[str]) -> list[DeadlineRule]:
        """The rules for a deadline that no other of them goes before."""
        bearers, sources = self._all_kinds(URIRef(bearer)), self._sources(provisions)
        found = [
            rule
            for rule in self.rules
            if kind in rule.kinds
            and (not rule.bearers or rule.bearers & bearers)
            and (not rule.law_from or rule.law_from & sources)
        ]
        after = frozenset().union(*(rule.precedes for rule in found))
        return [rule for rule in found if rule.closing.rule not in after]

    def named(self, iri: str) -> Closing:
        """A rule by IRI, for a deadline that names its own."""
        for rule in self.rules:
            if rule.closing.rule == iri:
                return rule.closing
        raise InputError(
            f"Fristreglen {short(iri)} findes ikke i grafen.",
            f"There is no deadline rule {short(iri)} in the graph.",
        )

    def _all_kinds(self, node: Node) -> frozenset[str]:
        """A resource with its classes, and theirs."""
        if node not in self._kinds:
            found = [node, *self._graph.objects(node, RDF.type)]
            for one in found:
                above = self._graph.objects(one, RDFS.subClassOf)
                found += [other for other in above if other not in found]
            self._kinds[node] = frozenset(map(str, found))
        return self._kinds[node]

    def _sources(self, provisions: Iterable[str]) -> frozenset[str]:
        """The classes of what provisions and the acts above them are, or implement."""
        found: list[Node] = [URIRef(iri) for iri in provisions]
        for one in found:
            above = [*self._graph.objects(one, ELI.is_part_of)]
            above += self._graph.objects(one, CORE.implements)
            found += [other for other in above if other not in found]
        return frozenset().union(*map(self._all_kinds, found))


def _rule(graph: Graph, node: Node) -> DeadlineRule:
    def many(predicate: Node) -> frozenset[str]:
        return frozenset(map(str, graph.objects(node, predicate)))

    readings = [
        (None if past is None else calendar_of(graph, past), _sources_of(graph, reading))
        for reading in graph.objects(node, CORE.reading)
        for past in [graph.value(reading, CORE.movesPast)]
    ]
    open_point = graph.value(node, CORE.openPoint)
    (certain, certain_by), (possible, possible_by) = _ordered(
        node, readings, open_point is not None
    )
    if possible and str(CORE.BankDaysAfter) in many(CORE.periodKind):
        raise InputError(
            f"Fristreglen {short(str(node))} rykker frister i bankdage, som aldrig ender på en "
            f"lukkedag. Giv dem en regel uden core:movesPast.",
            f"The deadline rule {short(str(node))} moves deadlines in bank days, which never end "
            f"on a closed day. Give them a rule without core:movesPast.",
        )
    closing = Closing(
        rule=str(node),
        certain=certain,
        possible=possible,
        open_point=str(open_point) if open_point else None,
        earlier=timedelta(days=graph.value(node, CORE.firstDay) == CORE.DayOfEvent),
        certain_by=certain_by,
        possible_by=possible_by,
    )
    return DeadlineRule(
        closing,
        many(CORE.periodKind),
        many(CORE.forBearer),
        many(CORE.forLawFrom),
        many(CORE.precedes),
    )


def _sources_of(graph: Graph, reading: Node) -> Text | None:
    """The sources of a reading, each with the act that it is part of."""
    found: list[Text] = []
    for source in sorted(graph.objects(reading, DCTERMS.source), key=str):
        text, above = label(graph, source), graph.value(source, ELI.is_part_of)
        while above is not None:
            whole = label(graph, above)
            text = Text(f"{whole.da}, {text.da}", f"{whole.en}, {text.en}")
            above = graph.value(above, ELI.is_part_of)
        found.append(text)
    if not found:
        return None
    return Text("; ".join(one.da for one in found), "; ".join(one.en for one in found))


_Reading = tuple[Calendar | None, Text | None]


def _ordered(node: Node, readings: list[_Reading], disputed: bool) -> tuple[_Reading, _Reading]:
    """The narrowest and the widest reading."""
    narrow = [one for one in readings if all(_within(one[0], other[0]) for other in readings)]
    wide = [one for one in readings if all(_within(other[0], one[0]) for other in readings)]
    if len(readings) != 1 + disputed or not narrow or not wide:
        name = short(str(node))
        raise InputError(
            f"Fristreglen {name} skal have én læsning, eller to sammen med core:openPoint, hvor "
            f"den enes lukkedage også er den andens.",
            f"The deadline rule {name} must have one reading, or two together with core:openPoint "
            f"where the closed days of one are also those of the other.",
        )
    return narrow[0], wide[0]


def _within(one: Calendar | None, other: Calendar | None) -> bool:
    return one is None or (other is not None and other.includes(one))


KINDS = (
    "Obligation", "BestEffortObligation", "Prohibition", "Permission", "Right", "Exemption",
    "Power", "CompetenceLimit", "ConstitutiveRule", "UncheckedObligation", "UncheckedProhibition",
)  # fmt: skip
JUDGED = frozenset({"Obligation", "BestEffortObligation", "Prohibition"})
"""The kinds of norm that give verdicts."""


@dataclass(frozen=True, slots=True)
class Deadline(Kept):
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
    closing: Closing | None = field(default=None, repr=False)
    calendar: Calendar | None = field(default=None, repr=False)

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


@dataclass(frozen=True)
class Norm:
    """One norm in one version; IRIs where not said otherwise.

    `kind` is the local name of its class, `record_type` a notation, `in_force` the interval. Those
    lifted by a norm that `lifts_after_end` stay lifted once it has ended.
    """

    iri: str
    kind: str
    provision: str
    provisions: tuple[str, ...]
    record_type: str
    bearer: str
    label: Text
    definition: Text | None
    addressee: str | None
    duty: str | None
    deadlines: tuple[Deadline, ...]
    requires: tuple[str, ...]
    exempts: tuple[str, ...]
    overrides: tuple[str, ...]
    eligible: str | None
    granted: str | None
    discretionary: bool
    authority: str | None
    passages: tuple[str, ...]
    note: Text | None
    in_force: Interval
    lifts_after_end: bool = False

    @property
    def other_bearer(self) -> str | None:
        """Who is bound (an IRI), where that is not the subject of the record."""
        return None if self.bearer == str(CORE.Subject) else self.bearer

    @property
    def holders(self) -> frozenset[str]:
        """Whose power it is (IRIs): the competent authority and the bearer, as far as stated."""
        return frozenset({self.authority, self.bearer}) - {None, str(CORE.Subject)}  # type: ignore[return-value]

    @property
    def judged(self) -> bool:
        """Whether the norm gives verdicts."""
        return self.kind in JUDGED


def read_norms(
    graph: Graph,
    record_types: dict[str, str],
    usual: str,
    left_out: list[UnclearNorm] | None = None,
) -> dict[str, Norm]:
    """Every norm of the graph by IRI, in order of IRI; see `norm_of`.

    Raises `UnclearNorm` for a norm that is not clear; with `left_out` such norms go there.
    """
    found: dict[str, Norm] = {}
    rules = DeadlineRules(graph)
    for kind in KINDS:
        for subject in graph.subjects(RDF.type, CORE[kind]):
            try:
                found[str(subject)] = norm_of(graph, subject, kind, record_types, usual, rules)
            except UnclearNorm as error:
                if left_out is None:
                    raise
                left_out.append(error)
    return dict(sorted(found.items(), key=lambda item: natural(item[0])))


@lru_cache(1 << 14)
def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A sort key that puts section 10 after section 9; the norms are sorted again and again."""
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part)
        for part in re.split(r"(\d+)", text)
        if part
    )


def norm_of(
    graph: Graph,
    subject: Node,
    kind: str,
    record_types: dict[str, str],
    usual: str,
    rules: DeadlineRules,
) -> Norm:
    """One norm of a kind; `record_types` are the notations of the types of record by IRI, `usual`
    is that of a norm which names none, `rules` say how its deadlines are counted."""
    stated: dict[Node, list[Node]] = {}
    for predicate, value in graph.predicate_objects(subject):
        stated.setdefault(predicate, []).append(value)

    def one(predicate: Node) -> str | None:
        values = stated.get(predicate, [])
        if len(values) > 1:
            raise _several(subject, predicate, values)
        return str(values[0]) if values else None

    def many(predicate: Node) -> tuple[str, ...]:
        return tuple(sorted(map(str, stated.get(predicate, ()))))

    bearer, provisions = one(CORE.bearer) or str(CORE.Subject), many(CORE.provision)
    deadlines = [
        _counted(graph, d, _deadline(graph, subject, d), rules, bearer, provisions)
        for d in stated.get(CORE.deadline, ())
    ]
    return Norm(
        iri=str(subject),
        kind=kind,
        provision=str(key_provision(graph, subject) or ""),
        provisions=provisions,
        record_type=record_types.get(one(CORE.recordType) or "", usual),
        bearer=bearer,
        label=label(graph, subject),
        definition=text_of(graph, subject, SKOS.definition),
        addressee=one(CORE.addressee),
        duty=one(CORE.duty),
        deadlines=tuple(sorted(deadlines, key=repr)),
        requires=many(CORE.requires),
        exempts=many(CORE.exempts),
        overrides=many(CORE.overrides),
        eligible=one(CORE.eligible),
        granted=one(CORE.granted),
        discretionary=RdfLiteral(True) in stated.get(CORE.discretionary, ()),
        authority=one(CORE.competentAuthority),
        passages=many(CORE.reportPassage),
        note=text_of(graph, subject, CORE.note),
        in_force=interval(graph, subject),
        lifts_after_end=RdfLiteral(True) in stated.get(CORE.liftsAfterEnd, ()),
    )


class UnclearNorm(InputError):
    """A norm (IRI) that cannot be read: it states twice what it can have but one of, or has a
    deadline that is none; `code` says which."""

    norm: str
    code: Literal["stated-twice", "no-deadline"] = "stated-twice"


def _several(norm: Node, predicate: Node, values: list[Node]) -> UnclearNorm:
    what, which = short(str(predicate)), ", ".join(sorted(relative(str(value)) for value in values))
    name = relative(str(norm))
    error = UnclearNorm(
        f"Normen {name} angiver {what} mere end én gang ({which}). Angiv én; skal "
        "noget gælde for flere, skriv en norm for hver, eller en klasse, der omfatter dem.",
        f"The norm {name} gives {what} more than once ({which}). Give one; what holds "
        "for several takes a norm for each, or a class that takes them all in.",
    )
    error.norm = str(norm)
    return error


def _deadline(graph: Graph, norm: Node, node: Node) -> Deadline:
    """A deadline of a norm. Raises `UnclearNorm` where it cannot be counted as it stands."""

    def refused(da: str, en: str) -> UnclearNorm:
        name = relative(str(norm))
        place = provision_label(graph, str(key_provision(graph, norm) or norm))
        error = UnclearNorm(
            f"Fristen i normen {name} ({place.da}) kan ikke regnes: {da}",
            f"The deadline of the norm {name} ({place.en}) cannot be counted: {en}",
        )
        error.norm, error.code = str(norm), "no-deadline"
        return error

    def one(predicate: Node) -> Node | None:
        values = sorted(graph.objects(node, predicate), key=str)
        if len(values) > 1:
            what = f"core:{short(str(predicate))}"
            raise refused(f"{what} står der mere end én gang.", f"{what} is there more than once.")
        return values[0] if values else None

    event, performed = one(CORE.beforeEvent), one(CORE.performedOn)
    triggers = sorted(graph.objects(node, CORE.trigger), key=str)
    if (event is None) is (not triggers):
        raise refused(
            "angiv enten core:trigger eller core:beforeEvent.",
            "give either core:trigger or core:beforeEvent.",
        )
    for fact in (*triggers, event, performed):
        if fact is not None and graph.value(fact, RECORD.datatype) != XSD.date:
            what = short(str(fact))
            raise refused(
                f"{what} er ikke en dato. Vælg en kendsgerning, der er en (record:datatype "
                "xsd:date).",
                f"{what} is not a date. Choose a fact that is one (record:datatype xsd:date).",
            )
    kept = any((norm, p, None) in graph for p in (CORE.keptAtLeast, CORE.keptAtMost))
    period = _period(one(CORE.period), one(CORE.bankDays), event is not None or kept, refused)
    if (bound := one(CORE.bound)) not in (None, CORE.AtLeast, CORE.AtMost):
        what = short(str(bound))
        raise refused(
            f"core:bound er core:AtMost eller core:AtLeast, ikke {what}.",
            f"core:bound is core:AtMost or core:AtLeast, not {what}.",
        )
    return Deadline(
        triggers=tuple(map(str, triggers if event is None else (event,))),
        period=period,
        performed_on=str(performed) if performed is not None else None,
        at_least=bound == CORE.AtLeast,
        before_event=event is not None,
        no_day=(node, CORE.noDayNamed, RdfLiteral(True)) in graph,
    )


def _period(
    duration: Node | None,
    bank_days: Node | None,
    may_lack: bool,
    refused: Callable[[str, str], UnclearNorm],
) -> Period:
    """The length of a deadline, which is never negative; it `may_lack` one before an event, and
    where the norm itself says how long something is kept."""
    if (duration is None) is (bank_days is None) and not (may_lack and duration is None):
        raise refused(
            "angiv netop én længde: core:period eller core:bankDays.",
            "give exactly one length: core:period or core:bankDays.",
        )
    try:
        if bank_days is not None:
            found = Period(bank_days=int(str(bank_days)))
        else:
            found = Period.parse(str(duration)) if duration is not None else Period()
    except InputError as error:
        raise refused(error.message.da, error.message.en) from None
    except ValueError:
        raise refused(
            f"{bank_days} er ikke et antal bankdage.", f"{bank_days} is no number of bank days."
        ) from None
    if min(found.months, found.days, found.bank_days) < 0:
        length = duration if bank_days is None else bank_days
        raise refused(
            f"længden {length} er negativ. En frist før en begivenhed angives med "
            "core:beforeEvent.",
            f"the length {length} is negative. A deadline before an event is given with "
            "core:beforeEvent.",
        )
    return found


def _counted(
    graph: Graph,
    node: Node,
    deadline: Deadline,
    rules: DeadlineRules,
    bearer: str,
    provisions: tuple[str, ...],
) -> Deadline:
    """A deadline with how it is counted: by the rule that it names, else by that of general law."""
    own = graph.value(node, CORE.countedBy)
    if own is not None:
        closing: Closing | None = rules.named(str(own))
    else:
        closing = rules.of(deadline.kind, bearer, provisions)
    calendar = None
    if deadline.period.bank_days:
        banks = graph.value(RECORD[BankDaysBetween.name], RECORD.calendar)
        if banks is None:
            raise InputError(
                "En frist er i bankdage, men grafen har ingen kalender for dem.",
                "A deadline is in bank days, but the graph has no calendar for them.",
            )
        calendar = calendar_of(graph, banks)
    return replace(deadline, closing=closing, calendar=calendar)


def act_of(graph: Graph, provision: str) -> str:
    """The act that a provision belongs to, or that it is (IRIs)."""
    node: Node = URIRef(provision)
    while (above := graph.value(node, ELI.is_part_of)) is not None:
        node = above
    return str(node)


def provision_label(graph: Graph, provision: str) -> Text:
    """The label of a provision with the act it belongs to ("lov nr. 528 af 11.6.2012, § 3"), or
    with the amending act that inserted it ("pensionslovens § 14 d (indsat ved lov nr. 742 ...)").
    """
    own, act = label(graph, URIRef(provision)), act_of(graph, provision)
    if act == provision:
        return own
    whole = text_of(graph, URIRef(act), RDFS.label) or Text(short(act), short(act))
    if any((step, CORE.insertedInto, None) in graph for step in way_up(graph, URIRef(provision))):
        return Text(f"{own.da} (indsat ved {whole.da})", f"{own.en} (inserted by {whole.en})")
    return Text(f"{whole.da}, {own.da}", f"{whole.en}, {own.en}")


def official_link(graph: Graph, provision: str) -> str | None:
    """The address of the official text of the act that a provision belongs to."""
    node: Node | None = URIRef(provision)
    while node is not None:
        for address in sorted(map(str, graph.objects(node, RDFS.seeAlso))):
            if address.startswith(("https://", "http://")):
                return address
        node = graph.value(node, ELI.is_part_of)
    return None
