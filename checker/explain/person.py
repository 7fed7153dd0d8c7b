"""One record explained: each verdict with its reasons, what it may do, and what would turn it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from lovgraf.check.contradictions import denied
from lovgraf.check.quality import quality_shapes, shape_finding
from lovgraf.check.quality_shape import QualityShape
from lovgraf.conditions.tree import Condition, facts_of
from lovgraf.conditions.words import Words
from lovgraf.core.result import VERDICTS, QualityFinding, presumed
from lovgraf.core.terms import Text
from lovgraf.core.written import list_text
from lovgraf.engine.in_memory import Memory, Record
from lovgraf.engine.one_record import OneByOne, Seen
from lovgraf.explain.may import entitlements, route_conditions
from lovgraf.explain.model import Explanation, PersonVerdict, Turn
from lovgraf.explain.statement import Statement
from lovgraf.explain.telling import NEGATIVE, Telling, doubted
from lovgraf.explain.trees import Trees
from lovgraf.explain.turns import Change, turning
from lovgraf.explain.values import Values
from lovgraf.facts.fact import Column, Fact
from lovgraf.facts.identifiers import ZeroInFront
from lovgraf.law.added_notes import added_notes
from lovgraf.law.coverage import covered_in_short
from lovgraf.law.presumptions import Profile
from lovgraf.law.view import Law, LawView
from lovgraf.verdicts.deadlines import deadline_facts
from lovgraf.verdicts.program import Program, Programs, compile_programs


@dataclass(eq=False)
class Explainer:
    """Explains records of one type by the law of one date; what it prepares serves all of them.

    Raises `InputError` where the law of the date cannot be read. One thread at a time.
    """

    view: LawView
    record_type: str = "person"
    only: frozenset[str] | None = None
    """The norms (by IRI) that are explained; all of the type where there is none."""
    beside: Mapping[str, Program] = field(default_factory=dict)
    """Programs that are judged but not explained, by IRI."""
    profile: Profile | None = None
    """What is presumed; as the law's own profile has it where there is none."""
    also: frozenset[str] = frozenset()
    """Facts (by IRI) whose values are told beside those that the programs read."""

    @cached_property
    def programs(self) -> Programs:
        """The norms that give verdicts. Raises `Unreadable` for one that no engine reads."""
        found = compile_programs(self.view, self.record_type)
        if self.only is not None:
            found.programs = {i: p for i, p in found.programs.items() if i in self.only}
            found.refused = {i: e for i, e in found.refused.items() if i in self.only}
        found.insist()
        return found

    @cached_property
    def _open(self) -> dict[str, Condition]:
        found = entitlements(self.view, self.record_type)
        return {i: c for i, c in found.items() if self.only is None or i in self.only}

    @cached_property
    def _shapes(self) -> dict[str, QualityShape]:
        return quality_shapes(self.view.law, self.record_type)[0]

    @cached_property
    def records(self) -> OneByOne:
        """What judges records, by the norms and by the programs beside them."""
        open_, own = self._open, self.programs
        programs = Programs(own.view, own.facts, {**own.programs, **self.beside})
        programs = programs.presuming(self.presuming)
        routes = route_conditions(self.view, self.record_type)
        read = {iri for c in (*open_.values(), *routes) for iri in facts_of(c)}
        read |= {iri for program in programs.programs.values() for iri in program.facts()}
        read |= {iri for iri in self.also if self.record_type in own.facts[iri].record_types}
        norms = [program.norm for program in programs.programs.values()]
        read |= {fact.iri for norm in norms for fact in deadline_facts(norm)}
        read |= {one for norm in norms for line in norm.deadlines for one in line.triggers}
        good = {iri: shape.condition for iri, shape in self._shapes.items()}
        return OneByOne(Memory.compile(programs, [*open_.values(), *routes], read, good))

    @property
    def presuming(self) -> Profile:
        """The presumptions that are used."""
        return self.view.law.profile if self.profile is None else self.profile

    @cached_property
    def statement(self) -> Statement:
        """What is said of norms and routes."""
        return Statement(self.view, self.record_type, self.words)

    @cached_property
    def _telling(self) -> Telling:
        return Telling(self.statement)

    @cached_property
    def words(self) -> Words:
        """What names facts and values."""
        return Words(self.view.law.graph, self.programs.facts)

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The facts (by IRI) whose values are not shown."""
        facts = self.programs.facts.facts.values()
        return frozenset(fact.iri for fact in facts if isinstance(fact, Column) and fact.personal)

    def explain(
        self, record: Record, *, turns: bool = True, without: Collection[str] = ()
    ) -> Explanation:
        """Explain every verdict on one record, and list what it may do.

        Norms that columns cannot express are named in `notes`. Of verdicts `without` reasons no
        tree is made.
        """
        return self.tell(record, turns=turns, without=without).filled()

    def tell(
        self, record: Record, *, turns: bool = True, without: Collection[str] = ()
    ) -> Explanation:
        """The same with the values of facts left blank in trees, as cells have them in common.

        Nothing that came from the values of the record is kept.
        """
        with self.records.passing(record):
            return self._tell(record, turns, without)

    def _tell(self, record: Record, turns: bool, without: Collection[str]) -> Explanation:
        programs, records = self.programs, self.records
        seen = records.read(record)
        trees = Trees(self.words, seen.answers)
        found: list[PersonVerdict] = []
        for iri, program in programs.programs.items():
            verdict = records.verdict(seen, iri)
            explained = self._telling.verdict(
                program, verdict, seen, trees, verdict.verdict not in without
            )
            if seen.disputes:
                labels = doubted(explained.missing, explained.missing_labels, self._stated(record))
                explained = replace(explained, missing_labels=labels)
            if turns and verdict.verdict in NEGATIVE:
                explained = replace(explained, turns=self._turns(seen, iri), looked=True)
            found.append(explained)
        return Explanation(
            as_of=self.view.as_of,
            record_type=self.record_type,
            verdicts=tuple(found),
            may=tuple(
                may
                for iri, condition in self._open.items()
                if (may := self._telling.may(iri, condition, seen, trees)) is not None
            ),
            quality=tuple(self._quality(seen)),
            notes=(
                *self._presumed(found),
                *(error.message for error in programs.refused.values()),
            ),
            beside=(*added_notes(self.view.law), *self._zeros(record)),
            covered=self._covered(found),
            values=Values(self.words, seen.values, self.hidden),
        )

    def _quality(self, seen: Seen) -> Iterator[QualityFinding]:
        """What is wrong with a record."""
        for shape in (self._shapes[iri] for iri in seen.flaws):
            if _about(shape, seen.record):
                yield shape_finding(shape, 1)
        yield from denied(self.view.law, seen.record)

    def _stated(self, record: Record) -> set[str]:
        """The columns that a record states, by name."""
        facts = map(self.view.law.facts.facts.get, record)
        return {fact.name for fact in facts if isinstance(fact, Column)}

    def _zeros(self, record: Record) -> Iterator[Text]:
        """That a zero was put in front of a number."""
        facts = self.view.law.facts.facts
        yield from (
            zero_in_front(facts[iri])
            for iri, state in record.items()
            if isinstance(state, ZeroInFront)
        )

    def _covered(self, found: Sequence[PersonVerdict]) -> Text | None:
        """How far the graph holds the acts whose norms concern the record."""
        norms = self.view.norms
        concerning = (norms.get(one.norm) for one in found if one.verdict != VERDICTS[0])
        return covered_in_short(self.view.law, self.view.as_of, filter(None, concerning))

    def _presumed(self, found: Sequence[PersonVerdict]) -> Iterator[Text]:
        """What was presumed, where anything may be."""
        profile = self.presuming
        if profile.presumptions:
            resting = sum(bool(verdict.rests_on) for verdict in found)
            yield presumed(profile.name, resting, len(found))

    def _turns(self, seen: Seen, norm: str) -> tuple[Turn, ...]:
        """The smallest changes that turn a verdict, in words."""
        return tuple(turn for turn, _ in self.turns_in_words(turning(self.records, seen, norm)))

    def turns_in_words(self, found: Iterable[tuple[Change, str]]) -> list[tuple[Turn, str]]:
        """Changes with the verdicts they give, in words."""
        return [
            (Turn(_in_words(change, self.words), good, self._makers(change)), good)
            for change, good in found
        ]

    def _makers(self, change: Change) -> tuple[Text, ...]:
        """Who can make each part of a change."""
        found = []
        for iri, _ in change:
            fact = self.words.facts[iri]
            who = fact.changeable_by if isinstance(fact, Column) else ()
            found.append(list_text([self.words.name(one) for one in who], _OR))
        return tuple(found)


_OR = Text("eller", "or")


def zero_in_front(fact: Fact) -> Text:
    """That a number of nine digits was read with a zero in front, and what to write instead."""
    name = f" ({fact.name})" if isinstance(fact, Column) else ""
    return Text(
        f"{fact.label.da}{name} har ni cifre, og der er sat et nul foran. Et nummer, der har "
        "mistet sit sidste ciffer, ser ud på samme måde: skriv alle ti cifre.",
        f"{fact.label.en}{name} has nine digits, and a zero was put in front. A number that lost "
        "its last digit looks the same: write all ten digits.",
    )


def explain_record(
    view: LawView, record: Record, record_type: str = "person", *, turns: bool = True
) -> Explanation:
    """Explain one record, once. Raises `InputError` where the law of the date cannot be read."""
    return Explainer(view, record_type).explain(record, turns=turns)


def _about(shape: QualityShape, record: Record) -> bool:
    """Whether a flaw is about something that was said: one record is given without an id."""
    return any(record.get(iri) is not None for iri in shape.reads)


def _in_words(change: Change, words: Words) -> tuple[tuple[str, Text, Text], ...]:
    shown = []
    for iri, value in change:
        fact = words.facts[iri]
        name = fact.name if isinstance(fact, Column) else iri
        shown.append((name, fact.label, words.value(fact, value)))
    return tuple(shown)


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
    from lovgraf.readers.single import read_pairs

    view = law.at(as_of)
    record = read_pairs(pairs, view.facts_of_day, record_type)
    return explain_record(view, record, record_type, turns=turns)
