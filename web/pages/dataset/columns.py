"""The columns of an upload: which fact each is, what its words mean, and the check that follows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace as replace_
from datetime import date
from typing import Any

from flask import Blueprint, Response, g, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from lovgraf.core.errors import InputError
from lovgraf.core.safe import plain
from lovgraf.core.terms import Lang, Text
from lovgraf.core.written import list_text, quoted
from lovgraf.law.names import cited_on
from lovgraf.law.presumptions import PROFILES
from lovgraf.law.within import acts_in_use
from lovgraf.readers.lost import chosen_read
from lovgraf.readers.suggesting import MEANS, codes_of
from lovgraf.reports.phrases import number
from lovgraf_web.api.sent import check_form
from lovgraf_web.current import law
from lovgraf_web.jobs.application import jobs
from lovgraf_web.jobs.owners import last
from lovgraf_web.jobs.pages import NoResult, job_of_reader
from lovgraf_web.jobs.settings import replace
from lovgraf_web.jobs.store import JobRow
from lovgraf_web.navigation import to
from lovgraf_web.pages.dataset.choices import (
    Choice,
    Choices,
    Chosen,
    Menu,
    chosen,
    header_shown,
    read_choices,
    refuse_undecided,
    unsaid,
    with_chosen,
)
from lovgraf_web.pages.dataset.earlier import CHECK, kept_before
from lovgraf_web.pages.dataset.kept_runs import DAYS, NAME, USUAL, place_of
from lovgraf_web.pages.dataset.remembered import recalled, remember
from lovgraf_web.pages.dataset.uploads import OF, expires, name_of, to_upload, way
from lovgraf_web.pages.dataset.work import CHOSEN, COLUMNS, MAPPING
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond

pages = Blueprint("dataset_columns", __name__, template_folder=".")


@pages.url_value_preprocessor
def _limits(_endpoint: str | None, _values: Mapping[str, object] | None) -> None:
    """A form may have many columns."""
    if request.method == "POST":
        request.max_content_length = request.max_form_memory_size = 4 << 20
        request.max_form_parts = 20_000


def _as_json(choices: Choices, columns: Iterable[Choice], shown: bool) -> dict[str, object]:
    """Some columns of a dataset, for programs."""
    return {
        "rows": choices.rows,
        "record_type": choices.record_type,
        "columns": [column.as_json(shown, law()) for column in columns],
    }


def _common(
    row: JobRow, choices: Choices, columns: Iterable[Choice], shown: bool
) -> dict[str, Any]:
    """What the page of columns and that of their words both show."""
    return {
        "data": lambda: _as_json(choices, columns, shown),
        "graph": lambda: choices.as_graph(law()),
        "own_date": True,
        "way": way(),
        "job": row,
        "name": name_of(row),
        "choices": choices,
    }


def columns_page(row: JobRow, error: Text | None = None, given: Chosen | None = None) -> Response:
    """The page on which the columns of an upload are chosen."""
    choices, asked = _choices(row), jobs().asked(row)
    given = given or _chosen_before(row, choices)
    columns = with_chosen(choices, given, law())
    shown = _words_shown(row)
    return respond(
        "dataset_columns.html",
        TEXTS["dataset-columns"],
        **_common(row, choices, columns, shown),
        asked=[column for column in columns if column.asked],
        known=[column for column in columns if not column.asked],
        taken=_taken(columns),
        facts_of=Menu.of(choices.facts, law(), g.lang).of_column,
        codes=lambda name: codes_of(law().facts.columns[name]) if name else {},
        labels=lambda names: _labels(names, g.lang),
        told={fact.name: fact.definition for fact in choices.facts if fact.told},
        words_shown=shown,
        header=header_shown,
        day=given.as_of.isoformat() if given else asked["as_of"],
        values=given.values if given else False,
        profiles=PROFILES,
        presume=given.presume if given else "register",
        acts=_acts(choices, given.as_of if given else date.fromisoformat(asked["as_of"])),
        about=given.about if given else asked.get("about", ""),
        kept_days=DAYS,
        kept_usual=USUAL,
        kept_name=NAME,
        error=error,
        number=lambda value: number(value, g.lang),
        expires=expires(row),
    )


def _taken(columns: Iterable[Choice]) -> Text | None:
    """What columns are that more than their headings tell, where these are not called so; None
    where there are none."""
    facts, said = law().facts, []
    for column in columns:
        name = column.name if column.taken else None
        if name is None or column.disclosed.casefold() == facts.columns[name].label.da.casefold():
            continue
        said.append(chosen_read(facts, name, plain(column.disclosed), others=False))
    return list_text(said, Text("og", "and")) if said else None


def _acts(choices: Choices, day: date) -> list[tuple[str, Text]]:
    """The acts whose rules may be asked about (by IRI), as each is called on a day; those of one
    text by the first of them."""
    acts = acts_in_use(law(), choices.record_type, day).values()
    named = [(act, cited_on(law().graph, act, day).text) for act, *_ in acts]
    return sorted(named, key=lambda pair: pair[1][g.lang])


def _labels(names: Iterable[str], lang: Lang) -> str:
    """Columns by their labels in quotation marks, as a choice."""
    labels = [quoted(law().facts.columns[name].label) for name in names]
    return list_text(labels, Text("eller", "or"))[lang] + "."


def _choices(row: JobRow) -> Choices:
    """What was found in the file, with what this reader chose for its headings before."""
    found = read_choices(jobs().folder(row), law())
    facts = {fact.name: fact for fact in found.facts}
    return replace_(found, columns=recalled(row.owner, found.columns, facts))


def _words_shown(row: JobRow) -> bool:
    """Whether the reader asked to see values when choosing columns."""
    asked, form = jobs().asked(row), _form_before(row)
    shown = form is not None and form.get("words") == "yes"
    return shown or bool(asked.get("look", asked["values"]))


def _form_before(row: JobRow) -> MultiDict[str, str] | None:
    """The form in which columns were chosen last; None where none was sent."""
    path = jobs().folder(row) / CHOSEN
    return MultiDict(json.loads(path.read_text("utf-8"))) if path.is_file() else None


def _keep_form(row: JobRow, form: MultiDict[str, str]) -> None:
    """Keep a form beside the upload, so that what was chosen is there when it is asked anew."""
    pairs = [pair for pair in form.items(multi=True) if pair[0] != "csrf_token"]
    replace(jobs().folder(row) / CHOSEN, json.dumps(pairs))


def change_form(row: JobRow, asked: Mapping[str, Any]) -> None:
    """Bring the kept form in step with the day and the profile of another check."""
    form = _form_before(row)
    if form is not None:
        form["as_of"] = asked["as_of"]
        form["presume"] = asked.get("presume", "register")
        _keep_form(row, form)


def _chosen_before(row: JobRow, choices: Choices) -> Chosen | None:
    """What was chosen last for the columns of the upload."""
    form = _form_before(row)
    return None if form is None else chosen(form, choices, law())


def _checkable(job: str) -> JobRow:
    """An upload at rest whose columns are known, so that they can be chosen (anew)."""
    row = job_of_reader(job)
    if row.active or not (jobs().folder(row) / COLUMNS).is_file():
        raise NoResult(row)
    return row


@pages.post(f"{OF}/metadata")
def metadata(lang: str, job: str) -> ResponseReturnValue:
    """The choices as a CSVW file."""
    row = _checkable(job)
    choices = _choices(row)
    if choices.withheld:
        return columns_page(row, TEXTS["dataset-headings-withheld"]), 400
    check_form(choices.fields(law(), request.form), several=("complete",))
    given = chosen(request.form, choices, law())
    try:
        refuse_undecided(choices, given, law())
    except InputError as error:
        return columns_page(row, error.message, given), 400
    if _asks_words(row, choices, given):
        return redirect(to("dataset_columns.words", job=row.id), 303)
    return _csvw(row, choices, given)


def _csvw(row: JobRow, choices: Choices, given: Chosen) -> Response:
    name = name_of(row)
    content = given.mapping(choices, law(), name)
    response = Response(content, content_type="application/csvm+json; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}-metadata.json")
    return response


@pages.post(f"{OF}/start")
def start(lang: str, job: str) -> ResponseReturnValue:
    """Check the file with the choices of the form."""
    row = _checkable(job)
    choices = _choices(row)
    given: Chosen | None = None
    try:
        check_form(choices.fields(law(), request.form), several=("complete",))
        given = chosen(request.form, choices, law())
        refuse_undecided(choices, given, law())
        if given.as_of > date(9000, 1, 1):
            raise InputError(TEXTS["bad-date"].da, TEXTS["bad-date"].en)
    except InputError as error:
        return columns_page(row, error.message, given), 400
    if _asks_words(row, choices, given):
        return redirect(to("dataset_columns.words", job=row.id), 303)
    return _begin(row, choices, given, request.form)


def _asks_words(row: JobRow, choices: Choices, given: Chosen) -> bool:
    """Keep the form that was sent; whether it has to be asked what words mean."""
    shown = with_chosen(choices, _chosen_before(row, choices), law())
    form = request.form.copy()
    if _words_shown(row):
        form["words"] = "yes"
    _keep_form(row, form)
    return unsaid(shown, given, form, law())


@pages.get(f"{OF}/words")
def words(lang: str, job: str) -> ResponseReturnValue:
    """The words that are no code of the facts that columns were chosen as: what do they mean?"""
    row = _checkable(job)
    choices = _choices(row)
    given = _chosen_before(row, choices)
    shown, chosen_columns = _words_shown(row), with_chosen(choices, given, law())
    columns = [c for c in chosen_columns if c.name and c.codes]
    if given is None or not columns:
        return redirect(to("dataset.one", job=row.id, columns="again"), 303)
    return respond(
        "dataset_words.html",
        TEXTS["dataset-codes"],
        **_common(row, choices, columns, shown),
        columns=columns,
        facts=law().facts.columns,
        codes=lambda name: codes_of(law().facts.columns[name]),
        words_shown=shown,
        header=header_shown,
        means=MEANS[g.lang],
        expires=expires(row),
    )


@pages.post(f"{OF}/words")
def meanings(lang: str, job: str) -> ResponseReturnValue:
    """Check, or write the CSVW file, with what words were said to mean."""
    row = _checkable(job)
    choices, form = _choices(row), _form_before(row)
    if form is None:
        return redirect(to("dataset.one", job=row.id, columns="again"), 303)
    fields = choices.fields(law(), form)
    codes = {name: known for name, known in fields.items() if name.startswith("code-")}
    check_form({"csrf_token": None, "do": ("check", "show", "csvw", "columns"), **codes})
    for name in codes.keys() & request.form.keys():
        form[name] = request.form[name]
    do = request.form.get("do")
    if do == "show":
        form["words"] = "yes"
    _keep_form(row, form)
    if do == "show":
        return redirect(to("dataset_columns.words", job=row.id), 303)
    if do == "columns":
        return redirect(to("dataset.one", job=row.id, columns="again"), 303)
    given = chosen(form, choices, law())
    if do != "csvw":
        return _begin(row, choices, given, form)
    if choices.withheld:
        return columns_page(row, TEXTS["dataset-headings-withheld"], given), 400
    return _csvw(row, choices, given)


def _begin(
    row: JobRow, choices: Choices, given: Chosen, form: MultiDict[str, str]
) -> ResponseReturnValue:
    """Have the file checked as its columns were chosen."""
    folder, asked = jobs().folder(row), jobs().asked(row)
    replace(folder / MAPPING, given.mapping(choices, law(), asked["file"]))
    asked.setdefault("look", asked["values"])
    asked |= {
        "as_of": given.as_of.isoformat(), "values": given.values, "presume": given.presume,
        "type": None if "type" in given.names else given.record_type, "about": given.about,
    }  # fmt: skip
    asked |= {"unread": given.unread(choices), "told": [*given.told(choices).items()]}
    asked["earlier"] = kept_before(row)
    asked["keep"] = _kept(row, name_of(row), form)
    remember(row.owner, choices.columns, given)
    jobs().again(row.owner, row.id, CHECK, asked)
    return to_upload(row.id)


def _kept(row: JobRow, name: str, form: MultiDict[str, str]) -> dict[str, Any] | None:
    """Where, under which name and how many days the run is kept, where the form asks for it."""
    if form.get("keep") != "yes":
        return None
    series = plain(form.get("series", "")).strip()[:NAME] or name
    given = form.get("days", "")
    days = int(given) if given.isdecimal() and len(given) < 4 and int(given) in DAYS else USUAL
    last(days)
    return {"name": series, "days": days, "place": place_of(row.owner, series, days)}
