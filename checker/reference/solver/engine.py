"""The verdicts that each norm can still have of a record, by z3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import z3
from msgspec import Struct, field

from lovgraf.core.errors import InputError
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.result import VERDICTS
from lovgraf.facts.fact import Judgment
from lovgraf.facts.repairs import TooManyRepairs, disputes_in, repairs
from lovgraf.facts.values import State
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.reference.solver.conditions import Asked
from lovgraf.reference.solver.days import Lemmas
from lovgraf.reference.solver.norms import Parts, Reading, kept, mentioned
from lovgraf.reference.solver.search import GaveUp, Search
from lovgraf.reference.solver.terms import Truth, both, not_
from lovgraf.reference.solver.world import Open, World

REMEMBERED = 50_000
"""Questions of which the answers are kept."""


class Possible(Struct, frozen=True):
    """The verdicts that a norm can have in the completions of a record.

    `judgment` says that it turns on an authority's judgment whatever is still learnt. It is not
    `exact` where the solver gave up, or cannot say `why`; then nothing is known.
    """

    norm: str
    verdicts: frozenset[str]
    judgment: bool = False
    exact: bool = True
    why: InputError | None = None

    def or_(self, other: Possible) -> Possible:
        """What one or another record of the same norm can still be."""
        verdicts, judgment = self.verdicts | other.verdicts, self.judgment or other.judgment
        exact = self.exact and other.exact
        return Possible(self.norm, verdicts, judgment, exact, self.why or other.why)

    @property
    def verdict(self) -> str:
        """The verdict that all completions share, else `undetermined`.

        Whether what it takes can be had is asked last: what is unknown of it leaves a breach one.
        """
        found = self.verdicts
        if found == {"breached", "unattainable"}:
            return "breached"
        return next(iter(found)) if self.exact and len(found) == 1 else "undetermined"


_Key = tuple[object, ...]
_Said = frozenset[tuple[str, State]]
"""All that a record says, with its values: repairs may differ in these alone."""
Outcomes = Mapping[str, Truth]


class _Remembered(Struct):
    """What was asked, kept so that no other term takes its number, and what was found."""

    terms: Sequence[Truth]
    found: frozenset[str]
    judgment: bool


class Solver(Struct, dict=True):
    """The norms of a law on a day for one type of record; what is found out serves later records.

    `refused` are the norms that it cannot read or has no formula for, with the reason.
    """

    view: LawView
    record_type: str = "person"
    norms: Iterable[str] | None = None
    seconds: float = 5
    refused: dict[str, InputError] = field(default_factory=dict)

    def __post_init__(self) -> None:
        reading, facts = Reading(self.view, self.record_type), self.view.law.facts
        wanted = None if self.norms is None else set(self.norms)
        self._parts: list[Parts] = []
        for norm in self.view.judged(self.record_type):
            if wanted is not None and norm.iri not in wanted:
                continue
            try:
                self._parts.append(reading.parts(norm))
            except InputError as error:
                self.refused[norm.iri] = error
        conditions = (one for parts in self._parts for one in parts.conditions)
        rest_on = {iri for parts in self._parts for iri in parts.below}
        self._open = Open(facts, mentioned(facts, conditions, rest_on))
        self.search = Search(self.seconds)
        self._remembered: dict[_Key, _Remembered] = {}
        self._lemmas: dict[_Key, Lemmas] = {}

    def possible(self, record: Mapping[str, State]) -> dict[str, Possible]:
        """What each norm that is not refused can still say of a record, by norm; of one that
        contradicts itself, of all its repairs."""
        if len(self._remembered) > REMEMBERED:
            self._remembered.clear()
            self._lemmas.clear()
        broken = bool(disputes_in(self.view.law.facts, record, self.view.as_of))
        asked: dict[_Said, tuple[World, Asked]] = {}
        return {
            parts.norm.iri: self._of_repairs(parts, record, broken, asked) for parts in self._parts
        }

    def _of_repairs(
        self,
        parts: Parts,
        record: Mapping[str, State],
        broken: bool,
        asked: dict[_Said, tuple[World, Asked]],
    ) -> Possible:
        """What a norm can still say of the repairs of a record that it tells apart."""
        facts, norm = self.view.law.facts, parts.norm.iri
        reads = frozenset().union(*map(facts.inputs, parts.below)) if broken else frozenset()
        try:
            meant = repairs(facts, record, self.view.as_of, reads) if broken else [record]
        except TooManyRepairs:
            return Possible(norm, frozenset(VERDICTS), exact=False)
        found: Possible | None = None
        for one in meant:
            key = frozenset(one.items())
            if key not in asked:
                world = World(self._open, one, self.view.as_of)
                asked[key] = world, Asked(world)
            own = self._of_norm(parts, *asked[key])
            found = own if found is None else found.or_(own)
        assert found is not None
        return found

    def _of_norm(self, parts: Parts, world: World, asked: Asked) -> Possible:
        norm = parts.norm
        try:
            outcomes = _outcomes(parts, world, asked)
            if len(outcomes) == 1:
                found, judgment = frozenset(outcomes), "undetermined" in outcomes
            else:
                found, judgment = self._settled(parts, world, outcomes)
        except NotCompilable as error:
            return Possible(norm.iri, frozenset(VERDICTS), exact=False, why=error)
        except GaveUp:
            return Possible(norm.iri, frozenset(VERDICTS), exact=False)
        return Possible(norm.iri, found, judgment)

    def _settled(
        self, parts: Parts, world: World, outcomes: Outcomes
    ) -> tuple[frozenset[str], bool]:
        said = [world.said[iri] for iri in (*parts.below, parts.norm.iri) if iri in world.said]
        agreed = [world.implications(iri, parts.below) for iri in parts.below]
        always = [part for one in said for part in one.always if part is not True]
        always += [part for part in agreed if part is not True]
        found = {lemma.key: lemma for one in said for lemma in one.lemmas}
        lemmas = [self._lemmas.setdefault(key, lemma) for key, lemma in found.items()]
        terms = [*always, *outcomes.values()]
        key = tuple(outcomes), tuple(found), tuple(part.get_id() for part in terms)
        if key not in self._remembered:
            can_be = self._ask(always, lemmas, outcomes)
            judged = self._turns_on_judgment(parts, always, lemmas, outcomes, can_be)
            self._remembered[key] = _Remembered(terms, can_be, judged)
        return self._remembered[key].found, self._remembered[key].judgment

    def _ask(
        self, always: Sequence[Truth], lemmas: Sequence[Lemmas], outcomes: Outcomes
    ) -> frozenset[str]:
        possible = self.search.among(always, lemmas, outcomes.values())
        found = frozenset(name for name, can_be in zip(outcomes, possible, strict=True) if can_be)
        if not found:
            raise GaveUp
        return found

    def _turns_on_judgment(
        self,
        parts: Parts,
        always: Sequence[Truth],
        lemmas: Sequence[Lemmas],
        outcomes: Outcomes,
        found: frozenset[str],
    ) -> bool:
        """Whether the same facts have several verdicts, by what an authority finds."""
        if "undetermined" in found:
            return True
        facts = [self.view.law.facts[iri] for iri in parts.below]
        own = [self._open.value(fact, fact.iri)[0] for fact in facts if isinstance(fact, Judgment)]
        if not own or len(found) < 2:
            return False
        other = [(term, z3.Bool(f"{term}#otherwise")) for term in own]
        wanted = [
            z3.And(term, z3.Not(z3.substitute(term, *other)))
            for name, term in outcomes.items()
            if name in found
        ]
        return any(self.search.among(always, lemmas, wanted))


def _outcomes(parts: Parts, world: World, asked: Asked) -> dict[str, Truth]:
    """The verdicts of a norm that are not ruled out at once, with when it has each; they exclude
    each other and leave nothing out."""
    found: dict[str, Truth] = {}
    rest: Truth = True

    def settle(verdict: str, when: Truth) -> None:
        nonlocal rest
        found[verdict] = both(rest, when)
        rest = both(rest, not_(when))

    norm = parts.norm
    settle("not-addressed", not_(asked(parts.addressed)))
    if rest is not False:
        settle("exempt", asked(parts.exempt))
    if rest is not False:
        own = kept(norm, world)
        settle("fulfilled", both(asked(parts.duty), own.in_time, not_(own.late)))
        if norm.deadlines:
            settle("pending", both(not_(own.late), own.open))
    if rest is not False:
        if norm.kind != "BestEffortObligation":
            settle("unattainable", not_(asked(parts.reach)))
        found[_otherwise(norm)] = rest
    return {verdict: when for verdict, when in found.items() if when is not False}


def _otherwise(norm: Norm) -> str:
    """What a norm says where its duty was not met, and could have been."""
    judged = norm.discretionary or norm.kind == "BestEffortObligation"
    return "undetermined" if judged else "breached"
