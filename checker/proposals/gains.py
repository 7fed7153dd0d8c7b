"""Who is better off by proposals: a duty that is lifted or eased, a permission, a way.

Each is asked of every possible citizen, as what somebody becomes obliged to is, and has an invented
person. What is taken from somebody is told by gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from msgspec import Struct, field, structs
from rdflib import URIRef

from lovgraf.conditions.tree import (
    FALSE,
    Condition,
    Named,
    Not,
    all_of,
    any_of,
    facts_of,
)
from lovgraf.conditions.words import Words
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Text, label
from lovgraf.core.written import filled
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.answer_cache import AnswerCache, Answers
from lovgraf.proposals.changed_duty import NOT_SHORT, named_parts, spelled
from lovgraf.proposals.changes import Change, Group, Views, needed_through
from lovgraf.proposals.findings import Gain, GainKind
from lovgraf.proposals.inquiry import Inquiry, deciding
from lovgraf.proposals.phrase import in_words
from lovgraf.proposals.programs import Comparison, groups_of
from lovgraf.proposals.reach import harder, only_grows, reach_of, ways
from lovgraf.verdicts.program import Program, Programs, compile_programs, readers

_FAVOURS = frozenset({"Permission", "Right", "Exemption"})
"""The kinds of norm that give somebody something."""

_NOT_EXEMPT = Text("{who} (og som ikke var fritaget)", "{who} (and who was not exempt)")


class Gained(Struct):
    """The gains found, and why some could not be looked for."""

    gains: list[Gain] = field(default_factory=list)
    too_large: dict[Text, None] = field(default_factory=dict)


def gains(views: Views, comparisons: Sequence[Comparison], answers: Answers) -> Gained:
    """Who is better off by proposals. Norms that state the same pattern and of whom the same is
    asked are told together."""
    found = Gained()
    for comparison in comparisons:
        search = _GainSearch.of_comparison(views, comparison, answers)
        asked = [one for each in comparison.changes for one in _of_duty(views, each)]
        _tell(search, asked, found)
    for kind in sorted(_types(views)):
        own = [one for one in comparisons if one.record_type == kind]
        search = (
            _GainSearch.of_comparison(views, own[0], answers)
            if own
            else _GainSearch.of_type(views, kind, answers)
        )
        _tell(search, [*_favours(views, kind), *_ways(views, kind)], found)
    return found


def _types(views: Views) -> set[str]:
    """The types of record that norms and routes which change are about."""
    norms = {change.norm.record_type for change in views.changes}
    usual = {views.after.law.facts.usual_type}
    return norms.union(*(route.record_types or usual for route in views.routes))


class _Question(Struct, frozen=True):
    """Who gains in a way by what is `about` (an IRI): of whom `struck` holds and none of `unless`.
    `program` gives that person's verdict; questions with the same `alike` are told together."""

    kind: GainKind
    about: str
    name: Text
    struck: tuple[Condition, ...]
    unless: tuple[Condition, ...] = ()
    within: tuple[Condition, ...] = ()
    program: Program | None = None
    bearer: str | None = None
    alike: object = None
    given: tuple[Text, ...] = ()


class _GainSearch(Struct, frozen=True):
    """A search for who gains, among records of one type."""

    views: Views
    record_type: str
    nothing: Programs
    groups: tuple[Group, ...]
    cache: AnswerCache

    @classmethod
    def of_comparison(cls, views: Views, comparison: Comparison, answers: Answers) -> _GainSearch:
        """With the facts and groups of a comparison."""
        return cls._of(
            views, comparison.nothing, comparison.groups, comparison.record_type, answers
        )

    @classmethod
    def of_type(cls, views: Views, record_type: str, answers: Answers) -> _GainSearch:
        """Of a type of record of which no norm that gives verdicts changes."""
        before, after = (
            compile_programs(view, record_type, frozenset()) for view in (views.before, views.after)
        )
        facts = replace(after.facts, facts={**before.facts.facts, **after.facts.facts})
        nothing = structs.replace(after, facts=facts, programs={}, refused={})
        return cls._of(views, nothing, tuple(groups_of(views, record_type)), record_type, answers)

    @classmethod
    def _of(
        cls, views: Views, nothing: Programs, groups: tuple[Group, ...], kind: str, answers: Answers
    ) -> _GainSearch:
        return cls(views, kind, nothing, groups, AnswerCache(nothing, views.before, kind, answers))

    def gain(self, question: _Question, others: Sequence[_Question]) -> Gain | None:
        """What is found of a question, with the names of those among others of which it is found
        too; None where nobody gains."""
        inquiry = self._inquiry(question)
        found = self.cache.ask(inquiry)
        if not found.cells:
            return None if not others else self.gain(others[0], others[1:])
        words = NOT_SHORT
        if found.who is not None:
            words = in_words(found.who, Words(self.views.graph, self.nothing.facts))
            if question.within:
                words = filled(_NOT_EXEMPT, who=words)
        also = tuple(group.condition for group in self.groups)
        counted = self.cache.ask(replace(inquiry.counted, also=also)).also
        alike = [one.name for one in others if self.cache.ask(self._inquiry(one).counted).cells]
        return Gain(
            question.kind,
            question.about,
            question.name,
            self.record_type,
            words,
            spelled(found.witness or {}, self.nothing.facts),
            found.verdict,
            found.cells,
            found.of,
            tuple(g.iri for g, some in zip(self.groups, counted, strict=True) if some),
            tuple(g.label for g, some in zip(self.groups, counted, strict=True) if some),
            question.bearer,
            tuple(alike),
            question.given,
        )

    def _inquiry(self, question: _Question) -> Inquiry:
        struck = all_of(*question.struck)
        self.cache.together([struck, *question.unless, *question.within])
        return Inquiry(
            self.record_type,
            struck,
            tuple(one for one in question.unless if one != FALSE),
            all_of(*question.within),
            terms=self._terms([*question.struck, *question.unless]),
            **deciding(question.program),  # type: ignore[arg-type]
        )

    def _terms(self, conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        """What is rather called by its name, as far as it asks for the same facts."""
        asked = list(conditions)
        facts = frozenset().union(*map(facts_of, asked))
        named = [group.condition for group in self.groups]
        for condition in asked:
            named += named_parts(condition)
        return tuple(
            dict.fromkeys(one for one in named if isinstance(one, Named) and facts_of(one) <= facts)
        )


def _tell(search: _GainSearch, questions: Iterable[_Question], found: Gained) -> None:
    """Ask, and keep what is found; of questions that are alike the first is told, with the names
    of the others of which the same is found."""
    families: dict[object, list[_Question]] = {}
    for question in questions:
        key = (question.kind, question.alike if question.alike is not None else question.about)
        families.setdefault(key, []).append(question)
    for family in families.values():
        try:
            gain = search.gain(family[0], family[1:])
        except InputError as error:
            found.too_large[error.message] = None
            continue
        if gain is not None:
            found.gains.append(gain)


def _of_duty(
    views: Views, compared: tuple[Change, Program | None, Program | None]
) -> Iterator[_Question]:
    """What a change of a duty or prohibition gives those whom it bound before."""
    change, old, new = compared
    if old is None:
        return
    norm = change.norm
    base = _Question(
        "released",
        norm.iri,
        norm.label,
        (),
        program=new,
        bearer=norm.other_bearer,
        alike=_alike(views, change, old, new),
    )
    addressed = FALSE if new is None else new.addressed
    if addressed != old.addressed:
        still = any_of(addressed, *_same(views, change))
        struck = (old.addressed, Not(still))
        yield structs.replace(base, struck=struck, within=(Not(old.exempt),))
    if new is None:
        return
    bound = (old.addressed, new.addressed)
    if not only_grows(new.exempt, old.exempt):
        exempt = (*bound, new.exempt)
        yield structs.replace(base, kind="exempt", struck=exempt, within=(Not(old.exempt),))
    within = (Not(new.exempt), Not(old.exempt))
    if old.norm.deadlines != norm.deadlines:
        late = all_of(Not(old.met), Not(old.pending))
        more = any_of(all_of(new.pending, Not(new.met)), all_of(old.duty, new.met))
        yield structs.replace(base, kind="more-time", struck=(*bound, late, more), within=within)
    if old.norm.duty != norm.duty:
        less = (*bound, Not(old.duty), new.duty)
        yield structs.replace(base, kind="less-asked", struck=less, within=within)
    if (old.norm.kind, norm.kind) == ("Obligation", "BestEffortObligation"):
        unmet = (*bound, Not(old.met), Not(old.pending))
        yield structs.replace(base, kind="as-far-as-possible", struck=unmet, within=within)
    if _sanctions(views.before, old.norm) - _sanctions(views.after, norm):
        yield structs.replace(base, kind="less-punished", struck=bound, within=within)


def _alike(views: Views, change: Change, old: Program | None, new: Program | None) -> object:
    """What those norms share that stay, state the same pattern and are changed alike; None of
    others."""
    patterns = sorted(map(str, views.graph.objects(URIRef(change.norm.iri), CORE.pattern)))
    if change.kind != "affected" or not patterns or old is None or new is None:
        return None
    return change.norm.duty, change.norm.kind, tuple(patterns)


def _same(views: Views, change: Change) -> Iterator[Condition]:
    """Whom other norms bind to the same after the change."""
    norm = change.norm
    owl, _ = readers(views.after, norm.record_type)
    mine = norm.duty, norm.bearer, norm.record_type
    for other in views.after.norms.values():
        same = (other.duty, other.bearer, other.record_type) == mine
        if other.judged and same and other.addressee is not None and other is not change.after:
            yield owl.condition(URIRef(other.addressee))


def _sanctions(view: LawView, norm: Norm) -> set[Any]:
    return set(view.law.graph.objects(URIRef(norm.iri), CORE.sanction))


def _favours(views: Views, record_type: str) -> Iterator[_Question]:
    """What a new permission, right or exemption gives, to whom none in whose place it comes did."""
    owl, _ = readers(views.after, record_type)
    for change in views.changes:
        norm = change.after
        if norm is None or norm.kind not in _FAVOURS or norm.record_type != record_type:
            continue
        if (own := _favoured(norm, norm.kind)) is None:
            continue
        struck, before = [owl.condition(URIRef(own))], list[Condition]()
        if norm.kind == "Exemption":
            bound = (views.after.norms.get(iri) for iri in norm.exempts)
            struck.append(
                any_of(
                    *(
                        owl.condition(URIRef(duty.addressee))
                        for duty in bound
                        if duty is not None and duty.addressee is not None
                    )
                )
            )
            before += _asked_before(views, norm)
        if change.before is not None and (was := _favoured(change.before, norm.kind)):
            before.append(owl.condition(URIRef(was)))
        yield _Question(
            "may-ask" if norm.kind == "Exemption" else "may",
            norm.iri,
            norm.label,
            tuple(struck),
            tuple(before),
            bearer=norm.other_bearer,
        )


def _favoured(norm: Norm, kind: str) -> str | None:
    """The group (an IRI) that a norm gives what a kind of norm does: of an exemption who may ask
    for it."""
    return norm.eligible if kind == "Exemption" else norm.addressee


def _asked_before(views: Views, norm: Norm) -> list[Condition]:
    """Who could ask for another exemption from all that a norm exempts from before."""
    owl, _ = readers(views.before, norm.record_type)
    return [
        owl.condition(URIRef(other.eligible))
        for other in views.before.norms.values()
        if other.kind == "Exemption" and other.eligible and {*norm.exempts} <= {*other.exempts}
    ]


def _ways(views: Views, record_type: str) -> Iterator[_Question]:
    """What routes give: to whom no way led before, and to whom only a more troublesome one did."""
    for thing in sorted(needed_through(views)):
        name = label(views.graph, URIRef(thing))
        given = tuple(dict.fromkeys(_documents(views, thing, record_type)))
        old, new = (reach_of(view, [thing], record_type) for view in (views.before, views.after))
        if not only_grows(new, old):
            yield _Question("able", thing, name, (new, Not(old)), given=given)
        easier = [
            all_of(old, now, Not(was))
            for now, was in harder(views.after, views.before, [thing], [thing], record_type)
        ]
        if any_of(*easier) != FALSE:
            yield _Question("easier", thing, name, (any_of(*easier),), given=given)


def _documents(views: Views, thing: str, record_type: str) -> Iterator[Text]:
    """The documents that new ways to something take and of which no record says who has them:
    whoever is told to gain has them."""
    access, new = views.after.law.access, {route.iri for route in views.new_routes()}
    granted = {one for route in views.after.routes for one in route.grants}
    for way in ways(views.after, [thing], record_type):
        for need in way.route.needs if (way.route.origin or way.route.iri) in new else ():
            known = access.holder(need, record_type) is not None or need in granted
            if not known and need not in access.capabilities:
                yield label(views.graph, URIRef(need))
