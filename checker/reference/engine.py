"""The verdicts of the reference engine on complete and incomplete records.

A complete record has two-valued answers. An incomplete one is judged by its completions: the
verdict that all share, else `undetermined` with what they turn on (semantics, section 3).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import reduce
from itertools import chain
from math import prod

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import CORE
from lovgraf.facts.fact import Column, Fact, Judgment
from lovgraf.facts.repairs import Record, TooManyRepairs, disputes_in, repairs
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.reference.cases import MAX_JOINT, Case, TooManyCompletions
from lovgraf.reference.hermit import ReasonerError
from lovgraf.reference.oracles import Oracles, Question
from lovgraf.reference.plan import Lift, Part, Plan, Reach, make_plan
from lovgraf.reference.tables import Array, Table, align, merge, turning, varies

# The verdict of a norm from the answers of its parts (semantics, section 4).

Bools = npt.NDArray[np.bool_]
YES: Bools = np.array(True)
NO: Bools = np.array(False)
BREACHED, UNATTAINABLE, UNDETERMINED = (
    VERDICTS.index(name) for name in ("breached", "unattainable", "undetermined")
)


def decide(plan: Plan, answers: Mapping[Part, Array]) -> Array:
    """The verdicts as indices into `VERDICTS`, for answers that broadcast together."""
    norm = plan.norm

    def member(name: str) -> Bools:
        return answers["class", name] > 0

    addressed = member(norm.addressee) if norm.addressee else YES
    exempt = _any([_lifted(lift, answers) for lift in plan.module.lifts])
    met, pending = _duty(norm, answers)
    order: list[tuple[Bools, str]] = [
        (~addressed, "not-addressed"),
        (exempt, "exempt"),
        (met, "fulfilled"),
        (pending, "pending"),
    ]
    if norm.kind == "BestEffortObligation":
        order.append((YES, "undetermined"))
    if norm.requires and norm.bearer == str(CORE.Subject):
        order.append((~_reachable(plan.module.reach, answers), "unattainable"))
    if norm.discretionary:
        order.append((YES, "undetermined"))
    whole = np.broadcast_arrays(*(where for where, _ in order), *answers.values())
    names = [np.uint8(VERDICTS.index(name)) for _, name in order]
    chosen = np.select(list(whole[: len(order)]), names, np.uint8(BREACHED))
    return np.asarray(chosen, np.uint8)


def _any(parts: list[Bools]) -> Bools:
    return reduce(np.logical_or, parts, NO)


def _all(parts: list[Bools]) -> Bools:
    return reduce(np.logical_and, parts, YES)


def _lifted(lift: Lift, answers: Mapping[Part, Array]) -> Bools:
    """Whether a lifting norm holds and is not lifted itself."""
    holds = _any([answers["class", name] > 0 for name in lift.classes])
    return holds & ~_any([_lifted(other, answers) for other in lift.unless])


def _duty(norm: Norm, answers: Mapping[Part, Array]) -> tuple[Bools, Bools]:
    """Whether the duty is met in time, and else whether it still may be."""
    holds = answers["shape", norm.duty] > 0 if norm.duty else YES
    kept = [answers["deadline", str(number)] for number in range(len(norm.deadlines))]
    met = holds & _all([part & 1 > 0 for part in kept])
    late = _any([part & 2 > 0 for part in kept])
    still = _any([part & 4 > 0 for part in kept])
    return met & ~late, ~late & still


def _reachable(reach: Reach, answers: Mapping[Part, Array]) -> Bools:
    """Whether every required capability can be had: the least fixpoint over the routes."""
    had: dict[str, Bools] = {
        thing: YES if name is None else answers["class", name] > 0
        for thing, name in reach.held_by.items()
    }
    count = -1
    while count != (count := sum(int(np.count_nonzero(where)) for where in had.values())):
        for classes, needs, grants in reach.routes:
            works = _all(
                [answers["class", name] > 0 for name in classes]
                + [had.get(need, NO) for need in needs]
            )
            for thing in grants:
                had[thing] = had.get(thing, NO) | works
    return _all([had.get(thing, NO) for thing in reach.required])


RECORDS_A_BATCH = 2000
FEW_QUESTIONS = 500
"""So many that a call of HermiT for all of them takes little longer than its start."""


class Verdict(Struct, frozen=True):
    """The verdict of one norm on one record.

    `missing` are canonical column names, `judgment` authorities' IRIs; both sorted. `possible` are
    the verdicts that an `undetermined` one may come to, as bits of their places in `VERDICTS`; of
    others it is 0. `exact` is false where the record leaves more open than can be tried: the
    verdict is `undetermined` then, and may come to any.
    """

    norm: str
    verdict: str
    missing: tuple[str, ...] = ()
    judgment: tuple[str, ...] = ()
    exact: bool = True
    possible: int = 0


def verdicts(
    view: LawView,
    records: Sequence[Mapping[str, State]],
    record_type: str = "person",
    norms: Iterable[str] | None = None,
    oracles: Oracles | None = None,
) -> list[dict[str, Verdict]]:
    """The verdict of each norm in force (or of some) on each record, by norm.

    Records are states of columns by IRI. `oracles` of the same law remember earlier answers.
    Raises `InputError` for an undeclared fact, and where HermiT cannot read a class.
    """
    chosen = {norm.iri for norm in view.judged(record_type)}
    own = chosen if norms is None else chosen.intersection(norms)
    return verdicts_of(view, [(record, own) for record in records], record_type, oracles)


def verdicts_of(
    view: LawView,
    asked: Sequence[tuple[Mapping[str, State], Collection[str]]],
    record_type: str = "person",
    oracles: Oracles | None = None,
) -> list[dict[str, Verdict]]:
    """Of each record the verdicts of norms of its own: as `verdicts`, in as few calls of HermiT."""
    oracles = oracles or Oracles(view.law)
    wanted = set().union(*(norms for _, norms in asked))
    chosen = [n for n in view.judged(record_type) if n.iri in wanted]
    plans = [make_plan(view, norm, oracles) for norm in chosen]
    found: list[dict[str, Verdict]] = []
    for start in range(0, len(asked), RECORDS_A_BATCH):
        meant = [
            (own, _meant(view, own, record))
            for record, norms in asked[start : start + RECORDS_A_BATCH]
            for own in [[plan for plan in plans if plan.norm.iri in norms]]
        ]
        cases = [
            Case(plan, way, view.as_of)
            for own, each in meant
            for plan, ways in zip(own, each, strict=True)
            for way in ways
        ]
        judged = iter(judge(cases, oracles))
        for own, each in meant:
            said = [
                _shared(plan, [next(judged) for _ in ways])
                for plan, ways in zip(own, each, strict=True)
            ]
            found.append({verdict.norm: verdict for verdict in said})
    return found


def _meant(view: LawView, plans: Sequence[Plan], record: Record) -> list[list[Record]]:
    """For each norm what a record may have been meant to be, as far as it tells apart: the repairs;
    none where there are too many."""
    if not disputes_in(view.law.facts, record, view.as_of):
        return [[record] for _ in plans]
    found: list[list[Record]] = []
    for plan in plans:
        reads = frozenset().union(*map(plan.vocabulary.inputs, plan.below))
        try:
            found.append(repairs(view.law.facts, record, view.as_of, reads))
        except TooManyRepairs:
            found.append([])
    return found


def _shared(plan: Plan, found: Sequence[Verdict]) -> Verdict:
    """The verdict that all repairs of a record share, else `undetermined`."""
    if len(found) == 1:
        return found[0]
    norm, said = plan.norm.iri, {one.verdict for one in found}
    exact = bool(found) and all(one.exact for one in found)
    missing = tuple(sorted({name for one in found for name in one.missing}))
    if said == {"breached", "unattainable"}:
        return Verdict(norm, "breached", missing, exact=exact)
    if len(said) == 1 and said != {"undetermined"}:
        return Verdict(norm, found[0].verdict, missing, exact=exact)
    judgment = tuple(sorted({iri for one in found for iri in one.judgment}))
    possible = 0
    for one in found:
        open_ = one.verdict == "undetermined"
        possible |= one.possible if open_ else 1 << VERDICTS.index(one.verdict)
    return Verdict(norm, "undetermined", missing, judgment, exact, possible)


def judge(cases: Sequence[Case], oracles: Oracles) -> list[Verdict]:
    """The verdicts of any cases of one law, also of different norms and dates, in their order.

    Addressees are settled first, for most records; then the rest for those who may be addressed.
    Few questions are put at once.
    """
    result: dict[int, Verdict] = {}
    numbered = dict(enumerate(cases))
    _ask_at_once(cases, oracles)
    for number, case in _ask(numbered, oracles, result, _addressee).items():
        parts = _addressee(case.plan)
        if parts and not case.table(parts[0], oracles).answers.any():
            result[number] = Verdict(case.plan.norm.iri, "not-addressed")
    possibly = {number: case for number, case in numbered.items() if number not in result}
    for number, case in _ask(possibly, oracles, result, _asked).items():
        result[number] = _judge(case, oracles)
    return [result[number] for number in numbered]


def _ask_at_once(cases: Iterable[Case], oracles: Oracles) -> None:
    """Have HermiT answer in one call what may be asked about classes, where that is not much. What
    it cannot answer so is left to be asked where it is needed."""
    asked: dict[Question, None] = {}
    for case in cases:
        for part in _asked(case.plan):
            if part[0] != "class":
                continue
            try:
                few = case.completions(part) <= FEW_QUESTIONS
                asked |= dict.fromkeys(case.questions(part, oracles) if few else ())
            except TooManyCompletions:
                few = False
            if not few or len(asked) > FEW_QUESTIONS:
                return
    with suppress(ReasonerError):
        oracles.ask_classes(asked)


def _ask(
    cases: Mapping[int, Case],
    oracles: Oracles,
    result: dict[int, Verdict],
    parts_of: Callable[[Plan], list[Part]],
) -> dict[int, Case]:
    """Put all questions of some parts; a case with too many is settled as such and left out."""
    kept: dict[int, Case] = {}
    classes: list[list[Question]] = []
    shapes: list[list[Question]] = []
    for number, case in cases.items():
        try:
            for part in parts_of(case.plan):
                asked = classes if part[0] == "class" else shapes
                asked.append(case.questions(part, oracles))
        except TooManyCompletions:
            result[number] = _undecided(case)
        else:
            kept[number] = case
    oracles.settle_classes(classes)
    oracles.ask_classes(chain.from_iterable(classes))
    oracles.ask_shapes(chain.from_iterable(shapes))
    return kept


def _addressee(plan: Plan) -> list[Part]:
    name = plan.norm.addressee
    return [("class", name)] if name else []


def _asked(plan: Plan) -> list[Part]:
    return [part for part in plan.parts if part[0] in ("class", "shape")]


def _judge(case: Case, oracles: Oracles) -> Verdict:
    """The verdict that all possible completions share, else `undetermined` and why."""
    plan = case.plan
    norm = plan.norm
    try:
        whole = {part: case.table(part, oracles) for part in plan.parts}
    except TooManyCompletions:
        return _undecided(case)
    small, sizes = merge(list(whole.values()))
    if prod(sizes.values()) > MAX_JOINT:
        return _undecided(case)
    answers = {part: align(table, sizes) for part, table in zip(whole, small, strict=True)}
    shape = tuple(sizes.values())
    found = np.broadcast_to(decide(plan, answers), shape)
    possible = np.ones(shape, np.bool_)
    for (kind, _), answer in answers.items():
        if kind == "possible":
            possible &= answer > 0
    if not possible.any():
        possible[...] = True
    # Whether the capabilities can be had is asked last: what is unknown of it leaves a breach one.
    plain = np.where(found == UNATTAINABLE, np.uint8(BREACHED), found)
    seen = set(map(int, np.unique(plain[possible])))
    if len(seen) > 1:
        missing, judgment = _name(case, whole, turning(plain, possible, sizes) or list(sizes))
        bits = sum(1 << verdict for verdict in seen)
        return Verdict(norm.iri, "undetermined", missing, judgment, possible=bits)
    (only,) = seen
    if only == UNDETERMINED:
        judge = (norm.authority,) if norm.authority else ()
        return Verdict(norm.iri, "undetermined", (), judge, possible=1 << UNDETERMINED)
    if only == BREACHED and bool((found[possible] == UNATTAINABLE).all()):
        return Verdict(norm.iri, "unattainable")
    open_ = list(sizes) if len(np.unique(found[possible])) > 1 else []
    missing, judgment = _name(case, whole, turning(found, possible, sizes) or open_)
    return Verdict(norm.iri, VERDICTS[only], missing, judgment)


def _undecided(case: Case) -> Verdict:
    missing, judgment = _name(case, {}, sorted(case.open))
    return Verdict(
        case.plan.norm.iri,
        "undetermined",
        missing,
        judgment,
        exact=False,
        possible=(1 << UNDETERMINED) - 1,
    )


def _follows(fact: Fact, asked: Collection[str], vocabulary: FactVocabulary) -> bool:
    """Whether a yes or no follows from another column that is asked for: yes where that has a
    value, no where it has none."""
    others = (vocabulary[iri] for iri in asked)
    return isinstance(fact, Column) and any(
        isinstance(other, Column) and other.none_when == ((fact.iri, False),) for other in others
    )


def _name(
    case: Case, tables: Mapping[Part, Table], choices: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns to ask for, by name, and the authorities that judge."""
    vocabulary = case.plan.vocabulary
    asked, direct = set[str](), set[str]()
    for choice in choices:
        facts = {
            f for part, t in tables.items() if varies(t, choice) for f in case.plan.parts[part]
        }
        for fact in facts or case.plan.reads:
            own = case.unknowns.ask(fact, choice)
            asked |= own
            direct |= {fact} & own
    asked -= {iri for iri in direct if _follows(vocabulary[iri], asked, vocabulary)}
    missing, judgment, open_questions = set[str](), set[str](), set[str]()
    for iri in asked:
        declared = vocabulary[iri]
        if isinstance(declared, Judgment):
            (open_questions if declared.of_law else judgment).add(declared.judged_by or iri)
        else:
            missing.add(declared.name if isinstance(declared, Column) else iri)
    # What is missing may well settle that an open question of law does not matter.
    judged = judgment if missing else judgment | open_questions
    return tuple(sorted(missing)), tuple(sorted(judged))
