"""Proposals: those that come with the law, one's own, and what the assessment of one says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue
from rdflib import RDFS, Graph, URIRef
from rdflib.namespace import SKOS

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text, text_of
from lovgraf.proposals.proposal import Proposal, proposal_of, read_proposal
from lovgraf.query.data import shipped_proposals
from lovgraf_web.address import needed_day
from lovgraf_web.api.sent import refuse_twice, refuse_unknown
from lovgraf_web.errors import Missing
from lovgraf_web.jobs.application import jobs
from lovgraf_web.jobs.owners import new_owner
from lovgraf_web.jobs.pages import NoResult, at_work, job_of_reader, refusal_of, without_success
from lovgraf_web.jobs.settings import replace
from lovgraf_web.jobs.store import JobRow
from lovgraf_web.navigation import to
from lovgraf_web.pages.proposals.compare import own_assessments
from lovgraf_web.pages.proposals.dataset import Beside, of_assessment, of_upload, uploads
from lovgraf_web.pages.proposals.result import LONGEST, shown, way, written
from lovgraf_web.pages.proposals.work import FORMS, PROPOSAL, REPAIRS, RESULT
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import put, respond, wanted

pages = Blueprint("proposals", __name__, template_folder=".")

ASSESS = "proposals-assess"
_AT = "/<any(da, en):lang>/proposals"
_OF = f"{_AT}/work/<job>"
_TYPES = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "html": "text/html", "md": "text/markdown", "text": "text/plain"}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One proposal of the list."""

    name: str
    proposal: Proposal
    about: Text | None


@cache
def shipped() -> dict[str, Entry]:
    """The proposals that come with the law, by the name of their file."""
    found = {}
    for path in shipped_proposals():
        proposal = read_proposal(path)
        about = text_of(proposal.graph, URIRef(proposal.iri), SKOS.definition)
        found[path.stem] = Entry(path.stem, proposal, about)
    return found


@pages.get(_AT)
def page(lang: str) -> ResponseReturnValue:
    """The list, and a place for one's own."""
    return _list_page()


def _list_page(error: InputError | None = None, text: str = "") -> Response:
    response = respond(
        "proposals.html",
        TEXTS["proposals"],
        data=lambda: {"proposals": [_described(entry) for entry in shipped().values()]},
        graph=_titles,
        entries=list(shipped().values()),
        mine=own_assessments(),
        uploads=uploads(),
        error=error,
        text=text,
        longest=LONGEST,
    )
    response.status_code = 400 if error else 200
    return response


def _described(entry: Entry) -> dict[str, Any]:
    proposal = entry.proposal
    return {
        "name": entry.name,
        "proposal": proposal.iri,
        "title": proposal.title.as_dict(),
        "about": entry.about.as_dict() if entry.about else None,
        "commencement": proposal.commencement.isoformat() if proposal.commencement else None,
        "concerns": list(proposal.concerns),
    }


def _titles() -> Graph:
    found = Graph()
    for entry in shipped().values():
        put(found, URIRef(entry.proposal.iri), RDFS.label, entry.proposal.title)
        put(found, URIRef(entry.proposal.iri), SKOS.definition, entry.about)
    return found


@pages.get(f"{_AT}/known/<name>")
def known(lang: str, name: str) -> ResponseReturnValue:
    """One of those that come with the law: what it says, and its Turtle."""
    if name not in shipped():
        abort(404)
    entry = shipped()[name]
    return respond(
        "proposal.html",
        entry.proposal.title,
        data=lambda: _described(entry) | {"turtle": entry.proposal.text},
        graph=lambda: entry.proposal.graph,
        way=way(),
        entry=entry,
        uploads=uploads(),
        text=entry.proposal.text,
        longest=LONGEST,
    )


@pages.post(f"{_AT}/assess")
def assess(lang: str) -> ResponseReturnValue:
    """Have a proposal assessed: the text of the form, or an uploaded file."""
    if wanted() == "json":
        refuse_unknown(request.args, ("format",))
        refuse_unknown(request.form, ("csrf_token", "text", "as_of", "dataset"))
        refuse_unknown(request.files, ("file",))
        refuse_twice(request.form)
        refuse_twice(request.files)
    sent = request.files.get("file")
    text = request.form.get("text", "")
    if sent is not None and sent.filename:
        try:
            text = sent.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            message = TEXTS["proposals-utf8"]
            return _list_page(InputError(message.da, message.en))
    try:
        upload = request.form.get("dataset")
        beside = of_upload(upload) if upload else None
        return begin(text, request.form.get("as_of") or None, beside)
    except InputError as error:
        return _list_page(error, text)
    except (NoResult, Missing) as error:
        message, status = refusal_of(error)
        return _list_page(InputError(message.da, message.en), text), status


def begin(
    text: str, as_of: str | None = None, dataset: Beside | None = None
) -> ResponseReturnValue:
    """Write an assessment down as a job, which alone reads the text: it may be hostile. With a
    dataset it counts its records too.

    Raises `InputError` where it is too long, or the date is none.
    """
    if len(text) > LONGEST:
        raise InputError(TEXTS["proposals-long"].da, TEXTS["proposals-long"].en)
    text = "\n".join(text.splitlines()) + "\n"
    asked: dict[str, Any] = {"as_of": needed_day(as_of).isoformat() if as_of else None}
    if dataset is not None:
        asked["dataset"] = dict(dataset.asked)
    jobs().admit(new_owner(), len(text))

    def fill(folder: Path) -> None:
        replace(folder / PROPOSAL, text)
        if dataset is not None:
            dataset.put(folder)

    job = jobs().create(new_owner(), ASSESS, asked, fill)
    return redirect(to("proposals.one", job=job), 303)


@pages.get(_OF)
def one(lang: str, job: str) -> ResponseReturnValue:
    """An assessment: at work, ended otherwise, or what it says."""
    row = job_of_reader(job)
    if row.active:
        return at_work("proposal_working.html", row, way=way(), work_day=_day(row))
    if row.state != "done":
        return _ended(row)
    return shown(row)


def _ended(row: JobRow) -> Response:
    return without_success(
        "proposal_ended.html", row, way=way(), uploads=uploads(), text=written(row), longest=LONGEST
    )


def _done(job: str) -> tuple[JobRow, Path]:
    row = job_of_reader(job)
    if row.state != "done":
        raise NoResult(row)
    return row, jobs().folder(row) / RESULT


def _day(row: JobRow) -> date | None:
    """The day whose law an assessment is about; None where the work will say that there is none."""
    asked = jobs().asked(row).get("as_of")
    try:
        return proposal_of(written(row), PROPOSAL).day(date.fromisoformat(asked) if asked else None)
    except InputError:
        return None


@pages.post(f"{_OF}/repair")
def repair(lang: str, job: str) -> ResponseReturnValue:
    """The proposal with one of the repairs, assessed in its turn."""
    row, folder = _done(job)
    repairs = json.loads((folder / REPAIRS).read_text("utf-8"))
    try:
        gap, number = (int(part) for part in request.form.get("repair", "").split("."))
        text = repairs[gap][number] if gap >= 0 and number >= 0 else ""
    except (ValueError, IndexError):
        abort(404)
    if not text:
        abort(404)
    return begin(text, jobs().asked(row)["as_of"], of_assessment(row))


@pages.get(f"{_OF}/document/<form>")
def document(lang: str, job: str, form: str) -> ResponseReturnValue:
    """The assessment as a document, or the proposal itself."""
    row, folder = _done(job)
    if form == "proposal":
        content, kind, name = written(row).encode(), "text/turtle; charset=utf-8", PROPOSAL
    elif form in FORMS:
        content = (folder / f"document.{lang}{FORMS[form]}").read_bytes()
        kind, name = _TYPES[form], f"assessment{FORMS[form]}"
        kind += "; charset=utf-8" if kind.startswith("text/") else ""
    else:
        abort(404)
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
