"""What is said of a norm in a cell: the verdict's reasons, kept for all the records that the norm
sees alike.

Nothing of a record is kept: the values of its facts are left blank (`Blank`).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from lovgraf.conditions.kleene import question_key
from lovgraf.conditions.tree import FALSE, TRUE, Condition, questions
from lovgraf.core.lasting import Lasting
from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import Text
from lovgraf.engine.in_memory import Verdict
from lovgraf.engine.one_record import Seen
from lovgraf.engine.partial_facts import several
from lovgraf.explain.decisive import decisive
from lovgraf.explain.model import ALL, May, PersonVerdict, RouteText, Why
from lovgraf.explain.statement import Statement
from lovgraf.explain.trees import Trees, blank
from lovgraf.facts.fact import Column, Fact
from lovgraf.verdicts.deadlines import ends_of
from lovgraf.verdicts.program import Program

NEGATIVE = frozenset({"breached", "unattainable"})
MOST = 150_000
"""Nodes of trees that are kept; each takes some hundred and fifty bytes."""
_MOST_MAY = 2000
_ADDRESSED = Text("omfattet af reglen", "addressed by the norm")
_EXEMPT = Text("fritaget eller undtaget", "exempt or excepted")
_DUTY = Text("pligten er opfyldt", "the duty is met")
_IN_TIME = Text("det skete i tide", "it was done in time")
_PENDING = Text("fristen løber stadig", "the deadline is still running")
_TIMED = (_IN_TIME, _PENDING)
_REACH = Text("det nødvendige kan skaffes", "what it takes can be had")
_Takes = Callable[[Mapping[str, int]], tuple[int, ...]]


@dataclass
class Telling:
    """Tells verdicts; a cell is told once, as long as it is among the last."""

    said: Statement
    _takes: dict[str, _Takes] = field(default_factory=dict, repr=False)
    _kept: Lasting[object, PersonVerdict] = field(default_factory=lambda: Lasting(MOST), repr=False)
    _kept_may: Lasting[object, May] = field(default_factory=lambda: Lasting(_MOST_MAY), repr=False)

    def verdict(
        self, program: Program, verdict: Verdict, seen: Seen, trees: Trees, reasons: bool
    ) -> PersonVerdict:
        """A verdict on a record, with its reasons or without, and without turns."""
        asked = self._asked(program.norm.iri, program.norm.requires, program.conditions)
        key = verdict, reasons, asked(seen.codes)
        found = self._kept.get(key)
        if found is None:
            found = self._tell(program, verdict, trees, reasons)
            new = 1 + _nodes(found.why, trees.counted) + _nodes(found.shown, trees.counted)
            self._kept.put(key, found, new)
        return found

    def may(self, iri: str, condition: Condition, seen: Seen, trees: Trees) -> May | None:
        """What a norm says a record may do; None where it certainly may not."""
        answer = trees.answer(condition)
        if answer == "false":
            return None
        missing: tuple[Fact, ...] = ()
        if answer == "unknown":
            inputs = self.said.inputs(condition)
            open_ = [
                fact.iri for iri, below in inputs if seen.values.get(iri) is None for fact in below
            ]
            facts = self.said.view.law.facts
            missing = tuple(facts[one] for one in dict.fromkeys(open_))
        key = (
            iri,
            answer,
            tuple(fact.iri for fact in missing),
            self._asked(iri, [iri], [condition])(seen.codes),
        )
        found = self._kept_may.get(key)
        if found is None:
            found = self._tell_may(iri, answer, missing, trees)
            self._kept_may.put(key, found)
        return found

    def _tell_may(self, iri: str, holds: str, missing: tuple[Fact, ...], trees: Trees) -> May:
        norm = self.said.view.norms[iri]
        texts = self.said.norm(norm)
        return May(
            norm=iri,
            provision=norm.provision,
            bearer=norm.bearer,
            kind=norm.kind,
            title=norm.label,
            provision_label=texts.provision,
            in_consolidation=texts.in_consolidation,
            definition=norm.definition,
            link=texts.link,
            holds=holds,
            missing=tuple(fact.name for fact in missing if isinstance(fact, Column)),
            missing_labels=tuple(fact.label for fact in missing),
            routes=tuple(self.said.routes(iri, trees)),
            cell=object(),
        )

    def _asked(self, norm: str, goals: Iterable[str], conditions: Iterable[Condition]) -> _Takes:
        """What takes the codes on which rests what is said of a norm: of its conditions, and of the
        ways to some goals."""
        if norm not in self._takes:
            steps = [step for goal in goals for step in self.said.steps(goal)]
            asked = {question_key(q) for part in (*conditions, *steps) for q in questions(part)}
            self._takes[norm] = several(sorted(asked))
        return self._takes[norm]

    def _tell(
        self, program: Program, verdict: Verdict, trees: Trees, reasons: bool
    ) -> PersonVerdict:
        norm, texts = program.norm, self.said.norm(program.norm)
        routes: list[RouteText] = []
        if verdict.verdict in NEGATIVE | {"undetermined"}:
            for capability in norm.requires:
                routes += self.said.routes(capability, trees)
        why = _why(program, verdict, trees) if reasons else Why(norm.label, verdict.verdict)
        shown = decisive(why, trees.decided)
        return PersonVerdict(
            norm=norm.iri,
            provision=norm.provision,
            bearer=norm.bearer,
            title=norm.label,
            provision_label=texts.provision,
            in_consolidation=texts.in_consolidation,
            bearer_label=texts.bearer,
            definition=norm.definition,
            link=texts.link,
            verdict=verdict.verdict,
            missing=verdict.missing,
            missing_labels=self._labels(verdict.missing),
            judgment=tuple(self.said.authority(who, norm) for who in verdict.judgment),
            exact=verdict.exact,
            possible=verdict.possible,
            outlook=verdict.outlook,
            rests_on=verdict.rests_on,
            why=why,
            shown=_without_routes(shown) if routes else shown,
            routes=tuple(routes),
            passages=texts.passages,
            note=norm.note,
            sanctioned=texts.sanctioned,
            cell=object(),
        )

    def _labels(self, names: Iterable[str]) -> tuple[Text, ...]:
        """The labels of columns by name, and of judgments by IRI."""
        columns = self.said.view.law.facts.columns
        return tuple(columns[n].label if n in columns else self.said.label(n) for n in names)


def doubted(
    names: Iterable[str], labels: Iterable[Text], stated: Container[str]
) -> tuple[Text, ...]:
    """Labels of what a verdict turns on, where columns that the record has `stated`, by name, are
    told as contradicted."""
    return tuple(
        Text(f"{label.da} (modsagt)", f"{label.en} (contradicted)") if name in stated else label
        for name, label in zip(names, labels, strict=True)
    )


def _nodes(why: Why, counted: set[int]) -> int:
    """The nodes of a tree that were not counted before: a record's trees have many in common."""
    if id(why) in counted:
        return 0
    counted.add(id(why))
    return 1 + sum([_nodes(child, counted) for child in why.children])


def _why(program: Program, verdict: Verdict, trees: Trees) -> Why:
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
        Why(text, inner.value, _due(program, trees) if text in _TIMED else (), (inner,), ALL, True)
        for condition, text in steps
        for inner in (trees.of(condition),)
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


def _due(program: Program, trees: Trees) -> tuple[tuple[Text, Text], ...]:
    """The end of each deadline, by each reading."""
    return tuple((trees.words.name(iri), blank(iri)) for iri in ends_of(program.norm))
