"""The answer to a question about one record: outcome, reasons, what to do, what could change it.

The reasons come from the part of the proof that decides (`decisive`), not from the whole of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from rdflib import URIRef
from rdflib.namespace import SKOS

from lovgraf.conditions.tree import Condition
from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import CORE, Text, label, text_of
from lovgraf.engine.in_memory import Record, Verdict
from lovgraf.engine.one_record import Seen
from lovgraf.explain.decisive import decisive
from lovgraf.explain.interview import Asking, Interview
from lovgraf.explain.may import entitlements
from lovgraf.explain.model import FALSE, NOT, TRUE, UNKNOWN, Explanation, RouteText, Turn, Why
from lovgraf.explain.person import Explainer
from lovgraf.explain.question import Question, reached
from lovgraf.explain.question_program import DEPENDS, QuestionProgram
from lovgraf.explain.trees import Teller
from lovgraf.explain.turns import turning
from lovgraf.explain.values import Values
from lovgraf.facts.values import NONE
from lovgraf.facts.vocabulary import Column
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.verdicts.deadlines import ends_of
from lovgraf.verdicts.decide import BREACHED
from lovgraf.verdicts.program import compile_programs

_MOST_NORMS = 3
_MOST_LEAVES = 4
_MOST_WAYS = 4
_MOST_TURNS = 3


@dataclass(frozen=True)
class Ground:
    """A rule that decided, in a paragraph of its own: what it says, which facts decided, whose
    judgment it is; `applies` says whether it is why the answer is as it is, rather than another
    rule that does not apply either."""

    norm: str
    provision: Text
    place: Text
    link: str | None
    rule: Text
    facts: tuple[Text, ...]
    judge: Text | None
    applies: bool


@dataclass(frozen=True)
class Step:
    """Something to do, or that one may do: its kind (`duty`, `deadline`, `way`, `may`), in words,
    with where it says so."""

    kind: str
    text: Text
    provision: Text | None = None
    place: Text | None = None
    fee_dkk: str | None = None
    open: str = TRUE


@dataclass(frozen=True)
class Presumed:
    """A presumption (by IRI) that an answer rests on, and what shows the opposite."""

    iri: str
    label: Text
    said: Text
    rebuttal: Text | None


@dataclass(frozen=True)
class Answer:
    """An answer; `rests_on` are the presumptions without which it would differ."""

    question: Question
    as_of: date
    answer: str
    opening: Text
    grounds: tuple[Ground, ...]
    steps: tuple[Step, ...]
    turns: tuple[tuple[Turn, str], ...]
    """What could change it, with the answer there would be."""
    missing: tuple[Text, ...]
    judgment: tuple[Text, ...]
    complaint: tuple[Text, ...]
    next: Asking | None
    found: Explanation
    silent: tuple[Text, ...] = ()
    """Facts of which nothing was said, and with which the answer would be another."""
    rests_on: tuple[Presumed, ...] = ()
    asked: int = 0
    exact: bool = True


@dataclass(eq=False)
class Answerer:
    """Answers one question on one date, for any records. One thread at a time."""

    view: LawView
    question: Question

    @cached_property
    def program(self) -> QuestionProgram:
        """The question as a program."""
        kind = self.question.record_type
        programs = compile_programs(self.view, kind).programs
        return QuestionProgram(self.view, self.question, programs, self._open)

    @cached_property
    def _open(self) -> dict[str, Condition]:
        return entitlements(self.view, self.question.record_type)

    @cached_property
    def explainer(self) -> Explainer:
        """What explains the norms that the question reaches."""
        norms = reached(self.question, self.view.norms.values(), self.view.law)
        own = {self.question.iri: self.program.program}
        kind = self.question.record_type
        return Explainer(self.view, kind, frozenset(norm.iri for norm in norms), own)

    @cached_property
    def interview(self) -> Interview:
        """What finds the next fact to ask for."""
        return Interview(self.view.law, self.explainer.records, self.question.iri)

    def settled(self, record: Record) -> str:
        """The answer to a record alone."""
        return self.program.answer(self.interview.verdict(record).verdict)

    def answer(
        self, record: Record, unknown: Collection[str] = (), asked: int = 0, turns: bool = True
    ) -> Answer:
        """The answer to a record, with its reasons. `unknown` are columns that whoever asks does
        not know, `asked` how many facts were asked for."""
        records = self.explainer.records
        seen = records.read(record)
        verdict = records.verdict(seen, self.question.iri)
        answer = self.program.answer(verdict.verdict)
        found = self.explainer.explain(record, turns=False)
        parts = _Parts(self, seen, found, verdict, answer)
        grounds, silent = tuple(parts.grounds()), self.interview.silent(record)
        return Answer(
            question=self.question,
            as_of=self.view.as_of,
            answer=answer,
            opening=parts.opening(grounds),
            grounds=grounds,
            steps=tuple(parts.steps()),
            turns=tuple(self._turns(seen, verdict.verdict)) if turns else (),
            missing=tuple(parts.labels(verdict.missing)),
            judgment=parts.judges(),
            complaint=tuple(parts.complaint()),
            next=self.next(record, unknown),
            found=found,
            silent=tuple(c.label for c in silent if not self.interview.presumed(c)),
            rests_on=tuple(map(self._presumed, verdict.rests_on)),
            asked=asked,
            exact=verdict.exact,
        )

    def next(self, record: Record, unknown: Collection[str] = ()) -> Asking | None:
        """The fact to ask for next, with what answers to it would settle."""
        asking = self.interview.next(record, unknown)
        return asking and replace(asking, why=self._why(record, asking.column))

    def _why(self, record: Record, column: Column) -> Text:
        settles: dict[str, list[Text]] = {}
        for after, value, _ in self.interview.outcomes(record, column):
            answer = self.settled(after)
            if answer != DEPENDS:
                said = self.explainer.words.value(column, value)
                settles.setdefault(answer, []).append(_NOT_SO if value is NONE else said)
        if not settles:
            return _NOT_ALONE
        parts = [
            Text(
                f"{' / '.join(said.da for said in some[:3])}: {self.opening(answer).da}",
                f"{' / '.join(said.en for said in some[:3])}: {self.opening(answer).en}",
            )
            for answer, some in settles.items()
        ]
        return Text(
            f"Det kan afgøre sagen. {' '.join(part.da for part in parts)}",
            f"It can settle the matter. {' '.join(part.en for part in parts)}",
        )

    def _presumed(self, iri: str) -> Presumed:
        """A presumption that the answer rests on, in words."""
        graph, node = self.view.law.graph, URIRef(iri)
        said = text_of(graph, node, SKOS.definition) or label(graph, node)
        return Presumed(iri, label(graph, node), said, text_of(graph, node, CORE.rebuttal))

    def opening(self, answer: str) -> Text:
        """The sentence with which an answer begins."""
        return self.question.openings.get(answer) or _OPENING[answer]

    def _turns(self, seen: Seen, verdict: str) -> Iterator[tuple[Turn, str]]:
        """What somebody can change that would give another answer."""
        given = VERDICTS[: BREACHED + 1]
        if verdict not in given:
            return
        own = self.program.answer(verdict)
        others = [one for one in self._verdicts() if self.program.answer(one) != own]
        records = self.explainer.records
        found = turning(records, seen, self.question.iri, others, two=False)
        for turn, good in self.explainer.turns_in_words(found[:_MOST_TURNS]):
            yield turn, self.program.answer(good)

    def _verdicts(self) -> list[str]:
        """The verdicts that stand for answers."""
        last = len(self.question.order) - 1
        return [*VERDICTS[:last], VERDICTS[BREACHED]]


@dataclass
class _Parts:
    """The parts of one answer."""

    asker: Answerer
    seen: Seen
    found: Explanation
    verdict: Verdict
    answer: str
    _values: Values = field(init=False)

    def __post_init__(self) -> None:
        explainer = self.asker.explainer
        self._values = Values(explainer.words, self.seen.values, explainer.hidden)
        self._verdicts = {one.norm: one for one in self.found.verdicts}
        self._may = {one.norm: one for one in self.found.may}

    @cached_property
    def teller(self) -> Teller:
        """What tells conditions of this record."""
        return Teller(self.asker.explainer.words, self.seen.answers)

    def opening(self, grounds: tuple[Ground, ...]) -> Text:
        """The sentence that begins the answer."""
        said = self.asker.question.openings.get(self.answer)
        if self.answer != DEPENDS or (said and not self.verdict.missing):
            return self.asker.opening(self.answer)
        judges = self.judges()
        if self.verdict.missing or not judges:
            return _OPENING[DEPENDS]
        who = judges[0]
        return Text(f"Det afgøres efter et skøn: {who.da}.", f"It is for {who.en} to judge.")

    def judges(self) -> tuple[Text, ...]:
        """Whose judgment the answer turns on."""
        found: dict[Text, None] = {}
        if self.answer == DEPENDS:
            for iri, _ in self._deciding():
                verdict = self._verdicts.get(iri)
                found |= dict.fromkeys(verdict.judgment if verdict else ())
        return tuple(found)

    def labels(self, names: Iterable[str]) -> Iterator[Text]:
        """The labels of columns."""
        columns = self.asker.view.law.facts.columns
        return (columns[name].label for name in names if name in columns)

    def _deciding(self) -> list[tuple[str, Condition]]:
        """The norms and capabilities by which the answer is as it is; those of a question that is
        open are those that are open themselves."""
        program = self.asker.program
        if self.answer == DEPENDS:
            judged = [iri for iri, _ in program.parts(DEPENDS)]
            open_ = [
                (iri, condition)
                for iri, results in program.results.items()
                for condition in [results[0][1]]
                if iri in judged
                or (v := self._verdicts.get(iri)) is not None
                and v.verdict == "undetermined"
                or any(self.teller.answer(c) == UNKNOWN for _, c in results)
            ]
            return open_
        parts = list(program.parts(self.answer))
        certain = [(iri, c) for iri, c in parts if self.teller.answer(c) == TRUE]
        return certain or [(iri, c) for iri, c in parts if self.teller.answer(c) != FALSE]

    def grounds(self) -> Iterator[Ground]:
        """The rules that decided, the most important first."""
        deciding = self._deciding()
        last = self.answer == self.asker.question.order[-1]
        for number, (iri, condition) in enumerate(deciding[:_MOST_NORMS]):
            norm = self.asker.view.norms.get(iri)
            if norm is not None:
                yield self._ground(norm, condition, not (last and number))

    def _ground(self, norm: Norm, condition: Condition, applies: bool) -> Ground:
        verdict, may = self._verdicts.get(norm.iri), self._may.get(norm.iri)
        statement = self.asker.explainer.statement
        said = statement.norm(norm)
        if verdict is not None:
            shown = verdict.shown.children
            tree = [shown[-1 if verdict.verdict == "exempt" else 0]] if shown else []
            if verdict.verdict == "undetermined":
                tree = []
        else:
            tree = [decisive(self.teller.tell(condition)).filled(self._values)]
        facts = [text for why in tree for text in leaves(why)][:_MOST_LEAVES]
        judge = None
        judges = bool(verdict and verdict.judgment) or (may is not None and norm.discretionary)
        if judges and norm.authority:
            judge = statement.authority(norm.authority, norm)
        return Ground(
            norm.iri, said.provision, statement.label(norm.provision), said.link,
            norm.definition or norm.label, tuple(dict.fromkeys(facts)), judge, applies,
        )  # fmt: skip

    def steps(self) -> Iterator[Step]:
        """What is to be done, and what may be."""
        deciding = [iri for iri, _ in self._deciding()] if self.answer != DEPENDS else []
        for iri in deciding:
            verdict = self._verdicts.get(iri)
            if verdict is not None and verdict.verdict in _OPEN_DUTIES:
                said = _DUTY[verdict.verdict]
                what = Text(f"{verdict.title.da}: {said.da}", f"{verdict.title.en}: {said.en}")
                yield Step("duty", what, verdict.provision_label)
                yield from self._deadlines(self.asker.view.norms[iri])
                yield from self._ways(verdict.routes)
        for may in self.found.may:
            if may.holds == TRUE and may.norm not in self.asker.question.complaint:
                yield Step("may", may.title, may.provision_label)
                yield from self._ways(may.routes)
        for capability in self.asker.program.results:
            if capability in self.asker.view.law.access.capabilities and self.answer != _HELD:
                routes = self.asker.explainer.statement.routes(capability, self.teller)
                yield from self._ways(routes)

    def _deadlines(self, norm: Norm) -> Iterator[Step]:
        for iri in ends_of(norm):
            value = self._values[iri]
            if self.seen.values.get(iri) is not None:
                yield Step("deadline", Text(f"Frist: {value.da}", f"Deadline: {value.en}"))

    def _ways(self, routes: Iterable[RouteText]) -> Iterator[Step]:
        ways = [route for route in routes if route.open != FALSE]
        ways.sort(key=lambda route: route.open != TRUE)
        for route in ways[:_MOST_WAYS]:
            yield Step("way", route.label, None, route.place, route.fee_dkk, route.open)

    def complaint(self) -> Iterator[Text]:
        """How a decision can be complained of, where the graph says so."""
        view, question = self.asker.view, self.asker.question
        for iri in question.complaint:
            norm = view.norms.get(iri)
            if norm is not None:
                where = self.asker.explainer.statement.norm(norm).provision
                said = norm.definition or norm.label
                yield Text(f"{said.da} ({where.da})", f"{said.en} ({where.en})")


def leaves(why: Why) -> Iterator[Text]:
    """What decided, as statements with their answers: "bopæl i Danmark (nej)"."""
    if why.children:
        for child in why.children:
            yield from leaves(child)
        return
    if why.trivial:
        return
    text, value = why.text, why.value
    if why.kind == NOT:
        text = Text(text.da.partition(": ")[2] or text.da, text.en.partition(": ")[2] or text.en)
        value = {TRUE: FALSE, FALSE: TRUE}.get(value, value)
    said = _SAID[value]
    shown = Text(
        ", ".join([said.da, *(v.da for _, v in why.facts)]),
        ", ".join([said.en, *(v.en for _, v in why.facts)]),
    )
    yield Text(f"{text.da} ({shown.da})", f"{text.en} ({shown.en})")


_SAID = {TRUE: Text("ja", "yes"), FALSE: Text("nej", "no"), UNKNOWN: Text("ukendt", "unknown")}
_NOT_SO = Text("skete ikke", "did not happen")
_NOT_ALONE = Text(
    "Det afgør ikke sagen alene, men sammen med andre oplysninger.",
    "It does not settle the matter alone, but does so with other facts.",
)
_HELD = "yes"
"""What is held needs no way to it."""
_OPEN_DUTIES = ("breached", "pending", "unattainable")
_DUTY = {
    "breached": Text("ikke opfyldt endnu", "not met yet"),
    "pending": Text("skal opfyldes inden fristen", "to be met in time"),
    "unattainable": Text(
        "ikke opfyldt, og loven giver ingen vej til det",
        "not met, and the law leaves no way to meet it",
    ),
}
_OPENING = {
    "yes": Text("Ja.", "Yes."),
    "no": Text("Nej.", "No."),
    "exempt": Text("Nej. Der er en fritagelse.", "No. There is an exemption."),
    "may": Text("Ja, det er muligt.", "Yes, it is possible."),
    DEPENDS: Text(
        "Det kommer an på oplysninger, der mangler.", "It depends on facts that are missing."
    ),
}
