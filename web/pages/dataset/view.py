"""A dataset: upload it, say which column is which, check it, and see what was found.

Everything about one upload lies in the private folder of its job; the address names the job alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace as replace_
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from flask import Blueprint, Response, g, redirect, request
from flask.typing import ResponseReturnValue
from rdflib import Graph, URIRef
from rdflib.namespace import RDFS
from werkzeug.datastructures import MultiDict

from lovgraf.core.errors import InputError
from lovgraf.core.safe import plain
from lovgraf.core.terms import RECORD, Lang, Text
from lovgraf.core.written import list_text
from lovgraf.law.presumptions import PROFILES
from lovgraf.law.within import acts_judging
from lovgraf.readers.formats import SUFFIXES
from lovgraf.readers.suggesting import MEANS, codes_of
from lovgraf_web.address import chosen_day, needed_day, takes
from lovgraf_web.api.sent import check_form
from lovgraf_web.current import law
from lovgraf_web.jobs.application import JobsRequest, jobs
from lovgraf_web.jobs.owners import last, new_owner, owner
from lovgraf_web.jobs.pages import NoResult, ending, failed, job_of_reader, progress
from lovgraf_web.jobs.service import keep_file
from lovgraf_web.jobs.settings import replace
from lovgraf_web.jobs.store import JobRow
from lovgraf_web.navigation import Link, to
from lovgraf_web.pages.dataset.choices import (
    Choice,
    Choices,
    Chosen,
    Menu,
    chosen,
    header_shown,
    read_choices,
    refuse_undecided,
    types,
    unsaid,
    with_chosen,
)
from lovgraf_web.pages.dataset.earlier import CHECK, kept_before
from lovgraf_web.pages.dataset.kept_runs import DAYS, NAME, USUAL, place_of, series_of
from lovgraf_web.pages.dataset.remembered import recalled, remember
from lovgraf_web.pages.dataset.work import CHOSEN, COLUMNS, MAPPING
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import message_graph, put, respond

pages = Blueprint("dataset", __name__, template_folder=".")

LOOK = "dataset-columns"
_OF = "/<any(da, en):lang>/dataset/<job>"
_SAMPLE = 1000
_SHOWN_NAME = 120
_LONGEST_MAPPING = 1 << 20
"""Bytes of CSVW metadata that are taken with a file."""
_ROOM_FOR_FIELDS = _LONGEST_MAPPING + (1 << 16)


@pages.url_value_preprocessor
def _limits(endpoint: str | None, _values: Mapping[str, object] | None) -> None:
    """An upload may be large and goes to disk as it comes in; a form may have many columns."""
    if endpoint == "dataset.upload" and isinstance(request, JobsRequest):
        size = request.content_length or 0
        jobs().admit(new_owner(), size)
        request.max_content_length = jobs().settings.upload + _ROOM_FOR_FIELDS
        request.incoming = jobs().incoming
    elif endpoint in ("dataset.start", "dataset.metadata", "dataset.meanings"):
        request.max_content_length = request.max_form_memory_size = 4 << 20
        request.max_form_parts = 20_000


@pages.get("/<any(da, en):lang>/dataset")
def page(lang: str) -> ResponseReturnValue:
    """The form for an upload, and the uploads that this reader still has."""
    return _start_page(chosen_day())


def _start_page(as_of: date, error: Text | None = None) -> Response:
    reader = owner()
    mine = jobs().of(reader, LOOK, CHECK) if reader is not None else []
    return respond(
        "dataset.html",
        TEXTS["dataset"],
        data=lambda: _vocabulary(as_of),
        graph=_vocabulary_graph,
        as_of=as_of,
        own_date=True,
        error=error,
        mine=[(row, str(jobs().asked(row).get("shown", ""))) for row in mine],
        sample=_SAMPLE,
        has_trend=reader is not None and any(series_of(reader)),
    )


def _vocabulary(as_of: date) -> dict[str, Any]:
    """The columns that a dataset may have, by type of record."""
    return {
        "as_of": as_of.isoformat(),
        "record_types": {notation: text.as_dict() for notation, text in types(law())},
        "columns": [
            {
                "column": name,
                "label": column.label.as_dict(),
                "datatype": column.datatype,
                "record_types": sorted(column.record_types),
                "codes": list(column.code_list.notations) if column.code_list else None,
            }
            for name, column in sorted(law().facts.columns.items())
        ],
    }


def _vocabulary_graph() -> Graph:
    found = Graph()
    for column in law().facts.columns.values():
        put(found, URIRef(column.iri), RDFS.label, column.label)
        for triple in law().graph.triples((URIRef(column.iri), RECORD.column, None)):
            found.add(triple)
    return found


_YES = ("yes",)


@pages.post("/<any(da, en):lang>/dataset")
def upload(lang: str) -> ResponseReturnValue:
    """Take a file in, or make sample data, and look at its columns."""
    profiles = ("", *PROFILES)
    check_form(
        {
            "csrf_token": None, "values": _YES, "do": ("upload", "sample"), "presume": profiles,
            "as_of": None,
        },
        files=("file", "metadata"),
    )  # fmt: skip
    given = request.form.get("as_of")
    as_of = needed_day(given) if given else chosen_day()
    asked: dict[str, Any] = {"as_of": as_of.isoformat(), "type": None}
    asked["values"] = request.form.get("values") == "yes"
    sent = request.files.get("file")
    if request.form.get("do") == "sample":
        asked |= {"file": "data.csv", "shown": "lovgraf-sample.csv", "sample": _SAMPLE}
        return _to(jobs().create(new_owner(), LOOK, asked))
    if sent is None or not sent.filename:
        return _start_page(as_of, TEXTS["dataset-no-file"]), 400
    asked |= {"file": f"data{_suffix(sent.filename)}", "shown": _shown(sent.filename)}
    stream, described = sent.stream, request.files.get("metadata")
    stream.flush()
    mapping = None if described is None else described.stream.read(_LONGEST_MAPPING + 1)
    if mapping is not None and len(mapping) > _LONGEST_MAPPING:
        return _start_page(as_of, TEXTS["error-413"]), 413

    def fill(folder: Path) -> None:
        keep_file(stream.fileno(), folder / asked["file"])
        if mapping:
            (folder / MAPPING).write_bytes(mapping)

    if not mapping:
        return _to(jobs().create(new_owner(), LOOK, asked, fill))
    asked |= {"presume": request.form.get("presume") or "register", "earlier": None, "keep": None}
    return _to(jobs().create(new_owner(), CHECK, asked, fill))


def _suffix(name: str) -> str:
    """The ending of a file's name where it is one of a format that is read; nothing else of it."""
    found = re.search(r"(\.[a-z]+)?(\.gz)?$", name.lower())
    ending, packed = (found[1] or "", found[2] or "") if found else ("", "")
    return (ending if ending in SUFFIXES else "") + packed


def _shown(name: str) -> str:
    """A file's name as it is shown: without folders, control characters, and great length."""
    base = PureWindowsPath(PurePosixPath(name).name).name
    return plain(base).strip()[:_SHOWN_NAME] or "data"


def _to(job: str) -> ResponseReturnValue:
    return redirect(to("dataset.one", job=job), 303)


@pages.get(_OF)
@takes("columns")
def one(lang: str, job: str) -> ResponseReturnValue:
    """One upload, in whatever state it is: at work, to be mapped, checked, or ended otherwise."""
    row = job_of_reader(job)
    if row.active:
        return _working(row)
    if row.state != "done":
        return _ended(row)
    known = (jobs().folder(row) / COLUMNS).is_file()
    if row.kind == LOOK or (known and request.args.get("columns") == "again"):
        return _columns_page(row)
    return redirect(to("dataset_result.page", job=row.id), 303)


def expires(row: JobRow) -> datetime:
    """When an upload is removed, in local time."""
    return datetime.fromtimestamp(row.expires or 0, UTC).astimezone()


def _name(row: JobRow) -> str:
    return str(jobs().asked(row).get("shown", ""))


def way() -> tuple[Link, ...]:
    """The page above those of one upload."""
    return (Link(TEXTS["dataset"], to("dataset.page")),)


def _working(row: JobRow) -> Response:
    at = progress(row)
    message = at["text"]
    assert isinstance(message, dict)
    return respond(
        "dataset_working.html",
        TEXTS["job-runs"],
        data=lambda: at,
        graph=lambda: message_graph(TEXTS["job-runs"], Text(**message)),
        own_date=True,
        way=way(),
        job=row,
        message=Text(**message),
        ahead=at["waiting"],
        name=_name(row),
        work_day=date.fromisoformat(jobs().asked(row).get("as_of") or date.today().isoformat()),
    )


def _ended(row: JobRow) -> Response:
    message = ending(row)
    return respond(
        "dataset_ended.html",
        failed(row),
        data=lambda: {"state": row.state, "text": message.as_dict()},
        graph=lambda: message_graph(failed(row), message),
        own_date=True,
        way=way(),
        job=row,
        message=message,
        name=_name(row),
        expires=expires(row),
        mapped=row.kind == CHECK,
    )


@pages.post(f"{_OF}/again")
def again(lang: str, job: str) -> ResponseReturnValue:
    """Do once more what was lost, check for another date, or look at the columns for another type
    of record."""
    row = job_of_reader(job)
    known = {"as_of": None, "presume": PROFILES, "type": None, "do": ("again", "columns")}
    check_form({"csrf_token": None, **known})
    asked, kind = jobs().asked(row), row.kind
    if "as_of" in request.form:
        asked["as_of"] = needed_day(request.form["as_of"]).isoformat()
        asked["earlier"] = kept_before(row)
        asked.pop("keep", None)
    if request.form.get("presume"):
        asked["presume"] = request.form["presume"]
    _change_form(row, asked)
    if "type" in request.form:
        kind, asked["type"] = LOOK, _type(request.form["type"])
        (jobs().folder(row) / CHOSEN).unlink(missing_ok=True)
    elif request.form.get("do") == "columns":
        kind = LOOK
    jobs().again(row.owner, row.id, kind, asked)
    return _to(row.id)


def _type(given: str) -> str | None:
    known = {notation for notation, _ in types(law())}
    if given and given not in known:
        raise InputError(TEXTS["error-400"].da, TEXTS["error-400"].en)
    return given or None


def _as_json(choices: Choices, columns: Iterable[Choice], shown: bool) -> dict[str, object]:
    """Some columns of a dataset, for programs."""
    return {
        "rows": choices.rows,
        "record_type": choices.record_type,
        "columns": [column.as_json(shown, law()) for column in columns],
    }


def _columns_page(row: JobRow, error: Text | None = None, given: Chosen | None = None) -> Response:
    choices, asked = _choices(row), jobs().asked(row)
    given = given or _chosen_before(row, choices)
    columns = with_chosen(choices, given, law())
    shown = _words_shown(row)
    return respond(
        "dataset_columns.html",
        TEXTS["dataset-columns"],
        data=lambda: _as_json(choices, columns, shown),
        graph=lambda: choices.as_graph(law()),
        own_date=True,
        way=way(),
        job=row,
        name=_name(row),
        choices=choices,
        asked=[column for column in columns if column.asked],
        known=[column for column in columns if not column.asked],
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
        acts=sorted(
            acts_judging(law(), choices.record_type).items(), key=lambda pair: pair[1][g.lang]
        ),
        about=given.about if given else asked.get("about", ""),
        kept_days=DAYS,
        kept_usual=USUAL,
        kept_name=NAME,
        error=error,
        expires=expires(row),
    )


def _labels(names: Iterable[str], lang: Lang) -> str:
    """Columns by their labels in quotation marks, as a choice."""
    labels = [law().facts.columns[name].label for name in names]
    quoted = [Text(f"»{one.da}«", f'"{one.en}"') for one in labels]
    return list_text(quoted, Text("eller", "or"))[lang] + "."


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


def _change_form(row: JobRow, asked: Mapping[str, Any]) -> None:
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


@pages.post(f"{_OF}/metadata")
def metadata(lang: str, job: str) -> ResponseReturnValue:
    """The choices as a CSVW file."""
    row = _checkable(job)
    choices = _choices(row)
    if choices.withheld:
        return _columns_page(row, TEXTS["dataset-headings-withheld"]), 400
    check_form(choices.fields(law(), request.form), several=("complete",))
    given = chosen(request.form, choices, law())
    try:
        refuse_undecided(choices, given, law())
    except InputError as error:
        return _columns_page(row, error.message, given), 400
    if _asks_words(row, choices, given):
        return redirect(to("dataset.words", job=row.id), 303)
    return _csvw(row, choices, given)


def _csvw(row: JobRow, choices: Choices, given: Chosen) -> Response:
    name = _name(row)
    content = given.mapping(choices, law(), name)
    response = Response(content, content_type="application/csvm+json; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}-metadata.json")
    return response


@pages.post(f"{_OF}/start")
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
        return _columns_page(row, error.message, given), 400
    if _asks_words(row, choices, given):
        return redirect(to("dataset.words", job=row.id), 303)
    return _begin(row, choices, given, request.form)


def _asks_words(row: JobRow, choices: Choices, given: Chosen) -> bool:
    """Keep the form that was sent; whether it has to be asked what words mean."""
    shown = with_chosen(choices, _chosen_before(row, choices), law())
    form = request.form.copy()
    if _words_shown(row):
        form["words"] = "yes"
    _keep_form(row, form)
    return unsaid(shown, given, form, law())


@pages.get(f"{_OF}/words")
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
        data=lambda: _as_json(choices, columns, shown),
        graph=lambda: choices.as_graph(law()),
        own_date=True,
        way=way(),
        job=row,
        name=_name(row),
        choices=choices,
        columns=columns,
        facts=law().facts.columns,
        codes=lambda name: codes_of(law().facts.columns[name]),
        words_shown=shown,
        header=header_shown,
        means=MEANS[g.lang],
        expires=expires(row),
    )


@pages.post(f"{_OF}/words")
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
        return redirect(to("dataset.words", job=row.id), 303)
    if do == "columns":
        return redirect(to("dataset.one", job=row.id, columns="again"), 303)
    given = chosen(form, choices, law())
    if do != "csvw":
        return _begin(row, choices, given, form)
    if choices.withheld:
        return _columns_page(row, TEXTS["dataset-headings-withheld"], given), 400
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
    asked["keep"] = _kept(row, _name(row), form)
    remember(row.owner, choices.columns, given)
    jobs().again(row.owner, row.id, CHECK, asked)
    return _to(row.id)


def _kept(row: JobRow, name: str, form: MultiDict[str, str]) -> dict[str, Any] | None:
    """Where, under which name and how many days the run is kept, where the form asks for it."""
    if form.get("keep") != "yes":
        return None
    series = plain(form.get("series", "")).strip()[:NAME] or name
    given = form.get("days", "")
    days = int(given) if given.isdecimal() and len(given) < 4 and int(given) in DAYS else USUAL
    last(days)
    return {"name": series, "days": days, "place": place_of(row.owner, series, days)}
