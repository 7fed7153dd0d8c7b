"""A question as one program, so that its answer is settled as exactly as a verdict is.

The answers of a question, in the order in which one comes before the next, take the places of the
first verdicts: `VERDICTS[n]` of its program stands for the n-th answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdflib import URIRef

from lovgraf.conditions.tree import FALSE, TRUE, Condition, Not, all_of, any_of
from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import CORE
from lovgraf.explain.question import Question, named_by
from lovgraf.law.norms import Norm
from lovgraf.law.time import Interval
from lovgraf.law.view import LawView
from lovgraf.verdicts.decide import BREACHED, UNDETERMINED
from lovgraf.verdicts.program import Program, readers
from lovgraf.verdicts.reach import reachable

DEPENDS = "depends"
_JUDGED = "judged"
_LAST = VERDICTS[BREACHED]
"""The verdict that is left where no other is given."""
MOST_ANSWERS = BREACHED + 1
Result = tuple[str, Condition]


def results_of(program: Program) -> list[Result]:
    """The verdicts that a norm can give (and `judged`, where an authority decides), each with the
    condition under which it does."""
    addressed, exempt, met, pending, reach = program.conditions
    bound = all_of(addressed, _not(exempt))
    late = all_of(bound, _not(met), _not(pending))
    found = [
        ("not-addressed", _not(addressed)),
        ("exempt", all_of(addressed, exempt)),
        ("fulfilled", all_of(bound, met)),
        ("pending", all_of(bound, _not(met), pending)),
    ]
    if program.norm.kind == "BestEffortObligation":
        return [*found, (_JUDGED, late)]
    breached = _JUDGED if program.norm.discretionary else "breached"
    return [*found, (breached, all_of(late, reach)), ("unattainable", all_of(late, _not(reach)))]


def _not(condition: Condition) -> Condition:
    if condition in (TRUE, FALSE):
        return FALSE if condition == TRUE else TRUE
    return condition.part if isinstance(condition, Not) else Not(condition)


def capability_results(view: LawView, capability: str, record_type: str) -> list[Result]:
    """Whether a capability is held, can be had, or is out of reach."""
    owl, _ = readers(view, record_type)
    holder = view.law.access.holder(capability, record_type)
    held = owl.condition(URIRef(holder)) if holder else FALSE
    reach = reachable(view, capability, record_type, owl)
    return [
        ("held", held),
        ("within-reach", all_of(_not(held), reach)),
        ("out-of-reach", all_of(_not(held), _not(reach))),
    ]


def entitlement_results(condition: Condition) -> list[Result]:
    """Whether what a norm allows is open to a record."""
    return [("open", condition), ("closed", _not(condition))]


_ALLOWING = frozenset({"Permission", "Right"})


_OF_ALL: list[Result] = [("general", TRUE)]


def _allowed(view: LawView, norm: Norm) -> list[Result]:
    """Of whom a norm allows something, whoever it is that may; `general` where the graph does not
    say. What is general decides only where nothing else does."""
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
        self.results: dict[str, list[Result]] = {}
        for norm in named_by(question.decided_by, own, view.law):
            if norm.iri in programs:
                self.results[norm.iri] = results_of(programs[norm.iri])
            elif norm.iri in open_:
                self.results[norm.iri] = entitlement_results(open_[norm.iri])
            elif norm.kind in _ALLOWING:
                self.results[norm.iri] = _allowed(view, norm)
        of_some = {i: found for i, found in self.results.items() if found != _OF_ALL}
        self.results = of_some or self.results
        for item in question.decided_by:
            if item in view.law.access.capabilities:
                self.results[item] = capability_results(view, item, question.record_type)
        self.program = self._program()

    @property
    def decided(self) -> bool:
        """Whether anything on the date decides the question."""
        return bool(self.results)

    def answer(self, verdict: str) -> str:
        """The answer (by notation) that a verdict of the program stands for."""
        order = self.question.order
        if verdict == VERDICTS[UNDETERMINED]:
            return DEPENDS
        return order[-1] if verdict == _LAST else order[VERDICTS.index(verdict)]

    def parts(self, answer: str) -> Iterator[tuple[str, Condition]]:
        """What gives an answer: each norm or capability (by IRI) with the condition for it."""
        for iri, results in self.results.items():
            some = [c for name, c in results if self.question.meanings.get(name) == answer]
            if some:
                yield iri, any_of(*some)

    def _program(self) -> Program:
        order = self.question.order
        given = [any_of(*(c for _, c in self.parts(answer))) for answer in order[:-1]]
        given += [FALSE] * (BREACHED - len(given))
        first, second, third, fourth = given
        return Program(
            norm=_stand_in(self.question),
            addressed=_not(first),
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
