"""What is to be done about an answer, and what may be: duties with their deadlines, ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec.structs import replace
from rdflib import Literal, URIRef

from lovgraf.conditions.tree import facts_of
from lovgraf.core.terms import CORE, Text, label, text_of
from lovgraf.core.written import day_text, filled
from lovgraf.explain.answer.additions import additions, ruled_out
from lovgraf.explain.answer.appeals import appeal_days
from lovgraf.explain.answer.asked import HELD
from lovgraf.explain.answer.case import Case
from lovgraf.explain.answer.model import Step
from lovgraf.explain.answer.phrases import sentence
from lovgraf.explain.decisive import deciding_facts
from lovgraf.explain.due import (
    Due,
    done_too_late,
    due_in_short,
    due_said,
    dues,
    last_bank_day,
    other_reading,
    undated,
)
from lovgraf.explain.model import FALSE, TRUE, UNKNOWN, PersonVerdict, RouteText, Why
from lovgraf.explain.question import named_by
from lovgraf.explain.question_program import DEPENDS
from lovgraf.explain.sentences import Sentences
from lovgraf.explain.trees import Trees
from lovgraf.facts.fact import Column
from lovgraf.facts.values import State
from lovgraf.law.names import cited_on
from lovgraf.law.norms import Norm
from lovgraf.verdicts.program import readers

_MOST_WAYS = 4


def steps_of(case: Case) -> Iterator[Step]:
    """What is to be done, and what may be; what several norms state alike once."""
    kept: list[Step] = []
    again = False
    for step in _steps(case):
        alike = [n for n, one in enumerate(kept) if _alike(one, step)]
        if step.kind in _STATED and alike:
            kept[alike[0]] = replace(kept[alike[0]], provision=_joined(kept[alike[0]], step))
            again = True
        elif not (again and alike):
            kept.append(step)
            again = again and step.kind not in _STATED
    yield from kept


def _steps(case: Case) -> Iterator[Step]:
    deciding = [iri for iri, _ in case.deciding()] if case.answer != DEPENDS else []
    for iri in deciding if case.dated else ():
        yield from appeal_days(case, iri)
    if case.answer == _MAY or (case.answer == _EXEMPT and case.opened_by):
        yield from _of_opening(case)
    for iri in deciding:
        verdict = case.verdicts.get(iri)
        if verdict is None:
            continue
        told = case.dated and _told_of(case, iri)
        if verdict.verdict == _DONE and told:
            yield replace(_duty(case, verdict, late=False, dated=False, told=True), kind="done")
        elif verdict.verdict in _DUTY:
            norm = case.asked.view.norms[iri]
            late = told and done_too_late(norm, case.states)
            deadlines = list(_deadlines(case, norm, told and verdict.verdict in _NOT_YET))
            if iri == deciding[0] and norm.kind != _PROHIBITION:
                deadlines = deadlines or list(_of_opening(case))
            yield _duty(case, verdict, late, bool(deadlines), told)
            yield from deadlines
            yield from _ways(case, _not_held(case, norm, verdict.routes))
            yield from _sanctions(case, norm)
    yield from _working(case)
    lasting = list(_lasting(case))
    yield from lasting
    yield from _how_to(case)
    appeals = case.appeal_norms - set(case.asked.question.decided_by)
    how = {norm.iri for norm in _how_norms(case)} | {one.norm for one in lasting}
    left_out = case.asked.question.leaves_out
    for may in case.found.may if not _held_already(case) else ():
        own = _for_asker(case, case.asked.view.norms[may.norm])
        needed = not (case.answer == _EXEMPT and _lifts_what_is_lifted(case, may.norm))
        needed = needed and (case.dated or may.norm not in deciding)  # that its opening has told
        needed = needed and not _left_open(case, may.norm)
        if may.holds == TRUE and may.norm not in appeals | how | left_out and own and needed:
            yield Step(
                "may", may.title, may.provision_label,
                rule=_own_words(case, may.norm) or may.definition, norm=may.norm,
            )  # fmt: skip
            yield from _ways(case, may.routes, may.norm)
    for capability in case.asked.program.answers:
        if capability in case.asked.view.law.access.capabilities and case.answer != HELD:
            routes = case.asked.explainer.statement.routes(capability, case.trees)
            yield from _ways(case, routes)


def _left_open(case: Case, norm: str) -> bool:
    """Whether an open answer turns on something that a permission or right turns on too: it holds
    by what is presumed, which somebody's words left open."""
    asked = case.asked
    condition = asked.entitled.get(norm)
    if case.answer != DEPENDS or condition is None:
        return False
    open_ = {one.iri for one in case.columns(case.verdict.missing, None)}
    facts = asked.explainer.programs.facts
    return any(not open_.isdisjoint(facts.inputs(one)) for one in facts_of(condition))


def _sanctions(case: Case, norm: Norm) -> Iterator[Step]:
    """What can follow where whoever the record is about does not do what has a last day; nothing
    of what binds others."""
    if norm.bearer != str(CORE.Subject) or not norm.deadlines:
        return
    view = case.asked.view
    for iri in sorted(map(str, view.law.graph.objects(URIRef(norm.iri), CORE.sanction))):
        rule = view.norms.get(iri)
        if rule is not None and rule.definition is not None:
            said = case.asked.sentences.duty(rule, case.bearer_of(rule)) or rule.definition
            yield Step("how", said, case.asked.explainer.statement.norm(rule).provision, norm=iri)


def _of_opening(case: Case) -> Iterator[Step]:
    """The deadlines of the rules that the opening states, beside those that decided; where nothing
    but what may be done decided, with the duties that they are of."""
    view = case.asked.view
    for norm in named_by(case.grounds_named(), view.norms.values(), view.law):
        if case.dated and norm.iri in case.verdicts:
            verdict = case.verdicts[norm.iri]
            if case.answer in _LET_OFF and verdict.verdict in _DUTY:
                yield _duty(case, verdict, late=False, dated=True, told=False)
            yield from _deadlines(case, norm, known=False)


def _told_of(case: Case, norm: str) -> bool:
    """Whether anything was stated of how a duty stands: what is presumed, or follows from silence,
    is not told as done or not done."""
    programs = case.asked.explainer.programs
    days = {one.performed_on for one in case.asked.view.norms[norm].deadlines if one.performed_on}
    return any(_stated(case, iri) for iri in facts_of(programs.programs[norm].duty) | days)


def _stated(case: Case, iri: str) -> bool:
    """Whether a fact, or one that it is computed from, was stated."""
    return not case.asked.explainer.programs.facts.inputs(iri).isdisjoint(case.seen.record)


def _only_presumed(case: Case, day: str) -> bool:
    """Whether a day is known by what is presumed alone: no deadline is told as counted from it."""
    facts = case.asked.explainer.programs.facts
    return bool(facts.inputs(day)) and not _stated(case, day)


def _not_held(case: Case, norm: Norm, routes: Iterable[RouteText]) -> list[RouteText]:
    """The ways to what a duty takes, but for what is held already."""
    explainer, kind = case.asked.explainer, case.asked.question.record_type
    owl, _ = readers(case.asked.view, kind)
    held = set()
    for capability in norm.requires:
        holder = case.asked.view.law.access.holder(capability, kind)
        if holder and case.trees.answer(owl.condition(URIRef(holder))) == TRUE:
            held.add(explainer.words.name(capability))
    return [route for route in routes if route.grants not in held]


def _how_to(case: Case) -> Iterator[Step]:
    """How to do what the question is about: where, with what, within what; nothing of what
    need not or cannot be done. A rule that the question names by a provision is cited by that."""
    names = case.asked.question.how_to
    for norm in _how_norms(case):
        said = _own_words(case, norm.iri) or norm.definition or norm.label
        place = next((one for one in norm.provisions if one in names), None)
        yield Step(
            "how",
            _unended(said),
            case.asked.explainer.statement.norm(norm).provision
            if place is None
            else cited_on(case.asked.view.law.graph, place, case.asked.view.as_of).text,
            norm=norm.iri,
        )


def _working(case: Case) -> Iterator[Step]:
    """From when what was asked about has effect, by the rules that the question names for that,
    where the day from which they count was stated."""
    view, names = case.asked.view, case.asked.question.works_from
    for norm in named_by(names, view.norms.values(), view.law):
        for deadline in norm.deadlines:
            starts = [case.states.get(one) for one in deadline.triggers]
            begun = [day for day in starts if isinstance(day, date)]
            if len(begun) != len(starts) or not all(_stated(case, x) for x in deadline.triggers):
                continue
            day = last_bank_day(deadline, max(begun))
            if day is not None:
                said = _own_words(case, norm.iri) or norm.definition or norm.label
                yield Step(
                    "how",
                    filled(_IT_IS_ON, said=_unended(said), day=day_text(day)),
                    case.asked.explainer.statement.norm(norm).provision,
                    norm=norm.iri,
                )


def _lasting(case: Case) -> Iterator[Step]:
    """Until when what was asked about lasts, by the rules that the question names for that, where
    the day is known and nothing says that it lasts longer."""
    view, names = case.asked.view, case.asked.question.lasts_until
    deciding = case.deciding() if case.answer != DEPENDS else []
    told = [case.verdicts.get(iri) for iri, _ in deciding]
    duties = {one.norm for one in told if one is not None and one.verdict in _DUTY}
    for norm in named_by(names, view.norms.values(), view.law):
        node = URIRef(norm.iri)
        if ruled_out(case, node) or case.excepting(norm, case.trees):
            continue
        if _addressed(case, norm).value == FALSE:
            continue
        days = [
            (day, effect)
            for effect in view.law.graph.objects(node, CORE.effect)
            for trigger in view.law.graph.objects(effect, CORE.trigger)
            if isinstance(day := case.states.get(str(trigger)), date)
            and not _only_presumed(case, str(trigger))
        ]
        verification = text_of(view.law.graph, node, CORE.verification)
        for day, effect in days[:1]:
            frame, said = _IT_IS_ON, _own_words(case, norm.iri) or norm.definition or norm.label
            if norm.iri in duties:  # it has been said what is to be done
                frame, said = _IT_IS_SO_ON, label(view.law.graph, effect)
            yield Step(
                "how",
                filled(frame, said=_unended(said), day=day_text(day)),
                case.asked.explainer.statement.norm(norm).provision,
                norm=norm.iri,
                aside=verification and _unended(verification),
            )  # fmt: skip


def _unended(said: Text) -> Text:
    """A sentence without its full stop."""
    return Text(said.da.rstrip("."), said.en.rstrip("."))


def _own_words(case: Case, iri: str) -> Text | None:
    """What a norm lets, asks or does, as a sentence to whoever asks; where it is not known to hold
    here, that of its duty which says when; None where it has none."""
    norm, sentences = case.asked.view.norms[iri], case.asked.sentences
    if case.answer == DEPENDS and (said := sentences.while_open(norm)) is not None:
        return said
    if _addressed(case, norm).value != TRUE:
        said = sentences.conditional(norm, case.bearer_of(norm))
        if said is not None or not sentences.has(iri):
            return said
    said = sentences.duty(norm, case.bearer_of(norm))
    return said and _with_additions(case, iri, said)


def _with_additions(case: Case, iri: str, said: Text) -> Text:
    """What is said of a norm, with the additions that are not ruled out by what is known."""
    parts = [said, *additions(case, URIRef(iri))]
    return Text(". ".join(one.da for one in parts), ". ".join(one.en for one in parts))


def _held_already(case: Case) -> bool:
    """Whether what was asked for is held, or must be given since it has been asked for: an
    exemption that was asked about."""
    return case.answer == "due" or case.answer == "exempt" and HELD not in case.asked.question.order


def _lifts_what_is_lifted(case: Case, iri: str) -> bool:
    """Whether a norm would lift a duty of which the answer is that it is lifted already."""
    norm = case.asked.view.norms[iri]
    return not {one for one, _ in case.deciding()}.isdisjoint((*norm.exempts, *norm.overrides))


def _lifted_on_request(case: Case, norm: Norm) -> bool:
    """Whether an exemption from a norm is open to the record where the answer is that it may be
    had: to be told of that norm would say that there is no way out."""
    if case.answer != _MAY:
        return False
    deciding = (case.asked.view.norms.get(iri) for iri, _ in case.deciding())
    return any(one is not None and norm.iri in one.exempts for one in deciding)


def _how_norms(case: Case) -> list[Norm]:
    """The norms that say how, but for those that decide and those that are about others."""
    view, question = case.asked.view, case.asked.question
    if case.answer in _NOTHING_TO_DO:
        return []
    told = {iri for iri, _ in case.deciding() if iri in case.verdicts}
    told |= case.appeal_norms if case.answer != DEPENDS else frozenset()
    found: list[Norm] = []
    for name in question.how_to:
        named = named_by([name], view.norms.values(), view.law)
        own = [one for one in named if one.iri not in told and _for_asker(case, one)]
        own = [one for one in own if not _moot(case, one) and not _lifted_on_request(case, one)]
        found += own if len(own) <= _MOST_ALIKE else []
    return found


def _moot(case: Case, norm: Norm) -> bool:
    """Whether the record is excepted from a norm, or from all that the norm lets it off."""
    norms, trees = case.asked.view.norms, case.once_done
    if case.excepting(norm, trees):
        return True
    duties = [norms[iri] for iri in norm.exempts if iri in norms]
    lifted = (any(one.iri != norm.iri for one in case.excepting(duty, trees)) for duty in duties)
    return bool(duties) and norm.kind == _EXEMPTION and all(lifted)


def _for_asker(case: Case, norm: Norm) -> bool:
    """Whether a norm says something to whoever asks: nothing about others than this record, nor of
    what somebody does for another, where whoever asks asks for no other; where
    nothing of the answer is open, not what another may do of itself either, nor how another's
    case is dealt with."""
    sentences, open_ = case.asked.sentences, case.answer == DEPENDS
    acts = (URIRef(norm.iri), CORE.onlyForAnother, Literal(True)) in case.asked.view.law.graph
    if (acts and not case.asked.asked_for) or ruled_out(case, URIRef(norm.iri)):
        return False
    if sentences.to_subject and not open_ and norm.bearer != str(CORE.Subject):
        elsewhere = norm.record_type != case.asked.question.record_type
        unsaid = norm.kind == _POWER or not sentences.speaks_to_asker(norm.iri)
        if unsaid and (elsewhere or norm.kind in _OF_ITSELF):
            return False
    return not _of_others(case, norm)


def _of_others(case: Case, norm: Norm) -> bool:
    """Whether a norm addresses others than this record, by what was stated of more than what is
    still to be done."""
    why = _addressed(case, norm)
    if why.value != FALSE or _addressed(case, norm, case.trees).value != FALSE:
        return False
    programs = case.asked.explainer.programs
    deciding = (iri for iri, _ in case.deciding() if iri in case.verdicts)
    undone = {fact for iri in deciding for fact in facts_of(programs.programs[iri].duty)}
    still = frozenset().union(*map(programs.facts.inputs, undone))
    return any(
        _stated(case, one) and not programs.facts.inputs(one) <= still
        for one in deciding_facts(why)
    )


def _addressed(case: Case, norm: Norm, trees: Trees | None = None) -> Why:
    """Whether a norm addresses this record, once what is asked about is done where nothing else
    tells; not known of one on records of another type, nor of one that turns on what the question
    does not read."""
    trees = trees or case.once_done
    condition = case.addressee(norm, trees)
    return _NOT_KNOWN if condition is None else trees.of(condition)


def _duty(case: Case, verdict: PersonVerdict, late: bool, dated: bool, told: bool) -> Step:
    """A duty as a sentence to whoever asks, and how it stands; nothing of that where nothing was
    `told` of it, or where its deadline says it (`dated`); where it is not known to bind, when it
    does. `late` says that it was done too late."""
    norm, sentences = case.asked.view.norms[verdict.norm], case.asked.sentences
    stands = "late" if late and verdict.verdict in _NOT_DONE else verdict.verdict
    is_kept = (URIRef(norm.iri), CORE.isKept, Literal(True)) in case.asked.view.law.graph
    kept = stands in _KEPT and (is_kept or norm.kind == _PROHIBITION)
    how = None if dated and stands in _SAID_BY_DEADLINE else _DUTY[stands]
    how = how if told else None
    lasts = is_kept and norm.bearer == str(CORE.Subject) and sentences.to_subject
    kept_so = None if lasts and stands == _DONE else _KEPT.get(stands)
    who = case.bearer_of(norm)
    unsure = verdict.verdict == "undetermined" and _addressed(case, norm).value != TRUE
    said = sentences.conditional(norm, who) if unsure else None
    said = said or sentences.duty(norm, who)
    if said is None:
        said = sentence(_HAS_DUTY, who=who, title=verdict.title)
    return Step("duty", said, verdict.provision_label, stands=kept_so if kept and told else how)


def _deadlines(case: Case, norm: Norm, known: bool) -> Iterator[Step]:
    view, sentences = case.asked.view, case.asked.sentences
    triggers = {one for deadline in norm.deadlines for one in deadline.triggers}
    hidden = case.asked.explainer.hidden
    days = {one: case.states.get(one) for one in triggers - hidden if case.values.shows(one)}
    said, open_ = [], []
    for due in dues(norm, case.states) if case.dated else ():
        if any(_only_presumed(case, one) for one in due.deadline.triggers):
            continue
        if case.values.shows(due.iri):
            kept = (URIRef(norm.iri), CORE.keptAtMost, None) in view.law.graph
            due = replace(due, happened=_happened(case, due.deadline.performed_on))
            said.append(_dated(due, view.as_of, sentences, days, known, kept=kept))
        else:
            value = case.values[due.iri]
            text = Text(f"Frist: {value.da}", f"Deadline: {value.en}")
            open_.append(Step("deadline", text))
    said = said or [Step("deadline", one) for one in undated(norm, sentences, {})] or open_
    yield from dict.fromkeys(said)


def _happened(case: Case, day: str | None) -> bool:
    """Whether something was stated to have happened, by what says so of its day (IRI)."""
    column = case.asked.view.law.facts.facts.get(day or "")
    flags = (
        [iri for iri, said in column.none_when if said is False]
        if isinstance(column, Column)
        else []
    )
    return any(case.states.get(iri) is True and not _only_presumed(case, iri) for iri in flags)


def _dated(
    due: Due,
    as_of: date,
    sentences: Sentences,
    days: Mapping[str, State],
    known: bool,
    *,
    kept: bool,
) -> Step:
    """A deadline with its day; a letter says the safe one, and tells whoever signs the other. What
    is `kept` until then is not to be gone before."""
    return Step(
        "deadline",
        due_said(due, as_of, sentences, days, known, kept=kept),
        plainly=due_said(due, as_of, sentences, days, known, both=False, kept=kept),
        aside=other_reading(due),
        in_short=due_in_short(due, as_of, sentences, days),
    )


def _ways(case: Case, routes: Iterable[RouteText], norm: str = "") -> Iterator[Step]:
    """The ways to something, those that are open first; `norm` is what may be done, which the step
    before them said."""
    ways = case.of_use(route for route in routes if route.open != FALSE)
    ways.sort(key=lambda route: route.open != TRUE)
    for route in ways[:_MOST_WAYS]:
        yield Step(
            "way", route.spoken or route.label, None, route.place, route.fee_dkk, route.open,
            grants=route.grants, norm=norm,
        )  # fmt: skip


def _alike(one: Step, other: Step) -> bool:
    """Whether two steps say the same, wherever the law says so."""
    own, others = (replace(x, provision=None, place=None, norm="") for x in (one, other))
    said = one.rule is not None and one.rule == other.rule
    return own == (replace(others, text=own.text) if said else others)


def _joined(one: Step, other: Step) -> Text | None:
    """Where the law says so of two steps that say the same."""
    if one.provision is None or other.provision in (None, one.provision):
        return one.provision or other.provision
    return Text(*(f"{one.provision[x]}; {other.provision[x]}" for x in ("da", "en")))


_IT_IS_ON = Text("{said}. Dagen er {day}", "{said}. The day is {day}")
_IT_IS_SO_ON = Text("{said} {day}", "{said} on {day}")
_POWER, _EXEMPTION, _PROHIBITION = "Power", "Exemption", "Prohibition"
_OF_ITSELF = (_EXEMPTION, "Permission", _POWER)
"""The kinds of norms that let somebody do what nobody has to."""
_NOT_KNOWN = Why(Text("", ""), UNKNOWN)
_MOST_ALIKE = 3
"""Of more norms by one name, as one for each area, none says how this is done."""
_STATED = ("duty", "may", "how")
"""The steps that norms state, of which the others follow."""
_NOTHING_TO_DO = ("no", "exempt", "due")
_HAS_DUTY = Text("for {who} gælder: {title}", "for {who} holds: {title}")
"""What is said of a duty without a sentence."""
_DUTY: dict[str, Text | None] = {
    "breached": Text("Det er ikke sket endnu", "It has not been done yet"),
    "pending": None,
    "unattainable": Text(
        "Det er ikke sket, og loven giver ingen vej til det",
        "It has not been done, and the law leaves no way to do it",
    ),
    "undetermined": None,
    "late": Text("Det skete for sent", "It was done too late"),
    "fulfilled": Text("Det er sket", "That has been done"),
}
_MAY, _EXEMPT = "may", "exempt"
_LET_OFF = (_MAY, _EXEMPT)
"""The answers that tell what is still to be done by the rules that their opening states."""
_DONE, _PENDING = "fulfilled", "pending"
_SAID_BY_DEADLINE = ("pending", "late")
_KEPT: dict[str, Text | None] = {
    "breached": Text("Det er ikke overholdt", "That has not been complied with"),
    "fulfilled": Text("Det er overholdt", "That has been complied with"),
    "pending": None,
    "unattainable": Text("Det er ikke overholdt", "That has not been complied with"),
}
"""How a prohibition stands, and a duty that is kept rather than done."""
_NOT_DONE = ("breached", "unattainable")
_NOT_YET = (*_NOT_DONE, _PENDING)
"""The verdicts of what is known not to have been done, where anything was stated of that."""
