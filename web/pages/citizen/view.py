"""A question: chosen among all, answered one page a fact or all on one page, and its answer.

What is typed comes in the body of a POST, lives as long as the response, and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask import Blueprint, Response, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import structs
from rdflib import Graph, URIRef
from werkzeug.datastructures import MultiDict

from lovgraf.conditions.words import Words
from lovgraf.core.terms import CORE, Lang, Text, relative
from lovgraf.engine.in_memory import Record
from lovgraf.explain.answer import Answer, Answerer, Presumed
from lovgraf.explain.choosing import undecided
from lovgraf.explain.kin import kin_of
from lovgraf.explain.named_grounds import grounds_of_words, grounds_said
from lovgraf.explain.question import Question
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE
from lovgraf.law.coverage import not_covered
from lovgraf.reports import answer_letter, answer_words
from lovgraf.reports.answer_json import as_dict
from lovgraf.reports.answer_short import parts
from lovgraf_web.address import about_day, chosen_day, parameter
from lovgraf_web.answering import Answering
from lovgraf_web.api.sent import day_sent, refuse_strangers, refuse_twice, refuse_unknown
from lovgraf_web.current import answering, law, law_at, prepared
from lovgraf_web.errors import Missing
from lovgraf_web.later import not_yet
from lovgraf_web.navigation import Link, to
from lovgraf_web.page_cache import same_for_all
from lovgraf_web.pages.citizen.case import (
    AskedColumn,
    Case,
    asked_for,
    exact,
    read_case,
    record_of,
    wording_of,
    wrong_values,
)
from lovgraf_web.pages.person.form import chosen
from lovgraf_web.terms import described
from lovgraf_web.texts import TEXTS, parse_day, wrong_day
from lovgraf_web.twins import respond, wanted

MOST = 7
"""So many questions are enough nearly always; the bar of progress is drawn for them."""
FIRST = 8
"""So many of the facts that the answer turns on stand open before the others are folded."""
_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
pages = Blueprint("citizen", __name__, template_folder=".")


@pages.get("/<any(da, en):lang>/citizen")
@same_for_all()
def page(lang: str) -> Response:
    """The questions, by who asks."""
    groups = by_asker(answering())
    return respond(
        "citizen.html",
        TEXTS["citizen-title"],
        data=lambda: {
            "questions": [
                {"question": one.slug, "label": one.label.as_dict(), "asker": asker.as_dict()}
                for asker, some in groups
                for one in some
            ]
        },
        graph=lambda: _described(one.iri for _, some in groups for one in some),
        groups=groups,
    )


def by_asker(found: Answering) -> list[tuple[Text, list[Question]]]:
    """The questions by who asks: who asks most of the usual type of record first, then who asks
    most."""
    groups: dict[Text, list[Question]] = {}
    for one in found.questions.values():
        groups.setdefault(one.asker, []).append(one)
    usual = found.law.facts.usual_type

    def place(group: tuple[Text, list[Question]]) -> tuple[int, int]:
        own = sum(one.record_type == usual for one in group[1])
        return -own, -len(group[1])

    return sorted(groups.items(), key=place)


def _described(iris: Any) -> Graph:
    graph = Graph(bind_namespaces="none")
    for iri in iris:
        graph += described(law().graph, URIRef(iri))
    return graph


def question_of(slug: str) -> Question:
    """A question by its name in the address; ends with 404 where there is none."""
    found = answering().questions.get(slug)
    if found is None:
        raise Missing(TEXTS["no-such-question"])
    return found


@pages.get("/<any(da, en):lang>/citizen/<slug>")
@same_for_all("all")
def question(lang: str, slug: str) -> Response:
    """A question before anything was answered: the first fact to ask for."""
    asked, as_of = question_of(slug), chosen_day()
    whole = parameter("all") is not None
    ready = _first(slug, as_of)
    if ready is None:
        return not_yet(asked.label, as_of, _way())
    (said,) = ready
    if said is None:
        return respond(
            "undecided.html", asked.label, data=lambda: {"question": slug, "answer": None},
            graph=lambda: _described([asked.iri]), as_of=as_of, way=_way(),
            why=_undecided(asked, as_of), first_day=law().first_day,
        )  # fmt: skip
    with answering().answerer(slug, as_of) as answerer:
        shown = _Page(answerer, said, Case(), whole).context()
    return respond(
        _template(said, whole), asked.label, data=lambda: as_dict(said),
        graph=lambda: _described([asked.iri]), as_of=as_of, own_date=True, way=_way(), **shown,
    )  # fmt: skip


def _first(slug: str, as_of: date) -> tuple[Answer | None] | None:
    """The answer to whoever has said nothing, None while it is being made. What answers the next
    question is got ready too, while the reader reads the first."""
    found, json = answering(), wanted() != "html"
    ready = (
        (found.first(slug, as_of),)
        if json
        else prepared(("first", slug, as_of), lambda: (found.first(slug, as_of),))
    )
    prepared(("next", slug, as_of), lambda: found.begin(slug, as_of), wait=False)
    return ready


def _undecided(asked: Question, as_of: date) -> Text:
    first = law().first_day
    if first is not None and as_of < first:
        return not_covered(as_of, first)
    said, another = (
        undecided(law_at(as_of), asked, TEXTS["this-question"]),
        TEXTS["choose-another-date"],
    )
    return Text(f"{said.da} {another.da}", f"{said.en} {another.en}")


def _way() -> tuple[Link, ...]:
    return (Link(TEXTS["citizen"], to("citizen.page")),)


def _template(said: Answer, whole: bool, asking: str | None = None, ends: bool = False) -> str:
    """The template of all facts, of one question, or of the answer."""
    if whole:
        return "all_facts.html"
    if asking or (said.next is not None and not ends):
        return "question.html"
    return "settled.html"


@pages.post("/<any(da, en):lang>/citizen/<slug>")
def ask(lang: str, slug: str) -> ResponseReturnValue:
    """The next question, the answer, or the answer as a letter."""
    asked = question_of(slug)
    sent = request.form.get("as_of")
    columns = columns_of(asked)
    if wanted() == "json":
        _refuse(request.form, columns)
    day = day_sent(sent) if wanted() == "json" else parse_day(sent)
    as_of = about_day(day or parse_day(request.form.get("shown")) or date.today())
    case = read_case(request.form, columns)
    turn, whom = _Turn.read(case, columns), request.form.get("for", "")
    if day is None:
        turn = replace(turn, wrong={**turn.wrong, "as_of": wrong_day(sent)})
    plain = wanted() == "json" or turn.letter
    said = None if plain else _made_once(slug, as_of, turn, columns, whom)
    with answering().answerer(slug, as_of) as answerer:
        if not answerer.program.decided:
            return _nothing_decides(asked, as_of)
        if wanted() == "json":
            return _as_json(answerer, case.all_given(), columns)
        if turn.letter or said is None:
            return _letter(answerer, turn.case, columns, turn.letter or "html", g.lang)
        answerer = _of_whom(answerer, whom, turn.case)
        shown = _Page(answerer, said, turn.case, turn.whole, turn.asking, turn.wrong, whom)
        page = render_template(
            _template(said, turn.whole, turn.asking, turn.ends), title=said.asks, as_of=as_of,
            way=_way(), own_date=True, answers_sent=True, **shown.context(),
        )  # fmt: skip
        return page, 400 if turn.wrong else 200


_FIELDS = (
    "csrf_token", "as_of", "shown", "for", "asked", "never", "asking", "do", "whole", "unread",
    "named", "turned", "heard",
)  # fmt: skip
"""The fields of the form that are no facts."""


def _refuse(form: MultiDict[str, str], columns: Mapping[str, Column]) -> None:
    """Raise `InputError` for what a program sent that the form does not know."""
    refuse_unknown(request.args, ("format",))
    refuse_unknown(request.files, ())
    refuse_strangers(form, _FIELDS, columns)
    refuse_twice(form, ["asked", "never", "heard", *(c.name for c in columns.values() if c.multi)])
    for name in ("asked", "never", "heard"):
        refuse_unknown(form.getlist(name), columns)


def _of_whom(answerer: Answerer, whom: str, case: Case) -> Answerer:
    """What speaks of whoever is asked for (by name), of whoever asks where that is nobody else; the
    other way round where the reader's words ask so."""
    another = kin_of(law()).get(whom)
    answerer = answerer.turned() if case.turned else answerer
    return answerer.of_another(another.iri) if another else answerer


def _nothing_decides(asked: Question, as_of: date) -> ResponseReturnValue:
    """That no rule of the date decides; what was typed comes along to another date."""
    if wanted() == "json":
        return jsonify({"question": asked.slug, "answer": None})
    return render_template(
        "undecided.html", title=asked.label, as_of=as_of, way=_way(), own_date=True,
        why=_undecided(asked, as_of), first_day=law().first_day, kept=_untouched(),
        answers_sent=True,
    )  # fmt: skip


def _untouched() -> list[tuple[str, str]]:
    """All that was sent, to be sent again with another date."""
    return [p for p in request.form.items(multi=True) if p[0] not in ("csrf_token", "as_of")]


def columns_of(asked: Question) -> dict[str, Column]:
    """The columns of the type of record that a question is about, by name."""
    columns = answering().law.facts.columns.values()
    return {c.name: c for c in columns if asked.record_type in c.record_types}


def _made_once(
    slug: str, as_of: date, turn: _Turn, columns: Mapping[str, Column], whom: str
) -> Answer | None:
    """The answer to what was sent, made once where the same is sent again meanwhile; None where
    nothing on the date decides."""

    def make() -> Answer | None:
        with answering().answerer(slug, as_of) as answerer:
            if not answerer.program.decided:
                return None
            return _said(_of_whom(answerer, whom, turn.case), turn, columns)

    wrong = tuple(turn.wrong)
    key = (slug, as_of, turn.case, turn.asking, wrong, turn.whole, turn.ends, whom)
    return answering().in_flight.get(key, make)


def _said(answerer: Answerer, turn: _Turn, columns: Mapping[str, Column]) -> Answer:
    readable = turn.case
    for name in turn.wrong.keys() & columns.keys():
        readable = readable.without(name)
    record = record_of(readable, answerer, columns)
    found = _answered(answerer, record, turn.case, columns, turns=turn.whole or turn.ends)
    if found.next is not None or turn.whole or turn.ends or turn.asking:
        return found
    return _answered(answerer, record, turn.case, columns, turns=True)  # it is the whole answer


def _answered(
    answerer: Answerer, record: Record, case: Case, columns: Mapping[str, Column], turns: bool
) -> Answer:
    """The answer to a record, with what the reader's own words say beside facts."""
    known = grounds_of_words(law())
    return answerer.answer(
        record,
        case.unknown,
        len(case.asked),
        turns,
        unread=case.unread_still(columns),
        named=[known[name] for name in case.named if name in known],
    )


def _as_json(answerer: Answerer, case: Case, columns: Mapping[str, Column]) -> Response:
    wrong = wrong_values(case, columns, set(case.asked))
    if wrong:
        answer = jsonify({"error": next(iter(wrong.values())).as_dict()})
        answer.status_code = 400
        return answer
    record = record_of(case, answerer, columns)
    return jsonify(as_dict(_answered(answerer, record, case, columns, turns=True)))


def _letter(
    answerer: Answerer, case: Case, columns: Mapping[str, Column], form: str, lang: Lang
) -> Response:
    """The answer as a letter to download, of whoever it is asked for."""
    answerer = _of_whom(answerer, request.form.get("for", ""), case)
    found = _answered(answerer, record_of(case, answerer, columns), case, columns, turns=True)
    write = answer_letter.write_docx if form == "docx" else answer_letter.write_html
    content = b"".join(
        part if isinstance(part, bytes) else part.encode() for part in write(found, lang)
    )
    name = f"{found.question.slug}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=_TYPES[form], headers=headers)


@dataclass(frozen=True)
class _Turn:
    """What a press of a button asks for: the case as it is then; the column that is asked for all
    the same (it was wrong, or is to be changed); everything on one page; the answer as it is."""

    case: Case
    asking: str | None = None
    wrong: Mapping[str, Text] = field(default_factory=dict)
    whole: bool = False
    ends: bool = False
    letter: str | None = None

    @staticmethod
    def read(case: Case, columns: Mapping[str, Column]) -> _Turn:
        """What the form that was sent asks for."""
        do, _, what = request.form.get("do", "next").partition(":")
        asking = name if (name := request.form.get("asking", "")) in columns else None
        if do == "letter" and what in _TYPES:
            return _Turn(case, letter=what)
        if do in ("all", "update"):
            case = case.all_given() if do == "update" else case
            wrong = wrong_values(case, columns, set(case.typed))
            return _Turn(case, wrong=wrong, whole=True)
        if do == "date":
            return _Turn(case)
        if do == "language":
            whole = bool(request.form.get("whole"))
            return _Turn(case, asking=asking, whole=whole, ends=asking is None)
        if do == "change" and what in columns:
            return _Turn(case, asking=what)
        if do == "back":
            before, column = case.back()
            return _Turn(before, asking=column)
        if do in ("answer", "steps"):
            case = case.all_given() if do == "steps" or request.form.get("whole") else case
            wrong = wrong_values(case, columns, set(case.asked))
            return _Turn(case, asking=next(iter(wrong), None), wrong=wrong, ends=do == "answer")
        return _Turn._next(case, asking, do, columns)

    @staticmethod
    def _next(case: Case, asking: str | None, do: str, columns: Mapping[str, Column]) -> _Turn:
        if asking is None:
            return _Turn(case)
        if do == "unknown":
            return _Turn(case.without(asking).answered(asking))
        if asking not in case.typed and asking not in case.never:
            return _Turn(case, asking=asking, wrong={asking: TEXTS["answer-empty"]})
        wrong = wrong_values(case, columns, {asking})
        if wrong:
            return _Turn(case, asking=asking, wrong=wrong)
        return _Turn(case.answered(asking))


@dataclass(frozen=True)
class _Page:
    """What the templates of one question show."""

    answerer: Answerer
    said: Answer
    case: Case
    whole: bool
    asking: str | None = None
    wrong: Mapping[str, Text] | None = None
    whom: str = ""

    def context(self) -> dict[str, Any]:
        """The values by name."""
        column, said = self._column(), _plainly(self.said)
        number = self.case.number_of(self.asking)
        return {
            "said": said,
            "case": self.case,
            "now": asked_for(self.answerer, column) if column else None,
            "asking_why": self._why(column),
            "number": number,
            "most": max(MOST, number),
            "wrong": self.wrong or {},
            "named": grounds_said(said.named, said.of_named) if said.named else None,
            "answers": self._answers(),
            "exact": exact(self.case, columns_of(said.question)),
            "presumptions": self._presumptions(),
            "facts": self._facts() if self.whole else None,
            "usual": answering().law.facts.usual_type,
            "others": list(kin_of(law()).values()) if self.said.to_subject else [],
            "whom": self.whom if self.whom in kin_of(law()) else "",
        }

    def _column(self) -> Column | None:
        if self.asking:
            return columns_of(self.said.question)[self.asking]
        return self.said.next.column if self.said.next else None

    def _why(self, column: Column | None) -> Text | None:
        following = self.said.next
        if column is None or following is None or following.column.name != column.name:
            return None
        return following.why if following.why.da else None

    def _answers(self) -> list[tuple[str, Text, Text]]:
        """What was answered: the column, how it was asked for, and the answer in words."""
        columns, typed = columns_of(self.said.question), self.case.typed
        words = Words(law().graph, law().facts)
        found: list[tuple[str, Text, Text]] = []
        for name in self.case.asked:
            column = columns[name]
            wording = wording_of(self.answerer, column)
            if name in self.case.never:
                answer = TEXTS["answer-never"]
            elif name in typed:
                record = record_of(Case((name,), ((name, typed[name]),)), self.answerer, columns)
                state = record.get(column.iri)
                unread = state is None or state is NONE
                answer = TEXTS["answer-unread"] if unread else words.value(column, state)
            else:
                answer = TEXTS["answer-unknown"]
            found.append((name, wording, answer))
        return found

    def _presumptions(self) -> list[tuple[Text, Text | None, str | None]]:
        """What was presumed, how it is rebutted, and the column to say otherwise in."""
        graph, columns = law().graph, columns_of(self.said.question)
        names = {column.iri: name for name, column in columns.items()}

        def of(iri: str) -> str | None:
            return names.get(str(graph.value(URIRef(iri), CORE.presumes)))

        return [(_presumed(one), one.rebuttal, of(one.iri)) for one in self.said.rests_on]

    def _facts(self) -> dict[str, list[AskedColumn]]:
        """All columns that the question rests on: those that were answered, those that it turns
        on now, and the others."""
        found: dict[str, list[AskedColumn]] = {"answered": [], "open": [], "later": [], "idle": []}
        interview = self.answerer.interview
        columns = {c.name: c for c in self.answerer.explainer.records.columns(interview.key)}
        first = [self.said.next.column.name] if self.said.next else []
        missing = set(self.said.missing)
        own = columns_of(self.said.question)
        names = dict.fromkeys([*self.case.asked, *first, *columns])
        for name in names:
            column = own.get(name)
            if column is None:
                continue
            known = name in self.case.typed or name in self.case.never
            open_ = name in first or column.label in missing
            part = "answered" if known else "open" if open_ else "idle"
            if part == "open" and len(found[part]) >= FIRST:
                part = "later"
            found[part].append(asked_for(self.answerer, column))
        return found


def _presumed(one: Presumed) -> Text:
    return Text(answer_words.presumed(one, "da"), answer_words.presumed(one, "en"))


def _plainly(said: Answer) -> Answer:
    """Without the note on what was presumed: the page lists it one by one."""
    if not answering().law.profile.presumptions:
        return said
    return structs.replace(said, found=replace(said.found, notes=said.found.notes[1:]))


def provision_of(rule: str) -> str | None:
    """The name of the provision of a norm or of a way to something (by IRI), for its page; None
    where a way rests on none."""
    norm = law().norms.get(rule)
    found = norm.provision if norm else law().graph.value(URIRef(rule), CORE.provision)
    return None if found is None else relative(str(found))


pages.add_app_template_global(provision_of)
pages.add_app_template_global(chosen, "chosen_code")
pages.add_app_template_global(parts, "parts_of")
pages.add_app_template_global(answer_words, "spoken")  # type: ignore[arg-type]
