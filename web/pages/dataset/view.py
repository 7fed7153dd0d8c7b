"""A dataset: take it in as an upload, and show each upload in whatever state it is.

Everything about one upload lies in the private folder of its job; the address names the job alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue
from rdflib import Graph, URIRef
from rdflib.namespace import RDFS

from lovgraf.core.errors import InputError
from lovgraf.core.safe import plain
from lovgraf.core.terms import RECORD, Text
from lovgraf.law.presumptions import PROFILES
from lovgraf.readers.formats import SUFFIXES
from lovgraf_web.address import chosen_day, needed_day, takes
from lovgraf_web.api.sent import check_form
from lovgraf_web.current import law
from lovgraf_web.jobs.application import JobsRequest, jobs
from lovgraf_web.jobs.owners import new_owner, owner
from lovgraf_web.jobs.pages import at_work, job_of_reader, without_success
from lovgraf_web.jobs.service import keep_file
from lovgraf_web.jobs.store import JobRow
from lovgraf_web.navigation import to
from lovgraf_web.pages.dataset.choices import types
from lovgraf_web.pages.dataset.columns import change_form, columns_page
from lovgraf_web.pages.dataset.earlier import CHECK, kept_before
from lovgraf_web.pages.dataset.kept_runs import series_of
from lovgraf_web.pages.dataset.uploads import OF, expires, name_of, to_upload, way
from lovgraf_web.pages.dataset.work import CHOSEN, COLUMNS, MAPPING
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import put, respond

pages = Blueprint("dataset", __name__, template_folder=".")

LOOK = "dataset-columns"
_SAMPLE = 1000
_SHOWN_NAME = 120
_LONGEST_MAPPING = 1 << 20
"""Bytes of CSVW metadata that are taken with a file."""
_ROOM_FOR_FIELDS = _LONGEST_MAPPING + (1 << 16)


@pages.url_value_preprocessor
def _limits(endpoint: str | None, _values: Mapping[str, object] | None) -> None:
    """An upload may be large and goes to disk as it comes in."""
    if endpoint == "dataset.upload" and isinstance(request, JobsRequest):
        size = request.content_length or 0
        jobs().admit(new_owner(), size)
        request.max_content_length = jobs().settings.upload + _ROOM_FOR_FIELDS
        request.incoming = jobs().incoming


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
        return to_upload(jobs().create(new_owner(), LOOK, asked))
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
        return to_upload(jobs().create(new_owner(), LOOK, asked, fill))
    asked |= {"presume": request.form.get("presume") or "register", "earlier": None, "keep": None}
    return to_upload(jobs().create(new_owner(), CHECK, asked, fill))


def _suffix(name: str) -> str:
    """The ending of a file's name where it is one of a format that is read; nothing else of it."""
    found = re.search(r"(\.[a-z]+)?(\.gz)?$", name.lower())
    ending, packed = (found[1] or "", found[2] or "") if found else ("", "")
    return (ending if ending in SUFFIXES else "") + packed


def _shown(name: str) -> str:
    """A file's name as it is shown: without folders, control characters, and great length."""
    base = PureWindowsPath(PurePosixPath(name).name).name
    return plain(base).strip()[:_SHOWN_NAME] or "data"


@pages.get(OF)
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
        return columns_page(row)
    return redirect(to("dataset_result.page", job=row.id), 303)


def _working(row: JobRow) -> Response:
    day = jobs().asked(row).get("as_of") or date.today().isoformat()
    return at_work(
        "dataset_working.html", row, way=way(), name=name_of(row), work_day=date.fromisoformat(day)
    )


def _ended(row: JobRow) -> Response:
    return without_success(
        "dataset_ended.html", row, way=way(), job=row, name=name_of(row), expires=expires(row),
        mapped=row.kind == CHECK,
    )  # fmt: skip


@pages.post(f"{OF}/again")
def again(lang: str, job: str) -> ResponseReturnValue:
    """Do once more what was lost, check for another date or with personal values in the result, or
    look at the columns for another type of record."""
    row = job_of_reader(job)
    known = {"as_of": None, "presume": PROFILES, "type": None, "do": ("again", "columns", "values")}
    check_form({"csrf_token": None, **known})
    asked, kind = jobs().asked(row), row.kind
    if "as_of" in request.form:
        asked["as_of"] = needed_day(request.form["as_of"]).isoformat()
        asked["earlier"] = kept_before(row)
        asked.pop("keep", None)
    if request.form.get("presume"):
        asked["presume"] = request.form["presume"]
    change_form(row, asked)
    if "type" in request.form:
        kind, asked["type"] = LOOK, _type(request.form["type"])
        (jobs().folder(row) / CHOSEN).unlink(missing_ok=True)
    elif request.form.get("do") == "columns":
        kind = LOOK
    elif request.form.get("do") == "values":
        asked["values"] = True
    jobs().again(row.owner, row.id, kind, asked)
    return to_upload(row.id)


def _type(given: str) -> str | None:
    known = {notation for notation, _ in types(law())}
    if given and given not in known:
        raise InputError(TEXTS["error-400"].da, TEXTS["error-400"].en)
    return given or None
