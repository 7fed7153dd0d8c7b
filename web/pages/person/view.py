"""One citizen: a form of the facts that the law asks for, and the verdicts with their reasons.

What is typed comes in the body of a POST, lives as long as the response, and is kept nowhere.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from rdflib import Graph, URIRef
from werkzeug.datastructures import MultiDict

from lovgraf.core.errors import InputError
from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import Text, absolute, relative
from lovgraf.explain import Explanation, PersonVerdict
from lovgraf.law import Law, LawView
from lovgraf.law.presumptions import PROFILES
from lovgraf.readers.single import read_pairs
from lovgraf.reports.person_json import write_person
from lovgraf_web.address import about_day, chosen_day, parameter
from lovgraf_web.answering import DEFAULT, presuming
from lovgraf_web.api.sent import day_sent, one_of, refuse_twice, refuse_unknown
from lovgraf_web.current import explained, law, law_at, prepared
from lovgraf_web.errors import Missing
from lovgraf_web.jobs.application import jobs
from lovgraf_web.jobs.pages import NoResult, job_of_reader, refusal_of
from lovgraf_web.outline import act_of
from lovgraf_web.page_cache import do_not_keep, same_for_all
from lovgraf_web.pages.person.form import (
    Fault,
    Section,
    acts,
    arranged,
    chosen,
    faults,
    sections,
    values,
)
from lovgraf_web.pages.person.people import Person, people
from lovgraf_web.pages.proposals.work import FOUND, PROPOSAL, RESULT
from lovgraf_web.terms import described
from lovgraf_web.texts import TEXTS, parse_day, wrong_day
from lovgraf_web.twins import respond, wanted

# The law with a proposal of the reader's laid over it.
#
# Only a proposal that was assessed is read here: that job has read its text already, in a process
# of its own and within limits.


@dataclass(frozen=True)
class Overlaid:
    """The law with a proposal: what the proposal is called, and the job that assessed it."""

    law: Law
    title: Text
    job: str


def overlaid(job: str) -> Overlaid:
    """The law with the proposal that a job of the reader's assessed. Raises `NoResult` where it
    has not."""
    row = job_of_reader(job)
    folder = jobs().folder(row)
    if row.state != "done" or not (folder / RESULT / FOUND).is_file():
        raise NoResult(row)
    found = json.loads((folder / RESULT / FOUND).read_text("utf-8"))
    title = found["proposals"][0]["title"]
    over = _law(
        current_app.extensions["law"], (folder / PROPOSAL).read_text("utf-8"), found["as_of"]
    )
    return Overlaid(over, Text(title["da"], title["en"]), row.id)


@lru_cache(maxsize=2)
def _law(law: Law, text: str, as_of: str) -> Law:
    """A few are kept: whoever changes an answer of the form asks again."""
    from lovgraf.proposals import lay_over
    from lovgraf.proposals.proposal import proposal_of

    return lay_over(law, [proposal_of(text, PROPOSAL)], date.fromisoformat(as_of)).law


FEW_OPEN = 3
"""So many verdicts that are open stand among the others; more are folded together."""
_FIRST = ("unattainable", "breached", "undetermined", "pending", "fulfilled", "exempt")
assert set(_FIRST) == set(VERDICTS) - {"not-addressed"}

pages = Blueprint("person", __name__, template_folder=".")
_FIELDS = ("csrf_token", "as_of", "shown", "proposal", "presume", "act", "format")
"""The fields of the form that are no facts."""
_BUTTONS = ("do",)
"""What the button of the other language sends along."""


@pages.get("/<any(da, en):lang>/person")
@same_for_all("act")
def form(lang: str) -> Response:
    """The empty form for a date."""
    as_of = chosen_day()
    act = _act(law(), as_of, parameter("act"))
    kind = law().facts.usual_type
    asked = sections(law(), as_of, kind, act)
    base = presuming(law(), DEFAULT)
    nothing = _nothing(base, as_of, kind)
    if nothing is None:
        do_not_keep()
    else:
        nothing = _under(nothing, law().at(as_of), act)
    return respond(
        "person.html",
        TEXTS["person-title"],
        data=lambda: _questions(as_of, asked, nothing),
        graph=lambda: _columns(asked),
        as_of=as_of,
        own_date=True,
        acts=acts(law(), as_of, kind),
        wrong={},
        **_shown(asked, {}, nothing, act),
    )


def _nothing(base: Law, as_of: date, kind: str) -> Explanation | None:
    """What is said of whoever says nothing, by which the form is put in order; None while it is
    being made."""

    def make() -> Explanation:
        return explained([], as_of, kind, turns=False, without=VERDICTS, under=base)

    return make() if wanted() == "json" else prepared(("nothing", as_of, kind), make)


@pages.post("/<any(da, en):lang>/person")
def check(lang: str) -> ResponseReturnValue:
    """The verdicts, with the form below them as it was filled in."""
    sent = request.form.get("as_of")
    as_json = wanted() == "json"
    if as_json:
        _refuse(request.form)
    day = day_sent(sent) if as_json else parse_day(sent)
    as_of = about_day(day or parse_day(request.form.get("shown")) or date.today())
    over, without = _over(request.form.get("proposal"), as_json)
    base = over.law if over else law()
    profile = _profile(request.form.get("presume"))
    base = presuming(base, profile)
    act = _act(base, as_of, request.form.get("act"))
    if as_json and act is None and (name := request.form.get("act")):
        texts = acts(base, as_of, base.facts.usual_type)
        known = [relative(iri) for own, _ in texts for iri in own]
        one_of("act", name, known, name)
    kind = base.facts.usual_type
    asked = sections(base, as_of, kind, act)
    given = values(request.form, asked)
    fields = {*given, *_FIELDS, *(() if as_json else _BUTTONS)}
    strange = [name for name in request.form if name not in fields]
    others = {name: " ".join(request.form.getlist(name)).strip() for name in strange}
    # What is no fact is refused by name, as on the command line.
    pairs = [f"{name}={value}" for name, value in {**given, **others}.items() if value]
    if as_json:
        found = _under(explained(pairs, as_of, kind, under=base), base.at(as_of), act)
        return Response("".join(write_person(found.filled())), content_type="application/json")
    shown = partial(_shown, asked, given, act=act, profile=profile)
    if without is not None:
        return _page(as_of, error=without[0], **shown(found=None)), without[1]
    wrong = {} if day else {"as_of": Fault("day", TEXTS["date-of-law"], wrong_day(sent))}
    try:
        wrong |= faults(given, asked, base.facts)
        if wrong:
            return _page(as_of, wrong=wrong, over=over, **shown(found=None)), 400
        found = explained(pairs, as_of, kind, without=("not-addressed",), under=base)
    except InputError as error:
        return _page(as_of, error=error.message, over=over, **shown(found=None)), 400
    found = _under(found, base.at(as_of), act)
    return _page(as_of, found=found, over=over, **shown(found=found))


def _refuse(form: MultiDict[str, str]) -> None:
    """Raise `InputError` for what a program sent that the form does not know. A person who fills it
    in sees what was read."""
    refuse_unknown(request.args, ("format",))
    refuse_unknown(request.files, ())
    kind = law().facts.usual_type
    pairs = [f"{name}=" for name in form if name not in _FIELDS]
    read_pairs(pairs, law_at(day_sent(form.get("as_of"))).facts_of_day, kind)
    refuse_twice(form, [column.name for column in law().facts.columns.values() if column.multi])
    one_of("presume", form.get("presume"), PROFILES, DEFAULT)


def _over(job: str | None, as_json: bool) -> tuple[Overlaid | None, tuple[Text, int] | None]:
    """The law with the proposal that is asked about; else why it is not there any more, so that
    what was typed is not lost with it."""
    try:
        return (overlaid(job) if job else None), None
    except (NoResult, Missing) as error:
        if as_json:
            raise
        return None, refusal_of(error)


def _profile(name: str | None) -> str:
    """The profile of presumptions that is asked for; that of a case where there is none such."""
    return name if name in PROFILES else DEFAULT


def _act(source: Law, as_of: date, name: str | None) -> tuple[str, ...] | None:
    """The acts of one text that alone are asked about; None for all, or where there is none
    such."""
    chosen_act = absolute(name) if name else None
    known = (own for own, _ in acts(source, as_of, source.facts.usual_type))
    return next((own for own in known if chosen_act in own), None)


def _under(found: Explanation, view: LawView, act: tuple[str, ...] | None) -> Explanation:
    """What is said under some acts, or under all."""
    if act is None:
        return found

    def kept(norm: str) -> bool:
        return act_of(view, view.norms[norm]) in act

    return replace(
        found,
        verdicts=tuple(one for one in found.verdicts if kept(one.norm)),
        may=tuple(one for one in found.may if kept(one.norm)),
    )


def _page(as_of: date, **context: Any) -> str:
    title = TEXTS["person-title"]
    context.setdefault("acts", acts(law(), as_of, law().facts.usual_type))
    context.setdefault("wrong", {})
    sent = bool(context.get("asked"))  # the other language takes along what was stated
    return render_template(
        "person.html", title=title, as_of=as_of, own_date=True, answers_sent=sent, **context
    )


def _shown(
    asked: tuple[Section, ...],
    given: Mapping[str, str],
    found: Explanation | None,
    act: tuple[str, ...] | None,
    profile: str = DEFAULT,
) -> dict[str, Any]:
    """What the template needs of the form and of the verdicts."""
    verdicts = found.verdicts if found else ()
    worth = found.worth_asking() if found else {}
    first = sorted((v for v in verdicts if v.verdict in _FIRST), key=_place)
    return {
        "asked": asked,
        "act": act,
        "profile": profile,
        "profiles": [(name, TEXTS[f"presume-{name}"]) for name in reversed(PROFILES)],
        "notes": _notes(found, profile),
        "arranged": arranged(asked, given, worth),
        "given": given,
        "chosen": chosen,
        "shown": first,
        "counts": (counts := Counter(v.verdict for v in first)),
        "many_open": counts["undetermined"] > FEW_OPEN,
        "others": [v for v in verdicts if v.verdict not in _FIRST],
        "may": [m for m in found.may if m.holds != "false"] if found else [],
        "people": lambda: _people(asked),
        "first_day": law().first_day,
    }


def _notes(found: Explanation | None, profile: str) -> tuple[Text, ...]:
    """What is said of the verdicts as a whole; what is presumed stands in the form."""
    notes = found.notes if found else ()
    return notes[1:] if presuming(law(), profile).profile.presumptions else notes


def _place(verdict: PersonVerdict) -> tuple[object, ...]:
    return _FIRST.index(verdict.verdict), *verdict.urgency


def _people(asked: tuple[Section, ...]) -> list[tuple[Person, dict[str, str]]]:
    """The ready examples, each with what is asked of them."""
    names = _names(asked)
    return [(one, {k: v for k, v in one.facts.items() if k in names}) for one in people()]


def _names(asked: tuple[Section, ...]) -> set[str]:
    return {field.name for section in asked for field in section.fields}


def _questions(
    as_of: date, asked: tuple[Section, ...], nothing: Explanation | None
) -> dict[str, Any]:
    """What the form asks for, that which settles most first."""
    worth = nothing.worth_asking() if nothing else {}
    fields = {field.name: field for section in asked for field in section.fields}
    order = [*(name for name in worth if name in fields), *(n for n in fields if n not in worth)]
    return {
        "as_of": as_of.isoformat(),
        "type": law().facts.usual_type,
        "facts": [
            {
                "column": name,
                "label": fields[name].label.as_dict(),
                "kind": fields[name].kind,
                "choices": {code: text.as_dict() for code, text in fields[name].choices},
                "worth": round(worth.get(name, 0.0), 3),
            }
            for name in order
        ],
    }


def _columns(asked: tuple[Section, ...]) -> Graph:
    """What the graph says of the columns that are asked for."""
    graph = Graph(bind_namespaces="none")
    names = _names(asked)
    for column in law().facts.columns.values():
        if column.name in names:
            graph += described(law().graph, URIRef(column.iri))
    return graph
