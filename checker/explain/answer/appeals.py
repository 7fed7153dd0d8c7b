"""How a decision can be appealed, as far as the graph says so, and until when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from rdflib import URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE, Text, label
from lovgraf.core.written import day_text, filled, list_text
from lovgraf.explain.answer.asked import HELD, leads_to_decision
from lovgraf.explain.answer.case import Case
from lovgraf.explain.answer.model import Step
from lovgraf.explain.answer.phrases import sentence, within
from lovgraf.explain.model import TRUE
from lovgraf.explain.question import reached
from lovgraf.explain.question_program import DEPENDS
from lovgraf.facts.calendar import add_months
from lovgraf.facts.period import Period
from lovgraf.law.appeals import Appeal, appeals_in
from lovgraf.law.authorities import holders_on, name_in
from lovgraf.law.deadline_words import period_text
from lovgraf.law.norms import Norm


def appeals_of(case: Case, told: Collection[str] = ()) -> Iterator[Text]:
    """How a decision can be appealed, where the graph says so: what is decided under the norms
    that concern this record.

    Where none does (a refusal), what is decided under any norm of the question; nothing where
    some of that can be appealed and some cannot, since it is not known which it would be, and
    nothing where nobody decides anything, and nothing of the rules (IRIs) that the reasons `told`.
    """
    if case.answer == _DUE or not _leads_to_decision(case):
        return
    view = case.asked.view
    norms = reached(case.asked.question, view.norms.values(), view.law)
    norms = [norm for norm in norms if norm.iri not in case.appeal_norms]
    concerned = [norm for norm in norms if _concerns(case, norm.iri)]
    asked = concerned or (norms if case.answer != DEPENDS else [])
    appeals = [one for one in appeals_in(view.law) if one.norm in view.norms]
    appeals = [one for one in appeals if any(map(one.about, asked))]
    deciders = _deciders(case)
    appeals = [a for a in appeals if not (a.decided_by and deciders) or a.decided_by & deciders]
    if not concerned and len({one.excluded for one in appeals}) > 1:
        return
    for iri in dict.fromkeys(one.norm for one in appeals if one.norm not in told):
        yield _appeal(case, view.norms[iri], [one for one in appeals if one.norm == iri])


def _deciders(case: Case) -> frozenset[str]:
    """The authorities (IRIs) that do what the answer says; none where that is not said of each of
    the norms that decided, or the answer is that there is nothing to do."""
    norms = case.asked.view.norms
    own = [norms[iri].holders if iri in norms else frozenset() for iri, _ in case.deciding()]
    if case.answer == case.asked.question.order[-1] or not all(own):
        return frozenset()
    return frozenset().union(*own)


def _leads_to_decision(case: Case) -> bool:
    """Whether the answer is a decision, or leads to one: not where all that decides it are duties
    of whoever the record is about, but for those that ask for a decision (`core:decides`)."""
    asked, norms = case.asked, case.asked.view.norms
    if asked.decides:
        return True
    if not case.dated:
        return False
    told = [norms.get(iri) for iri, _ in case.deciding()]
    return not told or any(norm is None or _decided(case, norm) for norm in told)


def _decided(case: Case, norm: Norm) -> bool:
    """Whether somebody else decides under a norm, or the subject has to ask them to; of a norm of
    others that does not apply there is nothing to decide."""
    if norm.bearer != str(CORE.Subject):
        return case.answer != case.asked.question.order[-1]
    if norm.kind in _ASKED_FOR:
        return case.answer != _EXEMPT
    asks = norm.duty is not None and leads_to_decision(case.asked.view.law.graph, norm.duty)
    return asks and case.answer == HELD


def _concerns(case: Case, norm: str) -> bool:
    """Whether a norm certainly addresses this record, or favours it."""
    if norm in case.verdicts:
        verdict = case.verdicts[norm]
        return "not-addressed" not in (verdict.verdict, *verdict.possible)
    return norm in case.may and case.may[norm].holds == TRUE


def _appeal(case: Case, norm: Norm, appeals: Iterable[Appeal]) -> Text:
    """A rule on appeals with its provision, who hears the appeal, and who receives it."""
    where = case.asked.explainer.statement.norm(norm).provision
    said = norm.definition or norm.label
    texts = [Text(f"{said.da.rstrip('.')} ({where.da})", f"{said.en.rstrip('.')} ({where.en})")]
    heard: dict[Text | None, list[Text]] = {}
    for appeal in appeals:
        hears = _named(case, norm, appeal.to)
        known = {name.lower() for one in appeal.to for name in _names(case, one)}
        if hears and not any(name in said.da.lower() for name in known):
            heard.setdefault(_named(case, norm, appeal.handed_in_to), []).append(hears)
    for receives, names in heard.items():
        pattern = _HEARD_BY if receives is None else _HEARD_BY_VIA
        hears = list_text(list(dict.fromkeys(names)), _OR)
        texts.append(sentence(pattern, hears=hears, receives=receives or hears))
    da, en = (". ".join(text[lang] for text in texts) for lang in ("da", "en"))
    return Text(f"{da}.", f"{en}.")


def _named(case: Case, norm: Norm, who: Iterable[str]) -> Text | None:
    """Some authorities as they are named on the day; None where there are none."""
    view = case.asked.view
    bearer, graph = case.asked.sentences.bearer, view.law.graph
    names = [bearer(one, within(name_in(graph, one, view.as_of, norm))) for one in who]
    if not names:
        return None
    return Text(", ".join(one.da for one in names), ", ".join(one.en for one in names))


def _names(case: Case, iri: str) -> set[str]:
    """All names of an authority, and of those that it became or was."""
    graph = case.asked.view.law.graph
    found = {iri, *map(str, holders_on(graph, iri, case.asked.view.as_of))}
    other = {str(name) for one in found for name in graph.objects(URIRef(one), SKOS.altLabel)}
    return other | {label(graph, URIRef(one)).da for one in found}


def appeal_days(case: Case, norm: str) -> Iterator[Step]:
    """The last days of the appeals that a norm (by IRI) gives, each once: the safe one, since a
    deadline that ends on a closed day may run on."""
    graph, found = case.asked.view.law.graph, []
    for node in graph.objects(URIRef(norm), CORE.appeal):
        counted = str(graph.value(node, CORE.appealCountedFrom) or "")
        start = case.seen.record.get(counted)
        event = case.asked.sentences.event(counted, start) if counted else None
        for until, frame in _FRAMES:
            length = graph.value(node, until)
            if length is None or event is None or not isinstance(start, date):
                continue
            period = Period.parse(str(length))
            last = _after(start, period)
            if last is not None:
                said = filled(frame, day=day_text(last), period=period_text(period), event=event)
                over = last + _MAY_RUN_ON < case.asked.view.as_of
                found.append(Step("deadline", filled(_OVER, said=said) if over else said))
    yield from dict.fromkeys(found)


def _after(day: date, period: Period) -> date | None:
    moved = add_months(day, period.months)
    return None if moved is None else moved + timedelta(days=period.days)


_ASKED_FOR = ("Right", "Permission", "Power")
"""The kinds of norms of the subject by which they may ask for something."""
_EXEMPT = "exempt"
"""The answer that a duty of the subject does not bind: they ask for nothing."""
_DUE = "due"
"""The answer that something must be given: nobody refuses it."""
_OR = Text("eller", "or")
_HEARD_BY = Text("klagen behandles af {hears}", "the appeal is heard by {hears}")
_HEARD_BY_VIA = Text(
    "klagen sendes til {receives} og behandles af {hears}",
    "the appeal is sent to {receives} and heard by {hears}",
)
_TO_BE = Text(
    "Klagen skal indgives senest {day} ({period} efter {event})",
    "The appeal must be made by {day} ({period} after {event})",
)
_TO_SUSPEND = Text(
    "Skal klagen have opsættende virkning, skal den være indgivet senest {day} ({period} efter "
    "{event})",
    "To suspend the decision the appeal must be made by {day} ({period} after {event})",
)
_FRAMES = ((CORE.appealWithin, _TO_BE), (CORE.appealSuspendsWithin, _TO_SUSPEND))
_MAY_RUN_ON = timedelta(days=6)
"""For so long closed days in a row may let a deadline run on: nobody is told before that it has
passed."""
_OVER = Text("{said}. Den dag er gået", "{said}. That day has passed")
