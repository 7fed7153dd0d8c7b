"""Two assessments of the reader's side by side: what each changes, and leaves open."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort
from rdflib import Graph, URIRef

from lovgraf.core.terms import BASE, Lang, Text, label
from lovgraf.reports.phrases import number
from lovgraf_web.address import parameter, takes
from lovgraf_web.current import law
from lovgraf_web.jobs.application import jobs
from lovgraf_web.jobs.owners import owner
from lovgraf_web.jobs.pages import NoResult, job_of_reader
from lovgraf_web.jobs.store import JobRow
from lovgraf_web.navigation import Link, to
from lovgraf_web.pages.proposals.result import answer_of, share
from lovgraf_web.pages.proposals.work import FOUND, RESULT
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import add_part, message_graph, respond

pages = Blueprint("proposal_compare", __name__, template_folder=".")

_KIND = "proposals-assess"
Assessment = Mapping[str, Any]


@dataclass(frozen=True)
class Own:
    """An assessment that the reader still has."""

    job: str
    title: Text
    as_of: str


@dataclass(frozen=True)
class Both:
    """A gap or a change, with what each of the two says of it; None where it has none such."""

    label: Text
    kind: Text | None
    first: str | None
    second: str | None


def own_assessments() -> list[Own]:
    """The reader's assessments that have ended well, the newest first."""
    reader = owner()
    rows = jobs().of(reader, _KIND) if reader is not None else []
    return [
        Own(row.id, _title(found), found["as_of"])
        for row in rows
        if row.state == "done" and (found := _found(row)) is not None
    ]


def _found(row: JobRow) -> Assessment | None:
    path = jobs().folder(row) / RESULT / FOUND
    if row.state != "done" or not path.is_file():
        return None
    found: Assessment = json.loads(path.read_text("utf-8"))
    return found


def _title(found: Assessment) -> Text:
    return _text(found["proposals"][0]["title"])


def _text(texts: Mapping[str, str]) -> Text:
    return Text(texts["da"], texts["en"])


@pages.get("/<any(da, en):lang>/proposals/compare")
@takes("first", "second")
def page(lang: Lang) -> Response:
    """The gaps and changes of two assessments: those of both, and those of one alone."""
    pair = []
    for name in ("first", "second"):
        if (job := parameter(name)) is None:
            abort(404)
        row = job_of_reader(job)
        if (found := _found(row)) is None:
            raise NoResult(row)
        pair.append((job, found))
    (first, one), (second, other) = pair
    gaps = list(_gaps(one, other, lang))
    changes = list(_changes(one, other, lang))
    savings = list(_savings(one, other, lang))
    return respond(
        "proposal_compare.html",
        TEXTS["proposals-compared"],
        data=lambda: {
            "first": one["proposals"][0]["title"],
            "second": other["proposals"][0]["title"],
            "gaps": [_as_dict(row) for row in gaps],
            "changes": [_as_dict(row) for row in changes],
            "savings": [_as_dict(row) for row in savings],
        },
        graph=lambda: _graph([*gaps, *changes, *savings]),
        way=(Link(TEXTS["proposals"], to("proposals.page")),),
        variants=[(first, _title(one), one), (second, _title(other), other)],
        gaps=gaps,
        changes=changes,
        savings=savings,
        answer_of=answer_of,
    )


def _graph(rows: list[Both]) -> Graph:
    graph = message_graph(TEXTS["proposals-compared"])
    absent = TEXTS["proposals-not-here"]
    for row in rows:
        sides = [(side or absent.da, side or absent.en) for side in (row.first, row.second)]
        (first_da, first_en), (second_da, second_en) = sides
        add_part(graph, row.label, Text(f"{first_da} | {second_da}", f"{first_en} | {second_en}"))
    return graph


def _as_dict(row: Both) -> dict[str, Any]:
    return {"said": row.label.as_dict(), "first": row.first, "second": row.second}


def _gaps(one: Assessment, other: Assessment, lang: Lang) -> Iterator[Both]:
    """Each gap once: those with the same norm and message are the same."""
    sides = [{(g["code"], g.get("norm"), g["message"]["da"]): g for g in a["gaps"]}
             for a in (one, other)]  # fmt: skip
    for key in dict.fromkeys([*sides[0], *sides[1]]):
        gap = sides[0].get(key) or sides[1][key]
        kind = label(law().graph, URIRef(f"{BASE}gap/{gap['code']}"))
        yield Both(_text(gap["message"]), kind, *(_struck(side.get(key), lang) for side in sides))


def _struck(gap: Mapping[str, Any] | None, lang: Lang) -> str | None:
    """How many kinds a gap strikes, or that it is there."""
    if gap is None:
        return None
    if not gap.get("cells"):
        return TEXTS["yes"][lang]
    return share(gap, lang)


def _changes(one: Assessment, other: Assessment, lang: Lang) -> Iterator[Both]:
    """Each norm that one of them changes, with how many kinds it comes to address."""
    sides = [{c["norm"]: c for c in a["changes"]} for a in (one, other)]
    for key in dict.fromkeys([*sides[0], *sides[1]]):
        change = sides[0].get(key) or sides[1][key]
        cells = (_addressed(side.get(key), lang) for side in sides)
        yield Both(_text(change["title"]), None, *cells)


def _savings(one: Assessment, other: Assessment, lang: Lang) -> Iterator[Both]:
    """Each calculation with what it comes to in each of them: as its source has it, and counted
    again for a dataset where there was one."""
    sides = [{t["model"]: t for t in a["business_case"]} for a in (one, other)]
    for key in dict.fromkeys([*sides[0], *sides[1]]):
        table = sides[0].get(key) or sides[1][key]
        cells = (_saved(side.get(key), lang) for side in sides)
        title, unit = _text(table["title"]), _text(table["unit"])
        yield Both(Text(f"{title.da}, {unit.da}", f"{title.en}, {unit.en}"), None, *cells)


def _saved(table: Mapping[str, Any] | None, lang: Lang) -> str | None:
    if table is None:
        return None
    counted = [number(round(again["total"]), lang) for again in table["in_dataset"]]
    own = number(round(table["total"]), lang)
    again = TEXTS["proposals-counted-again"][lang]
    return f"{own} ({again}: {'; '.join(counted)})" if counted else own


def _addressed(change: Mapping[str, Any] | None, lang: Lang) -> str | None:
    if change is None:
        return None
    for kinds in change["kinds_of_persons"]:
        if not kinds["group"]:
            new, of = (number(kinds[name], lang) for name in ("newly_addressed", "of"))
            return f"{new} {TEXTS['dataset-of'][lang]} {of}"
    return TEXTS["yes"][lang]
