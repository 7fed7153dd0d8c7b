"""A question as one program, so that its answer is settled as exactly as a verdict is.

The answers of a question, in the order in which one comes before the next, take the places of the
first verdicts: `VERDICTS[n]` of its program stands for the n-th answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdflib import URIRef

from lovgraf.conditions.tree import FALSE, TRUE, Condition, all_of, any_of, negated
from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import CORE
from lovgraf.explain.question import OPEN, Question, named_by
from lovgraf.law.norms import Norm
from lovgraf.law.time import Interval
from lovgraf.law.view import LawView
from lovgraf.verdicts.decide import BREACHED, UNDETERMINED
from lovgraf.verdicts.program import Program, readers
from lovgraf.verdicts.reach import reachable

DEPENDS = OPEN
_JUDGED = "judged"
_LAST = VERDICTS[BREACHED]
"""The verdict that is left where no other is given."""
MOST_ANSWERS = BREACHED + 1
Result = tuple[str, Condition]
"""What can come of something, by name, and the test for it where no earlier one is passed."""


def results_of(program: Program) -> list[Result]:
    """The verdicts that a norm can give (and `judged`, where an authority decides), in order."""
    addressed, exempt, met, pending, reach = program.conditions
    found = [
        ("not-addressed", negated(addressed)),
        ("exempt", exempt),
        ("fulfilled", met),
        ("pending", pending),
    ]
    if program.norm.kind == "BestEffortObligation":
        return [*found, (_JUDGED, TRUE)]
    breached = _JUDGED if program.norm.discretionary else "breached"
    return [*found, (breached, reach), ("unattainable", TRUE)]


def answers_of(results: list[Result], meanings: Mapping[str, str]) -> dict[str, Condition]:
    """The condition for each answer that some results mean: what lies between results that mean
    the same is not asked for, so that an answer turns on no more than it must."""
    steps: list[tuple[str | None, Condition]] = []
    for name, test in results:
        answer = meanings.get(name)
        if steps and steps[-1][0] == answer:
            steps[-1] = answer, any_of(steps[-1][1], test)
        else:
            steps.append((answer, test))
    found: dict[str, Condition] = {}
    before: list[Condition] = []
    for answer, test in steps:
        own = all_of(*before, test)
        before.append(negated(test))
        if answer is not None:
            found[answer] = any_of(found[answer], own) if answer in found else own
    return found


def capability_results(view: LawView, capability: str, record_type: str) -> list[Result]:
    """Whether a capability is held, can be had, or is out of reach."""
    owl, _ = readers(view, record_type)
    holder = view.law.access.holder(capability, record_type)
    held = owl.condition(URIRef(holder)) if holder else FALSE
    reach = reachable(view, capability, record_type, owl)
    return [("held", held), ("within-reach", reach), ("out-of-reach", TRUE)]


def entitlement_results(condition: Condition) -> list[Result]:
    """Whether what a norm allows is open to a record."""
    return [("open", condition), ("closed", TRUE)]


_ALLOWING = frozenset({"Permission", "Right"})
_RULING = frozenset({"ConstitutiveRule", "CompetenceLimit", "UncheckedObligation"})
"""Norms that allow nobody anything, and duties that no fact shows to be kept: they decide the
questions that name them."""
_OF_ALL: list[Result] = [("general", TRUE)]


def _by_whom(view: LawView, norm: Norm) -> list[Result]:
    """Of whom a norm allows something or says what holds, whoever it is that may; `general` where
    the graph does not say. What is general decides only where nothing else does."""
    if not norm.addressee:
        return _OF_ALL
    owl, _ = readers(view, norm.record_type)
    return entitlement_results(owl.condition(URIRef(norm.addressee)))


class QuestionProgram:
    """A question on a date, with what decides it: norms by IRI, and capabilities."""

    def __init__(
        self,
        view: LawView,
        question: Question,
        programs: Mapping[str, Program],
        open_: Mapping[str, Condition],
    ) -> None:
        self.question = question
        own = [n for n in view.norms.values() if n.record_type == question.record_type]
        results: dict[str, list[Result]] = {}
        named = question.decided_by
        for norm in named_by(question.decided_by, own, view.law):
            if norm.iri in programs:
                results[norm.iri] = results_of(programs[norm.iri])
            elif norm.iri in open_:
                results[norm.iri] = entitlement_results(open_[norm.iri])
            elif norm.kind in _ALLOWING or (norm.kind in _RULING and norm.iri in named):
                results[norm.iri] = _by_whom(view, norm)
        results = {i: found for i, found in results.items() if found != _OF_ALL} or results
        for item in question.decided_by:
            if item in view.law.access.capabilities:
                results[item] = capability_results(view, item, question.record_type)
        self.answers: dict[str, Mapping[str, Condition]] = {
            iri: answers_of(found, {**question.meanings, **question.of_norms.get(iri, {})})
            for iri, found in results.items()
        }
        """The condition for each answer, by norm or capability (IRI)."""
        self.program = self._program()

    @property
    def decided(self) -> bool:
        """Whether anything on the date decides the question."""
        return bool(self.answers)

    def answer(self, verdict: str) -> str:
        """The answer (by notation) that a verdict of the program stands for."""
        order = self.question.order
        if verdict == VERDICTS[UNDETERMINED]:
            return DEPENDS
        return order[-1] if verdict == _LAST else order[VERDICTS.index(verdict)]

    def parts(self, answer: str) -> Iterator[tuple[str, Condition]]:
        """What gives an answer: each norm or capability (by IRI) with the condition for it."""
        for iri, found in self.answers.items():
            if answer in found:
                yield iri, found[answer]

    def _program(self) -> Program:
        order = self.question.order
        given = [any_of(*(c for _, c in self.parts(answer))) for answer in order[:-1]]
        given += [FALSE] * (BREACHED - len(given))
        first, second, third, fourth = given
        return Program(
            norm=_stand_in(self.question),
            addressed=negated(first),
            exempt=second,
            duty=third,
            in_time=TRUE,
            met=third,
            pending=fourth,
            reach=TRUE,
        )


def _stand_in(question: Question) -> Norm:
    """What a program needs to know of the norm that it is for."""
    return Norm(
        iri=question.iri, kind="Obligation", provision="", provisions=(),
        record_type=question.record_type, bearer=str(CORE.Subject), label=question.label,
        definition=question.definition, addressee=None, duty=None, deadlines=(), requires=(),
        exempts=(), overrides=(), eligible=None, granted=None, discretionary=False, authority=None,
        passages=(), note=None, in_force=Interval(None, None),
    )  # fmt: skip
