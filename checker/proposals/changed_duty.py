"""A duty of the subject of a record that a proposal changes, with what its gaps ask.

Source: semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Literal

from msgspec import Struct
from rdflib import URIRef
from rdflib.term import Node

from lovgraf.conditions.tree import (
    FALSE,
    TRUE,
    And,
    Condition,
    Named,
    Not,
    Or,
    all_of,
    any_of,
    facts_of,
)
from lovgraf.conditions.words import Words
from lovgraf.core.terms import CORE, Text, label
from lovgraf.facts.fact import Column, Judgment
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.authorities import name_in
from lovgraf.law.norms import Norm
from lovgraf.law.provisions import act_of
from lovgraf.law.view import LawView
from lovgraf.proposals.answer_cache import AnswerCache
from lovgraf.proposals.changes import Change, Group, Views
from lovgraf.proposals.gap import Block, Gap, Severity
from lovgraf.proposals.inquiry import Answer, Inquiry, deciding
from lovgraf.proposals.phrase import in_words
from lovgraf.proposals.programs import Comparison
from lovgraf.proposals.proposal import Proposal
from lovgraf.proposals.reach import ended, harder, only_grows, reach_of, ways
from lovgraf.proposals.simplify import judged_once
from lovgraf.verdicts.program import Program, readers

NOT_SHORT = Text(
    "ingen kort betingelse skiller dem fra andre; se eksemplet",
    "no short condition tells them from others; see the example",
)


_NAMED_ALIKE = 5


class Effect(Struct, frozen=True):
    """What happens by law: its name, whom it strikes, the norm that says so, and the class of those
    (IRIs)."""

    name: Text
    struck: Condition
    norm: str
    group: str


def _effects(view: LawView) -> dict[str, list[tuple[str, Node, str]]]:
    """What happens by law under each act (by IRI): the norm that says so, the effect, and the class
    that it strikes."""
    graph, found = view.law.graph, dict[str, list[tuple[str, Node, str]]]()
    strikers = set(map(str, graph.subjects(CORE.effect)))
    for norm in (one for one in view.norms.values() if one.iri in strikers):
        own = found.setdefault(act_of(graph, norm.provision), [])
        for effect in sorted(graph.objects(URIRef(norm.iri), CORE.effect), key=str):
            struck = sorted(graph.objects(effect, CORE.strikes), key=str)
            own += [(norm.iri, effect, str(one)) for one in struck]
    return found


class ChangedDuty(Struct, dict=True):
    """One changed duty: `old` and `new` are its programs before (if any) and after; `alike` are the
    names of other duties of which the same is found."""

    views: Views
    comparison: Comparison
    change: Change
    old: Program | None
    new: Program
    cache: AnswerCache
    alike: tuple[Text, ...] = ()

    @property
    def norm(self) -> Norm:
        """The duty as it is with the proposals."""
        return self.new.norm

    @cached_property
    def _before(self) -> list[tuple[Condition, Condition]]:
        """Who had the same duty before, with whether what it needed could be had: by the norm in
        whose place it comes, and by any other."""
        view, kind = self.views.before, self.norm.record_type
        owl, _ = readers(self.views.after, kind)
        mine = self.norm.duty, self.norm.bearer, kind
        found = [(self._bound(old), old.reach) for old in self.predecessors]
        known = {old.norm.iri for old in self.predecessors}
        if self.change.kind == "affected" and self._lifts_as_before:
            return found
        for other in view.norms.values():
            if (
                other.judged
                and other.addressee is not None
                and (other.duty, other.bearer, other.record_type) == mine
                and other.iri not in known
            ):
                addressed = owl.condition(URIRef(other.addressee))
                found.append((addressed, reach_of(view, other.requires, kind)))
        return found

    @property
    def _lifts_as_before(self) -> bool:
        """Whether whoever was let off by the norm still is."""
        return self.old is not None and only_grows(self.old.exempt, self.new.exempt)

    def _bound(self, old: Program) -> Condition:
        """Who was bound by a norm before, and was not let off by what lets off no longer."""
        return all_of(old.addressed, self._not_let_off(old))

    def _not_let_off(self, old: Program) -> Condition:
        """Who was not let off a norm by what lets off no longer."""
        lost = ended(old.exempt, self.new.exempt)
        if lost == FALSE:
            return TRUE
        facts = self.comparison.facts.facts
        shared = facts_of(lost) & facts_of(self.new.exempt)
        judged = [iri for iri in shared if isinstance(facts[iri], Judgment)]
        return judged_once(any_of(Not(lost), self.new.exempt), judged)

    @cached_property
    def had_if_bound(self) -> Condition:
        """Who had the same duty before, if it binds them now; that may turn on a judgment, which
        was the same before where the duty was addressed to the same."""
        same = [old for old in self.predecessors if old.addressed == self.new.addressed]
        return any_of(*map(self._not_let_off, same), self.had)

    @cached_property
    def had(self) -> Condition:
        """Who had the same duty before."""
        return any_of(*dict.fromkeys(addressed for addressed, _ in self._before))

    @cached_property
    def stuck(self) -> Condition:
        """Who had the same duty before and could not reach what it needed then either."""
        stuck = [all_of(had, Not(reach)) for had, reach in self._before if reach != TRUE]
        return any_of(*dict.fromkeys(stuck))

    @cached_property
    def obliging(self) -> bool:
        """Whether somebody has the duty who had it not before."""
        return bool(self.count([self.new.addressed, Not(self.had)]).cells)

    @cached_property
    def predecessors(self) -> list[Program]:
        """The programs of the same duty before: of the norm in whose place this one comes; else of
        those that end, and ask the same of the same."""
        if self.old is not None:
            return [self.old]
        mine = self.norm.duty, self.norm.bearer
        ended = (old for change, old, _ in self.comparison.changes if change.after is None)
        return [o for o in ended if o is not None and (o.norm.duty, o.norm.bearer) == mine]

    @cached_property
    def harder(self) -> list[Condition]:
        """Whom the duty bound before, and who could get what it needs with less trouble then."""
        found = []
        for old in self.predecessors:
            pairs = harder(
                self.views.before, self.views.after, old.norm.requires, self.norm.requires,
                self.norm.record_type,
            )  # fmt: skip
            found += [all_of(old.addressed, was, Not(now)) for was, now in pairs]
        return found

    @property
    def burdened(self) -> list[Condition]:
        """Whom the duty bound before and binds now, who can get what it needs, but only with more
        trouble."""
        return [self.new.addressed, self.new.reach, any_of(*self.harder)]

    @property
    def since(self) -> date:
        """The day from which the duty is as it is with the proposals."""
        starts = self.views.overlay.starts
        own = [starts[p.iri] for p in self.views.overlay.proposals if self._is_of(p)]
        return max(own or starts.values())

    def _is_of(self, proposal: Proposal) -> bool:
        """Whether a proposal changes the norm itself."""
        return self.norm.iri in proposal.introduces

    def groups_among(self, struck: Sequence[Condition]) -> Text:
        """The names of the groups that somebody of those struck belongs to."""
        groups = self.comparison.groups
        if not groups:
            return Text("ingen skelnes her", "none are told apart here")
        found = self.count(struck, also=tuple(group.condition for group in groups))
        names = [group.label for group, some in zip(groups, found.also, strict=True) if some]
        if len(names) == len(groups) > 1:
            return Text("alle", "all")
        return quoted(names) if names else Text("ingen", "none")

    @cached_property
    def conditions(self) -> list[Condition]:
        """What most questions about the duty ask."""
        owl, _ = readers(self.views.after, self.norm.record_type)
        lifting = self.views.after.lifting(self.norm.iri)
        names = [norm.eligible or norm.granted for norm in lifting if self.norm.iri in norm.exempts]
        schemes = [owl.condition(URIRef(name)) for name in names if name]
        steps = ways(self.views.after, self.norm.requires, self.norm.record_type)
        asked = [self.new.addressed, self.new.reach, self.had, self.stuck, *schemes]
        asked += [effect.struck for effect in self.effects]
        asked += [way.condition for way in steps]
        return [*asked, *self.new.conditions, *self.terms(asked)]

    @cached_property
    def effects(self) -> list[Effect]:
        """What happens by law under the act of the duty."""
        view, graph = self.views.after, self.views.graph
        owl, _ = readers(view, self.norm.record_type)
        act = act_of(graph, self.norm.provision)
        found: dict[Condition, Effect] = {}
        for norm, effect, struck in view.once("effects", lambda: _effects(view)).get(act, ()):
            condition = owl.condition(URIRef(struck))
            if self.comparison.about(condition):
                one = Effect(label(graph, effect), condition, norm, struck)
                found.setdefault(condition, one)
        return list(found.values())

    @cached_property
    def concerned(self) -> list[Group]:
        """The groups that the proposals which introduce the norm speak of."""
        names = {
            name
            for proposal in self.views.overlay.proposals
            if self.norm.iri in proposal.introduces
            for name in proposal.concerns
        }
        return [group for group in self.comparison.groups if group.iri in names]

    @cached_property
    def words(self) -> Words:
        """Words of the graph with the proposals."""
        return Words(self.views.graph, self.comparison.facts)

    def name(self, iri: str) -> Text:
        """What the graph calls something."""
        return label(self.views.graph, URIRef(iri))

    def authority(self, iri: str) -> Text:
        """What an authority is called on the day, for the norm."""
        return name_in(self.views.graph, iri, self.views.after.as_of, self.norm)

    @property
    def needs(self) -> Text:
        """The names of what the duty needs."""
        return listed([self.name(need) for need in self.norm.requires])

    def terms(self, conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        """What is rather called by its name: groups, whom the norms address, then what conditions
        name themselves, as far as they ask for the same facts."""
        asked = list(conditions)
        facts = frozenset().union(*map(facts_of, asked))
        facts |= frozenset().union(*(facts_of(group.condition) for group in self.concerned))
        others = [group for group in self.comparison.groups if group not in self.concerned]
        named = [group.condition for group in (*self.concerned, *others)]
        named += [p.addressed for p in (self.new, self.old) if p is not None]
        for condition in asked:
            named += named_parts(condition)
        several = dict.fromkeys(one for one in named if isinstance(one, Named))
        return tuple([one for one in several if facts_of(one) <= facts])

    def inquiry(
        self,
        struck: Sequence[Condition],
        unless: Sequence[Condition] = (),
        within: Sequence[Condition] = (),
        **more: Any,
    ) -> Inquiry:
        """A question about whom something strikes; more is as in `Inquiry`."""
        turning = self.new.conditions if more.get("undetermined") else ()
        return Inquiry(
            self.norm.record_type,
            And(tuple(struck)) if struck else TRUE,
            tuple(one for one in unless if one != FALSE),
            all_of(*within),
            terms=self.terms([*struck, *unless, *turning]),
            **{**deciding(self.new), **more},
        )

    def count(self, struck: Sequence[Condition], **more: Any) -> Answer:
        """How many are struck, and no more."""
        inquiry = Inquiry(self.norm.record_type, And(tuple(struck)), described=False, **more)
        return self.cache.ask(inquiry)

    def gap_of_nobody(
        self, code: str, severity: Severity, message: Text, *, about: Sequence[str] = ()
    ) -> Gap:
        """A gap of the duty of which no condition tells whom it strikes."""
        return Gap(
            code,
            severity,
            self._and_alike(message),
            norm=self.norm.iri,
            provision=self.norm.provision,
            record_type=self.norm.record_type,
            about=tuple(about),
        )

    def gap(
        self,
        code: str,
        severity: Severity,
        message: Text,
        answer: Answer,
        *,
        within: Sequence[Condition] = (),
        blocking: Sequence[Block] = (),
        about: Sequence[str] = (),
    ) -> Gap:
        """A gap that strikes those of an answer, who is right for those `within`."""
        who, words, left_out = answer.who, NOT_SHORT, self._left_out(within)
        if who is not None:
            words = in_words(who, self.words)
            if left_out:
                words = Text(f"{words.da} ({left_out.da})", f"{words.en} ({left_out.en})")
        return Gap(
            code,
            severity,
            self._and_alike(message),
            norm=self.norm.iri,
            provision=self.norm.provision,
            who=who,
            who_words=words,
            within=all_of(*within),
            within_words=left_out,
            witness=spelled(answer.witness or {}, self.comparison.facts),
            verdict=answer.verdict,
            cells=answer.cells,
            of=answer.of,
            blocking=tuple(blocking),
            record_type=self.norm.record_type,
            about=tuple(about),
        )

    def _and_alike(self, message: Text) -> Text:
        """A message, with the other duties of which the same is found."""
        if not self.alike:
            return message
        count, more = len(self.alike), len(self.alike) - _NAMED_ALIKE
        shown = self.alike[:_NAMED_ALIKE]
        da, en = ", ".join(f"»{a.da}«" for a in shown), ", ".join(f'"{a.en}"' for a in shown)
        rest = Text(f" og {more} til", f" and {more} more") if more > 0 else Text("", "")
        what = (
            Text("anden pligt", "other duty")
            if count == 1
            else Text("andre pligter", "other duties")
        )
        return Text(
            f"{message.da} Det samme gælder {count} {what.da}: {da}{rest.da}.",
            f"{message.en} The same holds of {count} {what.en}: {en}{rest.en}.",
        )

    def _left_out(self, within: Sequence[Condition]) -> Text | None:
        """What else holds of those struck, where that is only said of those who count."""
        for condition, danish, english in (
            (self.new.exempt, "og som ikke er fritaget", "and not exempt"),
            (self.new.met, "og som ikke opfylder pligten", "and the duty is not met"),
        ):
            if condition != FALSE and Not(condition) in within:
                return Text(danish, english)
        return None


def named_parts(condition: Condition) -> list[Condition]:
    """The named parts of a condition, outermost first."""
    found: list[Condition] = []
    _gather_named(condition, found)
    return found


def _gather_named(condition: Condition, found: list[Condition]) -> None:
    match condition:
        case Named(_, part):
            found.append(condition)
            _gather_named(part, found)
        case Not(part):
            _gather_named(part, found)
        case And(parts) | Or(parts):
            for one in parts:
                _gather_named(one, found)


def let_off_no_longer(changed: ChangedDuty, measure: str) -> bool:
    """Whether those who get a duty get it because an exemption ends, and no proposal has a measure
    of a kind (a local name); where one introduces a duty, a shape asks for the measure."""
    views = changed.views
    if changed.change.kind != "affected" or views.new_duties_of_subjects():
        return False
    return all(one.kind != measure for p in views.overlay.proposals for one in p.measures)


def listed(names: Sequence[Text]) -> Text:
    """Names after each other."""
    return Text(", ".join(n.da for n in names), ", ".join(n.en for n in names))


def quoted(names: Sequence[Text]) -> Text:
    """Names after each other, each in quotation marks."""
    return listed([Text(f"»{name.da}«", f'"{name.en}"') for name in names])


def spelled(record: Mapping[str, State], facts: FactVocabulary) -> dict[str, str]:
    """A record as `lovgraf person` reads it: canonical names and values."""
    found = {}
    for iri, state in record.items():
        column = facts[iri]
        if isinstance(column, Column) and state is not None and state is not NONE:
            found[column.name] = written(state)
    return dict(sorted(found.items()))


def written(state: State) -> str:
    """A value as one writes it on the command line."""
    if isinstance(state, bool):
        return "true" if state else "false"
    if isinstance(state, date):
        return state.isoformat()
    return " ".join(map(str, state)) if isinstance(state, tuple) else str(state)


# The exemptions from a duty, who may be exempt by each, and how it comes to hold.

How = Literal["law", "request", "decision"]
"""An exemption holds by law, once it is asked for, or by an authority's decision."""


def how(exemption: Norm) -> How:
    """How an exemption comes to hold. Source: semantics, section 2 (being exempt and being able
    to become exempt are two things)."""
    if exemption.authority is not None or exemption.discretionary:
        return "decision"
    return "law" if exemption.eligible in (None, exemption.granted) else "request"


def how_said(view: LawView, exemption: Norm) -> Text:
    """The same in words, with who decides."""
    match how(exemption):
        case "law":
            return Text("gælder efter loven", "holds by law")
        case "request":
            return Text("gælder, når man beder om den", "holds once it is asked for")
    asked = exemption.eligible is not None
    can = Text("kan søges", "can be applied for") if asked else Text("gives", "is given")
    if exemption.authority is None:
        return Text(f"{can.da}; afgøres ved et skøn", f"{can.en}; decided by a judgment")
    who = name_in(view.law.graph, exemption.authority, view.as_of, exemption)
    return Text(f"{can.da}; afgøres af {who.da}", f"{can.en}; decided by {who.en}")


def exemptions_said(view: LawView, exemptions: Iterable[Norm]) -> Text:
    """Exemptions by name, each with how it comes to hold."""
    found = [(norm.label, how_said(view, norm)) for norm in exemptions]
    return listed(
        [Text(f"»{n.da}« ({way.da})", f'"{n.en}" ({way.en})') for n, way in dict.fromkeys(found)]
    )


def schemes(changed: ChangedDuty) -> list[tuple[Norm, Condition]]:
    """The norms that exempt from the duty, each with who may be exempt by it."""
    owl, _ = readers(changed.views.after, changed.norm.record_type)
    return [
        (norm, owl.condition(URIRef(norm.eligible or norm.granted or "")))
        for norm in changed.views.after.lifting(changed.norm.iri)
        if changed.norm.iri in norm.exempts and (norm.eligible or norm.granted)
    ]
