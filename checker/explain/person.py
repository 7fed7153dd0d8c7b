"""One record explained: each verdict with its reasons, what it may do, and what would turn it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from checker.conditions.tree import FALSE, TRUE, Condition, facts_of
from checker.conditions.words import Words
from checker.engine import Memory, Record, Verdict
from checker.explain.decisive import decisive
from checker.explain.may import entitlements, may_do, route_conditions
from checker.explain.model import (
    ALL,
    Explanation,
    PersonVerdict,
    RouteText,
    Turn,
    Why,
)
from checker.explain.said import Said
from checker.explain.trees import Teller
from checker.explain.turns import Change, turning
from checker.law.view import Law, LawView
from checker.one_record import OneByOne
from checker.quality import QualityShape, quality_shapes, shape_finding
from checker.records.facts import Column
from checker.reports.result import VERDICTS
from checker.terms import Text
from checker.verdicts.deadlines import deadline_facts, deadline_iri
from checker.verdicts.program import Program, Programs, compile_programs

NEGATIVE = frozenset({"breached", "unattainable"})
_ADDRESSED = Text("omfattet af reglen", "addressed by the norm")
_EXEMPT = Text("fritaget eller undtaget", "exempt or excepted")
_DUTY = Text("pligten er opfyldt", "the duty is met")
_IN_TIME = Text("det skete i tide", "it was done in time")
_PENDING = Text("fristen løber stadig", "the deadline is still running")
_TIMED = (_IN_TIME, _PENDING)
_REACH = Text("det nødvendige kan skaffes", "what it takes can be had")


@dataclass
class Explainer:
    """Explains records of one type by the law of one date; what it prepares serves all of them.

    Raises `InputError` where the law of the date cannot be read. One thread at a time.
    """

    view: LawView
    record_type: str = "person"

    @cached_property
    def programs(self) -> Programs:
        """The norms that give verdicts."""
        return compile_programs(self.view, self.record_type)

    @cached_property
    def _open(self) -> dict[str, Condition]:
        return entitlements(self.view, self.record_type)

    @cached_property
    def _shapes(self) -> dict[str, QualityShape]:
        return quality_shapes(self.view.law, self.record_type)[0]

    @cached_property
    def _records(self) -> OneByOne:
        programs, open_ = self.programs, self._open
        routes = route_conditions(self.view, self.record_type)
        read = {iri for c in (*open_.values(), *routes) for iri in facts_of(c)}
        read |= {iri for program in programs.programs.values() for iri in program.facts()}
        read |= {fact.iri for p in programs.programs.values() for fact in deadline_facts(p.norm)}
        good = {iri: shape.condition for iri, shape in self._shapes.items()}
        return OneByOne(Memory.compile(programs, [*open_.values(), *routes], read, good))

    @cached_property
    def _said(self) -> Said:
        return Said(self.view, self.record_type)

    @cached_property
    def _words(self) -> Words:
        return Words(self.view.law.graph, self.programs.facts)

    @cached_property
    def _hidden(self) -> frozenset[str]:
        facts = self.programs.facts.facts.values()
        return frozenset(fact.iri for fact in facts if isinstance(fact, Column) and fact.personal)

    def explain(
        self, record: Record, *, turns: bool = True, without: Collection[str] = ()
    ) -> Explanation:
        """Explain every verdict on one record, and list what it may do.

        Norms that columns cannot express are named in `notes`. Of verdicts `without` reasons no
        tree is made.
        """
        view, programs, records = self.view, self.programs, self._records
        seen = records.read(record)
        teller = Teller(self._words, seen.logic, seen.values, self._hidden)
        verdicts = {iri: records.verdict(seen, iri) for iri in programs.programs}
        turned: dict[str, tuple[Turn, ...]] = {}
        for iri, verdict in verdicts.items() if turns else ():
            if verdict.verdict in NEGATIVE:
                found = turning(records, seen, iri)
                turned[iri] = tuple(Turn(_told(change, teller), good) for change, good in found)
        return Explanation(
            as_of=view.as_of,
            record_type=self.record_type,
            verdicts=tuple(
                self._verdict(
                    program,
                    verdicts[iri],
                    teller,
                    turned.get(iri, ()),
                    verdicts[iri].verdict not in without,
                )
                for iri, program in programs.programs.items()
            ),
            may=tuple(may_do(view, self._open, teller, self._said)),
            quality=tuple(
                shape_finding(self._shapes[iri], 1)
                for iri in seen.flaws
                if _about(self._shapes[iri], record)
            ),
            notes=tuple(error.message for error in programs.refused.values()),
        )

    def _verdict(
        self,
        program: Program,
        verdict: Verdict,
        teller: Teller,
        turns: Iterable[Turn],
        reasons: bool,
    ) -> PersonVerdict:
        norm, texts = program.norm, self._said.norm(program.norm)
        columns = self.view.law.facts.columns
        routes: list[RouteText] = []
        if verdict.verdict in NEGATIVE | {"undetermined"}:
            for capability in norm.requires:
                routes += self._said.routes(capability, teller)
        why = _why(program, verdict, teller) if reasons else Why(norm.label, verdict.verdict)
        shown = decisive(why, teller.decided)
        return PersonVerdict(
            norm=norm.iri,
            provision=norm.provision,
            bearer=norm.bearer,
            title=norm.label,
            provision_label=texts.provision,
            bearer_label=texts.bearer,
            definition=norm.definition,
            link=texts.link,
            verdict=verdict.verdict,
            missing=verdict.missing,
            missing_labels=tuple(
                columns[n].label if n in columns else Text(n, n) for n in verdict.missing
            ),
            judgment=tuple(map(self._said.label, verdict.judgment)),
            why=why,
            shown=_without_routes(shown) if routes else shown,
            routes=tuple(routes),
            passages=texts.passages,
            turns=tuple(turns),
            note=norm.note,
        )


def explain_record(
    view: LawView, record: Record, record_type: str = "person", *, turns: bool = True
) -> Explanation:
    """Explain one record, once. Raises `InputError` where the law of the date cannot be read."""
    return Explainer(view, record_type).explain(record, turns=turns)


def _about(shape: QualityShape, record: Record) -> bool:
    """Whether a flaw is about something that was said: one record is given without an id."""
    return any(record.get(iri) is not None for iri in shape.reads)


def _why(program: Program, verdict: Verdict, teller: Teller) -> Why:
    """The conditions that were looked at, down to the one that decided."""
    steps: list[tuple[Condition, Text]] = [(program.addressed, _ADDRESSED)]
    decided = VERDICTS.index(verdict.verdict)
    if decided > 0 and program.exempt != FALSE:
        steps.append((program.exempt, _EXEMPT))
    if decided > 1:
        steps.append((program.duty, _DUTY))
        if program.in_time != TRUE:
            steps.append((program.in_time, _IN_TIME))
            if decided > 2:
                steps.append((program.pending, _PENDING))
    if decided > 3 and program.reach != TRUE:
        steps.append((program.reach, _REACH))
    children = tuple(
        Why(text, told.value, _due(program, teller) if text in _TIMED else (), (told,), ALL, True)
        for condition, text in steps
        for told in (teller.tell(condition),)
    )
    return Why(program.norm.label, verdict.verdict, (), children)


def _without_routes(shown: Why) -> Why:
    """What the routes say beside it need not be said twice."""
    return replace(
        shown,
        children=tuple(
            replace(step, children=()) if step.text == _REACH else step for step in shown.children
        ),
    )


def _due(program: Program, teller: Teller) -> tuple[tuple[Text, Text], ...]:
    """The last day of each deadline."""
    iris = [deadline_iri(program.norm, n, "due") for n in range(len(program.norm.deadlines))]
    return tuple((teller.words.name(i), teller.shown(i)) for i in iris if i in teller.values)


def _told(change: Change, teller: Teller) -> tuple[tuple[str, Text, Text], ...]:
    told = []
    for iri, value in change:
        fact = teller.words.facts[iri]
        name = fact.name if isinstance(fact, Column) else iri
        told.append((name, fact.label, teller.words.value(fact, value)))
    return tuple(told)


def explain_person(
    pairs: Iterable[str],
    *,
    as_of: date,
    law: Law,
    record_type: str = "person",
    turns: bool = True,
) -> Explanation:
    """Explain one record given as `KEY=VALUE` pairs (canonical column names).

    Raises `InputError` for an unknown key, an unreadable value, or a date without law.
    """
    from checker.records.single import read_pairs

    record = read_pairs(pairs, law.facts, record_type)
    return explain_record(law.at(as_of), record, record_type, turns=turns)
