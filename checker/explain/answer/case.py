"""A record with its answer: what decides it, and what was stated of that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from rdflib import Literal, URIRef

from lovgraf.conditions.tree import FALSE as CERTAINLY_NOT
from lovgraf.conditions.tree import Condition, facts_of
from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.core.written import date_text, filled
from lovgraf.engine.in_memory import Verdict
from lovgraf.engine.one_record import Seen
from lovgraf.explain.answer.additions import additions, ruled_out
from lovgraf.explain.answer.asked import OPENS_OPEN, Asked
from lovgraf.explain.answer.phrases import within
from lovgraf.explain.answer.scope import outside, outside_opening
from lovgraf.explain.answer.territory import reservations
from lovgraf.explain.decisive import decisive, leaves
from lovgraf.explain.interview import Asking
from lovgraf.explain.model import FALSE, TRUE, UNKNOWN, Explanation, RouteText
from lovgraf.explain.question import DatedOpening, KnownOpening, named_by
from lovgraf.explain.question_program import DEPENDS
from lovgraf.explain.sentences import Sentences
from lovgraf.explain.telling import doubted
from lovgraf.explain.trees import Trees
from lovgraf.explain.values import Values
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE, State
from lovgraf.law.appeals import appeals_in
from lovgraf.law.norms import Norm
from lovgraf.verdicts.program import readers

MOST_NORMS = 3
_EXEMPT = "exempt"
_NO_RULE = Text(
    "Ingen af de regler, som svaret bygger på, handler den {day} om {value}.",
    "None of the rules that the answer rests on is on {value} on {day}.",
)


@dataclass
class Case:
    """The answer to a question for one record, with what is known of it."""

    asked: Asked
    seen: Seen
    found: Explanation
    verdict: Verdict
    answer: str
    dated: bool = True
    """Whether deadlines are told by their days, rather than by what they are counted from."""
    not_yet: bool = False
    """Whether a no is another answer on a day to come, by what was stated."""
    values: Values = field(init=False)

    def __post_init__(self) -> None:
        explainer = self.asked.explainer
        self.values = Values(explainer.words, self.seen.values, explainer.hidden)
        self.verdicts = {one.norm: one for one in self.found.verdicts}
        self.may = {one.norm: one for one in self.found.may}

    @cached_property
    def states(self) -> Mapping[str, State]:
        """What is known of the record: what was stated, and what was computed of it."""
        return {**self.seen.record, **self.seen.values}

    @cached_property
    def trees(self) -> Trees:
        """What tells conditions of this record."""
        return Trees(self.asked.explainer.words, self.seen.answers)

    @cached_property
    def once_done(self) -> Trees:
        """What tells conditions of this record once what the question is about is done."""
        asked, explainer = self.asked, self.asked.explainer
        if not asked.question.once_done:
            return self.trees
        done: dict[str, State] = {
            one.presumes: NONE if (value := one.filled(asked.view.as_of)) is None else value
            for one in asked.question.once_done
        }
        seen = explainer.records.read({**self.seen.record, **done})
        return Trees(explainer.words, seen.answers)

    def excepting(self, norm: Norm, trees: Trees) -> list[Norm]:
        """The norms that are known to except the record from a norm, by what tells conditions."""
        view, found = self.asked.view, []
        owl, _ = readers(view, self.asked.question.record_type)
        for one in view.norms.values():
            named = one.granted if norm.iri in one.exempts else one.addressee
            if named is None or norm.iri not in (*one.exempts, *one.overrides):
                continue
            condition = owl.condition(URIRef(named))
            if trees.answers.reads(condition) and trees.answer(condition) == TRUE:
                found.append(one)
        return found

    def of_use(self, ways: Iterable[RouteText]) -> list[RouteText]:
        """The ways that are of use to the record, where any is: none at a representation abroad to
        whoever has a home here."""
        graph, ways = self.asked.view.law.graph, list(ways)
        useless = {
            where
            for where in {way.where for way in ways if way.where}
            for column in graph.objects(URIRef(where), CORE.unlessSo)
            if self.states.get(str(column)) is True
        }
        return [way for way in ways if way.where not in useless] or ways

    def opening(self) -> Text:
        """The sentence that begins the answer."""
        if self.outside and (own := outside_opening(self, self.outside[0])):
            return own
        if self.known_opening is not None:
            return self.asked.begun(self.known_opening.said, self.seen.record)
        said = self.asked.form_of(self.answer)
        if self.answer != DEPENDS or (said and self._begins):
            if self._dated_opening is not None:
                one, day = self._dated_opening
                return self.asked.begun(filled(one.said, day=date_text(day)), self.seen.record)
            if self.opened_by:
                return self._opened_by_norm()
            said = self.with_duty(self.asked.opening(self.answer, self.seen.record))
            more = self.no_rule()
            return said if more is None else Text(*(f"{said[x]} {more[x]}" for x in ("da", "en")))
        judging = self._judging()
        if self.verdict.missing or not judging:
            return OPENS_OPEN
        who = next(self.asked.sentences.bearer(iri, within(name)) for iri, name in judging)
        return Text(f"Det afgøres af {who.da}.", f"It is for {who.en} to decide.")

    @property
    def in_short(self) -> Text | None:
        """The opening in a sentence or two (`core:inShort`), where it has that."""
        known, by_norm = self.known_opening, self.asked.question.parts_by_norm
        if self.outside:
            part = None
        elif known is not None:
            part = known.part
        elif self.answer == DEPENDS or self._dated_opening is not None:
            part = None
        else:
            part = by_norm.get((self.answer, self.opened_by))
        said = text_of(self.asked.view.law.graph, part, CORE.inShort) if part else None
        if part is None or said is None:
            return None
        parts = [self.asked.begun(said, self.seen.record), *additions(self, part)]
        return Text(" ".join(one.da for one in parts), " ".join(one.en for one in parts))

    def _opened_by_norm(self) -> Text:
        """The sentence of the norm that begins the answer, with what is added to it."""
        question, key = self.asked.question, (self.answer, self.opened_by)
        said = [self.asked.begun(question.by_norm[key], self.seen.record)]
        said += additions(self, question.parts_by_norm[key])
        return Text(" ".join(one.da for one in said), " ".join(one.en for one in said))

    @cached_property
    def outside(self) -> tuple[Norm, Condition] | None:
        """The rule on whom the act applies to, where the record is outside, with its condition."""
        return outside(self)

    @cached_property
    def reservations(self) -> tuple[tuple[Norm, Text], ...]:
        """What the acts reserve of the territories that the record concerns."""
        return tuple(reservations(self))

    @cached_property
    def _dated_opening(self) -> tuple[DatedOpening, date] | None:
        """The sentence that begins the answer since a day that was told has come, with the day."""
        question = self.asked.question
        if not self.dated or not question.dated:
            return None
        deciding = {iri for iri, _ in self._all_deciding()}
        for one in question.dated:
            day = self._day_come(one.day) if one.answer == self.answer else None
            if day is not None and (not one.norms or not deciding.isdisjoint(one.norms)):
                return one, day
        return None

    def _day_come(self, iri: str) -> date | None:
        """The day of a fact, where it has come and follows from what was stated."""
        day, inputs = self.states.get(iri), self.asked.explainer.programs.facts.inputs(iri)
        told = not inputs.isdisjoint(self.seen.record)
        return day if told and isinstance(day, date) and day <= self.asked.view.as_of else None

    @cached_property
    def opened_by(self) -> str:
        """The norm (IRI) that decided, or by which the record is excepted from what did, and that
        has a sentence of its own to begin the answer with; empty where none has."""
        first = next((iri for iri, _ in self.deciding()), "")
        own = (*self._exceptions_to(first), first)
        by_norm = self.asked.question.by_norm
        return next((one for one in own if (self.answer, one) in by_norm), "")

    @cached_property
    def known_opening(self) -> KnownOpening | None:
        """The sentence that begins the answer by what is known of the record, where one does."""
        deciding = {iri for iri, _ in self._all_deciding()}
        for one in self.asked.question.known:
            fits = one.answer == self.answer and not ruled_out(self, one.part)
            if fits and (not one.norms or not deciding.isdisjoint(one.norms)):
                return one
        return None

    def grounds_named(self) -> tuple[str, ...]:
        """What the sentence that begins the answer rests on, by name; of an open answer what that
        of a norm rests on only where it begins with it."""
        question = self.asked.question
        if self.known_opening is not None:
            return self.known_opening.grounds
        begun = self.opened_by if self.answer != DEPENDS or self._begins else ""
        own = question.grounds_by_norm.get((self.answer, begun))
        return question.grounds.get(self.answer, ()) if own is None else own

    def _norm(self, iri: str) -> Norm | None:
        return self.asked.view.norms.get(iri)

    def addressee(self, norm: Norm, trees: Trees) -> Condition | None:
        """The condition of whom a norm addresses; None where it addresses no records of this type,
        or turns on what the question does not read."""
        if norm.addressee is None or norm.record_type != self.asked.question.record_type:
            return None
        owl, _ = readers(self.asked.view, norm.record_type)
        condition = owl.condition(URIRef(norm.addressee))
        return condition if trees.answers.reads(condition) else None

    def spares(self, norm: Norm) -> bool:
        """Whether it is known that a norm does not bind whoever it binds about this record."""
        condition = self.addressee(norm, self.trees)
        return condition is not None and self.trees.answer(condition) == FALSE

    def rules_out(self, norm: Norm) -> bool:
        """Whether it is known that an exemption, a right or a permission is not for the record."""
        condition = self.asked.entitled.get(norm.iri)
        return condition is not None and self.trees.answer(condition) == FALSE

    def _exceptions_to(self, iri: str) -> list[str]:
        """The norms (by IRI) that except the record from one that decided an exemption."""
        norm = self.asked.view.norms.get(iri)
        if norm is None or self.answer != _EXEMPT:
            return []
        return [one.iri for one in self.excepting(norm, self.trees)]

    @property
    def _begins(self) -> bool:
        """Whether an open answer begins with the sentence that its question has for it: not where
        the rules that it states are known not to bind."""
        question, missing = self.asked.question, self.columns(self.verdict.missing, None)
        stated = [norm for iri in question.grounds.get(DEPENDS, ()) if (norm := self._norm(iri))]
        if stated and all(map(self.spares, stated)):
            return False
        few = {one.iri for one in missing} <= question.while_missing
        return self.left_to_authority or not self.verdict.missing or few

    @cached_property
    def left_to_authority(self) -> bool:
        """Whether the question leaves open what is missing, and only an authority finds it: the
        answer is theirs."""
        question = self.asked.question
        columns = self.columns(self.verdict.missing, None)
        own = [one for one in columns if one.iri in question.leaves_open and self.asked.ours(one)]
        return self.answer == DEPENDS and DEPENDS in question.openings and bool(own)

    def with_duty(self, said: Text) -> Text:
        """The sentence with the duty that decided, where it has a place for that."""
        if "{duty}" not in said.da:
            return said
        view, sentences = self.asked.view, self.asked.sentences
        own = [view.norms[iri] for iri, _ in self.deciding() if iri in view.norms]
        duties = (sentences.duty(norm, self.bearer_of(norm)) for norm in own)
        duty = next((one for one in duties if one is not None), None)
        return said if duty is None else filled(said, duty=duty)

    def bearer_of(self, norm: Norm) -> Text:
        """Whoever a norm binds, within a sentence: the record's subject by the word that is used of
        them."""
        name, sentences = self.asked.explainer.statement.norm(norm).bearer, self.asked.sentences
        own = sentences.words.get("who") if norm.bearer == str(CORE.Subject) else None
        return own or self.asked.called(norm.bearer, within(name), self.seen.record)

    def judges(self) -> tuple[Text, ...]:
        """Whose judgment the answer turns on."""
        return tuple(dict.fromkeys(name for _, name in self._judging()))

    def _judging(self) -> list[tuple[str, Text]]:
        """Whose judgment the answer turns on, by IRI and name."""
        if self.answer != DEPENDS:
            return []
        statement, norms = self.asked.explainer.statement, self.asked.view.norms
        own = [norms[iri] for iri, _ in self.deciding() if iri in norms]
        found = [
            (norm.authority, statement.authority(norm.authority, norm))
            for norm in own
            if norm.discretionary and norm.authority
        ]
        tasks = own[:1] or [iri for iri, _ in self.deciding()][:1]
        return found + [
            (who, statement.authority(who, task)) for who in self.verdict.judgment for task in tasks
        ]

    def columns(self, names: Iterable[str], first: Asking | None) -> list[Column]:
        """Columns by name, the one to ask for `first` before the others."""
        columns = self.asked.view.law.facts.columns
        found = [columns[name] for name in names if name in columns]
        return sorted(found, key=lambda one: first is None or one.iri != first.column.iri)

    def near(self) -> frozenset[str]:
        """The columns (IRIs) on which the rules turn that the answer tells."""
        facts = self.asked.explainer.programs.facts
        told = [c for n, (_, c) in enumerate(self.deciding()[:MOST_NORMS]) if self.tells(n)]
        return frozenset().union(*(facts.inputs(one) for c in told for one in facts_of(c)))

    def tells(self, number: int) -> bool:
        """Whether the answer tells a deciding rule, rather than that it does not apply either."""
        return not (number and self.answer == self.asked.question.order[-1])

    def stated(self) -> Iterator[Text]:
        """What was stated of what the question asks about, and of what its rules turn on; where
        something is decided, of what the rules read that the answer tells."""
        for iri in self._stated_columns():
            yield from self.clauses_of(iri)

    def undated(self) -> Iterator[Text]:
        """What of that is so from some day on (`core:soFromSomeDay`) that was not stated
        (`core:dayToldBy`), as a register tells it; as whoever signs is told of it."""
        graph = self.asked.view.law.graph
        for iri in self._stated_columns():
            if (URIRef(iri), CORE.soFromSomeDay, Literal(True)) in graph:
                days = graph.objects(URIRef(iri), CORE.dayToldBy)
                if not any(isinstance(self.seen.record.get(str(day)), date) for day in days):
                    yield from self.clauses_of(iri, self.asked.of_them)

    def _stated_columns(self) -> Iterator[str]:
        """The columns (IRIs) of what was stated and is told."""
        interview, facts = self.asked.interview, self.asked.explainer.programs.facts
        read = dict.fromkeys(one.iri for one in interview.records.columns(interview.key))
        for iri, _ in self.deciding()[:MOST_NORMS]:
            if program := self.asked.explainer.programs.programs.get(iri):
                lineage = facts.lineage(program.facts())
                read |= dict.fromkeys(sorted(fact.iri for fact in lineage))
        told = read.keys() if self.answer == DEPENDS else self.near()
        for iri in read:
            if iri in told and iri in self.seen.record and not self._follows(iri):
                yield iri

    def _follows(self, iri: str) -> bool:
        """Whether a column says that a day did not come, as another says already."""
        return self._said_by(iri) != iri

    def _said_by(self, iri: str) -> str:
        """The column that says already what one says: that a day did not come."""
        fact, record = self.asked.view.law.facts.facts.get(iri), self.seen.record
        if not isinstance(fact, Column) or record.get(iri) is not NONE:
            return iri
        return next((other for other, value in fact.none_when if record.get(other) == value), iri)

    def clauses_of(self, iri: str, to: Sentences | None = None) -> Iterator[Text]:
        """A fact that is known by what was stated, as a clause of a sentence to whoever asks, or by
        the sentences that are given; where it has no form of its own, the columns below it."""
        facts = self.asked.view.law.facts
        own = self.asked.sentences.has(iri)
        for one in map(self._said_by, [iri] if own else sorted(facts.inputs(iri))):
            known = self.seen.record if one in facts.inputs(one) else self.states
            state = known.get(one)
            said = self.asked.said(one, state, known, to) if state is not None else None
            if said is not None:
                yield said

    def plain(self, iri: str) -> bool:
        """Whether what was stated of a fact goes without saying: it is what nobody is told of
        where it is presumed, of what is not so."""
        state = self.seen.record.get(iri)
        plain = self.asked.plain_presumptions.get(iri, ())
        return (state is NONE or state is False) and state in plain

    def labels(self, names: Iterable[str]) -> Iterator[Text]:
        """The labels of columns."""
        columns = self.asked.view.law.facts.columns
        known = [name for name in names if name in columns]
        stated = {name for name in known if columns[name].iri in self.seen.record}
        return iter(doubted(known, [columns[name].label for name in known], stated))

    def deciding(self) -> list[tuple[str, Condition]]:
        """The norms and capabilities by which the answer is as it is, but for what its first
        sentence says to be over; those of a question that is open are those that are open
        themselves."""
        found = self._all_deciding()
        if self._dated_opening is None or not self._dated_opening[0].leaves_out:
            return found
        view, names = self.asked.view, self._dated_opening[0].leaves_out
        over = {one.iri for one in named_by(names, view.norms.values(), view.law)}
        return [one for one in found if one[0] not in over] or found

    def _all_deciding(self) -> list[tuple[str, Condition]]:
        program = self.asked.program
        if self.answer == DEPENDS:
            return self._open()
        parts = list(program.parts(self.answer))
        certain = [(iri, c) for iri, c in parts if self.trees.answer(c) == TRUE]
        if self.answer == self.asked.question.order[-1]:
            certain = self._nearest_first(certain)
            if certain and self._ruled_for is not None:
                return [one for one in certain if not self._of_another_value(one[1])]
        possible = [(iri, c) for iri, c in parts if self.trees.answer(c) != FALSE]
        return certain or sorted(possible, key=lambda one: -self._fitting(one[1]))

    @cached_property
    def _ruled_for(self) -> Column | None:
        """The column that was stated and for each value of which the question has rules."""
        columns = self.asked.view.law.facts.columns.values()
        stated = self.asked.question.rules_for_each & self.seen.record.keys()
        return next((one for one in columns if one.iri in stated), None)

    def _of_another_value(self, condition: Condition) -> bool:
        """Whether a norm is for other values of that column than the one that was stated."""
        column, inputs = self._ruled_for, self.asked.view.law.facts.inputs
        about = [leaf.about for leaf in leaves(decisive(self.trees.of(condition))) if leaf.about]
        return column is not None and any(column.iri in inputs(one) for one in about)

    def no_rule(self) -> Text | None:
        """That no rule for what was stated is in force on the day, where that is why."""
        column = self._ruled_for
        if column is None or self.answer != self.asked.question.order[-1] or self.deciding():
            return None
        value = self.asked.explainer.words.value(column, self.seen.record[column.iri])
        return filled(_NO_RULE, value=value, day=date_text(self.asked.view.as_of))

    def _nearest_first(self, parts: list[tuple[str, Condition]]) -> list[tuple[str, Condition]]:
        """Of many norms that do not apply those first that come nearest: the ones that fail for
        what few others fail for, and for the least. Of a hundred that fail for the area the one
        of the area itself tells something; of two that fail the one that is about whoever asks."""
        if len(parts) <= MOST_NORMS:
            return sorted(parts, key=lambda one: self.nearness(one[1]), reverse=True)
        why = [
            {leaf.about for leaf in leaves(decisive(self.trees.of(c))) if leaf.about}
            for _, c in parts
        ]
        common = Counter(one for some in why for one in some)
        counts = [[common[one] for one in some] for some in why]
        order = sorted(range(len(parts)), key=lambda n: (max(counts[n], default=0), sum(counts[n])))
        return [parts[n] for n in order]

    def nearness(self, condition: Condition) -> tuple[int, int]:
        """How near a condition that fails comes to what was stated: how much of what it reads of
        that is as it asks, and for how little it fails."""
        inputs, stated = self.asked.view.law.facts.inputs, self.seen.record.keys()
        read = frozenset().union(*map(inputs, facts_of(condition))) & stated
        failing = [one.about for one in leaves(decisive(self.trees.of(condition))) if one.about]
        missed = frozenset().union(*map(inputs, failing)) & stated
        return len(read - missed), -len(missed)

    def _open(self) -> list[tuple[str, Condition]]:
        """What is open; where only a judgment is, what an authority judges comes first."""
        found = [
            (iri, next(iter(answers.values())))
            for iri, answers in self.asked.program.answers.items()
            if self.trees.answer(answers.get(DEPENDS, CERTAINLY_NOT)) != FALSE
            or any(self.trees.answer(condition) == UNKNOWN for condition in answers.values())
        ]
        if not found:  # silence alone keeps it open: what the facts in question would bring about
            found = [(iri, next(iter(a.values()))) for iri, a in self._asked_about()]
        norms = self.asked.view.norms
        judged = {iri for iri, _ in found if iri in norms and norms[iri].discretionary}
        if not self.verdict.missing:
            return sorted(found, key=lambda one: one[0] not in judged)
        return sorted(found, key=lambda one: -self._fitting(one[1]))

    def _fitting(self, condition: Condition) -> int:
        """How much of what was stated speaks for a condition that is open."""
        inputs, stated = self.asked.view.law.facts.inputs, self.seen.record.keys()
        own = (leaf for leaf in leaves(self.trees.of(condition)) if leaf.value == TRUE)
        return len({leaf.about for leaf in own if leaf.about and inputs(leaf.about) & stated})

    def _asked_about(self) -> Iterator[tuple[str, Mapping[str, Condition]]]:
        """What would decide, with the missing facts, and the conditions of its answers."""
        facts = self.asked.view.law.facts
        wanted = {facts.columns[name].iri for name in self.verdict.missing if name in facts.columns}
        for iri, answers in self.asked.program.answers.items():
            asked = (fact for condition in answers.values() for fact in facts_of(condition))
            if any(wanted & facts.inputs(fact) for fact in asked):
                yield iri, answers

    @cached_property
    def appeal_norms(self) -> frozenset[str]:
        """The norms on appeals, which are told apart from what else may be done."""
        return frozenset(appeal.norm for appeal in appeals_in(self.asked.view.law))
